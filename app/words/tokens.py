"""Where words begin and end: Unicode default word boundaries (UAX 29, 4.1).

So ``1,196``, ``2.5`` and ``can’t`` are one token each.  Beyond UAX 29 three things are
held together, because what is left of them means something else: compounds with hyphens
(“pro-Maduro”, “non-state”), letters and digits round an apostrophe, and numbers whose
thousands are set off by a space that does not break.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import regex

from app.words.folding import FIXED_SPACES, HYPHENS, Folded

_BOUNDARY = regex.compile(r"\b", regex.WORD)
_WORD = regex.compile(r"\w")
#: What a token is looked for in; no token that means something is longer.
_MOST = 80


def is_boundary(held: str, folded: Folded, offset: int) -> bool:
    """Tell whether a token begins or ends at *offset* of a folded text.

    *held* is the text that was folded.  Hyphens inside words are folded away, so the
    folded text is one token where the held text has a compound.
    """
    text = folded.text
    if offset in {0, len(text)}:
        return True
    if "'" in text[offset - 1 : offset + 1]:
        return False
    if _BOUNDARY.match(text, offset) is None and not _is_beside_nothing(text, offset):
        return False
    return not _splits_number(held, folded, offset)


def _is_beside_nothing(text: str, offset: int) -> bool:
    """UAX 29 joins several spaces, and some punctuation, which are no tokens."""
    return not (_WORD.match(text[offset - 1]) or _WORD.match(text[offset]))


def _splits_number(held: str, folded: Folded, offset: int) -> bool:
    """Tell whether a space that does not break holds digits on both sides together."""
    text = folded.text
    space = offset if text[offset] == " " else offset - 1
    if text[space] != " " or not 0 < space < len(text) - 1:
        return False
    if not (text[space - 1].isdigit() and text[space + 1].isdigit()):
        return False
    return held[folded.start(space)] in FIXED_SPACES


def token_at(text: str, offset: int) -> str:
    """Return the token of a text round *offset*, as it is held.

    >>> token_at("another 764 accounts", 9)
    '764'
    """
    begin = max(0, offset - _MOST)
    for start, end in tokens(text[begin : offset + _MOST]):
        if begin + start <= offset < begin + end:
            return text[begin + start : begin + end]
    return text[offset : offset + 1]


def tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the tokens with a letter or digit in them begin and end.

    >>> [("1,196 state-backed"[a:b]) for a, b in tokens("1,196 state-backed")]
    ['1,196', 'state-backed']
    """
    held: tuple[int, int] | None = None
    edges = [found.start() for found in _BOUNDARY.finditer(text)]
    for start, end in itertools.pairwise(edges):
        if not _WORD.search(text, start, end):
            continue
        if held is not None and _is_hyphen(text[held[1] : start]):
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None:
        yield held


def _is_hyphen(between: str) -> bool:
    return len(between) == 1 and between in HYPHENS.replace("\\", "")


def words(text: str) -> list[str]:
    """Return the tokens of a text that hold a letter or digit."""
    return [text[start:end] for start, end in tokens(text)]
