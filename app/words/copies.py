"""The texts of copies, held outside the repository and named by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

FOLDER_VARIABLE = "CAVEAT_SNAPSHOTS"


def snapshots_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of copies: ``CAVEAT_SNAPSHOTS``, or one of the user's data."""
    named = environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    data = environ.get("XDG_DATA_HOME")
    base = Path(data) if data else Path.home() / ".local" / "share"
    return base / "caveat" / "snapshots"


class Copies:
    """The copies in one folder, each text in a file named ``<sha256>.txt``."""

    def __init__(self, root: Path) -> None:
        """Look in *root*, which need not exist."""
        self.root = root

    def text(self, sha256: str) -> str | None:
        """Return the main text whose UTF-8 bytes have this SHA-256, or None."""
        try:
            data = (self.root / f"{sha256}.txt").read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            return None
        return data.decode("utf-8")
