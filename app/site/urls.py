"""Links within the site: relative, so that pages work under any base and from a disk."""

from __future__ import annotations

import posixpath
from functools import lru_cache


def relative(here: str, path: str) -> str:
    """Return the link from the page *here* to *path*; both begin at the site's root.

    >>> relative("/claims/x", "/sets/y")
    '../sets/y'
    >>> relative("/claims/x", "/claims/x#part")
    '#part'
    >>> relative("/", "/claims/x")
    'claims/x'
    >>> relative("/claims/x", "/claims")
    '../claims'
    >>> relative("/about", "/")
    './'
    """
    target, hash_sign, fragment = path.partition("#")
    if target == here and hash_sign:
        return f"#{fragment}"
    folder, _, name = target.rpartition("/")
    found = _way(here.rpartition("/")[0] or "/", folder or "/")
    found = name if found == "." and name else f"{found}/{name}"
    return found + hash_sign + fragment


@lru_cache(maxsize=256)
def _way(here: str, folder: str) -> str:
    """Return the way between two folders: there are few, and pages have many links."""
    return posixpath.relpath(folder, here)
