"""A stamp is written into a record, and no other byte of it is changed."""

from __future__ import annotations

import pytest

from app.errors import RecordNotWritten
from app.records import tree
from app.words.stamping import stamped

STAMP = {
    "match": "exact-match",
    "cut": "governed",
    "sha256": "0" * 63 + "1",
    "start": 5,
    "end": 9,
    "seal": "0012345678901234",
    "checked_by": "editors/first",
    "checked": "2026-11-25",
    "reason": 'For “it”: a # and "quotes".',
}
BLOCK = """\
# first
title: "A"   # kept
passages:
  one:  # the first
    text: "Ünïcode 𝒳 words"

    seen: {in: sources/x, read: full}   # how
    # a comment between
    voice: own
  two: {text: "b", seen: {in: sources/x, read: full}, voice: own}  # in braces
  three:
    text: >-
      folded
      words
    voice: own
    seen:
      in: sources/x
      read: full

  # before four
  four:
    voice: own
    seen: {in: sources/x, read: full}
    text: "d"
"""


def passages(text: str) -> dict[str, object]:
    """Return the passages of a record."""
    data = tree.read(text.encode(), "x.yaml").data
    assert data is not None
    return dict(data["passages"])


@pytest.mark.parametrize("name", ["one", "two", "three", "four"])
def test_a_stamp_is_all_that_changes(name: str) -> None:
    """Taken out again the text is what it was, byte for byte, in whatever style it is."""
    text = stamped(BLOCK, name, STAMP)
    added = [line for line in text.split("\n") if line not in BLOCK.split("\n")]

    assert STAMP == passages(text)[name]["verified"]  # type: ignore[index]
    if name == "two":
        begin = text.index(", verified: {")
        end = text.index("}, voice", begin + 1) + 1
        assert BLOCK == text[:begin] + text[end:]
    else:
        assert 1 + len(STAMP) == len(added)
        assert BLOCK.split("\n") == [line for line in text.split("\n") if line not in added]


@pytest.mark.parametrize("name", ["one", "two", "three", "four"])
def test_a_stamp_takes_the_place_of_the_old_one(name: str) -> None:
    """Stamping twice leaves one stamp, and the same stamp the same bytes."""
    once = stamped(BLOCK, name, STAMP)
    other = stamped(once, name, {**STAMP, "start": 6})

    assert once == stamped(once, name, STAMP)
    assert once == stamped(other, name, STAMP)
    assert once != other


def test_a_block_text_in_the_old_stamp_is_replaced_whole() -> None:
    """A reason that an editor wrote over several lines goes with its stamp."""
    once = stamped(BLOCK, "four", STAMP)
    long = once.replace(
        'reason: "For “it”: a # and \\"quotes\\"."\n',
        "reason: |\n        One line\n\n        and another\n\n",
    )

    assert long != once
    assert once.rstrip() == stamped(long, "four", STAMP).rstrip().replace(
        "\n\n    text", "\n    text"
    )


def test_nothing_is_written_where_there_is_no_passage() -> None:
    """A passage that is not there, and a record that cannot be read, are refused."""
    with pytest.raises(RecordNotWritten, match="no passage 'five'"):
        stamped(BLOCK, "five", STAMP)
    with pytest.raises(RecordNotWritten, match="cannot be read"):
        stamped(BLOCK + "  four: {}\n", "one", STAMP)
