"""Reactions, reviews and other short items that several pages list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.site.views.claim import Caveat, caveats_on
from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words


@dataclass(frozen=True, slots=True)
class Reaction:
    """Somebody's response, in their words, with the caveats on the links it answers."""

    ref: Ref
    by: Ref
    made: str | None
    stance: Value
    words: Words
    to: tuple[Ref, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A fact-check finding, in short."""

    ref: Ref
    finding: str
    verdict: Value
    judged_by: tuple[Ref, ...]
    judged: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A source in a list: title, publisher, date."""

    ref: Ref
    publisher: Ref | None
    published: str | None


def reaction(reader: Reader, iri: str) -> Reaction:
    """Read a reaction with its words."""
    triples = reader.triples
    return Reaction(
        ref=reader.ref(iri),
        by=reader.refs(iri, "schema:author")[0],
        made=reader.date(iri),
        stance=reader.required(iri, "cav:stance"),
        words=reader.words(triples.iris(iri, "cav:words")[0]),
        to=reader.refs(iri, "schema:about"),
        caveats=caveats_on(reader, triples.iris(iri, "schema:about")),
    )


def reactions_to(reader: Reader, targets: Iterable[str]) -> tuple[Reaction, ...]:
    """Read the reactions to any of *targets*, in order of date."""
    found = {
        iri
        for iri in reader.triples.subjects_of(targets, "schema:about")
        if reader.triples.is_a(iri, "schema:Comment")
    }
    return tuple(reaction(reader, iri) for iri in reader.by_day(found))


def review(reader: Reader, iri: str) -> Review:
    """Read a review in short."""
    triples = reader.triples
    return Review(
        ref=reader.ref(iri),
        finding=triples.texts(iri, "schema:claimReviewed")[0],
        verdict=reader.required(iri, "schema:reviewRating"),
        judged_by=reader.refs(iri, "dct:creator"),
        judged=triples.text(iri, "dct:created"),
    )


def reviews_of(reader: Reader, iri: str) -> tuple[Review, ...]:
    """Read the reviews of a passage or reaction."""
    found = reader.triples.subjects(iri, "schema:itemReviewed")
    return tuple(review(reader, item) for item in found)


def reviews_of_all(reader: Reader, iris: Iterable[str]) -> tuple[Review, ...]:
    """Read the reviews of any of these passages or reactions, once each."""
    found = reader.triples.subjects_of(iris, "schema:itemReviewed")
    return tuple(review(reader, item) for item in sorted(found))


def document(reader: Reader, iri: str) -> Document:
    """Read a source in short."""
    return Document(
        reader.ref(iri), reader.one_ref(iri, "schema:publisher"), reader.date(iri)
    )
