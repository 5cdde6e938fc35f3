"""The tables of full text in a generation's index: written afresh, or amended.

``document`` has a row a record; ``search`` (FTS5) its texts; ``facet`` for each value of a
facet the set of documents, as one number whose bit *n* stands for the document *n*.  A
document keeps its number while a copy of the index is amended, and nothing that is
answered depends on it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from app.graph import documents, gather, tokens
from app.graph.documents import Documents, claims_qualified
from app.graph.gather import COLUMNS, Document
from app.records.record import Record

_TABLES = f"""
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT NOT NULL,
  facets TEXT NOT NULL, leans TEXT NOT NULL
);
CREATE TABLE facet (
  name TEXT NOT NULL, value TEXT NOT NULL, documents BLOB NOT NULL,
  PRIMARY KEY (name, value)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(
  {", ".join(COLUMNS)}, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search, row);
"""
#: Decides what stands in the tables, with the text of these modules.
_MADE_BY = (tokens.__file__, gather.__file__, documents.__file__, __file__)

_PLACES = ", ".join("?" * (1 + len(COLUMNS)))
_INSERT_TEXTS = f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES ({_PLACES})"  # noqa: S608


def index_digest() -> str:
    """Digest the program that decides what is searched."""
    made_by = b"\n".join(Path(name).read_bytes() for name in _MADE_BY)
    return hashlib.sha256(made_by).hexdigest()


def create(index: sqlite3.Connection, records: Mapping[str, Record]) -> None:
    """Write the tables for all *records*."""
    index.executescript(_TABLES)
    made = Documents(records)
    facets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, record_id in enumerate(sorted(records)):
        document = made.make(record_id)
        _insert(index, number, document)
        for facet in document.facets:
            facets[facet].append(number)
    index.executemany(
        "INSERT INTO facet VALUES (?, ?, ?)",
        ((*facet, packed(_bits(facets[facet]))) for facet in sorted(facets)),
    )
    index.execute("INSERT INTO search (search) VALUES ('optimize')")


def amend(
    index: sqlite3.Connection, records: Mapping[str, Record], changed: Collection[str]
) -> None:
    """Make the documents anew that the *changed* records decide; they may be gone."""
    held = _held(index)
    stale = _stale(held, records, changed)
    before: dict[str, tuple[tuple[str, str], ...]] = {}
    for record_id in sorted(stale & held.keys()):
        number, facets, _ = held[record_id]
        before[record_id] = facets
        index.execute("DELETE FROM document WHERE number = ?", (number,))
        index.execute("DELETE FROM search WHERE rowid = ?", (number,))
    made = Documents(records)
    numbers = {record_id: number for record_id, (number, _, _) in held.items()}
    free = 1 + max(numbers.values(), default=-1)
    after: dict[str, tuple[tuple[str, str], ...]] = {}
    for record_id in sorted(stale & records.keys()):
        document = made.make(record_id)
        if record_id not in numbers:
            numbers[record_id], free = free, free + 1
        after[record_id] = document.facets
        _insert(index, numbers[record_id], document)
    _amend_facets(index, _members(before, numbers), _members(after, numbers))


_Held = dict[str, tuple[int, tuple[tuple[str, str], ...], str]]


def _held(index: sqlite3.Connection) -> _Held:
    """Return number, facets and leanings of each document, by its id."""
    rows = index.execute("SELECT id, number, facets, leans FROM document")
    return {
        record_id: (number, _facets(facets), leans)
        for record_id, number, facets, leans in rows
    }


def _stale(
    held: _Held, records: Mapping[str, Record], changed: Collection[str]
) -> set[str]:
    """Return the ids of the documents that changed records have a part in."""
    given = frozenset(changed)
    stale = {
        key for key, (_, _, leans) in held.items() if not given.isdisjoint(leans.split())
    }
    stale |= given
    for record_id in changed:
        if record_id in records and records[record_id].folder == "caveats":
            stale |= claims_qualified(records[record_id])
    return stale


def _members(
    facets: Mapping[str, Iterable[tuple[str, str]]], numbers: Mapping[str, int]
) -> dict[tuple[str, str], set[int]]:
    """Return the numbers of the documents that each value of a facet has."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for record_id, values in facets.items():
        for value in values:
            found[value].add(numbers[record_id])
    return found


def _amend_facets(
    index: sqlite3.Connection,
    before: Mapping[tuple[str, str], set[int]],
    after: Mapping[tuple[str, str], set[int]],
) -> None:
    """Take documents out of the sets of facets, and put others in."""
    for facet in sorted(before.keys() | after.keys()):
        row = index.execute(
            "SELECT documents FROM facet WHERE name = ? AND value = ?", facet
        ).fetchone()
        bits = 0 if row is None else unpacked(row[0])
        bits &= ~_bits(before.get(facet, ()))
        bits |= _bits(after.get(facet, ()))
        if bits:
            index.execute("REPLACE INTO facet VALUES (?, ?, ?)", (*facet, packed(bits)))
        else:
            index.execute("DELETE FROM facet WHERE name = ? AND value = ?", facet)


def _insert(index: sqlite3.Connection, number: int, document: Document) -> None:
    facets = "\n".join(f"{name} {value}" for name, value in document.facets)
    row = (number, document.id, document.day, facets, " ".join(document.leans))
    index.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", row)
    index.execute(_INSERT_TEXTS, (number, *document.texts))


def _facets(text: str) -> tuple[tuple[str, str], ...]:
    parted = (line.partition(" ") for line in text.splitlines())
    return tuple((name, value) for name, _, value in parted)


def _bits(numbers: Iterable[int]) -> int:
    """Return the set of *numbers* as one number.

    >>> bin(_bits([0, 3]))
    '0b1001'
    """
    flags = bytearray()
    for number in numbers:
        place, bit = divmod(number, 8)
        if place >= len(flags):
            flags.extend(bytes(place + 1 - len(flags)))
        flags[place] |= 1 << bit
    return int.from_bytes(flags, "little")


def packed(bits: int) -> bytes:
    """Return a set of documents as it is stored."""
    return zlib.compress(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), 1)


def unpacked(data: bytes) -> int:
    """Return the set of documents that is stored as *data*."""
    return int.from_bytes(zlib.decompress(data), "little")
