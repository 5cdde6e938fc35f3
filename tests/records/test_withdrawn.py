"""What is withdrawn is left out where its holder can do without, and nowhere else."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.problems import Problem
from app.records import withdrawn
from app.records.kinds import KINDS
from app.records.load import load
from app.records.record import KnowledgeBase, Record
from app.records.shape import Shape, shape_of
from app.records.withdrawn import REFERS_TO, leans, without

WHOLE = Path(__file__).parent.parent / "fixtures" / "kb"
FIRST, SECOND = "claims/quill-first", "claims/quill-second"
CAVEAT, SET, OTHER_SET = (
    "caveats/quill-first-unable",
    "sets/quill-first",
    "sets/quill-second",
)
HARBOUR, BLOG = "sources/harbour-2024-05-04", "sources/quill-2024-05-02"
REACTION, REVIEW = "reactions/harbour-2024-05-04", "reviews/harbour-number"
TAKEDOWN, LANTERN = "takedowns/quill-2024-05", "actors/lantern-group"

#: What no record of its kind can do without, though the shape of some could.
NEEDED = {
    "takedowns.agent",
    "sets.disclosed_in",
    "claims.asserts.*.party",
    "claims.denies.*.party",
    "claims.withholds.*.party",
    "sources.publisher",
    # Words that are quoted are somebody's, and were read somewhere.
    "sources.passages.*.speaker",
    "sources.passages.*.seen.in",
    "sources.passages.*.says.*.party",
    "reactions.by",
    "reviews.asked.*.whom",
}


class Edited:
    """A copy of the knowledge base for tests that is changed and checked."""

    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(WHOLE, root))

    def path(self, record: str) -> Path:
        """Return the file of a record."""
        return self.root / f"{record}.yaml"

    def change(self, record: str, old: str, new: str) -> None:
        """Replace a text, which must be there."""
        text = self.path(record).read_text("utf-8")
        assert old in text
        self.path(record).write_text(text.replace(old, new), "utf-8")

    def set_status(self, record: str, status: str) -> None:
        """Give a record another status, with a note."""
        text = self.path(record).read_text("utf-8")
        text = re.sub(r"(?m)^(reviewed_by|note): .*\n", "", text)
        text = re.sub(r"(?m)^status: .*$", f"status: {status}", text)
        self.path(record).write_text(f'{text}note: "Not what it said."\n', "utf-8")

    def withdraw(self, *records: str) -> None:
        """Withdraw records, each with a note."""
        for record in records:
            self.set_status(record, "withdrawn")

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong now."""
        return load(self.root).problems

    def told(self) -> list[str]:
        """Return record, line, column, code and severity of every problem."""
        return [
            f"{Path(one.place.path).relative_to(self.root).with_suffix('')}:"
            f"{one.place.line}:{one.place.column} {one.code} {one.severity}"
            for one in self.problems()
        ]

    def published(self, record: str) -> dict[str, Any]:
        """Return the data of a record as it is published."""
        kb = load(self.root)
        return without(kb.published[record], kb.is_withdrawn).data


@pytest.fixture
def kb(tmp_path: Path) -> Edited:
    """Return a copy of the knowledge base for tests."""
    return Edited(tmp_path / "kb")


def known() -> KnowledgeBase:
    """Return the knowledge base for tests."""
    return load(WHOLE)


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


# --- what is published ----------------------------------------------------------------


def test_a_passage_without_the_claim_that_it_restated(kb: Edited) -> None:
    """Words, numbers and what it says stay; links and judgements of it go."""
    before = kb.published(HARBOUR)["passages"]["lede"]
    kb.withdraw(FIRST, CAVEAT)
    passage = kb.published(HARBOUR)["passages"]["lede"]

    assert [CAVEAT, f"{FIRST}#lantern"] == passage.pop(REFERS_TO)
    assert {"restates", "treatments"} == before.keys() - passage.keys()
    assert passage == {key: before[key] for key in passage}


def test_some_of_a_list(kb: Edited) -> None:
    """What still stands is left in it, in its order."""
    kb.withdraw(FIRST, CAVEAT)
    reaction = kb.published(REACTION)

    assert [TAKEDOWN] == reaction["to"]
    assert [CAVEAT, f"{FIRST}#lantern"] == reaction[REFERS_TO]


def test_a_revision_goes_whole(kb: Edited) -> None:
    """What replaced nothing that stands replaced nothing."""
    kb.withdraw(FIRST, CAVEAT)
    claim = kb.published(SECOND)

    assert "revises" not in claim
    assert [f"{FIRST}#lantern"] == claim[REFERS_TO]


