"""Which text of a record shows best why a search found it.

The texts are read from the store node by node: one query for the texts of twenty records
took 26 ms, and half a second where its branches were joined with the records at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from app.graph.context import context
from app.graph.question import Question
from app.graph.store import Generation
from app.records.kinds import folder_of
from app.site.marks import spans

#: What a text is, the better to be shown the smaller.
_WORDS, _LABEL, _NOTE, _FATE = range(4)
#: The kinds of record that are words of somebody.
_OF_WORDS = ("caveats", "reactions")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of a record that shows best why it was found.

    ``part`` is the IRI of a passage, and empty where the text is on the record as a
    whole; ``note`` is an editor's text, and empty where the words of the passage show it.
    """

    part: str
    note: str


def pieces(
    generation: Generation, ids: Iterable[str], question: Question
) -> dict[str, Piece]:
    """Choose for each record the text that has most of what was looked for.

    Words come before notes on them; where a fate was chosen, passages with that fate come
    first.  A record that was found by its title or names alone has none, but a caveat and
    a reaction always have their words.
    """
    found = {record_id: _piece(generation, record_id, question) for record_id in ids}
    return {record_id: piece for record_id, piece in found.items() if piece is not None}


def _piece(generation: Generation, record_id: str, question: Question) -> Piece | None:
    texts = sorted(_Texts(generation).of(record_id))
    fates = set(question.chosen.get("fate", ()))
    fitting = {part for part, rank, text in texts if rank == _FATE and text in fates}
    best, piece = (0, False, 0), None
    for part, rank, text in texts:
        if rank == _FATE:
            continue
        score = (len(spans(text, question.terms)), part in fitting, -rank)
        if any(score[:2]) and (piece is None or score > best):
            best, piece = score, Piece(part, text if rank == _NOTE else "")
    if folder_of(record_id) in _OF_WORDS and (piece is None or not piece.part):
        part = next(part for part, rank, _ in texts if rank == _WORDS)
        return Piece(part, piece.note if piece else "")
    return piece


#: The IRI of a passage or nothing, what the text is, and the text.
_Text = tuple[str, int, str]


class _Texts:
    """Reads the texts of records from a store."""

    def __init__(self, generation: Generation) -> None:
        self._store = generation.store
        self._base = generation.base

    def of(self, record_id: str) -> Iterator[_Text]:
        """Yield the texts of a record with the passage that each stands in."""
        whole = self._values(self._base.absolute(record_id))
        for name in ("skos:note", "schema:reviewBody", "schema:claimReviewed"):
            yield from _each("", _NOTE, whole, name)
        for item in _named(whole, "schema:subjectOf"):
            if "#" in item:
                question = self._values(item)
                for name in ("dct:title", "skos:note"):
                    yield from _each("", _NOTE, question, name)
        own = _named(whole, "schema:hasPart")
        for passage in own:
            values = self._values(passage)
            yield from _words(passage, values)
            yield from self._said_of(passage, values)
        for passage in self._quoted(whole):
            yield from _words(passage, self._values(passage))

    def _quoted(self, whole: _Values) -> set[str]:
        """Return the passages of other records that a record rests on."""
        links = _named(whole, "cav:asserts", "cav:denies", "cav:withholds")
        found = set(_named(whole, "cav:words", "schema:itemReviewed"))
        return found.union(*(_named(self._values(one), "cav:words") for one in links))

    def _said_of(self, passage: str, values: _Values) -> Iterator[_Text]:
        """Yield labels, numbers, notes and judgements of a passage."""
        yield from _each(passage, _LABEL, values, "cav:addsLabel")
        yield from _each(passage, _NOTE, values, "skos:note")
        for count in _named(values, "cav:count"):
            yield from _each(passage, _LABEL, self._values(count), "cav:asPrinted")
        judged = list(_named(values, "cav:treatment"))
        while judged:
            treatment = self._values(judged.pop())
            judged += _named(treatment, "cav:treatment")
            yield from _each(passage, _NOTE, treatment, "rdfs:comment")
            for fate in _named(treatment, "cav:fate"):
                yield passage, _FATE, fate.rpartition("#")[2]

    def _values(self, iri: str) -> _Values:
        """Return all values of a node by property."""
        found: _Values = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found.setdefault(quad.predicate.value, []).append(quad.object)
        return found


_Values = dict[str, list[ox.NamedNode | ox.Literal]]


def _named(values: _Values, *names: str) -> list[str]:
    """Return the IRIs that properties lead to."""
    expanded = map(context().expand, names)
    return [
        term.value
        for name in expanded
        for term in values.get(name, ())
        if isinstance(term, ox.NamedNode)
    ]


def _each(part: str, rank: int, values: _Values, name: str) -> Iterator[_Text]:
    for term in values.get(context().expand(name), ()):
        if isinstance(term, ox.Literal):
            yield part, rank, term.value


def _words(passage: str, values: _Values) -> Iterator[_Text]:
    """Yield the words of a passage and their translation; other nodes have none."""
    if context().expand("schema:text") in values:
        yield from _each(passage, _WORDS, values, "schema:text")
        yield from _each(passage, _WORDS, values, "cav:translation")
