"""What became of what a document cites: an answer for each address of an entry.

============== =======================================================================
state          the record, since the version that was cited
============== =======================================================================
current        says the same; a revert brings a version back
changed        says something else, and nothing that was said was put right
corrected      something that was said was put right: see :mod:`app.history.chronicle`
withdrawn      was taken back by the editors
moved          has another id
merged         was made one with another
gone           is there no more, and nothing was said of it
unversioned    was cited without a version, so nobody can tell which was meant
unknown-version  never had that version
unknown        was never published under that id
============== =======================================================================

A record that is withdrawn, moved, merged or gone has that state whatever else happened to
it; what changed besides is told in every case.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any

from cachetools import LRUCache, cachedmethod

from app.errors import UnknownVersion
from app.history.chronicle import Chronicle
from app.history.digest import DIGITS
from app.history.mentions import Mention
from app.history.revising import revising
from app.history.told import Told, told
from app.history.version import Gone, Merged, Moved, Standing, Version, Withdrawn
from app.history.versions import Versions


class State(StrEnum):
    """What became of what an address names."""

    CURRENT = "current"
    CHANGED = "changed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    MERGED = "merged"
    GONE = "gone"
    UNVERSIONED = "unversioned"
    UNKNOWN_VERSION = "unknown-version"
    UNKNOWN = "unknown"


_NAME = re.compile(rf"[0-9a-f]{{{DIGITS},64}}")
#: So many answers are kept; one with changes takes some 10 kB.
_KEPT = 1_024
#: Nothing is to be done about these.
IN_ORDER = frozenset({State.CURRENT, State.UNVERSIONED})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened since: the day, what it was, why, and if it put right."""

    date: str
    kind: str
    reason: str
    is_correction: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the version of a record that was cited.

    ``record`` and ``version`` are what was asked for; ``cited`` is that version, None
    where it is not known.  ``to`` is the id that answers now where that is another, and
    ``current`` what it says, None where none answers.  ``reason`` is why a record is
    withdrawn or merged.  ``steps`` are those since, oldest first; ``changes`` tell what
    differs from what is said now, or was last: below each link that is named stand its
    caveats.
    """

    record: str
    version: str
    state: State
    cited: Version | None = None
    current: Version | None = None
    to: str = ""
    reason: str = ""
    steps: tuple[Step, ...] = ()
    changes: tuple[Told, ...] = ()

    def as_lines(self) -> Iterator[str]:
        """Yield what became of it, in words; nothing where it still stands."""
        if self.state is State.CURRENT:
            return
        if self.to:
            yield f"It is {self.to} now."
        if self.reason:
            yield f"Reason: {self.reason}"
        if self.current is not None:
            yield f"The current version is {self.current.name}."
        for step in self.steps:
            corrects = ", a correction" if step.is_correction else ""
            yield f"{step.date} {step.kind}{corrects}: {step.reason}"
        for item in self.changes:
            yield f"{item.heading} ({item.id})"
            yield from (f"{'  ' * depth}- {text}" for depth, text in item.lines)

    def as_data(self) -> dict[str, Any]:
        """Return the answer for programs; what is not known is null."""
        return {
            "record": self.record,
            "version": self.version or None,
            "date": (self.cited.date or None) if self.cited is not None else None,
            "state": str(self.state),
            "to": self.to or None,
            "current": self.current.name if self.current is not None else None,
            "reason": self.reason or None,
            "since": [
                {
                    "date": step.date,
                    "kind": step.kind,
                    "reason": step.reason,
                    "correction": step.is_correction,
                }
                for step in self.steps
            ],
            "changes": [
                {
                    "record": item.id,
                    "heading": item.heading,
                    "lines": [{"depth": depth, "text": text} for depth, text in item.lines],
                }
                for item in self.changes
            ],
        }


class Citations:
    """Answers for addresses; one that is asked again costs nothing."""

    def __init__(self, chronicle: Chronicle) -> None:
        self._chronicle = chronicle
        self._versions = chronicle.versions
        self._known: LRUCache[tuple[str, str], Answer] = LRUCache(_KEPT)
        self._lock = threading.Lock()

    def answer(self, mention: Mention) -> Answer:
        """Return what became of what an address names."""
        return self._answer(mention.record, mention.version)

    @cachedmethod(attrgetter("_known"), lock=attrgetter("_lock"))
    def _answer(self, record: str, version: str) -> Answer:
        standing = self._versions.standing(record)
        if standing is None:
            return Answer(record, version, State.UNKNOWN)
        to = standing.to if isinstance(standing, Moved | Merged) else ""
        current = self._versions.current(to or record)
        found = Answer(record, version, _state(standing), None, current, to)
        if isinstance(standing, Withdrawn):
            found = replace(found, reason=standing.reason)
        elif isinstance(standing, Merged):
            found = replace(found, reason=standing.note)
        if not version:
            return found
        cited = _version(self._versions, record, to, version)
        if cited is None:
            return replace(found, state=State.UNKNOWN_VERSION)
        last = standing.last if isinstance(standing, Withdrawn | Gone) else None
        return self._compared(replace(found, cited=cited), cited, current or last)

    def _compared(self, found: Answer, cited: Version, now: Version | None) -> Answer:
        """Tell what happened since, and what that changed."""
        is_same = found.current is not None and cited.digest == found.current.digest
        steps = tuple(self._steps(found.to or found.record, cited, is_same=is_same))
        state = found.state
        if state is State.UNVERSIONED and is_same and not steps:
            return replace(found, state=State.CURRENT)
        if state is State.UNVERSIONED:
            is_right = not any(step.is_correction for step in steps)
            state = State.CHANGED if is_right else State.CORRECTED
        changes = told(self._versions, cited, now) if now is not None else ()
        return replace(found, state=state, steps=steps, changes=changes)

    def _steps(self, record: str, cited: Version, *, is_same: bool) -> list[Step]:
        """Return what happened to a record after it last said what was cited.

        Where it still says the same that is only what revises it.
        """
        stood = self._versions.versions_of(cited.record)
        since = max(item.at for item in stood if item.digest == cited.digest)
        # What happened to others that were merged into it did not happen to this one.
        ids = {
            former
            for former in self._versions.former_ids(record)
            if isinstance(self._versions.standing(former), Moved)
        }
        ids |= {record, cited.record}
        own = () if is_same else self._chronicle.known_as(record)
        found = [item for item in own if item.at > since and item.record in ids]
        told = {item.at for item in found}
        found += (
            item for item in revising(self._chronicle, cited, since) if item.at not in told
        )
        return [
            Step(
                item.date[:10],
                item.called if item.record in ids else f"{item.called} by {item.record}",
                item.reason,
                item.record not in ids or self._chronicle.concerns(item),
            )
            for item in sorted(found, key=lambda item: (item.at, item.record))
        ]


def _state(standing: Standing) -> State:
    """Return the state that a record gives to whatever is cited of it."""
    states = {
        Withdrawn: State.WITHDRAWN,
        Moved: State.MOVED,
        Merged: State.MERGED,
        Gone: State.GONE,
    }
    return states.get(type(standing), State.UNVERSIONED)


def _version(versions: Versions, record: str, to: str, name: str) -> Version | None:
    """Return the version of that name which the record had, under any of its ids."""
    try:
        return versions.version(record, name)
    except UnknownVersion:
        if _NAME.fullmatch(name) is None:
            return None
    ids = {to, *versions.former_ids(to or record)}
    found = {item.record for item in versions.named(name) if item.record in ids}
    return versions.version(min(found), name) if found else None
