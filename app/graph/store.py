"""Finished generations, read only.

``<out>/current`` is a pointer file with the name of the generation that is served;
``<out>/<name>/`` holds ``store/`` (Oxigraph: one named graph a record, queried as their
union) and ``index.sqlite`` (the files as they are, digests and counts).  A generation
never changes once the pointer has named it.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from app.errors import NothingBuilt
from app.graph.iris import Base, rule
from app.graph.statements import Statements

POINTER = "current"
STORE = "store"
INDEX = "index.sqlite"

#: What is raised for files that are gone, broken or cannot be written; Oxigraph raises
#: a RuntimeError for broken ones.
DISK_ERRORS = (OSError, RuntimeError, sqlite3.Error)

_ATTEMPTS = 5
#: Statements that are copied into memory, some 500 bytes each; more are read from the disk.
MOST_IN_MEMORY = 2_000_000
#: Up to so many are copied by each worker of a server, too: a page is fetched in half of
#: the time, and the copy takes less than a second when a new generation is taken up.
MOST_SERVED_FROM_MEMORY = 60_000


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Generation:
    """One finished build, open for reading."""

    name: str
    base: Base
    store: ox.Store
    index: sqlite3.Connection
    statements: Statements = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep what is read of the store with the store."""
        object.__setattr__(self, "statements", Statements(self.store))

    def construct(self, query: str, this: str = "") -> Iterator[ox.Triple]:
        """Run a CONSTRUCT over the union of all graphs.

        In *query* ``$this`` stands for the IRI of the id *this*, ``$base`` for the
        base IRI, ``$rules`` for what the IRIs of rules begin with.

        Raises:
            ValueError: *this* does not give a valid IRI.
        """
        found = self.store.query(self._bind(query, this), use_default_graph_as_union=True)
        if not isinstance(found, ox.QueryTriples):
            raise ValueError("the query is not a CONSTRUCT")
        return found

    def select(self, query: str, this: str = "") -> Iterator[ox.QuerySolution]:
        """Run a SELECT over the union of all graphs; see :meth:`construct`."""
        return self.solutions(query, this)

    def solutions(self, query: str, this: str = "") -> ox.QuerySolutions:
        """Run a SELECT; its answer names its variables, too."""
        found = self.store.query(self._bind(query, this), use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions):
            raise ValueError("the query is not a SELECT")
        return found

    def _bind(self, query: str, this: str) -> str:
        # NamedNode refuses whatever is not an IRI, so nothing else gets into the query.
        base = str(ox.NamedNode(self.base.iri))
        iri = str(ox.NamedNode(self.base.absolute(this)))
        rules = str(ox.NamedNode(self.base.iri + rule("")))
        query = query.replace("$base", base).replace("$rules", rules)
        return query.replace("$this", iri)

    def holds(self, record_id: str) -> bool:
        """Tell whether a record of that id is published."""
        row = self.index.execute("SELECT 1 FROM record WHERE id = ?", (record_id,))
        return row.fetchone() is not None

    def count(self, folder: str) -> int:
        """Return how many published records there are of a kind."""
        row = self.index.execute(
            "SELECT count(*) FROM record WHERE id BETWEEN ? AND ?", _range(folder)
        )
        found: tuple[int] = row.fetchone()
        return found[0]

    def ids(self, folder: str, *, limit: int = -1, offset: int = 0) -> list[str]:
        """Return ids of published records of a kind, sorted; all without *limit*."""
        rows = self.index.execute(
            "SELECT id FROM record WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ? OFFSET ?",
            (*_range(folder), limit, offset),
        )
        return [row[0] for row in rows]

    def source(self, record_id: str) -> bytes | None:
        """Return the file of a record as it is, or None where there is none."""
        row = self.index.execute("SELECT source FROM record WHERE id = ?", (record_id,))
        found: tuple[bytes] | None = row.fetchone()
        return found[0] if found else None


def _range(folder: str) -> tuple[str, str]:
    """Return the bounds between which the ids of a folder sort."""
    return f"{folder}/", f"{folder}/~"


def pointed(out: Path) -> str | None:
    """Return the name of the generation that *out* points at, if any."""
    try:
        return (out / POINTER).read_text("ascii").strip() or None
    except FileNotFoundError:
        return None


def meta(folder: Path) -> dict[str, str]:
    """Return what the index of a generation says of the generation itself."""
    return _pairs(folder, "SELECT key, value FROM meta")


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of what each record of a generation compiled to, by id."""
    return _pairs(folder, "SELECT id, digest FROM record")


def _pairs(folder: Path, query: str) -> dict[str, str]:
    with closing(_connect(folder, "mode=ro")) as index:
        return dict(index.execute(query))


def _connect(folder: Path, options: str, *, shared: bool = False) -> sqlite3.Connection:
    """Open the index of a generation; a *shared* one serves several threads."""
    # A URI, as nothing else opens read only: the path may hold "?", "#" or "%".
    uri = f"{(folder / INDEX).absolute().as_uri()}?{options}"
    # No statement is kept: two threads would bind and step the same one.
    return sqlite3.connect(uri, uri=True, check_same_thread=not shared, cached_statements=0)


def open_generation(out: Path, name: str, *, in_memory: int = 0) -> Generation:
    """Open a finished generation.

    One of at most *in_memory* statements is copied there, where a page is fetched in half
    of the time.

    Raises:
        DISK_ERRORS: it is gone, as when a later build has cleared it away, or broken.
    """
    folder = out / name
    base = Base(meta(folder)["base"])
    store = ox.Store.read_only(str(folder / STORE))
    if len(store) <= in_memory:
        store = _copied(store)
    index = _connect(folder, "mode=ro&immutable=1", shared=True)
    generation = Generation(name, base, store, index)
    # Whoever reads an older generation may still hold it, so nobody else can close it.
    weakref.finalize(generation, index.close)
    return generation


def _copied(store: ox.Store) -> ox.Store:
    written = store.dump(format=ox.RdfFormat.N_QUADS)
    copy = ox.Store()
    copy.bulk_load(written, format=ox.RdfFormat.N_QUADS)
    return copy


@dataclass(frozen=True, slots=True)
class Fixed:
    """A generation that stays the current one, whatever is built meanwhile."""

    generation: Generation

    def current(self) -> Generation:
        """Return it."""
        return self.generation


class Generations:
    """The generation now pointed at; a new one is taken up between two requests."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._current: Generation | None = None
        self._lock = threading.Lock()

    def current(self) -> Generation:
        """Return the generation that the pointer names now.

        Raises:
            NothingBuilt: there is none.
        """
        for _ in range(_ATTEMPTS):
            name = pointed(self._out)
            if name is None:
                raise NothingBuilt(f"nothing has been built in {self._out} yet")
            held = self._current
            if held is not None and held.name == name:
                return held
            try:
                return self._take_up(name)
            except DISK_ERRORS:
                # Two builds may have gone by since the pointer was read.
                continue
        raise NothingBuilt(f"the build in {self._out} cannot be opened; build again")

    def _take_up(self, name: str) -> Generation:
        with self._lock:
            if self._current is None or self._current.name != name:
                self._current = open_generation(
                    self._out, name, in_memory=MOST_SERVED_FROM_MEMORY
                )
            return self._current
