"""Hosts of files as a test knows them: which file of a folder answers a path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

#: Gives the file that answers a path, or None where the host says that there is none.
Host = Callable[[Path, str], Path | None]


def pages_host(root: Path, path: str) -> Path | None:
    """Map as a host of pages does: the file, the file with .html, the folder's index."""
    name = path.removeprefix("/")
    if name.endswith("/") or not name:
        return _there(root / name / "index.html")
    return _there(root / name) or _there(root / f"{name}.html")


def try_files(root: Path, path: str) -> Path | None:
    """Map as ``index index.html; try_files $uri $uri.html =404`` does."""
    if path.endswith("/"):
        return _there(root / path.removeprefix("/") / "index.html")
    name = path.removeprefix("/")
    return _there(root / name) or _there(root / f"{name}.html")


def folders_first(root: Path, path: str) -> Path | None:
    """Map as a host does that takes a folder before the file of the same name."""
    name = path.removeprefix("/").removesuffix("/")
    if (root / name).is_dir():
        return _there(root / name / "index.html")
    return pages_host(root, path)


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None


def path_of(link: str) -> str:
    """Return the path that a host is asked for."""
    return urlsplit(link).path
