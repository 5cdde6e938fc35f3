"""The vocabulary, the places and the shapes are whole, and read as they should."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SDO, SKOS

from tests.schemas.files import BASE, CAV, SCHEMAS, read_files, turtle, values_of
from tests.schemas.planting import cav
from tests.schemas.vocabulary_agreement import derived_values

NS = URIRef("https://w3id.org/caveat/ns")
FILES = ("caveat.ttl", "places.ttl", "shapes.ttl")
KINDS = (OWL.Class, RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty)

#: Steps of the hedge ladder that a relation's wording has; the others have none.
STEPS = {
    "consistent-with": 1,
    "similar-to": 1,
    "located-in": 2,
    "originates-in": 2,
    "created-in": 2,
    "operated-from": 2,
    "associated-with": 5,
    "linked-to": 8,
    "acting-for": 9,
    "operated-by": 11,
}
CERTAINTIES = {"possible": 1, "apparent": 2, "unhedged": 3, "affirmed": 4}


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    """Return the vocabulary."""
    return turtle("caveat.ttl")


def unexplained(graph: Graph) -> Iterator[str]:
    """Name what a reader would not find explained on the page of the vocabulary."""
    for kind in KINDS:
        for term in graph.subjects(RDF.type, kind):
            yield from _lacking(graph, term, RDFS.label, SKOS.definition)
            if (term, RDFS.isDefinedBy, NS) not in graph:
                yield f"{term}: not said to be defined here"
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        yield from _lacking(graph, scheme, SKOS.prefLabel, SKOS.definition, SKOS.note)
        if len(list(graph.subjects(SKOS.inScheme, scheme))) < 2:
            yield f"{scheme}: a list of fewer than two values"
    for value in graph.subjects(RDF.type, SKOS.Concept):
        yield from _lacking(graph, value, SKOS.prefLabel, SKOS.definition)
        if [Literal(str(value).removeprefix(CAV))] != list(
            graph.objects(value, SKOS.notation)
        ):
            yield f"{value}: its notation is not what a record says"
        schemes = list(graph.objects(value, SKOS.inScheme))
        if len(schemes) != 1 or (schemes[0], RDF.type, SKOS.ConceptScheme) not in graph:
            yield f"{value}: not in exactly one list"


def _lacking(graph: Graph, term: object, *needed: URIRef) -> Iterator[str]:
    for predicate in needed:
        found = list(graph.objects(URIRef(str(term)), predicate))
        if len(found) != 1 or getattr(found[0], "language", None) != "en":
            yield f"{term}: not exactly one English {predicate.split('#')[1]}"


def ill_written(graph: Graph) -> Iterator[str]:
    """Name texts that are no plain prose of one or two sentences."""
    prose = (SKOS.definition, SKOS.note, SKOS.editorialNote, DCTERMS.description)
    for predicate in prose:
        for term, text in graph.subject_objects(predicate):
            if not re.fullmatch(r"[A-Z“]\S*( \S+)*\.", str(text)):
                yield f"{term}: “{text}” is no sentence on one line"
    for term, text in graph.subject_objects(SKOS.definition):
        if len(re.findall(r"[.!?](?= [A-Z“])", str(text))) > 1:
            yield f"{term}: the definition has more than two sentences"


def ill_labelled(graph: Graph) -> Iterator[str]:
    """Name labels that are sentences, or that two values of a list share."""
    for predicate in (RDFS.label, SKOS.prefLabel):
        for term, text in graph.subject_objects(predicate):
            if not re.fullmatch(r"\w[\w’', -]*\w", str(text)):
                yield f"{term}: “{text}” is no label"
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        values = graph.subjects(SKOS.inScheme, scheme)
        labels = Counter(str(graph.value(value, SKOS.prefLabel)) for value in values)
        for label, number in labels.items():
            if number > 1:
                yield f"{scheme}: “{label}” is the label of {number} values"


def colliding(graph: Graph) -> Iterator[str]:
    """Name terms that are two things at once."""
    for term in set(graph.subjects()):
        kinds = set(graph.objects(term, RDF.type)) & {
            *KINDS, SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection,
        }  # fmt: skip
        if len(kinds) != 1 and term != NS:
            yield f"{term}: is of {len(kinds)} kinds"
    names = Counter(str(term).lower() for term in set(graph.subjects()))
    yield from (f"{name}: differs by case only" for name, n in names.items() if n > 1)


@pytest.mark.parametrize("check", [unexplained, ill_written, ill_labelled, colliding])
def test_vocabulary_is_whole(
    check: Callable[[Graph], Iterator[str]], vocabulary: Graph
) -> None:
    """Every term and list value is explained in plain prose and is one thing only."""
    assert [] == list(check(vocabulary))


FAULTS = [
    (unexplained, "-", (cav("treats"), RDFS.label, None), "treats: not exactly one"),
    (unexplained, "-", (cav("treats"), RDFS.isDefinedBy, None), "defined here"),
    (unexplained, "-", (cav("omitted"), SKOS.notation, None), "its notation is not"),
    (unexplained, "-", (cav("omitted"), SKOS.inScheme, None), "not in exactly one list"),
    (unexplained, "-", (None, SKOS.inScheme, cav("readings")), "fewer than two values"),
    (unexplained, "-", (cav("fates"), SKOS.note, None), "fates: not exactly one English"),
    (
        unexplained,
        "+",
        (cav("omitted"), SKOS.prefLabel, Literal("dropped", lang="en")),
        "omitted: not exactly one English prefLabel",
    ),
    (
        ill_written,
        "+",
        (cav("omitted"), SKOS.definition, Literal("no full stop", lang="en")),
        "“no full stop” is no sentence",
    ),
    (
        ill_written,
        "+",
        (cav("omitted"), SKOS.definition, Literal("One. Two. Three.", lang="en")),
        "more than two sentences",
    ),
    (
        ill_labelled,
        "+",
        (cav("omitted"), RDFS.label, Literal("Omitted.", lang="en")),
        "“Omitted.” is no label",
    ),
    (
        ill_labelled,
        "+",
        (cav("social-post"), SKOS.inScheme, cav("media")),
        "“social media post” is the label of 2 values",
    ),
    (colliding, "+", (cav("fates"), RDF.type, SKOS.Concept), "is of 2 kinds"),
    (colliding, "+", (cav("Omitted"), RDF.type, SKOS.Concept), "differs by case only"),
]


@pytest.mark.parametrize(("check", "sign", "triple", "message"), FAULTS)
def test_fault_in_vocabulary_is_named(
    check: Callable[[Graph], Iterator[str]],
    sign: str,
    triple: tuple[URIRef, URIRef, URIRef],
    message: str,
    vocabulary: Graph,
) -> None:
    """A planted fault is found, so that the checks are known to be able to fail."""
    graph = Graph()
    graph += vocabulary
    (graph.add if sign == "+" else graph.remove)(triple)

    assert any(message in found for found in check(graph))


@pytest.mark.parametrize("name", FILES)
def test_file_parses_alike(name: str) -> None:
    """Both parsers read the file and find as many statements."""
    triples = ox.parse(path=str(SCHEMAS / name), format=ox.RdfFormat.TURTLE, base_iri=BASE)

    assert len(set(triples)) == len(turtle(name)) > 0


@pytest.mark.parametrize("name", ["caveat.ttl", "places.ttl"])
def test_everything_has_an_iri(name: str) -> None:
    """There are no blank nodes in what goes into the store."""
    nodes = {term for triple in turtle(name) for term in triple}

    assert not [node for node in nodes if isinstance(node, BNode)]


def test_header_says_what_it_is(vocabulary: Graph) -> None:
    """The ontology has title, description, licence, version and the note on PROV."""
    assert (NS, RDF.type, OWL.Ontology) in vocabulary
    for predicate in (DCTERMS.title, DCTERMS.description, OWL.versionInfo):
        assert 1 == len(list(vocabulary.objects(NS, predicate)))
    assert URIRef("https://creativecommons.org/licenses/by/4.0/") == vocabulary.value(
        NS, DCTERMS.license
    )
    assert "prov:wasAttributedTo is never used" in str(vocabulary.value(NS, SKOS.note))


def test_ordered_readings(vocabulary: Graph) -> None:
    """Certainties are in order, relations have their steps; no other value has one."""
    found = {
        str(value).removeprefix(CAV): position.value
        for value, position in vocabulary.subject_objects(SDO.position)
        if isinstance(position, Literal)
    }

    assert STEPS | CERTAINTIES == found
    for scheme in ("relations", "certainties"):
        note = vocabulary.value(cav(scheme), SKOS.editorialNote)
        assert "reading by the editors" in str(note)


def test_verdicts_are_ratings(vocabulary: Graph) -> None:
    """A verdict is a schema.org Rating with the name that ClaimReview asks for."""
    verdicts = set(vocabulary.subjects(SKOS.inScheme, cav("verdicts")))

    assert verdicts == set(vocabulary.subjects(RDF.type, SDO.Rating))
    assert verdicts == set(vocabulary.subjects(SDO.alternateName))


def test_omitted_is_said_of_the_passage(vocabulary: Graph) -> None:
    """The label never says that the page left a caveat out, and none says not judged."""
    labels = {
        str(vocabulary.value(fate, SKOS.prefLabel))
        for fate in vocabulary.subjects(SKOS.inScheme, cav("fates"))
    }

    assert "left out of this passage" == str(
        vocabulary.value(cav("omitted"), SKOS.prefLabel)
    )
    assert "not judged" not in labels


def test_every_value_is_a_term_of_the_context(vocabulary: Graph) -> None:
    """The concepts of the vocabulary are the list values of the context, or derived."""
    concepts = vocabulary.subjects(RDF.type, SKOS.Concept)

    assert values_of(read_files().context) | derived_values(vocabulary) == {
        str(concept).removeprefix(CAV) for concept in concepts
    }
