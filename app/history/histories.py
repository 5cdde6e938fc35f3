"""The index of versions beside the generations, brought up to date and taken up.

``<out>/versions.sqlite`` is replaced as a whole: whoever reads it goes on with the one
that was opened, and a crash leaves the old one in place.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path

from app.errors import HistoryCut, IndexUnusable
from app.history.chronicle import Chronicle
from app.history.index import Index
from app.history.replay import update
from app.history.versions import Versions
from app.records.load import Progress

INDEX = "versions.sqlite"
_PARTIAL = "versions.partial.sqlite"


@dataclass(frozen=True, slots=True)
class History:
    """The versions of all records up to now; ``name`` is another where they are."""

    name: str
    versions: Versions
    chronicle: Chronicle


def bring_up(out: Path, root: Path, progress: Progress | None = None) -> str:
    """Bring the index in *out* up to the commits and the files of *root*.

    Returns:
        What keeps the history from being whole, as a sentence, or nothing.

    Raises:
        GitFailed: git refuses, or an object is missing.
    """
    partial = out / _PARTIAL
    partial.unlink(missing_ok=True)
    if (out / INDEX).exists():
        shutil.copyfile(out / INDEX, partial)
    lacking = ""
    try:
        update(partial, root, progress=progress)
    except IndexUnusable:
        # It was written by another program, or is broken: it can be made anew.
        partial.unlink()
        return _anew(out, root, progress)
    except HistoryCut as cut:
        lacking = str(cut)
        partial.unlink()
        update(partial, root, None, progress)
    partial.replace(out / INDEX)
    return lacking


def _anew(out: Path, root: Path, progress: Progress | None) -> str:
    (out / INDEX).unlink(missing_ok=True)
    return bring_up(out, root, progress)


class Histories:
    """The history that stands in a folder now; a new one is taken up between requests."""

    def __init__(self, out: Path) -> None:
        self._path = out / INDEX
        self._held: tuple[tuple[int, ...], History] | None = None
        self._lock = threading.Lock()

    def current(self) -> History:
        """Return the history; an empty one where none was written yet."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return _EMPTY
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        held = self._held
        if held is not None and held[0] == mark:
            return held[1]
        with self._lock:
            if self._held is None or self._held[0] != mark:
                self._held = (mark, _opened(self._path))
            return self._held[1]


def _opened(path: Path) -> History:
    index = Index.read_only(path)
    versions = Versions(index)
    history = History(_name(index), versions, Chronicle(versions))
    # Whoever answers from an older one may still hold it, so nobody else can close it.
    weakref.finalize(history.versions, index.close)
    return history


def _name(index: Index) -> str:
    """Digest what versions there are and how ids answer."""
    digest = hashlib.sha256()
    for question in (
        "SELECT record, at, digest, kind, reason FROM version ORDER BY record, at",
        "SELECT record, at, state, target, reason FROM standing ORDER BY record, at",
        "SELECT at, commit_hash, date FROM publication ORDER BY at",
    ):
        for row in index.rows(question):
            digest.update(repr(row).encode())
    return digest.hexdigest()[:16]


_NONE = Versions(Index.empty())
_EMPTY = History("", _NONE, Chronicle(_NONE))
