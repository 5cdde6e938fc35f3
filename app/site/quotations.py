"""The page that counts what was checked of the words, and what was not.

The counts are of passages.  A passage that nobody could look for is counted with its
reason and is no pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from app.graph.iris import VOCABULARY
from app.graph.store import Generation
from app.site import formats
from app.site.pages import Page
from app.site.queries import query
from app.site.triples import Triples
from app.site.views.values import Value

QUOTATIONS_PAGE = "quotations"

#: Why a check is missing, by the state that says so.
_REASONS = {
    "words-read": "no copy with a hash is recorded",
    "words-unchecked": "a copy is recorded, and no check says that the words stand in it",
    "words-not-read": "the record does not say where the words were read",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A value and the number of passages that have it."""

    value: Value
    passages: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why words were not looked for, and in how many passages."""

    reason: str
    passages: int


@dataclass(frozen=True, slots=True)
class Governed:
    """Words that a word outside governs, in their sentence, and why they stand so."""

    path: str
    source: str
    before: str
    text: str
    lang: str
    behind: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuotationsPage:
    """What was checked of the words of all passages; every count is of passages."""

    passages: int
    checked: int
    states: tuple[Row, ...]
    matches: tuple[Row, ...]
    cuts: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    governed: tuple[Governed, ...]


def quotations_page(generation: Generation) -> Page:
    """Count the states of words and the answers of checks in a generation."""
    rows = _rows(generation)
    states = rows.get("word-states", ())
    skipped = tuple(
        Skipped(_REASONS[row.value.name], row.passages)
        for row in states
        if row.value.name in _REASONS
    )
    passages = sum(row.passages for row in states)
    view = QuotationsPage(
        passages=passages,
        checked=passages - sum(one.passages for one in skipped),
        states=states,
        matches=rows.get("matches", ()),
        cuts=rows.get("cuts", ()),
        skipped=skipped,
        governed=_governed(generation),
    )
    return Page(
        QUOTATIONS_PAGE, "quotations.html", view, Triples(()), offered=formats.SEARCHED
    )


def _rows(generation: Generation) -> dict[str, tuple[Row, ...]]:
    """Return the values that occur by their list, in each the most frequent first."""
    found: dict[str, list[Row]] = {}
    for row in generation.select(query(QUOTATIONS_PAGE)):
        iri = row["value"].value
        value = Value(
            iri=iri,
            path=generation.base.path(iri) or "",
            name=iri.removeprefix(VOCABULARY),
            label=row["label"].value,
            definition=row["definition"].value,
        )
        scheme = row["scheme"].value.removeprefix(VOCABULARY)
        found.setdefault(scheme, []).append(Row(value, int(row["n"].value)))
    return {
        scheme: tuple(sorted(rows, key=lambda row: (-row.passages, row.value.name)))
        for scheme, rows in found.items()
    }


def _governed(generation: Generation) -> tuple[Governed, ...]:
    return tuple(
        Governed(
            path=generation.base.path(row["passage"].value) or "",
            source=row["title"].value,
            before=_text(row["prefix"]),
            text=row["text"].value,
            lang=row["text"].language or "",
            behind=_text(row["suffix"]),
            reason=row["reason"].value,
        )
        for row in generation.select(query("governed"))
    )


def _text(term: ox.Literal | None) -> str:
    return "" if term is None else term.value
