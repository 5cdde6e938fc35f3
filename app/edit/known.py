"""What a knowledge base holds already, as somebody needs it who adds to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.records.addresses import host, normalised
from app.records.kinds import KINDS
from app.records.others import AllRecords
from app.records.parts import Part, find, links, parts, passages
from app.records.placecodes import place_names
from app.records.record import KnowledgeBase, Record
from app.records.shape import EDITORS, PLACES, Shape

_WORD = re.compile(r"\w+")
_FEW_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a reference may name: its id, what it is, and what is said of it."""

    id: str
    label: str
    details: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words by which it is found."""
        return words_of(" ".join((self.id, self.label, *self.details)))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, case folded; thousands without their comma.

    >>> sorted(words_of("Removed 1,196 accounts"))
    ['1196', 'accounts', 'removed']
    """
    joined = re.sub(r"(?<=\d),(?=\d{3})", "", text.casefold())
    return frozenset(_WORD.findall(joined))


class Known:
    """The records of a knowledge base, for looking up by what a person types."""

    def __init__(self, kb: KnowledgeBase, ids: Mapping[str, frozenset[str]]) -> None:
        """Take what was loaded, and the ids of all files, broken ones too."""
        self.kb = kb
        self.ids = ids
        self.others = AllRecords(kb.header, all_ids=ids, by_id=kb.records)

    def name(self, record_id: str) -> str:
        """Return the title or name of a record, or its id where there is none."""
        record = self.kb.records.get(record_id)
        if record is None:
            return record_id
        return str(record.data.get("title", record.data.get("name", record_id)))

    def of(self, folder: str) -> Iterator[Record]:
        """Yield the records of a folder, by id."""
        return (record for record in self.kb.records.values() if record.folder == folder)

    @property
    def editors(self) -> dict[str, Any]:
        """The editors by handle."""
        return self.others.editors or {}

    # What an address tells.

    def at_address(self, url: str) -> Record | None:
        """Return the source that has an address, its own or one of its copies'."""
        return self._by_address.get(normalised(url))

    def publisher_at(self, url: str) -> str | None:
        """Return the publisher of all sources of a host, or the actor whose site it is."""
        own = host(url)
        published = {
            source.data["publisher"]
            for source in self.of("sources")
            if host(source.data.get("url", "")) == own
        }
        sites = {
            actor.id
            for actor in self.of("actors")
            if host(actor.data.get("url", "")) == own
        }
        found = published or sites
        return found.pop() if own and len(found) == 1 else None

    def language_of(self, publisher: str) -> str | None:
        """Return the language in which a publisher's sources are, if there is only one."""
        found = {
            source.data["lang"]
            for source in self.of("sources")
            if source.data["publisher"] == publisher
        }
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _by_address(self) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for source in self.of("sources"):
            held = [copy.get("at") for copy in source.data.get("copies", {}).values()]
            for url in (source.data.get("url"), source.data.get("archived"), *held):
                if url:
                    found.setdefault(normalised(url), source)
        return found

    # What a reference may name.

    def choices(self, shape: Shape) -> list[Choice]:
        """Return what a reference of a shape may name, in the order of ids."""
        reference = shape.reference
        if reference is None:
            return []
        found: list[Choice] = []
        for folder in reference.folders:
            if reference.whole:
                found += self._wholes(folder)
            if reference.part:
                copies = folder == "sources" and shape.definition == "source_or_copy"
                found += self._copies() if copies else self._parts(folder)
        return sorted(found, key=lambda choice: choice.id)

    def _wholes(self, folder: str) -> Iterator[Choice]:
        if folder == EDITORS:
            for handle, editor in self.editors.items():
                yield Choice(f"{EDITORS}/{handle}", editor["name"])
        elif folder == PLACES:
            for code, name in place_names().items():
                yield Choice(f"{PLACES}/{code}", name)
        for record in self.of(folder) if folder in KINDS else ():
            called = ", ".join(record.data.get("also_called", ()))
            yield Choice(record.id, self.name(record.id), (called,) if called else ())

    def _parts(self, folder: str) -> Iterator[Choice]:
        for record in self.of(folder):
            if folder == "claims":
                yield from map(self._link, links(record))
            elif folder == "sources":
                for passage in passages(record):
                    text = passage.data["text"]
                    yield Choice(passage.id, f"“{text}”", (self.name(record.id),))

    def _copies(self) -> Iterator[Choice]:
        for source in self.of("sources"):
            for copy in parts(source, "copies"):
                yield Choice(copy.id, f"a copy of {self.name(source.id)}")

    def _link(self, link: Part) -> Choice:
        """Show a link with its words and every caveat on it: they are never apart."""
        data = link.data
        who = data.get("party") or data.get("place") or ""
        about = data.get("unnamed") or self._named(who)
        said = self.words(data["words"])
        details = [f"{self.name(link.record.id)}: “{said}”"]
        for caveat in self.caveats_on(link.id):
            held = self.words(caveat.data["words"])
            details.append(f"caveat: {caveat.data['title']}: “{held}”")
        return Choice(link.id, f"{link.field} {data['relation']} {about}", tuple(details))

    def _named(self, reference: str) -> str:
        if reference.startswith(f"{PLACES}/"):
            return place_names().get(reference.partition("/")[2], reference)
        return self.name(reference)

    def words(self, reference: str) -> str:
        """Return the words of a passage, or its reference where it is not there."""
        passage = self.passage(reference)
        return reference if passage is None else str(passage.data["text"])

    def passage(self, reference: str) -> Part | None:
        """Return the passage that a reference names."""
        return self.others.passage(reference)

    def caveats_on(self, link_id: str) -> Sequence[Record]:
        """Return the caveats that qualify a link."""
        return self.others.caveats_on(link_id)

    def claim_of(self, link_id: str) -> Record | None:
        """Return the claim of a link that is there."""
        record_id, _, name = link_id.partition("#")
        claim = self.kb.records.get(record_id)
        return claim if claim is not None and find(claim, name) else None


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that somebody may mean who typed part of a name.

    An id, whole or without its folder, means one; else all that have each word typed, or
    a word that begins like it: two letters at least, for one is a slip.
    """
    exact = [c for c in choices if typed in (c.id, c.id.partition("/")[2])]
    if exact:
        return exact
    wanted = words_of(typed)
    return [choice for choice in choices if wanted and _has(choice.words, wanted)]


def _has(words: frozenset[str], wanted: frozenset[str]) -> bool:
    return all(
        one in words or (len(one) > 1 and any(word.startswith(one) for word in words))
        for one in wanted
    )


def likely(choices: Sequence[Choice], text: str, most: int = 6) -> list[Choice]:
    """Return the choices that share most with a text: rare words before common ones.

    A number that stands in an id too tells which set is meant, and counts most.
    """
    common: Counter[str] = Counter(word for choice in choices for word in choice.words)
    wanted = {word for word in words_of(text) if len(word) >= _FEW_LETTERS}
    scores: dict[str, float] = {}
    for choice in choices:
        shared = wanted & choice.words
        numbers = {word for word in shared & words_of(choice.id) if word.isdigit()}
        scores[choice.id] = sum(1 / common[word] for word in shared) + len(numbers)
    found = [choice for choice in choices if scores[choice.id] > 0]
    return sorted(found, key=lambda choice: (-scores[choice.id], choice.id))[:most]
