"""The shape of one record: every fault, in words, at its place; jsonschema agrees."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry
from referencing.jsonschema import DRAFT7

from app.records.places import Path
from app.records.schema import check, faults
from app.records.shape import (
    COMMON,
    Shape,
    document,
    leaves,
    schema_name,
    shape_at,
    shape_of,
)
from app.records.tree import read
from tests.strategies import FOLDERS, REPEATABLE, data_of

CLAIM = """\
title: "On accounts"
status: single-coded
claimants: [actors/quill]
made: 2024-05-02
medium: statement
about: [sets/quill-first]
asserts:
  place: {relation: located-in, place: places/BV, certainty: unhedged, words: sources/x#y}
"""


def said(folder: str, text: str) -> list[str]:
    """Return place, code and message of each problem of a file."""
    return [
        f"{p.place.line}:{p.place.column} {p.code} {p.message}"
        for p in check(folder, read(text.encode(), "x.yaml"))
    ]


# --- refusals, in words ---------------------------------------------------------------


def test_says_how_the_list_is_written_that_was_meant() -> None:
    """A text where a list is due is shown as the list, and not some other value."""
    text = CLAIM.replace("[sets/quill-first]", "sets/quill-first")
    assert [
        "6:8 S03 this is text; it is to be a list, written like [sets/quill-first]"
    ] == said("claims", text)


def test_says_that_the_types_of_sources_are_of_schema_org() -> None:
    """The values of a source's type are not explained here, and the message says where."""
    (found,) = [line for line in said("sources", "type: Novel\n") if "S04" in line]
    assert "The values are classes of schema.org: Article, NewsArticle," in found


def test_says_that_quotes_are_curly() -> None:
    """A single word in curly quotes is told as such."""
    text = CLAIM.replace('"On accounts"', "“Accounts”")
    assert [
        "1:8 Y14 the quotes round the text are curly (“); YAML needs straight ones"
    ] == said("claims", text)


def test_says_once_that_a_space_is_missing_in_a_bracket() -> None:
    """“{relation:x}” is read as a key; neither it is unknown nor the right one missing."""
    text = CLAIM.replace("relation: located-in", "relation:located-in")
    assert ["8:11 S01 a space is missing after the colon of “relation:located-in”"] == said(
        "claims", text
    )


def test_says_which_key_may_stand_for_a_missing_one() -> None:
    """“relaton” is unknown, and the key that is missing beside it is not to be added."""
    text = CLAIM.replace("relation: located-in", "relaton: located-in")
    (missing,) = [line for line in said("claims", text) if "S02" in line]
    assert "“relation” is missing; “relaton” stands where it may be meant" in missing


def test_says_all_faults_of_a_record_at_once() -> None:
    """One run finds every fault, each at the value or key that is to be mended."""
    text = """\
title: Twitter
status: reviewed
claimants: [actors/a, actors/a, 3]
made: 2019
medium: blgo-post
about: []
foo: 1
note:
asserts:
  A: {relation: located-in, words: claims/x, place: places/VE, party: sources/q}
  b: []
"""
    assert [
        "1:8 Y14 the text has no quotes round it",
        "2:9 S12 the status is “reviewed”, and reviewed_by does not say by whom",
        "3:23 S10 “actors/a” is already in the list",
        "3:33 S03 this is a number; it is to be text; in double quotes it is text",
        "4:7 S03 this is a number; it is to be text, such as 2019-01-31; in double "
        "quotes it is text",
        "5:9 S04 “blgo-post” is not in the list. Did you mean “blog-post”? The values "
        "are blog-post, report, briefing, interview, statement, post and data-page",
        "6:8 S09 a list that holds nothing stands here",
        "7:1 S01 there is no key “foo” here. The keys are title, status, reviewed_by, "
        "formerly, claimants, speaker, made, medium, about, asserts, denies, withholds, "
        "revises and note",
        "8:6 S03 nothing stands here; it is to be text, such as The blog post names this "
        "set before the larger one",
        "10:3 S14 “A” is not a name of small letters, digits, hyphens",
        "10:6 S02 the key “certainty” is missing: How strongly the link is asserted. "
        "Below unhedged it needs hedge words or a caveat",
        "10:36 S05 “claims/x” refers to an attribution claim; here stands a part of a "
        "source. The passage in which the link stands. Example: "
        "sources/twitter-2019-01-31-blog#located",
        "10:64 S11 place and party are both there",
        "10:71 S05 “sources/q” refers to a source; here stands an actor. The named party. "
        "Exactly one of party, place, unnamed. Example: actors/internet-research-agency",
        "11:6 S03 this is a list; it is to be a mapping",
    ] == said("claims", text)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "claimants: [actors/quill]",
            "claimants: [Quill]",
            "3:13 S05 “Quill” does not refer to an actor. Did you mean “actors/quill”? An actor",
        ),
        (
            "claimants: [actors/quill]",
            "claimants: [actors/quill#x]",
            "3:13 S05 “actors/quill#x” refers to a part; here stands an actor as a "
            "whole. An actor",
        ),
        (
            "sources/x#y",
            "sources/x",
            "8:79 S05 “sources/x” names no part; here stands a part of a source. The "
            "passage in which the link stands. Example: "
            "sources/twitter-2019-01-31-blog#located",
        ),
        (
            'title: "On accounts"',
            'title: ""',
            "1:8 S08 the text is empty",
        ),
        (
            'title: "On accounts"',
            'title: " On accounts"',
            "1:8 S08 the text has spaces or a line break at an end; it is to be one line",
        ),
        (
            'title: "On accounts"',
            "title: |\n  On accounts",
            "1:8 S08 the text has spaces or a line break at an end; it is to be one line",
        ),
        (
            'title: "On accounts"',
            'title: "On\\naccounts"',
            "1:8 S08 the text has line breaks inside; it is to be one line",
        ),
        (
            'title: "On accounts"',
            f'title: "{"o" * 241}"',
            "1:8 S08 the text has 241 characters; 240 are the most",
        ),
        (
            "made: 2024-05-02",
            "made: no",
            "4:7 S06 “no” is not in the form due. When the claim was made, or first "
            "seen: ../2020-01-26. Example: 2019-01-31",
        ),
        (
            "  place:",
            "  record:",
            "8:3 S14 the name “record” is taken: it names the record's own graph",
        ),
        (
            "  place:",
            f"  {'p' * 81}:",
            "8:3 S14 the name has 81 characters; 80 are the most",
        ),
        (
            "asserts:",
            "assert:",
            "7:1 S01 there is no key “assert” here. Did you mean “asserts”?",
        ),
        (
            "place: places/BV, ",
            "",
            "8:10 S11 none of party, place or unnamed is there",
        ),
        ("title:", "speaker:", "1:1 S02 the key “title” is missing"),
    ],
)
def test_says_what_is_wrong(before: str, after: str, message: str) -> None:
    """Each fault has a sentence of its own, at the right line and column."""
    assert before in CLAIM
    found = said("claims", CLAIM.replace(before, after, 1))
    assert any(line.startswith(message) for line in found), found


