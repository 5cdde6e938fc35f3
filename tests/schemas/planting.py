"""Faults to plant in copies of the files of ``schemas/``."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import OWL

from tests.schemas.files import CAV, Files

Fault = Callable[[Files], Files]


def in_context(key: str, term: Any) -> Fault:
    """Plant a term in the context, or take one away."""

    def plant(files: Files) -> Files:
        document = json.loads(files.context_text)
        if term is None:
            del document["@context"][key]
        else:
            document["@context"][key] = term
        return replace(files, context_text=json.dumps(document))

    return plant


def in_schema(name: str, change: Callable[[dict[str, Any]], object]) -> Fault:
    """Plant a fault in one of the schemas."""

    def plant(files: Files) -> Files:
        schemas = deepcopy(files.schemas)
        change(schemas[name])
        return replace(files, schemas=schemas)

    return plant


def in_vocabulary(*changes: tuple[str, Any, Any, Any]) -> Fault:
    """Add to the vocabulary (``+``) or remove from it (``-``)."""

    def plant(files: Files) -> Files:
        return replace(files, vocabulary=_changed(files.vocabulary, changes))

    return plant


def in_shapes(*changes: tuple[str, Any, Any, Any]) -> Fault:
    """Add to the shapes (``+``) or remove from them (``-``)."""

    def plant(files: Files) -> Files:
        return replace(files, shapes=_changed(files.shapes, changes))

    return plant


def _changed(graph: Graph, changes: tuple[tuple[str, Any, Any, Any], ...]) -> Graph:
    copy = Graph()
    copy += graph
    for sign, *triple in changes:
        (copy.add if sign == "+" else copy.remove)(tuple(triple))
    return copy


def twice_in_context(files: Files) -> Files:
    """Write a key into the context a second time, as a merge of two branches can."""
    text = files.context_text.replace('"omitted":', '"note": "skos:note", "omitted":')
    return replace(files, context_text=text)


def cav(name: str) -> URIRef:
    """Return a term of the vocabulary."""
    return URIRef(CAV + name)


def own_property(name: str) -> tuple[str, URIRef, URIRef, URIRef]:
    """Return the declaration of one more property."""
    return ("+", cav(name), RDF.type, OWL.ObjectProperty)
