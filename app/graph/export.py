"""RDF serialisations with the same bytes for the same statements.

Statements are sorted before they are written, and Oxigraph writes them: rdflib's
N-Triples, JSON-LD and RDF/XML vary with the hash seed, and its Turtle takes thirty times
as long.  For people at a terminal, who read one record, rdflib writes Turtle.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
import pyoxigraph as ox

from app.graph.context import context

TURTLE = "ttl"
JSON_LD = "jsonld"
N_TRIPLES = "nt"
RDF_XML = "rdf"

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def serialize(triples: Iterable[ox.Triple], suffix: str) -> bytes:
    """Write *triples* in the format of *suffix*: ``ttl``, ``jsonld``, ``nt``, ``rdf``."""
    return serialize_sorted(sorted(set(triples), key=str), suffix)


def serialize_sorted(ordered: Sequence[ox.Triple], suffix: str) -> bytes:
    """Write triples that are sorted by their text already, each of them once."""
    if suffix == N_TRIPLES:
        return _oxigraph(ordered, ox.RdfFormat.N_TRIPLES)
    if suffix == RDF_XML:
        return _oxigraph(ordered, ox.RdfFormat.RDF_XML)
    if suffix == TURTLE:
        return _turtle(ordered)
    if suffix == JSON_LD:
        return _json_ld(ordered)
    raise ValueError(f"no such format: {suffix}")


def _oxigraph(triples: Sequence[ox.Triple], rdf_format: ox.RdfFormat) -> bytes:
    prefixes = None if rdf_format == ox.RdfFormat.N_TRIPLES else context().prefixes
    written = ox.serialize(triples, format=rdf_format, prefixes=prefixes)
    if written is None:
        raise TypeError("the serialiser wrote to a file that was not asked for")
    return written


def _turtle(ordered: Sequence[ox.Triple]) -> bytes:
    """Write Turtle with a paragraph for each subject, which begins with its types.

    No literal spans lines (Oxigraph writes line ends as escapes), so a line that begins
    with "<" begins a subject.
    """
    typed: list[ox.Triple] = []
    for _, group in itertools.groupby(ordered, key=lambda item: item.subject):
        rows = list(group)
        typed += [row for row in rows if row.predicate.value == _TYPE]
        typed += [row for row in rows if row.predicate.value != _TYPE]
    return _oxigraph(typed, ox.RdfFormat.TURTLE).replace(b"\n<", b"\n\n<")


def readable(triples: Iterable[ox.Triple]) -> str:
    """Write Turtle for people: a value a line, and indented below its property."""
    # Imported late: nothing that is served needs rdflib, which takes 0.2 s to import.
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in context().prefixes.items():
        graph.bind(prefix, namespace)
    ordered = sorted(set(triples), key=str)
    graph.parse(data=_oxigraph(ordered, ox.RdfFormat.N_TRIPLES), format="nt")
    return graph.serialize(format="longturtle")


def _json_ld(ordered: Sequence[ox.Triple]) -> bytes:
    """Write JSON-LD with the prefixes as its context, one node a subject.

    Oxigraph writes it expanded; rdflib, which shortens it, loses a value that is empty,
    0 or false beside others.  Names stand for IRIs, and no list round a single value.
    """
    nodes: list[dict[str, Any]] = []
    for subject, group in itertools.groupby(ordered, key=lambda item: item.subject):
        node: dict[str, Any] = {"@id": _short(_iri(subject))}
        for _, predicate, value in group:
            iri = predicate.value
            key = "@type" if iri == _TYPE else _short(iri)
            node.setdefault(key, []).append(
                _short(_iri(value)) if iri == _TYPE else _value(value)
            )
        nodes.append(
            {
                key: values[0] if len(values) == 1 and key != "@id" else values
                for key, values in node.items()
            }
        )
    document = {"@context": context().prefixes, "@graph": nodes}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _iri(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        raise TypeError(f"a graph holds a node without an IRI: {term}")
    return term.value


def _value(term: object) -> Any:
    """Return a value as JSON-LD has it (JSON-LD 1.1, 8.2)."""
    if not isinstance(term, ox.Literal):
        return {"@id": _short(_iri(term))}
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
