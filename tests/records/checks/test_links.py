"""Links: names and hedges stand in the words."""

from __future__ import annotations

import pytest

from app.records.checks.phrases import holds
from tests.records.checks.conftest import Changed


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("tied to Russian accounts", "Russia", False),
        ("the X-Files", "Files", True),
        ("a man", "a m", False),
        ("", "a", False),
        ("“Lantern Group”’s", "lantern group", True),
        ("Lantern\n  GROUP.", "Lantern Group", True),
        ("(a.b)", "a.b", True),
        ("a+b", "a.b", False),
        ("Straße", "STRASSE", True),
        ("Правительство России.", "правительство россии", True),
    ],
)
def test_holds_whole_words(text: str, phrase: str, expected: bool) -> None:
    """A phrase stands in a text in whole words, whatever case and white space."""
    assert expected == holds(text, phrase)


def test_another_name_will_do(changed: Changed) -> None:
    """A withheld party is named by any of its names, also in the translation."""
    lines = changed("sources/quill-2024-05-02", "to the Lantern Group, and", "to them, and")
    assert [
        "R14 the words of “sources/quill-2024-05-02#unable” do not name Lantern Group"
    ] == lines
    assert [] == changed(
        "sources/quill-2024-05-02", "to them, and", "to THE lantern\\n firm, and"
    )


def test_part_of_a_word_is_no_name(changed: Changed) -> None:
    """“Lanterns” does not name “Lantern”."""
    changed(
        "actors/lantern-group", '"Lantern Group"', '"Lantern"', "the Lantern firm", "firm"
    )
    found = changed(
        "sources/quill-2024-05-02", "the Lantern Group, and", "the Lanterns, and"
    )
    assert "R14 the words of “sources/quill-2024-05-02#unable” do not name Lantern" in found


def test_a_caveat_stands_for_a_hedge(changed: Changed) -> None:
    """A weak link needs hedge words or a caveat on that very link."""
    assert [
        "R15 the certainty is “possible”, no hedge is quoted, and no caveat qualifies the link"
    ] == changed("caveats/quill-first-unable", ", claims/quill-first#likeness", "")


@pytest.mark.parametrize("certainty", ["affirmed", "unhedged", "not-stated"])
def test_a_strong_link_needs_no_hedge(changed: Changed, certainty: str) -> None:
    """Only what is apparent or possible needs its hedge."""
    changed("caveats/quill-first-unable", ", claims/quill-first#likeness", "")
    assert [] == changed("claims/quill-first", "possible", certainty)


def test_a_hedge_is_compared_with_its_own_passage(changed: Changed) -> None:
    """Words of another passage, or of the translation, are no hedge of this link."""
    assert [
        "R16 “resembles” does not stand in the words of “sources/quill-2024-05-02#located”"
    ] == changed("claims/quill-first", 'hedge: "appear to be"', 'hedge: "resembles"')
    assert 2 == len(changed("sources/harbour-2024-05-04", '"a supprimé"', '"removed"'))
