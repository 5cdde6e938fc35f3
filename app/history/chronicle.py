"""What happened to records, one thing after another: their versions, and their ends.

What is not committed has no date and did not happen yet.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from cachetools import LRUCache, cachedmethod

from app.history.compare import Event, RecordChange
from app.history.dependents import OWN, Leaning
from app.history.labels import label
from app.history.reasons import Kind
from app.history.report import Report, Section, reported
from app.history.standings import State
from app.history.version import Merged, Moved, Version
from app.history.versions import Versions
from app.records.kinds import folder_of

#: How each kind of version is told; kinds that are not here are those of a revision.
KINDS: Mapping[str, str] = {
    Kind.ADDED: "added",
    Kind.RENAMED: "renamed",
    Kind.MERGED: "took up another record",
    Kind.RESTORED: "restored",
    Kind.STATUS: "status changed",
    Kind.CHANGED: "changed",
    Kind.CAVEATS: "a caveat on it changed",
    Kind.CLAIMS: "a claim that goes with it changed",
    Kind.SETS: "a set that it is about changed",
    Kind.WORDS: "words that it quotes changed",
    Kind.CONTEXT: "what it stands on changed",
}
#: How each way in which an id ends is told.
ENDS: Mapping[str, str] = {
    State.WITHDRAWN: "withdrawn",
    State.GONE: "removed without a word",
    State.MERGED: "taken up by another record",
}
#: The kinds that put right what was said, whatever differs; see :meth:`Chronicle.corrects`.
CORRECTIONS: frozenset[str] = frozenset(
    {
        "correction",
        "re-attribution",
        "split",
        "merge",
        "withdrawal",
        "expression-of-concern",
        "reinstatement",
        Kind.RESTORED,
        Kind.MERGED,
        State.WITHDRAWN,
        State.GONE,
        State.MERGED,
    }
)
#: The kinds of a record that stayed as it is, while another that goes with it changed.
_FROM_OTHERS = frozenset({Kind.CAVEATS, Kind.CLAIMS, Kind.SETS, Kind.WORDS, Kind.CONTEXT})
#: Who leans on what is no part of what happened; of the whole base, the site tells it.
_NOBODY = Leaning({}, {})
#: Of a chronicle so much is kept in memory: reports, and what happened to each record.
_KEPT_REPORTS, _KEPT_RECORDS = 1_024, 16_384


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a record.

    ``kind`` is one of :data:`KINDS` or :data:`ENDS`, or that of a revision; ``date`` is in
    UTC.  ``before`` is None where the record is new, ``after`` where none answers to the id
    any more; ``to`` is then the id that it leads to, if any.
    """

    record: str
    at: int
    date: str
    commit: str
    kind: str
    reason: str
    before: Version | None
    after: Version | None
    to: str = ""

    @property
    def called(self) -> str:
        """What happened, in words."""
        words = KINDS if self.after is not None else ENDS
        return words.get(self.kind) or label(self.kind)

    @property
    def version(self) -> Version:
        """The version that it brought, or the last one."""
        found = self.after or self.before
        if found is None:
            raise ValueError(f"nothing of {self.record} was ever published")
        return found