def test_counts_the_words_of_a_quotation() -> None:
    """Forty words are a quotation, one more is too long."""
    passage = (
        'type: Report\ntitle: "x"\nstatus: draft\npublisher: actors/a\nlang: en\n'
        "passages:\n  a:\n    part: body\n    voice: own\n"
        "    seen: {in: sources/a, read: full}\n    text: "
    )
    forty = " ".join(["word"] * 40)
    assert [] == said("sources", f'{passage}"{forty}"\n')
    assert ["11:11 S07 the quotation has 41 words; 40 are the most"] == said(
        "sources", f'{passage}"{forty} word"\n'
    )


@pytest.mark.parametrize("value", ["[]", '"x"', "3", "null"])
def test_one_fault_where_a_mapping_is_due(value: str) -> None:
    """A value that is no mapping is not also blamed for what a mapping would lack."""
    text = CLAIM.partition("asserts:")[0] + f"asserts: {{place: {value}}}\n"
    assert ["S03"] == [line.split()[1] for line in said("claims", text)]


def test_names_a_key_in_a_large_file_without_a_guess() -> None:
    """A key of hundreds of letters is quoted in short and compared with nothing."""
    found = said("claims", CLAIM + "x" * 900 + ": 1\n")
    assert ["9:1 S01 there is no key “" + "x" * 59 + "…” here"] == [
        line.partition(".")[0] for line in found
    ]


