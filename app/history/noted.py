"""Whether a change of what was published came with its reason (``H02``)."""

from __future__ import annotations

from app.history.additions import says_more
from app.history.side import Data
from app.problems import Problem
from app.records.places import Path
from app.records.record import Record
from app.rules import UNREASONED


def reasoned(old: Data, new: Data) -> bool:
    """Tell whether anything was written in a note with the change.

    To take away a sentence, or to move it, says nothing.
    """
    return "note" in new and says_more(old.get("note", ""), new["note"])


def unreasoned(record: Record, path: Path, message: str) -> Problem:
    """Say at the key of *path* that nothing gives a reason for a change."""
    return UNREASONED.at(record.places.key(path), f"{message}, and nothing says why")
