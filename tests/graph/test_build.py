"""Generations: what a build leaves, and what it leaves alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from app import ROOT
from app.errors import BuildError, StatementsLost
from app.graph import build as building
from app.graph import fill
from app.graph.compile import batch
from app.graph.iris import VOCABULARY
from app.graph.store import pointed
from app.records.record import KnowledgeBase
from tests.graph.conftest import BASE, Out, answer, changed, names, with_records, without
from tests.graph.steps import CHANGED, edited, rebased, step
from tests.strategies import record

Dump = Callable[[KnowledgeBase], list[str]]
GRAPH = f"{BASE}{CHANGED}#record"


#: Values that are compiled to more statements than any parser reads in them.
LOST = [
    {"title": None},
    {"speaker": "actors/yoel roth"},
    {"claimants": ["actors/twitter", "actors/<b>"]},
    {"about": ["sets/twitter-2019-01-venezuela-764"] * 2},
]


@pytest.mark.parametrize("data", LOST, ids=str)
@pytest.mark.parametrize("place", [edited, rebased])
def test_lost_statement_is_an_error_that_names_the_record(
    kb: KnowledgeBase,
    out: Out,
    data: dict[str, Any],
    place: Callable[[KnowledgeBase], KnowledgeBase],
) -> None:
    """What the parser drops without a word stops the build, amended or from nothing."""
    served = out.build(kb)
    with pytest.raises(StatementsLost, match=rf"{CHANGED}: \d+ compiled, "):
        out.build(changed(place(kb), CHANGED, **data))
    assert served.name == pointed(out.path)
    assert len(kb.published) + 1 == answer(out.current())


def test_statement_that_nobody_compiled_is_an_error(
    kb: KnowledgeBase, out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that holds more than was compiled is as wrong as one that holds less."""

    def with_more(documents: list[bytes]) -> bytes:
        more = b'{"id":"actors/twitter#record","@graph":[{"id":"x","name":"y"}]}'
        return batch([*documents, more])

    monkeypatch.setattr(fill, "batch", with_more)
    with pytest.raises(StatementsLost, match=r"actors/twitter: \d+ compiled, \d+ stored"):
        out.build(kb)
    assert pointed(out.path) is None


def test_knowledge_base_without_header_is_not_built(kb: KnowledgeBase, out: Out) -> None:
    """The base IRI stands in ``kb.yaml``."""
    with pytest.raises(BuildError, match=r"kb\.yaml is missing or broken"):
        out.build(replace(kb, header=None))


def test_record_whose_file_is_gone_is_an_error(kb: KnowledgeBase, out: Out) -> None:
    """A file may go between reading and building."""
    gone = replace(kb.records[CHANGED], path="gone.yaml")
    with pytest.raises(BuildError, match=r"gone\.yaml"):
        out.build(with_records(kb, gone))


def test_build_from_nothing_holds_all_records_and_the_vocabulary(
    kb: KnowledgeBase, out: Out
) -> None:
    """One named graph a record, those of vocabulary, places and rules, what is derived."""
    built = out.build(kb)
    assert (len(kb.published) + 1, built.records) == (built.records, built.changed)
    store = out.current().store
    expected = {f"{BASE}{key}#record" for key in kb.published} | {f"{BASE}#record"}
    expected |= {VOCABULARY.rstrip("#"), f"{BASE}places", f"{BASE}rules"}
    found = {str(graph.value) for graph in store.named_graphs()}
    derived = {graph for graph in found if graph.endswith("#~derived")}
    assert expected == found - derived
    assert derived
    assert derived <= {f"{BASE}{key}#~derived" for key in kb.published}
    assert [] == list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_draft_is_not_in_the_graph(kb: KnowledgeBase, out: Out) -> None:
    """A draft's file and statements stay out of what is served."""
    out.build(changed(kb, CHANGED, status="draft"))
    now = out.current()
    assert not now.holds(CHANGED)
    assert now.source(CHANGED) is None
    assert not any(GRAPH in line for line in out.dump())


def test_same_records_give_the_same_generation_and_change_nothing(
    kb: KnowledgeBase, out: Out
) -> None:
    """A second build of the same records touches no file."""

    def times() -> dict[str, int]:
        return {str(item): item.stat().st_mtime_ns for item in out.path.rglob("*")}

    first, before = out.build(kb), times()
    second = out.build(kb)
    assert replace(first, changed=0) == second
    assert before == times()


def test_changed_record_is_replaced_and_nothing_else(
    kb: KnowledgeBase, out: Out, afresh: Dump
) -> None:
    """Amending gives what a build from nothing gives, and touches one graph."""
    first, before = out.build(kb), out.dump()
    built = out.build(edited(kb))
    after = out.dump()
    assert built.name != first.name
    assert 1 == built.changed
    differing = set(before) ^ set(after)
    assert {True} == {f"<{GRAPH}>" in line for line in differing}
    assert afresh(edited(kb)) == after


