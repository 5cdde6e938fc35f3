"""Ask an index of versions: what was said of a record when, and how an id answers now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from app.errors import UnknownVersion
from app.history.compare import Difference
from app.history.contents import Contents
from app.history.digest import DIGITS
from app.history.index import Index, Row
from app.history.standings import State
from app.history.version import (
    Gone,
    Live,
    Merged,
    Moved,
    Standing,
    Unread,
    Version,
    Withdrawn,
    bounded,
)
from app.records.record import KnowledgeBase

#: The columns of a version, in the order of its fields.
_VERSIONS = (
    "SELECT version.record, version.digest, date, commit_hash, kind, reason, version.at "
    "FROM version JOIN publication USING (at) "
)
#: More names behind one another than an id was ever given.
_MOST_MOVES = 100


class Versions:
    """All versions of all records, and every id that was ever published."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._contents = Contents(index)

    @property
    def index(self) -> Index:
        """The rows behind, for other questions of this package."""
        return self._index

    @classmethod
    def read(cls, path: Path) -> Versions:
        """Read the index in a file.

        Raises:
            IndexUnusable: there is none, or it is one of another program.
        """
        return cls(Index.read_only(path))

    def close(self) -> None:
        """Close the file."""
        self._index.close()

    @property
    def commit(self) -> str:
        """Return the commit up to which the index reaches; empty where it has none."""
        return self._index.meta("commit")

    def ids(self) -> tuple[str, ...]:
        """Return every id that was ever published or led to one, sorted."""
        rows = self._index.rows("SELECT DISTINCT record FROM standing ORDER BY record")
        return tuple(row[0] for row in rows)

    def versions_of(self, record_id: str) -> tuple[Version, ...]:
        """Return the versions that had an id, the newest last; none of an unknown id.

        Those under a former id have that: :meth:`former_ids`.
        """
        question = f"{_VERSIONS} WHERE version.record = ? ORDER BY version.at"
        found = [Version(*row) for row in self._index.rows(question, record_id)]
        ends = self._index.rows(
            "SELECT at, date, state FROM standing JOIN publication USING (at) "
            "WHERE record = ? ORDER BY at",
            record_id,
        )
        return tuple(bounded(found, ends))

    def all_versions(self, since: str = "") -> Iterator[Version]:
        """Yield the versions of all records dated *since* or later, oldest first.

        Those that are not committed have no date and come where all are asked for.
        """
        question = f"{_VERSIONS} WHERE date >= ? ORDER BY version.at, version.record"
        for row in self._index.rows(question, since):
            yield Version(*row)

    def version(self, record_id: str, name: str) -> Version:
        """Return the first version of a record whose digest begins with *name*.

        Raises:
            UnknownVersion: the record has none, or *name* has too few digits to be one.
        """
        found = {
            item.digest: item
            for item in reversed(self.versions_of(record_id))
            if len(name) >= DIGITS and item.digest.startswith(name)
        }
        if len(found) != 1:
            raise UnknownVersion(f"{record_id} has no version {name[:64]}")
        return next(iter(found.values()))

    def named(self, name: str) -> tuple[Version, ...]:
        """Return the versions of whatever record whose digest begins with *name*."""
        question = f"{_VERSIONS} WHERE version.digest BETWEEN ? AND ? ORDER BY version.at"
        rows = self._index.rows(question, name, f"{name}g") if name else []
        return tuple(Version(*row) for row in rows)

    def current(self, record_id: str) -> Version | None:
        """Return the version that stands, or None where no record answers to the id."""
        found = self.versions_of(record_id)
        return found[-1] if found and found[-1].is_current else None

    def at(self, record_id: str, date: str) -> Version | None:
        """Return the version that stood at a moment, or None where none did.

        *date* is a day, of which the end is meant, or a moment in UTC.
        """
        moment = _moment(date)
        found = self._index.one(
            "SELECT state FROM standing JOIN publication USING (at) "
            "WHERE record = ? AND date != '' AND date <= ? ORDER BY at DESC LIMIT 1",
            record_id,
            moment,
        )
        if found is None or found[0] != State.LIVE:
            return None
        dated = [item for item in self.versions_of(record_id) if item.date]
        return next((item for item in reversed(dated) if item.date <= moment), None)

    def listing(self, date: str) -> tuple[str, ...]:
        """Return the ids of the records that were published at a moment, sorted."""
        rows = self._index.rows(
            "SELECT record, state FROM standing JOIN publication USING (at) "
            "WHERE date != '' AND date <= ? ORDER BY at",
            _moment(date),
        )
        last: dict[str, str] = dict(rows)
        return tuple(sorted(key for key, state in last.items() if state == State.LIVE))

    def standing(self, record_id: str) -> Standing | None:
        """Return how an id answers now, or None where it was never published."""
        found = self._last_standing(record_id)
        if found is None:
            return None
        state, target, reason = found
        if state in (State.MOVED, State.MERGED):
            to = self._followed(target)
            return Moved(to) if state == State.MOVED else Merged(to, reason)
        if state == State.LIVE:
            return Live()
        last = next(reversed(self.versions_of(record_id)), None)
        return Withdrawn(reason, last) if state == State.WITHDRAWN else Gone(last)

    def former_ids(self, record_id: str) -> tuple[str, ...]:
        """Return the ids that lead to a record now, sorted."""
        moved = self._index.rows("SELECT DISTINCT record FROM standing WHERE target != ''")
        leading = []
        for (former,) in moved:
            answer = self.standing(former)
            if isinstance(answer, Moved | Merged) and answer.to == record_id:
                leading.append(former)
        return tuple(sorted(leading))

    def unread(self) -> tuple[Unread, ...]:
        """Return the files that could not be read when they were published."""
        rows = self._index.rows(
            "SELECT record, commit_hash, message FROM unread JOIN publication USING (at) "
            "ORDER BY at, record"
        )
        return tuple(Unread(*row) for row in rows)

    def canonical(self, version: Version) -> bytes:
        """Return the frozen JSON of a version; its SHA-256 is the version's digest."""
        return self._contents.canonical(version)

    def yaml(self, version: Version) -> bytes:
        """Return the file of the record as it was when the version first appeared."""
        return self._contents.yaml(version)

    def relied_on(self, version: Version) -> Mapping[str, Any]:
        """Return the records of a version by id, as its canonical JSON has them."""
        found: Mapping[str, Any] = orjson.loads(self.canonical(version))["records"]
        return found

    def records_of(self, version: Version) -> KnowledgeBase:
        """Return the records that a page of a version shows, and no others.

        Besides its closure those that are named, with titles and names as they were at
        the version's first appearance; a claim among them has its caveats.  Of a source
        that is there for its words only these passages are.
        """
        return self._contents.shown(version)

    def difference(self, before: Version | None, after: Version | None) -> Difference:
        """Return what differs in meaning between the closures of two versions.

        None stands for nothing: before a record came, or after it went.  What they name
        besides is known, too: a link that is told has the caveats that a page shows.
        """
        return self._contents.difference(before, after)

    def _last_standing(self, record_id: str) -> Row | None:
        return self._index.one(
            "SELECT state, target, reason FROM standing WHERE record = ? "
            "ORDER BY at DESC LIMIT 1",
            record_id,
        )

    def _followed(self, record_id: str) -> str:
        """Return where an id leads in the end."""
        for _ in range(_MOST_MOVES):
            found = self._last_standing(record_id)
            if found is None or not found[1]:
                break
            record_id = found[1]
        return record_id


def _moment(date: str) -> str:
    return f"{date}T23:59:59Z" if "T" not in date else date
