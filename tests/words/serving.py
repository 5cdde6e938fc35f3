"""A server on loopback that answers with the very bytes that a test gives."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket

#: What a path answers: bytes, or something done with the connection.
Reply = bytes | Callable[[socket], None]


def reply(
    body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "text/plain"
) -> bytes:
    """Return a response with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    if kind:
        lines.append(f"Content-Type: {kind}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def led(to: str, status: str = "302 Found") -> bytes:
    """Return a redirect."""
    return reply(b"", f"Location: {to}", status=status)


class Server(socketserver.ThreadingTCPServer):
    """Answers each path as told, 404 otherwise, and keeps the requests."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, replies: dict[str, Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.requests: list[bytes] = []

    @property
    def port(self) -> int:
        """Return the port that the system gave."""
        return int(self.server_address[1])

    def url(self, path: str = "/") -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what many tests are about."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            part = self.request.recv(4096)
            if not part:
                return
            asked += part
        server.requests.append(asked)
        path = asked.split(b" ", 2)[1].decode("ascii")
        answer = server.replies.get(path, reply(status="404 Not Found"))
        if callable(answer):
            answer(self.request)
        else:
            self.request.sendall(answer)


@contextmanager
def serving(replies: dict[str, Reply]) -> Iterator[Server]:
    """Serve for the length of a block."""
    with Server(replies) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
