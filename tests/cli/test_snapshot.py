"""``caveat snapshot`` as an editor meets it: fetched, held, written, listed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import ROOT
from app.cli import FAULTS, OK, USAGE, main
from app.records.load import load
from app.words.copies import Copies
from tests.words.serving import Reply, Server, led, reply, serving

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WORDS = "We are unable to “definitively” tie the accounts.\nAnd so on.\n"
PAGE = f"<!DOCTYPE html><html><body><article><h1>A headline</h1><p>{WORDS}</p></article>".encode()
SOURCE = """\
type: NewsArticle
title: "Twitter removes accounts"
status: single-coded
publisher: actors/twitter
published: 2019-02-01
lang: en
url: {url}
# The words.
passages:
  cannot-say:
    part: body
    text: "We are unable to “definitively” tie the accounts."
    voice: own
    seen: {{in: sources/gull, read: full, closed: true}}
"""


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a folder of copies that is not there yet."""
    folder = tmp_path / "copies"
    monkeypatch.setenv("CAVEAT_SNAPSHOTS", str(folder))
    return folder


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Return a copy of the knowledge base."""
    return Path(shutil.copytree(ROOT / "kb", tmp_path / "repository" / "kb"))


def snapshot(*words: str | Path) -> Result:
    """Run the command at a time that is set."""
    return CliRunner().invoke(main, ["snapshot", *map(str, words)], obj=lambda: NOW)


def plant(kb: Path, url: str) -> Path:
    """Add a source with an address."""
    path = kb / "sources" / "gull.yaml"
    path.write_text(SOURCE.format(url=url), "utf-8")
    return path


def paged(server: Server, kb: Path) -> Path:
    """Add a source that the server has, by way of a redirect."""
    server.replies.update(
        {"/": led("/page"), "/page": reply(PAGE, kind="text/html; charset=utf-8")}
    )
    return plant(kb, server.url())


def test_a_source_is_fetched_held_and_noted(kb: Path, held: Path) -> None:
    """Text and exchange are held, the record says so, keeps its layout and passes."""
    with serving({}) as server:
        path = paged(server, kb)
        before = path.read_text("utf-8")
        done = snapshot("sources/gull", "--kb", kb, "--allow-private")

    assert OK == done.exit_code, done.output
    (manifest,) = Copies(held).manifests()
    text = Copies(held).text(manifest.text_sha256)
    assert text is not None
    assert "We are unable to “definitively” tie the accounts. And so on." in text
    assert ("sources/gull", server.url("/page")) == (manifest.source, manifest.url)
    assert ("2026-11-25T12:00:00Z",) * 2 == (manifest.taken, manifest.held)
    assert ("complete", "utf-8", "trafilatura") == (
        manifest.completeness,
        manifest.encoding,
        manifest.extractor,
    )
    warc = Copies(held).warc(manifest.warc_sha256 or "")
    assert warc is not None

    lines = (
        "copies:\n  copy-2026-11-25:\n    taken: 2026-11-25\n"
        f"    sha256: {manifest.text_sha256}\n    media_type: text/html\n"
        f'    extraction: {{name: "trafilatura", version: "{manifest.version}"}}\n'
        f"    warc: {{sha256: {manifest.warc_sha256}}}\n"
    )
    assert before.replace("# The words.\n", f"{lines}# The words.\n") == path.read_text(
        "utf-8"
    )
    assert [] == [item for item in load(kb).problems if "gull" in item.place.path]


def test_a_second_time_changes_nothing(kb: Path, held: Path) -> None:
    """The same text on the same day: the record stays; another text gets a name of its own."""
    with serving({}) as server:
        path = paged(server, kb)
        snapshot("sources/gull", "--kb", kb, "--allow-private")
        once = path.read_bytes()
        again = snapshot(path, "--kb", kb, "--allow-private")
        assert OK == again.exit_code, again.output
        assert once == path.read_bytes()
        assert "says all this already" in again.output

        server.replies["/page"] = reply(PAGE.replace(b"unable", b"able"), kind="text/html")
        other = snapshot("sources/gull", "--kb", kb, "--allow-private")
        same = snapshot(
            "sources/gull", "--kb", kb, "--allow-private", "--copy", "copy-2026-11-25"
        )

    assert OK == other.exit_code, other.output
    assert "\n  copy-2026-11-25-2:\n" in path.read_text("utf-8")
    assert USAGE == same.exit_code
    assert "has another text" in same.output


def test_loopback_needs_to_be_allowed(kb: Path, held: Path) -> None:
    """Without --allow-private nothing is fetched, held or written."""
    with serving({}) as server:
        path = paged(server, kb)
        before = path.read_bytes()
        done = snapshot("sources/gull", "--kb", kb)

        assert [] == server.requests
    assert USAGE == done.exit_code
    assert "is a loopback address; --allow-private" in done.output
    assert before == path.read_bytes()
    assert not held.exists()


def test_an_address_without_a_record_gives_the_lines(held: Path) -> None:
    """For a URL the lines are printed, alone on standard output."""
    with serving({"/": reply(WORDS.encode())}) as server:
        done = snapshot(server.url(), "--allow-private", "--copy", "mine")

    assert OK == done.exit_code, done.output
    (manifest,) = Copies(held).manifests()
    assert (
        f"copies:\n  mine:\n    taken: 2026-11-25\n    sha256: {manifest.text_sha256}\n"
        f"    media_type: text/plain\n    warc: {{sha256: {manifest.warc_sha256}}}\n"
    ) == done.stdout
    assert WORDS == Copies(held).text(manifest.text_sha256)
    assert f"Fetching {server.url()}" in done.stderr


def test_a_text_that_an_editor_has(kb: Path, held: Path, tmp_path: Path) -> None:
    """The hash is that of the file; no day is made up, and it is asked for."""
    path = plant(kb, "https://gull.example/")
    file = tmp_path / "article.txt"
    file.write_text(WORDS, "utf-8", newline="")
    done = snapshot("sources/gull", "--kb", kb, "--from-file", file)

    assert OK == done.exit_code, done.output
    (manifest,) = Copies(held).manifests()
    assert (None, None, "unknown") == (
        manifest.taken,
        manifest.warc_sha256,
        manifest.completeness,
    )
    assert WORDS == Copies(held).text(manifest.text_sha256)
    assert "If you know the day on which it was taken" in done.output
    assert (
        f"    sha256: {manifest.text_sha256}\n    media_type: text/plain\n# The words"
        in path.read_text("utf-8")
    )


def test_a_warc_that_an_editor_has_gives_the_same(
    kb: Path, held: Path, tmp_path: Path
) -> None:
    """The exchange that was held, given again as a file, gives the same text and hash."""
    with serving({}) as server:
        paged(server, kb)
        snapshot("sources/gull", "--kb", kb, "--allow-private")
    (first,) = Copies(held).manifests()
    file = held / "warcs" / f"{first.warc_sha256}.warc.gz"
    done = snapshot("sources/gull", "--kb", kb, "--from-file", file)

    assert OK == done.exit_code, done.output
    assert "says all this already" in done.output
    assert {first} == set(Copies(held).manifests())


def test_a_capture_of_an_archive_has_its_own_day_and_address(
    kb: Path, held: Path, tmp_path: Path
) -> None:
    """From a WARC of a raw capture: the archive's day, and the address that people open."""
    from app.words.address import target
    from app.words.fetch import Exchange
    from app.words.network import Answer
    from app.words.warc import written

    raw = "https://web.archive.org/web/20190201030405id_/https://gull.example/"
    answer = Answer(
        200, (), b"", "93.184.215.14", b"GET / HTTP/1.1\r\n\r\n", reply(WORDS.encode())
    )
    file = tmp_path / "capture.warc.gz"
    file.write_bytes(written([Exchange(target(raw), answer)], NOW, "test"))
    path = plant(
        kb,
        "https://gull.example/\narchived: https://web.archive.org/web/20190201030405/https://gull.example/",
    )
    done = snapshot("sources/gull", "--kb", kb, "--from-file", file)

    assert OK == done.exit_code, done.output
    text = path.read_text("utf-8")
    assert (
        "\n  copy-2019-02-01:\n    at: https://web.archive.org/web/20190201030405/https://gull.example/\n    taken: 2019-02-01\n"
        in text
    )
    assert "Note:" not in done.output


