"""Every rule has broken records, and each is found at the marked line and alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.records.load import load
from app.rules import RULES

HERE = Path(__file__).parent.parent
BAD = HERE / "bad"
WHOLE = HERE / "fixtures" / "kb"

#: Rules that are broken in a test: by large files, by what is no file, or by a change.
GENERATED = {
    "Y05": "records/test_tree.py",
    "Y17": "records/test_load.py",
    "Y18": "records/test_load.py",
    "H01": "history/test_continuity.py",
    "H02": "history/test_continuity.py",
    "H03": "history/test_continuity.py",
    "H04": "history/test_continuity.py",
    "H05": "history/test_continuity.py",
}

CASES = sorted(path for path in BAD.iterdir() if path.is_dir() or path.suffix == ".yaml")

_MARK = re.compile(rb"# <- ([YSR][0-9]{2})")
_PATH = re.compile(rb"# ([a-z]+/[a-z0-9-]+\.yaml|kb\.yaml)$")


def named(case: Path) -> str:
    """Return the path in a knowledge base that the first line of a case names."""
    found = _PATH.match(case.read_bytes().split(b"\n")[0])
    return found.group(1).decode() if found else f"claims/{case.stem.lower()}.yaml"


def overlay(case: Path, root: Path) -> list[Path]:
    """Lay the files of a case over the knowledge base in *root*; return their paths."""
    if case.is_dir():
        files = {path.relative_to(case): path for path in case.rglob("*.yaml")}
    else:
        files = {Path(named(case)): case}
    for inner, path in files.items():
        shutil.copyfile(path, root / inner)
    return [root / inner for inner in files]


def marked(paths: list[Path]) -> set[tuple[str, int, str]]:
    """Return path, line and code of every mark."""
    return {
        (str(path), number, code.decode())
        for path in paths
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1)
        for code in _MARK.findall(line)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_finds_the_fault_and_no_other(case: Path, tmp_path: Path) -> None:
    """A broken record has the problem that it is named after, at its marks, and no other.

    Where no comment can stand, the place is the beginning of the file.
    """
    root = tmp_path / "kb"
    shutil.copytree(WHOLE, root)
    paths = overlay(case, root)
    code = case.stem[:3]
    expected = marked(paths) or {(str(paths[0]), 1, code)}
    problems = load(root).problems
    assert expected == {(p.place.path, p.place.line, p.code) for p in problems}
    assert {code} == {p.code for p in problems}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_finds_the_same_in_one_file(case: Path, tmp_path: Path) -> None:
    """Checking only the broken files finds the same problems."""
    root = tmp_path / "kb"
    shutil.copytree(WHOLE, root)
    paths = overlay(case, root)
    whole = load(root).problems
    assert whole == load(root, paths).problems
    for path in paths:
        own = tuple(p for p in whole if p.place.path == str(path))
        assert own == load(root, [path]).problems


def test_every_rule_has_a_broken_record() -> None:
    """Each rule of the list has a file in tests/bad, or is broken in a named test."""
    assert {rule.code for rule in RULES} == {case.stem[:3] for case in CASES} | {*GENERATED}
    for code, test in GENERATED.items():
        assert code in (HERE / test).read_text("utf-8")


def test_rules_have_one_code_each() -> None:
    """Codes are unique and listed in order of stage and number."""
    codes = [rule.code for rule in RULES]
    assert sorted(codes, key=lambda code: ("YSRH".index(code[0]), code)) == codes
    assert len(set(codes)) == len(codes)


def test_the_unbroken_knowledge_base_has_no_problem() -> None:
    """What the cases are laid over is without fault."""
    assert () == load(WHOLE).problems
