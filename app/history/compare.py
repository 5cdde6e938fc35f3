"""Compare two versions of a knowledge base: which records changed in meaning, and how."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.history.change import Change
from app.history.claimwords import link_changes, number_changes, said_changes
from app.history.fields import PartTeller, Teller
from app.history.meaning import meaning
from app.history.renames import Renames, renames
from app.history.side import Data, Side, all_links, side
from app.history.sourcewords import passage_changes, second_changes, treatment_changes
from app.records.kinds import HEADER, folder_of
from app.records.parts import POLARITIES
from app.records.record import KnowledgeBase
from app.records.shape import Shape, shape_of

#: What records mean, by id.
Meanings = Mapping[str, dict[str, Any]]


class Event(StrEnum):
    """What happened to a record as a whole."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    RENAMED = "renamed"
    MERGED = "merged"
    MOVED = "moved"  # renamed, and no record keeps the old id under “formerly”


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What happened to a record; ``was`` is its earlier id where that was another."""

    id: str
    event: Event
    changes: tuple[Change, ...] = ()
    was: str = ""

    @property
    def folder(self) -> str:
        """Return the folder of the record, ``kb`` for the header."""
        return folder_of(self.id)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions and all that differs in meaning, in the order in which it is told.

    ``not_compared`` are the ids of files that could not be read in one of the two.
    """

    before: Side
    after: Side
    records: tuple[RecordChange, ...]
    not_compared: tuple[str, ...]


#: What is told first: what is claimed, with which limits, of what; then who repeats it.
ORDER = (
    "claims",
    "caveats",
    "sets",
    "takedowns",
    "sources",
    "reactions",
    "reviews",
    "actors",
    HEADER,
)

_SPECIAL: Mapping[str, PartTeller] = {
    "counts": number_changes,
    "numbers": number_changes,
    "says": said_changes,
    "passages": passage_changes,
    "treatments": treatment_changes,
    "also_judged": second_changes,
}
#: Told of a new record by its heading, or no news.
_ELSEWHERE = frozenset({"title", "name", "status", "formerly"})
#: Told with the sentence that a record is new or gone, so not once more each.
_SCALAR_SKIP = frozenset(POLARITIES)


def compare(
    before: KnowledgeBase,
    after: KnowledgeBase,
    among: Container[str] | None = None,
    known: tuple[Meanings, Meanings] = ({}, {}),
) -> Difference:
    """Return what changed in meaning between two versions; neither need be without fault.

    A file that cannot be read in one of them is not compared: nobody knows what it means.
    Where *among* is given, nothing is told of records that are not in it.  *known* is what
    records of each are known to mean.
    """
    found = renames(before, after)
    old, new = (
        side(kb, found.ids, meant) for kb, meant in zip((before, after), known, strict=True)
    )
    unread = (old.unread | new.unread) - {HEADER}
    changes = [
        change
        for record_id in sorted((old.meanings.keys() | new.meanings.keys()) - unread)
        if among is None or record_id in among
        if (change := _record(Teller(old, new, _SPECIAL), found, record_id)) is not None
    ]
    changes += [
        RecordChange(target, Event.MERGED, was=gone)
        for gone, target in sorted(found.merged.items())
        if among is None or target in among
    ]
    if among is None or HEADER in among:
        changes += _header(Teller(old, new, _SPECIAL), before, after)
    changes.sort(key=lambda item: (ORDER.index(item.folder), item.id, item.was))
    return Difference(old, new, tuple(changes), tuple(sorted(unread)))


def _record(tell: Teller, found: Renames, record_id: str) -> RecordChange | None:
    old, new = tell.before.meanings.get(record_id), tell.after.meanings.get(record_id)
    was = found.earlier.get(record_id, "")
    if record_id in found.merged:
        return None
    if new is None:
        return RecordChange(record_id, Event.WITHDRAWN, (*_gone(tell, record_id, old),))
    if old is None:
        return RecordChange(record_id, Event.ADDED, (*_new(tell, record_id, new),))
    skip = frozenset({"formerly"}) if was else frozenset[str]()
    if old == new and not was:
        return None
    changes = tuple(_changes(tell, record_id, old, new, skip))
    event = Event.CHANGED
    if was:
        event = Event.RENAMED if was in found.kept else Event.MOVED
    return RecordChange(record_id, event, changes, was) if changes or was else None


def _changes(
    tell: Teller, record_id: str, old: Data, new: Data, skip: frozenset[str]
) -> Iterator[Change]:
    shape = shape_of(folder_of(record_id))
    if folder_of(record_id) == "claims":
        yield from link_changes(tell, record_id, old, new)
    yield from tell.fields(record_id, shape, old, new, skip | _SCALAR_SKIP)


def _new(tell: Teller, record_id: str, data: Data) -> Iterator[Change]:
    yield from _whole(tell, tell.after, record_id, data, "")
    yield from _changes(tell, record_id, {}, data, _told_whole(record_id))


def _gone(tell: Teller, record_id: str, data: Data | None) -> Iterator[Change]:
    data = data or {}
    yield from _whole(tell, tell.before, record_id, data, "It had: ")
    yield from _changes(tell, record_id, data, {}, _told_whole(record_id))


def _whole(
    tell: Teller, version: Side, record_id: str, data: Data, verb: str
) -> Iterator[Change]:
    """Say in one sentence what a record holds besides its parts."""
    shape = shape_of(folder_of(record_id))
    said = tell.summary(version, shape, {k: data[k] for k in data if k not in _ELSEWHERE})
    links = all_links(data.get("qualifies", ())) + all_links(data.get("to", ()))
    is_new = version is tell.after
    values: tuple[Any, Any] = (None, dict(data)) if is_new else (dict(data), None)
    if said and not verb:
        said = (str(said[0]).capitalize(), *said[1:])
    if said:
        yield Change(record_id, "record", (verb, *said, "."), *values, links=links)


def _told_whole(record_id: str) -> frozenset[str]:
    """Return the keys that the sentence on the whole record has told."""
    return frozenset(
        key
        for key, below in shape_of(folder_of(record_id)).properties.items()
        if not _is_parts(below)
    )


def _is_parts(shape: Shape) -> bool:
    return shape.entries is not None or bool(shape.properties)


def _header(
    tell: Teller, before: KnowledgeBase, after: KnowledgeBase
) -> list[RecordChange]:
    """Compare ``kb.yaml`` where both can be read."""
    if before.header is None or after.header is None:
        return []
    old, new = meaning(before.header), meaning(after.header)
    changes = tuple(tell.fields(HEADER, shape_of(HEADER), old, new, frozenset()))
    return [RecordChange(HEADER, Event.CHANGED, changes)] if changes else []
