"""What to do about a problem, in the words of a form.

The rules say it for a file and speak of keys.  A form has fields: here keys become their
labels, and nothing else of a remedy changes.
"""

from __future__ import annotations

import re
from functools import cache

from app.edit.propose.asked import UNASKED, label
from app.problems import Problem
from app.records.places import Path
from app.records.shape import Shape, shape_of
from app.rules import MALFORMED_REFERENCE, MISSING_KEY, NO_RECORD

#: A key in quotes, with the value that it is to have; or one that no plain word is.
_KEY = re.compile(r"“([a-z_]+)(?:: [^”]*)?”|(?<![\w“])([a-z]+(?:_[a-z]+)+)(?!\w)")


def remedy(folder: str, path: Path, problem: Problem) -> str:
    """Return what to do at the field of *path* in the form for a kind of record."""
    if problem.code == MISSING_KEY.code and path:
        return f"Fill in “{label(str(path[-1]))}”."
    advice = _KEY.sub(lambda found: _called(folder, found), problem.remedy)
    return advice.replace("the key ", "the field ")


def asks_outlet(folder: str, path: Path, problem: Problem) -> bool:
    """Tell whether what is missing may be an outlet that has no record."""
    codes = (MISSING_KEY.code, NO_RECORD.code, MALFORMED_REFERENCE.code)
    return (folder, path) == ("sources", ("publisher",)) and problem.code in codes


def _called(folder: str, found: re.Match[str]) -> str:
    key = found[1] or found[2]
    return f"“{label(key)}”" if key in _keys(folder) else found[0]


@cache
def _keys(folder: str) -> frozenset[str]:
    """Return every key for which the form of a kind has a field."""
    found: set[str] = set()

    def enter(shape: Shape | None) -> None:
        for key, below in shape.properties.items() if shape is not None else ():
            if key not in UNASKED:
                # Entries of a map are added by a button, which no remedy can mean.
                found.update([key] if below.entries is None else [])
                enter(below)
                enter(below.entries)

    enter(shape_of(folder))
    return frozenset(found)
