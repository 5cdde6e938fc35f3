"""The sentence that a span stands in, in English and Spanish.

UAX 29 (5.1) ends a sentence at every “U.S. The”; here the abbreviations of a language
are known, a full stop inside a number or before a small letter ends nothing, and a
paragraph always ends its sentence, as headlines have no full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

import regex

_BLANK_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*|\f\s*|\u2029\s*")
_LINE_END = re.compile(r"\s*\n\s*")
#: A text with a longer line is not wrapped, so that each of its lines is a paragraph.
_LONGEST_WRAPPED = 120

_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)\\]"
_OPENERS = "\"'\u201c\u2018\u00ab\u2039(\\[\u00bf\u00a1"
_END = re.compile(rf"[.!?\u2026]+[{_CLOSERS}]*(?=(\s+)[{_OPENERS}\-\u2013\u2014]*(\w?))")
_LAST_WORD = re.compile(r"(?:\w\.)*[\w]+$")
#: So far a sentence is looked for on each side of a span; none is longer.
_REACH = 2_000
#: So much of a sentence is shown on each side of quoted words, and so much where words
#: there govern them.
_SHOWN, _SHOWN_GOVERNED = 160, 300
_LEFT_OUT = "[\u2026]"
#: What a record may not hold unescaped; white space apart, which is folded anyway.
_UNSEEN = regex.compile(r"[\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Cc}--\s]", regex.V1)


def paragraph_ends(text: str) -> tuple[int, ...]:
    """Return where the paragraphs of a text end, as offsets of what divides them.

    >>> paragraph_ends("A headline\\n\\nThe first line\\nand the second.")
    (10,)
    """
    longest = max(map(len, text.split("\n")))
    divider = _LINE_END if longest > _LONGEST_WRAPPED else _BLANK_LINE
    return tuple(found.start() for found in divider.finditer(text))


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
    for found in _END.finditer(text, low, high):
        if _is_end(text, low, found, abbreviations):
            yield found.end()


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
    *,
    governed: bool = False,
) -> tuple[str, str]:
    """Return what stands before and behind a span in its sentence, on one line each.

    What is longer than a record should quote is shortened on its far side, which says so.

    >>> rest_of_sentence("He left.  She is\\nunable to come.", (17, 23), (10, 32))
    ('She is', 'to come.')
    """
    before = _shown(text[sentence[0] : span[0]])
    behind = _shown(text[span[1] : sentence[1]])
    most = _SHOWN_GOVERNED if governed else _SHOWN
    if len(before) > most:
        before = f"{_LEFT_OUT} {before[-most:].partition(' ')[2]}".rstrip()
    if len(behind) > most:
        behind = f"{behind[:most].rpartition(' ')[0]} {_LEFT_OUT}".lstrip()
    return before, behind


def _shown(text: str) -> str:
    """Return a text on one line, without the characters that nobody sees."""
    return " ".join(_UNSEEN.sub("", text).split())


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
