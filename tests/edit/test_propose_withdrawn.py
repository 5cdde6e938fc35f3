"""A record that refers to what was withdrawn can be corrected in the browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.edit.propose.judgement import judged
from app.edit.propose.known import published
from app.edit.propose.preview import preview
from app.graph.build import build
from app.graph.store import Generation, Generations
from app.records.load import load
from tests.edit.test_propose_since import changed
from tests.site.conftest import copy_fixtures

CLAIM, CAVEAT = "claims/quill-first", "caveats/quill-first-unable"
SOURCE = "sources/harbour-2024-05-04"


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Return what is published after a claim was withdrawn with its caveat."""
    root = copy_fixtures(tmp_path_factory.mktemp("withdrawn") / "kb")
    for record in (CLAIM, CAVEAT):
        path = root / f"{record}.yaml"
        text = re.sub(r"(?m)^status: .*$", "status: withdrawn", path.read_text("utf-8"))
        path.write_text(re.sub(r"(?m)^reviewed_by: .*\n", "", text), "utf-8")
    out: Path = tmp_path_factory.mktemp("withdrawn-build")
    build(load(root), out)
    return Generations(out).current()


def test_who_refers_to_nothing_is_told_still(after: Generation) -> None:
    """An id that never was is no withdrawn one."""
    before = published(after, SOURCE)
    assert before is not None
    restates = ["claims/nobody#lantern"]
    data = changed(before.data, "passages.lede.restates", restates)
    (file,) = judged(after, {SOURCE: data}, fresh=False)

    assert "R01" in {fault.problem.code for fault in file.faults}


def test_another_note_on_a_source_that_refers_to_it(after: Generation) -> None:
    """It has no error, and its preview shows the words and not the link."""
    before = published(after, SOURCE)
    assert before is not None
    data = changed(before.data, "passages.lede.note", "The sentence that begins it.")
    (file,) = judged(after, {SOURCE: data}, fresh=False)
    page = preview(after, [file.record])
    lede = next(one for one in page.view.passages if one.restatement.words.name == "lede")

    assert [] == [fault.problem.code for fault in file.faults if fault.is_error]
    assert ((), ()) == (lede.restatement.restates, lede.restatement.fates)
    assert [f"/{CLAIM}", f"/{CAVEAT}"] == [one.path for one in lede.withdrawn]
    assert "restates" in file.text
