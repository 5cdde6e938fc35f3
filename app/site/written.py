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
from app.site.pages import Page

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


class Recent:
    """The page that was found last: whoever takes one format of it often takes the next.

    Only its writing depends on the format, and finding it is most of the work.
    """

    def __init__(self) -> None:
        self._held: tuple[tuple[str, ...], Page] | None = None

    def page(self, key: tuple[str, ...], find: Callable[[], Page]) -> Page:
        """Return the page of *key*, found again only where it is not the last one."""
        held = self._held
        if held is None or held[0] != key:
            held = self._held = (key, find())
        return held[1]


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
