"""What a record compiles to."""

from __future__ import annotations

from typing import Any

import orjson
import pyoxigraph as ox
import pytest

from app import SCHEMAS
from app.errors import BuildError
from app.graph.compile import Compiled, batch, compile_record
from app.graph.context import context
from app.records.record import KnowledgeBase
from tests.graph.conftest import BASE
from tests.strategies import FOLDERS, record

Json = dict[str, Any]

SOURCE: Json = {
    "type": "NewsArticle",
    "title": "Titel",
    "translation": "Title",
    "lang": "de",
    "judged_by": "editors/first",
    "judged": "2026-01-02",
    "published": "2019-02",
    "copies": {"text": {"media_type": "text/plain"}},
    "republishes": {"wire": {"work": "sources/y", "basis": "stated"}},
    "passages": {
        "lede": {
            "text": "los datos",
            "lang": "es",
            "translation": "the data",
            "seen": {"in": "sources/x#text", "read": "full", "closed": True},
            "numbers": {"total": {"value": 2000, "as_printed": "2,000"}},
            "says": {"tie": {"relation": "linked-to", "unnamed": "a state"}},
            "treatments": {
                "caveats/own": {
                    "fate": ["omitted"],
                    "judged_by": "editors/second",
                    "judged": "2026-03-04",
                },
                "caveats/handed-down": {
                    "fate": ["clipped", "set-widened"],
                    "also_judged": {"again": {"fate": ["weakened"]}},
                },
            },
        },
        "body": {"text": "der Text"},
    },
}


def compiled(record_id: str, data: Json) -> Json:
    """Return the node of a record's document that stands for the record."""
    node: Json = orjson.loads(compile_record(record(record_id, data)).document)
    return node["@graph"][0]


def parsed(items: list[Compiled], base: str = BASE) -> list[ox.Quad]:
    """Return the statements that Oxigraph reads in compiled records."""
    data = batch([item.document for item in items])
    return list(ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=base))


@pytest.mark.parametrize(
    "key", ["blame", "", "id", "@id", "@graph", "Title", "schema:name"]
)
def test_unknown_key_is_an_error_that_names_record_and_key(key: str) -> None:
    """A key that is not in the context would be dropped by the parser without a word."""
    with pytest.raises(BuildError) as raised:
        compile_record(record("claims/x", {"title": "X", key: "y"}))
    assert f"claims/x: the key {key!r} is not in the context" == str(raised.value)


def test_unknown_key_in_a_part_is_named_with_the_part() -> None:
    """The error says in which part of the record the key stands."""
    link = {"relation": "linked-to", "blame": "actors/x"}
    with pytest.raises(BuildError) as raised:
        compile_record(record("claims/x", {"asserts": {"tie": link}}))
    assert "claims/x#tie: the key 'blame' is not in the context" == str(raised.value)


def test_document_is_a_named_graph_with_its_entry_in_the_catalogue() -> None:
    """A record stands in the graph ``<record>#record``, which is its catalogue entry."""
    result = compile_record(record("actors/x", {"name": "X", "role": "outlet"}))
    entry = {
        "id": "actors/x#record",
        "type": ["CatalogRecord"],
        "primary_topic": "actors/x",
    }
    node = {"id": "actors/x", "type": ["Agent"], "name": "X", "role": "outlet"}
    expected = {"id": "actors/x#record", "@graph": [node, entry]}
    assert expected == orjson.loads(result.document)
    assert ("actors/x", 5) == (result.id, result.statements)


def test_what_is_said_of_the_record_stands_on_its_entry() -> None:
    """Status, reviewers and earlier ids are the record's, not of what it is about."""
    said = {
        "status": "reviewed",
        "reviewed_by": ["editors/second"],
        "formerly": ["actors/y"],
    }
    node, entry = orjson.loads(
        compile_record(record("actors/x", {"name": "X", **said})).document
    )["@graph"]
    assert {"id": "actors/x", "type": ["Agent"], "name": "X"} == node
    assert said == {key: entry[key] for key in said}


def test_header_is_the_base_itself() -> None:
    """The record of ``kb.yaml`` is the dataset, whose IRI is the base."""
    data = {"title": "T", "editors": {"first": {"name": "F", "interests": "None"}}}
    result = compile_record(record("kb", data))
    node, entry = orjson.loads(result.document)["@graph"]
    assert ("", ["Dataset"]) == (node["id"], node["type"])
    assert ("#record", "") == (entry["id"], entry["primary_topic"])
    assert ["editors/first"] == list(node["editors"])
    subjects = {quad.subject.value for quad in parsed([result])}
    assert {BASE, f"{BASE}#record", f"{BASE}editors/first"} == subjects


def test_type_of_a_source_stands_beside_that_of_its_kind() -> None:
    """A source is a creative work and what its own type says."""
    node = compiled("sources/x", SOURCE)
    assert ["CreativeWork", "NewsArticle"] == node["type"]


def test_parts_have_ids_from_their_names_and_types_from_their_fields() -> None:
    """An id is the record's, ``#`` and the names, joined with dots."""
    found: dict[str, list[str]] = {}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "id" in value:
                found[value["id"]] = value["type"]
            for item in value.values():
                walk(item)

    walk(compiled("sources/x", SOURCE))
    expected = {
        "sources/x": ["CreativeWork", "NewsArticle"],
        "sources/x#text": ["MediaObject"],
        "sources/x#wire": ["Derivation"],
        "sources/x#lede": ["Quotation"],
        "sources/x#lede.seen": ["TimeState"],
        "sources/x#lede.quote": ["TextQuoteSelector"],
        "sources/x#lede.total": ["CountStatement"],
        "sources/x#lede.tie": ["AttributionLink"],
        "sources/x#lede.own": ["CaveatTreatment"],
        "sources/x#lede.handed-down": ["CaveatTreatment"],
        "sources/x#lede.handed-down.again": ["CaveatTreatment"],
        "sources/x#body": ["Quotation"],
    }
    assert expected == found


