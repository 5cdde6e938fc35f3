"""Gunicorn over the site: each worker opens the store for itself, read only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from gunicorn.app.base import BaseApplication

from app.edit.propose import site_with_proposals
from app.errors import AddressUnusable

_THREADS = 4


class _Application(BaseApplication):  # type: ignore[misc]
    """Gunicorn, configured here and not from files or the command line."""

    def __init__(self, out: Path, settings: dict[str, Any]) -> None:
        self._out = out
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings over."""
        for key, value in self._settings.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        """Make the site; called in each worker."""
        return site_with_proposals(self._out)


def listen(host: str, port: int) -> socket.socket:
    """Open the socket to serve on, before anything else is started.

    Raises:
        AddressUnusable: another program listens there, or there is no such address.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[
            0
        ]
        opened = socket.create_server(address[:2], family=family)
    except OSError as error:
        hint = "choose another with --host or --port"
        # Python's own text repeats the address; errno is negative for a name not found.
        reason = (
            os.strerror(error.errno)
            if error.errno is not None and error.errno > 0
            else error.strerror
        )
        message = f"cannot serve on {host}, port {port}: {reason}; {hint}"
        raise AddressUnusable(message) from error
    opened.set_inheritable(True)
    return opened


def hand_over(
    out: Path, opened: socket.socket, workers: int, *, watched: Path | None
) -> NoReturn:
    """Become the server of the generations in *out*, on an open socket.

    This process has built, and so has started threads of the store which its workers
    would inherit as dead ones (seen: they crash when they end).  The server takes its
    place afresh instead.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    words = [str(out), str(opened.detach()), str(workers), str(watched or "")]
    os.execv(sys.executable, [sys.executable, "-m", "app.cli.server", *words])  # noqa: S606


def run(out: Path, descriptor: int, workers: int, watched: Path | None) -> None:
    """Serve the generations in *out* on an open socket until interrupted.

    With *watched* a process of its own refreshes *out* when a record below it changes;
    the workers take up each new generation between two requests.
    """
    settings: dict[str, Any] = {
        "bind": f"fd://{descriptor}",
        "workers": workers,
        "threads": _THREADS,
        "loglevel": "warning",
        "proc_name": "caveat",
    }
    if watched is not None:
        watcher = _Watcher(watched, out)
        settings["when_ready"] = watcher.start
        settings["on_exit"] = watcher.stop
    _Application(out, settings).run()


class _Watcher:
    """The process that watches the records; the server's master starts and ends it."""

    def __init__(self, root: Path, out: Path) -> None:
        self._command = [sys.executable, "-m", "app.cli.watch", str(root), str(out)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, server: Any) -> None:
        # Our own module and two paths, and no shell that could read more into them.
        self._process = subprocess.Popen(self._command)  # noqa: S603

    def stop(self, server: Any) -> None:
        if self._process is not None:
            self._process.terminate()


if __name__ == "__main__":
    out_word, descriptor_word, workers_word, watched_word = sys.argv[1:]
    run(
        Path(out_word),
        int(descriptor_word),
        int(workers_word),
        Path(watched_word) if watched_word else None,
    )
