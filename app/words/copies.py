"""Copies of sources, held outside the repository and named by their hash.

::

    texts/<sha256 of the text>.txt      the main text, UTF-8
    warcs/<sha256 of the file>.warc.gz  the exchange that it came from (ISO 28500)
    copies/<sha256 of the text>.<hash>.json   who was asked, when, with which extractor

A file's name follows from its bytes, so that writers on a shared mount can only ever
write the same file.  A file comes into being whole or not at all, and none is replaced.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
import platformdirs

from app.errors import CopiesUnusable, CopyDamaged
from app.records.writing import beside

#: The environment variable that names the folder of copies.
VARIABLE = "CAVEAT_SNAPSHOTS"

#: What is called the extractor of a text that was a file by itself.
PLAIN = "plain-text"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MANIFEST = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{16})\.json")
_SHORT = 16


class Completeness(StrEnum):
    """Whether all of a document came."""

    COMPLETE = "complete"  # as much as was announced
    UNKNOWN = "unknown"  # nothing was announced, or an editor had the file
    TRUNCATED = "truncated"  # whoever took the copy says that it was cut off


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of one copy.

    ``source`` is the id of the record, or the address that was asked for; ``url`` where
    the document was found in the end, and ``archived`` the address at which an archive
    shows it.  ``taken`` is when the document had these words (None: nobody said), ``held``
    when the copy came here (both ISO 8601, UTC).  ``encoding`` is None where the bytes
    were no text (PDF).
    """

    source: str
    url: str | None
    archived: str | None
    media_type: str
    encoding: str | None
    taken: str | None
    held: str
    extractor: str
    version: str
    completeness: Completeness
    notes: tuple[str, ...] = ()
    text_sha256: str = ""
    warc_sha256: str | None = None


def snapshots_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of copies: ``CAVEAT_SNAPSHOTS``, else one in the user's data.

    >>> snapshots_folder({"CAVEAT_SNAPSHOTS": "/mnt/shared/copies"}).as_posix()
    '/mnt/shared/copies'
    """
    named = environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    return platformdirs.user_data_path("caveat", appauthor=False) / "snapshots"


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


class Copies:
    """The copies held in the folder *root*, which need not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, sha256: str) -> str | None:
        """Return the main text whose UTF-8 bytes have a SHA-256; None if none is held.

        Raises:
            CopyDamaged: what is held under the hash does not have it.
            CopiesUnusable: the system does not let it be read.
        """
        if not _SHA256.fullmatch(sha256):
            return None
        data = self._checked(self._text_path(sha256), sha256)
        try:
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{self._text_path(sha256)} is not UTF-8: {error}"
            raise CopyDamaged(message) from error

    def warc(self, sha256: str) -> bytes | None:
        """Return the exchange whose bytes have a SHA-256; errors as in :meth:`text`."""
        if not _SHA256.fullmatch(sha256):
            return None
        return self._checked(self._warc_path(sha256), sha256)

    def manifests(self, sha256: str | None = None) -> Iterator[Manifest]:
        """Yield what is known of each copy, or of those of one text, in a fixed order.

        Raises:
            CopyDamaged: a manifest is not what was written.
            CopiesUnusable: the system does not let it be read.
        """
        folder = self.root / "copies"
        try:
            names = sorted(path.name for path in folder.iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            raise CopiesUnusable(f"copies cannot be read: {error}") from error
        for name in names:
            parts = _MANIFEST.fullmatch(name)
            if parts is not None and sha256 in (None, parts[1]):
                yield _manifest(folder / name, _read(folder / name), parts[2])

    def add(self, text: str, warc: bytes | None, about: Manifest) -> Manifest:
        """Hold a text, the exchange it came from, and what is known of them.

        *about* is completed with both hashes.  What is held already stays as it is.

        Raises:
            CopyDamaged: other bytes are held under one of the hashes.
            CopiesUnusable: the system does not let them be written.
        """
        data = text.encode("utf-8")
        own = sha256(data)
        theirs = None if warc is None else sha256(warc)
        whole = replace(about, text_sha256=own, warc_sha256=theirs)
        written = orjson.dumps(asdict(whole), option=_OPTIONS)
        name = f"{own}.{sha256(written)[:_SHORT]}.json"
        try:
            if warc is not None and theirs is not None:
                _lay(self._warc_path(theirs), warc)
            _lay(self._text_path(own), data)
            _lay(self.root / "copies" / name, written)
        except OSError as error:
            raise CopiesUnusable(f"no copy can be held: {error}") from error
        return whole

    def _text_path(self, sha256: str) -> Path:
        return self.root / "texts" / f"{sha256}.txt"

    def _warc_path(self, sha256: str) -> Path:
        return self.root / "warcs" / f"{sha256}.warc.gz"

    @staticmethod
    def _checked(path: Path, due: str) -> bytes | None:
        data = _read(path)
        if data is not None and sha256(data) != due:
            raise CopyDamaged(f"{path} does not have the hash that is its name")
        return data


_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CopiesUnusable(f"a copy cannot be read: {error}") from error


def _manifest(path: Path, data: bytes | None, due: str) -> Manifest:
    """Read a manifest; one that was changed since it was written is a fault."""
    if data is None or sha256(data)[:_SHORT] != due:
        raise CopyDamaged(f"{path} does not have the hash that is in its name")
    try:
        known: dict[str, Any] = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CopyDamaged(f"{path} is not JSON: {error}") from error
    if set(known) != {field.name for field in fields(Manifest)}:
        raise CopyDamaged(f"{path} was written by another version of this program")
    known["completeness"] = Completeness(known["completeness"])
    known["notes"] = tuple(known["notes"])
    return Manifest(**known)


def _lay(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, unless it is there.

    The bytes go into a file of a name that nobody else has, which then gets its own name
    by a hard link: the one step that fails where a file exists, also over NFS.
    """
    if _is_there(path, data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path, data) as fresh:
        _name(fresh, path, data)


def _name(fresh: Path, path: Path, data: bytes) -> None:
    """Give a written file its name, if nobody was faster."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        _is_there(path, data)
    except OSError:
        # No hard links on this file system (FAT, many SMB mounts).  Renaming may replace
        # what another writer has laid there meanwhile, which is the same bytes.
        if not _is_there(path, data):
            fresh.replace(path)


def _is_there(path: Path, data: bytes) -> bool:
    """Tell whether a file is there with these bytes; other bytes are a fault."""
    held = _read(path)
    if held is not None and held != data:
        raise CopyDamaged(
            f"{path} does not have the hash that is its name; move it away, then try again"
        )
    return held is not None
