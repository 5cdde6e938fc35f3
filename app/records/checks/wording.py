"""The words of a text in their order, and how far two texts have the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

import regex

#: Scripts that put no spaces between words: each of their letters counts as a word.
_SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[\w--[{_SPACELESS}]]"
_WORD = regex.compile(rf"[{_SPACELESS}]|{_LETTER}+(?:'{_LETTER}+)*", regex.VERSION1)
_UNSEEN = regex.compile(r"\p{Cf}")

#: Words in the order in which they stand.
Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """Return the words of a text without case and typography.

    >>> words_of("It wasn’t “state-backed”")
    ('it', "wasn't", 'state', 'backed')
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return tuple(_WORD.findall(plain.replace("\u2019", "'")))


def longest_run(first: Words, second: Words) -> Words:
    """Return the longest run of words that stands in both.

    >>> longest_run(words_of("most appear to be so"), words_of("they appear to lie"))
    ('appear', 'to')
    """
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    found = matcher.find_longest_match()
    return first[found.a : found.a + found.size]


def has_run(words: Sequence[str], run: Words) -> bool:
    """Tell whether some words stand in others, one behind the other."""
    size = len(run)
    return any(tuple(words[at : at + size]) == run for at in range(len(words) - size + 1))
