"""WARC: what was exchanged, byte for byte, and back."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from app.errors import AnswerUnusable, LimitExceeded
from app.words.address import target
from app.words.copies import Completeness
from app.words.fetch import Exchange, fetch
from app.words.network import Answer, internet
from app.words.warc import is_warc, read, written
from tests.words.serving import Reply, led, reply, serving

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WORDS = "We are unable to “definitively” tie.\n".encode() * 9
MOST = 100_000


def exchange(url: str, came: bytes, status: int = 200) -> Exchange:
    """Return an exchange that was."""
    sent = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    return Exchange(target(url), Answer(status, (), b"", "93.184.215.14", sent, came))


def file(*pages: tuple[str, bytes]) -> bytes:
    """Return a WARC file that holds answers."""
    return written([exchange(url, came) for url, came in pages], AT, "test")


def test_what_was_fetched_is_in_the_file_to_the_byte() -> None:
    """Requests and responses, redirects among them, packed and in chunks as they came."""
    packed = brotli.compress(WORDS)
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n"
    replies: dict[str, Reply] = {"/": led("/a"), "/a": head + chunks}
    with serving(replies) as server:
        got = fetch(server.url(), internet(), allow_private=True)
        data = written(got.exchanges, AT, "test")
        asked = list(server.requests)

    found = [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI"),
            record.raw_stream.read(),
        )
        for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    ]
    assert ["warcinfo", "response", "request", "response", "request"] == [
        kind for kind, _, _ in found
    ]
    assert [replies["/"], replies["/a"]] == [
        block for kind, _, block in found if kind == "response"
    ]
    assert asked == [block for kind, _, block in found if kind == "request"]
    assert [server.url(), server.url("/a")] == [
        url for kind, url, _ in found if kind == "request"
    ]

    back = read(data, [server.url()], MOST)
    assert got.document == back.document
    assert ("2026-11-25T12:00:00Z", ()) == (back.taken, back.notes)


def test_the_hashes_in_the_file_are_right() -> None:
    """Another program finds no fault in the digests of any record."""
    for record in ArchiveIterator(
        io.BytesIO(file(("https://x.org/", reply(WORDS)))), check_digests=True
    ):
        record.content_stream().read()
        assert record.digest_checker.passed is True


def test_the_same_exchange_gives_the_same_file() -> None:
    """Nothing in the file is by chance."""
    pages = (("https://x.org/", reply(WORDS)),)

    assert file(*pages) == file(*pages)
    assert is_warc(file(*pages))
    assert is_warc(gzip.decompress(file(*pages)))


def test_an_interim_answer_is_not_the_response() -> None:
    """“103 Early Hints” before the answer is left out of its record."""
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"

    assert (
        WORDS
        == read(file(("https://x.org/", early + reply(WORDS))), [], MOST).document.body
    )


@pytest.mark.parametrize(
    "wanted",
    ["https://x.org/a", "http://x.org/a/", "https://x.org/a#b", "https://x.org/old"],
)
def test_the_address_is_found_among_others(wanted: str) -> None:
    """By its address, with another scheme or end, or by way of a redirect in the file."""
    data = file(
        ("https://x.org/old", led("/a")),
        ("https://x.org/b", reply(b"other")),
        ("https://x.org/a", reply(WORDS)),
        ("https://x.org/i.png", reply(b"png", kind="image/png")),
    )
    found = read(data, ["https://gone.example/", wanted], MOST)

    assert (WORDS, ()) == (found.document.body, found.notes)


def test_another_document_is_not_taken_for_the_source() -> None:
    """Of several others none is taken; a single one is, and that is told."""
    two = file(("https://x.org/a", reply(b"a")), ("https://x.org/b", reply(b"b")))
    with pytest.raises(
        AnswerUnusable,
        match=r"no document of that address; it holds 2 others: https://x\.org/a",
    ):
        read(two, ["https://y.org/"], MOST)

    one = read(file(("https://x.org/a", reply(b"a"))), ["https://y.org/"], MOST)
    assert ("the only document in the file stands at https://x.org/a",) == one.notes


def test_a_raw_capture_is_found_by_the_address_that_is_shown() -> None:
    """The archive's address of a record finds the raw capture in the file."""
    shown = "https://web.archive.org/web/20190201000000/https://x.org/"
    data = file((shown.replace("/https", "id_/https"), reply(WORDS)))

    assert () == read(data, [shown], MOST).notes


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_damaged_file_is_told(is_packed: bool) -> None:
    """A changed word, a lost end, another kind of file: told, never a shorter document."""
    whole = gzip.decompress(file(("https://x.org/", reply(WORDS))))
    damaged = [
        whole.replace(b"unable", b"able", 1), whole.replace(b"unable", b"UNABLE", 1),
        whole[: whole.index(b"unable")], whole.replace(b"WARC-Date", b"WARC-Data"),
        whole.replace(b"Target-URI", b"Target-URL"), b"WARC/1.0\r\n", b"WARC/9.9\r\n\r\n",
    ]  # fmt: skip
    for data in damaged:
        with pytest.raises(AnswerUnusable):
            read(gzip.compress(data) if is_packed else data, ["https://x.org/"], MOST)


def test_a_cut_answer_is_told_as_cut() -> None:
    """A record that its maker says was truncated is held as such."""
    data = gzip.decompress(file(("https://x.org/", reply(WORDS))))
    mark = b"WARC-Type: response\r\n"
    found = read(data.replace(mark, mark + b"WARC-Truncated: length\r\n"), [], MOST)

    assert Completeness.TRUNCATED is found.document.completeness
    assert ("the WARC file says that the answer was cut off: length",) == found.notes


def test_bounds_hold_for_files_too() -> None:
    """A document that is too large, as it is or unpacked, is refused."""
    bomb = reply(gzip.compress(bytes(10_000_000)), "Content-Encoding: gzip")
    for came in (reply(bytes(200_000)), bomb):
        with pytest.raises(LimitExceeded):
            read(file(("https://x.org/", came)), [], MOST)