def test_removed_and_added_records(kb: KnowledgeBase, out: Out, afresh: Dump) -> None:
    """A record that is gone leaves nothing behind, one that is new is all there."""
    out.build(kb)
    gone = [key for key in kb.published if key.startswith("actors/")][-2:]
    new = with_records(
        without(kb, *gone),
        replace(
            record("actors/new", {"name": "New", "role": "outlet"}),
            path=kb.records[CHANGED].path,
        ),
    )
    assert 3 == out.build(new).changed
    assert afresh(new) == out.dump()
    assert not out.current().holds(gone[0])
    assert out.current().holds("actors/new")


def test_comment_in_a_file_is_served_without_a_change_of_the_graph(
    kb: KnowledgeBase, out: Out, tmp_path: Path
) -> None:
    """The file as it is belongs to a generation, though its statements stay."""
    out.build(kb)
    before = out.dump()
    old = kb.records[CHANGED]
    path = tmp_path / "commented.yaml"
    path.write_bytes(b"# seen\n" + Path(old.path).read_bytes())
    assert 0 == out.build(with_records(kb, replace(old, path=str(path)))).changed
    assert path.read_bytes() == out.current().source(CHANGED)
    assert before == out.dump()


def test_many_amendments_come_to_what_a_build_from_nothing_gives(
    kb: KnowledgeBase, out: Out, afresh: Dump
) -> None:
    """Generations made one from another do not drift."""
    now = kb
    for number, record_id in enumerate(list(kb.records)[:6]):
        field = "name" if record_id.startswith("actors/") else "title"
        now = changed(now, record_id, **{field: f"Number {number}"})
        if number % 3 == 2:
            now = without(now, record_id)
        out.build(now)
    assert afresh(now) == out.dump()


def test_other_base_is_built_from_nothing(
    kb: KnowledgeBase, out: Out, afresh: Dump
) -> None:
    """Every IRI changes, so nothing of the last generation can stay."""
    out.build(kb)
    built = out.build(rebased(kb))
    assert built.records == built.changed
    assert afresh(rebased(kb)) == out.dump()
    records = len(kb.published) + 1
    assert (records, "https://other.example/") == (
        answer(out.current()),
        out.current().base.iri,
    )


def test_many_changes_are_built_from_nothing(
    kb: KnowledgeBase, out: Out, afresh: Dump
) -> None:
    """Beyond a share of changed records a copy of the last generation saves nothing."""
    out.build(kb)
    ids = [key for key in kb.records if not key.startswith("actors/")]
    now = kb
    for record_id in ids[: len(kb.records) // 5]:
        now = changed(now, record_id, title="Another")
    built = out.build(now)
    assert built.records == built.changed
    assert afresh(now) == out.dump()


def test_loading_in_many_parts_comes_to_the_same(
    kb: KnowledgeBase, out: Out, afresh: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large knowledge bases are loaded in parts, which no record falls between."""
    whole, told = afresh(kb), []
    monkeypatch.setattr(fill, "_CHUNK", 100)
    built = building.build(kb, out.path, lambda done, total: told.append((done, total)))
    assert whole == out.dump()
    assert len(told) > 10
    assert sorted(told) == told
    assert (built.records, built.records) == told[-1]


def test_two_generations_are_kept(kb: KnowledgeBase, out: Out) -> None:
    """The one before stays for those who still read it; older ones go."""
    built = [out.build(edited(kb, title)).name for title in "abcd"]
    assert {*built[-2:], "current"} == names(out.path)
    assert built[2] == out.build(edited(kb, "c")).name == pointed(out.path)
    assert {*built[-2:], "current"} == names(out.path)


def test_generation_that_was_pruned_still_answers_who_holds_it(
    kb: KnowledgeBase, out: Out
) -> None:
    """A request that began two builds ago ends as it began."""
    out.build(kb)
    held, before = out.current(), out.dump()
    for title in "abc":
        out.build(edited(kb, title))
    assert held.name not in names(out.path)
    assert before == sorted(map(str, held.store))
    assert Path(kb.records[CHANGED].path).read_bytes() == held.source(CHANGED)


def test_build_folder_may_have_any_name(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Characters that mean something in a URI are names like others."""
    place = Out(tmp_path / "a b#c?d%20é&mode=rw")
    place.build(kb)
    place.build(edited(kb))
    assert place.current().holds(CHANGED)


def test_seed_and_order_of_reading_do_not_show(root: Path, tmp_path: Path) -> None:
    """The same records give the same name, documents, statements and rows."""
    found = set()
    for seed, order in (("1", "forwards"), ("2", "backwards")):
        command = step("digest", root, tmp_path / seed, order)
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        found.add(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))
    assert 1 == len(found)
    assert 4 == len(found.pop().split())
