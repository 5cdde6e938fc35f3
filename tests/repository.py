"""A git repository with the knowledge base for tests in it, which a test changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

WHOLE = Path(__file__).parent / "fixtures" / "kb"
_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_DATE": "2024-07-01T12:00:00Z",
    "GIT_COMMITTER_DATE": "2024-07-01T12:00:00Z",
}


class Versions:
    """The repository: ``kb`` is its knowledge base, ``base`` its first commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kb = folder / "kb"
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        for key, value in (("user.name", "Test"), ("user.email", "test@example.org")):
            self.git("config", key, value)
        shutil.copytree(WHOLE, self.kb)
        self.base = self.commit()

    def git(self, *words: str) -> str:
        """Run git in the repository, and return what it prints."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=os.environ | _ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self) -> str:
        """Commit all there is, and return the hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A change")
        return self.git("rev-parse", "HEAD")

    def path(self, record: str) -> Path:
        """Return the file of a record."""
        return self.kb / f"{record}.yaml"

    def change(self, record: str, *pairs: tuple[str, str]) -> None:
        """Replace texts in a record; each must be there, or the test changed nothing."""
        text = self.path(record).read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        self.path(record).write_text(text, "utf-8")

    def write(self, record: str, text: str) -> None:
        """Write a new record."""
        self.path(record).write_text(text, "utf-8")


def change(root: Path, record: str, *pairs: tuple[str, str]) -> None:
    """Replace texts in a record; each must be there."""
    path = root / f"{record}.yaml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
