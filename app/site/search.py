"""What answers a search: its question, its page, its address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pyoxigraph as ox
from werkzeug.datastructures import MultiDict

from app.graph.context import context
from app.graph.gather import FACETS
from app.graph.question import Question, question
from app.graph.search import Found, Searcher, respelt
from app.graph.store import Generation
from app.site import formats
from app.site.fetch import fetch_found
from app.site.pages import Page
from app.site.pieces import pieces
from app.site.views.facets import shown_values, value_iri
from app.site.views.search import Searched, Suggestion, search_view
from app.site.views.words import Reader

SEARCH_PAGE = "search"
PER_PAGE = 10
_MOST_DIGITS = 6
_MOST_SUGGESTIONS = 6
_FOR_EXAMPLE = (
    ("What nobody would attribute, and who repeats it", "polarity", "withheld"),
    ("Texts that leave a caveat out", "fate", "omitted"),
)


def asked(arguments: MultiDict[str, str]) -> tuple[Question, int]:
    """Read the question and the number of the page from the arguments of a URL.

    What is no number stands for the first page.
    """
    chosen = {name: arguments.getlist(name) for name in FACETS}
    number = arguments.get("page", "1")
    is_number = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
    return question(arguments.get("q", ""), chosen), max(1, int(number) if is_number else 1)


def address(asked: Question, number: int = 1) -> str:
    """Return the query of the URL that asks a question; none asks for nothing.

    >>> address(question("1,196 a&b", {"kind": ["claims"]}), 2)
    '?q=1%2C196+a%26b&kind=claims&page=2'
    """
    pairs = [("q", asked.text)] if asked.text else []
    pairs += [(name, value) for name, values in asked.chosen.items() for value in values]
    if number > 1:
        pairs.append(("page", str(number)))
    return f"?{urlencode(pairs)}" if pairs else ""


def search_page(
    generation: Generation, searcher: Searcher, put: Question, number: int
) -> Page:
    """Fetch one page of what is found; beyond the last one stands the last one."""
    per_page = 0 if put.is_empty else PER_PAGE
    found = searcher.search(generation, put, per_page, (number - 1) * per_page)
    pages = max(1, -(-found.total // PER_PAGE))
    if number > pages:
        number = pages
        found = searcher.search(generation, put, per_page, (number - 1) * per_page)
    shown = shown_values(found, searcher.catalogue(generation).facets)
    chosen = pieces(generation, found.ids, found.asked) if found.ids else {}
    parts = {piece.part for piece in chosen.values() if piece.part}
    triples = fetch_found(generation, found.ids, parts, _named(generation, shown))
    view = search_view(
        Reader(triples, generation.base),
        Searched(put, found, chosen, shown, number, pages, PER_PAGE),
        tuple(_suggestions(generation, searcher, put, found)),
        address,
    )
    return Page(SEARCH_PAGE, "search.html", view, triples, offered=formats.SEARCHED)


def _named(generation: Generation, shown: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the IRIs of the values that are shown, to be named."""
    for name, values in shown.items():
        for value in values:
            if iri := value_iri(generation.base, name, value):
                yield iri


def _suggestions(
    generation: Generation, searcher: Searcher, put: Question, found: Found
) -> Iterator[Suggestion]:
    """Yield other questions, each of which finds something, where this one does not."""
    if found.total and not put.is_empty:
        return
    given: list[Question] = []
    others = _examples(generation) if put.is_empty else _others(generation, put)
    for text, why, other in others:
        total = searcher.search(generation, other, 0).total
        if total and other not in given and len(given) < _MOST_SUGGESTIONS:
            given.append(other)
            yield Suggestion(text, why, address(other), total)


#: What is typed, or says what is chosen; why it is suggested; the question.
_Other = tuple[str, str, Question]


def _examples(generation: Generation) -> Iterator[_Other]:
    """Yield what somebody might look for who does not know yet what there is."""
    title = ox.NamedNode(context().expand("dct:title"))
    for record_id in generation.ids("caveats", limit=1):
        subject = ox.NamedNode(generation.base.absolute(record_id))
        for quad in generation.store.quads_for_pattern(subject, title, None):
            if isinstance(quad.object, ox.Literal):
                phrase = f'"{quad.object.value}"'
                yield phrase, "words that follow each other", question(phrase)
    for text, name, value in _FOR_EXAMPLE:
        yield text, "a facet by itself", question("", {name: [value]})


def _others(generation: Generation, put: Question) -> Iterator[_Other]:
    """Yield questions near one that found nothing."""
    if put.chosen and put.terms:
        yield put.text, "without the filters", put.without_facets()
    for text in respelt(generation, put):
        yield text, "spelled otherwise", put.asking(text)
        if put.chosen:
            yield text, "without the filters", question(text)
    for shorter in put.shorter():
        yield shorter.text, "with a word less", shorter
