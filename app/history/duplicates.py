"""Near-duplicates: two records of one thing, one of which the change brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from app.history.compare import Difference
from app.history.side import Data
from app.problems import Problem
from app.records.addresses import normalised
from app.records.explain import quoted
from app.records.kinds import folder_of
from app.records.places import Path
from app.rules import NEAR_DUPLICATE

#: What two records may not have in common: the values, what they are, where they stand.
Mark = tuple[Any, str, Path]


def near_duplicates(difference: Difference) -> Iterator[Problem]:
    """Yield each record that the change brought or brought near to another one."""
    holders: dict[tuple[str, str, Any], list[str]] = defaultdict(list)
    for record_id, data in difference.after.meanings.items():
        for values, what, _path in _marks(record_id, data):
            holders[(folder_of(record_id), what, values)].append(record_id)
    changed = {item.id for item in difference.records}
    for record_id in sorted(changed & difference.after.meanings.keys()):
        earlier, now = difference.before.data(record_id), difference.after.data(record_id)
        known = {mark[:2] for mark in _marks(record_id, earlier)} if earlier else set()
        for values, what, path in _marks(record_id, now):
            others = sorted(
                set(holders[(folder_of(record_id), what, values)]) - {record_id}
            )
            if others and (values, what) not in known:
                place = difference.after.records[record_id].places.value(path)
                yield NEAR_DUPLICATE.at(place, f"{quoted(others[0])} has the same {what}")


def _marks(record_id: str, data: Data) -> Iterator[Mark]:
    yield from _MARKS.get(folder_of(record_id), _no_marks)(data)


def _no_marks(_data: Data) -> Iterator[Mark]:
    yield from ()


def _of_source(data: Data) -> Iterator[Mark]:
    for key in ("url", "archived"):
        if key in data:
            yield normalised(data[key]), "address", (key,)


def _of_claim(data: Data) -> Iterator[Mark]:
    """Two statements of one day on the same sets differ in where they were made."""
    values = tuple(data["claimants"]), data["made"], data["medium"], tuple(data["about"])
    yield values, "claimants, date, medium and sets", ("claimants",)


def _of_takedown(data: Data) -> Iterator[Mark]:
    yield (data["agent"], data["disclosed"]), "agent and day", ("agent",)


def _of_reaction(data: Data) -> Iterator[Mark]:
    values = data["by"], data["made"], tuple(data["to"]), data["words"]
    yield values, "actor, date, words and thing answered", ("by",)


_MARKS: dict[str, Callable[[Data], Iterator[Mark]]] = {
    "sources": _of_source,
    "claims": _of_claim,
    "takedowns": _of_takedown,
    "reactions": _of_reaction,
}
