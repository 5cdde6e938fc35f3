"""The index where it is made: with and without git, uncommitted, shallow, elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import HistoryCut, IndexUnusable, UnknownRevision
from app.history.archive import lines, restore
from app.history.replay import update
from app.history.version import Gone, Live
from app.history.versions import Versions
from tests.history.scripted import CAVEAT, FIRST, REACTION, SECOND, Repo, script
from tests.repository import WHOLE, change

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository with one commit."""
    made = Repo(tmp_path / "repository")
    made.step("begin")
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where an index is to be."""
    return tmp_path / "versions.sqlite"


def test_without_git_there_is_one_version_without_a_date(
    path: Path, tmp_path: Path
) -> None:
    """A plain download has what it has, and no date is made up."""
    shutil.copytree(WHOLE, tmp_path / "kb")
    update(path, tmp_path / "kb")
    versions = Versions.read(path)
    (only,) = versions.versions_of(FIRST)

    assert ("", "", True) == (only.date, only.commit, only.is_current)
    assert "added" == only.kind
    assert () == versions.listing("2100-01-01")
    assert versions.at(FIRST, "2100-01-01") is None
    assert Live() == versions.standing(FIRST)


def test_without_a_commit(path: Path, tmp_path: Path) -> None:
    """A repository in which nothing is committed is as none; a name in it is unknown."""
    made = Repo(tmp_path / "new")
    update(path, made.kb)

    assert "" == Versions.read(path).versions_of(FIRST)[0].commit
    with pytest.raises(UnknownRevision):
        update(path, made.kb, "main")


def test_what_is_uncommitted_is_last_and_gives_way(repo: Repo, path: Path) -> None:
    """It has no date, is current, and is gone when it was undone."""
    update(path, repo.kb)
    clean = list(lines(path))
    repo.change(CAVEAT, ('"Unable to tie"', '"Unable"'))
    repo.path(REACTION).unlink()
    update(path, repo.kb)
    versions = Versions.read(path)
    first, last = versions.versions_of(FIRST)

    assert (repo.steps[0].date, "", "caveats") == (first.date, last.date, last.kind)
    assert last.is_current
    assert versions.at(FIRST, "2100-01-01") == first
    assert isinstance(versions.standing(REACTION), Gone)
    versions.close()
    repo.git("checkout", "--quiet", ".")
    update(path, repo.kb)
    assert clean == list(lines(path))


def test_what_was_uncommitted_is_committed(repo: Repo, path: Path, tmp_path: Path) -> None:
    """Then it is a version as any other, as if it had never been seen before."""
    repo.change(CAVEAT, ('"Unable to tie"', '"Unable"'))
    update(path, repo.kb)
    repo.step("commit")
    update(path, repo.kb)
    update(tmp_path / "anew.sqlite", repo.kb)

    assert list(lines(tmp_path / "anew.sqlite")) == list(lines(path))
    assert repo.steps[1].commit == Versions.read(path).versions_of(FIRST)[-1].commit


def test_a_broken_file_that_stays_is_no_change(repo: Repo, path: Path) -> None:
    """What cannot be read at the last commit either is not told as uncommitted."""
    repo.change(FIRST, ("status: reviewed", "status: [reviewed"))
    repo.step("break")
    update(path, repo.kb)

    assert [repo.steps[1].commit] == [item.commit for item in Versions.read(path).unread()]


def test_another_line_of_commits(repo: Repo, path: Path, tmp_path: Path) -> None:
    """An index of commits that the branch does not have is made anew."""
    repo.change(CAVEAT, ('"Unable to tie"', '"Unable"'))
    repo.step("undone")
    update(path, repo.kb)
    repo.git("reset", "--quiet", "--hard", repo.steps[0].commit)
    repo.change(CAVEAT, ('"Unable to tie"', '"Not able"'))
    repo.step("instead")
    update(path, repo.kb)
    update(tmp_path / "anew.sqlite", repo.kb)

    assert list(lines(tmp_path / "anew.sqlite")) == list(lines(path))


def test_a_shallow_clone(repo: Repo, path: Path, tmp_path: Path) -> None:
    """Versions would be missing: it says what brings them.  An index from before helps."""
    update(path, repo.kb)
    repo.change(CAVEAT, ('"Unable to tie"', '"Unable"'))
    repo.step("second")
    repo.change(CAVEAT, ('"Unable"', '"Not able"'))
    repo.step("third")
    address = repo.folder.as_uri()
    repo.git("clone", "--quiet", "--depth=1", address, str(tmp_path / "cut"))
    repo.git("clone", "--quiet", "--depth=3", address, str(tmp_path / "deep"))
    repo.git("clone", "--quiet", "--depth=2", address, str(tmp_path / "two"))

    with pytest.raises(HistoryCut, match="git fetch --unshallow"):
        update(tmp_path / "other.sqlite", tmp_path / "cut" / "kb")
    with pytest.raises(HistoryCut):
        update(tmp_path / "other.sqlite", tmp_path / "two" / "kb")
    update(path, tmp_path / "deep" / "kb")
    assert 3 == len(Versions.read(path).versions_of(FIRST))


def test_a_release_carries_its_index(repo: Repo, path: Path, tmp_path: Path) -> None:
    """Lines make the index again; without git it goes on from there, without a date."""
    repo.move(SECOND, "claims/quill-twenty")
    repo.step("rename")
    update(path, repo.kb)
    written = list(lines(path))
    other = tmp_path / "other.sqlite"
    restore(other, written)
    assert written == list(lines(other))

    shutil.copytree(repo.kb, tmp_path / "release" / "kb")
    update(other, tmp_path / "release" / "kb")
    assert written == list(lines(other))

    change(tmp_path / "release" / "kb", CAVEAT, ('"Unable to tie"', '"Unable"'))
    update(other, tmp_path / "release" / "kb")
    found = Versions.read(other).versions_of(FIRST)
    assert [repo.steps[0].date, ""] == [item.date for item in found]


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b"{}", b'["unheard-of", 1]', b'["meta", "schema", "0"]']
)
def test_lines_that_are_no_index(path: Path, line: bytes) -> None:
    """They are refused, and what was there stays."""
    restore(path, [b'["meta", "commit", "abc"]'])
    with pytest.raises(IndexUnusable):
        restore(path, [line])

    assert "abc" == Versions.read(path).commit


@pytest.mark.parametrize(
    "table, was, made",
    [("content", "unable to tie", "able to tie"), ("blob", "unable", "able")],
)
def test_what_was_altered_in_a_release_is_refused(
    path: Path, tmp_path: Path, table: str, was: str, made: str
) -> None:
    """A version is named by what it says, and a file of it by git."""
    update(path, WHOLE)
    written = list(lines(path))
    at, line = next(
        (at, line)
        for at, line in enumerate(written)
        if line.startswith(f'["{table}"'.encode()) and was.encode() in line
    )
    altered = [*written[:at], line.replace(was.encode(), made.encode()), *written[at + 1 :]]

    restore(tmp_path / "whole", written)
    with pytest.raises(IndexUnusable, match=f"line {at + 1} was altered"):
        restore(tmp_path / "altered", altered)


def test_a_file_that_is_no_index(tmp_path: Path) -> None:
    """It is refused, and not written over."""
    path = tmp_path / "text"
    path.write_text("This is no database, and it is longer than the head of one. " * 20)

    with pytest.raises(IndexUnusable):
        update(path, WHOLE)
    with pytest.raises(IndexUnusable):
        Versions.read(path)
    with pytest.raises(IndexUnusable):
        Versions.read(tmp_path / "nothing")


_PRINT = """
import sys
from pathlib import Path
from app.history.archive import lines
from app.history.replay import update
update(Path(sys.argv[1]), Path(sys.argv[2]))
sys.stdout.buffer.writelines(lines(Path(sys.argv[1])))
"""


def test_two_clones_agree_to_the_byte(tmp_path: Path) -> None:
    """Folder, time zone, locale and hash seed decide nothing."""
    made = Repo(tmp_path / "repository")
    script(made)
    found = []
    for number, (zone, locale) in enumerate(
        [("UTC", "C"), ("Pacific/Apia", "tr_TR.UTF-8")]
    ):
        folder = tmp_path / f"clone {number}" / ("deep" * number)
        made.git("clone", "--quiet", str(made.folder), str(folder))
        told = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": str(number)}
        done = subprocess.run(
            [sys.executable, "-c", _PRINT, str(tmp_path / f"{number}.sqlite"), "kb"],
            cwd=folder,
            env=os.environ | told | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        found.append(done.stdout)

    assert found[0].count(b"\n") > 100
    assert found[0] == found[1]
