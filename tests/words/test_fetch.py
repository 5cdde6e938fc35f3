"""Fetching, against a server on loopback: bounds, redirects, packing, private addresses."""

from __future__ import annotations

import gzip
import itertools
import ssl
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from socket import SHUT_WR, socket

import brotli
import httpcore
import pytest
import trustme

from app.errors import AddressRefused, AnswerUnusable, LimitExceeded
from app.words.copies import Completeness
from app.words.fetch import Fetched, fetch
from app.words.network import Deadline, Limits, Network, internet
from app.words.unpacking import zstd
from tests.words.serving import Reply, Server, led, reply, serving

PUBLIC = "93.184.215.14"
WORDS = b"We are unable to definitively tie the accounts. " * 50
SMALL = Limits(most_bytes=100_000, seconds=5.0, silence=2.0, redirects=5)


class Steered(httpcore.NetworkBackend):
    """Notes where a connection was to go, and leads it to a server of the test."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, int]] = []

    def connect_tcp(
        self, host: str, port: int, *args: object, **more: object
    ) -> httpcore.NetworkStream:
        """Connect to the server, whatever is asked for."""
        self.asked.append((host, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, 5.0)


class Refusing(Steered):
    """Connects to nothing."""

    def connect_tcp(
        self, host: str, port: int, *args: object, **more: object
    ) -> httpcore.NetworkStream:
        """Refuse."""
        self.asked.append((host, port))
        raise httpcore.ConnectError("refused")


def steered(
    server: Server | None, resolve: Callable[[str, int], list[str]]
) -> tuple[Network, Steered]:
    """Return a network in which every name is resolved as told."""
    backend = Refusing(0) if server is None else Steered(server.port)
    return replace(internet(), resolve=resolve, backend=backend), backend


def get(server: Server, path: str = "/", limits: Limits = SMALL) -> Fetched:
    """Fetch a path of a server, with private addresses allowed."""
    return fetch(server.url(path), internet(), allow_private=True, limits=limits)


def answered(answer: Reply, limits: Limits = SMALL) -> Fetched:
    """Fetch from a server that gives one answer."""
    with serving({"/": answer}) as server:
        return get(server, limits=limits)


# --- what comes -----------------------------------------------------------------------


def test_a_document_comes_with_what_is_said_of_it() -> None:
    """Body, media type, charset, address, and every byte of the exchange."""
    answer = reply(WORDS, kind="text/HTML; charset=ISO-8859-1")
    with serving({"/a?b": answer}) as server:
        found = get(server, "/a?b")
        (asked,) = server.requests

    document, (exchange,) = found.document, found.exchanges
    assert (WORDS, "text/html", "iso-8859-1") == (
        document.body,
        document.media_type,
        document.charset,
    )
    assert Completeness.COMPLETE is document.completeness
    assert server.url("/a?b") == document.url
    assert (asked, answer) == (exchange.answer.sent, exchange.answer.came)
    assert "127.0.0.1" == exchange.answer.address
    assert f"\r\nHost: 127.0.0.1:{server.port}\r\n".encode() in asked


def test_nothing_is_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    """No proxy and no password of the environment is used."""
    (netrc := tmp_path / "netrc").write_text("machine 127.0.0.1 login a password secret\n")  # type: ignore[operator]
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving({"/": reply(WORDS)}) as server:
        assert WORDS == get(server).document.body
        (asked,) = server.requests

    assert b"authorization" not in asked.lower()
    assert b"cookie" not in asked.lower()
    assert asked.startswith(b"GET / HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("text/plain", b"words", "text/plain"),
        ("TEXT/HTML", b"<p>words", "text/html"),
        ("application/xhtml+xml", b"<p>words", "text/html"),
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("application/octet-stream", b"%PDF-1.7", "application/pdf"),
        ("text/html", b"%PDF-1.7", "application/pdf"),
        ("", b"<!DOCTYPE html><p>words", "text/html"),
        ("garbage", b"<html><p>words", "text/html"),
    ],
)  # fmt: skip
def test_media_types_that_are_read(kind: str, body: bytes, expected: str) -> None:
    """HTML, plain text and PDF, also where the server calls them nothing."""
    assert expected == answered(reply(body, kind=kind)).document.media_type


@pytest.mark.parametrize(
    "kind", ["image/png", "application/json", "video/mp4", "", "application/octet-stream"]
)
def test_media_types_that_are_not_read(kind: str) -> None:
    """Anything else is refused with its name."""
    with pytest.raises(AnswerUnusable, match="is not HTML, plain text or PDF"):
        answered(reply(b"\x00\x01", kind=kind))


@pytest.mark.parametrize(
    "status",
    [
        "404 Not Found",
        "403 Forbidden",
        "500 Oops",
        "204 No Content",
        "206 Partial Content",
        "304 Not Modified",
        "300 Multiple Choices",
    ],
)
def test_another_status_is_no_document(status: str) -> None:
    """An error page is not held for the source."""
    with pytest.raises(AnswerUnusable, match=f"answers {status[:3]}"):
        answered(reply(b"" if status[0] == "3" or "No" in status else b"x", status=status))


# --- redirects ------------------------------------------------------------------------


def test_redirects_are_followed_and_kept() -> None:
    """Relative and absolute, of every kind; each exchange is kept in its order."""
    replies: dict[str, Reply] = {
        "/": led("/a", "301 Moved Permanently"),
        "/a": led("b/c?d#e", "302 Found"),
        "/b/c?d": led("../e", "303 See Other"),
        "/e": led("%C3%B1", "307 Temporary Redirect"),
        "/%C3%B1": reply(WORDS),
    }
    with serving(replies) as server:
        replies["/e"] = led(
            server.url("/ñ").encode().decode("latin-1"), "308 Permanent Redirect"
        )
        found = get(server)

        assert WORDS == found.document.body
        assert [server.url(path) for path in replies] == [
            e.target.url for e in found.exchanges
        ]
        assert server.url("/%C3%B1") == found.document.url


@pytest.mark.parametrize("places", [["/"], ["/a", "/"], ["/a", "/b", "/a"]])
def test_a_circle_ends(places: list[str]) -> None:
    """Redirects that come back are told as a circle."""
    paths = ["/", *places]
    replies: dict[str, Reply] = {at: led(to) for at, to in itertools.pairwise(paths)}
    with serving(replies) as server, pytest.raises(LimitExceeded, match="in a circle"):
        get(server)


def test_redirects_without_end_end() -> None:
    """Ever new addresses: after the number allowed it is enough."""
    replies: dict[str, Reply] = {f"/{n}": led(f"/{n + 1}") for n in range(50)}
    with serving(replies) as server:
        with pytest.raises(LimitExceeded, match="more than 5 redirects"):
            get(server, "/0")
        assert 6 == len(server.requests)


@pytest.mark.parametrize(
    "place",
    ["file:///etc/passwd", "ftp://example.org/x", "gopher://127.0.0.1/", "data:text/plain,x",
     "javascript:alert(1)", "http://user:pw@example.org/", "http://127.1/", "http://0x7f.1/",
     "//[::1%25lo]/", "http:\\\\127.0.0.1\\"],
)  # fmt: skip
def test_a_redirect_to_what_is_never_fetched(place: str) -> None:
    """Another scheme, a password, an odd number: refused even with --allow-private."""
    with serving({"/": led(place)}) as server:
        with pytest.raises(AddressRefused):
            get(server)
        assert 1 == len(server.requests)


def test_a_redirect_without_a_place() -> None:
    """It is told as what it is."""
    with pytest.raises(AnswerUnusable, match="does not say where to"):
        answered(reply(status="302 Found"))


# --- private addresses ----------------------------------------------------------------


def test_loopback_is_refused_without_being_asked() -> None:
    """Without --allow-private no byte reaches a private address."""
    with serving({"/": reply(WORDS)}) as server:
        with pytest.raises(AddressRefused, match="loopback"):
            fetch(server.url(), internet(), limits=SMALL)
        assert [] == server.requests


def test_a_name_that_leads_to_loopback_is_refused() -> None:
    """The numbers behind a name are judged before anything is connected to."""
    with serving({"/": reply(WORDS)}) as server:
        network, backend = steered(server, lambda *_: ["127.0.0.1"])
        with pytest.raises(AddressRefused, match=r"name\.example.*leads to 127\.0\.0\.1"):
            fetch(f"http://name.example:{server.port}/", network, limits=SMALL)

    assert ([], []) == (backend.asked, server.requests)


@pytest.mark.parametrize(
    "place",
    ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://169.254.169.254/",
     "http://[::1]/", "http://[::ffff:10.0.0.1]/", "//192.168.0.1/", "https://inner.example/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_refused(place: str) -> None:
    """A public page that leads inside: judged anew, and nothing is connected to."""
    names = {"name.example": [PUBLIC], "inner.example": ["10.1.2.3"]}
    with serving({"/": led(place)}) as server:
        network, backend = steered(server, lambda host, _: names[host])
        with pytest.raises(AddressRefused):
            fetch("http://name.example/", network, limits=SMALL)

    assert [(PUBLIC, 80)] == backend.asked


def test_a_name_that_changes_its_mind_is_asked_once() -> None:
    """A second answer of the resolver is never heard: the checked number is connected to."""
    answers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with serving({"/": reply(WORDS)}) as server:
        network, backend = steered(server, resolve)
        found = fetch("http://name.example/", network, limits=SMALL)
        (request,) = server.requests

    assert WORDS == found.document.body
    assert ["name.example"] == asked
    assert [(PUBLIC, 80)] == backend.asked
    assert b"\r\nHost: name.example\r\n" in request
    assert PUBLIC == found.exchanges[0].answer.address


def test_a_name_that_changes_its_mind_at_a_redirect_is_refused() -> None:
    """Each step looks the name up and judges it: the second answer is private."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with serving({"/": led("/a"), "/a": reply(WORDS)}) as server:
        network, backend = steered(server, lambda *_: next(answers))
        with pytest.raises(AddressRefused, match="loopback"):
            fetch("http://name.example/", network, limits=SMALL)

    assert [(PUBLIC, 80)] == backend.asked


