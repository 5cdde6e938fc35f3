"""``caveat fmt`` as an editor meets it: what it prints, writes and leaves alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import ROOT
from app.cli import FAULTS, OK, USAGE, main
from app.records.reading import read
from app.records.selection import select
from tests.records.test_bad import CASES, overlay

WHOLE = ROOT / "tests" / "fixtures" / "kb"
SWAPPED = 'role: outlet\n# the name\nname: "Gull"\nstatus: single-coded\n'
ORDERED = '# the name\nname: "Gull"\nstatus: single-coded\nrole: outlet\n'


@pytest.fixture
def kb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the small knowledge base, and stand beside it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(WHOLE, tmp_path / "kb")
    return Path("kb")


def fmt(*words: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["fmt", *map(str, words)])


def test_the_records_are_in_order() -> None:
    """The records of the project need nothing, and are all looked at."""
    done = fmt("--check", "--kb", ROOT / "kb")

    assert OK == done.exit_code, done.output
    assert "" == done.stdout
    assert ", 0 not in order, 0 left alone." in done.stderr


def test_check_prints_a_diff_that_can_be_applied(kb: Path) -> None:
    """It writes nothing, and git makes of its diff what the command would write."""
    path = kb / "actors" / "gull.yaml"
    path.write_text(SWAPPED, "utf-8")
    shown = fmt("--check", "--kb", kb)

    assert (FAULTS, SWAPPED) == (shown.exit_code, path.read_text("utf-8"))
    subprocess.run(["git", "apply", "-"], input=shown.stdout, text=True, check=True)
    assert ORDERED == path.read_text("utf-8")
    assert (OK, "") == ((again := fmt("--check", "--kb", kb)).exit_code, again.stdout)


def test_only_what_is_not_in_order_is_written(kb: Path) -> None:
    """One file is named and changed, its rights stay, the others are not touched."""
    path = kb / "actors" / "gull.yaml"
    path.write_text(SWAPPED, "utf-8")
    path.chmod(0o640)
    before = {other: other.stat().st_mtime_ns for other in kb.rglob("*") if other != path}
    done = fmt("--kb", kb)

    assert OK == done.exit_code, done.output
    assert f"{path}: in order\n" == done.stdout
    assert (ORDERED, 0o640) == (path.read_text("utf-8"), path.stat().st_mode & 0o777)
    touched = {other for other, time in before.items() if other.stat().st_mtime_ns != time}
    assert touched <= {path.parent}


def test_only_the_files_named_are_looked_at(kb: Path) -> None:
    """Another file that is not in order stays so."""
    for name in ("gull", "tern"):
        (kb / "actors" / f"{name}.yaml").write_text(SWAPPED, "utf-8")
    fmt("--kb", kb, kb / "actors" / "gull.yaml")

    assert ORDERED == (kb / "actors" / "gull.yaml").read_text("utf-8")
    assert SWAPPED == (kb / "actors" / "tern.yaml").read_text("utf-8")
    assert USAGE == fmt("--kb", kb, WHOLE / "kb.yaml").exit_code


def test_a_comment_in_braces_is_not_lost(kb: Path) -> None:
    """What cannot be put in order is told and left, and the rest goes on."""
    bad, good = kb / "sets" / "gull.yaml", kb / "actors" / "gull.yaml"
    braces = '{unit: accounts, # what\n  as_printed: "3", value: 3}'
    text = (
        'title: "x"\nstatus: draft\ndisclosed_in: takedowns/quill-2024-05\n'
        f"counts:\n  listed: {braces}\n"
    )
    bad.write_text(text, "utf-8")
    good.write_text(SWAPPED, "utf-8")
    done = fmt("--kb", kb)

    assert FAULTS == done.exit_code
    assert f"{bad}: line 5: comments stand in the braces" in done.stderr
    assert (text, ORDERED) == (bad.read_text("utf-8"), good.read_text("utf-8"))


@pytest.mark.parametrize("check", [True, False])
def test_no_broken_record_is_touched(tmp_path: Path, check: bool) -> None:
    """Each file of tests/bad that does not read or fit is told at its place, and stays.

    What records say of each other is not looked at here.
    """
    root = tmp_path / "kb"
    shutil.copytree(WHOLE, root)
    laid: list[Path] = []
    for number, case in enumerate(CASES):
        if case.stem[0] in "YS" and case.is_file():
            (path,) = overlay(case, root)
            own = path.parent / f"bad-{number}.yaml"
            laid.append(path.rename(own) if path.name != "kb.yaml" else path)
            shutil.copytree(WHOLE, root, dirs_exist_ok=True)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    faults = [
        problem for found in select(root, laid) or [] for problem in read(found).problems
    ]
    done = CliRunner().invoke(main, ["fmt", "--kb", str(root), *["--check"][: int(check)]])

    codes = {case.stem[:3] for case in CASES if case.stem[0] in "YS" and case.is_file()}
    assert codes == {fault.code for fault in faults}
    assert FAULTS == done.exit_code
    assert isinstance(done.exception, SystemExit)
    assert [] == [
        str(fault) for fault in faults if f"{fault.place} {fault.code}" not in done.stdout
    ]
    assert before == {path: path.read_bytes() for path in root.rglob("*.yaml")}


def test_a_file_that_changed_meanwhile_is_left(
    kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's change is not overwritten; it is told."""
    import app.edit.order as order

    path = kb / "actors" / "gull.yaml"
    path.write_text(SWAPPED, "utf-8")
    real = order.ordered

    def slow(folder: str, text: str) -> str:
        path.write_text(f"{SWAPPED}# meanwhile\n", "utf-8")
        return real(folder, text)

    monkeypatch.setattr(order, "ordered", slow)
    done = fmt("--kb", kb)

    assert FAULTS == done.exit_code
    assert "was changed meanwhile" in done.stderr
    assert f"{SWAPPED}# meanwhile\n" == path.read_text("utf-8")
    assert [] == [one for one in path.parent.iterdir() if one.name.startswith(".")]
