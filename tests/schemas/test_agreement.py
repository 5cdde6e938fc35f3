"""Context, JSON Schemas, vocabulary and shapes agree, and a fault in one is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import SH, SKOS

from tests.schemas import agreement, vocabulary_agreement
from tests.schemas.files import CAV, Files, read_files
from tests.schemas.planting import (
    Fault,
    cav,
    in_context,
    in_schema,
    in_shapes,
    in_vocabulary,
    own_property,
    twice_in_context,
)

Rule = Callable[[Files], list[str]]

RULES: tuple[Rule, ...] = (
    agreement.keys_are_mapped,
    agreement.terms_are_used,
    agreement.values_are_terms,
    agreement.terms_are_values,
    agreement.list_keys_take_terms,
    agreement.keys_are_no_values,
    agreement.context_is_flat,
    agreement.properties_are_described,
    agreement.examples_hold,
    agreement.objects_are_closed,
    agreement.schemas_are_draft_07,
    vocabulary_agreement.lists_are_schemes,
    vocabulary_agreement.derived_values_are_concepts,
    vocabulary_agreement.lists_are_guarded,
    vocabulary_agreement.own_terms_are_defined,
    vocabulary_agreement.own_terms_are_few,
    vocabulary_agreement.terms_exist,
)


@pytest.fixture(scope="module")
def files() -> Files:
    """Return the files as they are."""
    return read_files()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_files_agree(rule: Rule, files: Files) -> None:
    """The files that ship break none of the rules."""
    assert [] == rule(files)


FAULTS: list[tuple[Rule, Fault, str]] = [
    (
        agreement.keys_are_mapped,
        in_context("also_called", None),
        "actors.schema.json/properties/also_called: 'also_called' is no term",
    ),
    (
        agreement.terms_are_used,
        in_context("colour", "schema:color"),
        "context: no schema uses 'colour'",
    ),
    (
        agreement.terms_are_used,
        in_context("treats", None),
        "ADDED: 'treats' is listed in vain",
    ),
    (
        agreement.values_are_terms,
        in_context("outlet", "cav:outlets"),
        "actors.schema.json/properties/role: the context does not map 'outlet'",
    ),
    (
        agreement.values_are_terms,
        in_context("with-content", None),
        "sets.schema.json/properties/counts: the context does not map 'with-content'",
    ),
    (
        agreement.terms_are_values,
        in_context("doubted", "cav:doubted"),
        "context: no schema lists the value 'doubted'",
    ),
    (
        agreement.list_keys_take_terms,
        in_context("stance", "cav:stance"),
        'context: \'stance\' lacks "@type": "@vocab"',
    ),
    (
        agreement.list_keys_take_terms,
        in_context("hedge", {"@id": "cav:hedge", "@type": "@vocab"}),
        "schemas: 'hedge' lists no values",
    ),
    (
        agreement.keys_are_no_values,
        in_schema(
            "reactions.schema.json",
            lambda schema: schema["properties"]["stance"]["enum"].append("part"),
        ),
        "'part' is a key and a list value",
    ),
    (agreement.keys_are_no_values, twice_in_context, "context: 'note' stands there"),
    (
        agreement.context_is_flat,
        in_context("passages", {"@id": "schema:hasPart", "@context": {"x": "cav:x"}}),
        "context: 'passages' has a context of its own",
    ),
    (
        agreement.context_is_flat,
        in_context("withholds", {"@id": "cav:withholds", "@container": "@id"}),
        "context: 'withholds' must give exactly",
    ),
    (
        agreement.context_is_flat,
        in_context(
            "denies",
            {
                "@id": "cav:denies",
                "@context": dict.fromkeys(("party", "place", "unnamed"), "cav:object"),
            },
        ),
        "context: 'party' under 'denies' leads to cav:object",
    ),
    (
        agreement.properties_are_described,
        in_schema(
            "claims.schema.json",
            lambda schema: schema["properties"]["made"].pop("examples"),
        ),
        "claims.schema.json/properties/made: no examples",
    ),
    (
        agreement.properties_are_described,
        in_schema(
            "common.schema.json",
            lambda schema: schema["definitions"]["seen"]["properties"]["in"].pop(
                "description"
            ),
        ),
        "common.schema.json/definitions/seen/properties/in: no description",
    ),
    (
        agreement.examples_hold,
        in_schema(
            "claims.schema.json",
            lambda schema: schema["properties"]["about"].update(examples=[["claims/x"]]),
        ),
        "claims.schema.json/properties/about: the example ['claims/x'] is not valid",
    ),
    (
        agreement.objects_are_closed,
        in_schema(
            "sources.schema.json",
            lambda schema: schema["definitions"]["passage"].pop("additionalProperties"),
        ),
        "sources.schema.json/definitions/passage: takes any key",
    ),
    (
        agreement.schemas_are_draft_07,
        in_schema(
            "sets.schema.json",
            lambda schema: schema.update(
                {"$schema": "https://json-schema.org/draft/2020-12/schema"}
            ),
        ),
        "sets.schema.json: $schema is not draft-07",
    ),
    (
        agreement.schemas_are_draft_07,
        in_schema("sets.schema.json", lambda schema: schema.update(type="objekt")),
        "sets.schema.json: 'objekt' is not valid",
    ),
    (
        vocabulary_agreement.lists_are_schemes,
        in_schema(
            "reactions.schema.json",
            lambda schema: schema["properties"]["stance"]["enum"].append("retained"),
        ),
        "reactions.schema.json/properties/stance: 'retained' is no concept of cav:stances",
    ),
    (
        vocabulary_agreement.lists_are_schemes,
        in_schema(
            "sources.schema.json",
            lambda schema: schema["definitions"]["passage"]["properties"]["part"][
                "enum"
            ].remove("deck"),
        ),
        "sources.schema.json/definitions/passage/properties/part: 'deck' of cav:parts",
    ),
    (
        vocabulary_agreement.lists_are_schemes,
        in_vocabulary(
            ("-", cav("omitted"), SKOS.inScheme, cav("fates")),
            ("+", cav("omitted"), SKOS.inScheme, cav("voices")),
        ),
        "'omitted' is no concept of cav:fates",
    ),
    (
        vocabulary_agreement.lists_are_schemes,
        in_vocabulary(("-", cav("fates"), SKOS.note, None)),
        "caveat.ttl: no scheme has a note that names “fate” first",
    ),
    (
        vocabulary_agreement.derived_values_are_concepts,
        in_vocabulary(
            ("+", cav("scope-odd"), SKOS.inScheme, cav("scopes")),
            ("+", cav("scope-odd"), RDF.type, SKOS.Concept),
        ),
        "caveat.ttl: scope-odd is derived by no rule “scope”",
    ),
    (
        vocabulary_agreement.derived_values_are_concepts,
        in_vocabulary(("-", cav("scope-same"), None, None)),
        "scope.rq: cav:scope-same is not defined",
    ),
    (
        vocabulary_agreement.lists_are_guarded,
        in_shapes(("-", None, SH.hasValue, cav("fates"))),
        f"shapes.ttl: no shape holds values to {CAV}fates",
    ),
    (
        vocabulary_agreement.own_terms_are_defined,
        in_context("mood", "cav:Mood"),
        f"caveat.ttl: {CAV}Mood is not declared",
    ),
    (
        vocabulary_agreement.own_terms_are_defined,
        in_vocabulary(own_property("mood")),
        f"context: no key is mapped to {CAV}mood",
    ),
    (
        vocabulary_agreement.own_terms_are_few,
        in_vocabulary(*(own_property(f"extra{number}") for number in range(40))),
        "classes and properties, at most 40",
    ),
    (
        vocabulary_agreement.terms_exist,
        in_context("name", "schema:nmae"),
        "context: https://schema.org/nmae is not defined",
    ),
    (
        vocabulary_agreement.terms_exist,
        in_context("closed", {"@id": "cav:closed", "@type": "xsd:bool"}),
        "context: http://www.w3.org/2001/XMLSchema#bool is not defined",
    ),
    (
        vocabulary_agreement.terms_exist,
        in_context("evidence", {"@id": "cito:citesAsEvidense", "@type": "@id"}),
        "context: http://purl.org/spar/cito/citesAsEvidense is not defined",
    ),
    (
        vocabulary_agreement.terms_exist,
        in_vocabulary(
            ("+", cav("Takedown"), RDFS.subClassOf, URIRef("https://schema.org/Acton"))
        ),
        "caveat.ttl: https://schema.org/Acton is not defined",
    ),
    (
        vocabulary_agreement.terms_exist,
        in_shapes(("+", cav("x"), SH.path, cav("fait"))),
        f"shapes.ttl: {CAV}fait is not defined",
    ),
    (
        vocabulary_agreement.terms_exist,
        in_shapes(("+", cav("x"), SH.select, Literal("SELECT * { $this cav:objct ?o }"))),
        f"shapes.ttl: {CAV}objct is not defined",
    ),
]


@pytest.mark.parametrize(
    ("rule", "fault", "message"),
    FAULTS,
    ids=[f"{number}-{rule.__name__}" for number, (rule, _, _) in enumerate(FAULTS)],
)
def test_fault_is_named(rule: Rule, fault: Fault, message: str, files: Files) -> None:
    """A planted fault is found by its rule, which says what is missing where."""
    found = rule(fault(files))

    assert any(message in sentence for sentence in found), found


def test_every_rule_has_a_planted_fault() -> None:
    """No rule is trusted that was never seen to fail."""
    assert {rule.__name__ for rule in RULES} == {rule.__name__ for rule, _, _ in FAULTS}
