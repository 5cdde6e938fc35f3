"""Fetch a document: one GET after another, each checked before anything is connected to.

Redirects are followed here and not in a library, so that every address on the way is
judged by :mod:`app.words.address`, by its spelling and by the numbers that its name
stands for, and the connection goes to just those numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from app.errors import AnswerUnusable, LimitExceeded
from app.problems import printable
from app.words.address import Target, checked, literal, target
from app.words.copies import Completeness
from app.words.network import Answer, Deadline, Limits, Network, ask
from app.words.unpacking import ACCEPTED, unpacked

HTML, TEXT, PDF = "text/html", "text/plain", "application/pdf"
#: What is read, by the media type that servers give; each with the one it is held as.
MEDIA_TYPES = {
    HTML: HTML,
    "application/xhtml+xml": HTML,
    TEXT: TEXT,
    PDF: PDF,
    "application/x-pdf": PDF,
}
#: Media types that say nothing; the first bytes then tell.
_SILENT = {"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"}

_REDIRECTS = {301, 302, 303, 307, 308}
_SENT = [
    ("User-Agent", "Caveat (keeps a copy of what is quoted)"),
    ("Accept", "text/html, application/xhtml+xml, text/plain, application/pdf"),
    ("Accept-Encoding", ACCEPTED),
]
_CAPTURE = re.compile(
    r"(https?://web\.archive\.org(?::\d+)?/web/)(\d{4,14})(?:[a-z]{2}_)?(/.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, and whom it was sent to."""

    target: Target
    answer: Answer


@dataclass(frozen=True, slots=True)
class Document:
    """What was fetched, unpacked: bytes, and what is said of them.

    ``charset`` is what the server says and may be wrong.
    """

    url: str
    media_type: str
    charset: str | None
    body: bytes
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, and every exchange on the way to it."""

    document: Document
    exchanges: tuple[Exchange, ...]


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def fetch(
    url: str,
    network: Network,
    *,
    allow_private: bool = False,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] = _silent,
) -> Fetched:
    """Fetch the document at an address, by way of its redirects.

    A capture of the Wayback Machine is asked for in raw form, without what it adds.

    Raises:
        AddressRefused: the address, or one that it leads to, is none to be fetched.
        LimitExceeded: too many bytes, seconds or redirects.
        AnswerUnusable: there is no whole answer of a kind that can be read.
    """
    bounds = limits or Limits()
    exchanges = exchanged(
        url, network, allow_private=allow_private, bounds=bounds, progress=progress
    )
    last = exchanges[-1]
    found = document(last.target.url, last.answer, bounds.most_bytes)
    return Fetched(found, tuple(exchanges))


def exchanged(
    url: str,
    network: Network,
    *,
    allow_private: bool = False,
    bounds: Limits,
    progress: Callable[[int, int], None] = _silent,
) -> list[Exchange]:
    """Ask for an address, follow its redirects; return each exchange, the last one last.

    Raises:
        AddressRefused: the address, or one that it leads to, is none to be fetched.
        LimitExceeded: too many bytes, seconds or redirects.
        AnswerUnusable: no whole answer comes.
    """
    deadline = Deadline(network, bounds, network.seconds() + bounds.seconds)
    exchanges: list[Exchange] = []
    at = target(raw_capture(url), allow_private=allow_private)
    seen = {at.url}
    while True:
        found = _addresses(at, network, allow_private)
        answer = ask(at, found, _SENT, deadline, progress)
        exchanges.append(Exchange(at, answer))
        if answer.status not in _REDIRECTS:
            return exchanges
        at = _next(at, answer, allow_private)
        if at.url in seen:
            raise LimitExceeded(f"{at.url}: the redirects go in a circle")
        if len(exchanges) > bounds.redirects:
            raise LimitExceeded(f"{at.url}: more than {bounds.redirects} redirects")
        seen.add(at.url)


def raw_capture(url: str) -> str:
    """Return the address of a Wayback capture in raw form; any other as it is.

    >>> raw_capture("https://web.archive.org/web/20190201000000/https://example.org/")
    'https://web.archive.org/web/20190201000000id_/https://example.org/'
    """
    found = _CAPTURE.fullmatch(url.strip())
    return url if found is None else f"{found[1]}{found[2]}id_{found[3]}"


def shown_capture(url: str) -> tuple[str, str] | None:
    """Return where an archive shows a raw capture, and its time (ISO 8601, UTC).

    None for an address that is no capture, or whose time is not given to the second.

    >>> shown_capture("https://web.archive.org/web/20190201030405id_/http://x.org/")
    ('https://web.archive.org/web/20190201030405/http://x.org/', '2019-02-01T03:04:05Z')
    """
    found = _CAPTURE.fullmatch(url)
    if found is None:
        return None
    try:
        time = datetime.strptime(f"{found[2]}+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
    return f"{found[1]}{found[2]}{found[3]}", f"{time:%Y-%m-%dT%H:%M:%SZ}"


def document(url: str, answer: Answer, most_bytes: int) -> Document:
    """Return the document that an answer holds, unpacked.

    Raises:
        LimitExceeded: it unpacks to more than *most_bytes*.
        AnswerUnusable: it is not the whole of a document of a kind that can be read.
    """
    if answer.status != 200:
        raise AnswerUnusable(f"{url}: the server answers {answer.status}")
    given, charset = _content_type(answer.header("content-type"))
    codings = ",".join(v for key, v in answer.headers if key == "content-encoding")
    body = unpacked(answer.body, codings, most_bytes)
    kind = media_type(given, body)
    if kind is None:
        named = printable(given[:80])
        raise AnswerUnusable(f"{url}: “{named}” is not HTML, plain text or PDF")
    chunked = "chunked" in (answer.header("transfer-encoding") or "").lower()
    announced = chunked or answer.header("content-length") is not None
    state = Completeness.COMPLETE if announced else Completeness.UNKNOWN
    return Document(url, kind, charset, body, state)


def media_type(given: str, body: bytes) -> str | None:
    """Return as what bytes are read: as they are called, unless they begin like a PDF.

    >>> media_type("application/octet-stream", b"%PDF-1.7 ...")
    'application/pdf'
    >>> media_type("image/png", b"...")
    """
    head = body[:1024].lstrip().lower()
    if head.startswith(b"%pdf-"):
        return PDF
    if given in _SILENT:
        marks = (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")
        return HTML if head.startswith(marks) else None
    return MEDIA_TYPES.get(given)


def _addresses(at: Target, network: Network, allow_private: bool) -> list[str]:
    """Look a host up, once, and judge what is found."""
    written = literal(at.host)
    found = network.resolve(at.host, at.port) if written is None else [str(written)]
    return [str(ip) for ip in checked(at, found, allow_private=allow_private)]


def _next(at: Target, answer: Answer, allow_private: bool) -> Target:
    """Return where a redirect leads."""
    place = answer.header("location")
    if not place:
        raise AnswerUnusable(f"{at.url}: a redirect that does not say where to")
    with suppress(UnicodeDecodeError):  # then each byte is a letter, as for browsers
        place = place.encode("latin-1").decode("utf-8")
    led = target(place, base=at.url, allow_private=allow_private)
    return target(raw_capture(led.url), allow_private=allow_private)


def _content_type(value: str | None) -> tuple[str, str | None]:
    """Return the media type and charset of a header, in small letters."""
    if value is None:
        return "", None
    message = Message()
    message["Content-Type"] = value.replace("\n", " ").replace("\r", " ")
    if "/" not in value:
        return "", message.get_content_charset()
    return message.get_content_type(), message.get_content_charset()
