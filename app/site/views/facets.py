"""What narrows a search down: the values of each facet, with how much each would leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.graph.gather import FACETS
from app.graph.iris import VOCABULARY, Base
from app.graph.search import Found
from app.records.kinds import KINDS
from app.site.views.words import Reader

#: So many values of a facet are shown at once, and so many more when asked for.
_SHOWN = 8
_FOLDED = 40
_TITLES = {
    "kind": "Kind",
    "actor": "Who speaks, acts or is named by an asserted link",
    "place": "Place in an asserted link",
    "relation": "Relation",
    "polarity": "How the claim holds it",
    "fate": "What became of a caveat",
    "language": "Language",
    "year": "Year",
}
#: Where the values of a facet have a page, by what their IRIs or ids begin with.
_NAMED = {
    "actor": "actors/",
    "place": "places/",
    "relation": VOCABULARY,
    "fate": VOCABULARY,
}
_POLARITIES = {"asserted": "Asserted", "denied": "Denied", "withheld": "Withheld"}
_LANGUAGES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "hi": "Hindi",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sr": "Serbian",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: how many records it leaves, and the query that toggles it."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that are shown, and those that are folded away."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    folded: tuple[FacetValue, ...]


def shown_values(
    found: Found, known: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet that are shown: the chosen ones always.

    A chosen value that no record has is left out: it may be a name that is known from a
    withheld link alone, and a facet must not have it.
    """
    shown = {}
    for name in FACETS:
        values = [value for value, _ in found.counts[name][: _SHOWN + _FOLDED]]
        chosen = found.asked.chosen.get(name, ())
        values += [one for one in chosen if one in known[name] and one not in values]
        shown[name] = tuple(values)
    return shown


def value_iri(base: Base, name: str, value: str) -> str | None:
    """Return the IRI of a value that has a page, or None."""
    prefix = _NAMED.get(name)
    if prefix is None:
        return None
    return prefix + value if prefix == VOCABULARY else base.absolute(prefix + value)


def facets(
    reader: Reader,
    found: Found,
    shown: Mapping[str, tuple[str, ...]],
    address: Callable[[str, str], str],
) -> tuple[Facet, ...]:
    """Read every facet of what was found.

    Args:
        shown: the values that are shown of each.
        address: makes the query that adds or takes away a value.
    """
    return tuple(
        facet
        for name in FACETS
        if (facet := _facet(reader, found, name, shown[name], address)).values
    )


def _facet(
    reader: Reader,
    found: Found,
    name: str,
    shown: tuple[str, ...],
    address: Callable[[str, str], str],
) -> Facet:
    counts = dict(found.counts[name])
    chosen = found.asked.chosen.get(name, ())
    values = [
        FacetValue(
            value=value,
            label=_label(reader, name, value) if value in shown else value,
            count=counts.get(value, 0),
            chosen=value in chosen,
            query=address(name, value),
        )
        for value in dict.fromkeys((*shown, *chosen))
    ]
    # What is chosen can be taken back, so it is never folded away.
    first = [one for place, one in enumerate(values) if place < _SHOWN or one.chosen]
    folded = [one for one in values if one not in first]
    return Facet(name, _TITLES[name], _sorted(name, first), _sorted(name, folded))


def _sorted(name: str, values: list[FacetValue]) -> tuple[FacetValue, ...]:
    """Keep the order of counts, but that of time for years."""
    if name == "year":
        values = sorted(values, key=lambda one: one.value)
    return tuple(values)


def _label(reader: Reader, name: str, value: str) -> str:
    iri = value_iri(reader.base, name, value)
    if iri is not None:
        return reader.ref(iri).label
    if name == "kind":
        return KINDS[value].plural
    names = _LANGUAGES if name == "language" else _POLARITIES
    return names.get(value, value)
