"""Two independent parsers read the same statements in what is compiled.

Oxigraph builds the graph; rdflib reads the same JSON-LD beside it.  Language tags are
folded, as RDF 1.1 (section 3.3) compares them without regard to case.
"""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from rdflib.namespace import RDFS
from rdflib.plugins.parsers.jsonld import to_rdf

from app import SCHEMAS
from app.graph.compile import PART_TYPES, Compiled, batch, compile_record
from app.graph.context import context
from app.records.kinds import KINDS
from app.records.record import KnowledgeBase, Record
from tests.graph.conftest import BASE
from tests.strategies import FOLDERS, REPEATABLE, records

# rdflib's reader of JSON-LD uses what rdflib itself warns of.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")

#: A term: an IRI, or a literal's text, datatype and language.
Term = str | tuple[str, str, str]
Statement = tuple[Term, ...]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`#]+(?:#[^\s<>\"{}|\\^`#]*)?")


def by_oxigraph(data: bytes) -> set[Statement]:
    """Return the statements that Oxigraph reads."""

    def term(item: ox.NamedNode | ox.BlankNode | ox.Literal | ox.DefaultGraph) -> Term:
        assert isinstance(item, ox.NamedNode | ox.Literal), f"{item} has no IRI"
        if isinstance(item, ox.NamedNode):
            return item.value
        return item.value, item.datatype.value, (item.language or "").lower()

    quads = ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=BASE)
    return {
        (term(q.subject), term(q.predicate), term(q.object), term(q.graph_name))
        for q in quads
    }


def by_rdflib(data: bytes) -> set[Statement]:
    """Return the statements that rdflib reads."""

    def term(item: object) -> Term:
        assert isinstance(item, rdflib.URIRef | rdflib.Literal), f"{item!r} has no IRI"
        if isinstance(item, rdflib.URIRef):
            return str(item)
        default = _LANG_STRING if item.language else _STRING
        return str(item), str(item.datatype or default), (item.language or "").lower()

    dataset = rdflib.Dataset()
    to_rdf(json.loads(data), dataset, base=BASE)
    return {tuple(map(term, quad)) for quad in dataset.quads()}


def agree(items: list[Compiled]) -> set[Statement]:
    """Check that both parsers read the same, and only good IRIs; return it."""
    data = batch([item.document for item in items])
    statements = by_oxigraph(data)
    assert statements == by_rdflib(data)
    for term in {term for statement in statements for term in statement}:
        iris = [term] if isinstance(term, str) else [term[1]]
        for iri in iris:
            assert _IRI.fullmatch(iri), f"{iri} is no absolute IRI"
            ox.NamedNode(iri)
    return statements


def test_parsers_agree_on_every_record(kb: KnowledgeBase) -> None:
    """The knowledge base has the same graph, whichever parser reads it."""
    assert kb.header is not None
    items = [compile_record(item) for item in (kb.header, *kb.records.values())]
    assert sum(item.statements for item in items) == len(agree(items))


@pytest.mark.parametrize("everything", [False, True], ids=["some", "every"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_parsers_agree_on_generated_records(folder: str, everything: bool) -> None:
    """So has whatever the schemas allow, every property of it; each statement counts."""
    seen: set[str] = set()

    @REPEATABLE
    @given(records(folder, everything=everything))
    def compared(item: Record) -> None:
        seen.update(item.data)
        result = compile_record(item)
        assert result.statements == len(agree([result]))

    compared()
    if everything:
        schema = json.loads((SCHEMAS / f"{folder}.schema.json").read_bytes())
        assert set(schema["properties"]) == seen


def test_statements_of_a_record_stand_in_its_graph_alone(kb: KnowledgeBase) -> None:
    """A batch of many records keeps each in the named graph that is its entry."""
    items = [compile_record(item) for item in kb.records.values()]
    found: dict[Term, int] = {}
    for *_, graph in agree(items):
        found[graph] = found.get(graph, 0) + 1
    expected = {f"{BASE}{item.id}#record": item.statements for item in items}
    assert expected == found


def test_every_field_that_holds_parts_has_a_class_for_them() -> None:
    """The context's containers, and the fields with a single part, are all there."""
    containers = {key for key, term in context().terms.items() if term.container}
    single = {"seen", "verified", "extraction", "warc", "quote", "checksum"}
    assert containers | single == set(PART_TYPES)
    for key in containers:
        term = context().terms[key]
        assert term.container == ("@index" if term.index else "@id"), key


def test_classes_are_terms_of_the_context() -> None:
    """A class that were no term would be dropped with its statement."""
    kinds = {kind.term for kind in KINDS.values()}
    for name in {*PART_TYPES.values(), *kinds, "Dataset", "CatalogRecord"}:
        iri = context().expand(context().terms[name].iri)
        assert _IRI.fullmatch(iri), name


def test_classes_of_parts_agree_with_the_vocabulary() -> None:
    """Where caveat.ttl gives a property a range, the parts under it are of that class."""
    vocabulary = rdflib.Graph().parse(SCHEMAS / "caveat.ttl", format="turtle")
    compared = set()
    for key, name in PART_TYPES.items():
        field = rdflib.URIRef(context().expand(context().terms[key].iri))
        for declared in vocabulary.objects(field, RDFS.range):
            assert str(declared) == context().expand(context().terms[name].iri), key
            compared.add(key)
    expected = {"counts", "numbers", "asserts", "denies", "withholds", "says"}
    assert expected | {"treatments", "also_judged"} == compared
