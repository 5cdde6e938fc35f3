"""Builds in processes of their own, which end as a test says.

``python -m tests.graph.steps WHAT ROOT OUT ARGUMENT``
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.errors import BuildError
from app.graph import build as building
from app.graph.plan import plan
from app.graph.store import INDEX, Generations
from app.records.load import load
from app.records.record import KnowledgeBase
from tests.graph.conftest import changed, dump

CHANGED = "claims/twitter-venezuela-764"


def step(what: str, root: Path, out: Path, argument: str) -> list[str]:
    """Return the command that runs one of the functions below."""
    where = [str(root), str(out), argument]
    return [sys.executable, "-m", "tests.graph.steps", what, *where]


def edited(kb: KnowledgeBase, title: str = "Another title") -> KnowledgeBase:
    """Return *kb* with one record changed."""
    return changed(kb, CHANGED, title=title)


def rebased(kb: KnowledgeBase) -> KnowledgeBase:
    """Return *kb* at another base, which is built from nothing."""
    assert kb.header is not None
    data = {**kb.header.data, "base": "https://other.example/"}
    return replace(kb, header=replace(kb.header, data=data))


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(step: Callable[..., Any]) -> Callable[..., None]:
    def killed(*arguments: Any, **named: Any) -> None:
        step(*arguments, **named)
        _die()

    return killed


def _half_removed(folder: Path) -> None:
    """Remove the index, which makes a generation look finished, and no more."""
    (folder / INDEX).unlink()
    _die()


#: Where a build is killed: what is put in the place of which function.
KILLS: dict[str, tuple[str, Any]] = {
    "before-fill": ("fill_store", _die),
    "after-fill": ("fill_store", _after(building.fill_store)),
    "before-index": ("write_index", _die),
    "after-index": ("write_index", _after(building.write_index)),
    "before-settle": ("settle", _die),
    "after-settle": ("settle", _after(building.settle)),
    "before-pointer": ("point", _die),
    "after-pointer": ("point", _after(building.point)),
    "before-prune": ("prune", _die),
}


def kill(root: Path, out: Path, point: str) -> None:
    """Build an edited knowledge base and be killed at *point*."""
    kb = edited(load(root))
    if point.startswith("rebased-"):
        kb, point = rebased(kb), point.removeprefix("rebased-")
    progress = None
    if point == "mid-fill":
        progress = _die
    elif point == "mid-pointer":
        Path.replace = _die  # type: ignore[assignment, method-assign]
    elif point == "mid-prune":
        shutil.rmtree = _half_removed  # type: ignore[assignment]
    else:
        step, instead = KILLS[point]
        setattr(building, step, instead)
    building.build(kb, out, progress)


def fill_disk(root: Path, out: Path, limit: str) -> None:
    """Build with files that may grow to *limit* bytes; print the error."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    kb = rebased(load(root))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    try:
        building.build(kb, out)
    except BuildError as error:
        sys.stdout.write(f"{type(error).__name__}: {error}")


def wait(root: Path, out: Path, _: str) -> None:
    """Build, and hold the lock in the middle until a line comes in."""

    def held(_done: int, _total: int) -> None:
        sys.stdout.write("locked\n")
        sys.stdout.flush()
        sys.stdin.readline()

    building.build(edited(load(root)), out, held)


def digest(root: Path, out: Path, order: str) -> None:
    """Build records read in an order; print the digests of all that comes of it."""
    kb = load(root)
    ids = sorted(kb.records, reverse=order == "backwards")
    kb = replace(kb, records={key: kb.records[key] for key in ids})
    documents = b"\n".join(item.document for item in plan(kb).compiled)
    built = building.build(kb, out)
    statements = "\n".join(dump(Generations(out).current().store))
    with closing(sqlite3.connect(out / built.name / INDEX)) as index:
        rows = "\n".join(index.iterdump())
    parts = (documents, statements.encode(), rows.encode())
    sums = [hashlib.sha256(part).hexdigest() for part in parts]
    sys.stdout.write("\n".join([built.name, *sums]))


if __name__ == "__main__":
    _WHAT = {"kill": kill, "disk": fill_disk, "wait": wait, "digest": digest}
    _WHAT[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
