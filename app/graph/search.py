"""Answer a question from the full text of a generation.

What is called by the words that are looked for comes before what has them in its texts;
among these, what is claimed and limited before what is said about it, and that before the
documents it was said in.  Only then it matters how much of a text the words are (bm25).
"""

from __future__ import annotations

import difflib
import sqlite3
import threading
import weakref
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from itertools import islice
from operator import or_

from app.graph.fulltext import unpacked
from app.graph.gather import CALLED, FACETS
from app.graph.question import Question
from app.graph.store import Generation
from app.graph.tokens import tokens
from app.records.kinds import folder_of

#: How much a column weighs against the others (bm25), in the order of the columns.
WEIGHTS = (12.0, 12.0, 6.0, 3.0, 3.0, 1.0)
#: The kinds of record in the order in which they are found.
KINDS_IN_ORDER = (
    "claims",
    "sets",
    "takedowns",
    "caveats",
    "reviews",
    "reactions",
    "actors",
    "sources",
)
_MATCH = "SELECT rowid FROM search WHERE search MATCH ?"
_SCORE = (
    f"SELECT rowid, bm25(search, {', '.join(map(str, WEIGHTS))})"  # noqa: S608
    " FROM search WHERE search MATCH ?"
)
#: To score one takes 2 µs; of more than these none is scored, and the newest come first.
_MOST_SCORED = 5_000
_NEAR_AMONG = 4_000
_NEAR_CUTOFF = 0.74
_NEAREST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a question: some ids in order, and how many there are in all.

    ``counts`` has for each facet its values with how many documents each would leave, the
    other facets as they are chosen.  ``asked`` is the question that was answered, which
    may be wider than the one that was put.
    """

    asked: Question
    total: int
    ids: tuple[str, ...]
    counts: Mapping[str, tuple[tuple[str, int], ...]]


class Catalogue:
    """The documents of a generation by number, and the sets of its facets."""

    def __init__(self, index: sqlite3.Connection) -> None:
        rows = index.execute("SELECT number, id FROM document ORDER BY day DESC, id")
        ordered = rows.fetchall()
        size = 1 + max((number for number, _ in ordered), default=-1)
        self.ids = [""] * size
        #: The numbers of documents, the newest first.
        self.order = array("l", (number for number, _ in ordered))
        #: Which kind each document is, as its place in the order of kinds.
        self.kind = array("b", bytes(size))
        for number, record_id in ordered:
            self.ids[number] = record_id
            self.kind[number] = KINDS_IN_ORDER.index(folder_of(record_id))
        #: The numbers by kind, the newest first.
        self.by_kind = array("l", sorted(self.order, key=lambda number: self.kind[number]))
        self.facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for name, value, data in index.execute("SELECT * FROM facet"):
            self.facets[name][value] = unpacked(data)
        self.all = reduce(or_, self.facets["kind"].values(), 0)

    def chosen(self, question: Question, besides: str = "") -> int:
        """Return the documents that the chosen facets leave, one of them left aside."""
        left = self.all
        for name, values in question.chosen.items():
            if name != besides:
                held = self.facets[name]
                left &= reduce(or_, (held.get(value, 0) for value in values), 0)
        return left

    def counts(
        self, question: Question, matched: int
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count the values of each facet, the most frequent first."""
        found = {}
        for name, held in self.facets.items():
            left = matched & self.chosen(question, besides=name)
            each = ((value, (bits & left).bit_count()) for value, bits in held.items())
            kept = [(value, count) for value, count in each if count]
            found[name] = tuple(sorted(kept, key=lambda item: (-item[1], item[0])))
        return found


class Searcher:
    """Answers questions; keeps the catalogue of each generation that is in use."""

    def __init__(self) -> None:
        self._held: weakref.WeakKeyDictionary[Generation, Catalogue]
        self._held = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def catalogue(self, generation: Generation) -> Catalogue:
        """Return the catalogue of a generation."""
        with self._lock:
            held = self._held.get(generation)
            if held is None:
                held = self._held[generation] = Catalogue(generation.index)
        return held

    def search(
        self, generation: Generation, question: Question, limit: int, offset: int = 0
    ) -> Found:
        """Answer a question with *limit* ids after the first *offset*.

        Where no document has all the words, the last one is looked for as a beginning.
        """
        catalogue = self.catalogue(generation)
        if not question.text:
            left = catalogue.chosen(question)
            newest = _members(catalogue, catalogue.order, left)
            counts = catalogue.counts(question, catalogue.all)
            ids = _some(catalogue, newest, offset, limit)
            return Found(question, left.bit_count(), ids, counts)
        if not question.terms:
            counts = catalogue.counts(question, 0)
            return Found(question, 0, (), counts)
        numbers = _match(generation, question.expression)
        wider = None if numbers else question.widened()
        if wider is not None and (more := _match(generation, wider.expression)):
            question, numbers = wider, more
        matched = _bits(numbers, len(catalogue.ids))
        left = matched & catalogue.chosen(question)
        ordered = _ordered(generation, catalogue, question, len(numbers), left)
        ids = _some(catalogue, ordered, offset, limit)
        counts = catalogue.counts(question, matched)
        return Found(question, left.bit_count(), ids, counts)


