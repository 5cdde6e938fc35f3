"""A knowledge base as it was at a revision of git; the working tree is not touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.errors import NothingThen
from app.history.git import FILE_MODES, FOLDER_MODE, LINK_MODE, Entry, Repository
from app.problems import Place, Problem
from app.records.files import (
    HEADER_FILE,
    Found,
    id_of,
    is_ignored,
    misnamed,
    misplaced,
    printed,
)
from app.records.kinds import HEADER, KINDS
from app.records.load import Progress, load_found
from app.records.record import KnowledgeBase
from app.records.tree import MOST_BYTES, too_large
from app.rules import UNREADABLE

#: So much of a hash names a commit to people.
_SHORT = 12


def load_at(
    repository: Repository, commit: str, *, progress: Progress | None = None
) -> KnowledgeBase:
    """Return the knowledge base of a repository's folder as it was at *commit*.

    *commit* is a full hash (:meth:`Repository.commit`).  The places of its problems begin
    with the commit, as ``git show`` takes them: ``0e0c400f19de:kb/claims/x.yaml``.

    Raises:
        NothingThen: the folder held no ``kb.yaml``, or did not exist.
        GitFailed: an object is missing.
    """
    entries = repository.entries(commit)
    if not any(entry.path == HEADER_FILE for entry in entries):
        where = repository.prefix or "the top folder"
        raise NothingThen(
            f"at {short(commit)} there is no knowledge base: {where} holds no {HEADER_FILE}"
        )
    top = Path(f"{short(commit)}:{repository.prefix}")
    found = list(_found(top, entries))
    hashes = {entry.path: entry.hash for entry in entries}
    return load_found(_with_data(repository, top, hashes, found), progress)


def short(commit: str) -> str:
    """Return the part of a commit's hash that people read."""
    return commit[:_SHORT]


def _found(top: Path, entries: Sequence[Entry]) -> Iterator[Found]:
    """Look at what a commit holds as :mod:`app.records.files` looks at a folder."""
    for entry in entries:
        folder, slash, name = entry.path.rpartition("/")
        path = _path(top, entry.path)
        is_folder = entry.mode == FOLDER_MODE
        if not slash:
            yield from _at_top(path, entry)
        elif folder in KINDS and not is_ignored(name, folder):
            bad = misnamed(path, folder, name, is_folder=is_folder)
            yield bad or Found(path, id_of(folder, name), _unfit(path, entry))


def _at_top(path: Path, entry: Entry) -> Iterator[Found]:
    if entry.path == HEADER_FILE:
        yield Found(path, HEADER, _unfit(path, entry))
    elif entry.path in KINDS:
        if entry.mode != FOLDER_MODE:
            yield Found(path, problem=_not_due(path, "a folder"))
    elif not is_ignored(entry.path):
        yield misplaced(path)


def _unfit(path: Path, entry: Entry) -> Problem | None:
    """Say why an entry cannot be read as a record, or nothing."""
    if entry.mode == LINK_MODE:
        message = "this is a link, and links are not followed in an earlier version"
        return UNREADABLE.at(Place(printed(path)), message)
    if entry.mode not in FILE_MODES:
        return _not_due(path, "an ordinary file")
    if entry.size > MOST_BYTES:
        return too_large(entry.size, printed(path))
    return None


def _not_due(path: Path, due: str) -> Problem:
    return UNREADABLE.at(Place(printed(path)), f"this is not {due}")


def _with_data(
    repository: Repository, top: Path, hashes: dict[str, str], found: Sequence[Found]
) -> list[Found]:
    """Give each file that can be read what it holds."""
    names = {_path(top, name): digest for name, digest in hashes.items()}
    wanted = [item for item in found if item.id and item.problem is None]
    blobs = repository.blobs([names[item.path] for item in wanted])
    data = {item.path: blob for item, blob in zip(wanted, blobs, strict=True)}
    return [Found(item.path, item.id, item.problem, data.get(item.path)) for item in found]


def _path(top: Path, inner: str) -> Path:
    return Path(f"{top}{'' if str(top).endswith(':') else '/'}{inner}")
