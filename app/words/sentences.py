"""The sentence that a span stands in, in English and Spanish.

UAX 29 (5.1) ends a sentence at every “U.S. The”; here the abbreviations of a language
are known, a full stop inside a number or before a small letter ends nothing, and a
paragraph always ends its sentence, as headlines have no full stop.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import regex

from app.words.paragraphs import CLOSED, CLOSERS, OPENERS

_END = re.compile(rf"[.!?\u2026]+[{CLOSERS}]*(?=(\s+)[{OPENERS}\-\u2013\u2014]*(\w?))")
_ASIDE = re.compile(r"\([^()]{0,400}\)|\[[^\[\]]{0,400}\]")
_LAST_WORD = re.compile(r"(?:\w\.)*[\w]+$")
#: So far a sentence is looked for on each side of a span; none is longer.
_REACH = 2_000
#: So much of a sentence is shown on each side of quoted words, and so much where words
#: there govern them.
_SHOWN, _SHOWN_GOVERNED = 160, 300
#: So many words beside a governing one are kept in a sentence that is shortened, where
#: so many of the nearest words still are.
_BESIDE = ((5, 8), (2, 8), (0, 0))
_UNSPACED = re.compile(r"\S+")
_LEFT_OUT = "[\u2026]"
#: What a record may not hold unescaped; white space apart, which is folded anyway.
_UNSEEN = regex.compile(r"[\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Cc}--\s]", regex.V1)


def bounds(
    text: str,
    span: tuple[int, int],
    paragraphs: Sequence[int],
    abbreviations: Collection[str],
) -> tuple[int, int]:
    """Return where the sentence, or the sentences, of a span begin and end.

    >>> text = "He left. The U.S. said no. She came."
    >>> begin, end = bounds(text, (18, 22), (), {"u.s"})
    >>> text[begin:end]
    'The U.S. said no.'
    """
    start, end = span
    place = bisect_right(paragraphs, start)
    low = max(paragraphs[place - 1] if place else 0, start - _REACH)
    place = bisect_left(paragraphs, end)
    high = min(paragraphs[place] if place < len(paragraphs) else len(text), end + _REACH)
    first = low
    for found in ends(text, low, high, abbreviations):
        if found <= start:
            first = found
        elif found >= end:
            high = found
            break
    while first < start and text[first].isspace():
        first += 1
    return first, high


def ends(text: str, low: int, high: int, abbreviations: Collection[str]) -> Iterator[int]:
    """Yield where sentences end between two offsets: behind their closing marks."""
    asides = list(_asides(text, low, high))
    for found in _END.finditer(text, low, high):
        if any(begin < found.start() < end for begin, end in asides):
            continue
        if _is_end(text, low, found, abbreviations):
            yield found.end()


def _asides(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield what stands in parentheses inside a sentence: it does not end there."""
    for found in _ASIDE.finditer(text, low, high):
        before = text[max(low, found.start() - 4) : found.start()].rstrip()
        is_within = before and CLOSED.search(before) is None
        if is_within or text[found.start() + 1].islower():
            yield found.span()


def _is_end(
    text: str, low: int, found: re.Match[str], abbreviations: Collection[str]
) -> bool:
    following = found[2]
    if following.islower():
        return False
    if not found[0].startswith(".") or found[0].startswith(".."):
        return True
    word = _LAST_WORD.search(text, low, found.start())
    if word is None:
        return True
    last = word[0].casefold()
    if last in abbreviations:
        return False
    # An initial, as in “J. Smith”; “plan B. The” is rarer, and only joins two sentences.
    return not (len(last) == 1 and last.isalpha() and word[0].isupper())


def rest_of_sentence(
    text: str,
    span: tuple[int, int],
    sentence: tuple[int, int],
    governing: Sequence[tuple[int, int]] = (),
) -> tuple[str, str]:
    """Return what stands before and behind a span in its sentence, on one line each.

    What is longer than a record should quote is shortened, which says so; the places of
    *governing* words are kept, with a few words round them.

    >>> rest_of_sentence("He left.  She is\\nunable to come.", (17, 23), (10, 32))
    ('She is', 'to come.')
    """
    before = _words(text, sentence[0], span[0])[::-1]
    behind = _words(text, span[1], sentence[1])
    return (
        " ".join(_shown(before, _shortened(before, governing))[::-1]),
        " ".join(_shown(behind, _shortened(behind, governing))),
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """What is shown of a word, and where it stands."""

    shown: str
    start: int
    end: int


def _words(text: str, start: int, end: int) -> list[_Word]:
    """Return the words of a stretch, without the characters that nobody sees."""
    found = (
        _Word(_UNSEEN.sub("", word[0]), *word.span())
        for word in _UNSPACED.finditer(text, start, end)
    )
    return [word for word in found if word.shown]


def _shortened(words: Sequence[_Word], places: Sequence[tuple[int, int]]) -> set[int]:
    """Return the numbers of the words that are shown, of words from the nearest on.

    The words at *places* take the place of near ones, and, where even they are too many,
    the nearest of them are shown.
    """
    most = _SHOWN_GOVERNED if places else _SHOWN
    count = _fitting(words, most)
    governing = [
        number
        for number, word in enumerate(words)
        if any(word.start < end and start < word.end for start, end in places)
    ]
    while count < len(words) and governing:
        for beside, fewest in _BESIDE:
            kept = _round(governing, beside, len(words))
            for near in range(count, min(fewest, count) - 1, -1):
                if len(" ".join(_shown(words, kept | {*range(near)}))) <= most:
                    return kept | {*range(near)}
        governing.pop()
    return {*range(count)}


def _fitting(words: Sequence[_Word], most: int) -> int:
    """Return how many of the first words are shown: all, or as many as are short enough."""
    lengths = list(itertools.accumulate(len(word.shown) + 1 for word in words))
    if not lengths or lengths[-1] - 1 <= most:
        return len(words)
    return bisect_right(lengths, most)


def _round(numbers: Sequence[int], beside: int, count: int) -> set[int]:
    """Return some of *count* numbers, and as many on each side of them."""
    return {
        near
        for number in numbers
        for near in range(max(0, number - beside), min(count, number + beside + 1))
    }


def _shown(words: Sequence[_Word], kept: set[int]) -> list[str]:
    """Return the words that are kept, with a mark for each gap."""
    shown: list[str] = []
    for number, word in enumerate(words):
        if number in kept:
            shown.append(word.shown)
        elif shown[-1:] != [_LEFT_OUT]:
            shown.append(_LEFT_OUT)
    return shown


def crossings(
    text: str,
    span: tuple[int, int],
    paragraphs: Sequence[int],
    abbreviations: Collection[str],
) -> tuple[int, int]:
    """Return how many ends of sentences, and of paragraphs, lie inside a span."""
    start, end = span
    inner = bisect_left(paragraphs, end) - bisect_right(paragraphs, start)
    sentence_ends = sum(1 for at in ends(text, start, end, abbreviations) if at < end)
    return sentence_ends, max(0, inner)
