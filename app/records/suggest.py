"""Guess what somebody meant who wrote a word that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

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


def well_formed(text: str, folders: Sequence[str], is_due: Callable[[str], object]) -> str:
    """Return “Did you mean …?” for what was to be a reference, or nothing.

    It is taken for one that is written as a path, with an ending, in capital letters or
    without its folder; *is_due* says of each reading whether it has the form that is due.
    Whether there is such a record is another question.

    >>> well_formed("kb/Actors/twitter.yaml", ["actors"], lambda text: "/" in text)
    ' Did you mean “actors/twitter”?'
    """
    if not text or len(text) > _LONGEST:
        return ""
    plain = text.strip("/").removeprefix("kb/").removesuffix(".yaml").replace(".yaml#", "#")
    folder, _, rest = plain.partition("/") if "/" in plain else ("", "", plain)
    if rest in folders:
        return ""  # a folder without a name
    known = [folder.lower(), *_close(folder.lower(), folders, _NEAR_WORD)]
    if not folder and len(folders) == 1:
        known.append(folders[0])
    rests = (rest, _slug(rest), rest.upper(), _slug(rest.replace(".", "#", 1)))
    for name in known:
        for end in rests:
            if name in folders and is_due(f"{name}/{end}") and f"{name}/{end}" != text:
                return f" Did you mean “{name}/{end}”?"
    return ""


def _slug(text: str) -> str:
    return "-".join(text.lower().replace("_", " ").split())


def _nearest(word: str, known: Iterable[str], cutoff: float) -> str:
    return next(iter(_close(word, known, cutoff)), "")


def _close(word: str, known: Iterable[str], cutoff: float) -> list[str]:
    if len(word) > _LONGEST:
        return []
    return difflib.get_close_matches(word, known, n=1, cutoff=cutoff)
