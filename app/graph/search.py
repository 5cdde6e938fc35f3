"""Answer a question from the full text of a generation."""

from __future__ import annotations

import difflib
import sqlite3
import threading
import weakref
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from app.graph.fulltext import unpacked
from app.graph.gather import FACETS
from app.graph.question import Question
from app.graph.store import Generation
from app.graph.tokens import tokens

#: How much a column weighs against the others (bm25), in the order of the columns.
WEIGHTS = (12.0, 6.0, 3.0, 3.0, 1.0)
_MATCH = "SELECT rowid FROM search WHERE search MATCH ?"
_SCORE = (
    f"SELECT rowid, bm25(search, {', '.join(map(str, WEIGHTS))})"  # noqa: S608
    " FROM search WHERE search MATCH ? LIMIT ?"
)
#: To score one takes 2 µs; of more than these only those are scored that have the words
#: in titles or names, and the others follow, the newest first.
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
        #: The numbers of documents, the newest first, and where each stands.
        self.order = array("l", (number for number, _ in ordered))
        self.place = array("l", bytes(array("l").itemsize * size))
        for place, (number, record_id) in enumerate(ordered):
            self.ids[number] = record_id
            self.place[number] = place
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
            ids = _members(catalogue, catalogue.order, left, offset, limit)
            counts = catalogue.counts(question, catalogue.all)
            return Found(question, left.bit_count(), tuple(ids), counts)
        numbers = _match(generation, question)
        wider = None if numbers else question.widened()
        if wider is not None and (more := _match(generation, wider)):
            question, numbers = wider, more
        matched = _bits(numbers, len(catalogue.ids))
        left = matched & catalogue.chosen(question)
        best = _ranked(catalogue, _scored(generation, question, len(numbers)), left)
        others = left & ~_bits(best, len(catalogue.ids))
        ids = [catalogue.ids[number] for number in best[offset : offset + limit]]
        past = max(0, offset - len(best))
        ids += _members(catalogue, catalogue.order, others, past, limit - len(ids))
        counts = catalogue.counts(question, matched)
        return Found(question, left.bit_count(), tuple(ids), counts)


_Scores = list[tuple[int, float]]


def _match(generation: Generation, question: Question) -> list[int]:
    """Return the numbers of the documents that have the words of a question."""
    if not question.terms:
        return []
    rows = generation.index.execute(_MATCH, (question.expression,))
    return [number for (number,) in rows]


def _scored(generation: Generation, question: Question, matched: int) -> _Scores:
    """Score the documents that have the words, or those that have them most in sight."""
    expression = question.expression
    if matched > _MOST_SCORED:
        expression = f"{{title names}} : ({expression})"
    if not matched:
        return []
    rows = generation.index.execute(_SCORE, (expression, _MOST_SCORED + 1)).fetchall()
    return rows if len(rows) <= _MOST_SCORED else []


def _bits(numbers: Iterable[int], size: int) -> int:
    """Return a set of documents as one number."""
    flags = bytearray(b"0") * (size + 1)
    for number in numbers:
        flags[size - number] = 0x31
    return int(flags, 2)


def _flags(bits: int, size: int) -> bytes:
    """Return for each document whether it is in a set: "1" or "0"."""
    return format(bits, f"0{size}b")[::-1].encode()


def _members(
    catalogue: Catalogue, order: Iterable[int], bits: int, offset: int, limit: int
) -> list[str]:
    """Return some ids of the members of a set, in an order, from *offset* on."""
    if not bits or limit <= 0:
        return []
    flags = _flags(bits, len(catalogue.ids))
    members = (number for number in order if flags[number] == 0x31)
    return [catalogue.ids[number] for number in islice(members, offset, offset + limit)]


def _ranked(catalogue: Catalogue, scores: _Scores, bits: int) -> list[int]:
    """Return the members of a set that have a score, the best and then the newest first."""
    flags = _flags(bits, len(catalogue.ids))
    place = catalogue.place
    kept = sorted(
        (score, place[number], number) for number, score in scores if flags[number] == 0x31
    )
    return [number for _, _, number in kept]


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
