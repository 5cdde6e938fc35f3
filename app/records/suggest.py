"""Guess what somebody meant who wrote a word that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

#: A longer word is no slip of the keyboard, and comparing it takes long.
_LONGEST = 120


_NEAR_WORD = 0.7
#: Slugs share days and names of countries, so that far ones look alike to a machine.
_NEAR_ID = 0.8


def near(word: str, known: Iterable[str]) -> str:
    """Return “Did you mean …?” with a space before it, or nothing if no word is near.

    >>> near("claimant", ["claimants", "made"])
    ' Did you mean “claimants”?'
    >>> near("colour", ["claimants", "made"])
    ''
    """
    found = _nearest(word, known, _NEAR_WORD)
    return f" Did you mean “{found}”?" if found else ""


def near_id(record_id: str, known: Iterable[str]) -> str:
    """Return the same for an id; what stands before the slash makes no two alike.

    >>> near_id("actors/twiter", ["actors/twitter"])
    ' Did you mean “actors/twitter”?'
    >>> near_id("actors/morning-gull", ["actors/the-hill"])
    ''
    """
    folder, _, slug = record_id.partition("/")
    slugs = (item.partition("/")[2] for item in known if item.startswith(f"{folder}/"))
    found = _nearest(slug, slugs, _NEAR_ID)
    return f" Did you mean “{folder}/{found}”?" if found else ""


def _nearest(word: str, known: Iterable[str], cutoff: float) -> str:
    if len(word) > _LONGEST:
        return ""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=cutoff)), "")
