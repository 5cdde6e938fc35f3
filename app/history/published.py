"""The records as the last publication in an index left them, read when they are asked for.

A file that cannot be read publishes nothing: its record stays as it was last read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cachetools import LRUCache

from app.history.backward import ends
from app.history.closure import named
from app.history.digest import member
from app.history.index import Index, packed, unpacked
from app.history.meaning import meaning
from app.history.reduced import Kept, narrowed, reduced
from app.history.sentence import one_line
from app.history.side import Data
from app.history.walk import File
from app.records.files import Found
from app.records.kinds import folder_of
from app.records.parts import is_unpublished
from app.records.reading import read
from app.records.record import WITHDRAWN, Record

FORMERLY = "formerly"
#: So many records are kept as they were read; each takes some 20 kB.
_KEPT = 4_000


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a closure: what a citer relied on, and its canonical JSON."""

    data: dict[str, Any]
    canonical: bytes


class Published:
    """What an index says is published, as a reader of closures and of standings asks."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._read: LRUCache[tuple[str, int], tuple[Record, dict[str, Any]]] = LRUCache(
            _KEPT
        )
        self._named: LRUCache[tuple[str, int | None, Kept], tuple[str, ...]] = LRUCache(
            _KEPT
        )
        self._members: LRUCache[object, Member] = LRUCache(_KEPT)
        #: The table ``file``, which each closure asks many times: hash and blob by record.
        self._files: dict[str, tuple[str, int | None]] = {
            record: (digest, blob)
            for record, digest, blob in index.rows("SELECT record, hash, blob FROM file")
        }

    def record(self, record_id: str) -> Record | None:
        """Return a published record, or None."""
        found = self._published(record_id)
        return None if found is None else found[0]

    def meaning(self, record_id: str) -> Data:
        """Return what a published record means; nothing where there is none."""
        found = self._published(record_id)
        return {} if found is None else found[1]

    def holders(self, relation: str, target: str) -> Sequence[str]:
        """Return the published records that lead to *target* by a relation, sorted."""
        question = (
            "SELECT holder FROM reference WHERE key = ? AND target = ? ORDER BY holder"
        )
        return [row[0] for row in self._index.rows(question, relation, target)]

    def named(self, record_id: str, kept: Kept) -> tuple[str, ...]:
        """Return the records that a published one names, of a source in some passages."""
        key = record_id, self.blob(record_id), kept
        found = self._named.get(key)
        if found is None:
            data = narrowed(self.meaning(record_id), kept)
            found = self._named[key] = named(folder_of(record_id), data)
        return found

    def member(self, record_id: str, kept: Kept, *, is_root: bool) -> Member:
        """Return what of a published record a citer relied on."""
        key = record_id, self.blob(record_id), kept, is_root
        found = self._members.get(key)
        if found is None:
            data = reduced(self.meaning(record_id), kept, is_root=is_root)
            found = self._members[key] = Member(data, member(data))
        return found

    def is_published(self, record_id: str) -> bool:
        """Tell whether a record of that id is published."""
        return self._published(record_id) is not None

    def withdrawal(self, record_id: str) -> str | None:
        """Return why a record is withdrawn, or None where it is not."""
        found = self._known(record_id)
        if found is None or found[0].data.get("status") != WITHDRAWN:
            return None
        return str(found[1].get("note", ""))

    def former(self, record_id: str) -> Sequence[str]:
        """Return the published records that had an id before, sorted."""
        return self.holders(FORMERLY, record_id)

    def needing(self, touched: Iterable[str]) -> set[str]:
        """Return the records whose content any of *touched* decides."""
        question = "SELECT record FROM need WHERE member = ?"
        return {row[0] for item in touched for row in self._index.rows(question, item)}

    def hashes(self) -> dict[str, str]:
        """Return the hash of each file as it is now, of those too that cannot be read."""
        return {key: digest for key, (digest, _) in self._files.items()}

    def blob(self, record_id: str) -> int | None:
        """Return the number of the file from which a record was last read."""
        return self._files.get(record_id, ("", None))[1]

    def take(self, file: File, at: int) -> bool:
        """Note what a file holds now, and tell whether its record may be another."""
        if not file.hash or file.found is None:
            self._index.execute("DELETE FROM file WHERE record = ?", file.id)
            self._files.pop(file.id, None)
            return True
        outcome = read(file.found)
        if outcome.record is None:
            said = one_line("; ".join(item.message for item in outcome.problems))
            self._index.insert("unread", [(at, file.id, said)])
            self._hold(file, self.blob(file.id))
            return False
        number = self._stored(file, at)
        self._read[file.id, number] = outcome.record, meaning(outcome.record)
        self._hold(file, number)
        return True

    def _hold(self, file: File, number: int | None) -> None:
        self._index.insert("file", [(file.id, file.hash, number)])
        self._files[file.id] = file.hash, number

    def refer(self, record_id: str) -> None:
        """Note whom a record names in the relations that are looked up from their end."""
        data = self.meaning(record_id)
        self._index.execute("DELETE FROM reference WHERE holder = ?", record_id)
        rows = [(record_id, *end) for end in ends(record_id, data)]
        rows += [(record_id, FORMERLY, former) for former in data.get(FORMERLY, ())]
        self._index.insert("reference", rows)

    def _published(self, record_id: str) -> tuple[Record, dict[str, Any]] | None:
        found = self._known(record_id)
        if found is None or is_unpublished(found[0]):
            return None
        return found

    def _known(self, record_id: str) -> tuple[Record, dict[str, Any]] | None:
        """Return a record as it was last read, drafts too, and what it means."""
        number = self.blob(record_id)
        if number is None:
            return None
        found = self._read.get((record_id, number))
        if found is None:
            record = stored_record(self._index, record_id, number)
            if record is None:
                return None
            found = record, meaning(record)
            self._read[record_id, number] = found
        return found

    def _stored(self, file: File, at: int) -> int:
        known = self._index.one("SELECT number FROM blob WHERE hash = ?", file.hash)
        if known is not None:
            return int(known[0])
        last = self._index.one("SELECT ifnull(max(number), 0) FROM blob")
        number = 1 + int(last[0]) if last is not None else 1
        data = file.found.data if file.found is not None else None
        self._index.insert("blob", [(number, at, file.hash, packed(data or b""))])
        return number


def stored_record(index: Index, record_id: str, number: int) -> Record | None:
    """Return a record from a file that the index holds.

    None is a record that the schemas of today refuse; they should take in what was
    published once.
    """
    row = index.one("SELECT hash, yaml FROM blob WHERE number = ?", number)
    if row is None:
        return None
    path = Path(f"{row[0][:12]}:{record_id}.yaml")
    return read(Found(path, record_id, None, unpacked(row[1]))).record
