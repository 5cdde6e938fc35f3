"""Pages that were written once, kept within bounds by each process.

A generation never changes, so neither does what the ETag of a page names: asked again,
the same bytes are given.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from cachetools import LRUCache

from app import __version__

#: Bytes that a process keeps: some three hundred of the fullest pages.
BOUND = 32 * 2**20


class Written:
    """What was written, by tag; the longest unused makes room for the new."""

    def __init__(self, bound: int = BOUND) -> None:
        self._bound = bound
        self._held: LRUCache[str, bytes] = LRUCache(bound, getsizeof=len)
        self._lock = threading.Lock()

    def body(self, tag: str, write: Callable[[], bytes]) -> bytes:
        """Return what was written for *tag* before, or write it and keep it."""
        with self._lock:
            held = self._held.get(tag)
        if held is None:
            held = write()
            if len(held) <= self._bound:
                with self._lock:
                    self._held[tag] = held
        return held


def tag(*parts: str) -> str:
    """Digest what decides a page; it serves as its ETag."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def code_digest(program: Path) -> str:
    """Digest what a page is written with: an ETag must change when it does."""
    digest = hashlib.sha256(__version__.encode())
    for pattern in ("*.py", "*.html", "*.css", "*.svg", "*.rq"):
        for path in sorted(program.rglob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
