"""Which words beside a span govern it: how far a negation, modal or hedge reaches.

A reading without a grammar, and so with two kinds of error.  Where it is in doubt a word
governs, because a governed cut is shown with its sentence for an editor to judge; that
it does not is said only for clauses that begin or end in between.  Commas and dashes
divide a sentence into segments, colons and semicolons end every reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.words.lexicon import Cue, Kind, Lexicon, plainly

_HARD = re.compile(r"[;:](?!\d)")
_SOFT = re.compile(r",(?!\d)|\s[-\u2013\u2014]+\s|\u2014")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[\w']+")
#: A segment of so few words at an end of a sentence speaks of all of it: “, it appears”.
_ADVERB, _TAG = 3, 6
#: A predicate behind an aside has its negation among so many of its first words.
_PREDICATE = 4

#: A stretch between two commas or dashes.
_Segment = tuple[int, int]


def governing_before(
    left: str, cues: Sequence[Cue], span: str, lexicon: Lexicon
) -> list[Cue]:
    """Return those *cues* of *left*, all that stands before a span, which govern it."""
    cues = _outside_asides(left, cues)
    if not cues:
        return []
    start = max((found.end() for found in _HARD.finditer(left)), default=0)
    parts = _segments(left, start, len(left))
    near = len(parts) - 1
    reached = {near}
    if _goes_on(left, parts[near], span, lexicon):
        # “We are unable, at this time, to …”: the aside is stepped over.
        reached.add(near - 1)
        if not _within(cues, parts[near - 1]):
            reached.add(near - 2)
    chosen = [
        cue
        for number in sorted(reached)
        if number >= 0
        for cue in _within(cues, parts[number])
        if not _is_broken_off(left[cue.end : parts[number][1]], lexicon)
    ]
    if near > 0 and 0 not in reached:
        chosen = [*_of_the_sentence(left, cues, parts[0]), *chosen]
    return chosen


def governing_behind(right: str, cues: Sequence[Cue], lexicon: Lexicon) -> list[Cue]:
    """Return those *cues* of *right*, all that stands behind a span, which govern it."""
    cues = _outside_asides(right, cues)
    if not cues:
        return []
    hard = _HARD.search(right)
    parts = _segments(right, 0, hard.start() if hard else len(right))
    opened = _first_opener(right, parts[0], lexicon)
    chosen = [cue for cue in _within(cues, parts[0]) if cue.start < opened]
    if len(parts) > 2 and not right[slice(*parts[0])].strip():
        chosen += _predicate(right, cues, parts[2], lexicon)
    if len(parts) > 1 and not hard:
        last = parts[-1]
        words = _words(right, last)
        if 0 < len(words) <= _TAG and words[0] not in lexicon.openers | lexicon.breaks:
            chosen += [cue for cue in _within(cues, last) if cue not in chosen]
    return chosen


def _outside_asides(text: str, cues: Sequence[Cue]) -> list[Cue]:
    """Leave out what stands in parentheses, which governs nothing outside them."""
    asides = [found.span() for found in _ASIDE.finditer(text)]
    return [
        cue
        for cue in cues
        if cue.kind.governs and not any(a <= cue.start < b for a, b in asides)
    ]


def _segments(text: str, start: int, end: int) -> list[_Segment]:
    found: list[_Segment] = []
    for comma in _SOFT.finditer(text, start, end):
        found.append((start, comma.start()))
        start = comma.end()
    return [*found, (start, end)]


def _within(cues: Sequence[Cue], part: _Segment) -> list[Cue]:
    return [cue for cue in cues if part[0] <= cue.start < part[1]]


def _words(text: str, part: _Segment) -> list[str]:
    return _WORD.findall(plainly(text[slice(*part)]))


def _goes_on(left: str, part: _Segment, span: str, lexicon: Lexicon) -> bool:
    """Tell whether the segment at the span goes on with what stood before its comma."""
    words = _words(left, part) or _WORD.findall(plainly(span))
    return bool(words) and words[0] in lexicon.complements


def _is_broken_off(between: str, lexicon: Lexicon) -> bool:
    """Tell whether another clause begins between a word and the span."""
    return bool(lexicon.breaks & set(_WORD.findall(plainly(between))))


def _of_the_sentence(left: str, cues: Sequence[Cue], part: _Segment) -> list[Cue]:
    """Return what speaks of the whole sentence: “Apparently, …”, “If it did, …”."""
    words = _words(left, part)
    found = _within(cues, part)
    if len(words) <= _ADVERB:
        return found
    begin = part[0] + len(left[slice(*part)]) - len(left[slice(*part)].lstrip())
    return [cue for cue in found if cue.start == begin and cue.kind is Kind.HEDGE]


def _first_opener(right: str, part: _Segment, lexicon: Lexicon) -> int:
    """Return where the first clause of its own begins in a segment, or its end."""
    ends = lexicon.openers | lexicon.breaks
    plain = plainly(right)
    for found in _WORD.finditer(plain, *part):
        if found[0] in ends:
            return found.start()
    return part[1]


def _predicate(
    right: str, cues: Sequence[Cue], part: _Segment, lexicon: Lexicon
) -> list[Cue]:
    """Return what governs from behind an aside: “The accounts, it said, could not be …”."""
    words = list(_WORD.finditer(plainly(right), *part))[:_PREDICATE]
    if not words or words[0][0] in lexicon.openers | lexicon.breaks:
        return []
    return [cue for cue in _within(cues, part) if cue.start < words[-1].end()]
