"""The triples of one page, indexed for reading.

What a page shows is read from here and nowhere else, so that HTML and data, which are
written from the same triples, cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from app.graph.context import context

Term = ox.NamedNode | ox.Literal


@cache
def _expand(name: str) -> str:
    return context().expand(name)


class Triples:
    """An index over the triples of a page; properties are named as ``prefix:local``."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.all = list(triples)
        forward: dict[tuple[str, str], set[Term]] = defaultdict(set)
        backward: dict[tuple[str, str], set[str]] = defaultdict(set)
        for triple in self.all:
            subject, predicate, value = triple
            if isinstance(subject, ox.NamedNode):
                name, key = subject.value, predicate.value
                if isinstance(value, ox.NamedNode):
                    forward[name, key].add(value)
                    backward[value.value, key].add(name)
                    continue
                if isinstance(value, ox.Literal):
                    forward[name, key].add(value)
                    continue
            raise TypeError(f"a page holds a node without an IRI: {triple}")
        self._forward = forward
        self._backward = backward

    def terms(self, subject: str, name: str) -> list[Term]:
        """Return every value of a property, IRIs before literals, sorted."""
        found = self._forward.get((subject, _expand(name)), ())
        return sorted(found, key=_order) if len(found) > 1 else list(found)

    def iris(self, subject: str, *names: str) -> list[str]:
        """Return the IRIs that any of the properties *names* leads to, sorted."""
        return [
            term.value
            for name in names
            for term in self.terms(subject, name)
            if isinstance(term, ox.NamedNode)
        ]

    def iri(self, subject: str, name: str) -> str | None:
        """Return the one IRI that a property leads to, or None."""
        return next(iter(self.iris(subject, name)), None)

    def literals(self, subject: str, name: str) -> list[ox.Literal]:
        """Return the literal values of a property, sorted."""
        return [term for term in self.terms(subject, name) if isinstance(term, ox.Literal)]

    def literal(self, subject: str, name: str) -> ox.Literal | None:
        """Return the literal value of a property, or None."""
        return next(iter(self.literals(subject, name)), None)

    def text(self, subject: str, name: str) -> str | None:
        """Return the text of a literal property, or None."""
        found = self.literal(subject, name)
        return None if found is None else found.value

    def texts(self, subject: str, name: str) -> list[str]:
        """Return the texts of a literal property, sorted."""
        return [literal.value for literal in self.literals(subject, name)]

    def subjects(self, value: str, *names: str) -> list[str]:
        """Return what points at *value* by any of the properties *names*, sorted."""
        return sorted(
            {
                subject
                for name in names
                for subject in self._backward.get((value, _expand(name)), ())
            }
        )

    def subjects_of(self, values: Iterable[str], *names: str) -> set[str]:
        """Return what points at any of *values* by any of the properties *names*."""
        return {item for value in values for item in self.subjects(value, *names)}

    def typed(self, name: str) -> list[str]:
        """Return everything on the page that is of the class *name*, sorted."""
        return self.subjects(_expand(name), "rdf:type")

    def is_a(self, subject: str, name: str) -> bool:
        """Tell whether *subject* is of the class *name*."""
        return _expand(name) in self.iris(subject, "rdf:type")


def _order(term: Term) -> tuple[bool, str, str]:
    if isinstance(term, ox.Literal):
        return (True, term.value, term.language or "")
    return (False, term.value, "")
