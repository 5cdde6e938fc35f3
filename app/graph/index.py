"""The SQLite file of a generation: the files as they are, digests, and full text."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.graph import fulltext
from app.graph.fill import few_changes
from app.graph.plan import Plan
from app.graph.store import INDEX, meta

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE record (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, file TEXT NOT NULL,
  statements INTEGER NOT NULL, source BLOB NOT NULL
);
"""


def write_index(plan: Plan, path: Path, last: Path | None) -> None:
    """Write the index to *path*: afresh, or as an amended copy of that in *last*."""
    amended = last is not None and few_changes(plan, last) and _is_alike(plan, last)
    if last is not None and amended:
        shutil.copyfile(last / INDEX, path)
    with closing(sqlite3.connect(path)) as index, index:
        if amended:
            _amend(index, plan)
        else:
            _create(index, plan)


def _is_alike(plan: Plan, last: Path) -> bool:
    """Tell whether *last* was indexed by the same program."""
    return meta(last).get("index") == plan.index


def _create(index: sqlite3.Connection, plan: Plan) -> None:
    index.executescript(_TABLES)
    index.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("base", plan.base.iri), ("index", plan.index), ("schemas", plan.schemas)],
    )
    _insert(index, plan, {item.id for item in plan.compiled})
    fulltext.create(index, plan.records)


def _amend(index: sqlite3.Connection, plan: Plan) -> None:
    rows = index.execute("SELECT id, digest, file FROM record")
    before = {record_id: (digest, file) for record_id, digest, file in rows}
    now = {key: (digest, plan.files[key]) for key, digest in plan.digests.items()}
    differing = {key for key, _ in before.items() ^ now.items()}
    index.executemany(
        "DELETE FROM record WHERE id = ?", [(key,) for key in sorted(differing)]
    )
    _insert(index, plan, differing)
    # A comment in a file changes no document.
    changed = {key for key in differing if before.get(key, "")[:1] != now.get(key, "")[:1]}
    fulltext.amend(index, plan.records, changed)


def _insert(index: sqlite3.Connection, plan: Plan, ids: set[str]) -> None:
    index.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
        (
            (
                item.id,
                plan.digests[item.id],
                plan.files[item.id],
                item.statements,
                plan.sources[item.id],
            )
            for item in plan.compiled
            if item.id in ids
        ),
    )
