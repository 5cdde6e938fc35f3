"""An index of versions as lines of JSON: what a release carries where git does not come.

One line a row, ``[table, column, …]``, in the order of the tables and their keys; so two
indexes of the same history are the same bytes.  What is packed in the index is text here:
the SHA-256 of a content's canonical JSON, as UTF-8, is its digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from app.errors import IndexUnusable
from app.history.digest import blob_name, digest
from app.history.index import PACKED, SCHEMA, TABLES, Index, packed, unpacked


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of the index in *path*, each with its end.

    Raises:
        IndexUnusable: there is no index, or it is one of another program.
    """
    index = Index.read_only(path)
    try:
        for table, columns in TABLES.items():
            order = ", ".join(columns)
            for row in index.rows(f"SELECT {order} FROM {table} ORDER BY {order}"):  # noqa: S608
                cells = zip(columns, row, strict=True)
                yield orjson.dumps([table, *(_shown(*cell) for cell in cells)]) + b"\n"
    finally:
        index.close()


def restore(path: Path, rows: Iterable[bytes]) -> None:
    """Make the index in *path* from its lines; one that is there is replaced.

    Raises:
        IndexUnusable: a line is no row or was altered, or the lines are of another program.
    """
    index = Index.open(path)
    try:
        with index.changing():
            index.clear()
            for number, line in enumerate(rows, 1):
                table, row, shown = _row(number, line)
                if not _is_true(table, shown):
                    raise IndexUnusable(
                        f"line {number} was altered: what it holds has another digest than "
                        "the one that names it"
                    )
                index.insert(table, [row])
            if index.meta("schema") != SCHEMA:
                raise IndexUnusable(f"the lines are of another program: {SCHEMA} is due")
    finally:
        index.close()


def _shown(column: str, value: Any) -> Any:
    return unpacked(value).decode("utf-8") if column in PACKED else value


def _is_true(table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a row that is named by what it holds has the right name.

    A content has the digest that is cited, a file the name that git gives to a blob.
    """
    if table == "content":
        return digest(str(row["canonical"]).encode("utf-8")) == str(row["digest"])
    if table == "blob":
        name = str(row["hash"])
        return blob_name(str(row["yaml"]).encode("utf-8"), name) == name
    return True


def _row(number: int, line: bytes) -> tuple[str, tuple[Any, ...], Mapping[str, Any]]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise IndexUnusable(f"line {number} is no JSON: {error}") from error
    columns = TABLES.get(str(found[0]), ()) if isinstance(found, list) and found else ()
    if not columns or len(found) != 1 + len(columns):
        raise IndexUnusable(f"line {number} is no row of an index of versions")
    cells = zip(columns, found[1:], strict=True)
    shown = dict(cells)
    return str(found[0]), tuple(_stored(*cell) for cell in shown.items()), shown


def _stored(column: str, value: Any) -> Any:
    return packed(str(value).encode("utf-8")) if column in PACKED else value
