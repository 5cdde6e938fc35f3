"""The graph of the knowledge base keeps what ``shapes.ttl`` promises of it.

That each shape finds what breaks it is tested beside the schemas; here the shapes meet
the real records, and faults planted among them.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SH

from app import SCHEMAS
from app.graph.store import Generation

CSH = "https://w3id.org/caveat/shapes#"
PREFIXES = """BASE <https://caveat.example/>
PREFIX cav: <https://w3id.org/caveat/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
"""

#: The shape that is broken, where, and how.
PLANTED = {
    "CaveatWithItsLink": (
        "?this a cav:Caveat",
        "DELETE WHERE { $this cav:words ?words }",
    ),
    "NeverAnObject": (
        "?claim cav:withholds ?this",
        "INSERT DATA { $this cav:object <places/VE> }",
    ),
    "AssertedLink": (
        "?claim cav:asserts ?this",
        "DELETE WHERE { $this cav:words ?words }",
    ),
    "UnassertedLink": (
        "?claim cav:withholds ?this",
        'INSERT DATA { $this cav:objectNotAsserted "a second object"@en }',
    ),
    "TitleWithoutBlame": (
        "?this a <http://www.w3.org/ns/dcat#Dataset>",
        'INSERT { ?set dct:title "Accounts of Erewhon"@en .'
        ' <actors/erewhon> schema:name "Erewhon" .'
        " <claims/x#y> cav:objectNotAsserted <actors/erewhon> }"
        " WHERE { ?set a cav:AccountSet }",
    ),
    "NoAuthorshipOfAccounts": (
        "?this a cav:AccountSet",
        "INSERT DATA { $this prov:wasAttributedTo <actors/erewhon> }",
    ),
    "Record": (
        "?entry foaf:primaryTopic ?this . ?this a cav:Takedown",
        "DELETE WHERE { $this dct:title ?title }",
    ),
    "Claim": (
        "?this a cav:AttributionClaim",
        "DELETE WHERE { $this schema:datePublished ?date }",
    ),
    "Source": (
        "?this a schema:CreativeWork",
        "DELETE WHERE { $this schema:publisher ?publisher }",
    ),
    "Passage": (
        "?this a schema:Quotation",
        "DELETE WHERE { $this schema:text ?text }",
    ),
    "Treatment": (
        "?this a cav:CaveatTreatment",
        "DELETE WHERE { $this dct:creator ?judge }",
    ),
    "Fact": (
        "?this a schema:Observation",
        "DELETE WHERE { $this prov:wasGeneratedBy ?rule }",
    ),
    "FateValue": (
        "?this a <http://www.w3.org/2004/02/skos/core#Concept> ; ?p cav:verdicts",
        "INSERT DATA { <x> cav:fate $this }",
    ),
}

Report = Callable[[ox.Store], set[tuple[str, str]]]


@pytest.fixture(scope="module")
def broken_in() -> Report:
    """Return a function that gives the shapes broken in a store, with the node."""
    shapes = Graph().parse(SCHEMAS / "shapes.ttl", format="turtle")

    def found(store: ox.Store) -> set[tuple[str, str]]:
        union = {str(ox.Triple(q.subject, q.predicate, q.object)) for q in store}
        graph = Graph().parse(data=" .\n".join([*sorted(union), ""]), format="nt")
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
        assert isinstance(report, Graph)
        return {
            (_shape(shapes, report.value(result, SH.sourceShape)), str(node))
            for result in report.subjects(RDF.type, SH.ValidationResult)
            for node in report.objects(result, SH.focusNode)
        }

    return found


def _shape(shapes: Graph, node: object) -> str:
    """Return the name of a shape, or of the shape that holds it."""
    while not isinstance(node, URIRef):
        node = next(holder for holder, _, _ in shapes.triples((None, None, node)))
    return node.removeprefix(CSH)


def test_knowledge_base_keeps_every_promise(
    generation: Generation, broken_in: Report
) -> None:
    """The records, the vocabulary and the places together fit all shapes."""
    assert set() == broken_in(generation.store)


def test_planted_faults_are_found(generation: Generation, broken_in: Report) -> None:
    """Each fault, planted on a node of its own, is reported with that node."""
    union = [ox.Quad(q.subject, q.predicate, q.object) for q in generation.store]
    store, planted = ox.Store(), {}
    store.extend(union)
    for shape, (pattern, update) in PLANTED.items():
        query = f"{PREFIXES} SELECT DISTINCT ?this {{ {pattern} }} ORDER BY ?this"
        nodes = [row["this"] for row in generation.select(query)]
        planted[shape] = next(node for node in nodes if node not in planted.values())
        store.update(PREFIXES + update.replace("$this", str(planted[shape])))
    expected = {(shape, node.value) for shape, node in planted.items()}
    assert set() == expected - broken_in(store)