def test_what_to_know_is_told(kb: Path, held: Path) -> None:
    """A header that was wrong is a note on standard error and in the manifest."""
    with serving(
        {"/": reply("señores".encode(), kind="text/plain; charset=iso-8859-1")}
    ) as server:
        plant(kb, server.url())
        done = snapshot("sources/gull", "--kb", kb, "--allow-private")

    (manifest,) = Copies(held).manifests()
    note = "the server says iso-8859-1; the bytes are UTF-8"
    assert f"Note: {note}\n" in done.stderr
    assert (note,) == manifest.notes


BROKEN: dict[str, tuple[Reply, str]] = {
    "gone": (reply(status="404 Not Found"), "answers 404"),
    "picture": (reply(b"x", kind="image/png"), "is not HTML"),
    "empty": (reply(b"<p hidden>x", kind="text/html"), "no text was found"),
    "scheme": (led("file:///etc/passwd"), "only http and https"),
    "escape": (led("http://x/\x1b[2J"), "control character"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_held_leaves_nothing(name: str, kb: Path, held: Path) -> None:
    """One sentence, no traceback, nothing held, the record as it was."""
    answer, says = BROKEN[name]
    with serving({"/": answer}) as server:
        path = plant(kb, server.url())
        before = path.read_bytes()
        done = snapshot("sources/gull", "--kb", kb, "--allow-private")

    assert USAGE == done.exit_code
    assert says in done.output
    assert "\x1b" not in done.output
    assert "Traceback" not in done.output
    assert before == path.read_bytes()
    assert not held.exists()


def test_the_sources_without_a_copy_are_listed(kb: Path, held: Path) -> None:
    """Each with its reason, and how many have one; a damaged copy fails."""
    number = len(list((kb / "sources").glob("*.yaml"))) + 1
    with serving({}) as server:
        paged(server, kb)
        before = snapshot("--missing", "--kb", kb)
        snapshot("sources/gull", "--kb", kb, "--allow-private")
        after = snapshot("--missing", "--kb", kb)

    assert OK == before.exit_code, before.output
    assert f"0 of {number} sources have a copy held in {held}." in before.stderr
    assert number == len(before.stdout.splitlines())
    assert "sources/gull: no copy in the record\n" in before.stdout
    assert f"1 of {number} sources have a copy held" in after.stderr
    assert "gull" not in after.stdout

    (text,) = (held / "texts").iterdir()
    text.write_text("Other words.")
    damaged = snapshot("--missing", "--kb", kb)
    assert FAULTS == damaged.exit_code
    assert "sources/gull: damaged: " in damaged.stdout

    shutil.rmtree(held)
    assert (
        "sources/gull: its copy is not held here\n"
        in snapshot("--missing", "--kb", kb).stdout
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "name a source or an address"),
        (("--missing", "sources/x"), "--missing stands alone"),
        (("sources/nosuch",), "no source has the id 'sources/nosuch'"),
        (("claims/twitter-venezuela-764",), "no source has the id"),
        (("../../etc/passwd",), "no source has the id"),
        (("sources/zero-hedge-2019-02-02",), "Did you mean “sources/zero-hedge-2019-02-01”?"),
        (("ftp://example.org/",), "only http and https are fetched"),
        (("http://127.1/",), "is a number that programs read differently"),
        (("http://example.org/", "--from-file", "nosuch.txt"), "does not exist"),
    ],
)  # fmt: skip
def test_what_is_not_understood(words: tuple[str, ...], says: str, held: Path) -> None:
    """Each slip is told in a sentence, with exit code 2."""
    done = snapshot(*words)

    assert USAGE == done.exit_code
    assert says in done.output


