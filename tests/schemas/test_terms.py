"""Every key and every list value expands in both parsers to what it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from rdflib import RDF

from tests.schemas.agreement import OBJECT_KEYS
from tests.schemas.expansion import (
    LANG_STRING,
    PARSERS,
    STRING,
    Statement,
    Value,
    with_oxigraph,
    with_rdflib,
)
from tests.schemas.files import (
    BASE,
    CAV,
    expand,
    iri_of,
    lists,
    prefixes,
    read_files,
    values_of,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = str(RDF.type)
FILES = read_files()
CONTEXT = FILES.context

#: What a value of each datatype looks like in a record, and in the graph.
SAMPLES: dict[str, tuple[Any, str]] = {
    "xsd:date": ("2019-01-31", "2019-01-31"),
    "xsd:anyURI": ("https://example.org/a?b=c", "https://example.org/a?b=c"),
    "xsd:integer": (1000000000000, "1000000000000"),
    "xsd:hexBinary": ("0aff", "0aff"),
    "xsd:boolean": (True, "true"),
    "edtf:EDTF": ("2018-10/2018-12~", "2018-10/2018-12~"),
}
#: The property that leads to the object of a link, by what the claim does with it.
OBJECT_BY_FIELD = {
    "asserts": "https://w3id.org/caveat/ns#object",
    "denies": "https://w3id.org/caveat/ns#objectNotAsserted",
    "withholds": "https://w3id.org/caveat/ns#objectNotAsserted",
    "says": "https://w3id.org/caveat/ns#objectSaid",
}
OBJECT_SAMPLES: dict[str, tuple[str, Value]] = {
    "party": ("actors/x", f"{BASE}actors/x"),
    "place": ("places/VE", f"{BASE}places/VE"),
    "unnamed": ("any state", ("any state", LANG_STRING, "en")),
}


@dataclass(frozen=True)
class Case:
    """A term, what stands in the node beside its id, and the statements it must give."""

    name: str
    body: dict[str, Any]
    statements: tuple[tuple[str, str, Value], ...]

    @property
    def id(self) -> str:
        """The id of the node; ids of its parts go on with a dot."""
        return f"cases/{self.name}"

    @property
    def node(self) -> dict[str, Any]:
        """The node."""
        return {"id": self.id, **self.body}

    @property
    def expected(self) -> frozenset[Statement]:
        """The statements; in subject and value ``~`` stands for the node's IRI."""
        iri = BASE + self.id
        return frozenset(
            (
                subject.replace("~", iri),
                predicate,
                value.replace("~", iri) if isinstance(value, str) else value,
            )
            for subject, predicate, value in self.statements
        )


def key_case(key: str, term: Any) -> Case:
    """Use a key as its definition in the context says that it is used."""
    definition = {} if isinstance(term, str) else term
    predicate = expand(CONTEXT, iri_of(term))
    container, kind = definition.get("@container"), definition.get("@type")
    value: Any
    found: Value
    if container == "@id":
        return Case(key, {key: {f"cases/{key}.part": {}}}, (("~", predicate, "~.part"),))
    if container == "@index":
        return index_case(key, definition["@index"], predicate)
    if kind == "@vocab":
        value = next(iter(lists(FILES)[key].values()))[0]
        found = CAV + value
    elif kind == "@id":
        value, found = "claims/x#y", f"{BASE}claims/x#y"
    elif kind:
        value, text = SAMPLES[kind]
        found = (text, expand(CONTEXT, kind), "")
    elif "@language" in definition:
        value, found = "Words", ("Words", LANG_STRING, definition["@language"])
    elif key in ("seen", "verified"):
        value, found = {"id": f"cases/{key}.part"}, "~.part"
    else:
        value, found = "Words", ("Words", STRING, "")
    return Case(key, {key: value}, (("~", predicate, found),))


def index_case(key: str, index: str, predicate: str) -> Case:
    """Use a map whose keys become a property of the nodes in it."""
    owner = CONTEXT[index]
    entry, found = (
        ("announced", f"{CAV}announced")
        if owner["@type"] == "@vocab"
        else ("caveats/x", f"{BASE}caveats/x")
    )
    body = {key: {entry: {"id": f"cases/{key}.part"}}}
    mapped = expand(CONTEXT, iri_of(owner))
    return Case(key, body, (("~", predicate, "~.part"), ("~.part", mapped, found)))


def key_cases() -> list[Case]:
    """Use every key of the context that is no class, list value or prefix."""
    others = values_of(CONTEXT) | set(prefixes(CONTEXT)) | {"id", "type"}
    return [
        key_case(key, term)
        for key, term in CONTEXT.items()
        if key not in others and key[0].islower()
    ]


def class_cases() -> list[Case]:
    """Use every class of the context."""
    return [
        Case(key, {"type": key}, (("~", TYPE, expand(CONTEXT, iri_of(term))),))
        for key, term in CONTEXT.items()
        if key[0].isupper()
    ]


