"""Revisions: what names a commit, what does not, and what is said then."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from app.errors import (
    CaveatError,
    GitFailed,
    GitMissing,
    NotARepository,
    NothingThen,
    RevisionNotFetched,
    UnknownRevision,
)
from app.history.git import Repository
from app.history.revision import load_at
from app.records.load import load
from tests.repository import Versions


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    """Return a fresh repository."""
    return Versions(tmp_path / "repository")


def test_a_commit_is_found_by_branch_tag_and_hash(versions: Versions) -> None:
    """Every way that git has to name a commit gives its full hash."""
    versions.git("tag", "--annotate", "--message", "one", "v1")
    repository = Repository(versions.kb)

    for name in ("main", "HEAD", "v1", versions.base, versions.base[:8], "refs/heads/main"):
        assert versions.base == repository.commit(name)


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        ("mian", "there is no revision “mian”. Did you mean “main”?"),
        ("0" * 40, "list the others"),
        ("-h", "none begins with -"),
        ("--output=/tmp/x", "none begins with -"),
        ("", "a revision is a commit"),
        ("a\0b", "a revision is a commit"),
        ("x" * 5000, "a revision is a commit"),
        ("main:kb", "names no commit"),
        ("HEAD..main", "there is no revision"),
        ("a b; touch x", "there is no revision"),
        ("$(touch x)", "there is no revision"),
        ("a\x1b[2J", "<U+001B>"),
        ("\udcff", "there is no revision"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_what_names_no_commit_is_said(versions: Versions, revision: str, says: str) -> None:
    """Whatever is given as a revision is refused in a sentence, and nothing else happens."""
    with pytest.raises(UnknownRevision) as caught:
        Repository(versions.kb).commit(revision)

    assert says in str(caught.value)
    assert not (versions.kb / "x").exists()


@pytest.mark.parametrize("revision", ["HEAD", "@", "main", "HEAD~1"])
def test_a_repository_without_a_commit(tmp_path: Path, revision: str) -> None:
    """It is said that nothing is committed yet, and how to."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    with pytest.raises(UnknownRevision) as caught:
        Repository(tmp_path).commit(revision)

    assert "nothing is committed in this repository yet" in str(caught.value)
    assert "“git add --all && git commit” makes the first" in str(caught.value)


def test_a_branch_without_a_commit(versions: Versions) -> None:
    """Another branch has commits, and can be named."""
    versions.git("checkout", "--quiet", "--orphan", "other")
    repository = Repository(versions.kb)

    with pytest.raises(UnknownRevision, match="nothing is committed on this branch yet"):
        repository.commit("HEAD")
    assert versions.base == repository.commit("main")


def test_an_ambiguous_hash_is_not_guessed(versions: Versions) -> None:
    """A beginning that several objects share is refused as such."""
    count = 0
    while True:
        seen = versions.git("rev-list", "--all", "--objects", "--no-object-names").split()
        starts = [item[:4] for item in seen]
        twice = [item for item in starts if starts.count(item) > 1]
        if twice:
            break
        count += 40
        for number in range(count, count + 40):
            (versions.folder / f"{number}.txt").write_text(str(number), "utf-8")
        versions.commit()

    with pytest.raises(UnknownRevision, match="is ambiguous"):
        Repository(versions.kb).commit(twice[0])


def test_a_shallow_clone_is_told_what_to_fetch(versions: Versions, tmp_path: Path) -> None:
    """The message has the commands that mend it."""
    versions.commit()
    url = f"file://{versions.folder}"
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", url, str(clone)], check=True)
    repository = Repository(clone / "kb")

    for name, fetched in ((versions.base, versions.base), ("origin/release", "release")):
        with pytest.raises(RevisionNotFetched) as caught:
            repository.commit(name)
        assert "git fetch --unshallow" in str(caught.value)
        assert f"git fetch origin {fetched}”" in str(caught.value)
    with pytest.raises(RevisionNotFetched) as caught:
        repository.commit("a`b;c")
    assert "git fetch origin" not in str(caught.value)


def test_outside_a_repository_it_is_said(tmp_path: Path) -> None:
    """A folder in no repository has no earlier version."""
    with pytest.raises(NotARepository, match=r"is in no git repository.*“git clone”"):
        Repository(tmp_path)


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the command is missing, or is no program, nothing is traced back."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissing, match="git was not found"):
        Repository(tmp_path)

    (tmp_path / "git").write_text("no program", "utf-8")
    (tmp_path / "git").chmod(0o755)
    with pytest.raises(GitMissing, match="cannot be run"):
        Repository(tmp_path)


