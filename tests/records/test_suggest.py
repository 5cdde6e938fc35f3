"""“Did you mean …?” for every kind of place in which a word can be wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records import explain
from app.records.kinds import HEADER, KINDS
from app.records.load import load
from app.records.shape import Shape, shape_of

WHOLE = Path(__file__).parent.parent / "fixtures" / "kb"
CLAIM, HARBOUR = "claims/quill-first", "sources/harbour-2024-05-04"
#: In a shorter word one letter is too much of it.
SHORTEST = 4


def shapes(shape: Shape) -> Iterator[Shape]:
    """Yield a shape and all below it."""
    yield shape
    for below in (*shape.properties.values(), shape.entries, shape.items):
        if below is not None:
            yield from shapes(below)


def slips(word: str) -> Iterator[str]:
    """Yield a word with one letter missing, twice, and two of them swapped."""
    yield word[:2] + word[3:]
    yield word[:2] + word[1:]
    yield word[0] + word[2] + word[1] + word[3:]


ALL = [item for kind in (*KINDS, HEADER) for item in shapes(shape_of(kind))]


def test_a_slip_in_any_key_at_any_level_is_understood() -> None:
    """Whichever key of whichever mapping: the guess is that key."""
    seen = 0
    for shape in ALL:
        for key in shape.properties:
            for slip in slips(key) if len(key) >= SHORTEST else ():
                if slip not in shape.properties:
                    _rule, message = explain.unknown_key(slip, shape)
                    assert f"Did you mean “{key}”?" in message
                    seen += 1
    assert seen > 500


def test_a_slip_in_any_value_of_any_list_is_understood() -> None:
    """Whichever value of whichever list: the guess is that value."""
    seen = 0
    for shape in ALL:
        for value in shape.options:
            for slip in slips(value) if len(value) >= SHORTEST else ():
                if slip not in shape.options:
                    _rule, message = explain.not_in_list(slip, shape)
                    assert f"Did you mean “{value}”?" in message
                    seen += 1
    assert seen > 300


@pytest.mark.parametrize(
    ("record", "right", "wrong", "guess"),
    [
        # a key, at every level
        (CLAIM, "claimants:", "claimant:", "claimants"),
        (CLAIM, "withholds:", "witholds:", "withholds"),
        (CLAIM, "    certainty: apparent", "    certanty: apparent", "certainty"),
        ("sets/quill-first", "  announced:", "  anounced:", "announced"),
        (HARBOUR, "read: full", "raed: full", "read"),
        (HARBOUR, "            fate:", "            fats:", "fate"),
        ("kb", '{name: "First', '{nmae: "First', "name"),
        # the value of a list
        (CLAIM, "certainty: apparent", "certainty: Apparent", "apparent"),
        (CLAIM, "relation: located-in", "relation: located_in", "located-in"),
        (HARBOUR, "fate: [omitted]", "fate: [ommited]", "omitted"),
        (HARBOUR, "type: NewsArticle", "type: newsarticle", "NewsArticle"),
        # a record
        (CLAIM, "claimants: [actors/quill]", "claimants: [actors/quil]", "actors/quill"),
        (HARBOUR, "caveats/quill-first-unable:", "caveats/quill-first-unabel:", "caveats/quill-first-unable"),
        # its folder, ending, letters
        (CLAIM, "claimants: [actors/quill]", "claimants: [actor/quill]", "actors/quill"),
        (CLAIM, "claimants: [actors/quill]", "claimants: [quill]", "actors/quill"),
        (CLAIM, "claimants: [actors/quill]", "claimants: [actors/Quill]", "actors/quill"),
        (CLAIM, "claimants: [actors/quill]", "claimants: [kb/actors/quill.yaml]", "actors/quill"),
        (CLAIM, "claimants: [actors/quill]", "claimants: [/actors/quill/]", "actors/quill"),
        (CLAIM, "speaker: actors/ada-fenn", "speaker: actors/ada_fenn", "actors/ada-fenn"),
        (HARBOUR, "caveats/quill-first-unable:", "caveat/quill-first-unable:", "caveats/quill-first-unable"),
        # a part
        ("caveats/quill-first-unable", "#lantern", "#lantrn", "lantern"),
        ("caveats/quill-first-unable", "#lantern", ".lantern", "claims/quill-first#lantern"),
        ("caveats/quill-first-unable", "claims/quill-first#lantern", "claims/quill-first.yaml#lantern", "claims/quill-first#lantern"),
        ("sources/quill-2024-05-02", "in: sources/quill-2024-05-02#page", "in: sources/quill-2024-05-02#pgae", "page"),
        # a place
        (CLAIM, "place: places/BV", "place: places/bv", "places/BV"),
        (CLAIM, "place: places/BV", "place: place/BV", "places/BV"),
        (CLAIM, "place: places/BV", "place: BV", "places/BV"),
        (CLAIM, "place: places/BV", "place: places/Venezuela", "places/VE"),
        (CLAIM, "place: places/BV", "place: places/bouvet-island", "places/BV"),
        # an editor
        (CLAIM, "editors/second", "editors/secnd", "second"),
        (CLAIM, "editors/second", "editor/second", "editors/second"),
        (CLAIM, "editors/second", "second", "editors/second"),
    ],
)  # fmt: skip
def test_the_guess_is_what_was_meant(
    tmp_path: Path, record: str, right: str, wrong: str, guess: str
) -> None:
    """The fault stands in the record that was broken, and asks for the right word."""
    root = Path(shutil.copytree(WHOLE, tmp_path / "kb"))
    path = root / f"{record}.yaml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")

    said = [item.message for item in load(root).problems if item.place.path == str(path)]

    assert [f"Did you mean “{guess}”?"] == [
        f"Did you mean “{message.partition('Did you mean “')[2].partition('”')[0]}”?"
        for message in said
        if "Did you mean" in message
    ]


@pytest.mark.parametrize(
    "wrong",
    ["sources/quill", "claims/x", "x" * 5000, "actors/", "/", "#", "a b/c d", "\u202e/x", "actors/../kb"],
    ids=lambda value: ascii(value)[:12],
)  # fmt: skip
def test_no_guess_is_better_than_a_wild_one(wrong: str) -> None:
    """What was not meant for an actor is not turned into one."""
    shape = shape_of("claims").properties["speaker"]
    _rule, message = explain.bad_text(wrong, shape)

    assert "Did you mean" not in message