@pytest.mark.parametrize(
    ("record_id", "field", "name", "expected", "kind"),
    [
        ("claims/x", "asserts", "tie", "claims/x#tie", "AttributionLink"),
        ("claims/x", "denies", "tie", "claims/x#tie", "AttributionLink"),
        ("claims/x", "withholds", "tie", "claims/x#tie", "AttributionLink"),
        ("claims/x", "revises", "old", "claims/x#old", "Revision"),
        ("reviews/x", "asked", "them", "reviews/x#them", "AskAction"),
        ("kb", "editors", "me", "editors/me", "Agent"),
    ],
)
def test_id_and_type_of_parts_of_other_kinds(
    record_id: str, field: str, name: str, expected: str, kind: str
) -> None:
    """Every field that holds parts gives them an id and a type."""
    node = compiled(record_id, {field: {name: {"note": "n"}}})
    part = {"id": expected, "type": [kind], "note": "n"}
    assert {expected: part} == node[field]


def test_counts_are_kept_by_their_basis() -> None:
    """The key of a count is the value of its property ``basis``."""
    data = {"counts": {"as-reported": {"as_printed": "about 2,000"}}}
    result = compile_record(record("sets/x", data))
    said = {
        (quad.predicate.value.rpartition("#")[2], quad.object.value)
        for quad in parsed([result])
        if quad.subject.value == f"{BASE}sets/x#as-reported"
    }
    assert ("basis", "https://w3id.org/caveat/ns#as-reported") in said
    assert ("asPrinted", "about 2,000") in said


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("2019-01-31", ("2019-01-31", "2019-01-31")),
        ("2019-02", ("2019-02-01", "2019-02-28")),
        ("2019~", ("2019-01-01", "2019-12-31")),
        ("../2020-01-26", (None, "2020-01-26")),
        ("2020-01-26/..", ("2020-01-26", None)),
        ("2019-01/2019-06-13", ("2019-01-01", "2019-06-13")),
    ],
)
def test_dates_get_the_days_that_they_allow(
    made: str, expected: tuple[str | None, str | None]
) -> None:
    """A date in EDTF is searched by its first and last day; an open end has none."""
    node = compiled("claims/x", {"made": made})
    assert expected == (node.get("earliest"), node.get("latest"))


def test_no_kind_has_two_dates_of_limited_precision() -> None:
    """Bounds stand on the record, so a second date would mix with the first."""
    edtf = {key for key, term in context().terms.items() if term.type == "edtf:EDTF"}
    for folder in FOLDERS:
        schema = orjson.loads(_schema(folder))
        assert len(edtf & set(schema["properties"])) <= 1, folder


def _schema(folder: str) -> bytes:
    return (SCHEMAS / f"{folder}.schema.json").read_bytes()


def test_words_of_a_source_have_its_language_and_translations_have_english() -> None:
    """Title and text have the language of the source, or that of the passage."""
    statements = parsed([compile_record(record("sources/x", SOURCE))])
    found = {
        (quad.subject.value.rpartition("/")[2], quad.object.value): quad.object.language
        for quad in statements
        if isinstance(quad.object, ox.Literal) and quad.object.language
    }
    expected = {
        ("x", "Titel"): "de",
        ("x", "Title"): "en",
        ("x#lede", "los datos"): "es",
        ("x#lede", "the data"): "en",
        ("x#lede.tie", "a state"): "en",
        ("x#body", "der Text"): "de",
    }
    assert expected == found


def test_title_of_any_other_record_is_the_editors_english() -> None:
    """Only a source has words in other languages."""
    statements = parsed([compile_record(record("sets/x", {"title": "Set"}))])
    title = next(q.object for q in statements if isinstance(q.object, ox.Literal))
    assert ox.Literal("Set", language="en") == title


def test_treatments_take_judge_and_day_from_the_source_and_their_own_win() -> None:
    """What the source says once holds for each treatment that names none."""
    node = compiled("sources/x", SOURCE)
    treatments = node["passages"]["sources/x#lede"]["treatments"]
    judged = {
        name: (item["judged_by"], item["judged"]) for name, item in treatments.items()
    }
    expected = {
        "caveats/own": ("editors/second", "2026-03-04"),
        "caveats/handed-down": ("editors/first", "2026-01-02"),
    }
    assert expected == judged
    assert {"judged", "judged_by"}.isdisjoint(node)
    again = treatments["caveats/handed-down"]["also_judged"]
    assert {"judged", "judged_by"}.isdisjoint(again["sources/x#lede.handed-down.again"])


def test_compiling_leaves_the_record_as_it_is() -> None:
    """Records are shared by all who read them."""
    before = orjson.dumps(SOURCE)
    compile_record(record("sources/x", SOURCE))
    assert before == orjson.dumps(SOURCE)


def test_drafts_are_not_published() -> None:
    """A draft is checked like any record, and built by nobody."""
    items = [
        record("sets/b", {"status": "draft"}),
        record("sets/c", {"status": "single-coded"}),
        record("sets/a", {"status": "reviewed"}),
    ]
    kb = KnowledgeBase(None, {item.id: item for item in items})
    assert ["sets/a", "sets/c"] == list(kb.published)


def test_every_statement_of_every_record_is_counted(kb: KnowledgeBase) -> None:
    """What is counted is what Oxigraph reads, record by record."""
    assert kb.header is not None
    for item in (kb.header, *kb.records.values()):
        result = compile_record(item)
        statements = parsed([result])
        assert result.statements == len(statements), item.id
        assert result.statements == len(set(statements)), item.id
