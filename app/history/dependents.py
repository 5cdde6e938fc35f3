"""What leans on what changed: who refers to it, and on which pages it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.history.compare import Difference, Event, RecordChange
from app.history.side import Side
from app.records.kinds import HEADER, KINDS, folder_of
from app.records.parts import is_unpublished, named_fields
from app.records.record import WITHDRAWN
from app.records.shape import leaves

#: How somebody leans on what a key refers to; keys that are not here say it by a page.
ROLES = {
    "restates": "restated in",
    "treatments": "judged in",
    "qualifies": "qualified by",
    "words": "quoted by",
    "review_of": "reviewed in",
    "evidence": "evidence in",
    "to": "answered by",
    "earlier": "revised by",
    "work": "republished by",
    "over": "counted in",
    "of": "counted in",
    "about": "subject of",
    "part_of": "whole of",
    "split_from": "origin of",
    "in": "seen for",
}
#: The role of a claim towards a caveat on one of its links: it changes with it.
LIMITS = "limit of"
#: Changes in which other records show nothing else than before.
OWN = frozenset({"note", "status", "reviewed_by"})


@dataclass(frozen=True, slots=True)
class Dependent:
    """A record or part that refers to something that changed, and in which role."""

    of: str
    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """Who refers to whom in two versions: by the id or part that is referred to."""

    dependents: Mapping[str, frozenset[Dependent]]
    referred: Mapping[str, frozenset[str]]

    def of(self, change: RecordChange) -> tuple[Dependent, ...]:
        """Return what depends on what changed in a record, sorted."""
        found: set[Dependent] = set()
        for target in targets(change):
            found |= self.dependents.get(target, frozenset())
            if "#" not in target:
                found |= self._parts(target)
        own = f"{change.id}#"
        return tuple(
            sorted(
                (item for item in found if not f"{item.id}#".startswith(own)),
                key=lambda item: (item.role, item.id, item.of),
            )
        )

    def pages(self, difference: Difference) -> tuple[str, ...]:
        """Return the ids of the records on whose pages something changed stands.

        Those are the changed ones, what refers to them, and what they refer to: a page
        lists what leads to it.
        """
        found: set[str] = set()
        for change in difference.records:
            if change.id == HEADER:
                continue
            found |= {change.id, *self.referred.get(change.id, ())}
            found |= {item.id.partition("#")[0] for item in self.of(change)}
        now = difference.after.records
        gone = {item.id for item in difference.records if item.event is Event.WITHDRAWN}
        return tuple(
            sorted(
                item
                for item in found
                if item in gone or (item in now and not is_unpublished(now[item]))
            )
        )

    def _parts(self, record_id: str) -> set[Dependent]:
        return {
            item
            for target, items in self.dependents.items()
            if target.startswith(f"{record_id}#")
            for item in items
        }


def targets(change: RecordChange) -> set[str]:
    """Return what others may refer to: the parts that changed, or the whole record."""
    if change.event is not Event.CHANGED:
        return {change.id}
    found = set()
    for item in change.changes:
        record_id, _, name = item.about.partition("#")
        if item.aspect == "status" and WITHDRAWN in (item.before, item.after):
            found.add(record_id)
        elif name:
            found.add(f"{record_id}#{name.partition('.')[0]}")
        elif item.aspect not in OWN:
            found.add(record_id)
    return found


def leaning(difference: Difference) -> Leaning:
    """Return who refers to whom, in either version."""
    dependents: dict[str, set[Dependent]] = defaultdict(set)
    referred: dict[str, set[str]] = defaultdict(set)
    for version in (difference.before, difference.after):
        for holder, key, target in _references(version):
            referred[holder.partition("#")[0]].add(target.partition("#")[0])
            if key in ROLES:
                dependents[target].add(Dependent(target, ROLES[key], holder))
            if key == "qualifies":
                claim = target.partition("#")[0]
                dependents[holder].add(Dependent(holder, LIMITS, claim))
    return Leaning(
        {key: frozenset(items) for key, items in dependents.items()},
        {key: frozenset(items) for key, items in referred.items()},
    )


def _references(version: Side) -> Iterator[tuple[str, str, str]]:
    """Yield holder, key and target of every reference between records.

    A claim holds as a whole: its links are not named where their caveats do not stand.
    """
    for record_id, data in version.meanings.items():
        folder = folder_of(record_id)
        named = frozenset(named_fields(folder) if folder != "claims" else ())
        for leaf in leaves(folder, data):
            if leaf.shape.reference is None or folder_of(str(leaf.value)) not in KINDS:
                continue
            path = [step for step in leaf.path if isinstance(step, str)]
            key = path[-2] if leaf.is_key else path[-1]
            part = f"#{path[1]}" if path[0] in named and len(path) > 1 else ""
            yield f"{record_id}{part}", key, leaf.value
