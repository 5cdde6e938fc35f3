"""What a form offers: the values of lists with their meaning, ids with their titles.

A link is offered with the caveats that qualify it, in their words, never without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from app.graph.context import context
from app.graph.store import Generation
from app.records.kinds import HEADER
from app.records.shape import EDITORS, PLACES, Reference

#: Ids that a page offers for one kind of reference; any other can still be typed.
MOST = 1_000
_WORDS = 60
_PREFIXES = ("cav", "cito", "dct", "schema", "skos")
_NAMES = "SELECT ?s ?name WHERE { GRAPH ?g { ?s schema:name|dct:title ?name } }"
_LINKS = """
SELECT ?link ?polarity ?title ?relation ?object ?named ?caveat ?words WHERE {
  VALUES ?polarity { cav:asserts cav:denies cav:withholds }
  ?claim ?polarity ?link ; dct:title ?title .
  ?link cav:relation/skos:prefLabel ?relation ; cav:object|cav:objectNotAsserted ?object .
  OPTIONAL { ?object schema:name|skos:prefLabel ?named
             FILTER(LANG(?named) IN ("", "en")) }
  OPTIONAL { ?c cito:qualifies ?link ; dct:title ?caveat ; cav:words/schema:text ?words }
}"""
_PASSAGES = "SELECT ?p ?text WHERE { ?s schema:hasPart ?p . ?p schema:text ?text }"
_PLACES = """SELECT ?p ?name WHERE {
  ?p a skos:Concept ; skos:prefLabel ?name FILTER(LANG(?name) = "en" && ?p != $base) }"""
_SAID = {"asserts": "asserted", "denies": "denied", "withholds": "withheld"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a list: its label and what it means."""

    value: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class LinkOffered:
    """A link of a claim in words, and each caveat on it, by title and in its words."""

    id: str
    claim: str
    polarity: str
    statement: str
    caveats: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """What stands beside the id."""
        limits = "".join(f" ◇ {title}: “{words}”" for title, words in self.caveats)
        return f"{self.claim}: {self.polarity}{limits}"


class Offered:
    """What one generation offers; each list is made when it is first asked for."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._choices: dict[str, Choice] = {}
        self._held: dict[str, list[tuple[str, str]]] = {}
        self._links: list[LinkOffered] | None = None

    def choice(self, value: str) -> Choice:
        """Return a value of a list with the label and meaning that the vocabulary has."""
        if value not in self._choices:
            self._choices[value] = self._choice(value)
        return self._choices[value]

    def _choice(self, value: str) -> Choice:
        term = context().terms.get(value)
        iri = term.iri if term is not None and ":" in term.iri else ""
        if iri and not iri.startswith("http"):
            iri = context().expand(iri)
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|-", " ", value).lower()
        label = self._text(iri, "skos:prefLabel") or spaced
        return Choice(value, label, self._text(iri, "skos:definition"))

    def _text(self, iri: str, name: str) -> str:
        if not iri:
            return ""
        quads = self._generation.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(context().expand(name)), None, None
        )
        texts = [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]
        return min(texts, default="")

    def ids(self, reference: Reference) -> list[tuple[str, str]]:
        """Return ids that a reference may name, each with what it is called."""
        found: list[tuple[str, str]] = []
        for folder in reference.folders:
            if reference.whole:
                found += [item for item in self.names() if item[0].startswith(f"{folder}/")]
            if folder == PLACES:
                found += self._list("places", self._places)
            if reference.part and folder == "claims":
                found += [(link.id, link.label) for link in self.links()]
            if reference.part and folder == "sources":
                found += self._list("passages", self._passages)
        return sorted(found)[:MOST]

    def links(self, named: str = "") -> list[LinkOffered]:
        """Return the link of an id, the links of a claim, or all."""
        if self._links is None:
            self._links = self._all_links()
        return [
            link
            for link in self._links
            if not named or named in (link.id, link.id.partition("#")[0])
        ]

    def _all_links(self) -> list[LinkOffered]:
        found: dict[str, tuple[str, str, str, set[tuple[str, str]]]] = {}
        for row in self._select(_LINKS):
            key = self._id(row["link"])
            polarity = _SAID[row["polarity"].value.rpartition("#")[2]]
            target = row["named"] or row["object"]
            statement = f"{row['relation'].value} {target.value}"
            fresh = (row["title"].value, polarity, statement, set[tuple[str, str]]())
            entry = found.setdefault(key, fresh)
            if row["caveat"] is not None:
                entry[3].add((row["caveat"].value, row["words"].value))
        return [
            LinkOffered(key, title, polarity, statement, tuple(sorted(caveats)))
            for key, (title, polarity, statement, caveats) in sorted(found.items())
        ]

    def names(self) -> list[tuple[str, str]]:
        """Return every record with its title."""
        return self._list("names", self._records)

    def _list(
        self, name: str, make: Callable[[], Iterator[tuple[str, str]]]
    ) -> list[tuple[str, str]]:
        if name not in self._held:
            self._held[name] = sorted(set(make()))
        return self._held[name]

    def _records(self) -> Iterator[tuple[str, str]]:
        for row in self._select(_NAMES):
            key = self._id(row["s"])
            is_record = "/" in key and "#" not in key and key != HEADER
            if is_record and not key.startswith(f"{PLACES}/"):
                yield key, row["name"].value

    def _passages(self) -> Iterator[tuple[str, str]]:
        for row in self._select(_PASSAGES):
            text = row["text"].value
            yield self._id(row["p"]), text if len(text) <= _WORDS else f"{text[:_WORDS]}…"

    def _places(self) -> Iterator[tuple[str, str]]:
        for row in self._select(_PLACES):
            key = self._id(row["p"])
            if key.startswith(f"{PLACES}/"):
                yield key, row["name"].value

    def _select(self, text: str) -> Iterator[ox.QuerySolution]:
        prefixes = "".join(
            f"PREFIX {name}: <{context().prefixes[name]}>\n" for name in _PREFIXES
        )
        return self._generation.select(prefixes + text)

    def _id(self, node: Any) -> str:
        return self._generation.base.id_of(node.value) or ""


def datalist(reference: Reference) -> str:
    """Return the name of the list of ids that fits a reference."""
    kinds = [one for one in reference.folders if one != EDITORS] or [EDITORS]
    part = "-part" if reference.part else ""
    whole = "-whole" if reference.whole else ""
    return f"ids-{'-'.join(kinds)}{whole}{part}"
