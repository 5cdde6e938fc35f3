"""Judgements: grounded, dated, consistent, and of a caveat that is at issue."""

from __future__ import annotations

import pytest

from tests.records.checks.conftest import Changed

HARBOUR = "sources/harbour-2024-05-04"


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        ("[retained-paraphrase, omitted]", "“retained-paraphrase” and “omitted”"),
        ("[omitted, retained-verbatim]", "“omitted” and “retained-verbatim”"),
        ("[not-applicable, clipped]", "“not-applicable” and “clipped”"),
        ("[strengthened, not-observed]", "“strengthened” and “not-observed”"),
        ("[not-applicable, not-observed]", "“not-applicable” and “not-observed”"),
    ],
)
def test_fates_that_exclude_each_other(changed: Changed, fate: str, said: str) -> None:
    """What is kept is not left out; what was not judged has no other fate."""
    assert [f"R12 {said} cannot both hold"] == changed(HARBOUR, "[omitted]", fate)


@pytest.mark.parametrize(
    "fate",
    [
        "[omitted, set-widened]",
        "[retained-verbatim, clipped, set-widened]",
        "[clipped, object-shifted, strengthened]",
        "[not-observed]",
    ],
)
def test_fates_that_hold_together(changed: Changed, fate: str) -> None:
    """A passage can keep and distort at once."""
    assert [] == changed(HARBOUR, "[omitted]", fate)


def test_a_second_editor_reads_to_the_end_too(changed: Changed) -> None:
    """Also the judgement beside the first says “omitted” only of closed passages."""
    lines = changed(
        HARBOUR,
        "[omitted]",
        "[clipped]",
        "[not-observed]",
        "[omitted]",
        ", closed: true}\n    restates",
        ", closed: false}\n    restates",
    )
    assert ["R10 “omitted” is said, and “seen” of “lede” has no “closed: true”"] == lines


def test_judge_and_day_are_inherited_one_by_one(changed: Changed) -> None:
    """What the source says for all is enough; what neither says is missing."""
    own = "        judged_by: editors/first\n        judged: 2024-06-21\n"
    assert [] == changed(HARBOUR, own, "")
    assert ["R11 neither the treatment nor the source has judged"] == changed(
        HARBOUR, "\njudged: 2024-06-20", ""
    )


def test_a_caveat_concerns_wholes_and_parts_of_its_sets(changed: Changed) -> None:
    """A passage over part of a set is concerned by a caveat on the whole."""
    restates = "    restates: [claims/quill-first#lantern]\n"
    both = "    over: [sets/quill-first, sets/quill-second]\n    numbers"
    assert [] == changed(
        HARBOUR, restates, "", both, "    over: [sets/quill-second]\n    numbers"
    )
    assert [
        "R13 “caveats/quill-first-unable” qualifies nothing that the passage repeats"
    ] == changed("sets/quill-second", "part_of: sets/quill-first\n", "")
