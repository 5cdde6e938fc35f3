"""The other records, as a check of one record sees them.

A check asks for a record by its id, whether an id exists at all (its file may be broken),
and which records speak of it.  It does not know whether all records were read or only
those that it asks for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.records.kinds import folder_of
from app.records.parts import Part, find
from app.records.record import Record
from app.records.suggest import near_id

#: So many guesses are made in one run; comparing with thousands of ids takes long.
_MOST_GUESSES = 50


@dataclass(frozen=True, slots=True)
class Others(ABC):
    """What a check may ask about the other records.

    ``header`` is None where ``kb.yaml`` is broken; its editors are unknown then.
    """

    header: Record | None
    _guesses: dict[str, str] = field(default_factory=dict)

    @abstractmethod
    def ids(self, folder: str) -> Collection[str]:
        """Return the ids of all files in a folder, broken ones too."""

    @abstractmethod
    def record(self, record_id: str) -> Record | None:
        """Return a record, or None where it is missing or broken."""

    @abstractmethod
    def caveats_on(self, link_id: str) -> Iterable[Record]:
        """Return the caveats that qualify a link."""

    @abstractmethod
    def actors_with(self, key: str, value: str) -> Iterable[Record]:
        """Return the actors whose *key* (``wikidata``, ``url``) is *value*."""

    @abstractmethod
    def formerly(self, record_id: str) -> Iterable[Record]:
        """Return the records that once had an id."""

    def exists(self, record_id: str) -> bool:
        """Tell whether there is a file for an id, broken or not."""
        return record_id in self.ids(folder_of(record_id))

    def passage(self, reference: str) -> Part | None:
        """Return the passage that ``sources/slug#name`` refers to."""
        record_id, _, name = reference.partition("#")
        record = self.record(record_id)
        if record is None:
            return None
        part = find(record, name, "passages")
        return part if part is not None and part.field == "passages" else None

    def records(self, references: Iterable[str]) -> Iterator[Record]:
        """Yield the records that references name or name a part of, each once."""
        ids = dict.fromkeys(item.partition("#")[0] for item in references)
        for record_id in ids:
            record = self.record(record_id)
            if record is not None:
                yield record

    def guess(self, record_id: str) -> str:
        """Return “Did you mean …?” for an id that does not exist, or nothing."""
        if record_id not in self._guesses:
            if len(self._guesses) >= _MOST_GUESSES:
                return ""
            known = self.ids(folder_of(record_id))
            self._guesses[record_id] = near_id(record_id, sorted(known))
        return self._guesses[record_id]

    @property
    def editors(self) -> dict[str, Any] | None:
        """The editors by handle, or None where ``kb.yaml`` is broken."""
        return None if self.header is None else self.header.data["editors"]


@dataclass(frozen=True, slots=True)
class AllRecords(Others):
    """All records of a knowledge base, read before."""

    all_ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_id: Mapping[str, Record] = field(default_factory=dict)
    _indexes: dict[str, dict[str, list[Record]]] = field(default_factory=dict)

    def ids(self, folder: str) -> frozenset[str]:
        """Return the ids of all files in a folder, broken ones too."""
        return self.all_ids.get(folder, frozenset())

    def record(self, record_id: str) -> Record | None:
        """Return a record, or None where it is missing or broken."""
        return self.by_id.get(record_id)

    def caveats_on(self, link_id: str) -> Sequence[Record]:
        """Return the caveats that qualify a link."""
        return self._holding("qualifies", link_id)

    def actors_with(self, key: str, value: str) -> Sequence[Record]:
        """Return the actors whose *key* is *value*."""
        found = self._holding(key, value)
        return [record for record in found if record.folder == "actors"]

    def formerly(self, record_id: str) -> Sequence[Record]:
        """Return the records that once had an id."""
        return self._holding("formerly", record_id)

    def _holding(self, key: str, value: str) -> list[Record]:
        """Look a value of a top-level key up in an index, made when first asked."""
        if key not in self._indexes:
            index: dict[str, list[Record]] = {}
            for record in self.by_id.values():
                held = record.data.get(key, ())
                for item in held if isinstance(held, list) else [held]:
                    if item:
                        index.setdefault(item, []).append(record)
            self._indexes[key] = index
        return self._indexes[key].get(value, [])
