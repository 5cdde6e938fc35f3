"""Read files out of a git repository, by the command ``git`` and without a checkout.

Nothing is written and nothing is run that the repository brings along: revisions are
resolved to the hash of a commit, trees are listed and blobs are read by hash.  No word of
a user becomes an option, and no shell is asked.  Names of files are bytes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.errors import (
    GitFailed,
    GitMissing,
    NotARepository,
    RevisionNotFetched,
    UnknownRevision,
)
from app.problems import printable
from app.records.suggest import near

#: A longer revision is no slip of the keyboard, and the system may refuse it.
_LONGEST = 500
#: What a hook of git sets to lead its own commands elsewhere.
_LEADING = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
_COMMITTING = "git add --all && git commit"
_OTHERS = " HEAD is the last commit; “git log” and “git branch --all” list the others"
_ANSWERS_IN_ENGLISH = {"LC_ALL": "C", "LANGUAGE": "C", "GIT_OPTIONAL_LOCKS": "0"}

FILE_MODES = frozenset({"100644", "100755", "100664"})
FOLDER_MODE, LINK_MODE = "040000", "120000"
#: The mode of a file that a commit took away.
GONE = "000000"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder of a tree: its mode, the hash and size of its blob, its path.

    ``path`` is relative to the tree that was listed; bytes that are no UTF-8 stand in it
    as surrogates, as everywhere in Python's file names.  A folder has no size.
    """

    path: str
    mode: str
    hash: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash and first parent's (empty for the first), when, and what it says.

    ``seconds`` is the committer's date since 1970 in UTC.  ``subject`` is the first line
    of the message; of a merge, whose first line only names a branch, the next one.
    """

    hash: str
    parent: str
    seconds: int
    subject: str


class Repository:
    """The repository that a folder lies in; paths are relative to that folder."""

    def __init__(self, folder: Path) -> None:
        """Take the repository of *folder*.

        Raises:
            GitMissing: there is no command ``git``.
            NotARepository: *folder* is in none.
            GitFailed: git refuses to read it (it belongs to another user).
        """
        self._folder = folder
        done = self._run("rev-parse", "--show-prefix")
        if done.returncode:
            said = _first_line(done.stderr)
            if "not a git repository" in said:
                raise NotARepository(
                    f"{folder} is in no git repository, so there is no earlier version; "
                    "“git clone” brings the records with theirs"
                )
            raise GitFailed(f"git cannot read the repository of {folder}: {said}")
        #: The folder's path in the repository; empty at its top.
        self.prefix = os.fsdecode(done.stdout.removesuffix(b"\n")).rstrip("/")

    def commit(self, revision: str) -> str:
        """Return the full hash of the commit that *revision* means (gitrevisions(7)).

        Raises:
            UnknownRevision: there is none, it is ambiguous, or it begins with “-”.
            RevisionNotFetched: the clone is shallow and may lack it.
        """
        if not revision or len(revision) > _LONGEST or "\0" in revision:
            raise UnknownRevision("a revision is a commit, branch or tag, such as main")
        if revision.startswith("-"):
            raise UnknownRevision(f"{_shown(revision)} is no revision: none begins with -")
        named = self._verified(revision)
        found = named and self._verified(f"{named}^{{commit}}")
        if found:
            return found
        if named and self.has(named):
            raise UnknownRevision(f"{_shown(revision)} names no commit")
        raise self._unknown(revision)

    def entries(self, commit: str) -> list[Entry]:
        """Return all that lies in the folder at *commit*, in the order of git.

        A folder that did not exist then has nothing in it.
        """
        tree = self._verified(f"{commit}:{self.prefix}")
        if not tree:
            return []
        out = self._output("ls-tree", "-z", "-r", "-t", "-l", "--full-tree", tree)
        found = []
        for line in out.split(b"\0")[:-1]:
            head, _, name = line.partition(b"\t")
            mode, _kind, digest, size = head.decode("ascii").split()
            number = int(size) if size.isdigit() else 0
            found.append(Entry(os.fsdecode(name), mode, digest, number))
        return found

    def blobs(self, hashes: Sequence[str]) -> Iterator[bytes]:
        """Yield what blobs hold, in the order of their hashes.

        Raises:
            GitFailed: an object is missing (a partial clone without its remote).
        """
        asked = "".join(f"{item}\n" for item in hashes).encode("ascii")
        out = self._output("cat-file", "--batch", given=asked)
        start = 0
        for item in hashes:
            end = out.index(b"\n", start)
            words = out[start:end].split()
            if len(words) != 3:
                raise GitFailed(f"the repository lacks the object {item}")
            start = end + 1
            end = start + int(words[2])
            yield out[start:end]
            start = end + 1

    def line(self, commit: str, since: str = "") -> list[Commit]:
        """Return a commit and before it the first parent of each, the oldest first.

        With *since*, a full hash, only those that are no ancestors of it.
        """
        asked = [commit, f"^{since}"] if since else [commit]
        form = "--format=%P%x00%ct%x00%s%x00%b%x00"
        words = ("--first-parent", "--reverse", "--encoding=UTF-8", form)
        found = self._output("rev-list", *words, *asked)
        fields = found.decode("utf-8", "replace").split("\0")
        return [
            _commit(*fields[start : start + 4]) for start in range(0, len(fields) - 1, 4)
        ]

    def changes(self, commits: Sequence[Commit]) -> Iterator[tuple[str, list[Entry]]]:
        """Yield the hash of each commit that changed files of the folder, and the files.

        Each is compared with its first parent; renames are a file less and a file more.
        A file that is gone has the mode :data:`GONE`.
        """
        asked = "".join(f"{item.hash} {item.parent}\n" for item in commits).encode("ascii")
        words = ("--stdin", "--root", "-r", "-z", "--no-renames", "--relative", "--", ".")
        fields = self._output("diff-tree", *words, given=asked).split(b"\0")[:-1]
        commit, found, start = "", list[Entry](), 0
        while start < len(fields):
            if not fields[start].startswith(b":"):
                if found:
                    yield commit, found
                commit, found, start = fields[start].decode("ascii"), [], start + 1
                continue
            _old, mode, _was, digest, _how = fields[start].decode("ascii").split()
            found.append(Entry(os.fsdecode(fields[start + 1]), mode, digest))
            start += 2
        if found:
            yield commit, found

    def sizes(self, hashes: Sequence[str]) -> list[int]:
        """Return the sizes of blobs in bytes, in the order of their hashes.

        Raises:
            GitFailed: an object is missing.
        """
        asked = "".join(f"{item}\n" for item in hashes).encode("ascii")
        out = self._output("cat-file", "--batch-check=%(objectsize)", given=asked)
        lines = out.decode("ascii", "replace").splitlines()
        for item, line in zip(hashes, lines, strict=True):
            if not line.isdigit():
                raise GitFailed(f"the repository lacks the object {item}")
        return [int(line) for line in lines]

    def file(self, commit: str, path: str) -> bytes | None:
        """Return what a file held at *commit*, or None; *path* is from the top."""
        name = self._verified(f"{commit}:{path}")
        return next(self.blobs([name])) if name else None

    def uncommitted(self) -> list[str]:
        """Return the files of the folder that differ from the last commit, from the top."""
        words = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
        found = self._output("status", *words).split(b"\0")[:-1]
        return [os.fsdecode(item[3:]) for item in found]

    def has(self, digest: str) -> bool:
        """Tell whether an object is there; a full hash is verified even if it is not."""
        return not self._run("cat-file", "-e", digest).returncode

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the clone was cut off somewhere in its history."""
        return self._output("rev-parse", "--is-shallow-repository").strip() == b"true"

    def _verified(self, revision: str) -> str:
        """Return the hash that a revision has, or nothing."""
        done = self._run("rev-parse", "--verify", "--end-of-options", revision)
        if b"ambiguous" in done.stderr:
            raise UnknownRevision(f"{_shown(revision)} is ambiguous; give more of its hash")
        return "" if done.returncode else done.stdout.decode("ascii").strip()

    def _unknown(self, revision: str) -> UnknownRevision:
        if self.is_shallow:
            base = revision.removeprefix("origin/")
            is_name = all(char.isalnum() or char in "-_./" for char in base)
            one = f", “git fetch origin {base}” that alone" if is_name else ""
            return RevisionNotFetched(
                f"this clone is shallow and does not hold {_shown(revision)}; "
                f"“git fetch --unshallow” brings the whole history{one}"
            )
        if not self._output("rev-list", "--max-count=1", "--all").strip():
            return UnknownRevision(
                "nothing is committed in this repository yet, so there is no earlier "
                f"version to compare with; “{_COMMITTING}” makes the first"
            )
        if revision in ("HEAD", "@"):
            return UnknownRevision(
                "nothing is committed on this branch yet; name another branch, or make "
                f"its first commit with “{_COMMITTING}”"
            )
        names = self._output("for-each-ref", "--format=%(refname:short)")
        known = names.decode("utf-8", "replace").splitlines()
        guess = near(revision, known) or _OTHERS
        return UnknownRevision(f"there is no revision {_shown(revision)}.{guess}")

    def _output(self, *words: str, given: bytes = b"") -> bytes:
        done = self._run(*words, given=given)
        if done.returncode:
            raise GitFailed(f"git {words[0]} failed: {_first_line(done.stderr)}")
        return done.stdout

    def _run(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = ["git", "--no-replace-objects", "-C", str(self._folder), *words]
        try:
            return subprocess.run(  # noqa: S603  (a list, and no word of it is an option)
                command, input=given, capture_output=True, env=_environment(), check=False
            )
        except FileNotFoundError as error:
            raise GitMissing("the command git was not found; install git") from error
        except OSError as error:
            raise GitMissing(f"the command git cannot be run: {error}") from error


def _commit(head: str, seconds: str, subject: str, body: str) -> Commit:
    """Read what ``rev-list`` prints: “commit <hash>”, a line of parents, and the rest."""
    name, _, parents = head.strip().partition("\n")
    parent, _, others = parents.partition(" ")
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    said = lines[0] if others and subject.startswith("Merge ") and lines else subject
    return Commit(name.removeprefix("commit "), parent, int(seconds), said)


def _environment() -> Mapping[str, str]:
    """Return the environment without what would lead git to another repository."""
    kept = {key: value for key, value in os.environ.items() if key not in _LEADING}
    return kept | _ANSWERS_IN_ENGLISH


def _first_line(said: bytes) -> str:
    lines = printable(said.decode("utf-8", "replace").replace("\n", "\v")).split("<U+000B>")
    return lines[0].removeprefix("fatal: ") or "it gave no reason"


def _shown(revision: str) -> str:
    text = printable(revision.encode("utf-8", "replace").decode("utf-8"))
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"
