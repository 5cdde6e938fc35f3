"""What a correction is of: the records, parts and links that lean no more as they did."""

from __future__ import annotations

from collections.abc import Iterator

from app.history.chronicle import Chronicle, News
from app.history.dependents import targets
from app.history.reasons import revisions
from app.history.side import Side
from app.records.kinds import folder_of


def corrected_by(chronicle: Chronicle, item: News) -> frozenset[str]:
    """Return the ids of what *item* corrects: parts where these alone are concerned.

    A caveat concerns the links that it qualifies or did; a revision the earlier link; of
    what came new only the revision corrects anything.
    """
    difference = chronicle.report(item).difference
    sides = difference.before, difference.after
    old, new = (side.data(item.record) for side in sides)
    found = {one["earlier"] for one in revisions(old, new).values()} if new else set()
    if item.before is None:
        return frozenset(found)
    if item.after is None or item.to:
        found.add(item.record)
    for section in chronicle.told(item):
        change = section.change
        if folder_of(change.id) == "caveats":
            found.update(link for side in sides for link in _qualified(side, change.id))
        if change.id == item.record:
            found |= targets(change)
    return frozenset(found or {item.record})


def _qualified(side: Side, caveat: str) -> Iterator[str]:
    yield from side.data(caveat).get("qualifies", ())
