"""What the tests of the graph share: the knowledge base, builds of it, and readings."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from app import ROOT
from app.graph.build import Built, build
from app.graph.store import Generation, Generations, open_generation
from app.records.load import load
from app.records.record import KnowledgeBase, Record

BASE = "https://caveat.example/"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of ``kb/`` that nobody edits while the tests run."""
    return Path(shutil.copytree(ROOT / "kb", tmp_path_factory.mktemp("kb") / "kb"))


@pytest.fixture(scope="session")
def kb(root: Path) -> KnowledgeBase:
    """Return the records of ``kb/``."""
    return load(root)


@pytest.fixture(scope="session")
def generation(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Return a generation of ``kb/``, for reading only."""
    out = tmp_path_factory.mktemp("generation")
    built = build(kb, out)
    return open_generation(out, built.name)


def changed(kb: KnowledgeBase, record_id: str, **data: Any) -> KnowledgeBase:
    """Return *kb* with other values in one record."""
    old = kb.records[record_id]
    return with_records(kb, replace(old, data={**old.data, **data}))


def with_records(kb: KnowledgeBase, *records: Record) -> KnowledgeBase:
    """Return *kb* with these records added or replaced."""
    return replace(kb, records={**kb.records, **{item.id: item for item in records}})


def without(kb: KnowledgeBase, *record_ids: str) -> KnowledgeBase:
    """Return *kb* without these records."""
    kept = {key: item for key, item in kb.records.items() if key not in record_ids}
    return replace(kb, records=kept)


def dump(store: ox.Store) -> list[str]:
    """Return the statements of a store as sorted N-Quads."""
    return sorted(map(str, store))


def names(out: Path) -> set[str]:
    """Return what lies in a build folder, hidden files apart."""
    return {item.name for item in out.iterdir() if not item.name.startswith(".")}


def answer(generation: Generation) -> int:
    """Return how many records the store of a generation says that there are."""
    rows = generation.select(
        "SELECT (COUNT(*) AS ?n) { ?entry a <http://www.w3.org/ns/dcat#CatalogRecord> }"
    )
    return int(next(rows)["n"].value)


@dataclass(frozen=True)
class Out:
    """A build folder."""

    path: Path

    def build(self, kb: KnowledgeBase) -> Built:
        """Build *kb* into it."""
        return build(kb, self.path)

    def current(self) -> Generation:
        """Open what the pointer names."""
        return Generations(self.path).current()

    def dump(self) -> list[str]:
        """Return the statements that are served, as sorted N-Quads."""
        return dump(self.current().store)


@pytest.fixture
def out(tmp_path: Path) -> Out:
    """Return an empty build folder."""
    return Out(tmp_path / "build")


@pytest.fixture
def afresh(tmp_path: Path) -> Callable[[KnowledgeBase], list[str]]:
    """Return a function that builds from nothing and dumps the result."""

    def dumped(kb: KnowledgeBase) -> list[str]:
        place = Out(tmp_path / "afresh")
        place.build(kb)
        return place.dump()

    return dumped
