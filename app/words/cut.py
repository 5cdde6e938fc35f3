"""What was cut off round the words of a quotation, and whether it governs them.

A quotation is a whole sentence (or several), a clean span, or *governed*: a negation,
modal or hedge that governs the span, or the mark of its question, lies outside it.
Numbers and quantifiers outside, and governing words elsewhere in the sentence, are notes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.words import sentences
from app.words.above import lead_ins
from app.words.behind import governing_behind, question
from app.words.held import Held
from app.words.lexicon import Cue, Kind, Lexicon, lexicon
from app.words.match import Span
from app.words.reach import governing_before

_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"(?<!\w)\d[\d.,\u00a0\u202f]*(?<=\d)(?!\w)")
_EDGE = re.compile(r"[\s.,;:!?\u2026\"'\u201c\u201d\u2018\u2019\u00ab\u00bb]*$")


class Answer(StrEnum):
    """What lies outside the words of a quotation, in the sentence they stand in."""

    WHOLE = "whole-sentence"
    CLEAN = "clean-span"
    GOVERNED = "governed"


@dataclass(frozen=True, slots=True)
class Cut:
    """The answer, the sentence round the words, what governs them, and what to note.

    ``governing`` holds the words as they stand in the text, with their kind, and
    ``places`` where they stand.  A sentence above that announces the words, and governs
    them, belongs to their sentence.
    """

    answer: Answer
    sentence: Span
    governing: tuple[tuple[str, Kind], ...] = ()
    places: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()


def cut(held: Held, spans: Sequence[Span], lang: str = "en") -> Cut:
    """Say what was cut off round the parts of a quotation that were found at *spans*."""
    words = lexicon(lang)
    whole = (spans[0][0], spans[-1][1])
    sentence = sentences.bounds(held.text, whole, held.paragraphs, words.abbreviations)
    span = _trimmed(held.text, whole)
    # The stretches outside the words: before, between their parts, behind.
    edges = [(sentence[0], span[0])]
    edges += [(one[1], other[0]) for one, other in itertools.pairwise(spans)]
    edges.append((span[1], sentence[1]))
    outside = [held.text[slice(*edge)] for edge in edges]
    cues = [tuple(words.cues(stretch)) for stretch in outside]
    before = governing_before(outside[0], cues[0], held.text[slice(*span)], words)
    behind = governing_behind(outside[-1], cues[-1], words)
    between = [[cue for cue in some if cue.kind.governs] for some in cues[1:-1]]
    above = list(_above(held, whole[0], words))
    governing = [
        *above,
        *(
            cue.moved(edge[0])
            for edge, some in zip(edges, [before, *between, behind], strict=True)
            for cue in some
        ),
        *_question(held, whole[1], sentence[1]),
    ]
    if governing:
        answer = Answer.GOVERNED
    else:
        answer = Answer.CLEAN if any(map(_WORD.search, outside)) else Answer.WHOLE
    notes = [
        *_double(held, spans, governing, words),
        *_outside(outside, cues, governing),
        *_crossings(held, whole, words),
    ]
    return Cut(
        answer,
        (_begin(held, above, sentence[0], words), sentence[1]),
        tuple(dict.fromkeys((cue.text, cue.kind) for cue in governing)),
        tuple((cue.start, cue.end) for cue in governing),
        tuple(dict.fromkeys(notes)),
    )


def _above(held: Held, at: int, words: Lexicon) -> Iterator[Cue]:
    """Yield what governs a block, or an item of a list, from what announces it."""
    for start, end in lead_ins(held.text, at, held.paragraphs, words.abbreviations):
        lead = held.text[start:end].rstrip(":")
        for cue in governing_before(lead, tuple(words.cues(lead)), "", words):
            yield cue.moved(start)


def _begin(held: Held, above: Sequence[Cue], start: int, words: Lexicon) -> int:
    """Return where the sentence begins: with what announces the words, if that governs."""
    first = min((cue.start for cue in above), default=start)
    if first == start:
        return start
    at = (first, first + 1)
    return sentences.bounds(held.text, at, held.paragraphs, words.abbreviations)[0]


def _question(held: Held, start: int, end: int) -> Iterator[Cue]:
    asked = question(held.text[start:end])
    if asked:
        yield asked.moved(start)


def _trimmed(text: str, span: Span) -> Span:
    """Leave the punctuation at the end of a span to what stands behind it."""
    start, end = span
    edge = _EDGE.search(text, start, end)
    return (start, edge.start()) if edge and edge.start() > start else span


def _double(
    held: Held, spans: Sequence[Span], governing: Sequence[Cue], words: Lexicon
) -> Iterator[str]:
    """Note a negation inside the words that stands under one outside."""
    outer = [cue.text for cue in governing if cue.kind is Kind.NEGATION]
    if not outer:
        return
    inner = [
        cue.text
        for start, end in spans
        for cue in words.cues(held.text[start:end])
        if cue.kind is Kind.NEGATION
    ]
    if inner:
        yield f"double negation: “{outer[0]}” outside and “{inner[0]}” inside the words"


def _outside(
    outside: Sequence[str], cues: Sequence[Sequence[Cue]], governing: Sequence[Cue]
) -> Iterator[str]:
    """Note numbers, quantifiers, and governing words that do not reach the span."""
    reaching = {cue.text for cue in governing}
    for stretch, held in zip(outside, cues, strict=True):
        for found in _NUMBER.finditer(stretch):
            yield f"outside: {found[0]} (number)"
        for cue in held:
            if cue.text not in reaching:
                yield f"outside: “{cue.text}” ({cue.kind})"


def _crossings(held: Held, span: Span, words: Lexicon) -> Iterator[str]:
    ends, paragraphs = sentences.crossings(
        held.text, span, held.paragraphs, words.abbreviations
    )
    if paragraphs:
        yield f"crosses {paragraphs} end{'s' * (paragraphs > 1)} of paragraphs"
    if ends > paragraphs:
        yield f"crosses {ends} end{'s' * (ends > 1)} of sentences"