def test_a_repository_that_git_refuses_is_told_in_its_words(
    versions: Versions,
) -> None:
    """What git itself says is passed on, on one line."""
    (versions.folder / ".git" / "config").write_text("[core\nbroken", "utf-8")

    with pytest.raises(CaveatError) as caught:
        Repository(versions.kb)

    assert isinstance(caught.value, GitFailed)
    assert "bad config" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_version_is_loaded_without_touching_anything(versions: Versions) -> None:
    """Records, faults and drafts are those of the commit, whatever lies in the folder."""
    expected = load(versions.kb)
    index = (versions.folder / ".git" / "index").read_bytes()
    versions.path("claims/quill-first").write_text("broken: [", "utf-8")
    versions.path("sets/quill-second").unlink()
    before = sorted(path for path in versions.folder.rglob("*") if ".git" not in path.parts)

    found = load_at(Repository(versions.kb), versions.base)

    assert () == found.problems
    assert {key: item.data for key, item in expected.records.items()} == {
        key: item.data for key, item in found.records.items()
    }
    assert expected.header is not None
    assert found.header is not None
    assert expected.header.data == found.header.data
    after = sorted(path for path in versions.folder.rglob("*") if ".git" not in path.parts)
    assert before == after
    assert index == (versions.folder / ".git" / "index").read_bytes()


def test_a_hook_does_not_lead_elsewhere(
    versions: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What git sets for its hooks makes no other repository of a knowledge base."""
    other = Versions(tmp_path / "other")
    other.path("claims/quill-first").unlink()
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))

    repository = Repository(versions.kb)

    assert "claims/quill-first" in load_at(repository, repository.commit("main")).records


def test_everything_odd_in_a_commit_is_a_fault_with_a_place(versions: Versions) -> None:
    """Names of any bytes, links, folders and large files are told as in a folder."""
    claims = os.fsencode(versions.kb / "claims")
    for name in (b"\xff\n\x1b.yaml", b"a b.yaml", b"notes.txt", b"With'Quote.yaml"):
        Path(os.fsdecode(claims + b"/" + name)).write_text("x", "utf-8")
    (versions.kb / "claims" / "linked.yaml").symlink_to("quill-first.yaml")
    (versions.kb / "claims" / "folder").mkdir()
    (versions.kb / "claims" / "folder" / "deep.yaml").write_text("x", "utf-8")
    (versions.kb / "claims" / "large.yaml").write_text("# " + "x" * 300_000, "utf-8")
    (versions.kb / "clams").mkdir()
    (versions.kb / "clams" / "x.yaml").write_text("x", "utf-8")
    (versions.kb / "README.md").write_text("x", "utf-8")
    commit = versions.commit()

    found = load_at(Repository(versions.kb), commit)
    codes = {str(item.place).rpartition("kb/")[2]: item.code for item in found.problems}

    assert {
        "claims/a b.yaml:1:1": "Y17",
        "claims/notes.txt:1:1": "Y17",
        "claims/With'Quote.yaml:1:1": "Y17",
        "claims/�\n\x1b.yaml:1:1": "Y17",
        "claims/linked.yaml:1:1": "Y18",
        "claims/folder:1:1": "Y17",
        "claims/large.yaml:1:1": "Y05",
        "clams:1:1": "Y17",
    } == codes
    assert all(item.place.path.startswith(f"{commit[:12]}:kb/") for item in found.problems)
    assert {"claims/linked", "claims/large"} == found.unread
    assert "claims/quill-first" in found.records


def test_before_there_was_a_knowledge_base_there_is_none(versions: Versions) -> None:
    """A commit without kb.yaml, or without the folder, is no empty knowledge base."""
    versions.git("rm", "--quiet", "-r", "--cached", "kb")
    versions.git("commit", "--quiet", "--message", "Gone")
    repository = Repository(versions.kb)

    with pytest.raises(NothingThen, match=r"kb holds no kb\.yaml"):
        load_at(repository, repository.commit("HEAD"))


def test_a_missing_object_is_said(versions: Versions) -> None:
    """A damaged repository ends in a sentence."""
    blob = versions.git("rev-parse", "main:kb/claims/quill-first.yaml")
    (versions.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    repository = Repository(versions.kb)

    with pytest.raises(GitFailed):
        load_at(repository, repository.commit("main"))


def test_the_knowledge_base_may_be_the_whole_repository(tmp_path: Path) -> None:
    """A repository whose top is the knowledge base is read as well."""
    versions = Versions(tmp_path / "repository")
    versions.git("mv", "-k", *(f"kb/{item.name}" for item in versions.kb.iterdir()), ".")
    versions.commit()
    repository = Repository(versions.folder)

    found = load_at(repository, repository.commit("main"))

    assert () == found.problems
    assert "claims/quill-first" in found.records
