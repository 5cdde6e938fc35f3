"""What a citer of a record relied on: the record, and what of others it cannot go without.

A claim stands in a closure with its sets, its caveats and the words of all of them,
whoever brings it: a caveat is never separated from its claim.

============ =========================================================================
record        its closure holds besides itself
============ =========================================================================
claim         the sets that it is about; every caveat on one of its links; the words that
              claim, revisions, caveats and counts quote
caveat        its words; each claim that it qualifies, with that claim's closure
set           the words of its counts; each claim about it, or about a set that it is a
              part or the sum of, with the caveats on its links, but not its other sets
takedown      the sets that it disclosed, as above
source        the claims that its passages restate, as above, and the caveats that it
              treats; of another record's source only the passages quoted are in
reaction      its words; what it answers, with the closure of that
review        the passages examined, with the claims that they restate and the caveats
              that they treat; the reactions examined; the passages that are evidence
actor         the claims of which a link names it, with the caveats on their links
============ =========================================================================

Not in it, as no citer relies on them: how words were checked (``seen``, ``verified``,
``prefix``, ``suffix``, ``copies``), former ids, and of records other than the cited one
their ``status`` and reviewers.  Restatements, treatments and reactions are in that of the
source or reaction that holds them, never in the claim's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.history.backward import ABOUT, BLAMES, CONTAINS, QUALIFIES
from app.history.reduced import EXAMINED, Kept, reduced
from app.history.side import Data
from app.records.kinds import KINDS, folder_of
from app.records.record import Record
from app.records.shape import leaves


class Reader(Protocol):
    """The published records of one moment."""

    def record(self, record_id: str) -> Record | None:
        """Return a record, or None where none of that id is published."""

    def meaning(self, record_id: str) -> Data:
        """Return what a published record means."""

    def holders(self, relation: str, target: str) -> Iterable[str]:
        """Return the records that lead to *target*, sorted: :mod:`app.history.backward`."""

    def named(self, record_id: str, kept: Kept) -> Iterable[str]:
        """Return :func:`named` of a published record."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A record's closure: its members by id, and what was asked for.

    ``needs`` are the ids of all that decides what is in it, missing ones too.
    """

    root: str
    members: Mapping[str, Kept]
    needs: frozenset[str]


def closure(reader: Reader, root: str) -> Closure:
    """Return the closure of the published record *root*."""
    return _Gathering(reader).of(root)


def surroundings(reader: Reader, found: Closure) -> Mapping[str, Kept]:
    """Return the members of a closure and what a page of them names besides, for titles.

    A claim or caveat that is named comes with its own closure, a source without passages.
    """
    gathered = _Gathering(reader)
    for record_id, kept in found.members.items():
        gathered.named_in(record_id, kept)
    for record_id in sorted(gathered.kept.keys() | gathered.words.keys()):
        gathered.actors_of(record_id)
    named = gathered.members()
    return {
        key: _both(named.get(key, ()), found.members.get(key, ()))
        for key in sorted(named.keys() | found.members.keys())
    }


def _both(first: Kept, second: Kept) -> Kept:
    if first is None or second is None:
        return None
    return tuple(sorted({*first, *second}))


def named(folder: str, data: Data) -> tuple[str, ...]:
    """Return the records that data of a record's shape names or names parts of."""
    found = (leaf.value for leaf in leaves(folder, data) if leaf.shape.reference)
    return tuple(_records(one for one in found if folder_of(one) in KINDS))


def relied_on(reader: Reader, found: Closure) -> dict[str, dict[str, Any]]:
    """Return what of the members of a closure a citer relied on, as data to digest."""
    return {
        key: reduced(reader.meaning(key), kept, is_root=key == found.root)
        for key, kept in sorted(found.members.items())
    }


