"""A report of differences as lines of a tree, for formats that are read by people.

What is said is decided here once; how text is made harmless, in each format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.history.compare import Event
from app.history.report import EVENTS, Limit, Report, Section, Version, by_role
from app.history.sentence import (
    Name,
    Piece,
    Quote,
    Said,
    Sentence,
    as_text,
    finished,
    joined,
    one_line,
)

#: So many are named one by one.
_MOST_NAMED = 12
_MOST_ERRORS = 20

#: A line and how deep it stands.
Line = tuple[int, Sentence]


def heading(section: Section) -> Sentence:
    """Say what happened to which record."""
    change = section.change
    event = EVENTS[change.event]
    if change.event is Event.MERGED:
        event = "was taken up by this one"
        return (f"{section.kind} ", Name(change.was), f" {event}: ", Said(section.title))
    draft = " (draft)" if section.is_draft else ""
    title: Sentence = (": ", Said(section.title)) if section.title else ()
    return (f"{section.kind} {event}{draft}", *title)


def body(report: Report, section: Section) -> Iterator[Line]:
    """Yield what changed in a record, below each link that is named its caveats.

    The first time they stand there with their words, then by title.
    """
    change = section.change
    if change.event is Event.RENAMED:
        was: Sentence = ("Its id was ", Name(change.was), ", which leads here.")
        yield 0, was
    elif change.event is Event.MOVED:
        broken = ": no record keeps it under “formerly”, so links to it break."
        yield 0, ("Its id was ", Name(change.was), broken)
    shown: set[str] = set()
    for item in change.changes:
        yield 0, item.sentence
        for link in item.links:
            lines = _limits_again if link in shown else _limits
            yield from lines(report, link)
            shown.add(link)
    if change.event is Event.WITHDRAWN:
        yield 0, ("No record answers to ", Name(change.id), " any more.")


def told_of(report: Report, section: Section, *cited: str) -> tuple[Sentence, list[Line]]:
    """Return heading and body in a report on versions of the records *cited*.

    Another record came into what they hold, or went out of it; whether it is a record is
    not told by that.
    """
    change, lines = section.change, list(body(report, section))
    if change.id not in cited and change.event in (Event.MOVED, Event.RENAMED):
        # Former ids are no part of what is cited, so nothing is known of them here.
        lines[0] = 0, ("Its id was ", Name(change.was), ".")
        title = Said(one_line(as_text((section.title,))))
        return (f"{section.kind} ", title, " has another id now"), lines
    if change.id in cited or change.event not in (Event.ADDED, Event.WITHDRAWN):
        return heading(section), lines
    verb = "is now part of" if change.event is Event.ADDED else "is no longer part of"
    if change.event is Event.WITHDRAWN:
        lines.pop()
    title = Said(one_line(as_text((section.title,))))
    return (f"{section.kind} ", title, f" {verb} what is cited"), lines


def _limits(report: Report, link: str) -> Iterator[Line]:
    limits = report.limits(link)
    if not limits:
        yield 1, ("No caveat qualifies ", Name(link), ".")
    for limit in limits:
        yield 1, _limit(limit, link)


def _limits_again(report: Report, link: str) -> Iterator[Line]:
    """Name the caveats on a link once more; their words stand further up."""
    for limit in report.limits(link):
        yield 1, (*_opening(limit), Name(link), ", as said above.")


def _opening(limit: Limit) -> Sentence:
    verb = {"": "qualifies", "new": "now qualifies", "gone": "no longer qualifies"}
    return ("The caveat ", Quote(limit.title), f" {verb[limit.state]} ")


def _limit(limit: Limit, link: str) -> Sentence:
    opening = _opening(limit)
    words: Sequence[Piece] = (": ", Quote(limit.words)) if limit.words else ()
    readings = [piece for text in limit.does_not_say for piece in ("; ", Said(text))][1:]
    words = finished((*words, "."))
    return (*opening, Name(link), *words, " It does not say: ", *readings, ".")


def dependence(section: Section) -> Sentence:
    """Say what depends on what changed; nothing where nothing does."""
    phrases: list[Piece] = []
    for role, ids in by_role(section.dependents).items():
        phrases += [f"{'; ' if phrases else ''}{role} ", *named(ids)]
    return ("Leaning on it: ", *phrases, ".") if phrases else ()


def named(ids: Sequence[str]) -> Sentence:
    """Name ids; of many the first, and how many more."""
    rest = len(ids) - _MOST_NAMED
    first: list[Sequence[Piece]] = [(Name(item),) for item in ids[:_MOST_NAMED]]
    return joined([*first, (f"{rest:,} more",)] if rest > 0 else first)


def faults(version: Version) -> Iterator[Line]:
    """Say what is wrong with a version, place by place; nothing where all is well."""
    if not version.errors:
        return
    number = len(version.errors)
    many = "There is 1 error in " if number == 1 else f"There are {number:,} errors in "
    yield 0, (many, Said(version.name), "; what cannot be read is left out.")
    for problem in version.errors[:_MOST_ERRORS]:
        yield 1, (Name(str(problem.place)), f" {problem.code} ", Said(problem.message), ".")
    if number > _MOST_ERRORS:
        yield 1, (f"{number - _MOST_ERRORS:,} more; caveat check prints all.",)


def left_out(report: Report) -> Sentence:
    """Name the records that were not compared; nothing where all were."""
    ids = report.difference.not_compared
    if not ids:
        return ()
    return (
        "Not compared, because one of the two versions cannot be read: ",
        *named(ids),
        ".",
    )
