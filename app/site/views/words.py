"""Words and numbers: what they are, where they stand, how far they were checked."""

from __future__ import annotations

from dataclasses import dataclass

from app.cite.fragments import text_fragment
from app.site.views.values import Ref, Value, Values
from app.words.quotation import Edit, Quotation

#: How far words were checked, from the strongest.
_STATES = (
    "reproduced",
    "words-checked",
    "words-unchecked",
    "words-read",
    "words-not-read",
)
#: Words of these parts are not in the text of the page.
_NOT_ON_THE_PAGE = frozenset({"address"})
_PDF = "application/pdf"


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

    ``prefix`` and ``suffix`` are the rest of the sentence that the words stand in.

    ``start`` and ``end`` are code points of the copy's text, the end exclusive (Web
    Annotation, TextPositionSelector).
    """

    iri: str
    path: str
    answers: tuple[Value, ...]
    prefix: str | None
    suffix: str | None
    sha256: str
    start: int
    end: int
    checked_by: Ref
    checked: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """A verbatim passage, where it stands and whose voice it is.

    ``state`` says how far the words were checked; ``there`` is the address at which a
    browser opens the page that they were read in and shows them.
    """

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
    state: Value | None
    verified: Verified | None
    there: str | None
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


class Reader(Values):
    """Reads words and numbers too."""

    def words(self, iri: str) -> Words:
        """Return a passage with the document that it stands in."""
        return self.once(Reader._words, iri)

    def _words(self, iri: str) -> Words:
        triples = self.triples
        text = triples.literals(iri, "schema:text")[0]
        source = triples.subjects(iri, "schema:hasPart")[0]
        seen = self._seen(iri)
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
            seen=seen,
            state=self._state(iri),
            verified=self._verified(iri),
            there=None if seen is None else self._there(iri, text.value, seen),
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

    def _state(self, passage: str) -> Value | None:
        """Return the strongest of the states that a passage has."""
        states = {
            one.name: one for one in self.values(passage, "schema:creativeWorkStatus")
        }
        return next((states[name] for name in _STATES if name in states), None)

    def _there(self, passage: str, text: str, seen: Seen) -> str | None:
        """Return the address of the words in the archived page, else in the page."""
        triples, place = self.triples, seen.place.iri
        source = place.partition("#")[0]
        found = (
            triples.text(place, "schema:contentUrl"),
            triples.text(source, "schema:archivedAt"),
            triples.text(source, "schema:url"),
        )
        address = next((one for one in found if one), None)
        if address is None or self._is_in(passage, _NOT_ON_THE_PAGE):
            return address
        if triples.text(place, "schema:encodingFormat") == _PDF:
            return address
        edits = [
            Edit(edit, self.values(edit, "dct:type")[0].name, inserted)
            for edit in triples.iris(passage, "skos:changeNote")
            for inserted in triples.texts(edit, "oa:exact")
        ]
        return text_fragment(
            address,
            Quotation(
                text,
                prefix=triples.text(passage, "oa:prefix") or "",
                suffix=triples.text(passage, "oa:suffix") or "",
                edits=tuple(edits),
            ),
        )

    def _is_in(self, passage: str, parts: frozenset[str]) -> bool:
        return self.required(passage, "cav:part").name in parts

    def _verified(self, passage: str) -> Verified | None:
        selectors = self.triples.iris(passage, "oa:hasSelector")
        iri = next(
            (one for one in selectors if self.triples.is_a(one, "oa:TextPositionSelector")),
            None,
        )
        if iri is None:
            return None
        return Verified(
            iri=iri,
            path=self.path(iri),
            answers=self.values(iri, "dct:type"),
            prefix=self.triples.text(iri, "oa:prefix"),
            suffix=self.triples.text(iri, "oa:suffix"),
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