def test_the_next_address_is_tried() -> None:
    """Of several addresses of a name the first that takes a connection is used."""

    class Second(Steered):
        def connect_tcp(
            self, host: str, port: int, *args: object, **more: object
        ) -> httpcore.NetworkStream:
            if host == PUBLIC:
                self.asked.append((host, port))
                raise httpcore.ConnectError("unreachable")
            return super().connect_tcp(host, port)

    with serving({"/": reply(WORDS)}) as server:
        backend = Second(server.port)
        network = replace(
            internet(), resolve=lambda *_: [PUBLIC, "9.9.9.9"], backend=backend
        )
        found = fetch("http://name.example/", network, limits=SMALL)

    assert [(PUBLIC, 80), ("9.9.9.9", 80)] == backend.asked
    assert "9.9.9.9" == found.exchanges[0].answer.address


def test_nobody_there() -> None:
    """A refused connection and a name without addresses are told in a sentence."""
    network, _ = steered(None, lambda *_: [PUBLIC])
    with pytest.raises(AnswerUnusable, match="no connection"):
        fetch("http://name.example/", network, limits=SMALL)
    network, backend = steered(None, lambda *_: [])
    with pytest.raises(AddressRefused, match="has no IP address"):
        fetch("http://name.example/", network, limits=SMALL)
    assert [] == backend.asked


