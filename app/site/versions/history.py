"""The versions of a record as its pages show them: each by itself, and all in a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.graph.store import Generation
from app.history.chronicle import KINDS as CHANGES
from app.history.chronicle import Chronicle, News
from app.history.labels import label
from app.history.revising import revising
from app.history.sentence import one_line
from app.history.told import Told, told
from app.history.version import Gone, Live, Merged, Moved, Standing, Version, Withdrawn
from app.history.versions import Versions
from app.records.kinds import KINDS, folder_of
from app.site import formats
from app.site.pages import Page
from app.site.triples import Triples
from app.site.versions.content import caveats_in, relied_on, title_of, version_page


@dataclass(frozen=True, slots=True)
class Event:
    """Something that brought no version: an end, or a claim that revises this one.

    ``record`` and ``title`` are those of that claim; empty of an end.
    """

    date: str
    called: str
    reason: str
    record: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """What a page says of the version that it shows.

    ``changes`` tell what differs from ``current``, which is None where no record answers
    to the id any more, and then from what it said last; ``standing`` says why that is, and
    ``ended`` since which day.  ``revised`` are the claims that revised it when it came; of
    those since, notes tell (:mod:`app.site.corrections`).
    """

    id: str
    title: str
    version: Version
    current: Version | None
    changes: tuple[Told, ...]
    standing: str
    revised: tuple[Event, ...]
    ended: str
    to: str
    reason: str

    @property
    def is_current(self) -> bool:
        """Whether the record still says this; a revert brings a version back."""
        return self.current is not None and self.current.digest == self.version.digest


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in a list, with what it changed of the one before."""

    name: str
    date: str
    commit: str
    until: str
    kind: str
    reason: str
    is_current: bool
    changes: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """All versions of a record, newest first, and the two that are set side by side.

    ``caveats`` are those of the newest version: title and words; ``stands`` says whether
    that is what the id answers with.
    """

    id: str
    path: str
    title: str
    kind: str
    entries: tuple[Entry, ...]
    events: tuple[Event, ...]
    stands: bool
    caveats: tuple[tuple[str, str], ...]
    former: tuple[str, ...]
    between: tuple[str, str] | None
    changes: tuple[Told, ...]


def shown(generation: Generation, chronicle: Chronicle, version: Version) -> Page:
    """Draw a version inside a shell that says what became of it."""
    versions = chronicle.versions
    page = version_page(generation, versions, version)
    now, standing, to, reason = _now(versions, version.record)
    last = _last(versions, version.record)
    shell = Shell(
        id=version.record,
        title=title_of(versions, version),
        version=version,
        current=now,
        changes=told(versions, version, now or last or version),
        standing=standing,
        revised=tuple(_known(chronicle, version)),
        ended=last.until[:10] if last is not None else "",
        to=to,
        reason=reason,
    )
    more = {
        "frame": "version.html",
        "frozen": shell,
        "version": version,
        "proposals": False,
    }
    return Page(
        page.id, page.template, page.view, page.triples, None, (formats.HTML,), more=more
    )


def _last(versions: Versions, record_id: str) -> Version | None:
    """Return the last version of a record that was withdrawn, or is there no more."""
    answer = versions.standing(record_id)
    return answer.last if isinstance(answer, Withdrawn | Gone) else None


def _now(versions: Versions, record_id: str) -> tuple[Version | None, str, str, str]:
    """Return the version that stands now, how the id answers, where it leads, and why."""
    answer: Standing | None = versions.standing(record_id)
    if isinstance(answer, Moved | Merged):
        note = answer.note if isinstance(answer, Merged) else ""
        return versions.current(answer.to), "moved", answer.to, note
    if isinstance(answer, Withdrawn):
        return None, "withdrawn", "", answer.reason
    if isinstance(answer, Gone):
        return None, "gone", "", ""
    return versions.current(record_id), "live", "", ""


def history_page(
    chronicle: Chronicle, record_id: str, arguments: Mapping[str, str]
) -> Page:
    """List the versions of an id that has some.

    *arguments* may name two of them, ``from`` and ``to``.

    Raises:
        UnknownVersion: one of the two is none of this record's.
    """
    versions = chronicle.versions
    found = versions.versions_of(record_id)
    newest = found[-1]
    entries = tuple(
        Entry(
            item.name,
            item.date,
            item.commit,
            item.until,
            CHANGES.get(item.kind) or label(item.kind),
            item.reason,
            item.is_current,
            told(versions, found[number - 1], item) if number else (),
        )
        for number, item in enumerate(found)
    )
    between = _between(arguments)
    pair = [versions.version(record_id, name) for name in between or ()]
    view = HistoryPage(
        id=record_id,
        path=f"/{record_id}",
        title=title_of(versions, newest),
        kind=KINDS[folder_of(record_id)].singular,
        entries=entries[::-1],
        events=tuple(_events(chronicle, newest)),
        stands=isinstance(versions.standing(record_id), Live),
        caveats=tuple(caveats_in(relied_on(versions, newest))),
        former=versions.former_ids(record_id),
        between=between,
        changes=told(versions, *pair) if pair else (),
    )
    return Page(record_id, "history.html", view, Triples(()), None, formats.SEARCHED)


def _events(chronicle: Chronicle, newest: Version) -> Iterator[Event]:
    """Yield what brought no version, newest first."""
    found = [one for one in chronicle.of(newest.record) if one.after is None]
    if folder_of(newest.record) == "claims":
        found += revising(chronicle, newest, 0)
    for one in sorted(found, key=lambda item: (-item.at, item.record)):
        if one.record == newest.record:
            yield Event(one.date, one.called, one.reason)
        else:
            yield _revision(chronicle, one)


def _known(chronicle: Chronicle, version: Version) -> Iterator[Event]:
    """Yield what revised a claim already when a version of it came."""
    if folder_of(version.record) == "claims":
        found = revising(chronicle, version, 0)
        yield from (_revision(chronicle, one) for one in found if one.at <= version.at)


def _revision(chronicle: Chronicle, item: News) -> Event:
    title = chronicle.report(item).difference.after.title(item.record)
    return Event(item.date, item.called, item.reason, item.record, one_line(title))


def _between(arguments: Mapping[str, str]) -> tuple[str, str] | None:
    first, second = arguments.get("from", "").strip(), arguments.get("to", "").strip()
    return (first, second) if first and second else None
