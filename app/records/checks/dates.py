"""Dates: each is in the calendar, and their order is possible.

Only bounds are compared: a problem is where every day that one date allows lies before
every day that the other allows.  Nothing is asked of when accounts were removed: that can
be long before it was disclosed.  Nor of when an action was answered: suspended accounts
are noticed before a platform discloses them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from app.problems import Problem
from app.records.dates import Bounds, bounds, day
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import parts, passages, treatments
from app.records.places import Path
from app.records.record import Record
from app.records.shape import leaves
from app.rules import (
    ANSWER_TOO_EARLY,
    ASKED_TOO_EARLY,
    COPIED_TOO_EARLY,
    EDITION_TOO_OLD,
    JUDGED_TOO_EARLY,
    NO_DATE,
    REVERSED,
    REVISED_LATER,
    SOURCE_TOO_OLD,
    Rule,
)


def calendar(record: Record, _others: Others) -> Iterator[Problem]:
    """Every date is one that EDTF and the calendar have, and ends after it begins."""
    for leaf in leaves(record.folder, record.data):
        if leaf.shape.definition == "day":
            if day(leaf.value) is None:
                message = f"the calendar has no day {quoted(leaf.value)}"
                yield NO_DATE.at(record.places.value(leaf.path), message)
        elif leaf.shape.definition == "edtf":
            span = bounds(leaf.value)
            if span.fault:
                yield NO_DATE.at(record.places.value(leaf.path), span.fault)
            elif span.is_reversed:
                message = f"the interval ends on {span.latest}, before {span.earliest}"
                yield REVERSED.at(record.places.value(leaf.path), message)


def revisions(record: Record, others: Others) -> Iterator[Problem]:
    """A claim is not made before the claim that it revises."""
    if record.folder != "claims":
        return
    for revision in parts(record, "revises"):
        for earlier in others.records([revision.data["earlier"]]):
            yield from _not_before(
                record, ("made",), REVISED_LATER, earlier, "which it revises"
            )


def answers(record: Record, others: Others) -> Iterator[Problem]:
    """A reaction to a claim or caveat is not made before the claim."""
    if record.folder != "reactions":
        return
    for target in others.records(record.data["to"]):
        claims: Iterable[Record] = [target] if target.folder == "claims" else []
        if target.folder == "caveats":
            claims = others.records(target.data["qualifies"])
        for claim in claims:
            yield from _not_before(
                record, ("made",), ANSWER_TOO_EARLY, claim, "which it answers"
            )


def sources(record: Record, others: Others) -> Iterator[Problem]:
    """A source is not older than the claims that it restates."""
    if record.folder != "sources":
        return
    for passage in passages(record):
        for claim in others.records(passage.data.get("restates", ())):
            what = f"which the passage {quoted(passage.name)} restates"
            yield from _not_before(record, ("published",), SOURCE_TOO_OLD, claim, what)


def judgements(record: Record, others: Others) -> Iterator[Problem]:
    """Nothing is judged before it was published."""
    if record.folder == "sources":
        yield from _judged(record, ("judged",), [record])
        for treatment in treatments(record):
            yield from _judged(record, (*treatment.path, "judged"), [record])
    elif record.folder == "reviews":
        references = [*record.data["review_of"], *record.data["evidence"]]
        yield from _judged(record, ("judged",), others.records(references))


def _judged(record: Record, path: Path, judged: Iterable[Record]) -> Iterator[Problem]:
    for other in judged:
        yield from _day_after(record, path, other, JUDGED_TOO_EARLY)


def editions(record: Record, others: Others) -> Iterator[Problem]:
    """The edition that holds a judgement is not older than it."""
    if others.header is None:
        return
    edition = day(others.header.data["edition"])
    paths = [("judged",), *((*item.path, "judged") for item in treatments(record))]
    for path in paths:
        judged = _day_at(record, path)
        if _is_before(edition, judged):
            message = f"the edition in kb.yaml is of {edition}"
            yield EDITION_TOO_OLD.at(record.places.value(path), message)


def copies(record: Record, _others: Others) -> Iterator[Problem]:
    """A copy is not taken before its source was published."""
    if record.folder == "sources":
        for copy in parts(record, "copies"):
            path = (*copy.path, "taken")
            yield from _day_after(record, path, record, COPIED_TOO_EARLY)


def asked(record: Record, others: Others) -> Iterator[Problem]:
    """Nobody is asked about words before the first of them was published."""
    if record.folder != "reviews":
        return
    reviewed = list(others.records(record.data["review_of"]))
    first = min(reviewed, key=_earliest, default=None)
    for request in parts(record, "asked"):
        if first is not None:
            path = (*request.path, "asked_on")
            yield from _day_after(record, path, first, ASKED_TOO_EARLY)


def _earliest(record: Record) -> datetime.date:
    earliest = _span(record, _when(record)).earliest
    return datetime.date.min if earliest is None else earliest


def _when(record: Record) -> str:
    """Return the key that says when a record's subject came to be."""
    return "published" if record.folder == "sources" else "made"


def _span(record: Record, key: str) -> Bounds:
    value = record.data.get(key)
    return Bounds() if value is None else bounds(value)


def _day_at(record: Record, path: Path) -> datetime.date | None:
    value = record.data
    for step in path:
        if step not in value:
            return None
        value = value[step]
    return day(str(value))


def _is_before(one: datetime.date | None, two: datetime.date | None) -> bool:
    return one is not None and two is not None and one < two


def _not_before(
    record: Record, path: tuple[str], rule: Rule, other: Record, what: str
) -> Iterator[Problem]:
    """A record's date does not lie wholly before that of *other*."""
    own, its = _span(record, path[0]), _span(other, _when(other))
    if _is_before(own.latest, its.earliest):
        message = f"this is before {its.earliest}, the day of {other.id}, {what}"
        yield rule.at(record.places.value(path), message)


def _day_after(record: Record, path: Path, other: Record, rule: Rule) -> Iterator[Problem]:
    """The day at *path*, if there is one, is not before *other* came to be."""
    its = _span(other, _when(other)).earliest
    if _is_before(_day_at(record, path), its):
        message = f"{other.id} is of {its}"
        yield rule.at(record.places.value(path), f"this is too early: {message}")
