"""Claims that revise what a version says, though the version stays as it is.

A claim that is revised by a later one says the same as before, so no new version of it
comes; whoever cites it is to know all the same.  That is so of every record whose version
holds a link that is revised: of its own or of a claim, or repeated in its passages.  What
is revised for some sets alone does not touch who speaks of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.history.backward import REVISES
from app.history.chronicle import Chronicle, News
from app.history.leaning import corrected_by, widen
from app.history.side import Data
from app.history.version import Version
from app.records.kinds import folder_of
from app.records.parts import POLARITIES


def revising(chronicle: Chronicle, version: Version, since: int) -> tuple[News, ...]:
    """Return what revised links that a version holds after the publication *since*.

    Those come oldest first; a claim that is withdrawn revises nothing.
    """
    held = _held(version.record, chronicle.versions.relied_on(version))
    found = set()
    for claim in sorted({link.partition("#")[0] for link in held}):
        for other in _holders(chronicle, claim):
            for item in chronicle.known_as(other) if other != version.record else ():
                if item.at > since and _concerns(chronicle, item, held):
                    found.add(item)
    return tuple(sorted(found, key=lambda item: (item.at, item.record)))


def _holders(chronicle: Chronicle, claim: str) -> list[str]:
    rows = chronicle.versions.index.rows(
        "SELECT holder FROM reference WHERE key = ? AND target = ? ORDER BY holder",
        REVISES,
        claim,
    )
    return [row[0] for row in rows]


def _held(root: str, records: Mapping[str, Data]) -> dict[str, frozenset[str]]:
    """Return the links that a version holds, with the sets over which it does; none: all.

    A source holds what its passages repeat, a review what those do that it examines.
    """
    found: dict[str, frozenset[str]] = {}
    if folder_of(root) in ("sources", "reviews"):
        for data in records.values():
            for passage in data.get("passages", {}).values():
                for link in passage.get("restates", ()):
                    widen(found, link, frozenset(passage.get("over", ())))
        return found
    scope = frozenset({root} if folder_of(root) == "sets" else ())
    for key, data in records.items():
        for polarity in POLARITIES if folder_of(key) == "claims" else ():
            for name in data.get(polarity, {}):
                widen(found, f"{key}#{name}", scope)
    return found


def _concerns(chronicle: Chronicle, item: News, held: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether something that happened to a claim revises one of the links *held*."""
    for key, of in corrected_by(chronicle, item).items():
        if key.partition("#")[0] == item.record:
            continue
        for link, over in held.items():
            if key in (link, link.partition("#")[0]) and _overlap(chronicle, of, over):
                return True
    return False


def _overlap(chronicle: Chronicle, of: frozenset[str], over: frozenset[str]) -> bool:
    """Tell whether sets have accounts in common as far as is known; none are all."""
    if not of or not over:
        return True
    wider = {one: set(_reached(chronicle, one, _wholes)) for one in of | over}
    parts = {one: set(_reached(chronicle, one, _parts)) for one in of | over}
    return any(
        not wider[one] or parts[one] & wider[other] or parts[other] & wider[one]
        for one in of
        for other in over
    )


def _reached(
    chronicle: Chronicle, set_id: str, named: Callable[[Data], Iterator[str]]
) -> Iterator[str]:
    """Yield a set and all that it names; nothing of one that is there no more."""
    due, known = [set_id], {set_id}
    while due:
        one = due.pop()
        version = chronicle.versions.current(one)
        if version is None:
            continue
        yield one
        more = set(named(chronicle.versions.relied_on(version)[one])) - known
        known |= more
        due += sorted(more)


def _wholes(data: Data) -> Iterator[str]:
    yield from (data[key] for key in ("part_of", "split_from") if key in data)


def _parts(data: Data) -> Iterator[str]:
    for count in data.get("counts", {}).values():
        yield from count.get("of", ())
