"""What is searched of a record while it is gathered: columns, facets, leanings.

The facets keep the third clause of the promise by what is put in: an actor or a place
comes from somebody who speaks or acts, or from an *asserted* link, never from one that is
denied or withheld, and never from what a passage says itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from app import SCHEMAS
from app.graph.tokens import indexed
from app.records.dates import bounds
from app.records.record import Record

#: The columns of the index, the weightiest first: the id without its folder, the title
#: and other names of the record itself, the names of others, and texts.
COLUMNS = ("handle", "title", "names", "words", "caveats", "notes")
#: What a record is called: who looks for that looks for this record.
CALLED = COLUMNS[:2]
FACETS = ("kind", "actor", "place", "relation", "polarity", "fate", "language", "year")
#: How a link is held, by the key of a claim under which it stands.
POLARITIES = {"asserts": "asserted", "denies": "denied", "withholds": "withheld"}

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched of one record.

    ``texts`` are in the order of the columns; ``day`` is the first that its date allows,
    or else the last, as text; ``leans`` are the ids of the records that it was made from.
    """

    id: str
    texts: tuple[str, ...]
    facets: tuple[tuple[str, str], ...]
    day: str
    leans: tuple[str, ...]


@cache
def place_names() -> Mapping[str, tuple[str, ...]]:
    """Return every name of each place that ships with the program, by its id."""
    base = "https://caveat.example/"
    core = "http://www.w3.org/2004/02/skos/core#"
    path = str(SCHEMAS / "places.ttl")
    found: dict[str, list[str]] = defaultdict(list)
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=base):
        if quad.predicate.value in (f"{core}prefLabel", f"{core}altLabel"):
            found[quad.subject.value.removeprefix(base)].append(quad.object.value)
    return {key: tuple(sorted(names)) for key, names in found.items()}


class Gathering:
    """Gathers what is searched of one record."""

    def __init__(self, records: Mapping[str, Record], record_id: str) -> None:
        self._records = records
        self._id = record_id
        self._texts: dict[str, list[str]] = {name: [] for name in COLUMNS}
        self.say("handle", record_id.rpartition("/")[2])
        self._facets: set[tuple[str, str]] = set()
        self._leans: set[str] = set()
        self._day = ""

    def look(self, record_id: str) -> Data:
        """Return the data of another record, and note that the document leans on it."""
        self._leans.add(record_id)
        record = self._records.get(record_id)
        return {} if record is None else record.data

    def say(self, column: str, *texts: str | None) -> None:
        """Add texts to a column; what is said twice counts once."""
        held = self._texts[column]
        held += [text for text in texts if text and text not in held]

    def facet(self, name: str, value: str) -> None:
        """Add a value to a facet: an id gives its last segment."""
        self._facets.add((name, value.rpartition("/")[2]))

    def actor(self, record_id: str | None) -> None:
        """Add somebody who speaks or acts, or is the object of an asserted link."""
        if record_id is not None:
            data = self.look(record_id)
            self.facet("actor", record_id)
            self.say("names", data.get("name"), *data.get("also_called", ()))

    def actors(self, record_ids: Iterable[str]) -> None:
        """Add several actors."""
        for record_id in record_ids:
            self.actor(record_id)

    def words(self, reference: str) -> None:
        """Add the words of a passage, their translation and their language."""
        source, _, name = reference.partition("#")
        data = self.look(source)
        passage = data.get("passages", {}).get(name, {})
        self.say("words", passage.get("text"), passage.get("translation"))
        if data:
            self.facet("language", passage.get("lang", data["lang"]))

    def link(self, polarity: str, link: Data) -> None:
        """Add relation and polarity of a link; its object only where it is asserted."""
        self.facet("relation", link["relation"])
        self.facet("polarity", POLARITIES[polarity])
        if polarity == "asserts":
            self.actor(link.get("party"))
            if "place" in link:
                self.facet("place", link["place"])
                self.say("names", *place_names().get(link["place"], ()))

    def link_of(self, reference: str) -> None:
        """Add a link of another record, as :meth:`link` does."""
        claim, _, name = reference.partition("#")
        data = self.look(claim)
        for polarity in POLARITIES:
            if name in data.get(polarity, ()):
                self.link(polarity, data[polarity][name])

    def counts(self, counts: Mapping[str, Data]) -> None:
        """Add numbers, as they are printed and in digits."""
        for count in counts.values():
            value = count.get("value")
            self.say("words", count["as_printed"], None if value is None else str(value))
            self.say("notes", count.get("note"))

    def dated(self, edtf: str | None) -> None:
        """Add the years that a date allows; one that is open or longer gives none."""
        if edtf is None:
            return
        span = bounds(edtf)
        first, last = span.earliest, span.latest
        self._day = str(first or last or "")
        if first is not None and last is not None and last.year - first.year <= 1:
            for year in range(first.year, last.year + 1):
                self.facet("year", str(year))

    def finished(self) -> Document:
        """Return the document."""
        return Document(
            id=self._id,
            texts=tuple(indexed(self._texts[name]) for name in COLUMNS),
            facets=tuple(sorted(self._facets)),
            day=self._day,
            leans=tuple(sorted(self._leans - {self._id})),
        )
