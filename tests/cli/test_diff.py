"""``caveat diff`` and ``caveat check --since --fix``, as a person meets them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import ROOT
from app.cli import FAULTS, OK, USAGE, main
from tests.records.test_bad import CASES, marked, overlay
from tests.repository import Versions

CLAIM = "claims/quill-first"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """Return a repository whose files each test puts back."""
    return Versions(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def versions(shared: Versions) -> Iterator[Versions]:
    """Return the repository as it was committed, and put it back after the test."""
    yield shared
    shared.git("checkout", "--quiet", "--force", "main")
    shared.git("reset", "--quiet", "--hard", shared.base)
    shared.git("clean", "--quiet", "--force", "-d", "-x")


def caveat(versions: Versions, *words: str | Path) -> Result:
    """Run a command on the knowledge base of the repository, in this process."""
    named = [str(word) for word in words]
    return CliRunner().invoke(main, [named[0], "--kb", str(versions.kb), *named[1:]])


def test_nothing_changed(versions: Versions) -> None:
    """The working tree against its own commit."""
    result = caveat(versions, "diff", "HEAD")

    assert OK == result.exit_code
    assert result.stdout == caveat(versions, "diff").stdout
    assert f"From {versions.base[:12]} to the working tree: no change in meaning." in (
        result.stdout
    )


def test_two_commits_are_compared_without_the_working_tree(versions: Versions) -> None:
    """With HEAD nothing of the folder counts."""
    versions.change(CLAIM, ("certainty: possible", "certainty: unhedged"))
    changed = versions.commit()
    versions.path(CLAIM).unlink()

    result = caveat(versions, "diff", versions.base, changed, "--format", "json")
    back = caveat(versions, "diff", changed, versions.base)

    assert OK == result.exit_code
    told = json.loads(result.stdout)
    (record,) = told["records"]
    assert versions.base[:12] == told["before"]["name"]
    assert (CLAIM, "changed") == (record["id"], record["event"])
    assert ("possible", "unhedged") == tuple(
        record["changes"][0][key] for key in ("before", "after")
    )
    (link,) = record["changes"][0]["links"]
    assert ["caveats/quill-first-unable"] == [item["id"] for item in link["caveats"]]
    assert "likeness: the certainty was stated without a hedge and is now possible." in (
        back.stdout
    )


def test_the_bytes_are_the_same_for_any_hash_seed(versions: Versions) -> None:
    """No order of a set reaches what is printed."""
    for record in ("claims/quill-first", "sources/harbour-2024-05-04", "sets/quill-first"):
        text = versions.path(record).read_text("utf-8")
        versions.write(
            record, text.replace("300", "310").replace("quill-second", "quill-first")
        )
    versions.path("reactions/harbour-2024-05-04").unlink()
    command = [sys.executable, "-m", "app", "diff", "--kb", str(versions.kb), "main"]
    outputs = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [*command, "--format", "json"],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert b"sets/quill-first" in done.stdout
        outputs.add(done.stdout)

    assert 1 == len(outputs)


def test_markdown_is_for_a_pull_request(versions: Versions) -> None:
    """The heading stands above, the pages below."""
    versions.change(CLAIM, ("made: 2024-05-02", "made: 2024-05-03"))

    result = caveat(versions, "diff", "main", "--format", "markdown")

    assert result.stdout.startswith("## Changes in meaning\n")
    assert result.stdout.endswith("</details>\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("diff", "mian"), "there is no revision “mian”. Did you mean “main”?"),
        (("diff", "main", "nosuch"), "there is no revision “nosuch”"),
        (("diff", "--", "-h"), "none begins with -"),
        (("diff", "main", "--format", "html"), "is not one of"),
        (("check", "--since", "nosuch"), "there is no revision “nosuch”"),
        (("check", "--since", "--output=x"), "none begins with -"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_not_understood_is_a_sentence(
    versions: Versions, words: tuple[str, ...], says: str
) -> None:
    """A wrong revision ends with exit code 2, without a traceback."""
    result = caveat(versions, *words)

    assert USAGE == result.exit_code
    assert says in result.output
    assert "Traceback" not in result.output


def test_since_and_paths_do_not_go_together(versions: Versions) -> None:
    """A comparison is of the whole."""
    result = caveat(versions, "check", "--since", "main", versions.path(CLAIM))

    assert USAGE == result.exit_code
    assert "leave PATH out" in result.output


def test_outside_a_repository_both_say_so(versions: Versions, tmp_path: Path) -> None:
    """A knowledge base that git does not keep has no earlier version."""
    copy = shutil.copytree(versions.kb, tmp_path / "kb")
    for words in (("diff", "main"), ("check", "--since", "main")):
        result = CliRunner().invoke(main, [words[0], "--kb", str(copy), *words[1:]])
        assert USAGE == result.exit_code
        assert "is in no git repository" in result.output


def test_check_since_tells_with_all_other_faults(versions: Versions) -> None:
    """Faults on history are problems like others: place, excerpt, exit code."""
    versions.change(CLAIM, ("share: most", "share: all"))
    versions.change("actors/quill", ("role: platform", "role: plattform"))

    plain = caveat(versions, "check")
    result = caveat(versions, "check", "--since", "main")

    assert FAULTS == plain.exit_code == result.exit_code
    assert "1 error, 0 warnings" in plain.output
    assert "2 errors, 0 warnings" in result.output
    assert f"{versions.path(CLAIM)}:11:3 H02 error" in result.output
    assert "11 |   location:" in result.output
    assert "Why: CONTRIBUTING.md#h02" in result.output
    assert "Did you mean “platform”?" in result.output


@pytest.mark.parametrize("name", ["github", "json"])
def test_check_since_has_every_format(versions: Versions, name: str) -> None:
    """Annotations stand on the lines of the pull request; a file that is gone has one."""
    versions.change(CLAIM, ("share: most", "share: all"))
    versions.path("reactions/harbour-2024-05-04").unlink()

    output = caveat(versions, "check", "--since", "main", "--format", name).stdout

    gone = str(versions.path("reactions/harbour-2024-05-04"))
    if name == "github":
        lines = output.splitlines()
        assert [f"file={versions.path(CLAIM)},line=11,col=3,title=H02"] == [
            line.split("::")[1].removeprefix("error ") for line in lines if "H02" in line
        ]
        assert any(f"file={gone},line=1,col=1,title=H01::" in line for line in lines)
    else:
        assert {"H01", "H02"} <= {item["code"] for item in json.loads(output)}


def test_what_could_not_be_read_before_is_said(versions: Versions) -> None:
    """A broken file of the earlier version is named, and blames nobody."""
    good = versions.path(CLAIM).read_text("utf-8")
    versions.write(CLAIM, "broken: [")
    broken = versions.commit()
    versions.write(CLAIM, good)

    result = caveat(versions, "check", "--since", broken)

    assert OK == result.exit_code
    assert f"Not compared: {broken[:12]}:kb/{CLAIM}.yaml:1:9 Y07" in result.stderr


def test_fix_mends_tells_and_checks(versions: Versions) -> None:
    """After the mends the check is of what is there now; a second run mends nothing."""
    path = versions.path(CLAIM)
    before = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    assert FAULTS == caveat(versions, "check").exit_code

    result = caveat(versions, "check", "--fix")

    assert OK == result.exit_code
    assert f"{path}:1:1 mended: the byte order mark is gone" in result.stderr
    assert "0 errors" in result.stderr
    assert before == path.read_bytes()
    assert "mended" not in caveat(versions, "check", "--fix").output


def test_fix_of_one_path_leaves_the_others(versions: Versions) -> None:
    """With PATH only that is mended."""
    paths = [versions.path(CLAIM), versions.path("actors/quill")]
    for path in paths:
        path.write_bytes(path.read_bytes() + b"# end  \n")

    caveat(versions, "check", "--fix", paths[0])

    assert paths[0].read_bytes().endswith(b"# end\n")
    assert paths[1].read_bytes().endswith(b"# end  \n")


#: One of each stage, one of each kind of mend, and one of several files.
SOME = (
    "Y01-utf-16",
    "Y02-byte-order-mark",
    "Y03-carriage-return",
    "Y07-bracket-not-closed",
    "S01-unknown-key",
    "R01-no-such-actor",
    "R04-caveat-is-draft",
)
#: What --fix mends; the rest of such a file is looked at only then.
MENDED = SOME[:3]


@pytest.mark.parametrize("case", SOME)
def test_broken_records_are_told_by_each_road(versions: Versions, case: str) -> None:
    """Diff and check name the fault at its place, with exit code 1 and no traceback."""
    (path,) = (item for item in CASES if item.stem == case)
    paths = overlay(path, versions.kb)
    expected = marked(paths) or {(str(paths[0]), 1, case[:3])}

    told = caveat(versions, "diff", "main", "--format", "json")
    since = caveat(versions, "check", "--since", "main", "--format", "json")
    fixed = caveat(versions, "check", "--fix", "--format", "json")

    for result in (told, since, fixed):
        assert isinstance(result.exception, SystemExit)
        assert FAULTS == result.exit_code
        assert "Traceback" not in result.output
    assert expected == _places(json.loads(told.stdout)["after"]["errors"])
    assert expected <= _places(json.loads(since.stdout))
    left = _places(json.loads(fixed.stdout))
    assert expected.isdisjoint(left) if case in MENDED else expected == left


def _places(rows: list[dict[str, Any]]) -> set[tuple[str, int, str]]:
    return {(row["path"], row["line"], row["code"]) for row in rows}
