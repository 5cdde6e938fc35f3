"""A claim that others restate is withdrawn: the graph holds nothing of it, and no hole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, Graph
from rdflib.namespace import SH

from app import SCHEMAS
from app.graph.build import build
from app.graph.context import context
from app.graph.store import open_generation
from app.records.record import KnowledgeBase
from app.records.withdrawn import leans
from tests.graph.conftest import BASE, Out, changed, dump

Dump = Callable[[KnowledgeBase], list[str]]
CLAIM = "claims/twitter-venezuela-764"
RESTATED = "sources/zero-hedge-2019-02-01"
#: Few lean on this one, so that the last generation is amended.
SMALLER = "claims/twitter-2018-12-bangladesh"
REFERENCES = ox.NamedNode(context().expand("dct:references"))


def gone_with(kb: KnowledgeBase, record_id: str) -> KnowledgeBase:
    """Return *kb* with a record withdrawn, and all that is nothing without it."""
    gone = [record_id]
    while gone:
        for one in gone:
            kb = changed(kb, one, status="withdrawn", note="Not what was said.")
        gone = [
            key
            for key, record in kb.published.items()
            if any(lean.gone is None for lean in leans(record, kb.is_withdrawn))
        ]
    return kb


@pytest.fixture(scope="module")
def after(kb: KnowledgeBase) -> KnowledgeBase:
    """Return the records of ``kb/`` after the flagship claim was withdrawn."""
    return gone_with(kb, CLAIM)


def told(store: ox.Store, after: KnowledgeBase) -> list[ox.Quad]:
    """Return the statements that name what is withdrawn."""
    gone = {key for key in after.records if after.is_withdrawn(key)}
    return [
        quad
        for quad in store
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
        and term.value.removeprefix(BASE).partition("#")[0] in gone
    ]


def test_nothing_dangles(kb: KnowledgeBase, after: KnowledgeBase, out: Out) -> None:
    """What is withdrawn is named only as what others refer to, each by its own holder."""
    out.build(after)
    found = told(out.current().store, after)
    holders = {
        key for key, one in after.published.items() if leans(one, after.is_withdrawn)
    }
    graphs = {f"<{BASE}{key}#record>" for key in holders}

    assert {REFERENCES} == {quad.predicate for quad in found}
    assert graphs == {str(quad.graph_name) for quad in found}
    assert RESTATED in holders
    assert not out.current().holds(CLAIM)
    assert {CLAIM} < kb.published.keys() - after.published.keys()


def test_the_graph_keeps_what_it_promises(after: KnowledgeBase, out: Out) -> None:
    """It fits all shapes: no caveat without its link, no revision of nothing."""
    out.build(after)
    union = sorted({str(quad.triple) for quad in out.current().store})
    graph = Graph().parse(data=" .\n".join([*union, ""]), format="nt")
    shapes = Graph().parse(SCHEMAS / "shapes.ttl", format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)

    assert isinstance(report, Graph)
    broken = report.subjects(RDF.type, SH.ValidationResult)
    assert [] == [report.value(one, SH.focusNode) for one in broken]


def test_who_leaned_on_it_is_built_again(kb: KnowledgeBase, out: Out, afresh: Dump) -> None:
    """Their files did not change; an amended build equals one from nothing, both ways."""
    after = gone_with(kb, SMALLER)
    first = out.build(kb)
    whole = out.dump()
    amended = out.build(after)
    holders = [one for one in after.published.values() if leans(one, after.is_withdrawn)]
    gone = kb.published.keys() - after.published.keys()

    assert len(holders) + len(gone) == amended.changed
    assert afresh(after) == out.dump()
    assert holders
    for one in holders:
        assert Path(one.path).read_bytes() == out.current().source(one.id)
    assert first.name == out.build(kb).name
    assert whole == out.dump()


@pytest.mark.parametrize("kind", ["claims/twitter-2019-06-33", "claims/aspi", "sets/"])
def test_others_may_be_withdrawn(kb: KnowledgeBase, tmp_path: Path, kind: str) -> None:
    """Whatever is withdrawn with what is nothing without it leaves no hole."""
    for record_id in [key for key in kb.published if key.startswith(kind)][:3]:
        after = gone_with(kb, record_id)
        name = build(after, tmp_path / "out").name
        store = open_generation(tmp_path / "out", name).store
        assert {quad.predicate for quad in told(store, after)} <= {REFERENCES}
        assert len(dump(store)) > 1000
        shutil.rmtree(tmp_path / "out")
