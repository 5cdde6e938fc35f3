"""The page of a search: what was asked, what was found, what narrows it down.

Its title does not repeat what was typed: a name that is known from a withheld link alone
would stand there by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.graph.question import Question
from app.graph.search import Found
from app.site.pieces import Piece
from app.site.views.cards import Card, card
from app.site.views.facets import Facet, facets
from app.site.views.words import Reader


@dataclass(frozen=True, slots=True)
class Searched:
    """A question, what answers it, and which part of that is shown.

    ``values`` are those of each facet that are named, ``pieces`` what shows why a record
    was found, by its id.
    """

    put: Question
    found: Found
    pieces: Mapping[str, Piece]
    values: Mapping[str, tuple[str, ...]]
    number: int
    pages: int
    per_page: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another question that finds something, and why it is suggested."""

    text: str
    why: str
    query: str
    total: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found."""

    title: str
    text: str
    chosen: Mapping[str, tuple[str, ...]]
    is_empty: bool
    cut: bool
    has_words: bool
    beginning: str
    total: int
    number: int
    pages: int
    first: int
    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    suggestions: tuple[Suggestion, ...]
    examples: tuple[Suggestion, ...]
    query: str
    previous: str | None
    next: str | None
    unfiltered: str | None


def search_view(
    reader: Reader,
    searched: Searched,
    suggestions: tuple[Suggestion, ...],
    address: Callable[[Question, int], str],
) -> SearchPage:
    """Read the page of a search; *address* makes the query of a URL."""
    put, found, number = searched.put, searched.found, searched.number

    def toggled(name: str, value: str) -> str:
        return address(put.toggled(name, value), 1)

    return SearchPage(
        title="Search",
        text=put.text,
        chosen=put.chosen,
        is_empty=put.is_empty,
        cut=put.cut,
        has_words=bool(put.terms),
        beginning=found.asked.terms[-1].typed if found.asked.terms != put.terms else "",
        total=found.total,
        number=number,
        pages=searched.pages,
        first=(number - 1) * searched.per_page + 1,
        cards=tuple(
            card(reader, one, searched.pieces.get(one), found.asked) for one in found.ids
        ),
        facets=facets(reader, found, searched.values, toggled),
        suggestions=() if put.is_empty else suggestions,
        examples=suggestions if put.is_empty else (),
        query=address(put, number),
        previous=address(put, number - 1) if number > 1 else None,
        next=address(put, number + 1) if number < searched.pages else None,
        unfiltered=address(put.without_facets(), 1) if put.chosen else None,
    )