# --- free text ------------------------------------------------------------------------


def test_plain_free_text_is_refused_wherever_it_is() -> None:
    """Free text without quotes is a fault, in lists and in parts too; names are not."""
    text = (
        'type: Report\ntitle: "x"\nstatus: draft\npublisher: actors/a\nlang: en\n'
        "passages:\n  a:\n    part: body\n    voice: own\n    text: |-\n      block\n"
        "    seen: {in: sources/a, read: full}\n    adds: [Pro-X, \"Pro-Y\", 'Pro-Z']\n"
        "    numbers: {t: {unit: accounts, as_printed: many}}\n"
    )
    assert ["13:12", "14:47"] == [line.split()[0] for line in said("sources", text)]


def test_the_schemas_say_what_is_free_text() -> None:
    """Free text is what the schemas give no list, pattern of names or date for."""
    free = {
        leaf.path[-1]
        for folder, data in (("reviews", {"finding": "a", "verdict": "b", "judged": "c"}),)
        for leaf in leaves(folder, data)
        if leaf.shape.is_free_text
    }
    assert {"finding"} == free
    kinds = {
        "title": True,
        "made": False,
        "status": False,
        "claimants": False,
        "note": True,
    }
    assert kinds == {
        key: shape.is_free_text
        for key, shape in shape_of("claims").properties.items()
        if key in kinds
    }


# --- agreement with jsonschema --------------------------------------------------------


def oracle(folder: str) -> jsonschema.Draft7Validator:
    """Return the validator of another library for a kind of record."""
    common = DRAFT7.create_resource(document(COMMON))
    registry: Registry[Any] = Registry().with_resource(COMMON, common)
    return jsonschema.Draft7Validator(document(schema_name(folder)), registry=registry)


def failing(folder: str, data: Any) -> set[tuple[Path, bool]]:
    """Return the paths at fault, and whether the key is, as jsonschema has them."""
    return {
        place
        for error in oracle(folder).iter_errors(data)
        for place in places_of(error, folder)
    }


def places_of(
    error: jsonschema.ValidationError, folder: str
) -> Iterator[tuple[Path, bool]]:
    """Spell out which value or key an error of jsonschema is about."""
    path, value = tuple(error.absolute_path), error.instance
    if error.validator == "additionalProperties":
        for key in value.keys() - error.schema["properties"].keys():
            yield (*path, key), True
    elif "propertyNames" in error.absolute_schema_path:
        yield (*path, value), True
    elif "then" in error.absolute_schema_path:
        yield (*path, "status"), False
    elif error.validator == "uniqueItems":
        for number, item in enumerate(value):
            if item in value[:number]:
                yield (*path, number), False
    elif error.validator == "oneOf":
        yield from places_of_choice(path, value)
    else:
        yield path, False


def places_of_choice(path: Path, value: Any) -> Iterator[tuple[Path, bool]]:
    """Spell out which of party, place and unnamed is too much, or that none is there."""
    if isinstance(value, dict):
        there = [key for key in value if key in ("party", "place", "unnamed")]
        if not there:
            yield path, False
        for key in there[1:]:
            yield (*path, key), True


JUNK = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        "",
        " x",
        "x",
        "A b",
        [],
        ["x", "x"],
        {},
        {"A": {}},
        {"x": None},
        "claims/x",
        "sources/x#y",
        "2019-01",
        "record",
        "x" * 700,
        "w " * 50,
    ]
)


