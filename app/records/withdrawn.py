"""References to records that are withdrawn, and what their holder is without them.

A passage that repeated a claim keeps its words when the claim is withdrawn; a caveat that
qualified nothing else has nothing left to say.  The tables below tell the one from the
other, by the place of a reference in its record; a name that an editor gave is ``*`` there.
What is published is without the references that can be spared; that they were made is kept
under :data:`REFERS_TO` of what held them, so that it is known who leaned on what went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from app.records.kinds import KINDS, folder_of
from app.records.places import Path
from app.records.record import Record
from app.records.shape import Leaf, leaves, shape_of

#: The key of a published record, of none in a file, for what it refers to and is withdrawn.
REFERS_TO = "refers_to"
#: The definition of an id that is no longer a record's.
FORMER = "record"

#: Tells whether the record of an id is withdrawn.
IsWithdrawn = Callable[[str], bool]


class _Spared(Enum):
    """What goes with a reference: what stands at its key, or what that stands in."""

    KEY = 0
    ENTRY = 1


#: References, and lists of them that mean something only as a whole: a number that counts
#: two sets is not that of one of them.
_WHOLE: Mapping[str, _Spared] = {
    "sets.part_of": _Spared.KEY,
    "sets.split_from": _Spared.KEY,
    "sets.counts.announced.of": _Spared.KEY,
    "sets.counts.listed.of": _Spared.KEY,
    "sets.counts.with-content.of": _Spared.KEY,
    "sets.counts.as-reported.of": _Spared.KEY,
    "sets.counts.computed.of": _Spared.KEY,
    "claims.speaker": _Spared.KEY,
    "claims.revises.*.earlier": _Spared.ENTRY,
    "sources.republishes.*.work": _Spared.ENTRY,
    "sources.passages.*.numbers.*.of": _Spared.KEY,
    "sources.passages.*.treatments.*": _Spared.KEY,
}
#: Lists whose items hold each by itself, and what goes when none is left; where that is
#: None, the record is nothing without one.
_LISTS: Mapping[str, _Spared | None] = {
    "takedowns.documented_in": _Spared.KEY,
    "sets.documented_in": _Spared.KEY,
    "claims.claimants": None,
    "claims.about": None,
    "claims.asserts.*.mentions": _Spared.KEY,
    "claims.denies.*.mentions": _Spared.KEY,
    "claims.withholds.*.mentions": _Spared.KEY,
    # Without its sets a revision would be one of all that the earlier claim was about.
    "claims.revises.*.of": _Spared.ENTRY,
    "caveats.qualifies": None,
    "sources.authors": _Spared.KEY,
    "sources.passages.*.restates": _Spared.KEY,
    "sources.passages.*.over": _Spared.KEY,
    # What is said would else be said over whatever the passage is about.
    "sources.passages.*.says.*.over": _Spared.ENTRY,
    "reactions.to": None,
    "reviews.review_of": None,
    "reviews.evidence": None,
}


@dataclass(frozen=True, slots=True)
class Lean:
    """A reference to a withdrawn record; *gone* is what is published without it.

    ``gone`` is a path in the record, and None where the record is nothing without it.
    """

    leaf: Leaf
    gone: Path | None


def references(record: Record) -> Iterator[Leaf]:
    """Yield the references of a record to others, those to its former ids left aside."""
    for leaf in leaves(record.folder, record.data):
        if leaf.shape.reference is None or leaf.shape.definition == FORMER:
            continue
        if folder_of(str(leaf.value)) in KINDS:
            yield leaf


def leans(record: Record, is_withdrawn: IsWithdrawn) -> list[Lean]:
    """Return the references of a record to what is withdrawn, in their order."""
    made = [
        leaf
        for leaf in references(record)
        if is_withdrawn(str(leaf.value).partition("#")[0])
    ]
    lost = {leaf.path for leaf in made}
    return [Lean(leaf, _gone(record, leaf, lost)) for leaf in made]


def without(record: Record, is_withdrawn: IsWithdrawn) -> Record:
    """Return a record as it is published while others are withdrawn.

    References that it is nothing without are left in it: a record that is checked has none,
    and one that was once published with them is shown as it was.
    """
    found = [(one.leaf, one.gone) for one in leans(record, is_withdrawn)]
    gone = {path for _, path in found if path is not None}
    if not gone:
        return record
    referred: dict[Path, set[str]] = {}
    for leaf, path in found:
        if path is not None:
            holder = _holder(record, path, gone)
            referred.setdefault(holder, set()).add(str(leaf.value))
    return replace(record, data=_left(record.data, (), gone, referred))


def _gone(record: Record, leaf: Leaf, lost: Iterable[Path]) -> Path | None:
    """Return what of a record goes with one of its *lost* references; None: all of it."""
    own, in_list = _key(leaf.path)
    pattern = _pattern(record, own)
    if pattern in _WHOLE:
        return own if _WHOLE[pattern] is _Spared.KEY else own[:-1]
    if not in_list or pattern not in _LISTS:
        return None
    live = len(_at(record.data, own)) - sum(1 for path in lost if path[:-1] == own)
    if live:
        return leaf.path
    spared = _LISTS[pattern]
    if spared is None or (pattern == "sets.documented_in" and _is_bare(record)):
        return None
    return own if spared is _Spared.KEY else own[:-1]


def _is_bare(record: Record) -> bool:
    """Tell whether a set has no takedown, so that only a source speaks of it."""
    return "disclosed_in" not in record.data


def _key(path: Path) -> tuple[Path, bool]:
    """Return the path of a key from that of its value, and whether that is in a list."""
    return (path[:-1], True) if isinstance(path[-1], int) else (path, False)


def _pattern(record: Record, path: Path) -> str:
    """Return where in records of its kind a path leads, names of entries as ``*``."""
    shape = shape_of(record.folder)
    steps = [record.folder]
    for step in path:
        steps.append(str(step) if step in shape.properties else "*")
        below = shape.below(step)
        if below is None:
            break
        shape = below
    return ".".join(steps)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _holder(record: Record, path: Path, gone: set[Path]) -> Path:
    """Return the innermost part of a record, or all of it, that held *path* and stays."""
    shape = shape_of(record.folder)
    found: Path = ()
    for depth, step in enumerate(path[:-1], 1):
        below = shape.below(step)
        if below is None or path[:depth] in gone:
            break
        shape = below
        if shape.properties:
            found = path[:depth]
    return found


def _left(
    value: Any, path: Path, gone: set[Path], referred: Mapping[Path, set[str]]
) -> Any:
    """Return what is left of a value; a list or map that is emptied goes, too."""
    if isinstance(value, list):
        return [item for step, item in enumerate(value) if (*path, step) not in gone]
    if not isinstance(value, dict):
        return value
    left = {
        key: below
        for key, item in value.items()
        if (*path, key) not in gone
        and ((below := _left(item, (*path, key), gone, referred)) or not item)
    }
    if path in referred:
        left[REFERS_TO] = sorted(referred[path])
    return left
