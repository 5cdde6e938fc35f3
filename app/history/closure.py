"""What a citer of a record relied on: the record, and what of others it cannot go without.

A claim stands in a closure with its sets, its caveats and the words of all of them,
whoever brings it: a caveat is never separated from its claim.

============ =========================================================================
record        its closure holds besides itself
============ =========================================================================
claim         the sets that it is about; every caveat on one of its links; the words that
              claim, revisions, caveats and counts quote
caveat        its words; each claim that it qualifies, with that claim's closure
set           the words of its counts (no claims: what is said of it is no part of it)
takedown      the sets that it disclosed, as above
source        nothing; of another record's source only the passages quoted are in
reaction      its words; what it answers, with the closure of that
review        the passages examined, with the claims that they restate; the reactions
              examined; the passages that are evidence
actor         nothing
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

from app.history.side import Data
from app.records.kinds import KINDS, folder_of
from app.records.record import Record
from app.records.shape import leaves

#: The passages of a source that are kept; None where all are.
Kept = tuple[str, ...] | None

#: Relations that are looked up from their end: who has the key, by what it names.
BACKWARD = {"caveats": "qualifies", "sets": "disclosed_in"}

_QUOTED = ("part", "text", "lang", "translation", "voice", "speaker", "edits", "note")
_CHECKED = frozenset({"seen", "verified", "prefix", "suffix"})
_NOT_RELIED_ON = frozenset({"copies", "formerly"})
_OWN = frozenset({"status", "reviewed_by"})


class Reader(Protocol):
    """The published records of one moment."""

    def record(self, record_id: str) -> Record | None:
        """Return a record, or None where none of that id is published."""

    def meaning(self, record_id: str) -> Data:
        """Return what a published record means."""

    def holders(self, key: str, target: str) -> Iterable[str]:
        """Return the records that name *target* under a key of :data:`BACKWARD`, sorted."""


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


def relied_on(reader: Reader, found: Closure) -> dict[str, dict[str, Any]]:
    """Return what of the members of a closure a citer relied on, as data to digest."""
    return {
        key: _reduced(reader.meaning(key), kept, is_root=key == found.root)
        for key, kept in sorted(found.members.items())
    }


def narrowed(data: Mapping[str, Any], kept: Kept) -> dict[str, Any]:
    """Return the data of a source with only some passages, and these as words alone."""
    if kept is None:
        return dict(data)
    fields = (*_QUOTED, *_CHECKED)
    passages = {
        name: {key: value for key, value in passage.items() if key in fields}
        for name, passage in data.get("passages", {}).items()
        if name in kept
    }
    rest = {key: value for key, value in data.items() if key != "passages"}
    return rest | ({"passages": passages} if passages else {})


def comparable(data: Mapping[str, Any], kept: Kept, *, is_root: bool) -> dict[str, Any]:
    """Return the data of a member with what a citer relied on alone, as a record's.

    Two contents of one digest do not differ in it.  The root's former ids are left, by
    which it is known after a renaming.
    """
    former = {key: data[key] for key in ("formerly",) if is_root and key in data}
    reduced = _reduced(data, kept, is_root=is_root) | former
    if "passages" in data:
        passages = reduced.get("passages", {})
        reduced["lang"] = data["lang"]
        reduced["passages"] = {key: item | {"seen": {}} for key, item in passages.items()}
    return reduced


def _reduced(data: Data, kept: Kept, *, is_root: bool) -> dict[str, Any]:
    if kept is not None:
        passages = data.get("passages", {})
        return {"passages": {name: _only(passages[name], _QUOTED) for name in kept}}
    out = _NOT_RELIED_ON if is_root else _NOT_RELIED_ON | _OWN
    reduced = {key: value for key, value in data.items() if key not in out}
    if "passages" in reduced:
        reduced["passages"] = {
            name: {key: value for key, value in passage.items() if key not in _CHECKED}
            for name, passage in reduced["passages"].items()
        }
    return reduced


def _only(data: Data, keys: Iterable[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}


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
        data = self.quoted(record_id)
        if data is None:
            return
        for item in data["about"]:
            self.quoted(item)
        for caveat in self._reader.holders("qualifies", record_id):
            self.quoted(caveat)

    def caveat(self, record_id: str) -> None:
        """Take a caveat with what it qualifies."""
        data = self.quoted(record_id) or self._data(record_id)
        for claim in _records(data.get("qualifies", ())):
            self.claim(claim)

    def takedown(self, record_id: str) -> None:
        """Take a takedown with its sets."""
        if self.alone(record_id) is not None:
            for item in self._reader.holders("disclosed_in", record_id):
                self.quoted(item)

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
            restated = self.passage(target).get("restates", ())
            for claim in _records(restated):
                self.claim(claim)
        for target in data.get("evidence", ()):
            self.passage(target)

    def passage(self, reference: str) -> Data:
        """Take a passage by ``sources/x#name``; nothing where there is none."""
        source, _, name = reference.partition("#")
        self._asked.add(source)
        found: Data | None = self._data(source).get("passages", {}).get(name)
        if found is not None and source not in self.kept:
            self.words.setdefault(source, set()).add(name)
        return found or {}

    def named_in(self, record_id: str, kept: Kept) -> None:
        """Take what a member of a closure names."""
        data = narrowed(self._data(record_id), kept)
        for leaf in leaves(folder_of(record_id), data):
            if leaf.shape.reference is None or folder_of(leaf.value) not in KINDS:
                continue
            target = leaf.value.partition("#")[0]
            if folder_of(target) in ("claims", "caveats"):
                _BRINGS[folder_of(target)](self, target)
            else:
                self._bare(target)

    def actors_of(self, record_id: str) -> None:
        """Take the actors that a record names outside its passages."""
        for leaf in leaves(folder_of(record_id), narrowed(self._data(record_id), ())):
            if leaf.shape.reference is not None and folder_of(leaf.value) == "actors":
                self.alone(leaf.value)

    def _bare(self, record_id: str) -> None:
        if folder_of(record_id) != "sources":
            self.quoted(record_id)
        elif self._reader.record(record_id) is not None:
            self.words.setdefault(record_id, set())

    def _data(self, record_id: str) -> Data:
        there = self._reader.record(record_id) is not None
        return self._reader.meaning(record_id) if there else {}


_BRINGS: Mapping[str, Callable[[_Gathering, str], object]] = {
    "actors": _Gathering.alone,
    "takedowns": _Gathering.takedown,
    "sets": _Gathering.quoted,
    "claims": _Gathering.claim,
    "caveats": _Gathering.caveat,
    "sources": _Gathering.alone,
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