# --- https ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_trusted"), [("name.example", True), ("other.example", False)]
)
def test_a_certificate_is_of_the_name_and_not_of_the_number(
    name: str, is_trusted: bool
) -> None:
    """Though the connection goes to a number, the certificate must have the name."""
    authority = trustme.CA()
    ours, theirs = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.configure_trust(ours)
    authority.issue_cert(name).configure_cert(theirs)

    def answer(plain: socket) -> None:
        plain.sendall(b"")

    with serving({"/": answer}) as server:
        server.socket = theirs.wrap_socket(server.socket, server_side=True)
        server.replies["/"] = reply(WORDS)
        network, _ = steered(server, lambda *_: [PUBLIC])
        network = replace(network, tls=ours)
        if is_trusted:
            found = fetch("https://name.example/", network, limits=SMALL)
            assert WORDS == found.document.body
            assert found.exchanges[0].answer.came.startswith(b"HTTP/1.1 200")
        else:
            with pytest.raises(AnswerUnusable, match=r"(?i)certificate"):
                fetch("https://name.example/", network, limits=SMALL)


def test_a_certificate_of_nobody_is_refused() -> None:
    """The certificates that are trusted are those of certifi."""
    assert ssl.CERT_REQUIRED is internet().tls.verify_mode
    assert internet().tls.check_hostname


# --- packing --------------------------------------------------------------------------

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "GZIP": gzip.compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    "identity": bytes,
}


@pytest.mark.parametrize("coding", PACKERS)
def test_what_is_packed_is_unpacked(coding: str) -> None:
    """Each coding, and one over the other; the exchange is kept as it came."""
    packed = PACKERS[coding](WORDS)
    found = answered(reply(packed, f"Content-Encoding: {coding}"))

    assert WORDS == found.document.body
    assert found.exchanges[0].answer.came.endswith(packed)


