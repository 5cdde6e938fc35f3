"""Gunicorn over the site: each worker opens the store for itself, read only."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from app.cli.watch import watch
from app.site.factory import create_app

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
        return create_app(self._out)


def run(out: Path, host: str, port: int, workers: int, *, watched: Path | None) -> None:
    """Serve the generations in *out* until interrupted.

    With *watched* a process of its own refreshes *out* when a record below it changes;
    the workers take up each new generation between two requests.
    """
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    settings: dict[str, Any] = {
        "bind": bind,
        "workers": workers,
        "threads": _THREADS,
        "loglevel": "warning",
        "proc_name": "caveat",
        # Beside the data there may be no room that can be written to.
        "worker_tmp_dir": None,
    }
    watcher: multiprocessing.process.BaseProcess | None = None
    if watched is not None:
        # Spawned, not forked: the watcher runs threads of its own.
        context = multiprocessing.get_context("spawn")
        watcher = context.Process(target=watch, args=(watched, out), daemon=True)
        watcher.start()
    try:
        _Application(out, settings).run()
    finally:
        if watcher is not None:
            watcher.terminate()
            watcher.join()
