"""``caveat cited`` as a newsroom meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import FAULTS, OK, USAGE, main
from app.cli import cited as command
from tests.history.scripted import FIRST, FOURTH, SECOND, TWENTY, Repo, script

BASE = "https://quill.example/"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Return the repository when the script has run."""
    made = Repo(tmp_path_factory.mktemp("scripted"))
    script(made)
    return made


def cited(repo: Repo, *words: str | Path, given: bytes | None = None) -> Result:
    """Run the command on the repository's records."""
    options = ["--kb", str(repo.kb), "--out", str(repo.folder.parent / "cited-build")]
    return CliRunner().invoke(main, ["cited", *map(str, words), *options], input=given)


def named(repo: Repo, record: str, number: int, tmp_path: Path) -> str:
    """Return the address of a version of a record."""
    from app.history.replay import update
    from app.history.versions import Versions

    update(tmp_path / "versions.sqlite", repo.kb)
    versions = Versions.read(tmp_path / "versions.sqlite")
    found = f"{BASE}{record}/v/{versions.versions_of(record)[number].name}"
    versions.close()
    return found


def test_each_address_has_its_line(repo: Repo, tmp_path: Path) -> None:
    """With place, state and what changed; the first time with all that is told."""
    old, now = (named(repo, FIRST, number, tmp_path) for number in (0, -1))
    article = tmp_path / "article.md"
    article.write_text(f"[One]({old}),\n{now}; {old}.\n", "utf-8")
    done = cited(repo, article)
    lines = done.stdout.splitlines()
    places = [line for line in lines if line.startswith(str(article))]

    assert FAULTS == done.exit_code
    assert [
        f"{article}:1:7 corrected {FIRST} {old[-12:]}",
        f"{article}:2:1 current {FIRST} {now[-12:]}",
        f"{article}:2:{len(now) + 3} corrected {FIRST} {old[-12:]}",
    ] == places
    assert any("Five went." in line for line in lines)
    assert lines[-1] == places[-1]


def test_all_that_stands_is_well(repo: Repo, tmp_path: Path) -> None:
    """Exit code 0, and a line for each; so for an address without a version."""
    now = named(repo, FIRST, -1, tmp_path)
    done = cited(repo, "-", given=f"{now} {BASE}{FIRST}".encode())

    assert OK == done.exit_code
    assert f"<stdin>:1:1 current {FIRST}" in done.stdout
    assert f"unversioned {FIRST} -" in done.stdout


def test_json_has_all_of_it(repo: Repo, tmp_path: Path) -> None:
    """A program gets state, target, reason, steps and changes."""
    text = f"{BASE}{FOURTH} {named(repo, SECOND, 0, tmp_path)}#part"
    done = cited(repo, "-", "--format", "json", given=text.encode())
    rows: list[dict[str, Any]] = json.loads(done.stdout)

    assert FAULTS == done.exit_code
    assert ["withdrawn", "moved"] == [row["state"] for row in rows]
    assert "The statement was not Quill's." == rows[0]["reason"]
    assert (TWENTY, "part") == (rows[1]["to"], rows[1]["fragment"])
    assert rows[1]["changes"][0]["lines"]


def test_other_hosts(repo: Repo) -> None:
    """Only those that are named; without any address that is said."""
    text = f"http://127.0.0.1:8000/{FIRST}".encode()
    done = cited(repo, "-", given=text)
    asked = cited(repo, "-", "--base", "http://127.0.0.1:8000/", given=text)

    assert (OK, "") == (done.exit_code, done.stdout)
    assert "No address of an entry" in done.stderr
    assert "unversioned" in asked.stdout


def test_what_cannot_be_read(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file says why; the others are answered, and the exit code is 2."""
    monkeypatch.setattr(command, "MOST_BYTES", 1_000)
    monkeypatch.setattr(command, "MOST_PLACES", 5)
    (tmp_path / "large.txt").write_text("x" * 1_001)
    (tmp_path / "many.txt").write_text(f"{BASE}{FIRST} " * 6)
    (tmp_path / "article.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "well.txt").write_text(f"{BASE}{FIRST}")
    files = ("large.txt", "many.txt", "article.docx", "well.txt", "none.txt", ".")
    done = cited(repo, *(tmp_path / name for name in files))

    assert USAGE == done.exit_code
    for reason in ("larger than", "more than 5", "no text", "no such file", "directory"):
        assert reason in done.stderr
    assert "well.txt:1:1 unversioned" in done.stdout


def test_nothing_in_a_document_reaches_the_terminal(repo: Repo) -> None:
    """What an address names is shown with its controls made visible."""
    text = f"{BASE}claims/a%1b%5B2J%0Ab/v/%1b%E2%80%AE".encode()
    done = cited(repo, "-", given=text)

    assert FAULTS == done.exit_code
    assert (
        "<stdin>:1:1 unknown claims/a<U+001B>[2J<U+000A>b <U+001B><U+202E>\n" == done.stdout
    )


def test_a_shallow_clone_answers_nothing(repo: Repo, tmp_path: Path) -> None:
    """A version before its cut would seem never to have been."""
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.folder}", str(clone))
    words = ["cited", "-", "--kb", str(clone / "kb"), "--out", str(tmp_path / "build")]
    done = CliRunner().invoke(main, words, input=f"{BASE}{FIRST}")

    assert (USAGE, "") == (done.exit_code, done.stdout)
    assert "git fetch --unshallow" in done.stderr


def test_a_fresh_clone_answers_as_the_first(repo: Repo, tmp_path: Path) -> None:
    """Nothing but the repository is needed."""
    clone, text = tmp_path / "clone", f"{named(repo, FIRST, 1, tmp_path)}".encode()
    repo.git("clone", "--quiet", str(repo.folder), str(clone))
    words = ["cited", "-", "--kb", str(clone / "kb")]
    done = CliRunner().invoke(main, words, input=text)

    assert cited(repo, "-", given=text).stdout == done.stdout != ""
