"""The records that a search found, each as a card.

A card never shows a claim without its caveats, nor words that repeat one.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.graph.question import Question
from app.records.kinds import KINDS, folder_of
from app.site.marks import Run, clipped, runs
from app.site.pieces import Piece
from app.site.views.claim import (
    POLARITIES,
    Caveat,
    Link,
    caveats_concerned,
    caveats_on,
    links,
)
from app.site.views.lists import item
from app.site.views.restatements import CaveatFate, restatement
from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words that show why a record was found, with what was looked for marked."""

    words: Words
    text: tuple[Run, ...]
    translation: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One record that was found.

    ``links`` are those of a claim, ``repeats`` those that the words shown repeat;
    ``concerns`` is what a caveat limits or a reaction answers.  ``fates`` say what became
    of the caveats that apply to the words shown, ``caveats`` are all others on what is
    shown.
    """

    ref: Ref
    kind: str
    title: tuple[Run, ...]
    qualifier: str
    date: str | None
    detail: tuple[Ref, ...]
    value: Value | None
    links: tuple[Link, ...]
    excerpt: Excerpt | None
    note: tuple[Run, ...]
    repeats: tuple[Link, ...]
    concerns: tuple[Ref, ...]
    caveats: tuple[Caveat, ...]
    fates: tuple[CaveatFate, ...]


def card(reader: Reader, record_id: str, piece: Piece | None, asked: Question) -> Card:
    """Read a record as a card, with the text that shows why it was found."""
    iri = reader.base.absolute(record_id)
    folder = folder_of(record_id)
    shown = item(reader, iri)
    part = piece.part if piece else ""
    repeated = restatement(reader, part) if part else None
    note = piece.note if piece else ""
    if folder == "reviews" and not note:
        note = reader.triples.texts(iri, "schema:claimReviewed")[0]
    fates = repeated.fates if repeated else ()
    return Card(
        ref=shown.ref,
        kind=KINDS[folder].singular,
        title=runs(shown.ref.label, asked.terms),
        qualifier=shown.qualifier,
        date=shown.date,
        detail=shown.detail,
        value=shown.value,
        links=links(reader, iri) if folder == "claims" else (),
        excerpt=_excerpt(reader.words(part), asked) if part else None,
        note=runs(clipped(note, asked.terms), asked.terms) if note else (),
        repeats=repeated.restates if repeated else (),
        concerns=_concerns(reader, iri, folder),
        caveats=_caveats(reader, iri, part, {one.caveat.iri for one in fates}),
        fates=fates,
    )


def _excerpt(words: Words, asked: Question) -> Excerpt:
    translation = words.translation or ""
    return Excerpt(words, runs(words.text, asked.terms), runs(translation, asked.terms))


def _concerns(reader: Reader, iri: str, folder: str) -> tuple[Ref, ...]:
    """Return the claims whose links a caveat qualifies, or what a reaction answers."""
    triples = reader.triples
    if folder == "reactions":
        return reader.refs(iri, "schema:about")
    qualified = triples.iris(iri, "cito:qualifies")
    claims = triples.subjects_of(qualified, *POLARITIES.values())
    return tuple(map(reader.ref, sorted(claims)))


def _caveats(reader: Reader, iri: str, part: str, besides: set[str]) -> tuple[Caveat, ...]:
    """Read every caveat on what a card shows, but for those that it shows otherwise."""
    triples = reader.triples
    held = [link for name in POLARITIES.values() for link in triples.iris(iri, name)]
    held += triples.iris(iri, "schema:about")
    found = list(caveats_on(reader, held))
    if part:
        found += caveats_concerned(reader, [part])
    each = {one.iri: one for one in found if one.iri not in besides | {iri}}
    return tuple(each[key] for key in sorted(each))
