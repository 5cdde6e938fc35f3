"""What is withdrawn is left out where its holder can do without, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.records import withdrawn
from app.records.kinds import KINDS
from app.records.load import load
from app.records.record import KnowledgeBase, Record
from app.records.shape import Shape, shape_of
from app.records.withdrawn import REFERS_TO, leans, without
from tests.records.edited import (
    BLOG,
    CAVEAT,
    FIRST,
    HARBOUR,
    OTHER_SET,
    REACTION,
    SECOND,
    SET,
    TAKEDOWN,
    WHOLE,
    Edited,
)

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


@pytest.fixture
def kb(tmp_path: Path) -> Edited:
    """Return a copy of the knowledge base for tests."""
    return Edited(tmp_path / "kb")


def known() -> KnowledgeBase:
    """Return the knowledge base for tests."""
    return load(WHOLE)


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
