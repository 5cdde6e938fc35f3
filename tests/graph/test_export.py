"""Serialisations: the same bytes for the same statements, and nothing lost in any."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from app import ROOT
from app.graph.export import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, serialize
from app.graph.store import Generation
from tests.strategies import REPEATABLE

SUFFIXES = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
OXIGRAPH = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSON_LD: ox.RdfFormat.JSON_LD,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    RDF_XML: ox.RdfFormat.RDF_XML,
}
RDFLIB = {TURTLE: "turtle", JSON_LD: "json-ld", N_TRIPLES: "nt", RDF_XML: "xml"}

# rdflib's reader of JSON-LD uses what rdflib itself warns of.
pytestmark = pytest.mark.filterwarnings("ignore:.*Graph:DeprecationWarning")

XSD = "http://www.w3.org/2001/XMLSchema#"
NODE = ox.NamedNode("https://caveat.example/claims/x#part.sub")
SAYS = ox.NamedNode("https://w3id.org/caveat/ns#asPrinted")
HOSTILE = [
    'said "so"',
    "''' and \"\"\" and \\",
    "one\ntwo\n\nthree\n",
    " spaces before and after ",
    "]]> <b>&amp;</b> <!-- x -->",
    "\\u0041 \\n {{x}} $this @id",
    "العربية ‏ и é e\u0301 🇻🇪 \U0001f468\u200d\U0001f469",
    "schema:name",
    "https://caveat.example/",
    "",
]
LITERALS = [
    *(ox.Literal(text) for text in HOSTILE),
    *(ox.Literal(text, language="en") for text in HOSTILE),
    ox.Literal("x", language="es-ve"),
    ox.Literal("x", language="zh-hant-tw"),
    ox.Literal("2019-01-31", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal("2019-01~", datatype=ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")),
    ox.Literal("1000000000000", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean")),
    ox.Literal("https://x.example/é?a=b&c", datatype=ox.NamedNode(f"{XSD}anyURI")),
]

#: What RDF/XML can hold: it has no way to write most control characters.
_TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cn", "Cs")), max_size=40)
_LITERALS = st.one_of(
    st.builds(ox.Literal, _TEXTS),
    st.builds(ox.Literal, _TEXTS, language=st.sampled_from(["en", "es", "es-ve", "ar"])),
)


def by_oxigraph(data: bytes, suffix: str) -> set[str]:
    """Return the statements that Oxigraph reads."""
    quads = ox.parse(data, format=OXIGRAPH[suffix])
    return {str(ox.Triple(q.subject, q.predicate, q.object)) for q in quads}


def by_rdflib(data: bytes, suffix: str) -> set[str]:
    """Return the statements that rdflib reads, as Oxigraph writes them."""
    graph = rdflib.Graph().parse(data=data, format=RDFLIB[suffix])
    lines = graph.serialize(format="nt", encoding="utf-8")
    return by_oxigraph(lines, N_TRIPLES)


def survive(triples: Iterable[ox.Triple], suffix: str) -> None:
    """Check that both parsers read in what is written the statements that were given."""
    given_triples = list(triples)
    expected = set(map(str, given_triples))
    data = serialize(given_triples, suffix)
    assert expected == by_oxigraph(data, suffix)
    assert expected == by_rdflib(data, suffix)


def everything(generation: Generation) -> list[ox.Triple]:
    """Return all that the records say."""
    query = """CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o
        FILTER STRSTARTS(STR(?s), "https://caveat.example/claims/") }"""
    return list(generation.construct(query))


def test_unknown_format_is_an_error() -> None:
    """The table of formats is elsewhere; what is not in it is a fault of the program."""
    with pytest.raises(ValueError, match="no such format: owl"):
        serialize([], "owl")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_is_written_as_an_empty_graph(suffix: str) -> None:
    """No statements are a document, too."""
    survive([], suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_literals_survive(suffix: str) -> None:
    """Quotes, markup, line ends, languages and datatypes come back as they were."""
    survive([ox.Triple(NODE, SAYS, literal) for literal in LITERALS], suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_generated_literals_survive(suffix: str) -> None:
    """So does any text, in any language."""

    @REPEATABLE
    @given(st.lists(_LITERALS, max_size=5))
    def written(literals: list[ox.Literal]) -> None:
        survive([ox.Triple(NODE, SAYS, literal) for literal in literals], suffix)

    written()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_records_survive(generation: Generation, suffix: str) -> None:
    """What is served is what the store holds, in every format."""
    survive(everything(generation), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_order_and_repetition_do_not_show(generation: Generation, suffix: str) -> None:
    """Oxigraph gives a statement as often and as late as its query finds it."""
    triples = everything(generation)
    again = [*reversed(triples), *triples[:50]]
    assert serialize(triples, suffix) == serialize(again, suffix)


def digests(triples: Iterable[ox.Triple]) -> list[str]:
    """Return a digest of what is written in each format."""
    kept = list(triples)
    return [hashlib.sha256(serialize(kept, item)).hexdigest() for item in SUFFIXES]


def test_seed_of_hashes_does_not_show(generation: Generation) -> None:
    """Every process writes the same bytes, whatever order its sets have."""
    data = ox.serialize(everything(generation), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    found = set()
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.graph.test_export"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            input=data,
            capture_output=True,
            check=True,
        )
        found.add(done.stdout.decode())
    assert {"\n".join(digests(everything(generation)))} == found


if __name__ == "__main__":
    _QUADS = ox.parse(io.BytesIO(sys.stdin.buffer.read()), format=ox.RdfFormat.N_TRIPLES)
    _TRIPLES = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in _QUADS]
    sys.stdout.write("\n".join(digests(_TRIPLES)))
