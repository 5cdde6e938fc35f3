"""The command line as a person meets it: help, every error, exit codes."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import ROOT
from app.cli import FAULTS, OK, USAGE, main

CLAIM = "claims/twitter-venezuela-764"
DRAFT = ("status: single-coded", "status: draft")


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Return a copy of the knowledge base that a test may break."""
    return Path(shutil.copytree(ROOT / "kb", tmp_path / "kb"))


def caveat(*words: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def plant(kb: Path, record: str, old: str, new: str) -> Path:
    """Break a record; the test must not pass because nothing was broken."""
    path = kb / f"{record}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("check",),
        ("diff",),
        ("build",),
        ("serve",),
        ("show",),
        ("tree",),
        ("snapshot",),
    ],
)
def test_help_explains_each_command(command: tuple[str, ...]) -> None:
    """``--help`` of the group and of each command ends well and has sentences."""
    result = caveat(*command, "--help")

    assert OK == result.exit_code
    assert "Usage:" in result.output
    assert "." in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("chek",), "No such command 'chek'"),
        (("check", "nosuch.yaml"), "does not exist"),
        (("check", ROOT / "README.md"), "is not in the knowledge base"),
        (("check", "--format", "xml"), "is not one of"),
        (("check", "--kb", ROOT / "app"), "is not a knowledge base"),
        (("build", "--kb", ROOT / "app"), "is not a knowledge base"),
        (("build", "--out", ROOT / "README.md"), "is a file"),
        (
            ("build", "--out", "/proc/caveat"),
            "the versions could not be written: /proc/caveat",
        ),
        (("build", "--out", ROOT / "kb" / "x"), "cannot be kept in the knowledge base"),
        (("serve", "--out", ROOT / "kb"), "cannot be kept in the knowledge base"),
        (("show",), "Missing argument"),
        (("show", "claims/nosuch"), "no published record has the id 'claims/nosuch'"),
        (("show", f"{CLAIM}4"), f"Did you mean “{CLAIM}”?"),
        (("show", "../../etc/passwd"), "no published record has the id"),
        (("show", "places/a b> <x"), "no published record has the id"),
        (("show", "kb"), "no published record has the id 'kb'"),
        (("show", "places/ZZ"), "no published record has the id"),
        (("tree",), "Missing argument"),
        (("tree", "nosuch"), "does not exist"),
        (("tree", ROOT / "kb"), "is a directory"),
        (("serve", "--port", "0"), "not in the range"),
        (("serve", "--host", "nosuch.invalid"), "cannot serve on nosuch.invalid"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_what_is_not_understood_is_said_in_a_sentence(
    words: tuple[str, ...], says: str
) -> None:
    """A wrong word ends with exit code 2 and tells what is wrong, without a traceback."""
    result = caveat(*words)

    assert USAGE == result.exit_code
    assert says in result.output
    assert "Traceback" not in result.output


def test_check_finds_nothing_in_the_knowledge_base() -> None:
    """The records of this repository have no error and no warning."""
    result = caveat("check")

    assert OK == result.exit_code
    assert "0 errors, 0 warnings" in result.output


def test_check_tells_every_fault_of_every_file(kb: Path) -> None:
    """Faults of two files, one of them with two faults, come in one run."""
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")
    plant(kb, "sets/twitter-2019-01-russia-418", "status: single-coded", "status: done")
    plant(kb, "sets/twitter-2019-01-russia-418", "disclosed_in:", "dislosed_in:")

    result = caveat("check", "--kb", kb)

    assert FAULTS == result.exit_code
    assert f"{kb}/{CLAIM}.yaml:" in result.output
    assert "Did you mean “actors/twitter”?" in result.output
    assert "“done”" in result.output
    assert "dislosed_in" in result.output
    assert "^" in result.output


def test_check_of_one_path_reports_that_path_only(kb: Path) -> None:
    """With PATH, faults elsewhere are left to a run over everything."""
    plant(kb, "sets/twitter-2019-01-russia-418", "status: single-coded", "status: done")
    path = plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")

    result = caveat("check", "--kb", kb, path)

    assert FAULTS == result.exit_code
    assert "1 error, 0 warnings" in result.output


def test_check_prints_json(kb: Path) -> None:
    """``--format json`` is one array with path, line, column, code and severity."""
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")

    output = CliRunner().invoke(main, ["check", "--kb", str(kb), "--format", "json"]).stdout

    (row,) = json.loads(output)
    assert {"path", "line", "column", "code", "severity", "message", "remedy"} == set(row)
    assert ("R01", "error") == (row["code"], row["severity"])
    line = Path(row["path"]).read_text("utf-8").splitlines()[row["line"] - 1]
    assert line[row["column"] - 1 :].startswith("actors/twiter")


def test_check_prints_annotations(kb: Path) -> None:
    """``--format github`` is a workflow command on the line; data cannot end it."""
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: ['x\n\n  ::error::y']")

    result = CliRunner().invoke(main, ["check", "--kb", str(kb), "--format", "github"])

    lines = result.stdout.strip().splitlines()
    assert lines
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)


