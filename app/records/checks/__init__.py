"""The third stage of reading: records agree with each other, and mean something.

A check is a function of a record and the other records; it yields problems at the places
where they are to be mended.  All checks are listed here, by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.problems import Problem
from app.records.checks import (
    actors,
    counts,
    dates,
    editors,
    fates,
    judgements,
    links,
    references,
    stamps,
    words,
)
from app.records.others import Others
from app.records.record import Record

Check = Callable[[Record, Others], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    references.references,
    references.withdrawn,
    references.not_itself,
    references.former_ids,
    references.part_names,
    judgements.omitted_is_closed,
    judgements.judge_and_day,
    judgements.fates_agree,
    judgements.caveat_concerns,
    fates.fates_in_words,
    links.name_in_words,
    links.weak_links,
    links.hedges,
    words.speakers,
    words.own_words,
    words.own_answers,
    words.quoted_as_own,
    words.languages,
    words.translators,
    words.translations,
    words.titles,
    counts.sums,
    counts.as_printed,
    counts.in_words,
    dates.calendar,
    dates.revisions,
    dates.answers,
    dates.sources,
    dates.judgements,
    dates.editions,
    dates.copies,
    dates.asked,
    editors.reviewers,
    actors.identities,
    stamps.edits_in_words,
    stamps.stamps_hold,
    stamps.governed_has_reason,
)


def check(record: Record, others: Others) -> list[Problem]:
    """Return every problem of a record that has the right shape."""
    return sorted({problem for check in CHECKS for problem in check(record, others)})
