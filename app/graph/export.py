"""RDF serialisations with the same bytes for the same statements.

Statements are sorted before they are written, and Oxigraph writes them: rdflib's
N-Triples, JSON-LD and RDF/XML vary with the hash seed, and its Turtle takes thirty times
as long.  For people at a terminal, who read one record, rdflib writes Turtle.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson
import pyoxigraph as ox

from app.graph.context import context
from app.graph.statements import Statement, in_order, statement

TURTLE = "ttl"
JSON_LD = "jsonld"
N_TRIPLES = "nt"
RDF_XML = "rdf"

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBJECT = attrgetter("subject")


def serialize(triples: Iterable[ox.Triple], suffix: str) -> bytes:
    """Write *triples* in the format of *suffix*: ``ttl``, ``jsonld``, ``nt``, ``rdf``."""
    return serialize_sorted(in_order(map(statement, triples)), suffix)


def serialize_sorted(ordered: Sequence[Statement], suffix: str) -> bytes:
    """Write statements that are sorted by their text already, each of them once."""
    if suffix == N_TRIPLES:
        return _n_triples(ordered)
    if suffix == RDF_XML:
        return _oxigraph(ordered, ox.RdfFormat.RDF_XML)
    if suffix == TURTLE:
        return _turtle(ordered)
    if suffix == JSON_LD:
        return _json_ld(ordered)
    raise ValueError(f"no such format: {suffix}")


def _n_triples(statements: Iterable[Statement]) -> bytes:
    return "".join(f"{one.text} .\n" for one in statements).encode()


def _oxigraph(statements: Iterable[Statement], rdf_format: ox.RdfFormat) -> bytes:
    triples = [one.triple for one in statements]
    written = ox.serialize(triples, format=rdf_format, prefixes=context().prefixes)
    if written is None:
        raise TypeError("the serialiser wrote to a file that was not asked for")
    return written


def _turtle(ordered: Sequence[Statement]) -> bytes:
    """Write Turtle with a paragraph for each subject, which begins with its types.

    No literal spans lines (Oxigraph writes line ends as escapes), so a line that begins
    with "<" begins a subject.
    """
    typed: list[Statement] = []
    for _, group in itertools.groupby(ordered, key=_SUBJECT):
        typed += sorted(group, key=lambda one: one.predicate != _TYPE)
    return _oxigraph(typed, ox.RdfFormat.TURTLE).replace(b"\n<", b"\n\n<")


def readable(triples: Iterable[ox.Triple]) -> str:
    """Write Turtle for people: a value a line, and indented below its property."""
    # Imported late: nothing that is served needs rdflib, which takes 0.2 s to import.
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in context().prefixes.items():
        graph.bind(prefix, namespace)
    graph.parse(data=_n_triples(in_order(map(statement, triples))), format="nt")
    return graph.serialize(format="longturtle")


def _json_ld(ordered: Sequence[Statement]) -> bytes:
    """Write JSON-LD with the prefixes as its context, one node a subject.

    Oxigraph writes it expanded; rdflib, which shortens it, loses a value that is empty,
    0 or false beside others.  Names stand for IRIs, and no list round a single value.
    """
    nodes: list[dict[str, Any]] = []
    for subject, group in itertools.groupby(ordered, key=_SUBJECT):
        node: dict[str, Any] = {"@id": _short(subject)}
        for one in group:
            if one.predicate == _TYPE and one.iri is not None:
                node.setdefault("@type", []).append(_short(one.iri))
            else:
                node.setdefault(_short(one.predicate), []).append(_value(one.value))
        nodes.append(
            {
                key: values[0] if len(values) == 1 and key != "@id" else values
                for key, values in node.items()
            }
        )
    document = {"@context": context().prefixes, "@graph": nodes}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _value(term: ox.NamedNode | ox.Literal) -> Any:
    """Return a value as JSON-LD has it (JSON-LD 1.1, 8.2)."""
    if not isinstance(term, ox.Literal):
        return {"@id": _short(term.value)}
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == _STRING:
        return term.value
    return {"@type": _short(term.datatype.value), "@value": term.value}


@lru_cache(maxsize=1 << 14)
def _short(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI where no prefix begins it."""
    for prefix, namespace in context().prefixes.items():
        local = iri.removeprefix(namespace)
        # What follows a prefix with "//" is read as an IRI (JSON-LD 1.1 API, 5.2).
        if local != iri and local and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri
