"""The shapes hold of a graph that keeps the promise, and of no graph that breaks it."""

from __future__ import annotations

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SH

from tests.schemas.files import BASE, turtle
from tests.schemas.sample import as_graph, sample_store

CSH = "https://w3id.org/caveat/shapes#"
PREFIXES = f"""BASE <{BASE}>
PREFIX cav: <https://w3id.org/caveat/ns#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
"""

#: Updates that break a shape, each given by the shape's name and what it plants.
BROKEN: list[tuple[str, str]] = [
    ("CaveatWithItsLink", "DELETE WHERE { <caveats/unable> cito:qualifies ?link }"),
    ("CaveatWithItsLink", "DELETE WHERE { ?claim cav:withholds ?link }"),
    ("CaveatWithItsLink", "DELETE WHERE { <caveats/unable> cav:words ?words }"),
    ("CaveatWithItsLink", "DELETE WHERE { <sources/post#unable> schema:text ?text }"),
    ("CaveatWithItsLink", "DELETE WHERE { <caveats/unable> cav:doesNotSay ?text }"),
    ("HeldBackByWords", "DELETE WHERE { ?link cav:hedge ?words }"),
    (
        "HeldBackByWords",
        "DELETE WHERE { ?caveat cito:qualifies <claims/later#location> }",
    ),
    (
        "NeverAnObject",
        "INSERT DATA { <claims/small#ministry> cav:object <actors/ministry> }",
    ),
    ("NeverAnObject", "INSERT DATA { <claims/small#state> cav:object <actors/daily> }"),
    (
        "NeverAnObject",
        "INSERT DATA { <sources/daily#lede.tie> cav:object <actors/ministry> }",
    ),
    ("Fact", "INSERT DATA { <claims/small#~made.up> a schema:Observation }"),
    (
        "Fact",
        "INSERT DATA { <claims/small#~voices.pages> a schema:Observation ;"
        " schema:observationAbout <claims/small> ; prov:wasDerivedFrom <claims/small> ;"
        " prov:wasGeneratedBy <rules#voices> ; dct:type cav:omitted ."
        " <rules#voices> a prov:Activity }",
    ),
    (
        "NoWayRound",
        "INSERT DATA { cav:objectNotAsserted rdfs:subPropertyOf cav:object }",
    ),
    (
        "TitleWithoutBlame",
        "INSERT { ?set dct:title 'Accounts of the ministry-of truth'@en }"
        " WHERE { ?set a cav:AccountSet }",
    ),
    (
        "NoAuthorshipOfAccounts",
        "INSERT DATA { <sets/small> prov:wasAttributedTo <actors/ministry> }",
    ),
    ("Link", "DELETE WHERE { <claims/small#location> cav:relation ?relation }"),
    (
        "Link",
        "INSERT DATA { <claims/small#location> cav:relation cav:operated-by }",
    ),
    ("Link", "INSERT DATA { <claims/later> cav:asserts <claims/small#location> }"),
    ("Link", "INSERT DATA { <claims/small> cav:object <actors/ministry> }"),
    ("AssertedLink", "DELETE WHERE { <claims/small#location> cav:object ?object }"),
    ("AssertedLink", "DELETE WHERE { <claims/small#location> cav:words ?words }"),
    (
        "AssertedLink",
        "INSERT DATA { <claims/small#location> cav:objectSaid <actors/ministry> }",
    ),
    (
        "UnassertedLink",
        "DELETE WHERE { <claims/small#ministry> cav:objectNotAsserted ?object }",
    ),
    ("UnassertedLink", "DELETE WHERE { <claims/small#state> cav:words ?words }"),
    ("SaidLink", "DELETE WHERE { ?link cav:objectSaid ?object }"),
    ("Object", "DELETE WHERE { <actors/ministry> a ?kind }"),
    ("Record", "DELETE WHERE { <claims/small> dct:title ?title }"),
    ("Record", "DELETE WHERE { <claims/small#record> schema:creativeWorkStatus ?status }"),
    (
        "Record",
        "DELETE WHERE { <sets/small#record> schema:creativeWorkStatus ?status } ;"
        " INSERT DATA { <sets/small#record> schema:creativeWorkStatus cav:draft }",
    ),
    (
        "StatusValue",
        "DELETE WHERE { <sets/small#record> schema:creativeWorkStatus ?status } ;"
        " INSERT DATA { <sets/small#record> schema:creativeWorkStatus cav:words-read }",
    ),
    ("Recorded", "DELETE WHERE { ?entry foaf:primaryTopic <sets/small> }"),
    ("Agent", "DELETE WHERE { ?kb dct:contributor <editors/first> }"),
    ("Agent", "DELETE WHERE { <actors/daily> schema:name ?name }"),
    (
        "EntryNames",
        "DELETE WHERE { <sets/small#record> foaf:primaryTopic ?topic } ;"
        " INSERT DATA { <sets/small#record> foaf:primaryTopic <sets/large> }",
    ),
    ("CatalogRecord", "DELETE WHERE { <sets/small#record> foaf:primaryTopic ?topic }"),
    ("Everything", "INSERT DATA { <sets/small> schema:isPartOf [] }"),
    ("Everything", "INSERT DATA { [] schema:isPartOf <sets/small> }"),
    ("Takedown", "DELETE WHERE { ?takedown schema:agent ?agent }"),
    ("AccountSet", "DELETE WHERE { <sets/small> cav:disclosedIn ?takedown }"),
    ("AccountSet", "DELETE WHERE { <sets/small#announced> cav:basis ?basis }"),
    (
        "AccountSet",
        "DELETE WHERE { <sets/small#announced> cav:basis ?basis } ;"
        " INSERT DATA { <sets/small#announced> cav:basis cav:stated }",
    ),
    ("Claim", "DELETE WHERE { <claims/small> schema:author ?author }"),
    ("Claim", "DELETE WHERE { <claims/later> cav:asserts ?link }"),
    ("Source", "DELETE WHERE { <sources/post> schema:publisher ?publisher }"),
    ("Reaction", "DELETE WHERE { <reactions/answer> cav:words ?words }"),
    ("Review", "DELETE WHERE { <reviews/finding> cito:citesAsEvidence ?source }"),
    ("Passage", "DELETE WHERE { <sources/post#unable> cav:voice ?voice }"),
    ("Passage", "DELETE WHERE { <sources/post#unable> oa:hasState ?state }"),
    (
        "Passage",
        "DELETE { ?passage schema:text ?text } INSERT { ?passage schema:text ?bare }"
        " WHERE { ?passage schema:text ?text BIND(STR(?text) AS ?bare) }",
    ),
    ("Passage", "DELETE WHERE { <sources/post#unable> schema:creativeWorkStatus ?state }"),
    (
        "Passage",
        "INSERT DATA { <sources/post#unable> schema:creativeWorkStatus cav:draft }",
    ),
    ("Quote", "DELETE WHERE { <sources/post#unable.quote> oa:exact ?text }"),
    ("Checksum", "DELETE WHERE { ?checksum spdx:checksumValue ?value }"),
    ("Checksum", "DELETE WHERE { ?checksum spdx:algorithm ?algorithm }"),
    ("Seen", "DELETE WHERE { ?state oa:cachedSource <sources/post> }"),
    ("Stamp", "DELETE WHERE { ?stamp oa:start ?start }"),
    (
        "Stamp",
        "DELETE WHERE { ?stamp oa:end ?end } ; INSERT DATA {"
        " <sources/post#located.verified> oa:end 5 }",
    ),
    ("Stamp", "DELETE WHERE { <sources/post#located.verified> schema:sha256 ?hash }"),
    ("Stamp", "DELETE DATA { <sources/post#located.verified> dct:type cav:clean-span }"),
    (
        "Stamp",
        "DELETE DATA { <sources/post#located.verified> dct:type cav:clean-span } ;"
        " INSERT DATA { <sources/post#located.verified> dct:type cav:exact-match }",
    ),
    ("Stamp", "DELETE WHERE { <sources/post#located.verified> dct:creator ?editor }"),
    ("Edit", "DELETE WHERE { <sources/post#located.there> oa:exact ?text }"),
    (
        "Edit",
        "DELETE WHERE { <sources/post#located.there> dct:type ?kind } ;"
        " INSERT DATA { <sources/post#located.there> dct:type cav:governed }",
    ),
    ("Treatment", "DELETE WHERE { <sources/daily#lede.unable> cav:fate ?fate }"),
    ("Treatment", "DELETE WHERE { <sources/daily#lede.unable> rdfs:comment ?reason }"),
    ("Treatment", "DELETE WHERE { <sources/daily#lede.unable> dct:creator ?judge }"),
    ("Treatment", "DELETE WHERE { <sources/daily#lede.unable> dct:created ?day }"),
    ("Treatment", "DELETE WHERE { <sources/daily#lede.unable> cav:treats ?caveat }"),
    ("Number", "DELETE WHERE { <sources/daily#lede.total> schema:unitCode ?unit }"),
    ("Number", "DELETE WHERE { <sources/daily#lede.total> cav:asPrinted ?text }"),
    ("Revision", "DELETE WHERE { <claims/later#first> dct:type ?change }"),
    ("Republication", "DELETE WHERE { <sources/daily#post> cav:basis ?basis }"),
    ("Asking", "DELETE WHERE { <reviews/finding#outlet> schema:result ?outcome }"),
    (
        "RoleValue",
        "DELETE WHERE { <actors/daily> dct:type ?role } ;"
        " INSERT DATA { <actors/daily> dct:type cav:platforms }",
    ),
    (
        "MediumValue",
        "DELETE WHERE { <claims/small> dct:type ?medium } ;"
        " INSERT DATA { <claims/small> dct:type cav:draft }",
    ),
]


