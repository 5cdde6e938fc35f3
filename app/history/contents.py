"""What versions say: their frozen JSON, the records of their pages, and how two differ."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import orjson
from cachetools import LRUCache, cachedmethod

from app.errors import UnknownVersion
from app.history.compare import Difference, compare
from app.history.index import Index, Row, unpacked
from app.history.meaning import meaning
from app.history.published import stored_record
from app.history.reduced import Kept, comparable, narrowed
from app.history.renames import led_to
from app.history.side import Side
from app.history.standings import State
from app.history.version import Version
from app.records.kinds import HEADER, folder_of
from app.records.record import KnowledgeBase, Record
from app.records.withdrawn import leans, without

#: So many records are kept as they were read, and as they were compared: neighbouring
#: versions share most of theirs.
_KEPT = 1_000
#: Of so many versions it is kept from which files they are made, some 5 kB each.
_KEPT_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class _Compared:
    """What of a record is compared, and what that means."""

    record: Record
    meaning: dict[str, Any]


class Contents:
    """The contents of versions, read from an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._read: LRUCache[object, Record | None] = LRUCache(_KEPT)
        self._reduced: LRUCache[object, _Compared | None] = LRUCache(_KEPT)
        self._made_of: LRUCache[object, Mapping[str, Any]] = LRUCache(_KEPT_VERSIONS)
        self._lock = threading.Lock()

    def canonical(self, version: Version) -> bytes:
        """Return the frozen JSON of a version."""
        return unpacked(self._content(version.digest)[0])

    def yaml(self, version: Version) -> bytes:
        """Return the file of the record as it was when the version first appeared."""
        number = self._members(version)["shown"][version.record][0]
        row = self._index.one("SELECT yaml FROM blob WHERE number = ?", number)
        return unpacked(row[0]) if row is not None else b""

    def shown(self, version: Version) -> KnowledgeBase:
        """Return the records that a page of a version shows.

        They are without what had been withdrawn when the version first appeared; words
        that they rest on stand as they were last published.
        """
        members, at = self._members(version), self._content(version.digest)[2]
        ended = self._ended(at)
        records = {
            key: without(
                replace(record, data=narrowed(record.data, members["shown"][key][1])),
                ended,
            )
            for key, record in self._stored(members, members["shown"])
        }
        for key, passages in _rested_on(records.values(), ended).items():
            last = self._last(key, at)
            if last is not None:
                kept = tuple(sorted(passages & last.data.get("passages", {}).keys()))
                records[key] = replace(last, data=narrowed(last.data, kept))
        return KnowledgeBase(self._header(members), records)

    def _ended(self, at: int) -> Callable[[str], bool]:
        """Return what tells whether an id had been published and was so no more."""
        question = (
            "SELECT state FROM standing WHERE record = ? AND at <= ? "
            "ORDER BY at DESC LIMIT 1"
        )

        def ended(record_id: str) -> bool:
            found = self._index.one(question, record_id, at)
            return found is not None and found[0] in (State.WITHDRAWN, State.GONE)

        return ended

    def _last(self, record_id: str, at: int) -> Record | None:
        """Return a record as it was last published up to a publication."""
        row = self._index.one(
            "SELECT members FROM version JOIN content USING (digest) "
            "WHERE version.record = ? AND version.at <= ? ORDER BY version.at DESC LIMIT 1",
            record_id,
            at,
        )
        if row is None:
            return None
        number = orjson.loads(unpacked(row[0]))["shown"][record_id][0]
        return self._blob(record_id, number)

    def difference(self, before: Version | None, after: Version | None) -> Difference:
        """Return what differs between the closures of two versions, or from nothing.

        Two ids are those of one record that was renamed or merged.
        """
        relied_on = self._closure(before), self._closure(after)
        old = self._compared(before, relied_on[1] - relied_on[0])
        new = self._compared(after, relied_on[0] - relied_on[1])
        known = tuple(
            {key: one.meaning for key, one in each.items()} for each in (old, new)
        )
        earlier, later = self._base(before, old), self._base(after, new)
        if before is not None and after is not None and before.record != after.record:
            later = led_to(later, after.record, before.record)
            known[1].pop(after.record)
        found = compare(earlier, later, relied_on[0] | relied_on[1], (known[0], known[1]))
        sides = self._worded(found.before, before), self._worded(found.after, after)
        return replace(found, before=sides[0], after=sides[1])

    def _closure(self, version: Version | None) -> frozenset[str]:
        found = {} if version is None else self._members(version)["closure"]
        return frozenset(found)

    def _compared(
        self, version: Version | None, without: frozenset[str]
    ) -> dict[str, _Compared]:
        """Return the records that a page of a version shows, for a comparison.

        Those of its closure have what its digest is over.  What only the other version
        relied on is *without*: else it would seem to have changed.
        """
        if version is None:
            return {}
        members = self._members(version)
        shown, closure = members["shown"], members["closure"]
        found = {}
        for key in shown.keys() - without:
            number, kept = shown[key]
            root = None
            if key in closure:
                root, kept = key == version.record, closure[key]
            found[key] = self._as(key, number, kept if kept is None else tuple(kept), root)
        return {key: one for key, one in found.items() if one is not None}

    def _base(
        self, version: Version | None, records: Mapping[str, _Compared]
    ) -> KnowledgeBase:
        header = None if version is None else self._header(self._members(version))
        return KnowledgeBase(header, {key: one.record for key, one in records.items()})

    @cachedmethod(attrgetter("_reduced"), lock=attrgetter("_lock"))
    def _as(
        self, record_id: str, number: int, kept: Kept, is_root: bool | None
    ) -> _Compared | None:
        """Return a record with what a page shows, or of a closure what its digest is over.

        Of a record that is in no closure *is_root* is None.
        """
        record = self._blob(record_id, number)
        if record is None:
            return None
        data = narrowed(record.data, kept)
        if is_root is not None:
            data = comparable(record.data, kept, is_root=is_root)
        record = replace(record, data=data)
        return _Compared(record, meaning(record))

    def _worded(self, side: Side, version: Version | None) -> Side:
        """Return a side of a comparison with all words that a page of the version shows."""
        if version is None:
            return side
        fuller: dict[str, dict[str, Any]] = {}
        for key, (number, kept) in self._members(version)["shown"].items():
            if kept and folder_of(key) == "sources":
                one = self._as(key, number, tuple(kept), None)
                fuller |= {} if one is None else {key: one.meaning}
        return replace(side, meanings={**side.meanings, **fuller})

    def _stored(
        self, members: Mapping[str, Any], wanted: Iterable[str]
    ) -> Iterator[tuple[str, Record]]:
        for record_id in wanted:
            record = self._blob(record_id, members["shown"][record_id][0])
            if record is not None:
                yield record_id, record

    def _header(self, members: Mapping[str, Any]) -> Record | None:
        number = members["header"]
        return None if number is None else self._blob(HEADER, number)

    @cachedmethod(attrgetter("_read"), lock=attrgetter("_lock"))
    def _blob(self, record_id: str, number: int) -> Record | None:
        return stored_record(self._index, record_id, number)

    def _members(self, version: Version) -> Mapping[str, Any]:
        """Return from which files a version is made: see :mod:`app.history.replay`."""
        return self._files(version.digest)

    @cachedmethod(attrgetter("_made_of"), lock=attrgetter("_lock"))
    def _files(self, digest: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = orjson.loads(unpacked(self._content(digest)[1]))
        return found

    def _content(self, digest: str) -> Row:
        question = "SELECT canonical, members, at FROM content WHERE digest = ?"
        found = self._index.one(question, digest)
        if found is None:
            raise UnknownVersion(f"the index has no content {digest}")
        return found


def _rested_on(
    records: Iterable[Record], ended: Callable[[str], bool]
) -> dict[str, set[str]]:
    """Return the sources that *ended* and whose words records rest on, with the passages.

    No check lets that pass, but what was committed with it once was a version.
    """
    found: dict[str, set[str]] = {}
    for record in records:
        for lean in leans(record, ended):
            key, _, name = str(lean.leaf.value).partition("#")
            if folder_of(key) == "sources":
                found.setdefault(key, set()).add(name)
    return found
