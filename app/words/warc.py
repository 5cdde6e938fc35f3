"""An exchange as WARC 1.1 (ISO 28500:2017), written and read.

What is written holds every byte that went and came, in the order of the redirects, and is
the same for the same exchange at the same time: records are named by their content.
"""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from app.errors import AnswerUnusable, LimitExceeded
from app.words.copies import Completeness
from app.words.fetch import Document, Exchange, document, raw_capture
from app.words.network import Answer

_VERSION = "WARC/1.1"
_MOST_HOPS = 10
_READABLE = re.compile(
    r"text/|application/(?:xhtml|pdf|x-pdf|octet)|binary/|unknown/", re.I
)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_INTERIM = re.compile(rb"\AHTTP/1\.[01] 1\d\d\b.*?\r?\n\r?\n", re.DOTALL)


def is_warc(data: bytes) -> bool:
    """Tell whether bytes are a WARC file; of packed ones those that begin like gzip."""
    return data.startswith((b"WARC/", b"\x1f\x8b"))


def written(exchanges: Sequence[Exchange], at: datetime, software: str) -> bytes:
    """Return exchanges as a gzipped WARC file; *at* is the time of all of them."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=_VERSION)
    date = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    info = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    writer.write_record(_record("warcinfo", "application/warc-fields", date, info))
    for exchange in exchanges:
        url, answer = exchange.target.url, exchange.answer
        about = {"WARC-Target-URI": url, "WARC-IP-Address": answer.address}
        # Interim answers (RFC 9110, 15.2) are not part of the response that is recorded.
        came = answer.came
        while interim := _INTERIM.match(came):
            came = came[interim.end() :]
        kind = "application/http; msgtype="
        response = _record("response", f"{kind}response", date, came, about)
        name = response.rec_headers.get_header("WARC-Record-ID")
        asked = {**about, "WARC-Concurrent-To": name}
        writer.write_record(response)
        writer.write_record(_record("request", f"{kind}request", date, answer.sent, asked))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Read:
    """A document found in a WARC file, when it was taken (ISO 8601), and what to know."""

    document: Document
    taken: str
    notes: tuple[str, ...]


def read(data: bytes, wanted: Sequence[str], most_bytes: int) -> Read:
    """Return the document in a WARC file that stands at one of the addresses *wanted*.

    They are tried in their order, by way of the redirects in the file.  A file that holds
    one document only is taken to hold the one that is meant.

    Raises:
        AnswerUnusable: the file is damaged, or does not hold such a document.
        LimitExceeded: the document is larger than *most_bytes*.
    """
    try:
        found = [_Entry.of(number, record) for number, record in _responses(data)]
        entry, notes = _chosen(found, wanted)
        record = next(item for number, item in _responses(data) if number == entry.number)
        answer = _answer(record, most_bytes)
    except _FAULTS as error:
        raise AnswerUnusable(f"the WARC file is damaged: {error}") from error
    held = document(entry.url, answer, most_bytes)
    if entry.cut:
        held = replace(held, completeness=Completeness.TRUNCATED)
        notes = (*notes, f"the WARC file says that the answer was cut off: {entry.cut}")
    return Read(held, entry.date, notes)


#: What warcio raises for a file that is not as it should be.
_FAULTS = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    AssertionError,
    AttributeError,
    EOFError,
    TypeError,
    ValueError,
    LookupError,
)


def _record(
    kind: str,
    content_type: str,
    date: str,
    block: bytes,
    about: dict[str, str] | None = None,
) -> ArcWarcRecord:
    """Return a record whose block is written as it is."""
    digest = b32encode(hashlib.sha256(block).digest()).decode()
    key = "\n".join((kind, date, digest, *(about or {}).values()))
    named = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, key)}>"
    first = [("WARC-Type", kind), ("WARC-Record-ID", named), ("WARC-Date", date)]
    body = _HEAD_END.split(block, maxsplit=1)[-1]
    payload = b32encode(hashlib.sha256(body).digest()).decode()
    digests = [("WARC-Block-Digest", f"sha256:{digest}")]
    if about:
        digests.append(("WARC-Payload-Digest", f"sha256:{payload}"))
    headers = [*first, *(about or {}).items(), *digests]
    record = ArcWarcRecord(
        "warc",
        kind,
        StatusAndHeaders("", headers, protocol=_VERSION),
        io.BytesIO(block),
        None,
        content_type,
        len(block),
    )
    record.payload_length = len(block)
    return record


@dataclass(frozen=True, slots=True)
class _Entry:
    """A response in a file, by what its headers say."""

    number: int
    url: str
    date: str
    status: str
    place: str
    media_type: str
    cut: str

    @classmethod
    def of(cls, number: int, record: ArcWarcRecord) -> _Entry:
        warc, http = record.rec_headers, record.http_headers
        date = datetime.fromisoformat(warc.get_header("WARC-Date")).astimezone(UTC)
        url = warc.get_header("WARC-Target-URI")
        return cls(
            number,
            url,
            f"{date:%Y-%m-%dT%H:%M:%SZ}",
            http.get_statuscode(),
            urljoin(url, http.get_header("Location") or ""),
            http.get_header("Content-Type") or "",
            warc.get_header("WARC-Truncated") or "",
        )

    @property
    def is_readable(self) -> bool:
        """Tell whether it may be a document that can be read."""
        kind = self.media_type.strip()
        return self.status == "200" and (not kind or bool(_READABLE.match(kind)))


def _responses(data: bytes) -> Iterator[tuple[int, ArcWarcRecord]]:
    archive = ArchiveIterator(io.BytesIO(data), check_digests=True)
    for number, record in enumerate(archive):
        if record.rec_type == "response" and record.http_headers is not None:
            yield number, record


def _chosen(found: list[_Entry], wanted: Sequence[str]) -> tuple[_Entry, tuple[str, ...]]:
    """Return the response that is meant, and what to know of the choice."""
    by_key: dict[str, list[_Entry]] = {}
    for entry in found:
        by_key.setdefault(_key(entry.url), []).append(entry)
    for url in wanted:
        for _ in range(_MOST_HOPS):
            here = by_key.get(_key(url), [])
            readable = [entry for entry in here if entry.is_readable]
            if readable:
                more = f"the file holds {len(readable)} answers of this address; the first"
                return readable[0], () if len(readable) == 1 else (f"{more} was taken",)
            led = [entry for entry in here if entry.status.startswith("3")]
            if not led:
                break
            url = led[0].place
    readable = [entry for entry in found if entry.is_readable]
    if len(readable) == 1:
        other = f"the only document in the file stands at {readable[0].url}"
        return readable[0], (other,) if wanted else ()
    names = ", ".join(entry.url for entry in readable[:3])
    listed = f"; it holds {len(readable)} others: {names} …" if readable else ""
    raise AnswerUnusable(f"the WARC file holds no document of that address{listed}")


def _key(url: str) -> str:
    """Return what two spellings of an address have in common."""
    plain = raw_capture(url).strip("<>").partition("#")[0]
    return re.sub(r"\Ahttps?://", "", plain, flags=re.I).rstrip("/")


def _answer(record: ArcWarcRecord, most_bytes: int) -> Answer:
    """Return a response; of chunks only what is in them."""
    http, stream = record.http_headers, record.raw_stream
    coding = (http.get_header("Transfer-Encoding") or "").lower()
    chunked = "chunked" in coding
    reader = ChunkedDataReader(stream) if chunked else stream
    body = reader.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise LimitExceeded(f"the document has more than {most_bytes:,} bytes")
    stream.read()
    if stream.limit > 0:
        raise AnswerUnusable("the WARC file breaks off")
    # Of the payload programs take the hash before or after unpacking, so it proves nothing.
    if any(
        item.startswith("block digest failed") for item in record.digest_checker.problems
    ):
        raise AnswerUnusable("the WARC file is damaged: a response has another hash")
    headers = tuple((key.lower(), value) for key, value in http.headers)
    return Answer(int(http.get_statuscode()), headers, body, "", b"", b"")
