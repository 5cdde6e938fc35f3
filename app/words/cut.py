"""What was cut off round the words of a quotation, and whether it governs them.

A quotation is a whole sentence (or several), a clean span, or *governed*: a negation,
modal or hedge that governs the span lies outside it.  Numbers and quantifiers outside,
and governing words elsewhere in the sentence, are notes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.words import sentences
from app.words.held import Held
from app.words.lexicon import Cue, Kind, Lexicon, lexicon
from app.words.match import Span
from app.words.reach import governing_before, governing_behind

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

    ``governing`` holds the words as they stand in the text, with their kind.
    """

    answer: Answer
    sentence: Span
    governing: tuple[tuple[str, Kind], ...] = ()
    notes: tuple[str, ...] = ()


def cut(held: Held, spans: Sequence[Span], lang: str = "en") -> Cut:
    """Say what was cut off round the parts of a quotation that were found at *spans*."""
    words = lexicon(lang)
    whole = (spans[0][0], spans[-1][1])
    sentence = sentences.bounds(held.text, whole, held.paragraphs, words.abbreviations)
    span = _trimmed(held.text, whole)
    left = held.text[sentence[0] : span[0]]
    right = held.text[span[1] : sentence[1]]
    gaps = [held.text[one[1] : other[0]] for one, other in itertools.pairwise(spans)]
    outside = [left, *gaps, right]
    cues = [tuple(words.cues(stretch)) for stretch in outside]
    governing = [
        *governing_before(left, cues[0], held.text[slice(*span)], words),
        *(cue for found in cues[1:-1] for cue in found if cue.kind.governs),
        *governing_behind(right, cues[-1], words),
    ]
    if not any(map(_WORD.search, outside)):
        answer = Answer.WHOLE
    else:
        answer = Answer.GOVERNED if governing else Answer.CLEAN
    notes = [
        *_double(held, spans, governing, words),
        *_outside(outside, cues, governing),
        *_crossings(held, whole, words),
    ]
    told = dict.fromkeys((cue.text, cue.kind) for cue in governing)
    return Cut(answer, sentence, tuple(told), tuple(dict.fromkeys(notes)))


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