def test_a_number_of_several_sets_is_of_none_of_them(kb: Edited) -> None:
    """320 accounts of two sets are not 320 of one; what is said over two may be of one."""
    kb.withdraw(OTHER_SET, SECOND)
    passage = kb.published(HARBOUR)["passages"]["lede"]

    assert "of" not in passage["numbers"]["total"]
    assert 320 == passage["numbers"]["total"]["value"]
    assert [OTHER_SET] == passage["numbers"]["total"][REFERS_TO]
    assert [SET] == passage["over"]
    assert [SET] == passage["says"]["tie"]["over"]
    assert [OTHER_SET] == passage["says"]["tie"][REFERS_TO]
    assert not [one for one in kb.problems() if one.code == "R04"]


def test_a_count_of_a_set_does_not_say_of_which_it_is_the_sum(kb: Edited) -> None:
    """The count is of the set that has it, and stays."""
    kb.change(SET, f"of: [{SET}]", f"of: [{SET}, {OTHER_SET}]")
    kb.change(SET, "value: 300\n", "value: 320\n")
    kb.change(SET, 'as_printed: "300"\n    rounding', 'as_printed: "320"\n    rounding')
    kb.withdraw(OTHER_SET, SECOND)
    computed = kb.published(SET)["counts"]["computed"]

    assert (320, [OTHER_SET]) == (computed["value"], computed[REFERS_TO])
    assert "of" not in computed


def test_part_and_origin_of_a_set(kb: Edited) -> None:
    """A set is there without the one that it was part of and taken out of."""
    kb.change(FIRST, f"[{SET}]", f"[{OTHER_SET}]")
    kb.withdraw(SET)
    found = kb.published(OTHER_SET)

    assert {"part_of", "split_from"} & found.keys() == set()
    assert [SET] == found[REFERS_TO]


def test_what_is_only_said_over_withdrawn_sets_goes(kb: Edited) -> None:
    """Without its sets it would seem to be said over whatever the passage is about."""
    kb.withdraw(SET, OTHER_SET)
    record = load(kb.root).records[HARBOUR]
    passage = kb.published(HARBOUR)["passages"]["lede"]

    assert {"place", "campaign"} == passage["says"].keys()
    assert "over" not in passage
    assert {SET, OTHER_SET} == set(passage[REFERS_TO])
    assert "tie" in record.data["passages"]["lede"]["says"]  # the record itself is whole


def test_what_cannot_be_spared_is_left() -> None:
    """A version that was once published with it is shown as it was."""
    record = known().records[FIRST]
    gone = {SET, BLOG}
    told = leans(record, gone.__contains__)

    assert {None} == {one.gone for one in told}
    assert record is without(record, gone.__contains__)


def test_nothing_withdrawn_changes_nothing() -> None:
    """The record itself is given back."""
    for record in known().records.values():
        assert record is without(record, lambda _: False)


def test_every_reference_of_the_schemas_is_in_one_table() -> None:
    """Whoever adds a reference says what its holder is without it."""
    tables = [withdrawn._WHOLE, withdrawn._LISTS]
    listed = [key for table in tables for key in table]
    of_words = {one for one in patterns() if one.endswith(".words")}

    assert len(listed) == len(set(listed))
    assert patterns() == {*listed, *NEEDED, *of_words}
    assert set() == set(listed) & (NEEDED | of_words)


def patterns() -> set[str]:
    """Return where records refer to others, names of entries as ``*``."""
    found: set[str] = set()

    def collect(shape: Shape, path: str) -> None:
        named = [shape, *([shape.names] if shape.names else [])]
        for one in named:
            reference = one.reference
            if reference and set(reference.folders) & KINDS.keys():
                found.add(path if one is shape else f"{path}.*")
        for key, below in shape.properties.items():
            if key != "formerly":
                collect(below, f"{path}.{key}")
        if shape.entries:
            collect(shape.entries, f"{path}.*")
        if shape.items:
            collect(shape.items, path)

    for folder in KINDS:
        collect(shape_of(folder), folder)
    return found


def test_a_holder_that_goes_is_not_said_to_refer() -> None:
    """What a revision that goes referred to is kept by the claim."""
    record: Record = known().records[SECOND]
    both = {FIRST, OTHER_SET}
    about = replace(record, data={**record.data, "about": [SET]})
    found = without(about, both.__contains__).data

    assert "revises" not in found
    assert [f"{FIRST}#lantern", OTHER_SET] == found[REFERS_TO]
