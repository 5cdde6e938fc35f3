"""The triples of one page, indexed for reading.

What a page shows is read from here and nowhere else, so that HTML and data, which are
written from the same triples, cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from app.graph.context import context
from app.graph.statements import Statement, in_order


@cache
def _expand(name: str) -> str:
    return context().expand(name)


class Triples:
    """An index over the triples of a page; properties are named as ``prefix:local``.

    ``all`` are its statements, each of them once and in their order.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.all = in_order(statements)
        self._iris: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._literals: dict[tuple[str, str], list[ox.Literal]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for _, subject, predicate, value, iri, _ in self.all:
            if iri is not None:
                self._iris[subject, predicate].append(iri)
                self._subjects[iri, predicate].append(subject)
            elif isinstance(value, ox.Literal):
                self._literals[subject, predicate].append(value)

    def __iter__(self) -> Iterator[ox.Triple]:
        """Yield the triples as Oxigraph has them."""
        return (one.triple for one in self.all)

    def iris(self, subject: str, *names: str) -> list[str]:
        """Return the IRIs that any of the properties *names* leads to, sorted by name."""
        return [
            iri
            for name in names
            for iri in sorted(self._iris.get((subject, _expand(name)), ()))
        ]

    def iri(self, subject: str, name: str) -> str | None:
        """Return the one IRI that a property leads to, or None."""
        return next(iter(self.iris(subject, name)), None)

    def literals(self, subject: str, name: str) -> list[ox.Literal]:
        """Return the literal values of a property, sorted."""
        found = self._literals.get((subject, _expand(name)), ())
        return sorted(found, key=_order) if len(found) > 1 else list(found)

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
                for subject in self._subjects.get((value, _expand(name)), ())
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


def _order(literal: ox.Literal) -> tuple[str, str]:
    return literal.value, literal.language or ""