def value_shapes(shapes: Graph) -> list[tuple[str, str]]:
    """Return the shapes that hold a property to a list, with the property."""
    return sorted(
        (str(shape).removeprefix(CSH), str(path))
        for shape, path in shapes.subject_objects(SH.targetObjectsOf)
        if str(shape).endswith("Value")
    )


SHAPES = turtle("shapes.ttl")
VALUE_SHAPES = value_shapes(SHAPES)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return the sample in a store."""
    return sample_store()


@pytest.fixture
def own_store(store: ox.Store) -> ox.Store:
    """Return a copy of the sample that a test may break."""
    copy = ox.Store()
    copy.extend(store)
    return copy


def answers(store: ox.Store) -> set[str]:
    """Ask the SPARQL constraints as plain queries; return those that have answers."""
    head = "".join(
        f"PREFIX {SHAPES.value(node, SH.prefix)}: <{SHAPES.value(node, SH.namespace)}>\n"
        for node in SHAPES.objects(None, SH.declare)
    )
    found = set()
    for constraint, query in SHAPES.subject_objects(SH.select):
        solutions = store.query(head + str(query))
        if isinstance(solutions, ox.QuerySolutions) and next(solutions, None) is not None:
            found.add(str(next(SHAPES.subjects(SH.sparql, constraint))).removeprefix(CSH))
    return found


def holds(graph: Graph, *shapes: str) -> tuple[bool, str]:
    """Validate with pySHACL: all shapes, or those named; return the report beside."""
    named = [CSH + shape for shape in shapes]
    conforms, _, report = pyshacl.validate(
        graph, shacl_graph=SHAPES, use_shapes=named or None
    )
    return conforms, report


def test_shapes_are_shacl() -> None:
    """The shapes are themselves valid against SHACL's own shapes."""
    conforms, _, report = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)

    assert conforms, report