@st.composite
def broken(draw: st.DrawFn, folder: str) -> Any:
    """Draw a record and break it in up to three places."""
    data = deepcopy(draw(data_of(folder)))
    for _ in range(draw(st.integers(0, 3))):
        spot: Any = data
        while True:
            steps = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
            if not steps:
                break
            step = draw(st.sampled_from(steps))
            inner = spot[step]
            if isinstance(inner, dict | list) and inner and draw(st.booleans()):
                spot = inner
                continue
            break_at(draw, spot, step)
            break
    return data


def break_at(draw: st.DrawFn, spot: Any, step: Any) -> None:
    """Delete, replace, repeat or rename what stands at a step."""
    way = draw(st.sampled_from(["delete", "replace", "add", "rename"]))
    if way == "delete":
        del spot[step]
    elif way == "replace":
        spot[step] = draw(JUNK)
    elif isinstance(spot, list):
        spot.append(deepcopy(spot[step]) if way == "rename" else draw(JUNK))
    elif way == "add":
        spot[draw(st.sampled_from(["foo", "party", "unnamed", "Title", "x"]))] = draw(JUNK)
    else:
        spot[f"{step}-x"] = spot.pop(step)


@pytest.mark.parametrize("folder", FOLDERS)
def test_agrees_with_jsonschema(folder: str) -> None:
    """On generated and broken records both find faults at the same places."""
    seen = {True: 0, False: 0}

    @REPEATABLE
    @given(broken(folder))
    def run(data: Any) -> None:
        found = faults(folder, data)
        assert failing(folder, data) == {(fault.path, fault.at_key) for fault in found}
        seen[bool(found)] += 1

    run()
    assert min(seen.values()) > 0, seen


def test_every_keyword_and_place_of_the_schemas_is_known() -> None:
    """No schema uses a keyword that would end in an error instead of a sentence."""
    known = {
        "$schema $id $comment title description examples definitions type properties required",
        "additionalProperties propertyNames items minItems uniqueItems minProperties",
        "minLength maxLength minimum maximum pattern enum not const",
        "oneOf anyOf allOf if then $ref",
    }
    names = [schema_name(folder) for folder in FOLDERS] + [COMMON]
    used = {word for name in names for word in keywords(document(name))}
    assert used <= set(" ".join(known).split())


def keywords(schema: Any) -> Iterator[str]:
    """Yield the keywords of a schema and of those in it."""
    for key, value in schema.items():
        yield key
        if key in ("properties", "definitions"):
            for inner in value.values():
                yield from keywords(inner)
        elif key in ("oneOf", "anyOf", "allOf"):
            for inner in value:
                yield from keywords(inner)
        elif isinstance(value, dict):
            yield from keywords(value)


def test_references_are_read_from_the_patterns() -> None:
    """Which fields hold references, and to what, follows from the shared definitions."""
    links = shape_at("claims", ("asserts", "x"))
    assert isinstance(links, Shape)
    party, words = links.properties["party"].reference, links.properties["words"].reference
    assert party is not None and words is not None
    assert (("actors",), True, False) == (party.folders, party.whole, party.part)
    assert (("sources",), False, True) == (words.folders, words.whole, words.part)
    assert links.properties["relation"].reference is None
    copy = shape_at("sources", ("copies", "x", "media_type"))
    assert copy is not None and copy.reference is None
    treatments = shape_at("sources", ("passages", "x", "treatments"))
    assert treatments is not None and treatments.names is not None
    assert treatments.names.reference is not None
    assert ("caveats",) == treatments.names.reference.folders


@pytest.mark.parametrize("key", ["0", "17"])
def test_a_part_named_by_digits_is_found_by_its_name(key: str) -> None:
    """The validator gives such a key as a number; the fault still has its place."""
    data = {"denies": {key: None}}
    places = {fault.path for fault in faults("claims", data)}
    assert ("denies", key) in places
