"""Statements taken apart, and kept for whoever asks for the same node again.

Pages share most of what they hold: a list value is explained, a passage or a caveat
quoted on many.  To read a term out of Oxigraph costs more than all that is done with it,
so that is done once for a statement, and a generation never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

import pyoxigraph as ox

#: Nodes that a generation keeps the statements of, some 3 kB each.
_KEPT = 1 << 14


class Statement(NamedTuple):
    """A triple with what is read of it.

    ``text`` is the triple in N-Triples, by which statements are told apart and sorted;
    ``iri`` that of its value, and None where the value is a literal.
    """

    text: str
    subject: str
    predicate: str
    value: ox.NamedNode | ox.Literal
    iri: str | None
    triple: ox.Triple


def statement(triple: ox.Triple) -> Statement:
    """Take a triple apart.

    Raises:
        TypeError: it holds a node without an IRI.
    """
    subject, predicate, value = triple
    if isinstance(subject, ox.NamedNode):
        name, key = subject.value, predicate.value
        if isinstance(value, ox.NamedNode):
            return Statement(str(triple), name, key, value, value.value, triple)
        if isinstance(value, ox.Literal):
            return Statement(str(triple), name, key, value, None, triple)
    raise TypeError(f"a graph holds a node without an IRI: {triple}")


def in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return each statement once, sorted."""
    found = {one.text: one for one in statements}
    return tuple(found[text] for text in sorted(found))


class Statements:
    """The statements of a store by node, over the union of all graphs."""

    def __init__(self, store: ox.Store) -> None:
        # Partial functions and not methods: nothing here holds itself, so a store is
        # closed as soon as nobody reads it.
        self._of = lru_cache(_KEPT)(partial(_of, store))
        self._to = lru_cache(_KEPT)(partial(_to, store))

    def of(self, iri: str) -> tuple[Statement, ...]:
        """Return all that is said of a node."""
        return self._of(iri)

    def to(self, predicate: str, iri: str) -> tuple[Statement, ...]:
        """Return the statements that lead to a node by a property, both as IRIs."""
        return self._to(predicate, iri)


def _of(store: ox.Store, iri: str) -> tuple[Statement, ...]:
    found = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return tuple(statement(quad.triple) for quad in found)


def _to(store: ox.Store, predicate: str, iri: str) -> tuple[Statement, ...]:
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(iri), None)
    return tuple(statement(quad.triple) for quad in found)
