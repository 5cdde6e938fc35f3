"""The codes of the places that ship with the program."""

from __future__ import annotations

from functools import cache

from app import SCHEMAS

_NOTATION = "http://www.w3.org/2004/02/skos/core#notation"


@cache
def place_codes() -> frozenset[str]:
    """Return the notations (SKOS, 6.5.1) in ``schemas/places.ttl``: ``VE``, ``419``."""
    # Oxigraph's parser is loaded when the first record names a place.
    import pyoxigraph as ox

    triples = ox.parse(
        path=str(SCHEMAS / "places.ttl"),
        format=ox.RdfFormat.TURTLE,
        base_iri="https://caveat.example/",
    )
    return frozenset(
        triple.object.value for triple in triples if triple.predicate.value == _NOTATION
    )
