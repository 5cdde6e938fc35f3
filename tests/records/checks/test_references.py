"""References exist, are of the right kind, and lead to nothing unpublished."""

from __future__ import annotations

from app import SCHEMAS
from app.records.checks import CHECKS
from app.records.checks.references import PART_FIELDS
from app.records.kinds import KINDS
from app.records.placecodes import place_codes
from app.records.shape import COMMON, Shape, document, shape_of
from tests.records.checks.conftest import Changed


def test_guesses_what_was_meant(changed: Changed) -> None:
    """A reference to nothing is told the nearest id or name."""
    assert [
        "R01 there is no record “sets/quil-first”. Did you mean “sets/quill-first”?"
    ] == changed(
        "sets/quill-second", "split_from: sets/quill-first", "split_from: sets/quil-first"
    )
    found = changed("claims/quill-second", "quill-first#lantern", "quill-first#lanten")
    assert "R02 “claims/quill-first” has no part “lanten”. Did you mean “lantern”?" in found


def test_guesses_by_the_name_and_not_by_the_folder(changed: Changed) -> None:
    """Ids of one folder are not near each other for that."""
    assert "R01 there is no record “sets/morning-gull”" in changed(
        "sets/quill-second", "split_from: sets/quill-first", "split_from: sets/morning-gull"
    )


def test_says_of_what_kind_a_part_is(changed: Changed) -> None:
    """A part of the wrong kind is told where it stands and what is asked for."""
    assert [
        "R03 “page” stands under “copies” of “sources/quill-2024-05-02”; here stands a "
        "part of a source, under passages"
    ] == changed("caveats/quill-first-unable", "#unable", "#page")


def test_a_draft_may_refer_to_a_draft(changed: Changed) -> None:
    """Only what is published must not lead to a draft."""
    assert [] == changed(
        "reactions/harbour-2024-05-04", "status: single-coded", "status: draft"
    )
    assert [
        "R04 “reactions/harbour-2024-05-04” is a draft, and this is published"
    ] == changed("reviews/harbour-number", "status: draft", "status: single-coded")


def test_parts_under_different_parents_may_share_a_name(changed: Changed) -> None:
    """Names are joined with a dot: “total” in two passages is two names."""
    numbers = '    numbers:\n      total: {unit: accounts, as_printed: "an"}\n'
    seen = "    seen: {in: sources/quill-2024-05-02#page, read: full, closed: true}\n"
    assert [] == changed("sources/quill-2024-05-02", seen, numbers + seen)


def test_a_part_and_a_passage_of_one_name(changed: Changed) -> None:
    """A copy and a passage of one name would have one IRI."""
    assert ["R09 “sources/quill-2024-05-02#located” is already a part under “copies”"] == [
        line
        for line in changed(
            "sources/quill-2024-05-02", "  page:\n", "  located:\n", "#page", ""
        )
        if line.startswith("R09")
    ]


def definitions(shape: Shape) -> set[str]:
    """Return the definitions of references below a shape that accept a part."""
    below = [*shape.properties.values(), shape.entries, shape.names, shape.items]
    found = {name for item in below if item is not None for name in definitions(item)}
    if shape.reference is not None and shape.reference.part:
        found.add(shape.definition)
    return found


def test_every_reference_to_a_part_says_which_parts_it_means() -> None:
    """The list of fields covers what the schemas have, no more, with existing fields."""
    assert {name for folder in KINDS for name in definitions(shape_of(folder))} == set(
        PART_FIELDS
    )
    for name, fields in PART_FIELDS.items():
        folders = document(COMMON)["definitions"][name]["pattern"]
        for field in fields:
            owners = [key for key in KINDS if field in shape_of(key).properties]
            assert len(owners) == 1
            assert owners[0] in folders


def test_places_are_those_of_the_file() -> None:
    """Countries and regions are known by the codes that ship with the program."""
    text = (SCHEMAS / "places.ttl").read_text("utf-8")
    assert text.count("skos:notation") == len(place_codes())
    assert {"VE", "BV", "001", "419"} <= place_codes()


def test_each_check_is_listed_once_and_explained() -> None:
    """The list of checks repeats none, and each says what it asks for."""
    assert len(CHECKS) == len(set(CHECKS))
    assert all(check.__doc__ for check in CHECKS)
