"""Check some files of a large knowledge base without reading the rest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import NotInKnowledgeBase
from app.records.files import Found, folder_entries, folder_entry, top_entry
from app.records.kinds import KINDS, folder_of
from app.records.others import Others
from app.records.reading import read
from app.records.record import Record


def select(root: Path, paths: Sequence[Path]) -> list[Found] | None:
    """Return the files that *paths* name, or None where they name all.

    Raises:
        NotInKnowledgeBase: a path does not exist or lies outside *root*.
    """
    inner = [_inside(root, path) for path in paths]
    if not inner or () in inner:
        return None
    found: dict[Path, Found] = {}
    for steps in inner:
        found.update((item.path, item) for item in _entries_at(root, steps))
    return [found[path] for path in sorted(found)]


def _inside(root: Path, path: Path) -> tuple[str, ...]:
    """Return the steps from *root* to *path*."""
    if not os.path.lexists(path):
        raise NotInKnowledgeBase(f"there is no file or folder {path}")
    for absolute in (_as_written, Path.resolve):
        start, end = absolute(root), absolute(path)
        if end.is_relative_to(start):
            return end.relative_to(start).parts
    raise NotInKnowledgeBase(f"{path} is not in the knowledge base {root}")


def _as_written(path: Path) -> Path:
    """Make a path absolute without following links."""
    return Path(os.path.normpath(path.absolute()))


def _entries_at(root: Path, steps: tuple[str, ...]) -> Iterator[Found]:
    """Look at a folder or file; below a folder that is not to be there, at that."""
    if steps[0] not in KINDS:
        return top_entry(root, steps[0])
    if len(steps) == 1:
        return folder_entries(root, steps[0])
    return folder_entry(root, steps[0], steps[1])


@dataclass(frozen=True, slots=True)
class SomeRecords(Others):
    """The records that were chosen; others are read when a check asks for them.

    ``fetched`` holds what was read so far, None for a file that is missing or broken.
    """

    base: Path = Path()
    fetched: dict[str, Record | None] = field(default_factory=dict)
    _bytes: dict[str, bytes] = field(default_factory=dict)

    def ids(self, folder: str) -> frozenset[str]:
        """Return the ids of all files in a folder, broken ones too."""
        return frozenset(found.id for found in self._folder(folder) if found.id)

    def exists(self, record_id: str) -> bool:
        """Tell whether there is a file for an id, broken or not."""
        return any(found.id for found in self._file(record_id))

    def record(self, record_id: str) -> Record | None:
        """Read a record, or return None where it is missing or broken."""
        if record_id not in self.fetched:
            found = next(iter(self._file(record_id)), None)
            self.fetched[record_id] = None if found is None else read(found).record
        return self.fetched[record_id]

    def caveats_on(self, link_id: str) -> Iterable[Record]:
        """Return the caveats that qualify a link."""
        return self._holding("caveats", "qualifies", link_id)

    def actors_with(self, key: str, value: str) -> Iterable[Record]:
        """Return the actors whose *key* is *value*."""
        return self._holding("actors", key, value)

    def formerly(self, record_id: str) -> Iterable[Record]:
        """Return the records that once had an id."""
        for folder in KINDS:
            yield from self._holding(folder, "formerly", record_id)

    def _holding(self, folder: str, key: str, value: str) -> Iterator[Record]:
        """Find records by a value; only files that have its bytes are read as YAML."""
        for found in self._folder(folder):
            if found.problem is not None or value.encode() not in self._content(found):
                continue
            record = self.record(found.id)
            if record is not None:
                held = record.data.get(key, [])
                if value in (held if isinstance(held, list) else [held]):
                    yield record

    def _content(self, found: Found) -> bytes:
        if found.id not in self._bytes:
            try:
                self._bytes[found.id] = found.path.read_bytes()
            except OSError:
                self._bytes[found.id] = b""  # its fault is reported when it is checked
        return self._bytes[found.id]

    def _folder(self, folder: str) -> Iterator[Found]:
        if folder in KINDS and (self.base / folder).is_dir():
            yield from folder_entries(self.base, folder)

    def _file(self, record_id: str) -> Iterator[Found]:
        folder, _, slug = record_id.partition("/")
        name = f"{slug}.yaml"
        if folder_of(record_id) in KINDS and os.path.lexists(self.base / folder / name):
            yield from folder_entry(self.base, folder, name)
