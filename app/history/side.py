"""One of two versions that are compared: what its records are called and what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.history.labels import label, place
from app.history.meaning import meaning
from app.history.sentence import Name, Piece, Quote, Said, Sentence, joined, shortened
from app.records.kinds import folder_of
from app.records.parts import POLARITIES
from app.records.record import KnowledgeBase, Record
from app.records.shape import EDITORS, PLACES, Shape

#: How a link is held, by the key of a claim under which it stands.
HELD = {"asserts": "asserted", "denies": "denied", "withholds": "withheld"}
#: The keys of which a link has one for its object.
OBJECTS = ("party", "place", "unnamed")

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """The records of one version by their ids, and what they mean.

    What was renamed has the later id in both.
    """

    records: Mapping[str, Record]
    meanings: Mapping[str, dict[str, Any]]
    editors: Mapping[str, Data]
    unread: frozenset[str]
    _caveats: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def data(self, record_id: str) -> Data:
        """Return what a record means; nothing where there is none."""
        return self.meanings.get(record_id, {})

    def title(self, record_id: str) -> str:
        """Return the title or name of a record, or its id where there is none."""
        data = self.data(record_id)
        return str(data.get("title") or data.get("name") or record_id)

    def link(self, link_id: str) -> tuple[str, Data] | None:
        """Return how a link is held and what it holds, or None where there is none."""
        claim, _, name = link_id.partition("#")
        for polarity in POLARITIES:
            found = self.data(claim).get(polarity, {}).get(name)
            if found is not None:
                return polarity, found
        return None

    def caveats_on(self, link_id: str) -> list[str]:
        """Return the ids of the caveats that qualify a link, sorted."""
        return sorted(self._caveats.get(link_id, ()))

    def words(self, passage_id: str) -> str:
        """Return the words of a passage; nothing where there is none."""
        source, _, name = passage_id.partition("#")
        return str(self.data(source).get("passages", {}).get(name, {}).get("text", ""))

    def object_of(self, link: Data) -> Piece:
        """Return what a link leads to, as it is called."""
        if "party" in link:
            return Said(self.title(link["party"]))
        return Said(place(link["place"]) if "place" in link else link.get("unnamed", ""))

    def statement(self, link: Data) -> Sentence:
        """Say relation and object of a link: operated by the Lantern Group."""
        colon = ":" if link["relation"] in _NOUNS else ""
        return (f"{label(link['relation'])}{colon} ", self.object_of(link))

    def held(self, polarity: str, link: Data) -> Sentence:
        """Say how a link is held, and what it says: withheld: operated by …"""
        firm = [label(link[key]) for key in ("certainty",) if key in link]
        share = [label(link["share"])] if link.get("share") in _SHARES else []
        strength = ", ".join([HELD[polarity], *firm, *(f"of {item}" for item in share)])
        hedge: Sentence = (", hedged ", Quote(link["hedge"])) if "hedge" in link else ()
        return (strength, *hedge, ": ", *self.statement(link))

    def mention(self, link_id: str) -> Sentence:
        """Name a link with how it is held."""
        found = self.link(link_id)
        if found is None:
            return (Name(link_id),)
        return (Name(link_id), " (", *self.held(*found), ")")

    def value(self, shape: Shape, value: Any) -> Sentence:
        """Say a value of a record."""
        if isinstance(value, list):
            return joined(self.value(shape.items or shape, item) for item in value)
        if isinstance(value, bool):
            return ("yes" if value else "no",)
        if isinstance(value, int):
            return (f"{value}",)
        if shape.reference is not None:
            return self._reference(str(value))
        if shape.options:
            return (label(str(value)),)
        return (Quote(str(value)) if shape.is_free_text else Said(str(value)),)

    def who(self, editor: str) -> Said:
        """Return the name of an editor."""
        handle = editor.partition("/")[2]
        return Said(str(self.editors.get(handle, {}).get("name", handle)))

    def _reference(self, reference: str) -> Sentence:
        folder = folder_of(reference)
        if folder == EDITORS:
            return (self.who(reference),)
        if folder == PLACES:
            return (Said(place(reference)),)
        if folder == "actors":
            return (Said(self.title(reference)),)
        if folder == "claims" and "#" in reference:
            return self.mention(reference)
        words = self.words(reference) if folder == "sources" else ""
        said: Sentence = (" (", Quote(shortened(words)), ")") if words else ()
        return (Name(reference), *said)


_SHARES = frozenset({"all", "most", "some"})
#: Relations whose label ends in a noun, behind which the object stands for itself.
_NOUNS = frozenset({"part-of-campaign", "member-of-network"})


def side(
    kb: KnowledgeBase,
    renamed: Mapping[str, str] | None = None,
    known: Mapping[str, dict[str, Any]] | None = None,
) -> Side:
    """Return a version as one side; ids that were renamed are those of the other side.

    *known* is what records mean, by id, where no id was renamed; others are looked at.
    """
    names = renamed or {}
    meant = {} if names or known is None else known
    records = {names.get(key, key): record for key, record in kb.records.items()}
    made = Side(
        records=records,
        meanings={
            key: meant[key] if key in meant else meaning(record, names)
            for key, record in records.items()
        },
        editors={} if kb.header is None else kb.header.data["editors"],
        unread=frozenset(names.get(key, key) for key in kb.unread),
    )
    for key, data in made.meanings.items():
        if folder_of(key) == "caveats":
            for link in data["qualifies"]:
                made._caveats[link].append(key)
    return made


def all_links(references: Iterable[str]) -> tuple[str, ...]:
    """Return those of *references* that name links of claims, each once, sorted."""
    found = {item for item in references if folder_of(item) == "claims" and "#" in item}
    return tuple(sorted(found))
