"""The index of versions: tables of SQLite, from which nothing is taken away.

============= ========================================================================
table         has a row for
============= ========================================================================
publication   each commit that changed the records, in order, and last what is not
              committed (without commit and date)
version       each time that a record's content became another: its digest, kind, reason
content       each digest: canonical JSON, and the files that it was made of
blob          each file of a record that could be read, by its hash in git
standing      each change in how an id answers: live, moved, merged, withdrawn, gone
unread        each file that could not be read at a commit: its record stayed as it was
file          the files as they are at the last commit, and what of each was last read
need          what decides a record's content, by record
reference     who names whom under ``formerly`` and by the relations that are looked up
              from their end (:mod:`app.history.backward`)
============= ========================================================================

The last three say how things are; the others grow.  ``at`` is the number of a publication.
What is not committed is written last and taken away again by :meth:`Index.roll_back`.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.errors import IndexUnusable

#: Of tables and columns, what is in a version and how reasons are told; an index of
#: another is made anew.
SCHEMA = "2"
#: Packs JSON to a third; a higher level takes three times as long and saves a tenth.
_LEVEL = 3

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE publication (
  at INTEGER PRIMARY KEY, commit_hash TEXT NOT NULL, date TEXT NOT NULL,
  subject TEXT NOT NULL
);
CREATE TABLE version (
  record TEXT NOT NULL, at INTEGER NOT NULL, digest TEXT NOT NULL, kind TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (record, at)
) WITHOUT ROWID;
CREATE TABLE content (
  digest TEXT PRIMARY KEY, at INTEGER NOT NULL, record TEXT NOT NULL,
  canonical BLOB NOT NULL, members BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE blob (
  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE,
  yaml BLOB NOT NULL
);
CREATE TABLE standing (
  record TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, target TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (record, at)
) WITHOUT ROWID;
CREATE TABLE unread (
  at INTEGER NOT NULL, record TEXT NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (at, record)
) WITHOUT ROWID;
CREATE TABLE file (record TEXT PRIMARY KEY, hash TEXT NOT NULL, blob INTEGER) WITHOUT ROWID;
CREATE TABLE need (
  record TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (member, record)
) WITHOUT ROWID;
CREATE TABLE reference (
  holder TEXT NOT NULL, key TEXT NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (key, target, holder)
) WITHOUT ROWID;
CREATE INDEX need_record ON need (record);
CREATE INDEX reference_holder ON reference (holder);
CREATE INDEX version_digest ON version (digest);
"""
#: Every table, with its columns in the order of its rows, and the packed ones.
TABLES = {
    "meta": ("key", "value"),
    "publication": ("at", "commit_hash", "date", "subject"),
    "blob": ("number", "at", "hash", "yaml"),
    "content": ("digest", "at", "record", "canonical", "members"),
    "version": ("record", "at", "digest", "kind", "reason"),
    "standing": ("record", "at", "state", "target", "reason"),
    "unread": ("at", "record", "message"),
    "file": ("record", "hash", "blob"),
    "need": ("record", "member"),
    "reference": ("holder", "key", "target"),
}
PACKED = frozenset({"yaml", "canonical", "members"})
#: The tables that grow with publications.
GROWING = tuple(name for name, columns in TABLES.items() if "at" in columns)

Row = tuple[Any, ...]


class Index:
    """An index in a file, or in memory; rows go in and out as they are stored."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> Index:
        """Open the index in *path* to be continued, and make it where there is none.

        Raises:
            IndexUnusable: the file is no index, or one of another program.
        """
        index = cls(sqlite3.connect(path, isolation_level=None))
        try:
            if not index.rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
                index._database.executescript(_TABLES)
                index.insert("meta", [("schema", SCHEMA)])
        except sqlite3.DatabaseError as error:
            raise IndexUnusable(f"{path} is no index of versions: {error}") from error
        return index._checked(path)

    @classmethod
    def read_only(cls, path: Path) -> Index:
        """Open the index in *path* to be asked, from any thread.

        Raises:
            IndexUnusable: there is none, or it is one of another program.
        """
        address = f"{path.resolve().as_uri()}?mode=ro"
        try:
            # No statement is kept: two threads would bind and step the same one.
            connected = sqlite3.connect(
                address, uri=True, check_same_thread=False, cached_statements=0
            )
        except sqlite3.OperationalError as error:
            raise IndexUnusable(f"{path} cannot be opened: {error}") from error
        return cls(connected)._checked(path)

    @classmethod
    def empty(cls) -> Index:
        """Return an index in memory that holds nothing."""
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(_TABLES)
        return cls(database)

    def _checked(self, path: Path) -> Index:
        try:
            found = self.meta("schema")
        except sqlite3.DatabaseError as error:
            raise IndexUnusable(f"{path} is no index of versions: {error}") from error
        if found != SCHEMA:
            raise IndexUnusable(f"{path} was written by another program: {found!r}")
        return self

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def rows(self, question: str, *values: Any) -> list[Row]:
        """Return what answers a question of SQL."""
        return self._database.execute(question, values).fetchall()

    def one(self, question: str, *values: Any) -> Row | None:
        """Return the first row that answers a question of SQL, or None."""
        found: Row | None = self._database.execute(question, values).fetchone()
        return found

    def execute(self, statement: str, *values: Any) -> None:
        """Change rows."""
        self._database.execute(statement, values)

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows to a table; one that has the key of another takes its place."""
        places = ", ".join("?" * len(TABLES[table]))
        self._database.executemany(
            f"INSERT OR REPLACE INTO {table} VALUES ({places})",  # noqa: S608
            rows,
        )

    def meta(self, key: str) -> str:
        """Return what is known of the index as a whole; empty where it is not."""
        found = self.one("SELECT value FROM meta WHERE key = ?", key)
        return "" if found is None else str(found[0])

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep all that is done inside, or nothing where it is broken off."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def aside(self, at: int) -> Iterator[None]:
        """Keep of what is done inside only the rows of the publication *at*.

        How things are (files, needs, references) stays as it was before.
        """
        self._database.execute("SAVEPOINT aside")
        yield
        kept = {
            name: self.rows(f"SELECT * FROM {name} WHERE at = ?", at)  # noqa: S608
            for name in GROWING
        }
        self._database.execute("ROLLBACK TO aside")
        self._database.execute("RELEASE aside")
        for name, rows in kept.items():
            self.insert(name, rows)

    def roll_back(self) -> None:
        """Take away what was not committed when it was written."""
        found = self.one("SELECT at FROM publication WHERE commit_hash = ''")
        for name in GROWING if found else ():
            self.execute(f"DELETE FROM {name} WHERE at = ?", found and found[0])  # noqa: S608

    def clear(self) -> None:
        """Take everything away."""
        for name in TABLES:
            if name != "meta":
                self.execute(f"DELETE FROM {name}")  # noqa: S608
        self.insert("meta", [("commit", "")])


def packed(data: bytes) -> bytes:
    """Pack a text for a row."""
    return zlib.compress(data, _LEVEL)


def unpacked(data: bytes) -> bytes:
    """Return a text as it was before it was packed."""
    return zlib.decompress(data)
