"""Which records have another id than before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.history.meaning import meaning
from app.records.kinds import folder_of
from app.records.record import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Renames:
    """Old ids that are gone, and where they went.

    ``ids`` leads from every old id to the new one, ``earlier`` back; ``kept`` are those
    old ids that the new record names under “formerly”.  ``merged`` leads from an id that
    is gone to a record that was there before and names it now.
    """

    ids: Mapping[str, str]
    earlier: Mapping[str, str]
    kept: frozenset[str]
    merged: Mapping[str, str]


def renames(before: KnowledgeBase, after: KnowledgeBase) -> Renames:
    """Find the records that were renamed, merged, or moved without a word.

    Of those that no record names under “formerly” only one is found that means exactly
    the same as before and has one counterpart.
    """
    gone = before.records.keys() - after.records.keys() - after.unread
    ids: dict[str, str] = {}
    merged: dict[str, str] = {}
    for record_id, record in sorted(after.records.items()):
        for former in record.data.get("formerly", ()):
            if former in gone and folder_of(former) == folder_of(record_id):
                was_there = record_id in before.records or record_id in ids.values()
                (merged if was_there else ids)[former] = record_id
    kept = frozenset(ids)
    ids.update(_moved(before, after, gone - ids.keys() - merged.keys()))
    return Renames(ids, {new: old for old, new in ids.items()}, kept, merged)


def led_to(kb: KnowledgeBase, record_id: str, former: str) -> KnowledgeBase:
    """Return a version in which a record names its former id, which no digest is over."""
    record = kb.records[record_id]
    named = replace(record, data={**record.data, "formerly": [former]})
    return replace(kb, records={**kb.records, record_id: named})


def _moved(
    before: KnowledgeBase, after: KnowledgeBase, gone: frozenset[str] | set[str]
) -> dict[str, str]:
    """Pair records that are gone with new ones that mean the same."""
    fresh = sorted(after.records.keys() - before.records.keys() - before.unread)
    found: dict[str, str] = {}
    for old in sorted(gone):
        same = [
            new
            for new in fresh
            if folder_of(new) == folder_of(old) and _equal(before, after, old, new)
        ]
        if len(same) == 1 and same[0] not in found.values():
            found[old] = same[0]
    return found


def _equal(before: KnowledgeBase, after: KnowledgeBase, old: str, new: str) -> bool:
    """Tell whether two records mean the same, if one is renamed to the other."""
    return meaning(before.records[old], {old: new}) == meaning(after.records[new])
