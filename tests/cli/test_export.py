"""``caveat export`` and ``caveat links`` as a person meets them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import ROOT
from app.cli import FAULTS, OK, USAGE, main
from app.cli.links import cell
from app.errors import ExportError
from app.problems import Severity
from app.rules import RULES
from app.site.export import write
from app.site.export.folder import MARKER
from app.site.export.write import Exported, Progress
from app.words.links import Asked, Link, State, ask_all, source_links
from app.words.network import internet
from tests.records.test_bad import CASES, overlay
from tests.words.serving import reply, serving

FIXTURES = ROOT / "tests" / "fixtures" / "kb"


def caveat(*words: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Give a knowledge base that a test may break."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "kb"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note what would be written; that it is, other tests look at."""
    folders: list[Path] = []

    def export(out: Path, folder: Path, progress: Progress) -> Exported:
        assert (out / "current").is_file()
        folders.append(folder)
        return Exported(1_234, 5 * 2**20)

    monkeypatch.setattr(write, "export", export)
    return folders


def test_it_says_how_much_it_wrote(kb: Path, written: list[Path]) -> None:
    """The records are checked and built first."""
    folder = kb.parent / "site"
    done = caveat("export", "--static", folder, "--kb", kb)

    assert (OK, [folder]) == (done.exit_code, written)
    assert f"1,234 files in {folder} (5.0 MiB).\n" in done.output


WARNINGS = {rule.code for rule in RULES if rule.severity is Severity.WARNING}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_fault_in_a_record_writes_nothing(
    kb: Path, written: list[Path], case: Path
) -> None:
    """It is told at its place, exit code 1, and a former export stays."""
    site = kb.parent / "site"
    site.mkdir()
    (site / MARKER).write_text("x", "utf-8")
    paths = overlay(case, kb)
    done = caveat("export", "--static", site, "--kb", kb)

    code = case.stem[:3]
    assert re.search(rf"^\S+/kb/\S+:\d+:\d+ {code} ", done.stderr, re.MULTILINE)
    assert any(path.name in done.stderr for path in paths)
    assert [MARKER] == [item.name for item in site.iterdir()]
    if code in WARNINGS:
        assert (OK, [site]) == (done.exit_code, written)
    else:
        assert (FAULTS, []) == (done.exit_code, written)
        assert "Nothing written." in done.stderr


@pytest.mark.parametrize("place", ["kb", "kb/site", ".", "build", "build/x"])
def test_records_and_builds_are_never_replaced(
    kb: Path, written: list[Path], place: str
) -> None:
    """No folder that holds them, or lies in them, is taken."""
    done = caveat("export", "--static", kb.parent / place, "--kb", kb)

    assert (USAGE, []) == (done.exit_code, written)
    assert "hold each other" in done.output
    assert (kb / "kb.yaml").is_file()


def test_an_error_is_a_sentence(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be replaced ends it with exit code 2."""

    def refuse(*_: object) -> Exported:
        raise ExportError("it is not empty")

    monkeypatch.setattr(write, "export", refuse)
    done = caveat("export", "--static", kb.parent / "site", "--kb", kb)

    assert USAGE == done.exit_code
    assert "caveat: it is not empty\n" in done.stderr
    assert "Traceback" not in done.output


def test_the_folder_must_be_named() -> None:
    """There is no default that could replace something."""
    assert USAGE == caveat("export").exit_code


# --- links ----------------------------------------------------------------------------


def asked(
    links: list[Link], sleep: Callable[[float], None] = lambda _: None
) -> list[Asked]:
    """Ask for links of this machine."""
    found = ask_all(links, internet(), lambda *_: None, sleep=sleep, allow_private=True)
    return list(found)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("200 OK", State.ANSWERS),
        ("404 Not Found", State.GONE),
        ("410 Gone", State.GONE),
        ("403 Forbidden", State.UNCLEAR),
        ("429 Too Many Requests", State.UNCLEAR),
        ("503 Service Unavailable", State.UNCLEAR),
    ],
)
def test_only_what_its_server_gives_up_is_gone(status: str, state: State) -> None:
    """Who refuses a program may answer a reader; a kept copy makes it no fault."""
    with serving({"/x": reply(b"x", status=status, kind="image/png")}) as server:
        links = [Link("sources/x", server.url("/x"), kept) for kept in (False, True)]
        lost, kept = asked(links)

    assert (state, state) == (lost.state, kept.state)
    assert (state is State.GONE, False) == (lost.is_fault, kept.is_fault)


def test_a_redirect_is_followed_and_a_refused_address_told() -> None:
    """What is asked for is judged as for a copy."""
    with serving(
        {"/x": reply(b"", "Location: /y", status="301 Moved"), "/y": reply(b"y")}
    ) as server:
        urls = [server.url("/x"), "ftp://quill.example/x", "http://127.0.0.1:1/"]
        found = asked([Link("sources/x", url, False) for url in urls])

    assert [State.ANSWERS, State.UNCLEAR, State.UNCLEAR] == [one.state for one in found]
    assert all(one.why for one in found[1:])


def test_a_host_is_given_time() -> None:
    """Between two requests to one host is a pause, and none before the first."""
    slept: list[float] = []
    with serving({"/x": reply(b"x")}) as server:
        asked(3 * [Link("sources/x", server.url("/x"), False)], slept.append)

    assert 2 == len(slept)
    assert all(0 < seconds <= 2.0 for seconds in slept)


@pytest.mark.parametrize("is_kept", [True, False])
def test_links_that_are_gone_fail_only_without_a_copy(kb: Path, is_kept: bool) -> None:
    """The table has what does not answer, and nothing in it leaves its cell."""
    path = kb / "sources" / ("quill-2024-05-02" if is_kept else "harbour-2024-05-04")
    path = path.with_suffix(".yaml")
    text = path.read_text("utf-8")
    (kb / "sources" / "quill-2024-05-02.yaml").write_text(
        re.sub(
            r"(?m)^url: .*\n", "", (kb / "sources" / "quill-2024-05-02.yaml").read_text()
        )
    )
    assert is_kept == ("\narchived: " in text)
    text = re.sub(r"(?m)^url: .*\n", "", text)
    with serving({}) as server:
        url = server.url("/a%7Cb")
        path.write_text(text.replace("\npassages:", f"\nurl: {url}\npassages:"), "utf-8")
        done = caveat("links", "--kb", kb, "--allow-private")

    row = next(line for line in done.stdout.splitlines() if path.stem in line)
    assert (OK if is_kept else FAULTS) == done.exit_code
    assert f"| `{url}` | gone | `the server answers 404` |" in row
    assert row.endswith("| yes |" if is_kept else "| no |")
    assert "Addresses of sources: gone 1." in done.stdout


def test_nothing_in_a_table_leaves_its_cell() -> None:
    """Whatever an address or a server's word holds, it is one cell of plain text."""
    assert "`a&#124;b'c<U+000A>d`" == cell("a|b`c\nd")


def test_the_addresses_are_those_of_published_sources(kb: Path) -> None:
    """Drafts and sources without an address are not asked for."""
    from app.records.load import load

    records = load(kb).published
    expected = [key for key, one in records.items() if "url" in one.data]
    expected = [key for key in expected if key.startswith("sources/")]

    assert sorted(expected) == [link.source for link in source_links(records)]
    assert expected
