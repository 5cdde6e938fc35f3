"""Carry every character unharmed through a program that would change some of them.

trafilatura normalises (NFC), turns all kinds of spaces into plain ones, and drops what
cannot be printed: soft hyphens, joiners, marks of direction.  A held text has the letters
of its source.  So each endangered character is replaced by a letter that does not occur in
the document and that no normal form touches, and put back afterwards.

>>> guard = Guard.of("e\\u0301 a\\u00a0b")
>>> guard.put_back(guard.replaced("e\\u0301 a\\u00a0b")) == "e\\u0301 a\\u00a0b"
True
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Anatolian hieroglyphs: 583 letters that no normal form, case or space rule touches.
_LETTERS = [chr(code) for code in range(0x14400, 0x14647)]
_PLAIN_SPACES = frozenset(" \t\n\r\f\v")
_HANGUL_PARTS = range(0x1100, 0x1200)


@dataclass(frozen=True, slots=True)
class Guard:
    """Which letter stands for which character in one document."""

    there: dict[int, str]
    back: dict[int, str]

    @classmethod
    def of(cls, text: str) -> Guard:
        """Choose letters for the endangered characters of a text.

        A text with more kinds of them than there are letters left goes without for the
        rest, which then fare as trafilatura has it.
        """
        kinds = sorted(set(text))
        free = [letter for letter in _LETTERS if letter not in kinds]
        endangered = [char for char in kinds if _is_endangered(char)]
        pairs = list(zip(endangered, free, strict=False))
        return cls(
            {ord(char): letter for char, letter in pairs},
            {ord(letter): char for char, letter in pairs},
        )

    def replaced(self, text: str) -> str:
        """Return a text with letters in place of the endangered characters."""
        return text.translate(self.there)

    def put_back(self, text: str) -> str:
        """Return a text with its own characters again."""
        return text.translate(self.back)


def _is_endangered(char: str) -> bool:
    if char in _PLAIN_SPACES or char.isascii():
        return False
    return (
        char.isspace()
        or not char.isprintable()
        or unicodedata.category(char).startswith("M")
        or ord(char) in _HANGUL_PARTS
        or not unicodedata.is_normalized("NFC", char)
    )
