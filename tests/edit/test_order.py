"""Keys come into the order of the schema; comments, layout and meaning stay."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app import ROOT
from app.edit.order import is_ordered, ordered
from app.errors import RecordNotWritten
from app.records import tree
from tests.strategies import FOLDERS, REPEATABLE, Data, data_of

HOSTILE = """\
# yaml-language-server: $schema=x
# about the role
role: outlet  # why

# the name
name: "X"
# status here
status: single-coded
    # deep
# tail
"""
IN_ORDER = """\
# yaml-language-server: $schema=x
# the name
name: "X"

# status here
status: single-coded
    # deep
# about the role
role: outlet  # why
# tail
"""
NESTED = """\
type: Article
title: "x"
status: draft
passages:
  # one
  a:
    # the words
    text: |
      # not a comment
      abc: {d}

    # the part
    part: body
    seen: { read: full,   in: sources/x}
    # restates: [..]

  b: {voice: own, seen: {in: sources/x, read: full}, "text": "a, b: {c}", part: body}
publisher: actors/x
lang: en"""
NESTED_IN_ORDER = """\
type: Article
title: "x"
status: draft
publisher: actors/x
lang: en
passages:
  # one
  a:
    # the part
    part: body

    # the words
    text: |
      # not a comment
      abc: {d}
    seen: { in: sources/x,   read: full}
    # restates: [..]

  b: {part: body, "text": "a, b: {c}", voice: own, seen: {in: sources/x, read: full}}
"""


def data(text: str) -> dict[str, Any]:
    """Return what a text says, which has no fault."""
    read = tree.read(text.encode(), "x.yaml")
    assert () == read.problems
    assert read.data is not None
    return read.data


@pytest.mark.parametrize(
    ("folder", "before", "after"),
    [("actors", HOSTILE, IN_ORDER), ("sources", NESTED, NESTED_IN_ORDER)],
    ids=["comments", "nested"],
)
def test_entries_move_whole_with_their_comments(
    folder: str, before: str, after: str
) -> None:
    """What is for programs stays at the top, a comment goes with the key below it."""
    assert after == ordered(folder, before)
    assert after == ordered(folder, after)
    assert data(before) == data(after)


@pytest.mark.parametrize(
    "text",
    [
        'role:   outlet\nname: "a \\u00ad b\\\n  c"   # x\n\n\nstatus: draft\n',
        'status: draft\nrole: outlet\nname: "a\n  b"\n# end\n',
        "status: draft\n\n# of the name\n\nname: >-\n  a\n  b\nrole: outlet\n",
        '---\nrole: outlet\nname: "x"\nstatus: draft\n...\n',
        'also_called: [\n  "x",\n  "y"]\nrole: outlet\nname: "x"\nstatus: draft\n',
        "status: draft\nname: |\n  a\n\n  # no comment\nrole: outlet\n",
        'role: outlet\n"name": "😀 x"\n\'status\': draft\n',
    ],
)
def test_layout_of_any_kind_is_kept(text: str) -> None:
    """Only lines change places: escapes, folds, marks, empty lines and columns stay."""
    after = ordered("actors", text)

    assert is_ordered("actors", data(after))
    assert data(text) == data(after)
    assert Counter(text.splitlines()) == Counter(after.splitlines())
    assert after == ordered("actors", after)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'name: "x"\nrole: outlet\nstatus: draft\nalso_called: [{a: "x", # y\n  b: "z"}]\n',
            "",
        ),
        ("? role\n: outlet\nname: x\nstatus: draft\n", "not first on its line"),
        (
            "{role: outlet, # why\n name: x, status: draft}\n",
            "comments stand in the braces",
        ),
        ("role: outlet\nstatus: draft\nname: |+\n  a\n\n\n", "without other changes"),
    ],
)
def test_what_cannot_be_moved_is_refused(text: str, says: str) -> None:
    """Where a comment would lose its place or a text its end, nothing is changed."""
    if not says:
        assert is_ordered("actors", data(ordered("actors", text)))
        return
    with pytest.raises(RecordNotWritten, match=says):
        ordered("actors", text)


def test_what_does_not_read_is_refused() -> None:
    """A text with a fault is none that could be put in order."""
    with pytest.raises(RecordNotWritten, match="would not be read"):
        ordered("actors", "role: outlet\nname: two words\n")


@pytest.mark.parametrize("root", ["kb", "tests/fixtures/kb"])
def test_every_record_is_in_order(root: str) -> None:
    """The records of the project come back as they are, byte for byte."""
    paths = sorted((ROOT / root).glob("*/*.yaml"))
    changed = [
        str(path)
        for path in paths
        if ordered(_folder(path), text := path.read_text("utf-8")) != text
    ]

    assert paths
    assert [] == changed


def _folder(path: Path) -> str:
    return path.stem if path.parent.name == "_templates" else path.parent.name


# --- any record, in any order ---------------------------------------------------------


@st.composite
def texts(draw: st.DrawFn, folder: str) -> tuple[Data, str]:
    """Draw a record and a text that holds it, its keys in any order, with comments."""
    record = draw(data_of(folder))
    lines = [
        *draw(st.sampled_from(([], ["# yaml-language-server: $schema=x"]))),
        *_block(draw, record, (), 0),
    ]
    return record, "\n".join(lines) + draw(st.sampled_from(("", "\n", "\n\n")))


def _block(draw: st.DrawFn, value: Data, path: tuple[str, ...], depth: int) -> list[str]:
    """Write a mapping as lines; each comment names the path of the key below it."""
    indent = "  " * depth
    lines = []
    for key in draw(st.permutations(list(value))):
        here = (*path, key)
        name = "/".join(here)
        style = draw(st.integers(0, 7))
        if style == 0:
            lines.append("")
        if style < 4:
            lines.append(f"{indent}# above {name}")
        item = value[key]
        if isinstance(item, dict) and style % 2:
            lines += [
                f"{indent}{_scalar(key)}:  # at {name}",
                *_block(draw, item, here, depth + 1),
            ]
            if style == 7:
                lines.append(f"{indent}    # below {name}")
        else:
            lines.append(f"{indent}{_scalar(key)}: {_flow(draw, item)}  # at {name}")
    return lines


def _flow(draw: st.DrawFn, value: Any) -> str:
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return (
            f"{{{', '.join(f'{_scalar(key)}: {_flow(draw, value[key])}' for key in keys)}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(_flow(draw, item) for item in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("folder", FOLDERS)
@settings(REPEATABLE, max_examples=4, phases=[Phase.generate])
@given(data=st.data())
def test_any_record_comes_into_order(folder: str, data: st.DataObject) -> None:
    """Meaning, characters and the comments above keys stay; a second time changes nothing."""
    record, text = data.draw(texts(folder))
    after = ordered(folder, text)
    read = tree.read(after.encode(), "x.yaml")

    assert () == read.problems
    assert record == read.data
    assert is_ordered(folder, read.data or {})
    assert Counter(text.rstrip("\n")) == Counter(after.rstrip("\n"))
    assert after == ordered(folder, after)
    lines = [line.strip() for line in after.splitlines() if line.strip()]
    for line, below in pairwise(lines):
        if found := re.fullmatch(r"# above (.*)", line):
            assert below.endswith(f"# at {found[1]}")
