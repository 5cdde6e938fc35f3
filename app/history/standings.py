"""How an id answers: by a record, from elsewhere, by a tombstone; it never disappears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.history.sentence import one_line
from app.history.side import Data


class State(StrEnum):
    """In which way an id answers."""

    LIVE = "live"
    MOVED = "moved"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


#: Not live, and what was said of the id holds until a record has it again.
_SETTLED = frozenset({State.MOVED, State.MERGED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Answer:
    """How an id answers from a publication on; ``target`` is where it leads."""

    state: State
    target: str = ""
    reason: str = ""

    def is_like(self, other: Answer) -> bool:
        """Tell whether both lead to the same place in the same way."""
        return (self.state, self.target) == (other.state, other.target)


class Ids(Protocol):
    """What is known of ids after a publication."""

    def is_published(self, record_id: str) -> bool:
        """Tell whether a record of that id is published."""

    def withdrawal(self, record_id: str) -> str | None:
        """Return why a record is withdrawn, or None where none of that id is."""

    def former(self, record_id: str) -> Sequence[str]:
        """Return the published records that had an id before, sorted."""


#: Before and after a publication, what the records that it changed mean.
Changed = Mapping[str, tuple[Data, Data]]


def answers(
    ids: Ids, asked: Iterable[str], before: Mapping[str, Answer], changed: Changed
) -> dict[str, Answer]:
    """Return for the ids *asked* how they answer now, where it is otherwise than *before*.

    An id leads to the record that names it under “formerly”: merged where that record was
    there before, or where it takes the place of two that were.
    """
    found = {}
    for record_id in sorted(asked):
        was = before.get(record_id)
        now = _answer(ids, record_id, before, changed)
        if now is None or (was is not None and was.is_like(now)):
            continue
        found[record_id] = now
    return found


def _answer(
    ids: Ids, record_id: str, before: Mapping[str, Answer], changed: Changed
) -> Answer | None:
    was = before.get(record_id)
    if ids.is_published(record_id):
        return Answer(State.LIVE)
    leading = ids.former(record_id)
    if leading and was is not None and was.state in _SETTLED and was.target in leading:
        return was
    if leading:
        target = leading[0]
        old, new = changed.get(target, ({}, {}))
        joined = {target, record_id, *new.get("formerly", ())}
        if sum(_was_live(before, item) for item in joined) < 2:
            return Answer(State.MOVED, target)
        note = new.get("note", "")
        return Answer(
            State.MERGED, target, one_line(note) if note != old.get("note") else ""
        )
    withdrawal = ids.withdrawal(record_id)
    if withdrawal is not None:
        return Answer(State.WITHDRAWN, reason=one_line(withdrawal))
    return was if was is None or was.state in _SETTLED else Answer(State.GONE)


def _was_live(before: Mapping[str, Answer], record_id: str) -> bool:
    was = before.get(record_id)
    return was is not None and was.state is State.LIVE
