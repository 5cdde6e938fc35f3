"""RDF serialisations with the same bytes for the same statements.

rdflib's N-Triples, JSON-LD and RDF/XML vary with the hash seed, so statements are sorted
before they are written (Turtle by rdflib is stable as it is).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from app.graph.context import context

TURTLE = "ttl"
JSON_LD = "jsonld"
N_TRIPLES = "nt"
RDF_XML = "rdf"


def serialize(triples: Iterable[ox.Triple], suffix: str) -> bytes:
    """Write *triples* in the format of *suffix*: ``ttl``, ``jsonld``, ``nt``, ``rdf``."""
    ordered = sorted(set(triples), key=str)
    if suffix == N_TRIPLES:
        return _oxigraph(ordered, ox.RdfFormat.N_TRIPLES)
    if suffix == RDF_XML:
        return _oxigraph(ordered, ox.RdfFormat.RDF_XML)
    if suffix == TURTLE:
        return _turtle(ordered)
    if suffix == JSON_LD:
        return _json_ld(ordered)
    raise ValueError(f"no such format: {suffix}")


def _oxigraph(triples: list[ox.Triple], rdf_format: ox.RdfFormat) -> bytes:
    prefixes = None if rdf_format == ox.RdfFormat.N_TRIPLES else context().prefixes
    written = ox.serialize(triples, format=rdf_format, prefixes=prefixes)
    if written is None:
        raise TypeError("the serialiser wrote to a file that was not asked for")
    return written


def _turtle(triples: list[ox.Triple]) -> bytes:
    written: bytes = _rdflib_graph(triples).serialize(format="turtle", encoding="utf-8")
    return written


def _json_ld(triples: list[ox.Triple]) -> bytes:
    """Write JSON-LD with the prefixes as its context, keys and lists sorted."""
    prefixes = context().prefixes
    text = _rdflib_graph(triples).serialize(format="json-ld", context=prefixes)
    ordered = _sorted(json.loads(text))
    return json.dumps(ordered, indent=1, ensure_ascii=False).encode() + b"\n"


def _sorted(value: Any) -> Any:
    """Sort the keys of all maps and the items of all lists; lists of RDF are sets."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=json.dumps)
    return value


def _rdflib_graph(triples: list[ox.Triple]) -> Any:
    # Imported late: a page in HTML needs no rdflib, which takes 0.2 s to import.
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in context().prefixes.items():
        graph.bind(prefix, namespace)
    data = io.BytesIO(_oxigraph(triples, ox.RdfFormat.N_TRIPLES))
    return graph.parse(data, format="nt")