def test_sample_keeps_the_promise(store: ox.Store) -> None:
    """A graph that keeps the promise conforms, for pySHACL and for Oxigraph."""
    conforms, report = holds(as_graph(store))

    assert conforms, report
    assert set() == answers(store)


@pytest.mark.parametrize(("shape", "update"), BROKEN)
def test_broken_promise_is_found(
    shape: str, update: str, store: ox.Store, own_store: ox.Store
) -> None:
    """A planted violation breaks the shape that stands for it."""
    own_store.update(PREFIXES + update)
    conforms, report = holds(as_graph(own_store), shape)

    assert set(store) != set(own_store)
    assert not conforms, report


def test_name_may_stand_beside_the_words_that_withhold_it(own_store: ox.Store) -> None:
    """A title that holds the withheld wording may hold the name that is in it."""
    own_store.update(
        PREFIXES + "DELETE { <sets/small> dct:title ?title } INSERT { <sets/small>"
        " dct:title 'Chirper: “we are unable to tie them to the Ministry of Truth”'@en }"
        " WHERE { <sets/small> dct:title ?title }"
    )
    conforms, report = holds(as_graph(own_store), "TitleWithoutBlame")

    assert conforms, report
    assert set() == answers(own_store)


QUERIED = [
    item
    for item in BROKEN
    if (URIRef(CSH + item[0]), SH.sparql, None) in SHAPES
    and ((URIRef(CSH + item[0]), SH.property, None) not in SHAPES or "claim" in item[1])
]


@pytest.mark.parametrize(("shape", "update"), QUERIED)
def test_queries_find_what_shapes_find(
    shape: str, update: str, own_store: ox.Store
) -> None:
    """Asked as plain queries of Oxigraph, the constraints find the violations too."""
    own_store.update(PREFIXES + update)

    assert shape in answers(own_store)


def test_every_query_was_seen_to_answer() -> None:
    """No constraint is trusted that no planted violation makes answer."""
    shapes = {str(shape).removeprefix(CSH) for shape in SHAPES.subjects(SH.sparql)}

    assert shapes == {shape for shape, _ in QUERIED}


@pytest.mark.parametrize(("shape", "path"), VALUE_SHAPES)
def test_value_of_another_list_is_found(shape: str, path: str, own_store: ox.Store) -> None:
    """A value that stands in another list, or in none, breaks the shape of its list."""
    other = "cav:draft" if shape != "StatusValue" else "cav:omitted"
    own_store.update(
        f"{PREFIXES} DELETE {{ ?s <{path}> ?o }} INSERT {{ ?s <{path}> {other} }}"
        f" WHERE {{ ?s <{path}> ?o }}"
    )
    conforms, report = holds(as_graph(own_store), shape)

    assert not conforms, report


def test_every_shape_was_seen_to_fail() -> None:
    """No shape is trusted that no planted violation breaks."""
    shapes = {
        str(shape).removeprefix(CSH) for shape in SHAPES.subjects(RDF.type, SH.NodeShape)
    }

    assert shapes == {name for name, _ in (*BROKEN, *VALUE_SHAPES)}