def value_cases() -> list[Case]:
    """Use every list value with every key that takes it."""
    found = []
    for key, places in lists(FILES).items():
        term = CONTEXT[key]
        predicate = expand(CONTEXT, iri_of(term))
        for value in next(iter(places.values())):
            name = f"{key}-{value}"
            concept = f"https://w3id.org/caveat/ns#{value}"
            statements: tuple[tuple[str, str, Value], ...] = (("~", predicate, concept),)
            body: dict[str, Any] = {key: [value]}
            if "@index" in term:
                body = {key: {value: {"id": f"cases/{name}.part"}}}
                index = expand(CONTEXT, iri_of(CONTEXT[term["@index"]]))
                statements = (("~", predicate, "~.part"), ("~.part", index, concept))
            found.append(Case(name, body, statements))
    return found


def object_cases() -> list[Case]:
    """Use every key for an object in every field that holds links."""
    found = []
    for field, predicate in OBJECT_BY_FIELD.items():
        for key, (value, expected) in OBJECT_SAMPLES.items():
            name = f"{field}-{key}"
            link = {key: value, "relation": "linked-to", "type": "AttributionLink"}
            statements: tuple[tuple[str, str, Value], ...] = (
                ("~", CAV + field, "~.link"),
                ("~.link", TYPE, f"{CAV}AttributionLink"),
                ("~.link", f"{CAV}relation", f"{CAV}linked-to"),
                ("~.link", predicate, expected),
            )
            found.append(Case(name, {field: {f"cases/{name}.link": link}}, statements))
    return found


CASES = [*key_cases(), *class_cases(), *value_cases(), *object_cases()]


@pytest.fixture(scope="module")
def expanded() -> dict[str, frozenset[Statement]]:
    """Expand all cases in one document with each parser."""
    nodes = [case.node for case in CASES]
    return {name: parse(CONTEXT, nodes) for name, parse in PARSERS.items()}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_term_expands(
    case: Case, parser: str, expanded: dict[str, frozenset[Statement]]
) -> None:
    """A term gives the IRI, datatype and language of its definition, and no more."""
    iri = BASE + case.id
    found = {
        statement
        for statement in expanded[parser]
        if statement[0] == iri or statement[0].startswith(f"{iri}.")
    }

    assert case.expected == found


def test_parsers_agree(expanded: dict[str, frozenset[Statement]]) -> None:
    """Both parsers give the same statements, and none without an IRI."""
    assert expanded["oxigraph"] == expanded["rdflib"]
    assert not any("blank node" in statement for statement in expanded["rdflib"])


def test_cases_have_names_of_their_own() -> None:
    """No case reads the statements of another."""
    assert len(CASES) == len({case.name for case in CASES})


def test_objects_are_all_tried() -> None:
    """Each key that a nested context gives anew is tried in each field."""
    assert set(OBJECT_SAMPLES) == OBJECT_KEYS


@pytest.mark.parametrize("parser", PARSERS)
def test_missing_value_is_seen(parser: str) -> None:
    """A list value that is not in the context does not pass for a concept."""
    context = {key: term for key, term in CONTEXT.items() if key != "omitted"}
    case = next(case for case in CASES if case.name == "fate-omitted")

    assert case.expected != PARSERS[parser](context, [case.node])


@pytest.mark.parametrize("parser", PARSERS)
def test_lost_nested_context_is_seen(parser: str) -> None:
    """Without its nested context a withheld party would be found by cav:object."""
    term = {key: CONTEXT["withholds"][key] for key in ("@id", "@container")}
    case = next(case for case in CASES if case.name == "withholds-party")
    found = PARSERS[parser]({**CONTEXT, "withholds": term}, [case.node])

    assert case.expected != found
    assert f"{CAV}object" in {predicate for _, predicate, _ in found}


def test_language_of_words_is_kept() -> None:
    """Words in another language keep theirs; tags differ by case between parsers."""
    words = {"@value": "cuentas", "@language": "es-VE"}
    node = {"id": "cases/words", "text": words}
    expected = {
        (
            f"{BASE}cases/words",
            "https://schema.org/text",
            ("cuentas", LANG_STRING, "es-ve"),
        )
    }

    assert expected == with_oxigraph(CONTEXT, [node]) == with_rdflib(CONTEXT, [node])


def test_wikidata_item_is_an_iri() -> None:
    """A Wikidata item is written with its prefix."""
    node = {"id": "cases/wikidata", "wikidata": "wd:Q918"}
    found = {value for _, _, value in with_oxigraph(CONTEXT, [node])}

    assert {"http://www.wikidata.org/entity/Q918"} == found
    assert with_oxigraph(CONTEXT, [node]) == with_rdflib(CONTEXT, [node])
