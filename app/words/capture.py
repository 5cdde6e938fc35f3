"""A copy of a source: from the network or from a file, read, and held.

::

    fetch or file → document → main text → copies

Times come in as arguments.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app import __version__
from app.errors import AnswerUnusable, LimitExceeded
from app.words import warc
from app.words.copies import Completeness, Copies, Manifest
from app.words.extraction import extract
from app.words.fetch import MEDIA_TYPES, TEXT, Document, fetch, media_type, shown_capture
from app.words.network import Limits, Network

#: A file that an editor has may hold a whole crawl; it is read into memory.
MOST_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Subject:
    """What a copy is to be of: a name for it, and the addresses where it may stand."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Captured:
    """A document, the exchange it came in, and when it had these words (None: unknown)."""

    document: Document
    warc: bytes | None
    taken: str | None
    notes: tuple[str, ...] = ()


def from_network(
    subject: Subject,
    network: Network,
    now: datetime,
    *,
    allow_private: bool,
    progress: Callable[[int, int], None],
    limits: Limits | None = None,
) -> Captured:
    """Fetch the first address of a subject; errors as in :func:`app.words.fetch.fetch`."""
    got = fetch(
        subject.addresses[0],
        network,
        allow_private=allow_private,
        progress=progress,
        limits=limits,
    )
    exchange = warc.written(got.exchanges, now, f"caveat {__version__}")
    return Captured(got.document, exchange, instant(now))


def from_file(subject: Subject, path: Path) -> Captured:
    """Read a file that an editor has: WARC, or a document by its ending; else plain text.

    Raises:
        AnswerUnusable: it cannot be read, or is a WARC without the subject in it.
        LimitExceeded: it is too large.
    """
    try:
        size = path.stat().st_size
        data = b"" if size > MOST_FILE_BYTES else path.read_bytes()
    except OSError as error:
        raise AnswerUnusable(f"the file cannot be read: {error}") from error
    if size > MOST_FILE_BYTES:
        raise LimitExceeded(f"{path} has more than {MOST_FILE_BYTES:,} bytes")
    if warc.is_warc(data):
        read = warc.read(data, subject.addresses, Limits().most_bytes)
        return Captured(read.document, data, read.taken, read.notes)
    called, _ = mimetypes.guess_type(path.name)
    kind = media_type(MEDIA_TYPES.get(called or "", TEXT), data) or TEXT
    url = subject.addresses[0] if subject.addresses else ""
    document = Document(url, kind, None, data, Completeness.UNKNOWN)
    return Captured(document, None, None)


def hold(subject: Subject, captured: Captured, copies: Copies, now: datetime) -> Manifest:
    """Take the main text out of a document and hold it; return what is known of it.

    Raises:
        NoText, LimitExceeded: there is no text to be held.
        CopiesError: it cannot be held.
    """
    found = extract(captured.document)
    shown = shown_capture(captured.document.url) if captured.warc is not None else None
    about = Manifest(
        source=subject.name,
        url=captured.document.url or None,
        archived=None if shown is None else shown[0],
        media_type=captured.document.media_type,
        encoding=found.encoding,
        taken=captured.taken if shown is None else shown[1],
        held=instant(now),
        extractor=found.extractor,
        version=found.version,
        completeness=captured.document.completeness,
        notes=(*captured.notes, *found.notes),
    )
    return copies.add(found.text, captured.warc, about)


def instant(time: datetime) -> str:
    """Return a time as it stands in manifests: ISO 8601, UTC, to the second.

    >>> instant(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    '2026-11-25T12:00:00Z'
    """
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
