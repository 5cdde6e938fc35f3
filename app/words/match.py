"""Whether a quotation stands in a held text: where, and with which differences.

The parts of a quotation stand at token boundaries, in their order, once.  No likeness
ever counts as found: what is merely near is *altered*, and says in what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.words import differences
from app.words.folding import Folded, caseless, fold
from app.words.held import Held
from app.words.near import nearest
from app.words.quotation import BRACKET, Edit, Piece, Quotation
from app.words.tokens import is_boundary, token_at

#: A span of the held text in code points; the end is exclusive.
Span = tuple[int, int]
#: So many places are looked at; words that stand more often are ambiguous anyhow.
_MOST_PLACES = 200
#: So much may a pair of brackets stand for, in characters.
_MOST_BRACKETED = 80


class Answer(StrEnum):
    """How the words of a quotation stand in the text that is held."""

    EXACT = "exact"
    TYPOGRAPHIC = "typographic"
    CASE = "case"
    EDITED = "edited"
    ALTERED = "altered"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    NO_COPY = "no-copy"

    @property
    def is_found(self) -> bool:
        """Tell whether the words stand in the text."""
        return self in FOUND


FOUND = (Answer.EXACT, Answer.TYPOGRAPHIC, Answer.CASE, Answer.EDITED)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer, the spans of the parts in the held text, and what differs, in words.

    ``spans`` are empty where nothing was found; for altered words they are the nearest,
    for ambiguous ones all places.
    """

    answer: Answer
    spans: tuple[Span, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def span(self) -> Span | None:
        """From the beginning of the first part to the end of the last."""
        return (self.spans[0][0], self.spans[-1][1]) if self.spans else None


@dataclass(frozen=True, slots=True)
class _Level:
    """A text and how words are folded to be found in it."""

    answer: Answer
    text: Folded
    fold: Callable[[str], str]


#: Where the parts stand in a folded text.
_Places = tuple[Span, ...]


def match(held: Held, quotation: Quotation) -> Match:
    """Look for a quotation in a held text."""
    pieces = quotation.pieces
    if not pieces:
        return Match(Answer.MISSING, differences=("no words of the source are left",))
    for answer in (Answer.TYPOGRAPHIC, Answer.CASE):
        level = _level(held, answer)
        places = [
            place
            for place in _assignments(held, level, pieces)
            if _hyphens_agree(held, level, pieces, place)
        ]
        there = [place for place in places if _in_context(level, quotation, place)]
        if len(there) == 1:
            return _found(held, level, pieces, there[0])
        if there:
            ends = tuple((_held(level, p)[0][0], _held(level, p)[-1][1]) for p in there)
            return Match(Answer.AMBIGUOUS, ends, (f"it stands there {len(there)} times",))
        if places:
            beside = (_beside(level, quotation, places[0]),)
            return Match(Answer.ALTERED, _held(level, places[0]), beside)
    return _not_found(held, quotation, pieces)


def _level(held: Held, answer: Answer) -> _Level:
    if answer is Answer.CASE:
        return _Level(answer, held.caseless, _caseless)
    return _Level(answer, held.folded, _folded)


def _folded(text: str) -> str:
    return fold(text).text.strip()


def _caseless(text: str) -> str:
    return caseless(fold(text)).text.strip()


def _assignments(held: Held, level: _Level, pieces: tuple[Piece, ...]) -> list[_Places]:
    """Return the ways in which the parts stand in order, at token boundaries."""
    needles = [level.fold(piece.text) for piece in pieces]
    if not all(needles):
        return []
    found: list[_Places] = []

    def extend(chosen: _Places) -> None:
        number = len(chosen)
        if number == len(pieces) or len(found) >= _MOST_PLACES:
            found.append(chosen)
            return
        after = chosen[-1][1] if chosen else 0
        for place in _occurrences(level.text.text, needles[number], after):
            if not _stands_whole(held, level, pieces[number], place):
                continue
            if chosen and not _fills(held, level, pieces[number].before, after, place[0]):
                continue
            extend((*chosen, place))

    extend(())
    return found


def _occurrences(text: str, needle: str, after: int) -> Iterator[Span]:
    at = text.find(needle, after)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + 1)


def _stands_whole(held: Held, level: _Level, piece: Piece, place: Span) -> bool:
    """Tell whether a part begins and ends where tokens do, or an edit completes them."""
    start, end = place
    begins = is_boundary(held.text, level.text, start) or (
        piece.joins and _completes(level, piece.before[-1:], _left_of(level, start))
    )
    return begins and (
        is_boundary(held.text, level.text, end)
        or (piece.joined and _completes(level, piece.behind[:1], _right_of(level, end)))
    )


def _left_of(level: _Level, offset: int) -> str:
    text = level.text.text
    start = offset
    while start and text[start - 1].isalnum():
        start -= 1
    return text[start:offset]