@pytest.mark.parametrize("inside", [".", "kb", "../repository/kb/copies"])
def test_copies_are_never_held_in_the_repository(
    inside: str, kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder in the repository of the records, or of the program, is refused."""
    (kb.parent / ".git").mkdir()
    for folder in (kb.parent / inside, ROOT / "snapshots"):
        monkeypatch.setenv("CAVEAT_SNAPSHOTS", str(folder))
        done = snapshot("--missing", "--kb", kb)

        assert USAGE == done.exit_code
        assert "never held in the repository" in done.output


def test_a_broken_record_is_told_before_anything_is_fetched(kb: Path, held: Path) -> None:
    """Its faults are printed as caveat check prints them."""
    with serving({}) as server:
        path = paged(server, kb)
        path.write_text(path.read_text("utf-8").replace("lang: en", "lang: [en"), "utf-8")
        done = snapshot("sources/gull", "--kb", kb, "--allow-private")

        assert [] == server.requests
    assert FAULTS == done.exit_code
    assert "Nothing was fetched" in done.output


def test_without_the_extra_the_command_to_install_is_named(tmp_path: Path) -> None:
    """Where a package of the extra is missing, one sentence; all else works."""
    for name in ("trafilatura", "pypdf", "httpcore", "warcio"):
        (tmp_path / f"{name}.py").write_text(
            f"raise ModuleNotFoundError('no', name='{name}')"
        )
    environ = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
        "CAVEAT_SNAPSHOTS": str(tmp_path / "c"),
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app", "snapshot", *words]
        return subprocess.run(
            command, env=environ, capture_output=True, text=True, cwd=tmp_path
        )

    done = run("https://example.org/")
    assert USAGE == done.returncode
    assert re.search(
        r"not installed \(\w+\); install them with: pip install --editable '\.\[capture\]'",
        done.stderr,
    )
    assert "Traceback" not in done.stderr
    assert OK == run("--missing").returncode


def test_other_commands_do_not_wait_for_the_extra() -> None:
    """``caveat check`` imports nothing of the extra."""
    code = (
        "import sys; from app.cli import main; main(['check', '--help'], standalone_mode=False);"
        "heavy = {'trafilatura', 'pypdf', 'httpcore', 'warcio', 'lxml', 'brotli', 'idna'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.splitlines()[-1]
