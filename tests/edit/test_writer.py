"""A new record is written as the others are, and says what it was to say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app import ROOT
from app.edit.order import ordered
from app.edit.writer import OFFERED, written
from app.records import schema, tree
from app.records.kinds import KINDS
from app.records.load import load
from app.records.shape import shape_of
from tests.strategies import REPEATABLE, data_of

TEMPLATES = sorted((ROOT / "kb" / "_templates").iterdir())
#: The names that the templates have among themselves.
NAMES = {"actors": "morning-gull", "sources": "morning-gull-2019-02-01"}


@pytest.mark.parametrize("folder", KINDS)
@settings(REPEATABLE, max_examples=4, phases=[Phase.generate])
@given(data=st.data())
def test_any_record_is_written_without_a_fault(folder: str, data: st.DataObject) -> None:
    """What is written reads as what was given, has no fault, and is in order."""
    record = data.draw(data_of(folder))
    text = written(folder, record)
    read = tree.read(text.encode(), "x.yaml")

    assert () == read.problems
    assert record == read.data
    assert [] == schema.check(folder, read)
    assert text == ordered(folder, text)


@pytest.mark.parametrize(
    "value",
    ["a\u00adb", "null", "yes", "2019", "- a", "a # b", "\U000e0100", 'a"\\b', "0x1F"],
)
def test_hard_texts_and_names_are_read_back(value: str) -> None:
    """What nobody sees is written as an escape; what YAML types stands in quotes."""
    text = written("actors", {"name": value, "status": value, "also_called": [value]})
    read = tree.read(text.encode(), "x.yaml")

    assert {value} == set((read.data or {})["also_called"]) | {(read.data or {})["name"]}
    assert value == (read.data or {})["status"]
    assert value.isascii() or value not in text


def test_what_is_not_known_is_a_comment() -> None:
    """A key without a value names itself and what it holds, and says nothing."""
    text = written("actors", {"name": "X", "status": "draft", "role": "outlet"})

    assert "\n# wikidata:   # The Wikidata item, as wd: and its number.\n" in text
    assert {"name", "status", "role"} == set(tree.read(text.encode(), "x").data or {})


def test_what_is_offered_is_in_the_schemas() -> None:
    """Every key that is offered as a comment exists at its place."""
    for place, keys in OFFERED.items():
        folder, *steps = place.split(".")
        shape = shape_of(folder)
        for step in steps:
            below = shape.properties[step]
            shape = below.entries or below
        assert set() == set(keys) - set(shape.properties), place


def test_there_is_a_template_of_each_kind() -> None:
    """Eight folders, eight templates."""
    assert sorted(KINDS) == [path.stem for path in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_what_new_would_write(path: Path) -> None:
    """A template is a record without a fault, in order, and written by the same writer."""
    text = path.read_text("utf-8")
    read = tree.read(text.encode(), path.name)

    assert () == read.problems
    assert [] == schema.check(path.stem, read)
    assert text == ordered(path.stem, text)
    assert text == written(path.stem, read.data or {})


def test_templates_agree_with_the_records(tmp_path: Path) -> None:
    """Laid into their folders they have no fault; where they are the loader passes by."""
    root = tmp_path / "kb"
    shutil.copytree(ROOT / "kb", root)
    assert not [one for one in load(root).records if "template" in one]
    for path in TEMPLATES:
        name = NAMES.get(path.stem, "template")
        shutil.copyfile(path, root / path.stem / f"{name}.yaml")

    assert () == load(root).problems
