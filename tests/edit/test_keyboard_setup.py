"""What stands round the records for whoever edits them: hooks and the first line."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from app import ROOT, SCHEMAS
from app.cli import FAULTS, OK, main
from app.records.kinds import KINDS
from tests.cli.test_fmt import SWAPPED

HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
RECORDS = sorted((ROOT / "kb").glob("*/*.yaml"))


def hooks() -> list[dict[str, str]]:
    """Return the hooks; all are this clone's own."""
    assert ["local"] == [repo["repo"] for repo in HOOKS]
    return list(HOOKS[0]["hooks"])


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_passes_good_records_and_stops_bad_ones(
    hook: dict[str, str], tmp_path: Path
) -> None:
    """Its command is one of ours, takes the changed files, and fails on a fault."""
    program, *words = shlex.split(hook["entry"])
    good = str(ROOT / "kb" / "sources" / "zero-hedge-2019-02-01.yaml")
    (tmp_path / "kb" / "actors").mkdir(parents=True)
    (tmp_path / "kb" / "kb.yaml").write_bytes((ROOT / "kb" / "kb.yaml").read_bytes())
    bad = tmp_path / "kb" / "actors" / "gull.yaml"
    bad.write_text(SWAPPED.replace("role: outlet", "role: shop"), "utf-8")
    assert "caveat" == program
    assert OK == CliRunner().invoke(main, [*words, good]).exit_code
    wrong = CliRunner().invoke(main, [*words, str(bad), "--kb", str(tmp_path / "kb")])
    assert FAULTS == wrong.exit_code, wrong.output


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_looks_at_records_and_nothing_else(hook: dict[str, str]) -> None:
    """Templates are no records: the loader passes them by."""
    chosen = re.compile(hook["files"])
    own = [path for path in RECORDS if "_templates" not in path.parts]

    assert all(chosen.search(path.relative_to(ROOT).as_posix()) for path in own)
    assert chosen.search("kb/kb.yaml")
    for other in ("kb/_templates/claims.yaml", "tests/bad/Y01.yaml", "kb/README.md"):
        assert not chosen.search(other)


def test_hover_help_is_that_of_the_key() -> None:
    """What a property takes up with allOf has no description: editors would show that.

    yaml-language-server shows the first description that it meets, innermost first.
    """
    schemas = {
        path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")
    }
    taken = {
        reference
        for schema in schemas.values()
        for reference in re.findall(
            r'"allOf": \[{"\$ref": "([^"]+)"}\]', json.dumps(schema)
        )
    }

    assert len(taken) > 15
    for reference in taken:
        file, _, pointer = reference.partition("#/definitions/")
        assert "description" not in schemas[file]["definitions"][pointer], reference


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_names_its_schema(kind: str) -> None:
    """The first line leads yaml-language-server from the file to the schema of its kind."""
    paths = [
        *(ROOT / "kb" / kind).glob("*.yaml"),
        ROOT / "kb" / "_templates" / f"{kind}.yaml",
    ]

    for path in paths:
        first = path.read_text("utf-8").partition("\n")[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert ROOT / "schemas" / f"{kind}.schema.json" == (path.parent / named).resolve()
