"""Where every key and value of a record stands in its file."""

from __future__ import annotations

from array import array
from typing import Any

from app.problems import Place

#: A way into a record: the keys of mappings and the positions in lists.
Path = tuple[str | int, ...]

#: A position is one number: the line from 0, the column from 0, whether it is plain.
LINE_SHIFT = 32
_COLUMN_MASK = (1 << 31) - 1


def unpacked(position: int) -> tuple[int, int, bool]:
    """Return line, column (from 1) and whether a plain scalar stands at *position*.

    >>> unpacked(2 << LINE_SHIFT | 7 << 1 | True)
    (3, 8, True)
    """
    return (
        (position >> LINE_SHIFT) + 1,
        ((position >> 1) & _COLUMN_MASK) + 1,
        bool(position & 1),
    )


class Places:
    """Where the keys and values of a record stand in its file.

    Kept as one number for each key and value, in the order of the file; the index from
    paths is made when it is first asked for.
    """

    __slots__ = ("_data", "_index", "_path", "_positions")

    def __init__(
        self, path: str, data: dict[str, Any] | None, positions: array[int]
    ) -> None:
        """Take *positions* in the order of the file, as *data* is."""
        self._path = path
        self._data = data
        self._positions = positions
        self._index: dict[Path, tuple[int, int]] | None = None

    def value(self, path: Path) -> Place:
        """Return the place of the value at *path*, or of the nearest part above it."""
        return self._place(self._find(path)[1])

    def key(self, path: Path) -> Place:
        """Return the place of the key that *path* ends in; an item's is its own."""
        return self._place(self._find(path)[0])

    def is_plain(self, path: Path) -> bool:
        """Return whether the value at *path* is written without quotes."""
        found = self._indexed().get(path)
        return found is not None and unpacked(found[1])[2]

    def _place(self, position: int) -> Place:
        line, column, _plain = unpacked(position)
        return Place(self._path, line, column)

    def _find(self, path: Path) -> tuple[int, int]:
        index = self._indexed()
        for end in range(len(path), -1, -1):
            if path[:end] in index:
                return index[path[:end]]
        return 0, 0

    def _indexed(self) -> dict[Path, tuple[int, int]]:
        if self._index is None:
            self._index = _index(self._data, self._positions)
        return self._index


def _index(
    data: dict[str, Any] | None, positions: array[int]
) -> dict[Path, tuple[int, int]]:
    """Match positions with paths: both are in the order of the file."""
    if data is None:
        return {}
    places = iter(positions)
    root = next(places)
    index: dict[Path, tuple[int, int]] = {(): (root, root)}

    def enter(value: Any, path: Path) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                index[(*path, key)] = (next(places), next(places))
                enter(item, (*path, key))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                place = next(places)
                index[(*path, number)] = (place, place)
                enter(item, (*path, number))

    enter(data, ())
    return index
