"""Counts: a number that is exact over several sets is their sum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.problems import Problem
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import passages
from app.records.places import Path
from app.records.record import Record
from app.rules import SUM


def sums(record: Record, others: Others) -> Iterator[Problem]:
    """An exact number of sets is the sum of what was announced of each."""
    for path, count in _counts(record):
        if count.get("rounding") == "exact" and "of" in count:
            yield from _sum(record, path, count, others)


def _counts(record: Record) -> Iterator[tuple[Path, Any]]:
    if record.folder == "sets":
        for basis, count in record.data.get("counts", {}).items():
            yield ("counts", basis), count
    for passage in passages(record):
        for name, number in passage.data.get("numbers", {}).items():
            yield (*passage.path, "numbers", name), number


def _sum(record: Record, path: Path, count: Any, others: Others) -> Iterator[Problem]:
    if "value" not in count:
        place = record.places.value((*path, "rounding"))
        yield SUM.at(place, "the number is called exact and has no value")
        return
    total = 0
    unknown = False
    for number, set_id in enumerate(count["of"]):
        record_of_set = others.record(set_id)
        if record_of_set is None:
            return
        announced = record_of_set.data.get("counts", {}).get("announced", {})
        if "value" not in announced:
            fault = "has no announced number to add up"
        elif announced["unit"] != count["unit"]:
            fault = f"was announced in {announced['unit']}, not in {count['unit']}"
        else:
            total += announced["value"]
            continue
        unknown = True
        place = record.places.value((*path, "of", number))
        yield SUM.at(place, f"{quoted(set_id)} {fault}")
    if not unknown and total != count["value"]:
        message = f"the sets have {total:,} together, and the number is {count['value']:,}"
        yield SUM.at(record.places.value((*path, "value")), message)
