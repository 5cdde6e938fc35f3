"""Rules that hold between two versions (``H``): what was published is not changed unsaid.

The design: an id answers for ever; a claim that replaces another says which and why; an
editor's own changed judgement is dated and reasoned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.history.claimwords import links_of
from app.history.compare import Difference, Event, RecordChange
from app.history.duplicates import near_duplicates
from app.history.noted import reasoned, unreasoned
from app.history.side import Data
from app.history.wordskept import words_kept
from app.problems import Place, Problem
from app.records.explain import quoted
from app.records.files import ENDING, printed
from app.records.places import Path as Steps
from app.records.record import WITHDRAWN, Record
from app.rules import HELD_OTHERWISE, ID_GONE, JUDGED_AGAIN, UNREASONED

#: What a published record means, by folder, without notes; of sources see
#: :mod:`app.history.wordskept`.
_MEANT = {
    "claims": ("claimants", "speaker", "made", "about"),
    "sets": ("part_of", "split_from", "disclosed_in", "removed"),
    "caveats": ("qualifies", "dimensions", "words", "does_not_say"),
    "reactions": ("by", "made", "to", "stance", "words"),
    "takedowns": ("agent", "disclosed"),
}
#: What of a review is judged, and what says it.
_REVIEWED = ("review_of", "finding", "verdict", "judged_by")
_JUDGED = ("fate", "judged_by")


def check(difference: Difference, root: Path) -> tuple[Problem, ...]:
    """Return what the later version changes of the earlier one against the rules.

    *root* is the folder of the later one: there a file that is gone has its place.
    """
    found: set[Problem] = set(_ids_gone(difference, root))
    for change in difference.records:
        if change.event in (Event.CHANGED, Event.RENAMED, Event.MOVED):
            for rule in _RULES:
                found |= set(rule(difference, change))
    found |= set(near_duplicates(difference))
    return tuple(sorted(found))


def _ids_gone(difference: Difference, root: Path) -> Iterator[Problem]:
    """An id that was published answers still: by its record, or by “formerly” of one."""
    now = difference.after
    answered = {key for key, record in now.records.items() if not _is_draft(record)}
    answered |= {
        former
        for record in now.records.values()
        for former in record.data.get("formerly", ())
        if not _is_draft(record)
    }
    moved = {item.was: item.id for item in difference.records if item.event is Event.MOVED}
    for record_id, record in sorted(difference.before.records.items()):
        if _is_draft(record) or record_id in now.unread:
            continue
        for known in (record.id, *record.data.get("formerly", ())):
            if known not in answered:
                yield _gone(difference, record_id, known, root, moved.get(known, ""))


def _gone(
    difference: Difference,
    record_id: str,
    known: str,
    root: Path,
    moved: str,
) -> Problem:
    later = difference.after.records.get(record_id)
    if later is not None and later.id == known:
        place = later.places.value(("status",))
        return ID_GONE.at(place, f"{quoted(known)} was published and is a draft now")
    if moved and later is not None:
        message = f"{quoted(known)} is {quoted(moved)} now, and nothing leads there"
        remedy = f"Add “formerly: [{known}]” to {moved}."
        return ID_GONE.at(later.places.value(()), message, remedy)
    if later is not None:
        message = f"{quoted(known)} led here and is no longer named under “formerly”"
        return ID_GONE.at(later.places.value(()), message)
    message = f"{quoted(known)} was published, and no record answers to it now"
    return ID_GONE.at(Place(printed(root / f"{known}{ENDING}")), message)


def _meant(difference: Difference, change: RecordChange) -> Iterator[Problem]:
    """What a published record says is not changed without a reason."""
    keys = _MEANT.get(change.folder, ())
    old, new, record = _versions(difference, change)
    if _was_draft(difference, change):
        return
    if change.folder == "sources":
        yield from words_kept(old, new, record)
    whole = reasoned(old, new) or _is_revised(difference, change.id)
    for key in keys:
        if old.get(key) != new.get(key) and not whole:
            yield unreasoned(record, (key,), f"“{key}” differs from what was published")
    if change.folder == "claims":
        yield from _links_meant(difference, change, whole)
    if change.folder == "sets":
        counts = old.get("counts", {}), new.get("counts", {})
        for basis in sorted(counts[0].keys() | counts[1].keys()):
            was, now = counts[0].get(basis, {}), counts[1].get(basis, {})
            if was and _number(was) != _number(now) and not (whole or reasoned(was, now)):
                message = f"the number “{basis}” differs from what was published"
                yield unreasoned(record, ("counts", basis), message)


def _links_meant(
    difference: Difference, change: RecordChange, whole: bool
) -> Iterator[Problem]:
    old, new, record = _versions(difference, change)
    before, after = links_of(old), links_of(new)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, ("", {})), after.get(name, ("", {}))
        if was[0] and now[0] and was[0] != now[0]:
            message = f"the link “{name}” moved from “{was[0]}” to “{now[0]}”"
            yield HELD_OTHERWISE.at(record.places.key((now[0], name)), message)
        if _link(was) == _link(now) or whole or reasoned(was[1], now[1]):
            continue
        if _is_revised(difference, f"{change.id}#{name}"):
            continue
        verb = "differs from what was published"
        verb = "was published and is gone" if not now[0] else verb
        verb = "was not in the published claim" if not was[0] else verb
        path: Steps = (now[0], name) if now[0] else ()
        yield unreasoned(record, path, f"the link “{name}” {verb}")


def _link(held: tuple[str, Data]) -> tuple[str, dict[str, Any]]:
    return held[0], {key: value for key, value in held[1].items() if key != "note"}


def _number(count: Data) -> dict[str, Any]:
    return {key: count.get(key) for key in ("value", "unit", "as_printed", "rounding")}


def _is_revised(difference: Difference, target: str) -> bool:
    """Tell whether a revision of *target*, with a reason, came with the change."""
    before, after = difference.before, difference.after
    return any(
        revision["earlier"] == target
        and "reason" in revision
        and before.data(record_id).get("revises", {}).get(name) != revision
        for record_id, data in after.meanings.items()
        for name, revision in data.get("revises", {}).items()
    )


def _withdrawn(difference: Difference, change: RecordChange) -> Iterator[Problem]:
    """What was published is withdrawn with a note, which stands in its place."""
    old, new, record = _versions(difference, change)
    if _was_draft(difference, change) or new.get("status") != WITHDRAWN:
        return
    if old.get("status") != WITHDRAWN and not reasoned(old, new):
        remedy = "Say in “note” why the record is withdrawn."
        message = "the record is withdrawn, and nothing says why"
        yield UNREASONED.at(record.places.value(("status",)), message, remedy)


def _judged(difference: Difference, change: RecordChange) -> Iterator[Problem]:
    """A judgement that changed is of a later day than the one before."""
    old, new, record = _versions(difference, change)
    if _was_draft(difference, change):
        return
    if change.folder == "reviews" and _differ(old, new, _REVIEWED):
        yield from _later(record, ("judged",), old, new, "the finding or its verdict")
    for name, passage in old.get("passages", {}).items():
        later = new.get("passages", {}).get(name)
        if later is not None:
            path = ("passages", name, "treatments")
            yield from _treatments(record, path, passage, later)


def _treatments(record: Record, path: Steps, old: Data, new: Data) -> Iterator[Problem]:
    treatments = new.get("treatments", {})
    for caveat, was in sorted(old.get("treatments", {}).items()):
        now = treatments.get(caveat)
        what = f"the judgement on {quoted(caveat)}"
        if now is None:
            if not reasoned(old, new):
                message = f"{what} was published and is gone"
                remedy = "Bring it back, or say in “note” of the passage why it is gone."
                yield JUDGED_AGAIN.at(record.places.key(path[:2]), message, remedy)
            continue
        if _differ(was, now, _JUDGED):
            yield from _later(record, (*path, caveat, "fate"), was, now, what)
            yield from _same_reason(record, (*path, caveat), was, now, what)
        for name, second in sorted(was.get("also_judged", {}).items()):
            again = now.get("also_judged", {}).get(name)
            if again is not None and _differ(second, again, _JUDGED):
                below = (*path, caveat, "also_judged", name, "fate")
                what = f"{what} by “{name}”"
                yield from _later(record, below, second, again, what)
                yield from _same_reason(record, below[:-1], second, again, what)


def _later(
    record: Record, path: Steps, old: Data, new: Data, what: str
) -> Iterator[Problem]:
    was, now = old.get("judged", ""), new.get("judged", "")
    if now <= was:
        message = f"{what} changed, and its day is still {was}"
        message = message if now == was else f"{what} changed, and its day is before {was}"
        yield JUDGED_AGAIN.at(record.places.value(path), message)


def _same_reason(
    record: Record, path: Steps, old: Data, new: Data, what: str
) -> Iterator[Problem]:
    """Another fate rests on another reason; the old one was given for the old fate."""
    is_same = "reason" in new and old.get("reason") == new["reason"]
    if is_same and old["fate"] != new["fate"]:
        message = f"{what} changed, and its reason is still that of the one before"
        yield JUDGED_AGAIN.at(record.places.value((*path, "reason")), message)


def _differ(old: Data, new: Data, keys: tuple[str, ...]) -> bool:
    return any(old.get(key) != new.get(key) for key in keys)


def _versions(difference: Difference, change: RecordChange) -> tuple[Data, Data, Record]:
    before, after = difference.before, difference.after
    return before.data(change.id), after.data(change.id), after.records[change.id]


def _was_draft(difference: Difference, change: RecordChange) -> bool:
    return _is_draft(difference.before.records[change.id])


def _is_draft(record: Record) -> bool:
    return record.data.get("status") == "draft"


_RULES: tuple[Callable[[Difference, RecordChange], Iterator[Problem]], ...] = (
    _meant,
    _withdrawn,
    _judged,
)
