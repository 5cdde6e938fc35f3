"""One request to one address: pinned, bounded in time and size, and kept byte for byte.

The stream below HTTP is our own (:class:`httpcore.NetworkBackend` is made for that), so
that a bound holds for every byte, those of TLS and headers among them, and the bytes of
the exchange can be kept.  Nothing is taken from the environment: no proxy, no password.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import certifi
import httpcore

from app.errors import AnswerUnusable, LimitExceeded
from app.words.address import Target

#: Gives the IP addresses of a name; an empty list where it has none.
Resolver = Callable[[str, int], list[str]]

_SOCKET_OPTION = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[
    int, int, None, int
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What one capture may take: bytes as they come and as they unpack, seconds, hops."""

    most_bytes: int = 32 * 1024 * 1024
    seconds: float = 60.0
    silence: float = 20.0
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class Network:
    """How the outside is reached; tests put their own in place of each part."""

    resolve: Resolver
    backend: httpcore.NetworkBackend
    tls: ssl.SSLContext
    seconds: Callable[[], float] = time.monotonic


def internet() -> Network:
    """Return the network as the system has it, with the certificates of ``certifi``."""
    tls = ssl.create_default_context(cafile=certifi.where())
    return Network(look_up, httpcore.SyncBackend(), tls)


def look_up(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, as the system's resolver orders them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(place[4][0]) for place in found]


@dataclass(slots=True)
class Deadline:
    """The end of all that one capture may do; seconds of the network's own clock."""

    network: Network
    limits: Limits
    end: float

    def left(self) -> float:
        """Return for how many seconds the next step may be silent.

        Raises:
            LimitExceeded: the time is up.
        """
        left = self.end - self.network.seconds()
        if left <= 0:
            raise LimitExceeded(f"not done after {self.limits.seconds:g} seconds")
        return min(left, self.limits.silence)


@dataclass(slots=True)
class Record:
    """The bytes of an exchange, as they went and as they came, and with whom it was."""

    most_bytes: int
    address: str = ""
    sent: bytearray = field(default_factory=bytearray)
    came: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> None:
        """Keep what came.

        Raises:
            LimitExceeded: with it there is more than may come.
        """
        self.came += data
        if len(self.came) > self.most_bytes:
            raise LimitExceeded(f"more than {self.most_bytes:,} bytes came")


class _Stream(httpcore.NetworkStream):
    """Bounds every step by what is left of the time, and keeps what passes."""

    def __init__(
        self, inner: httpcore.NetworkStream, deadline: Deadline, record: Record
    ) -> None:
        self._inner, self._deadline, self._record = inner, deadline, record

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._deadline.left())
        self._record.add(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())
        self._record.sent += buffer

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        return _Stream(inner, self._deadline, self._record)


class _Pinned(httpcore.NetworkBackend):
    """Connects to the IP addresses that were checked, whatever host is asked for."""

    def __init__(
        self, addresses: Sequence[str], deadline: Deadline, record: Record
    ) -> None:
        self._addresses, self._deadline, self._record = addresses, deadline, record

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        backend = self._deadline.network.backend
        failed: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in self._addresses:
            left = self._deadline.left()
            try:
                inner = backend.connect_tcp(address, port, left, socket_options=[])
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            self._record.address = address
            return _Stream(inner, self._deadline, self._record)
        raise failed or httpcore.ConnectError("no address to connect to")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status, its headers, its body as it was sent, and all its bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str
    sent: bytes
    came: bytes

    def header(self, name: str) -> str | None:
        """Return the first header of a name, which is written in small letters."""
        return next((value for key, value in self.headers if key == name), None)


def ask(
    target: Target,
    addresses: Sequence[str],
    headers: list[tuple[str, str]],
    deadline: Deadline,
    progress: Callable[[int, int], None],
) -> Answer:
    """Send a GET for *target* to the first of *addresses* that answers; return the answer.

    Raises:
        LimitExceeded: it takes too long, or too much comes.
        AnswerUnusable: nothing comes, it breaks off, or it is not HTTP/1.1.
    """
    record = Record(deadline.limits.most_bytes)
    origin = httpcore.Origin(target.scheme.encode(), target.host.encode(), target.port)
    url = httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )
    asked = [("Host", target.authority), *headers, ("Connection", "close")]
    with httpcore.HTTPConnection(
        origin,
        ssl_context=deadline.network.tls,
        network_backend=_Pinned(addresses, deadline, record),
    ) as connection:
        try:
            with connection.stream("GET", url, headers=asked) as response:
                body = _body(response, progress)
        except httpcore.ConnectError as error:
            raise AnswerUnusable(f"{target.url}: no connection: {error}") from error
        except httpcore.TimeoutException as error:
            deadline.left()
            message = f"{target.url}: silent for {deadline.limits.silence:g} seconds"
            raise LimitExceeded(message) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise AnswerUnusable(f"{target.url}: the answer breaks: {error}") from error
    return _answer(response, body, record)


def _answer(response: httpcore.Response, body: bytes, record: Record) -> Answer:
    headers = tuple(
        (key.decode("latin-1").lower(), value.decode("latin-1"))
        for key, value in response.headers
    )
    came, sent = bytes(record.came), bytes(record.sent)
    return Answer(response.status, headers, body, record.address, sent, came)


def _body(response: httpcore.Response, progress: Callable[[int, int], None]) -> bytes:
    """Read the body to its end; the sum is bounded by the record of the stream."""
    named = {key.lower(): value for key, value in response.headers}
    announced = named.get(b"content-length", b"")
    total = int(announced) if announced.isdigit() else 0
    body = bytearray()
    for part in response.iter_stream():
        body += part
        if total:
            progress(min(len(body), total), total)
    return bytes(body)