def test_build_with_a_fault_builds_nothing(kb: Path, tmp_path: Path) -> None:
    """Where a record has an error the build before stays the one that is served."""
    out = tmp_path / "out"
    assert OK == caveat("build", "--kb", kb, "--out", out).exit_code
    before = (out / "current").read_text("ascii")
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")

    result = caveat("build", "--kb", kb, "--out", out)

    assert FAULTS == result.exit_code
    assert "Nothing built" in result.output
    assert before == (out / "current").read_text("ascii")


def test_show_holds_the_caveats() -> None:
    """The Turtle of a claim holds the words of the caveats on its links."""
    result = caveat("show", CLAIM)

    assert OK == result.exit_code
    assert "We are unable to definitively tie the accounts" in result.output
    assert "twitter-venezuela-764-unable" in result.output


@pytest.mark.parametrize("page", ["places/VE", "editors/founding"])
def test_show_knows_places_and_editors(page: str) -> None:
    """What has a page without a file of its own is shown too."""
    result = caveat("show", page)

    assert OK == result.exit_code
    assert f"/{page}>" in result.output


def test_show_says_that_a_record_is_a_draft(kb: Path) -> None:
    """A draft has no page; the message says why, and not that there is no such record."""
    plant(kb, "reviews/" + min((kb / "reviews").glob("*.yaml")).stem, *DRAFT)
    record = "reviews/" + min((kb / "reviews").glob("*.yaml")).stem

    result = caveat("show", "--kb", kb, record)

    assert USAGE == result.exit_code
    assert f"{record} is a draft" in result.output


def test_check_of_one_path_says_what_else_was_read() -> None:
    """What was read to check a file is not counted as checked."""
    chosen = caveat("check", ROOT / "kb" / f"{CLAIM}.yaml").output
    header = caveat("check", ROOT / "kb" / "kb.yaml").output

    assert "1 record checked, 5 more read: 0 errors, 0 warnings.\n" == chosen
    assert "1 record checked, 0 more read: 0 errors, 0 warnings.\n" == header


def test_tree_prints_large_numbers(tmp_path: Path) -> None:
    """Whole numbers of more than 64 bits are printed as they are."""
    file = tmp_path / "x.yamlld"
    file.write_text("x: 18446744073709551616\ny: é\n", "utf-8")

    result = caveat("tree", file)

    assert '{\n  "x": 18446744073709551616,\n  "y": "é"\n}\n' == result.output


def test_tree_prints_json(tmp_path: Path) -> None:
    """A YAML-LD file comes out as JSON with the types of the YAML core schema."""
    file = tmp_path / "x.yamlld"
    file.write_text('"@id": http://a.example/\nn: 0o14\nwords: NO\n', "utf-8")

    result = caveat("tree", file)

    assert OK == result.exit_code
    assert {"@id": "http://a.example/", "n": 12, "words": "NO"} == json.loads(result.output)


def test_tree_finds_a_record_by_its_id(kb: Path) -> None:
    """An id stands for the record's file, in the knowledge base that is named."""
    plant(kb, CLAIM, "Twitter on 764 accounts", "Twitter about 764 accounts")

    result = caveat("tree", CLAIM, "--kb", kb)

    assert OK == result.exit_code
    assert json.loads(result.output)["title"].startswith("Twitter about 764 accounts")