class Chronicle:
    """What happened, from an index of versions; reports are kept once they are made."""

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        self._records: LRUCache[object, tuple[News, ...]] = LRUCache(_KEPT_RECORDS)
        self._reports: LRUCache[object, Report] = LRUCache(_KEPT_REPORTS)
        self._judged: LRUCache[object, bool] = LRUCache(_KEPT_RECORDS)
        self._lock = threading.Lock()

    def news(self, since: str = "") -> Iterator[News]:
        """Yield what happened *since* a moment in UTC or later, newest first."""
        rows = self.versions.index.rows(
            "SELECT at, record FROM publication JOIN (SELECT at, record FROM version "
            "UNION SELECT at, record FROM standing) USING (at) "
            "WHERE date >= ? AND date != '' ORDER BY at DESC, record",
            since,
        )
        for at, record_id in rows:
            yield from (item for item in self.of(record_id) if item.at == at)

    def at_home(self, since: str = "") -> Iterator[News]:
        """Yield what happened, each change where it was made, newest first.

        What goes with a record changes it too; of that only what corrects it is told.
        """
        for item in self.news(since):
            if item.kind not in _FROM_OTHERS or self.corrects(item):
                yield item

    def known_as(self, record_id: str) -> tuple[News, ...]:
        """Return what happened to a record under any of its ids, newest first."""
        ids = (record_id, *self.versions.former_ids(record_id))
        found = (item for one in ids for item in self.of(one))
        return tuple(sorted(found, key=lambda item: (-item.at, item.record)))

    def has_moved(self, record_id: str) -> bool:
        """Tell whether an id leads to that of another record."""
        return isinstance(self.versions.standing(record_id), Moved | Merged)

    def endings(self) -> list[str]:
        """Return the ids that no record of their own answers to since some day, sorted."""
        rows = self.versions.index.rows(
            "SELECT DISTINCT record FROM standing WHERE state NOT IN (?, ?) "
            "ORDER BY record",
            State.LIVE,
            State.MOVED,
        )
        return [row[0] for row in rows if self.of(row[0])]

    def told(self, item: News) -> tuple[Section, ...]:
        """Return what is told of each record that *item* concerns, its own first.

        Of one that came or went that is the record alone; else all of its closure.
        """
        sections = self.report(item).sections
        own = tuple(one for one in sections if one.change.id == item.record)
        if item.before is None or item.after is None:
            return own
        return (*own, *(one for one in sections if one.change.id != item.record))

    @cachedmethod(attrgetter("_records"), lock=attrgetter("_lock"))
    def of(self, record_id: str) -> tuple[News, ...]:
        """Return what happened to the record of an id, newest first."""
        found: list[News] = []
        dated = [one for one in self.versions.versions_of(record_id) if one.date]
        before: Version | None = None
        for one in dated:
            earlier = before or self._taken_up(one)
            told = one.at, one.date, one.commit, one.kind, one.reason
            found.append(News(record_id, *told, earlier, one))
            before = one
        for row in self._endings(record_id):
            last = next((one for one in reversed(dated) if one.at < row[0]), None)
            if last is not None:
                found.append(News(record_id, *row[:-1], last, None, row[-1]))
        return tuple(sorted(found, key=lambda item: -item.at))

    def _taken_up(self, version: Version) -> Version | None:
        """Return the last version under the id that a record had before, if it had one."""
        rows = self.versions.index.rows(
            "SELECT record FROM standing WHERE at = ? AND target = ? ORDER BY record",
            version.at,
            version.record,
        )
        for (former,) in rows:
            known = self.versions.versions_of(former)
            found = [one for one in known if one.at < version.at and one.date]
            if found:
                return found[-1]
        return None

    def _endings(self, record_id: str) -> list[tuple[int, str, str, str, str, str]]:
        """Return the ends of a record; one that moved goes on under another id."""
        return self.versions.index.rows(
            "SELECT at, date, commit_hash, state, reason, target "
            "FROM standing JOIN publication USING (at) WHERE record = ? "
            "AND date != '' AND state NOT IN (?, ?) ORDER BY at",
            record_id,
            State.LIVE,
            State.MOVED,
        )

    @cachedmethod(attrgetter("_reports"), lock=attrgetter("_lock"))
    def report(self, item: News) -> Report:
        """Return what differs between the two versions of *item*."""
        names = tuple(one.name if one else "" for one in (item.before, item.after))
        difference = self.versions.difference(item.before, item.after)
        return reported(difference, (names[0], names[1]), leans=_NOBODY)

    @cachedmethod(attrgetter("_judged"), lock=attrgetter("_lock"))
    def corrects(self, item: News) -> bool:
        """Tell whether something that had been said is now said otherwise, or no more.

        That is so of the kinds in :data:`CORRECTIONS`; of a change in the caveats of a
        claim; and where the record itself says otherwise what it said before, judgements
        as well.  What is only added, notes and status put nothing right; of what changed
        in another record that one tells.
        """
        if item.kind in CORRECTIONS:
            return True
        is_limited = item.kind == Kind.CAVEATS and folder_of(item.record) == "claims"
        if not is_limited and item.kind != Kind.CHANGED:
            return False  # and what differs need not be read
        changes = [section.change for section in self.told(item)]
        if is_limited:
            limits = (one for one in changes if one.folder == "caveats")
            return any(one.event is not Event.CHANGED or said_anew(one) for one in limits)
        return any(said_otherwise(one) for one in changes if one.id == item.record)

    def concerns(self, item: News) -> bool:
        """Tell whether *item* puts right what a citer of its record relied on.

        That is what it corrects itself, and what was put right in the claims, caveats and
        sets that go with it; :meth:`corrects` leaves that to their own records.
        """
        if self.corrects(item) or item.before is None:
            return self.corrects(item)
        others = [one.change for one in self.told(item) if one.change.id != item.record]
        return any(_puts_right(one) for one in others)


def _puts_right(change: RecordChange) -> bool:
    """Tell whether a change in what goes with a record puts right what is said there."""
    if change.folder == "caveats":
        return change.event is not Event.CHANGED or said_anew(change)
    if change.folder == "sources":  # of which the words are there that are quoted
        return change.event is Event.CHANGED and said_otherwise(change)
    is_said = change.folder in ("claims", "sets")
    return is_said and (change.event is Event.WITHDRAWN or said_otherwise(change))


def said_otherwise(change: RecordChange) -> bool:
    """Tell whether something that a record said is now said otherwise, or no more."""
    return any(one.before is not None and one.aspect not in OWN for one in change.changes)


def said_anew(change: RecordChange) -> bool:
    """Tell whether a record says anything that it did not, beside notes and status."""
    return any(one.aspect not in OWN for one in change.changes)
