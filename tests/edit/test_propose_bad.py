"""Broken records come by the forms too, and are told as the check tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.edit.propose.judgement import judged
from app.graph.store import Generation
from app.records import tree
from tests.records.test_bad import CASES, named

#: Those that a file can hold and a form can bring; what YAML alone can break is written by
#: the program there.
SINGLE = [case for case in CASES if case.is_file() and case.stem[0] in "SR"]


@pytest.mark.parametrize("case", SINGLE, ids=lambda case: case.stem)
def test_a_broken_record_is_no_proposal(case: Path, generation: Generation) -> None:
    """The same fault is found in what the form writes, and nothing is handed over."""
    parsed = tree.read(case.read_bytes(), case.name)
    assert parsed.data is not None
    record_id = named(case).removesuffix(".yaml")
    fresh = not generation.holds(record_id)
    (file,) = judged(generation, {record_id: parsed.data}, fresh=fresh)

    assert case.stem[:3] in {fault.problem.code for fault in file.faults}
