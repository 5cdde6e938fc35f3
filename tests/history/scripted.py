"""A scripted history: each step is a commit on the main branch, with a day of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.repository import WHOLE, change

FIRST, SECOND, THIRD = "claims/quill-first", "claims/quill-second", "claims/quill-third"
TWENTY, FOURTH = "claims/quill-twenty", "claims/quill-fourth"
CAVEAT, SET, BLOG = (
    "caveats/quill-first-unable",
    "sets/quill-first",
    "sources/quill-2024-05-02",
)
REACTION = "reactions/harbour-2024-05-04"


@dataclass(frozen=True)
class Step:
    """A commit of the script: its name, hash and date."""

    name: str
    commit: str
    date: str


class Repo:
    """A repository that a script changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kb = folder / "kb"
        self.date = "2024-07-01T12:00:00Z"
        self.day = 0
        self.steps: list[Step] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        for key, value in (("user.name", "Test"), ("user.email", "test@example.org")):
            self.git("config", key, value)
        shutil.copytree(WHOLE, self.kb)

    def git(self, *words: str) -> str:
        """Run git at the day that it is, and return what it prints."""
        none = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        dated = {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": self.date}
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=os.environ | none | dated,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def wait(self) -> None:
        """Let a day pass."""
        self.day += 1
        self.date = f"2024-07-{self.day:02}T12:00:00Z"

    def commit(self, message: str) -> str:
        """Commit all there is, a day later."""
        self.wait()
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def step(self, name: str) -> None:
        """Commit all there is as a step; its name is the subject."""
        self.steps.append(Step(name, self.commit(name), self.date))

    def path(self, record: str) -> Path:
        """Return the file of a record."""
        return self.kb / f"{record}.yaml"

    def change(self, record: str, *pairs: tuple[str, str]) -> None:
        """Replace texts in a record; each must be there."""
        change(self.kb, record, *pairs)

    def withdraw(self, *records: str, reason: str = "It was not what was said.") -> None:
        """Withdraw records, each with a note."""
        for record in records:
            text = self.path(record).read_text("utf-8")
            kept = re.sub(r"(?m)^(?:status|reviewed_by|note): .*\n", "", text)
            ended = f'{kept}status: withdrawn\nnote: "{reason}"\n'
            self.path(record).write_text(ended, "utf-8")

    def move(self, old: str, new: str) -> str:
        """Give a record another id, which says so; return its text."""
        text = self.path(old).read_text("utf-8") + f"formerly: [{old}]\n"
        self.path(old).unlink()
        self.path(new).write_text(text, "utf-8")
        return text


def script(repo: Repo) -> None:
    """Write the history: what a knowledge base lives through."""
    repo.step("begin")
    repo.move(SECOND, TWENTY)
    repo.step("rename")
    text = repo.path(TWENTY).read_text("utf-8").partition("formerly")[0]
    text = text.replace("Quill on 20", "Quill says it of 20").replace(
        "2024-06", "2024-06-02"
    )
    repo.path(THIRD).write_text(text, "utf-8")
    repo.step("twice")
    repo.path(THIRD).unlink()
    repo.change(TWENTY, (f"[{SECOND}]", f"[{SECOND}, {THIRD}]"))
    repo.path(TWENTY).write_text(
        repo.path(TWENTY).read_text("utf-8")
        + 'note: "One statement, once recorded twice."\n'
    )
    repo.step("merge")
    repo.path("sets/quill-third").write_text(
        'title: "5 accounts taken out of the first set"\nstatus: single-coded\n'
        f"disclosed_in: takedowns/quill-2024-05\nsplit_from: {SET}\n"
    )
    repo.change(SET, ('note: "The larger set."', 'note: "Five are a set of their own."'))
    repo.step("split")
    repo.path(FOURTH).write_text(
        'title: "Quill on 300 accounts, later"\nstatus: single-coded\n'
        "claimants: [actors/quill]\nmade: 2024-06-20\nmedium: statement\n"
        f"about: [{SET}]\nwithholds:\n  state:\n    relation: backed-by\n"
        f'    unnamed: "any state"\n    words: {BLOG}#unable\nrevises:\n  first:\n'
        f"    earlier: {FIRST}#state\n    change: re-attribution\n"
        '    reason: "Quill found more."\n'
    )
    repo.step("re-attribute")
    repo.change(CAVEAT, ('"Unable to tie"', '"Unable to tie them"'))
    repo.step("caveat")
    whole = repo.path(FIRST).read_text("utf-8")
    title, _, rest = whole.partition("\n")
    repo.path(FIRST).write_text(f"# A comment.\n{rest}\n{title}\n", "utf-8")
    repo.change(BLOG, ("read: excerpt", "read: full"), ('prefix: "Bouvet Island."', ""))
    repo.step("reformat")
    repo.change(CAVEAT, ('"Unable to tie them"', '"Unable to tie"'))
    repo.step("revert")
    _merge(repo)
    note = '    reason: "Quill found more."\nnote: "The statement was not Quill\'s."\n'
    repo.change(
        FOURTH,
        ("status: single-coded", "status: withdrawn"),
        ('    reason: "Quill found more."\n', note),
    )
    repo.step("withdraw")
    repo.change(FIRST, ("status: reviewed", "status: [reviewed"))
    repo.step("break")
    repo.change(FIRST, ("status: [reviewed", "status: reviewed"))
    repo.path(REACTION).unlink()
    repo.step("lose")


def _merge(repo: Repo) -> None:
    """Change a set on a side branch, twice, and the main one beside it; merge them."""
    repo.git("checkout", "--quiet", "-b", "side")
    for note in ("Five and more.", "Five went."):
        text = repo.path(SET).read_text("utf-8")
        head = text.rpartition("note: ")[0]
        repo.path(SET).write_text(f'{head}note: "{note}"\n', "utf-8")
        repo.commit("aside")
    repo.git("checkout", "--quiet", "main")
    repo.change(BLOG, ('note: "The whole page."', 'note: "A page."'))
    repo.change("actors/quill", ("name: ", "# Named so.\nname: "))
    repo.step("beside")
    repo.wait()
    message = "Merge branch 'side'\n\nWhat became of the five"
    repo.git("merge", "--quiet", "--no-ff", "--message", message, "side")
    commit = repo.git("rev-parse", "HEAD")
    repo.steps.append(Step("branches", commit, repo.date))
