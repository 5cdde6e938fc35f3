"""Checks never fail on records that have the right shape, however they are entangled."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.records.checks import check
from app.records.kinds import KINDS, folder_of
from app.records.load import load
from app.records.others import AllRecords
from app.records.parts import named_fields
from app.records.record import Record
from app.records.schema import faults
from app.records.shape import leaves

KB = load(Path(__file__).parents[2] / "fixtures" / "kb")
DATES = ("2024-02-30", "2024-13", "2024-05/2024-01", "../2019", "2030-01/..", "0000")
DAYS = ("2024-02-30", "2019-01-01", "2031-12-31")


def names(record: Record) -> list[str]:
    """Return the names of the parts of a record, and one that it does not have."""
    fields = named_fields(record.folder)
    return [*(name for key in fields for name in record.data.get(key, {})), "none"]


def entangle(record: Record, chance: random.Random) -> Record:
    """Point references of a record elsewhere, and set dates to others."""
    data = deepcopy(record.data)
    for leaf in list(leaves(record.folder, data)):
        if leaf.is_key or chance.random() < 0.5:
            continue
        holder: Any = data
        for step in leaf.path[:-1]:
            holder = holder[step]
        if leaf.shape.definition in ("edtf", "day"):
            dates = DAYS if leaf.shape.definition == "day" else (*DATES, *DAYS)
            holder[leaf.path[-1]] = chance.choice(dates)
        elif leaf.shape.reference is not None and folder_of(leaf.value) in KINDS:
            folder = chance.choice(leaf.shape.reference.folders)
            near = [item for item in KB.records.values() if item.folder == folder]
            target = chance.choice(near)
            part = "#" in leaf.value and f"#{chance.choice(names(target))}"
            holder[leaf.path[-1]] = f"{target.id}{part or ''}"
    return replace(record, data=data)


@pytest.mark.parametrize("seed", range(60))
def test_never_raises(seed: int) -> None:
    """Records that refer to each other at random give problems, never an error."""
    chance = random.Random(seed)
    records = {
        key: entangled
        for key, record in KB.records.items()
        if not faults(record.folder, (entangled := entangle(record, chance)).data)
    }
    ids = {
        folder: frozenset(key for key in KB.records if folder_of(key) == folder)
        for folder in KINDS
    }
    others = AllRecords(KB.header, all_ids=ids, by_id=records)
    codes = {p.code for record in records.values() for p in check(record, others)}
    assert codes & {"R02", "R03", "R08", "R22", "R23", "R24"}
    assert "R01" not in codes
