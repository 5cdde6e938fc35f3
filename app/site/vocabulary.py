"""The terms of the vocabulary that pages draw, with what they mean.

A page's own triples hold the list values that it uses; its properties are in no triple
as a subject, so what *asserts* or *hedge* means is read from the vocabulary itself.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from app import SCHEMAS
from app.graph.context import context
from app.graph.iris import VOCABULARY
from app.graph.plan import VOCABULARY_FILE
from app.site.views.values import Value


@cache
def own_term(name: str) -> Value:
    """Return a class or property of the own vocabulary by its local name.

    Raises:
        KeyError: the vocabulary has no such term.
    """
    return _terms()[name]


@cache
def _terms() -> dict[str, Value]:
    label, definition = (
        ox.NamedNode(context().expand(name)) for name in ("rdfs:label", "skos:definition")
    )
    store = ox.Store()
    store.load(path=str(SCHEMAS / VOCABULARY_FILE), format=ox.RdfFormat.TURTLE)
    terms = {}
    for quad in store.quads_for_pattern(None, label, None):
        iri, name = quad.subject, quad.object
        if not isinstance(iri, ox.NamedNode) or not isinstance(name, ox.Literal):
            continue
        meanings = [
            found.object.value
            for found in store.quads_for_pattern(iri, definition, None)
            if isinstance(found.object, ox.Literal)
        ]
        local = iri.value.removeprefix(VOCABULARY)
        terms[local] = Value(iri.value, f"/ns#{local}", local, name.value, meanings[0])
    return terms
