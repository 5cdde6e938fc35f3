"""Dates in an order that is possible: only what no reading allows is a fault."""

from __future__ import annotations

import pytest

from tests.records.checks.conftest import Changed


@pytest.mark.parametrize(
    "made",
    ["2024-05-02", "2024-05", "2024", "2024-05~", "../2024-05-02", "2024-04/2024-06"],
)
def test_overlapping_dates_are_possible(changed: Changed, made: str) -> None:
    """A revision may be of the same month or of an interval that reaches far enough."""
    quoted = made if "-" in made else f'"{made}"'
    assert [] == changed("claims/quill-second", "made: 2024-06", f"made: {quoted}")


@pytest.mark.parametrize(
    "made", ["2024-05-01", "2024-04~", "../2024-05-01", "2023-12/2024-01"]
)
def test_what_lies_wholly_before_is_not(changed: Changed, made: str) -> None:
    """A revision of which every day lies before the claim it revises is impossible."""
    assert [
        "R25 this is before 2024-05-02, the day of claims/quill-first, which it revises"
    ] == changed("claims/quill-second", "made: 2024-06", f"made: {made}")


def test_an_action_may_be_answered_before_it_is_disclosed(changed: Changed) -> None:
    """Removed accounts are noticed before the platform speaks of them."""
    assert [] == changed(
        "reactions/harbour-2024-05-04",
        "[caveats/quill-first-unable, claims/quill-first#lantern, takedowns/quill-2024-05]",
        "[takedowns/quill-2024-05]",
        "made: 2024-05-04",
        "made: 2024-03",
    )


def test_a_set_may_be_removed_at_any_time(changed: Changed) -> None:
    """Removal can lie before or after disclosure."""
    for removed in ("../2019", "2030-01-01/..", "2024-05-02"):
        assert [] == changed(
            "sets/quill-second", "removed: 2024-04~", f"removed: {removed}"
        )
        changed("sets/quill-second", f"removed: {removed}", "removed: 2024-04~")


def test_asked_after_the_first_of_several(changed: Changed) -> None:
    """Somebody can be asked about words while later ones are not yet published."""
    changed("sources/quill-2024-05-02", "lang: en\n", "published: 2024-05-02\nlang: en\n")
    assert [] == changed(
        "reviews/harbour-number",
        "[sources/harbour-2024-05-04#lede,",
        "[sources/quill-2024-05-02#located, sources/harbour-2024-05-04#lede,",
        "asked_on: 2024-06-20",
        "asked_on: 2024-05-02",
    )
    found = changed(
        "reviews/harbour-number", "asked_on: 2024-05-02", "asked_on: 2024-05-01"
    )
    assert ["R31 this is too early: sources/quill-2024-05-02 is of 2024-05-02"] == found


def test_a_review_is_judged_after_its_evidence(changed: Changed) -> None:
    """A finding cannot rest on what was not yet published."""
    assert ["R28 this is too early: sources/harbour-2024-05-04 is of 2024-05-04"] == [
        line
        for line in changed(
            "reviews/harbour-number", "judged: 2024-06-20", "judged: 2024-05-03"
        )
        if "harbour-2024-05-04 is" in line and "sources" in line
    ]


def test_a_broken_date_is_told_once(changed: Changed) -> None:
    """A date that is none is not compared with others."""
    assert ["R23 “2024-13” is not in the calendar"] == changed(
        "claims/quill-first", "made: 2024-05-02", "made: 2024-13"
    )
    changed("claims/quill-first", "made: 2024-13", "made: 2024-05-02")
    assert ["R23 the calendar has no day “2024-06-31”"] == changed(
        "kb", "edition: 2024-07-01", "edition: 2024-06-31"
    )
