"""The reason of a change is what was written for it, not all that stands beside it."""

from __future__ import annotations

from typing import Any

import pytest

from app.history.reasons import Members, told

CLAIM, SET = "claims/x", "sets/x"
OLD = "Three sentences of one post. See no. 3 of the U.S. report that Fenn et al. Wrote."
ADDED = "Two accounts were given back, as RT says: “We were wrong.”"


def reason(root: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return the reason of a change of a record."""
    members = ({root: old}, {root: new})
    return told(root, members, None, None, "A commit").reason


def passage(reason: str, fate: str) -> dict[str, Any]:
    """Return a source with a judgement."""
    judged = {"fate": [fate], "reason": reason, "judged": "2024-06-20"}
    return {"passages": {"lede": {"treatments": {"caveats/y": judged}}}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"note": OLD}, {"note": f"{OLD} {ADDED}"}),
        ({"note": OLD}, {"note": f"{ADDED} {OLD}"}),
        ({"asserts": {"a": {"note": OLD}}}, {"asserts": {"a": {"note": f"{OLD} {ADDED}"}}}),
        ({"rationale": OLD}, {"rationale": f"{OLD} {ADDED}"}),
        (passage(OLD, "omitted"), passage(f"{OLD} {ADDED}", "clipped")),
    ],
)
def test_a_sentence_that_was_added(old: dict[str, Any], new: dict[str, Any]) -> None:
    """To a note, of the record or a part; to why something is judged so."""
    assert ADDED == reason(CLAIM, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"note": OLD}),
        ({"note": f"{OLD} {ADDED}"}, {"note": OLD}),
        ({"note": ADDED}, {"note": OLD}),
        ({"rationale": ADDED}, {"rationale": OLD}),
        (passage(ADDED, "omitted"), passage(OLD, "clipped")),
        (passage(OLD, "omitted"), passage(OLD, "clipped")),
    ],
)
def test_the_whole_where_nothing_was_added(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    """What was taken away or written anew has no other reason than what stands there."""
    assert reason(CLAIM, {"title": "X", **old}, {"title": "X", **new}) == OLD


def test_a_note_of_what_it_stands_on() -> None:
    """The reason that was written in another record of the closure is told alike."""
    claim: dict[str, Any] = {"about": [SET]}
    members: tuple[Members, Members] = (
        {CLAIM: claim, SET: {"note": OLD}},
        {CLAIM: claim, SET: {"note": f"{OLD} {ADDED}"}},
    )

    assert ADDED == told(CLAIM, members, None, None, "A commit").reason
