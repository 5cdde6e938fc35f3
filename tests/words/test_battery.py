"""The adversarial battery: every quotation that is offered gets the answer required."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.words.cut import cut
from app.words.held import Held
from app.words.match import match
from app.words.quotation import Edit, Quotation

BATTERY = yaml.safe_load((Path(__file__).parent / "battery.yaml").read_text("utf-8"))
#: A line that no wrapped text has.
LONG = (
    "The report names the pages, groups and channels of that week, one after another. " * 2
)
CASES: list[dict[str, Any]] = BATTERY["cases"]
KEYS = {
    "name",
    "held",
    "quote",
    "prefix",
    "suffix",
    "edits",
    "lang",
    "match",
    "cut",
    "says",
}


def quotation(case: dict[str, Any]) -> Quotation:
    """Return the quotation that a case offers."""
    return Quotation(
        case["quote"],
        case.get("prefix", ""),
        case.get("suffix", ""),
        tuple(
            Edit(f"edit-{number}", kind, inserted)
            for number, (kind, inserted) in enumerate(case.get("edits", ()))
        ),
        case.get("lang", "en"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_answer_is_the_one_required(case: dict[str, Any]) -> None:
    """The words, and what was cut off round them, get the required answers and reasons."""
    held = Held(case.get("held", BATTERY["seed"]).replace("LONG", LONG))
    found = match(held, quotation(case))
    said = list(found.differences)

    assert case["match"] == found.answer, found
    if found.answer.is_found:
        around = cut(held, found.spans, case.get("lang", "en"))
        said += [*(text for text, _ in around.governing), *around.notes]
        assert case.get("cut", around.answer) == around.answer, around
    assert case.get("says", "") in "\n".join(said)


def test_the_battery_is_large_and_whole() -> None:
    """There are sixty cases at least, each with a name of its own and known keys."""
    assert len(CASES) >= 60
    assert len(CASES) == len({case["name"] for case in CASES})
    assert set() == {key for case in CASES for key in case} - KEYS
