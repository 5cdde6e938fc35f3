"""A version of a record, and how an id answers: what an index of versions is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.history.digest import DIGITS
from app.history.standings import State


@dataclass(frozen=True, slots=True)
class Version:
    """What a record and its closure said, from a publication to the next that changed it.

    ``name`` is the digest's first 12 digits.  ``date`` and ``until`` are in UTC
    (2024-07-01T12:00:00Z); ``date`` and ``commit`` are empty for what is not committed,
    ``until`` where the version still stands or ended uncommitted.  After a revert two
    versions have one name.
    """

    record: str
    digest: str
    date: str
    commit: str
    kind: str
    reason: str
    at: int
    until: str = ""
    is_current: bool = False

    @property
    def name(self) -> str:
        """Return the digits that stand in the address of the version."""
        return self.digest[:DIGITS]


@dataclass(frozen=True, slots=True)
class Ending:
    """No record answers to an id from a publication on; ``target`` is where it leads."""

    record: str
    at: int
    date: str
    commit: str
    state: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Live:
    """A record answers to the id."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The record has another id now; ``to`` is the one that it has in the end."""

    to: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The record was made one with another, which ``to`` names; ``note`` says why."""

    to: str
    note: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The editors took the record back."""

    reason: str
    last: Version | None


@dataclass(frozen=True, slots=True)
class Gone:
    """The record is there no more and nothing was said of it."""

    last: Version | None


Standing = Live | Moved | Merged | Withdrawn | Gone


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read at a commit, so that its record stayed as it was."""

    record: str
    commit: str
    message: str


def bounded(
    found: Sequence[Version], standings: Sequence[tuple[int, str, str]]
) -> Iterator[Version]:
    """Yield versions with their ends, from rows of when and how an id began to answer.

    A version ends with the next, or where no record answers any more.
    """
    for number, item in enumerate(found):
        ended = [row[:2] for row in standings if row[0] > item.at and row[2] != State.LIVE]
        if number + 1 < len(found):
            ended.append((found[number + 1].at, found[number + 1].date))
        until = min(ended)[1] if ended else ""
        yield replace(item, until=until, is_current=not ended)
