"""Counts: an exact number over sets is the sum of what was announced."""

from __future__ import annotations

import pytest

from tests.records.checks.conftest import Changed

HARBOUR = "sources/harbour-2024-05-04"


def test_says_both_numbers(changed: Changed) -> None:
    """A wrong sum is told with both numbers."""
    assert ["R22 the sets have 320 together, and the number is 2,000"] == changed(
        HARBOUR,
        "value: 320",
        "value: 2000",
        'as_printed: "320"',
        'as_printed: "2,000"',
        "a supprimé 320 comptes",
        "a supprimé 2,000 comptes",
    )


def test_only_exact_numbers_are_added(changed: Changed) -> None:
    """A number that is not said to be exact need not be the sum."""
    for rounding in ("unsaid", "roughly", "at-least", "at-most"):
        assert [] == changed(
            HARBOUR,
            'as_printed: "320"',
            'as_printed: "some 400"',
            "value: 320",
            "value: 400",
            "a supprimé 320 comptes",
            "a supprimé some 400 comptes",
            "rounding: exact",
            f"rounding: {rounding}",
        )
        changed(
            HARBOUR,
            'as_printed: "some 400"',
            'as_printed: "320"',
            "value: 400",
            "value: 320",
            "a supprimé some 400 comptes",
            "a supprimé 320 comptes",
            f"rounding: {rounding}",
            "rounding: exact",
        )


def test_different_units_are_not_added(changed: Changed) -> None:
    """Pages and accounts make no sum."""
    assert ["R22 “sets/quill-second” was announced in pages, not in accounts"] == changed(
        "sets/quill-second", "unit: accounts", "unit: pages"
    )


def test_the_counts_of_sets_are_added_too(changed: Changed) -> None:
    """A count of a set over other sets follows the same rule."""
    assert ["R22 the sets have 300 together, and the number is 301"] == changed(
        "sets/quill-first",
        "    value: 300\n",
        "    value: 301\n",
        '    as_printed: "300"\n',
        '    as_printed: "301"\n',
    )


@pytest.mark.parametrize(
    ("printed", "value", "wrong"),
    [
        ("230 accounts", 320, True),
        ("6 mil", 6_000, False),
        ("almost 3 million", 3_000_000, False),
        ("6 mil", 600, True),
        ("1.5 million", 1_500_000, False),
    ],
)
def test_digits_among_words_are_the_number_or_its_first_word(
    changed: Changed, printed: str, value: int, wrong: bool
) -> None:
    """A word for thousands may follow; other digits than those of the number may not."""
    lines = changed(
        HARBOUR,
        'as_printed: "320"',
        f'as_printed: "{printed}"',
        "value: 320",
        f"value: {value}",
        "rounding: exact",
        "rounding: unsaid",
    )

    assert wrong == any(line.startswith("R37") for line in lines)


@pytest.mark.parametrize("printed", ["0.320", "320 or so", "3 20", "three hundred", "320 "])
def test_words_beside_digits_are_left_to_the_editor(changed: Changed, printed: str) -> None:
    """What is no plain number, or is the number, is no fault."""
    assert [] == [
        item
        for item in changed(HARBOUR, 'as_printed: "320"', f'as_printed: "{printed}"')
        if item.startswith("R37")
    ]


@pytest.mark.parametrize(
    ("printed", "number"), [("32", "32"), ("3,200", "3,200"), ("1.320", "1,320")]
)
def test_digits_are_those_that_are_printed(
    changed: Changed, printed: str, number: str
) -> None:
    """Digits alone, in groups or not, are one number."""
    assert [f"R37 the number is 320, and {number} is printed"] == changed(
        HARBOUR,
        'as_printed: "320"',
        f'as_printed: "{printed}"',
        "a supprimé 320 comptes",
        f"a supprimé {printed} comptes",
    )


@pytest.mark.parametrize("printed", ["32", "20", "746", "three hundred", "320."])
def test_a_number_that_is_wrong_twice_is_not_in_the_words(
    changed: Changed, printed: str
) -> None:
    """Number and print that agree with each other are held against the words."""
    lines = changed(HARBOUR, 'as_printed: "320"', f'as_printed: "{printed}"')

    assert f"R42 “{printed}” does not stand in “lede”" in lines


def test_a_number_may_stand_just_before_the_words(changed: Changed) -> None:
    """What governs a quotation stands beside it, and so may its number."""
    assert [] == changed(
        HARBOUR,
        "a supprimé 320 comptes",
        "a supprimé des comptes",
        "    voice: paraphrased\n",
        '    voice: paraphrased\n    prefix: "Sur 320 comptes:"\n',
    )
