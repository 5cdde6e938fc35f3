"""One record, one file: what two editors add merges without a conflict."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import ROOT
from app.cli import OK, main
from app.records.load import load

WHOLE = ROOT / "tests" / "fixtures" / "kb"
SOURCE = [
    "--type",
    "NewsArticle",
    "--lang",
    "en",
    "--publisher",
    "the-harbour",
    "--no-capture",
]


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, as nobody in particular."""
    who = {"NAME": "Editor", "EMAIL": "editor@editors.example"}
    own = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in who.items()
    }
    bare = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **own, **bare},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def add(root: Path, *words: str) -> None:
    """Make a record by the command, and commit it."""
    done = CliRunner().invoke(main, ["new", *words, "--no-input", "--kb", str(root)])
    assert OK == done.exit_code, done.output
    git(root, "add", "-A")
    git(root, "commit", "-qm", words[0])


@pytest.mark.parametrize("order", [("anna", "boris"), ("boris", "anna")])
def test_two_editors_records_merge(tmp_path: Path, order: tuple[str, str]) -> None:
    """Sources of one outlet and day, an actor each: both branches merge, all is checked."""
    root = tmp_path / "kb"
    shutil.copytree(WHOLE, root)
    git(root, "init", "-q", "-b", "trunk")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    for editor in ("anna", "boris"):
        git(root, "switch", "-qc", editor, "trunk")
        url = f"https://harbour.example/2024/06/01/{editor}"
        add(
            root,
            "source",
            url,
            "--id",
            f"harbour-{editor}",
            "--title",
            f"By {editor}",
            *SOURCE,
        )
        add(root, "actor", "--name", f"Outlet of {editor}", "--role", "outlet")
    git(root, "switch", "-q", "trunk")
    for editor in order:
        git(root, "merge", "-q", "--no-ff", "-m", editor, editor)

    kb = load(root)
    assert () == kb.problems
    assert {"sources/harbour-anna", "sources/harbour-boris"} <= set(kb.records)
    assert {"actors/outlet-of-anna", "actors/outlet-of-boris"} <= set(kb.records)
    assert "" == git(root, "status", "--porcelain")
