"""The difference between two versions as it is reported, whatever the format.

A link that a report mentions stands there with its caveats, those of both versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.history.compare import Difference, Event, RecordChange, compare
from app.history.dependents import Dependent, Leaning, leaning
from app.problems import Problem, Severity
from app.records.kinds import HEADER, KINDS
from app.records.record import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Limit:
    """A caveat as it stands beside a link; ``state`` is “new”, “gone” or empty."""

    id: str
    title: str
    words: str
    does_not_say: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Section:
    """What is reported of one record."""

    change: RecordChange
    kind: str
    title: str
    is_draft: bool
    dependents: tuple[Dependent, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two versions: what it is called, and what is wrong with it."""

    name: str
    errors: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is reported, sorted."""

    before: Version
    after: Version
    difference: Difference
    sections: tuple[Section, ...]
    pages: tuple[str, ...]

    def limits(self, link: str) -> tuple[Limit, ...]:
        """Return the caveats on a link in either version."""
        old = set(self.difference.before.caveats_on(link))
        new = set(self.difference.after.caveats_on(link))
        return tuple(self._limit(item, old, new) for item in sorted(old | new))

    def _limit(self, caveat: str, old: set[str], new: set[str]) -> Limit:
        side = self.difference.after if caveat in new else self.difference.before
        data = side.data(caveat)
        state = "" if caveat in old & new else "new" if caveat in new else "gone"
        words = side.words(data["words"])
        return Limit(caveat, data["title"], words, tuple(data["does_not_say"]), state)


def report(before: KnowledgeBase, after: KnowledgeBase, names: tuple[str, str]) -> Report:
    """Return the report on what changed between two versions that are called *names*."""
    errors = _errors(before), _errors(after)
    return reported(compare(before, after), names, errors)


def reported(
    difference: Difference,
    names: tuple[str, str],
    errors: tuple[tuple[Problem, ...], tuple[Problem, ...]] = ((), ()),
    *,
    leans: Leaning | None = None,
) -> Report:
    """Return the report on a difference that was found already.

    *leans* is who leans on what, looked for in the difference where it is not given.
    """
    leans = leaning(difference) if leans is None else leans
    sections = tuple(
        _section(difference, change, leans.of(change)) for change in difference.records
    )
    return Report(
        before=Version(names[0], errors[0]),
        after=Version(names[1], errors[1]),
        difference=difference,
        sections=sections,
        pages=leans.pages(difference),
    )


def _errors(kb: KnowledgeBase) -> tuple[Problem, ...]:
    return tuple(item for item in kb.problems if item.severity is Severity.ERROR)


def _section(
    difference: Difference, change: RecordChange, dependents: Sequence[Dependent]
) -> Section:
    is_gone = change.event is Event.WITHDRAWN
    side = difference.before if is_gone else difference.after
    kind = "Knowledge base" if change.id == HEADER else KINDS[change.folder].singular
    data = side.data(change.id)
    return Section(
        change=change,
        kind=kind,
        title="" if change.id == HEADER else side.title(change.id),
        is_draft=data.get("status") == "draft",
        dependents=tuple(dependents),
    )


#: What happened, behind the kind of the record.
EVENTS = {
    Event.ADDED: "added",
    Event.CHANGED: "changed",
    Event.WITHDRAWN: "withdrawn",
    Event.RENAMED: "renamed",
    Event.MERGED: "taken up another record",
    Event.MOVED: "renamed without “formerly”",
}


def counted(sections: Sequence[Section]) -> str:
    """Say how many records of each kind were added, changed or withdrawn.

    >>> counted([])
    ''
    """
    numbers: Counter[tuple[str, Event]] = Counter(
        (section.change.folder, section.change.event) for section in sections
    )
    return ", ".join(
        f"{number:,} {_noun(folder, number)} {EVENTS[event]}"
        for (folder, event), number in numbers.items()
    )


def _noun(folder: str, number: int) -> str:
    if folder == HEADER:
        return "knowledge base"
    kind = KINDS[folder]
    return (kind.singular if number == 1 else kind.plural).lower()


def by_role(dependents: Sequence[Dependent]) -> dict[str, list[str]]:
    """Return the ids of dependents by their role, both sorted."""
    found: dict[str, set[str]] = {}
    for item in dependents:
        found.setdefault(item.role, set()).add(item.id)
    return {role: sorted(ids) for role, ids in sorted(found.items())}
