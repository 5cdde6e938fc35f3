"""The codes of the places that ship with the program."""

from __future__ import annotations

from functools import cache

from app import SCHEMAS

_NOTATION = "http://www.w3.org/2004/02/skos/core#notation"
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@cache
def place_codes() -> frozenset[str]:
    """Return the notations (SKOS, 6.5.1) in ``schemas/places.ttl``: ``VE``, ``419``."""
    return frozenset(place_names())


@cache
def place_names() -> dict[str, str]:
    """Return the name in English of each place, by its notation."""
    # Oxigraph's parser is loaded when the first record names a place.
    import pyoxigraph as ox

    triples = ox.parse(
        path=str(SCHEMAS / "places.ttl"),
        format=ox.RdfFormat.TURTLE,
        base_iri="https://caveat.example/",
    )
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for triple in triples:
        if triple.predicate.value == _NOTATION:
            codes[str(triple.subject)] = triple.object.value
        elif triple.predicate.value == _LABEL and triple.object.language == "en":
            names[str(triple.subject)] = triple.object.value
    return {code: names.get(place, code) for place, code in sorted(codes.items())}