def test_deflate_without_its_header_and_gzip_in_members() -> None:
    """Two ways of packing that servers have and the names do not tell."""
    raw = zlib.compressobj(wbits=-15)
    data = raw.compress(WORDS) + raw.flush()
    assert WORDS == answered(reply(data, "Content-Encoding: deflate")).document.body
    members = gzip.compress(WORDS[:100]) + gzip.compress(WORDS[100:])
    assert WORDS == answered(reply(members, "Content-Encoding: gzip")).document.body


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_does_not_go_off(coding: str) -> None:
    """A few bytes that unpack to 100 MB: refused when the bound is reached."""
    zeros = bytes(100_000_000)
    bomb = brotli.compress(zeros, quality=1) if coding == "br" else PACKERS[coding](zeros)
    limits = replace(SMALL, most_bytes=1_000_000)
    del zeros
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded, match="unpacks to more than 1,000,000 bytes"):
            answered(reply(bomb, f"Content-Encoding: {coding}"), limits)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_packed_text_that_breaks_off(coding: str) -> None:
    """Half of what was packed is not taken for the whole, and nonsense for nothing."""
    packed = PACKERS[coding](WORDS + bytes(range(256)) * 20)
    for data in (packed[:-9], packed[: len(packed) // 2], b"nonsense" * 9):
        with pytest.raises(AnswerUnusable):
            answered(reply(data, f"Content-Encoding: {coding}"))


def test_a_coding_that_is_not_known() -> None:
    """It is named; nobody guesses."""
    with pytest.raises(AnswerUnusable, match="“compress”"):
        answered(reply(WORDS, "Content-Encoding: compress"))
    with pytest.raises(AnswerUnusable, match="4 times over"):
        answered(reply(WORDS, "Content-Encoding: gzip, gzip, gzip, gzip"))


# --- bounds ---------------------------------------------------------------------------


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return a response in chunks."""
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    return head + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


def test_chunks_are_put_together() -> None:
    """A body in chunks is whole when its last chunk came."""
    found = answered(chunked(WORDS[:7], WORDS[7:]))

    assert WORDS == found.document.body
    assert Completeness.COMPLETE is found.document.completeness


def test_a_body_without_a_length_may_be_whole_or_not() -> None:
    """Where a server announces nothing, nobody knows whether all came; that is told."""

    def answer(connection: socket) -> None:
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + WORDS)
        connection.shutdown(SHUT_WR)

    found = answered(answer)
    assert WORDS == found.document.body
    assert Completeness.UNKNOWN is found.document.completeness


def cut(data: bytes) -> Callable[[socket], None]:
    """Return what sends data and then closes the connection."""

    def answer(connection: socket) -> None:
        connection.sendall(data)
        connection.shutdown(SHUT_WR)

    return answer


@pytest.mark.parametrize(
    "data",
    [b"", b"HTTP/1.1 200", reply(WORDS)[:40], reply(WORDS)[:-1], chunked(WORDS, end=b""),
     chunked(WORDS)[:-3], chunked(WORDS)[:200], b"SSH-2.0-OpenSSH_9\r\n", b"\x00" * 50,
     b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
def test_an_answer_that_breaks_off_is_no_document(data: bytes) -> None:
    """Cut anywhere, or not HTTP at all: never taken for a shorter document."""
    with pytest.raises(AnswerUnusable):
        answered(cut(data))


def test_a_huge_body_is_refused() -> None:
    """A body over the bound is read no further than the bound."""
    sent: list[int] = []

    def answer(connection: socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        with closing(connection):
            for _ in range(20_000):
                sent.append(connection.send(b"x" * 10_000))

    with pytest.raises(LimitExceeded, match="more than 100,000 bytes"):
        answered(answer)
    assert sum(sent) < 100_000_000


def endless(part: bytes) -> Callable[[socket], None]:
    """Return what never stops to send."""

    def answer(connection: socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(part)

    return answer


@pytest.mark.parametrize(
    "part",
    [b"X: " + b"y" * 1000 + b"\r\n", b"y" * 1000, b"\r\n" + b"z" * 1000,
     b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 500],
)  # fmt: skip
def test_an_endless_answer_ends(part: bytes) -> None:
    """Headers, one header line, or a body without end."""
    with pytest.raises((LimitExceeded, AnswerUnusable)):
        answered(endless(part))


def test_interim_answers_without_end_end() -> None:
    """A server that goes on saying “100 Continue” reaches the bound of bytes."""

    def answer(connection: socket) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    with pytest.raises(LimitExceeded, match="bytes came"):
        answered(answer)


class Ticking:
    """A clock that goes on by a step each time it is looked at: time without waiting."""

    def __init__(self, step: float) -> None:
        self.step, self.time = step, 0.0

    def __call__(self) -> float:
        """Return the time."""
        self.time += self.step
        return self.time


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"]
)  # fmt: skip
def test_a_dripping_answer_ends(head: bytes) -> None:
    """A byte now and then never is silent; the sum of the time is bounded all the same."""

    def answer(connection: socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")

    with serving({"/": answer}) as server:
        network = replace(internet(), seconds=Ticking(0.01))
        limits = replace(SMALL, seconds=0.5, most_bytes=10**9)
        with pytest.raises((LimitExceeded, AnswerUnusable)) as caught:
            fetch(server.url(), network, allow_private=True, limits=limits)
    # A head that goes on like this is no HTTP; whether that or the time is told first
    # is in the hand of the server.
    in_body = head.endswith(b"\r\n\r\n")
    assert not in_body or "not done after 0.5 seconds" in str(caught.value)


def test_a_silent_server_ends() -> None:
    """A server that takes the connection and says nothing."""

    def answer(connection: socket) -> None:
        connection.recv(1)  # until the client goes away

    with pytest.raises(LimitExceeded, match=r"silent for 0\.2 seconds"):
        answered(answer, replace(SMALL, silence=0.2))
    with pytest.raises(LimitExceeded, match=r"not done after 0\.2 seconds"):
        answered(answer, replace(SMALL, seconds=0.2))


def test_no_step_may_be_silent_for_longer_than_is_left() -> None:
    """A step may take the time of a silence, and near the end only what is left."""
    clock = Ticking(1.0)
    network = replace(internet(), seconds=clock)
    deadline = Deadline(network, replace(SMALL, silence=2.0), end=6.0)

    assert [2.0, 2.0, 2.0, 2.0, 1.0] == [deadline.left() for _ in range(5)]
    with pytest.raises(LimitExceeded):
        deadline.left()


def test_slow_redirects_share_one_time() -> None:
    """The time is of the whole capture, not of each step of it."""
    replies: dict[str, Reply] = {f"/{n}": led(f"/{n + 1}") for n in range(50)}
    limits = replace(SMALL, seconds=1.0, redirects=50)
    with serving(replies) as server:
        network = replace(internet(), seconds=Ticking(0.05))
        with pytest.raises(LimitExceeded, match="not done after 1 seconds"):
            fetch(server.url("/0"), network, allow_private=True, limits=limits)


# --- the Wayback Machine --------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("20190201000000/https://x.org/a?b", "20190201000000id_/https://x.org/a?b"),
        ("20190201000000if_/https://x.org/", "20190201000000id_/https://x.org/"),
        ("20190201000000id_/https://x.org/", "20190201000000id_/https://x.org/"),
        ("2019/https://x.org/", "2019id_/https://x.org/"),
    ],
)
def test_a_capture_is_asked_for_in_raw_form(asked: str, sent: str) -> None:
    """Also after a redirect of the archive to the capture that it has."""
    led_to = "http://web.archive.org/web/20190202030405/https://x.org/"
    raw = led_to.replace("/https", "id_/https")
    replies: dict[str, Reply] = {
        f"/web/{sent}": led(led_to),
        raw.partition(".org")[2]: reply(WORDS),
    }
    with serving(replies) as server:
        network, _ = steered(server, lambda *_: [PUBLIC])
        found = fetch(f"http://web.archive.org/web/{asked}", network, limits=SMALL)

    assert [f"http://web.archive.org/web/{sent}", raw] == [
        e.target.url for e in found.exchanges
    ]
    assert raw == found.document.url


def test_progress_is_told_where_a_length_is_known() -> None:
    """The bytes that came, of those that were announced, up to all of them."""
    told: list[tuple[int, int]] = []
    data = bytes(65) * 1000
    with serving({"/": reply(data)}) as server:
        fetch(server.url(), internet(), allow_private=True, limits=SMALL,
              progress=lambda done, total: told.append((done, total)))  # fmt: skip

    assert (65_000, 65_000) == told[-1]
    assert sorted(told) == told
