"""What is withdrawn is told where others refer to it: as an error or as a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.records.edited import (
    BLOG,
    CAVEAT,
    FIRST,
    HARBOUR,
    LANTERN,
    OTHER_SET,
    REACTION,
    REVIEW,
    SECOND,
    SET,
    TAKEDOWN,
    Edited,
)


@pytest.fixture
def kb(tmp_path: Path) -> Edited:
    """Return a copy of the knowledge base for tests."""
    return Edited(tmp_path / "kb")


# --- bad input ------------------------------------------------------------------------


def test_a_missing_record_beside_what_is_withdrawn(kb: Edited) -> None:
    """Each is told what it is; the one does not hide the other."""
    kb.withdraw(FIRST, CAVEAT)
    kb.change(HARBOUR, f"[{FIRST}#lantern]", f"[{FIRST}#lantern, claims/nobody#lantern]")
    there = [line for line in kb.told() if line.startswith(f"{HARBOUR}:21")]

    assert [f"{HARBOUR}:21:16 R44 warning", f"{HARBOUR}:21:44 R01 error"] == there


def test_a_draft_beside_what_is_withdrawn(kb: Edited) -> None:
    """A draft is an error still, whatever else was withdrawn."""
    kb.withdraw(FIRST, CAVEAT)
    kb.set_status(SECOND, "draft")
    kb.change(HARBOUR, f"[{FIRST}#lantern]", f"[{FIRST}#lantern, {SECOND}#lantern]")
    there = [line for line in kb.told() if line.startswith(f"{HARBOUR}:21")]

    assert [f"{HARBOUR}:21:16 R44 warning", f"{HARBOUR}:21:44 R04 error"] == there


def test_a_part_that_the_withdrawn_record_does_not_have(kb: Edited) -> None:
    """The file is there, and read: a slip of the name is told."""
    kb.withdraw(FIRST, CAVEAT)
    kb.change(HARBOUR, f"[{FIRST}#lantern]", f"[{FIRST}#lanten]")

    assert {"R02", "R44"} == {
        one.code
        for one in kb.problems()
        if one.place.line == 21 and HARBOUR in one.place.path
    }


@pytest.mark.parametrize(
    ("gone", "holder"),
    [
        ((SET,), FIRST),  # about
        ((FIRST,), CAVEAT),  # qualifies
        ((BLOG,), FIRST),  # words
        (("actors/quill",), FIRST),  # claimants
        (("actors/quill",), TAKEDOWN),  # agent
        (("actors/quill",), HARBOUR),  # speaker of a passage
        (("actors/the-harbour",), HARBOUR),  # publisher
        (("actors/the-harbour",), REACTION),  # by
        ((TAKEDOWN,), SET),  # disclosed_in
        ((CAVEAT, FIRST, TAKEDOWN), REACTION),  # to, one after another
        ((LANTERN,), FIRST),  # party
        ((LANTERN,), HARBOUR),  # what a passage says
        ((HARBOUR,), REACTION),  # words
    ],
)
def test_what_is_nothing_without_the_withdrawn(
    kb: Edited, gone: tuple[str, ...], holder: str
) -> None:
    """It is an error, which says that this one is to be withdrawn as well."""
    kb.withdraw(*gone)
    found = [
        one for one in kb.problems() if one.code == "R04" and f"{holder}." in one.place.path
    ]

    assert found
    for one in found:
        assert one.message.endswith("is withdrawn, and this is nothing without it")
        assert "Withdraw this record as well, or name another." == one.remedy


def test_a_review_is_nothing_without_what_it_examines_or_rests_on(kb: Edited) -> None:
    """Of two passages one is enough; of the evidence, too."""
    kb.change(REVIEW, "status: draft", "status: single-coded")
    kb.withdraw(REACTION)
    assert [f"{REVIEW}:3:46 R44 warning"] == kb.told()
    kb.withdraw(HARBOUR)
    kb.change(REVIEW, f"[{BLOG}#located, {BLOG}]", f"[{HARBOUR}#lede]")
    there = [line for line in kb.told() if line.startswith(REVIEW)]
    assert [f"{REVIEW}:3:13 R04 error", f"{REVIEW}:3:46 R04 error"] == there[:2]
    assert f"{REVIEW}:7:12 R04 error" in there


def test_a_set_without_takedown_needs_a_source(kb: Edited) -> None:
    """Where no takedown disclosed it, it is nothing without who described it."""
    described = f"documented_in: [{HARBOUR}]\n"
    kb.change(OTHER_SET, f"disclosed_in: {TAKEDOWN}\n", described)
    kb.withdraw(HARBOUR, REACTION)
    assert [f"{OTHER_SET}:3:17 R04 error"] == kb.told()
    kb.change(OTHER_SET, described, f"disclosed_in: {TAKEDOWN}\n{described}")
    assert [f"{OTHER_SET}:4:17 R44 warning"] == kb.told()


def test_what_a_passage_says_has_its_hedge_or_a_caveat_that_stands(kb: Edited) -> None:
    """The treatment of a withdrawn caveat does not stand for the hedge."""
    kb.change(HARBOUR, '        hedge: "a supprimé"\n', "")
    assert () == kb.problems()
    kb.withdraw(FIRST, CAVEAT)
    assert ["R15"] == [one.code for one in kb.problems() if one.code != "R44"]


# --- warnings -------------------------------------------------------------------------


def test_each_leaning_reference_is_told_at_its_place(kb: Edited) -> None:
    """A claim that is restated is withdrawn with its caveat: warnings alone."""
    kb.withdraw(FIRST, CAVEAT)

    assert [
        f"{SECOND}:15:14 R44 warning",
        f"{REACTION}:5:6 R44 warning",
        f"{REACTION}:5:34 R44 warning",
        f"{HARBOUR}:21:16 R44 warning",
        f"{HARBOUR}:50:7 R44 warning",
    ] == kb.told()
    assert f"“{FIRST}” is withdrawn; “restates” is left out of what is published" in [
        one.message for one in kb.problems()
    ]


def test_who_is_not_published_is_not_told(kb: Edited) -> None:
    """A draft or another withdrawn record leads nobody anywhere."""
    kb.withdraw(FIRST, CAVEAT)
    kb.set_status(SECOND, "draft")
    kb.withdraw(REACTION)

    assert {HARBOUR} == {line.partition(":")[0] for line in kb.told()}


def test_status_set_back(kb: Edited) -> None:
    """Nothing is left to tell."""
    before = kb.published(HARBOUR)
    kb.withdraw(FIRST, CAVEAT)
    assert before != kb.published(HARBOUR)
    kb.set_status(FIRST, "single-coded")
    kb.set_status(CAVEAT, "single-coded")

    assert () == kb.problems()
    assert before == kb.published(HARBOUR)
