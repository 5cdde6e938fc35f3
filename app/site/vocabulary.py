"""The terms of the vocabulary that pages draw, with what they mean.

A page's own triples hold the list values that it uses; its properties are in no triple
as a subject, so what *asserts* or *hedge* means is read from the vocabulary itself.  So
are the list values of a page that is made from no triples.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

import pyoxigraph as ox

from app import SCHEMAS
from app.graph.context import context
from app.graph.iris import VOCABULARY
from app.graph.plan import VOCABULARY_FILE
from app.site.views.values import Value


@cache
def own_term(name: str) -> Value:
    """Return a class, property or list value of the own vocabulary by its local name.

    Raises:
        KeyError: the vocabulary has no such term.
    """
    return _terms()[name]


@cache
def _terms() -> dict[str, Value]:
    label, preferred, definition = (
        ox.NamedNode(context().expand(name))
        for name in ("rdfs:label", "skos:prefLabel", "skos:definition")
    )
    store = ox.Store()
    store.load(path=str(SCHEMAS / VOCABULARY_FILE), format=ox.RdfFormat.TURTLE)
    terms = {}
    for quad in chain(
        store.quads_for_pattern(None, label, None),
        store.quads_for_pattern(None, preferred, None),
    ):
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
