"""A record as read: plain data, and the place of every value in its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.problems import Problem
from app.records.tree import Places

WITHDRAWN = "withdrawn"
#: The statuses of records that are not published: not yet, and no more.
UNPUBLISHED = frozenset({"draft", WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Record:
    """One file that reads and has the shape of its kind."""

    id: str
    folder: str
    path: str
    data: dict[str, Any]
    places: Places


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All records that read and have the right shape, and every problem found.

    ``header`` is the record of ``kb.yaml``; it is None where that file is missing or
    broken, which is then among the problems.  ``chosen`` are the ids of the files that
    were to be checked, and None where that was all; ``records`` holds others too then.
    ``unread`` are the ids of files that faults keep from being records; it is known where
    all files were read.
    """

    header: Record | None
    records: dict[str, Record]
    problems: tuple[Problem, ...] = field(default=())
    chosen: frozenset[str] | None = None
    unread: frozenset[str] = frozenset()

    @property
    def published(self) -> dict[str, Record]:
        """The records that are neither drafts nor withdrawn, by id in sorted order."""
        return {
            key: self.records[key]
            for key in sorted(self.records)
            if self.records[key].data.get("status") not in UNPUBLISHED
        }

    def is_withdrawn(self, record_id: str) -> bool:
        """Tell whether there is a record of that id, and it was withdrawn."""
        found = self.records.get(record_id)
        return found is not None and found.data.get("status") == WITHDRAWN
