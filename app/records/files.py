"""Find the files of a knowledge base; whatever does not belong is a problem.

Nothing is passed over in silence but ``_templates``, ``README.md``, ``LICENSE`` and names
that begin with a dot.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.problems import Place, Problem
from app.records.kinds import HEADER, KINDS, is_record_id
from app.records.suggest import near
from app.rules import FILE_NAME, UNREADABLE

ENDING = ".yaml"
HEADER_FILE = f"{HEADER}{ENDING}"

_IGNORED_AT_TOP = frozenset({"README.md", "LICENSE", "_templates"})
_IGNORED_IN_FOLDER = frozenset({"README.md"})


@dataclass(frozen=True, slots=True)
class Found:
    """A record's file (``id`` is set), or what is wrong with what was found instead.

    ``data`` is what the file holds where that is known before it is read: a file of an
    earlier version, which stands in git and not under ``path``.
    """

    path: Path
    id: str = ""
    problem: Problem | None = None
    data: bytes | None = None


def entries(root: Path) -> Iterator[Found]:
    """Yield what a knowledge base holds, folder by folder, sorted by name."""
    for name in _names(root):
        if name in KINDS:
            yield from folder_entries(root, name)
        else:
            yield from top_entry(root, name)


def top_entry(root: Path, name: str) -> Iterator[Found]:
    """Look at what stands in the knowledge base beside the eight folders."""
    path = root / name
    if is_ignored(name):
        return
    if name == HEADER_FILE:
        yield _file(root, path, HEADER)
    else:
        yield misplaced(path)


def folder_entries(root: Path, folder: str) -> Iterator[Found]:
    """Yield what one of the eight folders holds."""
    path = root / folder
    fault = _unfit(root, path, stat.S_ISDIR, "a folder")
    if fault is not None:
        yield _bad(path, fault)
        return
    try:
        names = _names(path)
    except OSError as error:
        yield _bad(path, unreadable(path, error))
        return
    for name in names:
        yield from folder_entry(root, folder, name)


def folder_entry(root: Path, folder: str, name: str) -> Iterator[Found]:
    """Look at one file in one of the eight folders."""
    path = root / folder / name
    if is_ignored(name, folder):
        return
    fault = misnamed(path, folder, name, is_folder=path.is_dir())
    yield fault or _file(root, path, id_of(folder, name))


def is_ignored(name: str, folder: str = "") -> bool:
    """Tell whether a name is none of a record's, at the top or in one of the folders."""
    allowed = _IGNORED_IN_FOLDER if folder else _IGNORED_AT_TOP
    return name.startswith(".") or name in allowed


def misplaced(path: Path) -> Found:
    """Say that something stands beside the eight folders that does not belong there."""
    guess = near(path.name, (*KINDS, HEADER_FILE))
    message = f"only kb.yaml and the eight folders stand here.{guess}"
    return _bad(path, FILE_NAME.at(Place(printed(path)), message.rstrip(".")))


def misnamed(path: Path, folder: str, name: str, *, is_folder: bool) -> Found | None:
    """Say what is wrong with a name in one of the eight folders, or nothing."""
    if is_folder:
        message = "this is a folder, and the eight folders hold none"
    elif not name.endswith(ENDING):
        message = f"the name does not end in {ENDING}"
    elif not is_record_id(id_of(folder, name)):
        message = "the name is not of small letters, digits and single hyphens"
    else:
        return None
    return _bad(path, FILE_NAME.at(Place(printed(path)), message))


def id_of(folder: str, name: str) -> str:
    """Return the id of the record in a file.

    >>> id_of("claims", "x.yaml")
    'claims/x'
    """
    return f"{folder}/{name.removesuffix(ENDING)}"


def unreadable(path: Path, error: OSError) -> Problem:
    """Say that the system does not let a file be read, and why."""
    message = f"the file cannot be read: {error.strerror or type(error).__name__}"
    return UNREADABLE.at(Place(printed(path)), message)


def printed(path: Path) -> str:
    """Return a path that can be printed: broken bytes in names are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def _names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def _file(root: Path, path: Path, record_id: str) -> Found:
    fault = _unfit(root, path, stat.S_ISREG, "an ordinary file")
    return Found(path, record_id, fault)


def _bad(path: Path, problem: Problem) -> Found:
    return Found(path, problem=problem)


def _unfit(
    root: Path, path: Path, is_due: Callable[[int], bool], due: str
) -> Problem | None:
    """Say why something is not what it is to be, or leads out of the knowledge base."""
    try:
        found = path.stat()
        is_link = path.is_symlink()
    except OSError as error:
        return unreadable(path, error)
    if is_link and not path.resolve().is_relative_to(root.resolve()):
        message = "the link leads out of the knowledge base"
        return UNREADABLE.at(Place(printed(path)), message)
    if not is_due(found.st_mode):
        return UNREADABLE.at(Place(printed(path)), f"this is not {due}")
    return None
