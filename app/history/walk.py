"""What was published when: the first-parent commits of a branch, one after another.

A merge is one publication, by its own date: the branch showed nothing of the merged side
before, and all of it at once after.  So only the first parent of each commit is followed,
and commits of the side never were what a reader could see.  A revert is a commit as any
other.  Dates are those of the committer; the author's is the day of writing.  Nothing is
sorted by date, since clocks go wrong and the order of commits does not.

What is not committed is a last publication without commit and date, and so is a knowledge
base that is not kept in git.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from app.history.digest import blob_name
from app.history.git import FILE_MODES, GONE, Commit, Entry, Repository
from app.history.revision import short
from app.problems import Place
from app.records.files import (
    HEADER_FILE,
    Found,
    entries,
    id_of,
    is_ignored,
    misnamed,
    printed,
)
from app.records.kinds import HEADER, KINDS
from app.records.tree import MOST_BYTES, too_large
from app.rules import UNREADABLE

#: So many commits are read at once: what their files hold is in memory together.
_AT_ONCE = 500
#: Git allows seconds that no date has; the last day of the calendar stands for them.
_LAST_SECOND = 253_402_300_799


@dataclass(frozen=True, slots=True)
class File:
    """A file that a publication changed: whose it is and what it holds.

    ``hash`` is that of the blob, empty where the file is gone; ``found`` is the file.
    """

    id: str
    hash: str = ""
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A moment at which records became others.

    ``commit`` is a full hash, ``date`` is in UTC (2024-07-01T12:00:00Z); both are empty
    for what is not committed.
    """

    commit: str
    date: str
    subject: str
    files: tuple[File, ...]


def publications(
    repository: Repository, commits: Sequence[Commit]
) -> Iterator[Publication]:
    """Yield what *commits* published, those that changed no record left out.

    Raises:
        GitFailed: an object is missing.
    """
    rest = iter(commits)
    while some := list(islice(rest, _AT_ONCE)):
        changed = {
            commit: [item for item in files if _record_id(item.path)]
            for commit, files in repository.changes(some)
        }
        hashes = sorted(
            {
                item.hash
                for files in changed.values()
                for item in files
                if item.mode in FILE_MODES
            }
        )
        sizes = dict(zip(hashes, repository.sizes(hashes), strict=True))
        fit = [item for item in hashes if sizes[item] <= MOST_BYTES]
        data = dict(zip(fit, repository.blobs(fit), strict=True))
        for commit in some:
            files = tuple(
                _file(repository, commit, item, data, sizes)
                for item in changed.get(commit.hash, ())
            )
            if files:
                yield Publication(commit.hash, dated(commit), commit.subject, files)


def uncommitted(root: Path, committed: Mapping[str, str]) -> Publication | None:
    """Return what the folder *root* holds otherwise than it was committed, if anything.

    *committed* are the hashes of the files' blobs by record.
    """
    there = {found.id: _on_disk(found, committed) for found in entries(root) if found.id}
    changed = [
        File(found.id, digest, found)
        for found, digest in there.values()
        if digest != committed.get(found.id)
    ]
    gone = [File(record_id) for record_id in committed if record_id not in there]
    files = tuple(sorted((*changed, *gone), key=lambda item: item.id))
    return Publication("", "", "", files) if files else None


def dated(commit: Commit) -> str:
    """Return the date of a commit.

    >>> dated(Commit("", "", 0, ""))
    '1970-01-01T00:00:00Z'
    """
    seconds = min(max(commit.seconds, 0), _LAST_SECOND)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _record_id(path: str) -> str:
    """Return the id of the record whose file has a path; empty where it is none's."""
    if path == HEADER_FILE:
        return HEADER
    folder, _, name = path.rpartition("/")
    if folder not in KINDS or is_ignored(name, folder):
        return ""
    return (
        "" if misnamed(Path(path), folder, name, is_folder=False) else id_of(folder, name)
    )


def _file(
    repository: Repository,
    commit: Commit,
    entry: Entry,
    data: Mapping[str, bytes],
    sizes: Mapping[str, int],
) -> File:
    """Return a file as it is at a commit; what is wrong with it has its place there."""
    record_id = _record_id(entry.path)
    if entry.mode == GONE:
        return File(record_id)
    inner = "/".join(item for item in (repository.prefix, entry.path) if item)
    path = Path(f"{short(commit.hash)}:{inner}")
    problem = None
    if entry.mode not in FILE_MODES:
        problem = UNREADABLE.at(Place(printed(path)), "this is not an ordinary file")
    elif entry.hash not in data:
        problem = too_large(sizes[entry.hash], printed(path))
    return File(
        record_id, entry.hash, Found(path, record_id, problem, data.get(entry.hash))
    )


def _on_disk(found: Found, committed: Mapping[str, str]) -> tuple[Found, str]:
    """Return a file of a folder with what it holds, and the hash that git would give it."""
    if found.problem is not None:
        return found, "unread"
    try:
        data = found.path.read_bytes()
    except OSError:
        return found, "unread"  # whoever reads it as a record says why it cannot be
    made = blob_name(data, committed.get(found.id, ""))
    return Found(found.path, found.id, None, data), made