def _right_of(level: _Level, offset: int) -> str:
    text = level.text.text
    end = offset
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[offset:end]


def _completes(level: _Level, edits: tuple[Edit, ...], rest: str) -> bool:
    """Tell whether brackets hold the rest of a token, its case apart: “[T]witter”."""
    return any(
        edit.kind == BRACKET and _caseless(edit.inserted.strip("[]()")) == rest.casefold()
        for edit in edits
    )


def _fills(
    held: Held, level: _Level, edits: tuple[Edit, ...], start: int, end: int
) -> bool:
    """Tell whether what lies between two parts is what the edits may stand for.

    An ellipsis stands for at least one word; brackets for a few, or for none.
    """
    between = held.text[level.text.end(start) : level.text.start(end)]
    if any(edit.kind != BRACKET for edit in edits):
        return any(char.isalnum() for char in between)
    return len(between) <= _MOST_BRACKETED and "\n\n" not in between


def _hyphens_agree(
    held: Held, level: _Level, pieces: tuple[Piece, ...], place: _Places
) -> bool:
    spans = _held(level, place)
    return all(
        differences.hyphens_agree(held.text[start:end], piece.text)
        for piece, (start, end) in zip(pieces, spans, strict=True)
    )


def _held(level: _Level, place: _Places) -> tuple[Span, ...]:
    """Lead the places of parts back to the held text."""
    return tuple((level.text.start(start), level.text.end(end)) for start, end in place)


def _in_context(level: _Level, quotation: Quotation, place: _Places) -> bool:
    return not _beside(level, quotation, place)


def _beside(level: _Level, quotation: Quotation, place: _Places) -> str:
    """Say which of prefix and suffix does not stand beside the words, or nothing."""
    text = level.text.text
    if quotation.prefix:
        prefix = level.fold(quotation.prefix).rstrip(' "')
        if not text[: place[0][0]].rstrip(' "').endswith(prefix):
            return f"“{quotation.prefix}” does not stand before the words"
    if not quotation.suffix:
        return ""
    suffix = level.fold(quotation.suffix).lstrip(' "')
    begin = place[-1][1]
    behind = text[begin : begin + len(suffix) + 8].lstrip(' "')
    if not behind.startswith(suffix):
        return f"“{quotation.suffix}” does not stand behind the words"
    return ""


def _found(held: Held, level: _Level, pieces: tuple[Piece, ...], place: _Places) -> Match:
    spans = _held(level, place)
    named = dict.fromkeys(
        difference
        for piece, (start, end) in zip(pieces, spans, strict=True)
        for difference in differences.named(held.text[start:end], piece.text)
    )
    if any(piece.before or piece.behind for piece in pieces):
        stands = tuple(_stands_for(held, pieces, spans))
        return Match(Answer.EDITED, spans, (*stands, *named))
    if not named:
        return Match(Answer.EXACT, spans)
    return Match(level.answer, spans, tuple(named))


def _stands_for(
    held: Held, pieces: tuple[Piece, ...], spans: tuple[Span, ...]
) -> Iterator[str]:
    """Say of each edit between two parts which words of the source it stands for."""
    for number in range(1, len(pieces)):
        edits = " ".join(edit.inserted for edit in pieces[number].before)
        words = " ".join(held.text[spans[number - 1][1] : spans[number][0]].split())
        yield f"“{edits}” stands for “{words}”" if words else f"“{edits}” is added"


def _not_found(held: Held, quotation: Quotation, pieces: tuple[Piece, ...]) -> Match:
    """Say why a quotation does not stand in a text, as precisely as can be told."""
    level = _level(held, Answer.CASE)
    reasons: list[str] = []
    spans: list[Span] = []
    for piece in pieces:
        needle = level.fold(piece.text)
        place = next(_occurrences(level.text.text, needle, 0), None)
        if place is None:
            break
        spans += _held(level, (place,))
        reasons += _cut_tokens(held, level, place)
        if not differences.hyphens_agree(held.text[slice(*spans[-1])], piece.text):
            reasons.append("a hyphen differs")
    else:
        if len(pieces) > 1 and not reasons:
            reasons.append("the parts do not stand in this order, or not so near")
        return Match(Answer.ALTERED, tuple(spans), tuple(dict.fromkeys(reasons)))
    near = nearest(held, quotation.text)
    if near is None:
        return Match(Answer.MISSING)
    return Match(Answer.ALTERED, (near.span,), near.differences)


def _cut_tokens(held: Held, level: _Level, place: Span) -> Iterator[str]:
    start, end = place
    if not is_boundary(held.text, level.text, start):
        token = token_at(held.text, level.text.start(start))
        yield f"it begins inside the token “{token}”"
    if not is_boundary(held.text, level.text, end):
        token = token_at(held.text, level.text.end(end) - 1)
        yield f"it ends inside the token “{token}”"
