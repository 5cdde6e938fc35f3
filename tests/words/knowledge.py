"""A small knowledge base with a held copy, for tests that verify quotations."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from app import ROOT

HELD = """\
What we removed

300 accounts that appear to be located on Bouvet Island. The behaviour resembles that of
accounts of an earlier campaign. We are unable to tie them to the Lantern Group, and no state
or place outside Bouvet Island stands behind them.
"""
SHA256 = hashlib.sha256(HELD.encode()).hexdigest()
_EMPTY = hashlib.sha256(b"").hexdigest()
SOURCE = "sources/quill-2024-05-02"


def make(folder: Path, *, held: bool = True) -> tuple[Path, Path]:
    """Return a knowledge base whose copy has the hash of ``HELD``, and its snapshots."""
    root, snapshots = folder / "kb", folder / "snapshots"
    shutil.copytree(ROOT / "tests" / "fixtures" / "kb", root)
    change(root, f"    sha256: {_EMPTY}", f"    sha256: {SHA256}")
    path = root / f"{SOURCE}.yaml"
    kept, dropping = [], False
    for line in path.read_text("utf-8").splitlines(keepends=True):
        dropping = line.startswith("    verified:") or (
            dropping and line.startswith("      ")
        )
        if not dropping:
            kept.append(line)
    path.write_text("".join(kept), "utf-8")
    (snapshots / "texts").mkdir(parents=True)
    if held:
        (snapshots / "texts" / f"{SHA256}.txt").write_text(HELD, "utf-8")
    return root, snapshots


def change(root: Path, old: str, new: str) -> None:
    """Change the source; a test must not pass because nothing was changed."""
    path = root / f"{SOURCE}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
