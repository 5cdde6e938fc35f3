"""The codes and names of the places that ship with the program."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app import SCHEMAS

_CORE = "http://www.w3.org/2004/02/skos/core#"
_NAMES = (f"{_CORE}prefLabel", f"{_CORE}altLabel")


@cache
def place_codes() -> frozenset[str]:
    """Return the notations (SKOS, 6.5.1) in ``schemas/places.ttl``: ``VE``, ``419``."""
    return frozenset(_places().values())


@cache
def codes_by_name() -> Mapping[str, str]:
    """Return the code of each name of a place, in small letters.

    >>> codes_by_name()["bolivarian republic of venezuela"]
    'VE'
    """
    return {name.lower(): code for name, code in _places().items()}


@cache
def _places() -> Mapping[str, str]:
    """Return the code of each place by each of its names."""
    # Oxigraph's parser is loaded when the first record names a place.
    import pyoxigraph as ox

    codes: dict[object, str] = {}
    names: list[tuple[object, str]] = []
    for triple in ox.parse(
        path=str(SCHEMAS / "places.ttl"),
        format=ox.RdfFormat.TURTLE,
        base_iri="https://caveat.example/",
    ):
        if triple.predicate.value == f"{_CORE}notation":
            codes[triple.subject] = triple.object.value
        elif triple.predicate.value in _NAMES:
            names.append((triple.subject, triple.object.value))
    return {name: codes[node] for node, name in names if node in codes}
