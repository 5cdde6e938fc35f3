"""What a correction is of: the records, parts and links that lean no more as they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.history.chronicle import Chronicle, News
from app.history.dependents import targets
from app.history.reasons import Kind, revised
from app.history.side import Data, Side
from app.records.kinds import folder_of

#: Ids of records and parts, each with the sets of accounts for which alone it counts; one
#: without sets counts for all.
Scopes = Mapping[str, frozenset[str]]

_ALL = frozenset[str]()
#: The kinds of change that no revision gives.
_OWN_KINDS = frozenset(Kind)


def corrected_by(chronicle: Chronicle, item: News) -> Scopes:
    """Return the ids of what *item* corrects: parts where these alone are concerned.

    A caveat concerns the links that it qualifies or did; a revision the earlier link, for
    the sets that it is ``of``; of what came new only the revision corrects anything.
    """
    difference = chronicle.report(item).difference
    sides = difference.before, difference.after
    found: dict[str, frozenset[str]] = {}
    _revised(found, *(side.data(item.record) for side in sides))
    if item.before is None:
        return found
    if item.after is None or item.to:
        widen(found, item.record)
    elif not found and item.kind not in _OWN_KINDS:
        _revised_by_others(found, chronicle, item)
    for section in chronicle.told(item):
        change = section.change
        if folder_of(change.id) == "caveats":
            for side in sides:
                for link in _qualified(side, change.id):
                    widen(found, link)
        if change.id == item.record:
            for target in targets(change):
                widen(found, target)
    return found or {item.record: _ALL}


def widen(
    scopes: dict[str, frozenset[str]], item: str, sets: frozenset[str] = _ALL
) -> None:
    """Let an id of *scopes* count for *sets*, too; for all where there are none."""
    known = scopes.get(item, sets)
    scopes[item] = known | sets if known and sets else _ALL


def _revised(found: dict[str, frozenset[str]], old: Data, new: Data) -> None:
    """Take in what a claim newly revises, with the sets that it named before as well."""
    before = old.get("revises", {}).values()
    for revision in revised(old, new):
        earlier = revision["earlier"]
        for one in (revision, *(was for was in before if was["earlier"] == earlier)):
            widen(found, earlier, frozenset(one.get("of", ())))


def _revised_by_others(
    found: dict[str, frozenset[str]], chronicle: Chronicle, item: News
) -> None:
    """Take in what of *item*'s claim those revise that came in the same publication."""
    rows = chronicle.versions.index.rows(
        "SELECT record FROM version WHERE at = ? AND record != ? "
        "AND record BETWEEN 'claims/' AND 'claims/~' ORDER BY record",
        item.at,
        item.record,
    )
    for (other,) in rows:
        for one in (one for one in chronicle.of(other) if one.at == item.at):
            difference = chronicle.report(one).difference
            made: dict[str, frozenset[str]] = {}
            _revised(made, difference.before.data(other), difference.after.data(other))
            for link, sets in made.items():
                if link.partition("#")[0] == item.record:
                    widen(found, link, sets)


def _qualified(side: Side, caveat: str) -> Iterator[str]:
    yield from side.data(caveat).get("qualifies", ())
