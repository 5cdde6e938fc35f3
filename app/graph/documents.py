"""What is searched of a record: its texts by weight, its facets, what it leans on.

A document takes words from other records: a claim is found by the words of the source
that it quotes and by the caveats on its links, a source by the relations of the links that
it repeats.  Each record that was looked at is noted, so that a change of it makes the
document anew.

The facets keep the third clause of the promise by what is put in: an actor or a place
comes from somebody who speaks or acts, or from an *asserted* link, never from one that is
denied or withheld, and never from what a passage says itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from app import SCHEMAS
from app.graph.tokens import indexed
from app.records.dates import bounds
from app.records.record import Record

#: The columns of the index, the weightiest first.
COLUMNS = ("title", "names", "words", "caveats", "notes")
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


class Documents:
    """Makes documents of the records of a knowledge base."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self._records = records
        self._caveats: dict[str, list[str]] = defaultdict(list)
        for record in records.values():
            if record.folder == "caveats":
                for claim in claims_qualified(record):
                    self._caveats[claim].append(record.id)

    def make(self, record_id: str) -> Document:
        """Make the document of a record."""
        record = self._records[record_id]
        draft = _Draft(self._records, record_id)
        draft.facet("kind", record.folder)
        _KINDS[record.folder](draft, record.data)
        for caveat in self._caveats.get(record_id, ()):
            _limit(draft, draft.look(caveat))
        return draft.finished()


def claims_qualified(caveat: Record) -> set[str]:
    """Return the ids of the claims whose links a caveat qualifies."""
    return {link.partition("#")[0] for link in caveat.data["qualifies"]}


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


class _Draft:
    """A document under construction."""

    def __init__(self, records: Mapping[str, Record], record_id: str) -> None:
        self._records = records
        self._id = record_id
        self._texts: dict[str, list[str]] = {name: [] for name in COLUMNS}
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


def _limit(draft: _Draft, caveat: Data) -> None:
    """Add a caveat to the claim that it qualifies."""
    source, _, name = caveat["words"].partition("#")
    passage = draft.look(source).get("passages", {}).get(name, {})
    texts = (passage.get("text"), passage.get("translation"))
    draft.say("caveats", caveat["title"], *texts, *caveat.get("does_not_say", ()))


def _takedown(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"])
    draft.say("notes", data.get("note"))
    draft.actor(data["agent"])
    draft.dated(data["disclosed"])


def _set(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"])
    draft.say("names", *data.get("also_called", ()))
    draft.say("notes", data.get("note"))
    draft.counts(data.get("counts", {}))
    takedown = draft.look(data["disclosed_in"])
    draft.actor(takedown.get("agent"))
    draft.dated(data.get("removed", takedown.get("disclosed")))


def _claim(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"])
    draft.say("notes", data.get("note"))
    draft.actors(data["claimants"])
    draft.actor(data.get("speaker"))
    draft.dated(data.get("made"))
    for polarity in POLARITIES:
        for link in data.get(polarity, {}).values():
            draft.link(polarity, link)
            draft.say("words", link.get("unnamed"), link.get("hedge"))
            draft.say("notes", link.get("note"))
            if "words" in link:
                draft.words(link["words"])
    for revision in data.get("revises", {}).values():
        draft.say("notes", revision.get("reason"))
        if "words" in revision:
            draft.words(revision["words"])


def _caveat(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"])
    draft.say("caveats", *data.get("does_not_say", ()))
    draft.say("notes", data.get("note"))
    draft.words(data["words"])
    for reference in data["qualifies"]:
        draft.link_of(reference)
        claim = draft.look(reference.partition("#")[0])
        draft.actors(claim.get("claimants", ()))
    draft.dated(draft.look(data["words"].partition("#")[0]).get("published"))


def _source(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"], data.get("translation"))
    draft.say("names", data.get("byline"))
    draft.say("notes", data.get("note"))
    draft.actor(data["publisher"])
    draft.actors(data.get("authors", ()))
    draft.dated(data.get("published"))
    draft.facet("language", data["lang"])
    for passage in data.get("passages", {}).values():
        draft.facet("language", passage.get("lang", data["lang"]))
        _passage(draft, passage)
    for part in (*data.get("copies", {}).values(), *data.get("republishes", {}).values()):
        draft.say("notes", part.get("note"))


def _passage(draft: _Draft, passage: Data) -> None:
    draft.say("words", passage["text"], passage.get("translation"))
    draft.say("words", *passage.get("adds", ()))
    draft.say("notes", passage.get("note"))
    draft.actor(passage.get("speaker"))
    draft.counts(passage.get("numbers", {}))
    for reference in passage.get("restates", ()):
        draft.link_of(reference)
    for said in passage.get("says", {}).values():
        draft.say("words", said.get("unnamed"))
        draft.say("notes", said.get("note"))
    for treatment in passage.get("treatments", {}).values():
        for judged in (treatment, *treatment.get("also_judged", {}).values()):
            draft.say("notes", judged["reason"])
            for fate in judged["fate"]:
                draft.facet("fate", fate)


def _reaction(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"])
    draft.say("notes", data.get("note"))
    draft.actor(data["by"])
    draft.words(data["words"])
    draft.dated(data.get("made"))


def _review(draft: _Draft, data: Data) -> None:
    draft.say("title", data["title"], data["finding"])
    draft.say("notes", data["rationale"], data.get("note"))
    draft.dated(data["judged"])
    for reference in data["review_of"]:
        if reference.startswith("sources/"):
            draft.words(reference)
    for asked in data.get("asked", {}).values():
        draft.say("notes", asked.get("note"))


def _actor(draft: _Draft, data: Data) -> None:
    draft.say("title", data["name"])
    draft.say("names", *data.get("also_called", ()))
    draft.say("notes", data.get("note"))


_KINDS: dict[str, Callable[[_Draft, Data], None]] = {
    "takedowns": _takedown,
    "sets": _set,
    "claims": _claim,
    "caveats": _caveat,
    "sources": _source,
    "reactions": _reaction,
    "reviews": _review,
    "actors": _actor,
}
