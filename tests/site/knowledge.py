"""What the records say of links and caveats, read from the records themselves.

The checks of the promise compare answers with this and not with the graph: a link or a
caveat that the build lost is missed here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from app import SCHEMAS
from app.records.record import KnowledgeBase
from tests.site.markup import squeeze

POLARITIES = {"asserts": "Asserted", "denies": "Denied", "withholds": "Withheld"}
#: The keys by which somebody is known from more than a link that names them.
_ACTS = ("claimants", "publisher", "authors", "agent", "by", "speaker")
_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_TERMS = "https://w3id.org/caveat/ns#"


@dataclass(frozen=True)
class Caveat:
    """A caveat: its id, its IRI, its words."""

    id: str
    iri: str
    words: str


@dataclass(frozen=True)
class Link:
    """A link of a claim, the name it holds, its statement, and the caveats on it."""

    id: str
    iri: str
    polarity: str
    named: str | None
    statement: str
    caveats: tuple[Caveat, ...] = field(default=())

    @property
    def claim(self) -> str:
        """The id of the claim."""
        return self.id.partition("#")[0]


@dataclass(frozen=True)
class Knowledge:
    """All links by id, all caveats by id, and the names under a restriction.

    ``withheld_names`` holds, by id, what is named by denied or withheld links alone,
    with every form of the name.
    """

    base: str
    links: dict[str, Link]
    caveats: dict[str, Caveat]
    about: dict[str, tuple[str, ...]]
    disclosed: dict[str, str]
    withheld_names: dict[str, tuple[str, ...]]

    def links_of(self, claim: str) -> list[Link]:
        """Return the links of a claim."""
        return [link for link in self.links.values() if link.claim == claim]

    def claims_about(self, record: str) -> list[str]:
        """Return the claims about a set, or about the sets of a takedown."""
        return [
            claim
            for claim, sets in self.about.items()
            if any(record in (one, self.disclosed.get(one)) for one in sets)
        ]


def read_knowledge(kb: KnowledgeBase) -> Knowledge:
    """Read the published records."""
    assert kb.header is not None
    base = kb.header.data["base"]
    records = {key: record.data for key, record in kb.published.items()}
    labels = {**_labels("caveat.ttl", _TERMS), **_labels("places.ttl", "places/")}
    labels |= {key: (data["name"],) for key, data in _folder(records, "actors")}
    caveats = {
        key: Caveat(key, base + key, squeeze(_words(records, data["words"])))
        for key, data in _folder(records, "caveats")
    }
    links = {
        link.id: link
        for key, data in _folder(records, "claims")
        for link in _links(base, key, data, records, caveats, labels)
    }
    return Knowledge(
        base=base,
        links=links,
        caveats=caveats,
        about={key: tuple(data["about"]) for key, data in _folder(records, "claims")},
        disclosed={
            key: data["disclosed_in"]
            for key, data in _folder(records, "sets")
            if "disclosed_in" in data
        },
        withheld_names=_withheld_names(links.values(), records, labels),
    )


Records = dict[str, dict[str, Any]]


def _folder(records: Records, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((key, data) for key, data in records.items() if key.startswith(f"{folder}/"))


def _words(records: Records, reference: str) -> str:
    source, _, passage = reference.partition("#")
    text: str = records[source]["passages"][passage]["text"]
    return text


def _labels(file: str, prefix: str) -> dict[str, tuple[str, ...]]:
    """Read the labels of a file of the schemas, the English one first."""
    found: dict[str, list[str]] = {}
    data = (SCHEMAS / file).read_bytes()
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri="https://x.example/"):
        if quad.predicate == _LABEL and isinstance(quad.object, ox.Literal):
            key = quad.subject.value.removeprefix("https://x.example/")
            if key.startswith(prefix):
                place = 0 if quad.object.language in ("en", None) else 1
                labels = found.setdefault(key.removeprefix(_TERMS), [])
                labels.insert(place and len(labels), quad.object.value)
    return {key: tuple(values) for key, values in found.items()}


def _links(
    base: str,
    claim: str,
    data: dict[str, Any],
    records: Records,
    caveats: dict[str, Caveat],
    labels: dict[str, tuple[str, ...]],
) -> Iterator[Link]:
    for polarity, word in POLARITIES.items():
        for name, link in data.get(polarity, {}).items():
            link_id = f"{claim}#{name}"
            named = link.get("party") or link.get("place")
            shown = labels[named][0] if named else link["unnamed"]
            relation = labels[link["relation"]][0]
            yield Link(
                id=link_id,
                iri=base + link_id,
                polarity=polarity,
                named=named,
                statement=squeeze(f"{word} {relation} {shown}"),
                caveats=tuple(
                    caveats[key]
                    for key, caveat in _folder(records, "caveats")
                    if link_id in caveat["qualifies"]
                ),
            )


def _withheld_names(
    links: Any, records: Records, labels: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    asserted = {link.named for link in links if link.polarity == "asserts"}
    acting = {
        one
        for record in records.values()
        for data in (record, *record.get("passages", {}).values())
        for key in _ACTS
        for one in ([data[key]] if isinstance(data.get(key), str) else data.get(key, []))
    }
    return {
        link.named: (
            *labels[link.named],
            *records.get(link.named, {}).get("also_called", ()),
        )
        for link in links
        if link.polarity != "asserts" and link.named
        if link.named not in asserted | acting
    }
