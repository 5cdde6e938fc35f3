"""A note is a reason for a change where something was written in it."""

from __future__ import annotations

import pytest

from app.history.noted import reasoned


@pytest.mark.parametrize(
    ("before", "after", "is_reason"),
    [
        (None, "The day was wrong.", True),
        ("It is old.", "It is old. The day was wrong.", True),
        ("It is old.", "It was old.", True),
        ("It is old.", "It is old.", False),
        ("It is old. It is long.", "It is old.", False),
        ("It is old. It is long.", "It is long. It is old.", False),
        ("It is old.", None, False),
        (None, None, False),
    ],
)
def test_a_note_is_a_reason(before: str | None, after: str | None, is_reason: bool) -> None:
    """To take a sentence away, or to move it, says nothing of why."""
    old, new = ({} if one is None else {"note": one} for one in (before, after))

    assert is_reason == reasoned(old, new)
