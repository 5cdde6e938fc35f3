"""Counts: a number stands in the words as printed, and is the sum of its sets if exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.problems import Problem
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import passages
from app.records.places import Path
from app.records.record import Record
from app.rules import NOT_AS_PRINTED, NUMBER_NOT_IN_WORDS, SUM

#: Digits in groups of three, however the groups are parted, or in none.
_DIGITS = re.compile(r"[0-9]{1,3}(?:[.,'\u2019\u00a0\u202f ][0-9]{3})+|[0-9]+")


def sums(record: Record, others: Others) -> Iterator[Problem]:
    """An exact number of sets is the sum of what was announced of each."""
    for path, count in _counts(record):
        if count.get("rounding") == "exact" and "of" in count:
            yield from _sum(record, path, count, others)


def as_printed(record: Record, _others: Others) -> Iterator[Problem]:
    """A number that the source prints in digits has these, words for thousands apart."""
    for path, count in _counts(record):
        found = _DIGITS.findall(count["as_printed"])
        if len(found) != 1 or "value" not in count:
            continue
        printed = int(re.sub(r"\D", "", found[0]))
        is_alone = _DIGITS.fullmatch(count["as_printed"].strip()) is not None
        # “6 mil” and “3 million” have the digits of their first word.
        scales = (1,) if is_alone else (1, 1_000, 1_000_000, 1_000_000_000)
        if count["value"] not in [printed * scale for scale in scales]:
            message = f"the number is {count['value']:,}, and {printed:,} is printed"
            yield NOT_AS_PRINTED.at(record.places.value((*path, "value")), message)


def in_words(record: Record, _others: Others) -> Iterator[Problem]:
    """What is printed of a number stands in the words, or just before or behind them."""
    for passage in passages(record):
        around = (passage.data.get(key, "") for key in ("prefix", "text", "suffix"))
        words = " ".join(" ".join(around).split())
        for name, number in passage.data.get("numbers", {}).items():
            printed = number["as_printed"]
            if not _stands(" ".join(printed.split()), words):
                place = record.places.value((*passage.path, "numbers", name, "as_printed"))
                message = f"{quoted(printed)} does not stand in {quoted(passage.name)}"
                yield NUMBER_NOT_IN_WORDS.at(place, message)


def _stands(printed: str, words: str) -> bool:
    """Tell whether a number stands in some words, and not only within a longer number."""
    alone = rf"(?<![0-9])(?<![0-9][.,]){re.escape(printed)}(?![.,]?[0-9])"
    return re.search(alone, words) is not None


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
