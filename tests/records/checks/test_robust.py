"""Checks never fail on records that have the right shape, however they are entangled."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.records.checks import check
from app.records.kinds import HEADER, KINDS
from app.records.others import AllRecords
from app.records.parts import named_fields
from app.records.record import Record
from tests.strategies import data_of, record

_REFERENCE = re.compile(
    rf'"({"|".join(KINDS)})/[a-z0-9-]+(#[a-z0-9-]+)?"(?=[,\]}}:]|$)'
)


def entangled(drawn: dict[str, Any], choose: Any) -> dict[str, Record]:
    """Point the references of drawn records at each other."""
    names = {
        key: [
            name
            for field in named_fields(key.partition("/")[0])
            for name in data.get(field, {})
        ]
        for key, data in drawn.items()
    }

    def point(found: re.Match[str]) -> str:
        target = f"{found[1]}/{'ab'[choose(2)]}"
        parts = names[target] or ["none"]
        name = f"#{parts[choose(len(parts))]}" if found[2] else ""
        return json.dumps(target + name)

    return {
        key: record(key, json.loads(_REFERENCE.sub(point, json.dumps(data))))
        for key, data in drawn.items()
    }


@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_never_raises(draw: st.DataObject) -> None:
    """Records of all kinds that refer to each other at random give problems, no error."""
    drawn = {
        f"{folder}/{slug}": draw.draw(data_of(folder)) for folder in KINDS for slug in "ab"
    }
    randoms = draw.draw(st.randoms(use_true_random=False))
    records = entangled(drawn, randoms.randrange)
    header = record(HEADER, draw.draw(data_of(HEADER)))
    ids = {folder: frozenset({f"{folder}/a", f"{folder}/b"}) for folder in KINDS}
    others = AllRecords(header, all_ids=ids, by_id=records)
    codes = {p.code for item in [*records.values(), header] for p in check(item, others)}
    assert "R01" not in codes
    assert codes
