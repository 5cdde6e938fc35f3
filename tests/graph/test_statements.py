"""Statements: taken apart as they are, in order, kept by node and let go with the store."""

from __future__ import annotations

import weakref

import pyoxigraph as ox
import pytest

from app.graph.statements import Statements, in_order, statement

BASE = "https://caveat.example/"
SAYS = "https://w3id.org/caveat/ns#says"


def node(name: str) -> ox.NamedNode:
    """Return a node by its name."""
    return ox.NamedNode(f"{BASE}{name}")


def triple(value: ox.NamedNode | ox.Literal | ox.BlankNode) -> ox.Triple:
    """Return a triple with a value."""
    return ox.Triple(node("a"), ox.NamedNode(SAYS), value)


def test_a_triple_is_taken_apart() -> None:
    """A literal is no IRI, though it reads like one."""
    for value, iri in ((node("b"), f"{BASE}b"), (ox.Literal(f"{BASE}b"), None)):
        found = statement(triple(value))

        assert (f"{BASE}a", SAYS, value, iri) == (
            found.subject,
            found.predicate,
            found.value,
            found.iri,
        )
        assert str(found.triple) == found.text


def test_a_node_without_an_iri_is_a_fault() -> None:
    """No page could link to it."""
    with pytest.raises(TypeError, match="without an IRI"):
        statement(triple(ox.BlankNode("x")))
    with pytest.raises(TypeError, match="without an IRI"):
        statement(ox.Triple(ox.BlankNode("x"), ox.NamedNode(SAYS), node("b")))


def test_each_is_there_once_and_in_order() -> None:
    """Whatever the order in which they came, and however often."""
    one, other = statement(triple(node("b"))), statement(triple(ox.Literal("b")))

    assert (other, one) == in_order([one, other, statement(triple(node("b")))])


def test_statements_are_found_from_both_ends() -> None:
    """In whichever graph they stand; a node of which nothing is said has none."""
    store = ox.Store()
    store.add(ox.Quad(*triple(node("b")), node("g")))
    store.add(ox.Quad(*triple(ox.Literal("b")), node("h")))
    known = Statements(store)

    assert {f"{BASE}b", None} == {one.iri for one in known.of(f"{BASE}a")}
    assert [f"{BASE}a"] == [one.subject for one in known.to(SAYS, f"{BASE}b")]
    assert () == known.of(f"{BASE}b") == known.to(SAYS, f"{BASE}a")
    with pytest.raises(ValueError, match="IRI"):
        known.of("a } UNION { ?s ?p ?o")


def test_nothing_is_kept_of_a_store_that_nobody_reads() -> None:
    """It goes at once, and does not wait for the collector of cycles."""
    known = Statements(ox.Store())
    known.of(f"{BASE}a")
    gone = weakref.ref(known)
    del known

    assert gone() is None
