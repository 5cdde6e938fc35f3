"""The places: the countries of ISO 3166-1 and the regions of UN M49 round them."""

from __future__ import annotations

import json
import re

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from tests.schemas.files import BASE, SCHEMAS, turtle

COUNTRIES = 249
REGIONS = 30
WORLD = "001"


@pytest.fixture(scope="module")
def places() -> Graph:
    """Return the places."""
    return turtle("places.ttl")


@pytest.fixture(scope="module")
def codes(places: Graph) -> list[str]:
    """Return the codes in the order of the file."""
    text = (SCHEMAS / "places.ttl").read_text("utf-8")
    return re.findall(r"^<places/(\w+)> a skos:Concept ;", text, re.MULTILINE)


def place(code: str) -> URIRef:
    """Return the IRI of a place."""
    return URIRef(f"{BASE}places/{code}")


def test_all_codes_are_there(codes: list[str]) -> None:
    """There is one entry for each country and region, regions first, each sorted."""
    regions = [code for code in codes if code.isdigit()]
    countries = [code for code in codes if not code.isdigit()]

    assert (REGIONS, COUNTRIES) == (len(set(regions)), len(set(countries)))
    assert sorted(regions) + sorted(countries) == codes


def test_codes_may_stand_in_a_record(codes: list[str]) -> None:
    """Every code fits the pattern that the schemas have for a place."""
    schema = json.loads((SCHEMAS / "common.schema.json").read_bytes())
    pattern = schema["definitions"]["place"]["pattern"]

    assert [] == [code for code in codes if not re.search(pattern, f"places/{code}")]


def test_entries_are_whole(places: Graph, codes: list[str]) -> None:
    """Each place has a label of its own, its code and the list that it is in."""
    labels = [places.value(place(code), SKOS.prefLabel, any=False) for code in codes]

    assert {"en"} == {getattr(label, "language", None) for label in labels}
    assert len(codes) == len(set(labels))
    for code in codes:
        assert [Literal(code)] == list(places.objects(place(code), SKOS.notation))
        assert (place(code), SKOS.inScheme, URIRef(f"{BASE}places")) in places


def test_every_place_lies_in_the_world(places: Graph, codes: list[str]) -> None:
    """From each place one step after another leads to the world, by one way only."""
    for code in codes:
        steps = list(places.transitive_objects(place(code), SKOS.broader))
        assert place(WORLD) == steps[-1]
        assert len(steps) == len(set(steps)) <= 5
        broader = list(places.objects(place(code), SKOS.broader))
        assert (0 if code == WORLD else 1) == len(broader)


def test_regions_have_places(places: Graph, codes: list[str]) -> None:
    """No region is empty, and no country has parts."""
    holders = {str(item) for item in places.objects(None, SKOS.broader)}

    assert {str(place(code)) for code in codes if code.isdigit()} == holders


@pytest.mark.parametrize(
    ("code", "name", "region"),
    [
        ("VE", "Venezuela", "005"),
        ("RU", "Russia", "151"),
        ("IR", "Iran", "034"),
        ("US", "United States", "021"),
        ("AQ", "Antarctica", "001"),
        ("TW", "Taiwan", "030"),
    ],
)
def test_known_places(places: Graph, code: str, name: str, region: str) -> None:
    """Names are the short ones of everyday English, regions those of M49."""
    assert Literal(name, lang="en") == places.value(place(code), SKOS.prefLabel)
    assert place(region) == places.value(place(code), SKOS.broader)


def test_long_forms_are_other_names(places: Graph) -> None:
    """The name that ISO 3166-1 lists is kept beside the short one."""
    names = set(places.objects(place("VE"), SKOS.altLabel))

    assert Literal("Venezuela, Bolivarian Republic of", lang="en") in names


def test_list_asserts_nothing(places: Graph) -> None:
    """The list says of itself that it takes no position, and equates nothing."""
    note = places.value(URIRef(f"{BASE}places"), SKOS.note)

    assert "asserts nothing" in str(note)
    assert {RDF.type, *(SKOS[name] for name in ("inScheme", "notation", "prefLabel"))} < (
        set(places.predicates())
    )
    assert SKOS.exactMatch not in set(places.predicates())


def test_places_follow_the_base() -> None:
    """IRIs are relative: a knowledge base of another base has its own places."""
    text = (SCHEMAS / "places.ttl").read_text("utf-8")
    graph = Graph().parse(data=text, format="turtle", publicID="https://kb.example/x/")

    assert "@base" not in text
    assert URIRef("https://kb.example/x/places/VE") in set(graph.subjects())