def test_a_fault_does_not_quote_what_a_link_leads_to(kb: Path, tmp_path: Path) -> None:
    """A link out of the knowledge base is a fault, and its target stays unread."""
    secret = tmp_path / "secret"
    secret.write_text("hidden words\n", "utf-8")
    (kb / "sets" / "planted.yaml").symlink_to(secret)

    result = caveat("check", "--kb", kb)

    assert FAULTS == result.exit_code
    assert "Y18" in result.output
    assert "hidden words" not in result.output


def test_tree_of_a_broken_file_is_a_fault(tmp_path: Path) -> None:
    """A file that does not read ends with exit code 1, and nothing is printed as data."""
    file = tmp_path / "x.yamlld"
    file.write_bytes(b"a: [1\n")

    result = CliRunner().invoke(main, ["tree", str(file)])

    assert FAULTS == result.exit_code
    assert "" == result.stdout
    assert "Y07" in result.stderr


class Server:
    """``caveat serve --reload`` in a process of its own, on a free port."""

    def __init__(self, kb: Path, out: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "app", "serve", "--reload"),
                *("--kb", str(kb), "--out", str(out), "--port", str(self.port)),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def get(self, path: str) -> str:
        """Fetch a page."""
        address = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return str(answer.read().decode("utf-8"))

    def wait_for(self, path: str, words: str, *, present: bool = True) -> None:
        """Fetch a page until it holds *words*; give up after a generous while."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if (words in self.get(path)) == present:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(
            f"{path} never came to {'' if present else 'not '}hold {words!r}"
        )


@pytest.fixture
def server(kb: Path, tmp_path: Path) -> Iterator[Server]:
    """Serve the copy of the knowledge base, and end it as Ctrl-C does."""
    running = Server(kb, tmp_path / "out")
    yield running
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGINT)
        running.process.communicate(timeout=20)


def test_serve_reload_shows_edits_and_faults(server: Server, kb: Path) -> None:
    """An edit is served; a fault stands above the page and goes when it is mended."""
    page = f"/{CLAIM}"
    server.wait_for(page, "Twitter on 764 accounts")

    plant(kb, CLAIM, "Twitter on 764 accounts", "Twitter about 764 accounts")
    server.wait_for(page, "Twitter about 764 accounts")
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")
    server.wait_for(page, "there is no record “actors/twiter”")
    assert "Twitter about 764 accounts" in server.get(page)
    plant(kb, CLAIM, "claimants: [actors/twiter]", "claimants: [actors/twitter]")
    server.wait_for(page, "actors/twiter", present=False)

    server.process.send_signal(signal.SIGINT)
    printed = server.process.communicate(timeout=20)[0].decode()
    assert 1 == printed.count("R01 error there is no record “actors/twiter”")
    assert 1 == printed.count("mended: ")
    assert re.search(r"^mended: [0-9]+ records, generation \S+$", printed, re.MULTILINE)


def test_serve_ends_cleanly(server: Server) -> None:
    """Ctrl-C ends the server, its workers and its watcher without a traceback."""
    server.wait_for("/", "Caveat")

    server.process.send_signal(signal.SIGINT)
    output, _ = server.process.communicate(timeout=20)

    assert OK == server.process.returncode
    assert b"Traceback" not in output
    assert b"rror" not in output
    with pytest.raises(OSError):
        server.get("/")


def test_serve_starts_with_a_fault_where_it_reloads(kb: Path, tmp_path: Path) -> None:
    """Nothing was ever built and a record is broken: the page says so, with 503."""
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")
    running = Server(kb, tmp_path / "out")
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                running.get("/")
            except urllib.error.HTTPError as answer:
                assert 503 == answer.code
                body = answer.read().decode("utf-8")
                answer.close()
                break
            except OSError:
                time.sleep(0.05)
        assert "actors/twiter" in body
        plant(kb, CLAIM, "claimants: [actors/twiter]", "claimants: [actors/twitter]")
        running.wait_for("/", "Who said which accounts")
    finally:
        os.kill(running.process.pid, signal.SIGINT)
        running.process.communicate(timeout=20)


def test_serve_without_reload_refuses_a_fault(kb: Path, tmp_path: Path) -> None:
    """A public site is not started over broken records."""
    plant(kb, CLAIM, "claimants: [actors/twitter]", "claimants: [actors/twiter]")

    result = caveat("serve", "--kb", kb, "--out", tmp_path / "out", "--port", "18231")

    assert FAULTS == result.exit_code
    assert "Nothing is served" in result.output