def _match(generation: Generation, expression: str) -> list[int]:
    """Return the numbers of the documents that have the words of an expression."""
    rows = generation.index.execute(_MATCH, (expression,))
    return [number for (number,) in rows]


def _ordered(
    generation: Generation,
    catalogue: Catalogue,
    question: Question,
    matched: int,
    left: int,
) -> Iterator[int]:
    """Yield the numbers of *left*: first those that are called what is looked for.

    *matched* is how many documents have the words, whatever facets are chosen.  Each word
    may stand in the id or in the title: "twitter 764" is a title and an id.
    """
    called = f"{{{' '.join(CALLED)}}} : ({question.expression})"
    numbers = _match(generation, called)
    first = left & _bits(numbers, len(catalogue.ids))
    for expression, count, bits in (
        (called, len(numbers), first),
        (question.expression, matched, left & ~first),
    ):
        members = _members(catalogue, catalogue.by_kind, bits)
        if count <= _MOST_SCORED:
            scores = dict(generation.index.execute(_SCORE, (expression,)))
            yield from sorted(members, key=partial(_rank, catalogue, scores))
        else:
            yield from members


def _rank(
    catalogue: Catalogue, scores: Mapping[int, float], number: int
) -> tuple[int, float, str]:
    """Return what a document is sorted by: kind, score (the best is the lowest), id."""
    return catalogue.kind[number], scores[number], catalogue.ids[number]


def _bits(numbers: Iterable[int], size: int) -> int:
    """Return a set of documents as one number."""
    flags = bytearray(b"0") * (size + 1)
    for number in numbers:
        flags[size - number] = 0x31
    return int(flags, 2)


def _flags(bits: int, size: int) -> bytes:
    """Return for each document whether it is in a set: "1" or "0"."""
    return format(bits, f"0{size}b")[::-1].encode()


def _members(catalogue: Catalogue, order: Iterable[int], bits: int) -> Iterator[int]:
    """Yield the members of a set, in an order."""
    flags = _flags(bits, len(catalogue.ids))
    return (number for number in order if flags[number] == 0x31)


def _some(
    catalogue: Catalogue, numbers: Iterator[int], offset: int, limit: int
) -> tuple[str, ...]:
    """Return *limit* ids of some documents, from *offset* on."""
    found = islice(numbers, offset, offset + limit) if limit > 0 else ()
    return tuple(catalogue.ids[number] for number in found)


def respelt(generation: Generation, question: Question) -> Iterator[str]:
    """Yield what was typed, with words in place of those that no record has."""
    text = question.text
    near = {
        token: found
        for token in tokens(text)
        if token.form and not _is_known(generation, token.form)
        if (found := _near(generation, token.form))
    }
    for choice in range(_NEAREST if near else 0):
        parts, last = [], 0
        for token, found in near.items():
            parts += [text[last : token.start], found[min(choice, len(found) - 1)]]
            last = token.end
        yield "".join((*parts, text[last:]))


def _is_known(generation: Generation, form: str) -> bool:
    row = generation.index.execute("SELECT 1 FROM vocabulary WHERE term = ?", (form,))
    return row.fetchone() is not None


def _near(generation: Generation, form: str) -> list[str]:
    """Return words of the index spelled nearly like *form*, with the same first letter."""
    rows = generation.index.execute(
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
        " AND length(term) BETWEEN ? AND ? ORDER BY doc DESC LIMIT ?",
        (form[0], f"{form[0]}\U0010ffff", len(form) - 2, len(form) + 2, _NEAR_AMONG),
    )
    terms = [row[0] for row in rows]
    return difflib.get_close_matches(form, terms, n=_NEAREST, cutoff=_NEAR_CUTOFF)
