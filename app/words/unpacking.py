"""Undo the content codings of a response (RFC 9110, 8.4), into a bounded number of bytes.

A few bytes can unpack to many gigabytes, so each decoder is asked for a bounded number of
bytes and the rest is never made.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

import brotli

from app.errors import AnswerUnusable, LimitExceeded

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What is asked for, in the header Accept-Encoding.
ACCEPTED = "gzip, deflate, br, zstd"

_MOST_CODINGS = 3
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
#: RFC 9659 lets a sender of the coding zstd use a window of 8 MiB at the most.
_ZSTD_OPTIONS: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


def unpacked(body: bytes, codings: str | None, most_bytes: int) -> bytes:
    """Return a body without its codings, which stand in the order they were applied.

    Raises:
        LimitExceeded: it unpacks to more than *most_bytes*.
        AnswerUnusable: a coding is not known, or the body breaks off or is damaged.

    >>> unpacked(zlib.compress(b"words"), "deflate", 100)
    b'words'
    """
    named = [name.strip().lower() for name in (codings or "").split(",")]
    named = [name for name in named if name and name != "identity"]
    if len(named) > _MOST_CODINGS:
        raise AnswerUnusable(f"the answer is packed {len(named)} times over")
    for name in reversed(named):
        if name not in _DECODERS:
            raise AnswerUnusable(f"the answer is packed with “{name}”, which is not known")
        try:
            # An empty body is sent as it is, whatever the header says.
            body = _DECODERS[name](body, most_bytes) if body else body
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise AnswerUnusable(f"the answer is no {name}: {error}") from error
        if len(body) > most_bytes:
            raise LimitExceeded(f"the answer unpacks to more than {most_bytes:,} bytes")
    return body


def _gzip(data: bytes, most_bytes: int) -> bytes:
    """Unpack the members of a gzip file (RFC 1952, 2.2), which follow each other."""
    found = bytearray()
    while data and len(found) <= most_bytes:
        part, data = _inflated(data, _GZIP, most_bytes + 1 - len(found))
        found += part
        if not data.startswith(b"\x1f\x8b"):
            break  # padding after the last member, as gzip itself ignores it
    return bytes(found)


def _deflate(data: bytes, most_bytes: int) -> bytes:
    """Unpack “deflate”: with zlib's header as it should be, or raw as some send it."""
    try:
        return _inflated(data, _ZLIB, most_bytes + 1)[0]
    except zlib.error:
        return _inflated(data, _RAW, most_bytes + 1)[0]


def _inflated(data: bytes, window: int, most: int) -> tuple[bytes, bytes]:
    """Unpack one stream; return *most* bytes of it, and what follows it."""
    decoder = zlib.decompressobj(window)
    found = decoder.decompress(data, most)
    if not decoder.eof and len(found) < most:
        raise _broken_off()
    return found, decoder.unused_data


def _brotli(data: bytes, most_bytes: int) -> bytes:
    decoder = brotli.Decompressor()
    found = bytearray(decoder.process(data, output_buffer_limit=most_bytes + 1))
    while not decoder.is_finished() and len(found) <= most_bytes:
        part = decoder.process(b"", output_buffer_limit=most_bytes + 1 - len(found))
        if not part:
            raise _broken_off()
        found += part
    return bytes(found)


def _zstd(data: bytes, most_bytes: int) -> bytes:
    """Unpack the frames of zstd (RFC 8878, 3), which follow each other."""
    found = bytearray()
    while data and len(found) <= most_bytes:
        decoder = zstd.ZstdDecompressor(options=_ZSTD_OPTIONS)
        part = decoder.decompress(data, most_bytes + 1 - len(found))
        found += part
        if not decoder.eof and len(found) <= most_bytes:
            raise _broken_off()
        data = decoder.unused_data if decoder.eof else b""
    return bytes(found)


def _broken_off() -> AnswerUnusable:
    return AnswerUnusable("the answer breaks off: what is packed has no end")


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
