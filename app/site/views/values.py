"""The smallest values that every page is made of: references, list values, dates.

Each has the IRI of what it shows and, where the site shows it, the path; templates turn
paths into relative links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self, TypeVar, cast

from app.graph.iris import Base
from app.records.kinds import KINDS, folder_of
from app.site.triples import Triples

_NAMES = ("schema:name", "dct:title", "skos:prefLabel")
Made = TypeVar("Made")

#: What has no date sorts after what has one.
_UNDATED = "9999"
#: A label in English where there is one: places carry several languages.
_PREFERRED = ("en", None)


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a record, a part of one, or a place."""

    iri: str
    path: str
    label: str
    lang: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a controlled list, with what it means."""

    iri: str
    path: str
    name: str
    label: str
    definition: str


class Values:
    """Reads references, list values and dates from the triples of a page."""

    def __init__(self, triples: Triples, base: Base) -> None:
        self.triples = triples
        self.base = base
        self._held: dict[tuple[object, str], object] = {}

    def once(self, make: Callable[[Self, str], Made], iri: str) -> Made:
        """Return what *make* reads for *iri*, read once a page: values are frozen."""
        key = (make, iri)
        if key not in self._held:
            self._held[key] = make(self, iri)
        return cast(Made, self._held[key])

    def path(self, iri: str) -> str:
        """Return the path of *iri* on the site; what lies elsewhere has none."""
        return self.base.path(iri) or ""

    def anchor(self, iri: str) -> str:
        """Return the fragment of *iri*, which is its anchor on its page."""
        return iri.partition("#")[2]

    def kind(self, iri: str) -> str:
        """Return the name of the kind of record that *iri* is or belongs to."""
        kind = KINDS.get(folder_of(self.base.id_of(iri) or ""))
        return kind.singular if kind else ""

    def ref(self, iri: str) -> Ref:
        """Return a link to *iri* with the best label that the page holds."""
        return self.once(Values._ref, iri)

    def _ref(self, iri: str) -> Ref:
        for name in _NAMES:
            found = {
                literal.language: literal for literal in self.triples.literals(iri, name)
            }
            for language in (*_PREFERRED, *sorted(key for key in found if key)):
                if language in found:
                    label = found[language]
                    return Ref(
                        iri, self.path(iri), label.value, label.language, self.kind(iri)
                    )
        # The id is a readable handle; it stands where the page holds no name.
        label_text = self.base.id_of(iri) or iri
        return Ref(iri, self.path(iri), label_text, None, self.kind(iri))

    def refs(self, subject: str, *names: str) -> tuple[Ref, ...]:
        """Return links to everything that the properties *names* lead to."""
        return tuple(self.ref(iri) for iri in self.triples.iris(subject, *names))

    def one_ref(self, subject: str, name: str) -> Ref | None:
        """Return a link to the one thing that a property leads to, or None."""
        iri = self.triples.iri(subject, name)
        return None if iri is None else self.ref(iri)

    def value(self, subject: str, name: str) -> Value | None:
        """Return the one list value of a property, or None."""
        return next(iter(self.values(subject, name)), None)

    def values(self, subject: str, name: str) -> tuple[Value, ...]:
        """Return the list values of a property, sorted."""
        return tuple(
            self.once(Values._value, iri) for iri in self.triples.iris(subject, name)
        )

    def required(self, subject: str, name: str) -> Value:
        """Return the list value of a property that the schema requires."""
        return self.once(Values._value, self.triples.iris(subject, name)[0])

    def _value(self, iri: str) -> Value:
        name = iri.rpartition("#")[2]
        return Value(
            iri=iri,
            path=self.path(iri),
            name=name,
            label=self.triples.text(iri, "skos:prefLabel") or name,
            definition=self.triples.text(iri, "skos:definition") or "",
        )

    def date(self, subject: str, name: str = "schema:datePublished") -> str | None:
        """Return a date as the record gives it (EDTF), or None."""
        return self.triples.text(subject, name)

    def by_day(self, iris: Iterable[str]) -> list[str]:
        """Sort *iris* by the first day that their dates allow; one day before a span."""
        return sorted(
            set(iris),
            key=lambda iri: (
                self.day(iri),
                self.triples.text(iri, "cav:latest") or _UNDATED,
                iri,
            ),
        )

    def day(self, iri: str) -> str:
        """Return the first day that the date of *iri* allows, or else the last."""
        triples = self.triples
        found = triples.text(iri, "cav:earliest") or triples.text(iri, "cav:latest")
        source = next(iter(triples.subjects(iri, "schema:hasPart")), None)
        if found is None and source is not None:
            return self.day(source)
        return found or _UNDATED
