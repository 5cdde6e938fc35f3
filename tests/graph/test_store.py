"""Reading a finished generation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from app.errors import NothingBuilt
from app.graph.build import POINTER
from app.graph.store import INDEX, STORE, Generation, Generations, pointed
from app.records.kinds import KINDS
from app.records.record import KnowledgeBase
from tests.graph.conftest import BASE, Out, answer

SELECT = "SELECT ?p { $this ?p ?o }"
CONSTRUCT = "CONSTRUCT { $this ?p ?o } WHERE { $this ?p ?o }"

#: Ids that would end the IRI and begin something else.
HOSTILE = [
    "x> } DROP ALL #",
    "x> ?p ?o } UNION { ?s",
    "x\ny",
    "x\ty",
    "x y",
    "x\x00y",
    'x"y',
    "x\\u003ey",
    "x{y}",
    "x|y",
    "x^y",
    "x`y",
    "x%zzy",
    "x\u2028y z",
    "x\ud800y",
]


class Watched:
    """A store that keeps what it was asked, and gives no answer."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def query(self, query: str, **_: Any) -> Iterator[Any]:
        """Keep *query*."""
        self.queries.append(query)
        return iter(())


@pytest.mark.parametrize("this", HOSTILE, ids=ascii)
@pytest.mark.parametrize("ask", [Generation.select, Generation.construct])
def test_hostile_id_never_reaches_the_query(
    generation: Generation, this: str, ask: Any
) -> None:
    """What does not give an IRI is refused before anything is asked."""
    watched: Any = Watched()
    with pytest.raises(ValueError):
        ask(replace(generation, store=watched), SELECT, this)
    assert [] == watched.queries


@pytest.mark.parametrize("this", ["claims/ü", "claims/العربية", "$base", "$this", "?o"])
def test_odd_id_is_an_iri_that_nothing_is_said_of(
    generation: Generation, this: str
) -> None:
    """An IRI may hold letters of any script, and is never taken for a variable."""
    assert [] == list(generation.select(SELECT, this))


@pytest.mark.parametrize(
    "query", [SELECT, "ASK { ?s ?p ?o }", "DROP ALL", "CLEAR ALL", "CONSTRUCT"]
)
def test_construct_takes_a_construct_alone(generation: Generation, query: str) -> None:
    """Another form, or an update, is a fault of whoever wrote the query."""
    with pytest.raises((ValueError, SyntaxError)):
        generation.construct(query, "claims/x")


@pytest.mark.parametrize("query", [CONSTRUCT, "ASK { ?s ?p ?o }", "DROP ALL", "SELECT"])
def test_select_takes_a_select_alone(generation: Generation, query: str) -> None:
    """Another form, or an update, is a fault of whoever wrote the query."""
    with pytest.raises((ValueError, SyntaxError)):
        generation.select(query, "claims/x")


def test_store_is_read_only(generation: Generation) -> None:
    """Nothing can be written to a generation that is served."""
    quad = ox.Quad(ox.NamedNode(BASE), ox.NamedNode(BASE), ox.NamedNode(BASE))
    with pytest.raises(RuntimeError):
        generation.store.add(quad)


def test_queries_run_over_the_union_of_all_graphs(generation: Generation) -> None:
    """A claim's statements and those of its sets stand in graphs of their own."""
    query = """PREFIX schema: <https://schema.org/> PREFIX dct: <http://purl.org/dc/terms/>
        SELECT ?title { $this schema:about/dct:title ?title }"""
    found = list(generation.select(query, "claims/twitter-venezuela-764"))
    assert 1 == len(found)


def test_base_and_this_stand_for_iris(generation: Generation) -> None:
    """``$base`` is the base IRI, ``$this`` that of the id."""
    query = "SELECT ?a ?b { VALUES (?a ?b) { ($base $this) } }"
    row = next(generation.select(query, "claims/x#y"))
    assert (BASE, f"{BASE}claims/x#y") == (row["a"].value, row["b"].value)
    row = next(generation.select(query, "kb"))
    assert (BASE, BASE) == (row["a"].value, row["b"].value)


def test_nothing_built_is_said(out: Out) -> None:
    """A folder that is not there, and one without a pointer, hold nothing."""
    assert pointed(out.path) is None
    with pytest.raises(NothingBuilt, match="nothing has been built in"):
        out.current()
    out.path.mkdir()
    with pytest.raises(NothingBuilt, match="nothing has been built in"):
        out.current()
    (out.path / POINTER).write_text("\n")
    with pytest.raises(NothingBuilt, match="nothing has been built in"):
        out.current()


def _lose(item: Path) -> None:
    item.rename(item.parent.parent / "elsewhere")


def _spoil(item: Path) -> None:
    item.write_bytes(b"spoilt" * 1_000)


@pytest.mark.parametrize(
    ("what", "harm"),
    [(INDEX, _lose), (INDEX, _spoil), (STORE, _lose), (f"{STORE}/CURRENT", _spoil)],
)
def test_broken_generation_is_said_and_built_again(
    kb: KnowledgeBase, out: Out, what: str, harm: Callable[[Path], None]
) -> None:
    """A pointer to what is not whole is told apart from none, and a build mends it."""
    built = out.build(kb)
    harm(out.path / built.name / what)
    with pytest.raises(NothingBuilt, match="cannot be opened; build again"):
        out.current()
    assert built == out.build(kb)
    assert built.records == answer(out.current())


def test_same_generation_is_given_until_the_pointer_changes(
    kb: KnowledgeBase, out: Out
) -> None:
    """A store is opened once, not at every request."""
    out.build(kb)
    generations = Generations(out.path)
    assert generations.current() is generations.current()


def test_ids_and_counts_of_every_kind(kb: KnowledgeBase, generation: Generation) -> None:
    """Ids are sorted, complete and those of one kind."""
    for folder in KINDS:
        expected = [key for key in sorted(kb.published) if key.startswith(f"{folder}/")]
        assert expected == generation.ids(folder)
        assert len(expected) == generation.count(folder)
    assert [] == generation.ids("nothing")
    assert 0 == generation.count("nothing")


def test_ids_come_in_pages(generation: Generation) -> None:
    """Pages laid side by side are the whole; beyond the end is nothing."""
    whole = generation.ids("actors")
    starts = range(0, len(whole), 4)
    pages = [generation.ids("actors", limit=4, offset=at) for at in starts]
    assert len(pages) > 2
    assert whole == [record_id for page in pages for record_id in page]
    assert [] == generation.ids("actors", limit=4, offset=len(whole))


def test_source_is_the_file_as_it_is(kb: KnowledgeBase, generation: Generation) -> None:
    """Comments and layout are served as the editor wrote them."""
    assert kb.header is not None
    for item in (*kb.published.values(), kb.header):
        assert Path(item.path).read_bytes() == generation.source(item.id)
        assert generation.holds(item.id)
    assert generation.source("claims/nothing") is None
    assert not generation.holds("claims/nothing")


def test_threads_get_each_their_own_answer(
    kb: KnowledgeBase, generation: Generation
) -> None:
    """One connection serves all threads of a worker."""
    files = {key: Path(item.path).read_bytes() for key, item in kb.published.items()}
    ids, wrong = sorted(files), []

    def ask(start: int) -> None:
        for number in range(1_000):
            record_id = ids[(start + 7 * number) % len(ids)]
            if files[record_id] != generation.source(record_id):
                wrong.append(record_id)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong
