"""Guess what somebody meant who wrote a word that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

#: A longer word is no slip of the keyboard, and comparing it takes long.
_LONGEST = 120


def near(word: str, known: Iterable[str]) -> str:
    """Return “Did you mean …?” with a space before it, or nothing if no word is near.

    >>> near("claimant", ["claimants", "made"])
    ' Did you mean “claimants”?'
    >>> near("colour", ["claimants", "made"])
    ''
    """
    if len(word) > _LONGEST:
        return ""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return f" Did you mean “{found[0]}”?" if found else ""
