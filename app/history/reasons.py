"""Of which kind a change of content is, and why it was made.

The kind is the first of these that holds:

1. the record revises an earlier claim, and that is new: the kind of the revision
   (correction, re-attribution, split …);
2. the id has no version yet, or none that stood till now: merged, renamed, restored or
   added;
3. another claim came that revises this one: the kind of that revision;
4. only status or reviewers differ: status;
5. the record itself differs: changed;
6. only others in its closure do: claims, caveats, sets, words (what is quoted), or else
   context.

The reason is the first of these that is there: that of the revision; that of a judgement
that is new or another (of a treatment, or a review's rationale); the change of status; a
note that is new or another, of the record or its parts; why a record was withdrawn that
went with it; a note of what differs in its closure; the subject of the commit.  Of a text
that was there before, it is what was written for the change: :mod:`app.history.additions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.history.additions import written
from app.history.labels import label
from app.history.side import Data
from app.records.kinds import folder_of


class Kind(StrEnum):
    """The kinds of change besides those of a revision."""

    ADDED = "added"
    RENAMED = "renamed"
    MERGED = "merged"
    RESTORED = "restored"
    STATUS = "status"
    CHANGED = "changed"
    CAVEATS = "caveats"
    CLAIMS = "claims"
    SETS = "sets"
    WORDS = "words"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Told:
    """The kind of a change (a :class:`Kind`, or that of a revision) and its reason."""

    kind: str
    reason: str


#: Members by id, as :func:`app.history.closure.relied_on` gives them.
Members = Mapping[str, Data]

_STATUS = ("status", "reviewed_by")
_BY_FOLDER = (
    ("claims", Kind.CLAIMS),
    ("caveats", Kind.CAVEATS),
    ("sets", Kind.SETS),
    ("sources", Kind.WORDS),
)


def told(
    root: str,
    members: tuple[Members, Members],
    first: Kind | None,
    revision: Data | None,
    subject: str,
    ended: str = "",
) -> Told:
    """Return kind and reason of a record's new content.

    *members* are those before (nothing for the first) and after; *first* is the kind where
    the id had no version that stood; *revision* one of this record in another claim, that
    came with it; *subject* that of the commit; *ended* why another record was withdrawn
    that went with this one.
    """
    before, after = members
    old, new = before.get(root, {}), after[root]
    is_new = bool(old) or first is Kind.ADDED
    own = next(revised(old, new), None)
    made = (own if is_new else None) or (revision if first is None else None)
    kind = str(made["change"]) if made else str(first or _kind(root, before, after))
    reasons = (
        str((made or {}).get("reason", "")),
        *_judgements(old, new),
        _status(old, new) if kind == Kind.STATUS else "",
        *_notes(old, new),
        ended,
        *(
            note
            for key in sorted(before.keys() | after.keys())
            if key != root and before
            for note in _notes(before.get(key, {}), after.get(key, {}))
        ),
        subject,
    )
    return Told(kind, next((reason for reason in reasons if reason), ""))


def revisions(old: Data, new: Data) -> dict[str, Data]:
    """Return the revisions that a claim newly makes, one for each claim that is revised."""
    return {one["earlier"].partition("#")[0]: one for one in revised(old, new)}


def revised(old: Data, new: Data) -> Iterator[Data]:
    """Yield the revisions that a claim newly makes, by name."""
    yield from _added(old.get("revises", {}), new.get("revises", {}))


def _kind(root: str, before: Members, after: Members) -> Kind:
    old, new = before[root], after[root]
    if old != new:
        keys = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        return Kind.STATUS if keys <= set(_STATUS) else Kind.CHANGED
    differing = {
        folder_of(key)
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
    return next((kind for folder, kind in _BY_FOLDER if folder in differing), Kind.CONTEXT)


def _status(old: Data, new: Data) -> str:
    was, now = old.get("status", ""), new.get("status", "")
    if was == now:
        return "The reviewers named are others."
    return f"The status was “{label(was)}” and is now “{label(now)}”."


def _added(old: Data, new: Data) -> Iterator[Any]:
    """Yield the entries of a map that are new or others, by name."""
    for name, entry in sorted(new.items()):
        if old.get(name) != entry:
            yield entry


def _judgements(old: Data, new: Data) -> Iterator[str]:
    """Yield why a record judges now as it did not; nothing where it did not judge."""
    if not old:
        return
    if old.get("rationale") != new.get("rationale"):
        yield written(old.get("rationale", ""), new.get("rationale", ""))
    for name, passage in sorted(new.get("passages", {}).items()):
        before = old.get("passages", {}).get(name, {}).get("treatments", {})
        for caveat, treatment in sorted(passage.get("treatments", {}).items()):
            was = before.get(caveat, {})
            if was != treatment:
                yield written(was.get("reason", ""), treatment["reason"])


def _notes(old: Data, new: Data) -> Iterator[str]:
    """Yield the notes that are new or others, that of the whole first."""
    if not old:
        return
    if "note" in new and old.get("note") != new["note"]:
        yield written(old.get("note", ""), new["note"])
    for key, value in sorted(new.items()):
        if isinstance(value, dict):
            was = old.get(key)
            yield from _notes(was if isinstance(was, dict) else {}, value)
