"""The index of versions that a release carries, where no git keeps the records.

``versions.jsonl.gz`` stands beside the folder of the records, as in the archive of a
release (:mod:`app.site.export.release`); its lines are those of :mod:`app.history.archive`.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from app.errors import GitMissing, IndexUnusable, NotARepository, UnknownRevision
from app.history.archive import lines, restore
from app.history.git import Repository
from app.records.files import HEADER_FILE

RELEASED = "versions.jsonl.gz"


def packed_lines(index: Path) -> bytes:
    """Return the index as a release carries it; the same history gives the same bytes.

    Raises:
        IndexUnusable: there is no index, or it is one of another program.
    """
    return gzip.compress(b"".join(lines(index)), mtime=0)


def released_beside(root: Path) -> Path | None:
    """Return the index of a release that goes with the records in *root*, if one does.

    None where git keeps the records: then git says what was published.

    Raises:
        GitFailed: git refuses to read the repository.
    """
    found = root.resolve().parent / RELEASED
    if not found.is_file():
        return None
    try:
        repository = Repository(root)
        held = repository.entries(repository.commit("HEAD"))
    except (GitMissing, NotARepository, UnknownRevision):
        return found
    # An archive that was unpacked inside of a clone is no part of what the clone keeps.
    return None if any(entry.path == HEADER_FILE for entry in held) else found


def mark_of(released: Path) -> str:
    """Return the SHA-256 of a released index: another release has another."""
    with released.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_over(released: Path, index: Path) -> None:
    """Make *index* from a released one.

    Raises:
        IndexUnusable: it is damaged, or of another program.
    """
    try:
        restore(index, _unpacked(released))
    except IndexUnusable as error:
        raise IndexUnusable(f"{released}: {error}") from error


def _unpacked(released: Path) -> Iterator[bytes]:
    try:
        with gzip.open(released, "rb") as file:
            if not file.peek(1):
                raise IndexUnusable("it is empty")
            yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise IndexUnusable(f"it cannot be unpacked: {error}") from error
