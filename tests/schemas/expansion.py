"""JSON-LD through both parsers, brought to one form."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from tests.schemas.files import BASE

LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
STRING = "http://www.w3.org/2001/XMLSchema#string"

#: An IRI, or a literal as text, datatype and language in lower case.
Value = str | tuple[str, str, str]
Statement = tuple[str, str, Value]


def with_oxigraph(
    context: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]
) -> frozenset[Statement]:
    """Expand *nodes* with Oxigraph."""
    quads = ox.parse(_document(context, nodes), format=ox.RdfFormat.JSON_LD, base_iri=BASE)
    return frozenset(
        (
            _iri(quad.subject),
            quad.predicate.value,
            (
                quad.object.value,
                quad.object.datatype.value,
                (quad.object.language or "").lower(),
            )
            if isinstance(quad.object, ox.Literal)
            else _iri(quad.object),
        )
        for quad in quads
    )


def with_rdflib(
    context: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]
) -> frozenset[Statement]:
    """Expand *nodes* with rdflib."""
    graph = Graph()
    with warnings.catch_warnings():
        # rdflib's own parser still calls what rdflib has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        graph.parse(data=_document(context, nodes), format="json-ld", publicID=BASE)
    return frozenset(
        (_node(subject), str(predicate), _value(value))
        for subject, predicate, value in graph
    )


PARSERS = {"oxigraph": with_oxigraph, "rdflib": with_rdflib}


def _document(context: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]) -> str:
    terms = {"@version": 1.1, **context}
    return json.dumps({"@context": terms, "@graph": list(nodes)})


def _iri(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode) else "blank node"


def _node(term: Node) -> str:
    return str(term) if isinstance(term, URIRef) else "blank node"


def _value(term: Node) -> Value:
    if not isinstance(term, RdflibLiteral):
        return _node(term)
    language = (term.language or "").lower()
    datatype = LANG_STRING if language else str(term.datatype or STRING)
    return (str(term), datatype, language)
