"""The small values that every page is made of: references, terms, words, numbers.

Each has the IRI of what it shows and, where the site shows it, the path; templates turn
paths into relative links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

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


@dataclass(frozen=True, slots=True)
class Seen:
    """In which copy a passage was read, and how much of it."""

    iri: str
    path: str
    place: Ref
    publisher: Ref | None
    read: Value
    closed: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """That the words were found in a held copy: how, where, by whom, on which day.

    ``start`` and ``end`` are code points of the copy's text, the end exclusive (Web
    Annotation, TextPositionSelector).
    """

    iri: str
    path: str
    answers: tuple[Value, ...]
    sha256: str
    start: int
    end: int
    checked_by: Ref
    checked: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """A verbatim passage, where it stands and whose voice it is."""

    iri: str
    path: str
    name: str
    text: str
    lang: str
    translation: str | None
    part: Value
    voice: Value
    speaker: Ref | None
    source: Ref
    publisher: Ref | None
    published: str | None
    seen: Seen | None
    verified: Verified | None
    edits: tuple[Ref, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of accounts as somebody gives it."""

    iri: str
    path: str
    value: int | None
    unit: Value
    as_printed: str
    basis: Value | None
    rounding: Value | None
    over: tuple[Ref, ...]
    words: Words | None
    note: str | None


class Reader:
    """Reads small values from the triples of a page."""

    def __init__(self, triples: Triples, base: Base) -> None:
        self.triples = triples
        self.base = base
        self._held: dict[tuple[object, str], object] = {}

    def once(self, make: Callable[[Reader, str], Made], iri: str) -> Made:
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
        return self.once(Reader._ref, iri)

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
            self.once(Reader._value, iri) for iri in self.triples.iris(subject, name)
        )

    def required(self, subject: str, name: str) -> Value:
        """Return the list value of a property that the schema requires."""
        return self.once(Reader._value, self.triples.iris(subject, name)[0])

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

    def words(self, iri: str) -> Words:
        """Return a passage with the document that it stands in."""
        return self.once(Reader._words, iri)

    def _words(self, iri: str) -> Words:
        triples = self.triples
        text = triples.literals(iri, "schema:text")[0]
        source = triples.subjects(iri, "schema:hasPart")[0]
        return Words(
            iri=iri,
            path=self.path(iri),
            name=self.anchor(iri),
            text=text.value,
            lang=text.language or "",
            translation=triples.text(iri, "cav:translation"),
            part=self.required(iri, "cav:part"),
            voice=self.required(iri, "cav:voice"),
            speaker=self.one_ref(iri, "schema:spokenByCharacter"),
            source=self.ref(source),
            publisher=self.one_ref(source, "schema:publisher"),
            published=self.date(source),
            seen=self._seen(iri),
            verified=self._verified(iri),
            edits=self.refs(iri, "skos:changeNote"),
            note=triples.text(iri, "skos:note"),
        )

    def _seen(self, passage: str) -> Seen | None:
        state = self.triples.iri(passage, "oa:hasState")
        place = None if state is None else self.triples.iri(state, "oa:cachedSource")
        if state is None or place is None:
            return None
        return Seen(
            iri=state,
            path=self.path(state),
            place=self.ref(place),
            publisher=self.one_ref(place.partition("#")[0], "schema:publisher"),
            read=self.required(state, "cav:read"),
            closed=self.triples.text(state, "cav:closed") == "true",
        )

    def _verified(self, passage: str) -> Verified | None:
        iri = self.triples.iri(passage, "oa:hasSelector")
        if iri is None:
            return None
        return Verified(
            iri=iri,
            path=self.path(iri),
            answers=self.values(iri, "dct:type"),
            sha256=self.triples.texts(iri, "schema:sha256")[0],
            start=int(self.triples.texts(iri, "oa:start")[0]),
            end=int(self.triples.texts(iri, "oa:end")[0]),
            checked_by=self.refs(iri, "dct:creator")[0],
            checked=self.triples.texts(iri, "dct:created")[0],
            reason=self.triples.text(iri, "rdfs:comment"),
        )

    def one_words(self, subject: str) -> Words | None:
        """Return the passage that *subject* rests on, or None."""
        iri = self.triples.iri(subject, "cav:words")
        return None if iri is None else self.words(iri)

    def counts(self, subject: str) -> tuple[Count, ...]:
        """Return the numbers that a set or a passage has."""
        return tuple(self._count(iri) for iri in self.triples.iris(subject, "cav:count"))

    def _count(self, iri: str) -> Count:
        value = self.triples.text(iri, "schema:value")
        return Count(
            iri=iri,
            path=self.path(iri),
            value=None if value is None else int(value),
            unit=self.required(iri, "schema:unitCode"),
            as_printed=self.triples.texts(iri, "cav:asPrinted")[0],
            basis=self.value(iri, "cav:basis"),
            rounding=self.value(iri, "cav:rounding"),
            over=self.refs(iri, "cav:over"),
            words=self.one_words(iri),
            note=self.triples.text(iri, "skos:note"),
        )
