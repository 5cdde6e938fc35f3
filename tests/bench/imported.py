"""Commits that are made quickly: as a stream for ``git fast-import``."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

_FIRST = 1_577_836_800  # 2020-01-01
_HOUR = 3_600


def commit(number: int, files: Mapping[str, str], *, is_on_top: bool = False) -> str:
    """Return a commit of some files, an hour after that of the number before.

    One that is *on top* follows what was put in before; others follow in their stream.
    """
    said = f"Change {number}"
    lines = [
        "commit refs/heads/main\n",
        f"committer Bench <bench@example.org> {_FIRST + number * _HOUR} +0000\n",
        f"data {len(said)}\n{said}\n",
    ]
    if is_on_top:
        lines.append("from refs/heads/main^0\n")
    for path, text in files.items():
        lines.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")
    return "".join(lines)


def put(root: Path, stream: Iterable[str]) -> None:
    """Put commits into the repository, and check out what they lead to."""
    if not (root / ".git").exists():
        _git(root, "init", "--quiet", "--initial-branch=main")
    _git(root, "fast-import", "--quiet", given="".join(stream))
    _git(root, "reset", "--quiet", "--hard", "main")


def _git(root: Path, *words: str, given: str = "") -> None:
    subprocess.run(["git", *words], cwd=root, input=given.encode(), check=True)
