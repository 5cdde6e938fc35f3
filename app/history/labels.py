"""How values of lists and places are called in words: the labels of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from app import SCHEMAS

_CORE = "http://www.w3.org/2004/02/skos/core#"
_BASE = "https://caveat.example/"


def label(value: str) -> str:
    """Return what a value of a list is called; one without a label stands for itself.

    >>> label("retained-verbatim")
    'kept word for word'
    """
    return _labels("caveat.ttl").get(value, value)


def place(reference: str) -> str:
    """Return the name of a place, or its code where it has none.

    >>> place("places/VE")
    'Venezuela'
    """
    code = reference.partition("/")[2]
    return _labels("places.ttl").get(code, code)


@cache
def _labels(file: str) -> Mapping[str, str]:
    """Return the English labels of a file by notation.

    Values of lists are disjoint, because the context is flat: a notation has one label.
    """
    notations: dict[object, str] = {}
    names: dict[object, str] = {}
    path = str(SCHEMAS / file)
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=_BASE):
        if not isinstance(quad.object, ox.Literal):
            continue
        if quad.predicate.value == f"{_CORE}notation":
            notations[quad.subject] = quad.object.value
        elif quad.predicate.value == f"{_CORE}prefLabel" and quad.object.language == "en":
            names[quad.subject] = quad.object.value
    return {notations[node]: name for node, name in names.items() if node in notations}
