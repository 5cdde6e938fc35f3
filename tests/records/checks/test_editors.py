"""Editors and actors: reviews by others, one record for one actor."""

from __future__ import annotations

from tests.records.checks.conftest import Changed

HARBOUR = "sources/harbour-2024-05-04"


def test_another_editor_may_review(changed: Changed) -> None:
    """A source that one editor judged is reviewed by another, not by the same."""
    changed(
        HARBOUR,
        "status: single-coded\n",
        "status: reviewed\nreviewed_by: [editors/second]\n",
    )
    second = '        also_judged:\n          second:\n            fate: [not-observed]\n            reason: "The limit may stand elsewhere."\n            judged_by: editors/second\n            judged: 2024-06-22\n'
    assert [] == changed(HARBOUR, second, "")
    assert ["R32 “editors/first” also judged what it holds"] == changed(
        HARBOUR,
        "reviewed_by: [editors/second]",
        "reviewed_by: [editors/second, editors/first]",
    )


def test_two_coders_may_review_each_other(changed: Changed) -> None:
    """Where two editors judged, each may have checked the other's part."""
    assert [] == changed(
        HARBOUR,
        "status: single-coded\n",
        "status: reviewed\nreviewed_by: [editors/first, editors/second]\n",
    )


def test_a_misspelt_editor_is_told_the_right_one(changed: Changed) -> None:
    """An editor who is not in kb.yaml is a fault; the nearest handle is named."""
    assert ["R06 kb.yaml has no editor “frist”. Did you mean “first”?"] == changed(
        HARBOUR, "translated_by: editors/first", "translated_by: editors/frist"
    )


def test_the_few_editors_are_named_where_none_is_near(changed: Changed) -> None:
    """Where no handle is near, the message names those that there are."""
    assert ["R06 kb.yaml has no editor “zz”. The editors are first and second"] == changed(
        HARBOUR, "translated_by: editors/first", "translated_by: editors/zz"
    )


def test_the_same_address_is_a_warning(changed: Changed) -> None:
    """Two actors with one address are probably one; each is told of the other."""
    found = changed(
        "actors/quill-blog",
        'name: "Quill Blog"\nstatus: single-coded\nrole: outlet\nurl: https://quill.example/\n',
    )
    assert [
        "R33 “https://quill.example/” is also that of actors/quill",
        "R33 “https://quill.example/” is also that of actors/quill-blog",
    ] == found
