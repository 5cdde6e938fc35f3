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

from app.errors import BuildError, HistoryCut, IndexUnusable
from app.graph.build import locked
from app.graph.store import DISK_ERRORS
from app.history.chronicle import Chronicle
from app.history.index import Index
from app.history.released import mark_of, released_beside, take_over
from app.history.replay import update
from app.history.versions import Versions
from app.records.load import Progress

INDEX = "versions.sqlite"
_PARTIAL = "versions.partial.sqlite"
#: Holds which released index was taken over; empty where the records are kept in git.
_MARK = "versions.released"


@dataclass(frozen=True, slots=True)
class History:
    """The versions of all records up to now; ``name`` is another where they are."""

    name: str
    versions: Versions
    chronicle: Chronicle


def bring_up(out: Path, root: Path, progress: Progress | None = None) -> str:
    """Bring the index in *out* up to the commits and the files of *root*.

    Where no git keeps them, it goes on from the index that the release carries.

    Returns:
        What keeps the history from being whole, as a sentence, or nothing.

    Raises:
        BuildLocked: another build is at work in *out*.
        BuildError: the disk refuses.
        GitFailed: git refuses, or an object is missing.
        IndexUnusable: the index that the release carries is damaged.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with locked(out):
            return _bring_up(out, root, progress)
    except DISK_ERRORS as error:
        raise BuildError(f"the versions could not be written: {error}") from error


def _bring_up(out: Path, root: Path, progress: Progress | None) -> str:
    partial = out / _PARTIAL
    partial.unlink(missing_ok=True)
    released = released_beside(root)
    mark = mark_of(released) if released is not None else ""
    if released is not None and mark != _known_mark(out):
        take_over(released, partial)
    elif (out / INDEX).exists():
        shutil.copyfile(out / INDEX, partial)
    try:
        update(partial, root, None if released is not None else "HEAD", progress)
    except IndexUnusable:
        # It was written by another program, or is broken: it can be made anew.
        partial.unlink()
        return _anew(out, root, progress)
    except HistoryCut as cut:
        # What there is of the history would be told as if it were the whole of it.
        partial.unlink()
        (out / INDEX).unlink(missing_ok=True)
        return str(cut)
    partial.replace(out / INDEX)
    (out / _MARK).write_text(mark, "ascii")
    return ""


def _anew(out: Path, root: Path, progress: Progress | None) -> str:
    for name in (INDEX, _MARK):
        (out / name).unlink(missing_ok=True)
    return _bring_up(out, root, progress)


def _known_mark(out: Path) -> str:
    """Return which released index the one in *out* goes on from; empty if from none."""
    mark = out / _MARK
    return mark.read_text("ascii") if mark.exists() and (out / INDEX).exists() else ""


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