class _Gathering:
    """Takes records one after another, each with what belongs to it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.kept: dict[str, None] = {}
        self.words: dict[str, set[str]] = {}
        self._asked: set[str] = set()

    def of(self, root: str) -> Closure:
        """Take a record and say what came with it."""
        _BRINGS[folder_of(root)](self, root)
        return Closure(root, self.members(), frozenset(self._asked))

    def members(self) -> dict[str, Kept]:
        """Return what was taken, sources that are not whole with their passages."""
        parts = {key: tuple(sorted(names)) for key, names in self.words.items()}
        return dict(sorted((parts | self.kept).items()))

    def alone(self, record_id: str) -> Data | None:
        """Take a record without more; None where there is none, or it was taken."""
        self._asked.add(record_id)
        if record_id in self.kept or self._reader.record(record_id) is None:
            return None
        self.kept[record_id] = None
        return self._reader.meaning(record_id)

    def quoted(self, record_id: str) -> Data | None:
        """Take a record with the words that it quotes."""
        data = self.alone(record_id)
        for passage in _quotations(data or {}):
            self.passage(passage)
        return data

    def claim(self, record_id: str) -> None:
        """Take a claim with its sets and caveats."""
        self.said(record_id)
        for item in self._data(record_id).get("about", ()):
            self.quoted(item)

    def said(self, record_id: str) -> None:
        """Take a claim with its caveats alone."""
        if self.quoted(record_id) is not None:
            for caveat in self._reader.holders(QUALIFIES, record_id):
                self.quoted(caveat)

    def actor(self, record_id: str) -> None:
        """Take an actor with the claims that name it, and not those that it made."""
        self.alone(record_id)
        for claim in self._reader.holders(BLAMES, record_id):
            self.said(claim)

    def accounts(self, record_id: str) -> None:
        """Take a set with what is claimed of it, or of a set that it goes with."""
        self.quoted(record_id)
        data = self._data(record_id)
        with_it = {record_id, data.get("part_of", record_id)}
        for count in data.get("counts", {}).values():
            with_it.update(count.get("of", ()))
        for item in sorted(with_it):
            for claim in self._reader.holders(ABOUT, item):
                self.said(claim)

    def caveat(self, record_id: str) -> None:
        """Take a caveat with what it qualifies."""
        data = self.quoted(record_id) or self._data(record_id)
        for claim in _records(data.get("qualifies", ())):
            self.claim(claim)

    def takedown(self, record_id: str) -> None:
        """Take a takedown with its sets."""
        if self.alone(record_id) is not None:
            for item in self._reader.holders(CONTAINS, record_id):
                self.accounts(item)

    def source(self, record_id: str) -> None:
        """Take a source with what its passages repeat and treat."""
        data = self.alone(record_id) or {}
        for passage in data.get("passages", {}).values():
            self.repeated(passage)

    def repeated(self, passage: Data) -> None:
        """Take the claims that a passage repeats, and those whose caveats it treats."""
        links = list(passage.get("restates", ()))
        for caveat in sorted(passage.get("treatments", {})):
            self.quoted(caveat)
            links += self._data(caveat).get("qualifies", ())
        for claim in _records(links):
            self.said(claim)

    def reaction(self, record_id: str) -> None:
        """Take a reaction with what it answers."""
        data = self.quoted(record_id)
        for target in _records((data or {}).get("to", ())):
            _BRINGS[folder_of(target)](self, target)

    def review(self, record_id: str) -> None:
        """Take a review with what it examines and its evidence."""
        data = self.alone(record_id) or {}
        for target in data.get("review_of", ()):
            if folder_of(target) == "reactions":
                self.reaction(target)
                continue
            passage = self.passage(f"{target}{EXAMINED}")
            self.repeated(passage)
            for claim in _records(passage.get("restates", ())):
                self.claim(claim)
        for target in data.get("evidence", ()):
            self.passage(target)

    def passage(self, reference: str) -> Data:
        """Take a passage by ``sources/x#name``; nothing where there is none.

        It is taken as words alone, unless :data:`EXAMINED` follows.
        """
        source, _, name = reference.partition("#")
        self._asked.add(source)
        passages = self._data(source).get("passages", {})
        found: Data | None = passages.get(name.removesuffix(EXAMINED))
        if found is not None and source not in self.kept:
            self.words.setdefault(source, set()).add(name)
        return found or {}

    def named_in(self, record_id: str, kept: Kept) -> None:
        """Take what a member of a closure names."""
        for target in self._reader.named(record_id, kept):
            if folder_of(target) in ("claims", "caveats"):
                _BRINGS[folder_of(target)](self, target)
            else:
                self._bare(target)

    def actors_of(self, record_id: str) -> None:
        """Take the actors that a record names outside its passages."""
        for target in self._reader.named(record_id, ()):
            if folder_of(target) == "actors":
                self.alone(target)

    def _bare(self, record_id: str) -> None:
        if folder_of(record_id) != "sources":
            self.quoted(record_id)
        elif self._reader.record(record_id) is not None:
            self.words.setdefault(record_id, set())

    def _data(self, record_id: str) -> Data:
        there = self._reader.record(record_id) is not None
        return self._reader.meaning(record_id) if there else {}


_BRINGS: Mapping[str, Callable[[_Gathering, str], object]] = {
    "actors": _Gathering.actor,
    "takedowns": _Gathering.takedown,
    "sets": _Gathering.accounts,
    "claims": _Gathering.claim,
    "caveats": _Gathering.caveat,
    "sources": _Gathering.source,
    "reactions": _Gathering.reaction,
    "reviews": _Gathering.review,
}


def _quotations(data: Data) -> Iterator[str]:
    """Yield the passages that a record names under ``words``, however deep."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _quotations(value)
        elif key == "words":
            yield value


def _records(references: Iterable[str]) -> list[str]:
    """Return the records that references name or name parts of, each once, sorted."""
    return sorted({item.partition("#")[0] for item in references})
