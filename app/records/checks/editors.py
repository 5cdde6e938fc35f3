"""Editors check each other's work, not their own."""

from __future__ import annotations

from collections.abc import Iterator

from app.problems import Problem
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import treatments
from app.records.record import Record
from app.rules import OWN_REVIEW


def reviewers(record: Record, _others: Others) -> Iterator[Problem]:
    """Who alone coded a record, as far as it says, is not who reviewed it."""
    coders = {record.data.get("judged_by")}
    coders |= {treatment.judgement("judged_by") for treatment in treatments(record)}
    coders.discard(None)
    for number, editor in enumerate(record.data.get("reviewed_by", ())):
        if coders == {editor}:
            place = record.places.value(("reviewed_by", number))
            yield OWN_REVIEW.at(place, f"{quoted(editor)} also judged what it holds")
