"""How many lines a text takes: never fewer than a browser needs, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.site.citing.column import lines
from tests.strategies import REPEATABLE

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)


@pytest.mark.parametrize(
    ("text", "room", "count"),
    [
        ("", 10, 1),
        ("   ", 10, 1),
        ("one", 10, 1),
        ("one two three four", 5, 3),
        ("M" * 10, 10.6, 1),
        ("M" * 11, 10.6, 2),
        ("short " + "M" * 30, 10.5, 5),
        ("多" * 20, 10.5, 3),
        ("e\u0301" * 10, 6, 1),
    ],
)
def test_lines_are_counted(text: str, room: float, count: int) -> None:
    """Words that fit share a line; one that has no room is broken."""
    assert count == lines(text, room)


@pytest.mark.parametrize("text", ["i" * 500, "\U0001f600" * 50, "щ" * 50, "a " * 300])
def test_a_column_without_room_ends(text: str) -> None:
    """There is an answer for a column that holds no letter, and it is finite."""
    assert 1 <= lines(text, 0.1) <= 10 * len(text)
    assert 1 <= lines(text, 0) <= 10 * len(text)


@given(TEXTS, TEXTS, st.floats(4, 60))
@REPEATABLE
def test_more_text_takes_no_fewer_lines(one: str, other: str, room: float) -> None:
    """Longer, bold or in a narrower column: never fewer."""
    whole = f"{one} {other}"
    assert lines(one, room) <= lines(whole, room)
    assert lines(whole, room) <= lines(whole, room, bold=True)
    assert lines(whole, room) <= lines(whole, room / 1.5)
