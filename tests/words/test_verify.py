"""Every quotation is looked for in the text that is held, and every skip has a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import CopyDamaged
from app.records.load import load
from app.words.copies import Copies
from app.words.hedges import hedge_findings
from app.words.stamp import write_stamps
from app.words.verify import Verdict, verify
from tests.words.knowledge import HELD, SHA256, SOURCE, change, make

DAY, EDITOR = "2026-11-25", "editors/second"


def verdicts(root: Path, snapshots: Path) -> dict[str, Verdict]:
    """Verify a knowledge base; return what was found by passage."""
    found = verify(load(root), Copies(snapshots).text)
    return {verdict.passage.id: verdict for verdict in found}


def test_both_answers_and_every_skip(tmp_path: Path) -> None:
    """What a copy holds gets two answers; what has no copy is skipped with the reason."""
    found = verdicts(*make(tmp_path))
    said = {
        key.partition("#")[2]: (
            str(verdict.match.answer),
            str(verdict.cut.answer) if verdict.cut else verdict.skipped,
        )
        for key, verdict in found.items()
    }

    assert {
        "located": ("exact", "whole-sentence"),
        "similar": ("edited", "whole-sentence"),
        "unable": ("typographic", "whole-sentence"),
        "correction": ("missing", ""),
        "lede": ("no-copy", "no copy with a hash is recorded"),
        "comment": ("no-copy", "no copy with a hash is recorded"),
    } == said
    assert f"{SOURCE}#page" == found[f"{SOURCE}#located"].copy
    span = found[f"{SOURCE}#located"].match.span
    assert span is not None
    assert HELD[slice(*span)] == "300 accounts that appear to be located on Bouvet Island"


def test_without_the_copy_nothing_is_a_pass(tmp_path: Path) -> None:
    """A copy that is named and not held is a skip of its own; a damaged one is no copy."""
    root, snapshots = make(tmp_path, held=False)
    first = verdicts(root, snapshots)
    (snapshots / "texts" / f"{SHA256}.txt").write_text(HELD + "more", "utf-8")
    with pytest.raises(CopyDamaged):
        verdicts(root, snapshots)

    skipped = first[f"{SOURCE}#located"].skipped
    assert "the text of the copy is not held here" == skipped
    assert {"read, no copy held"} == {str(item.state) for item in first.values()}


def test_stamps_are_sound_until_something_changes(tmp_path: Path) -> None:
    """Stamped records pass the check; a changed word, edit, hash or answer voids a stamp."""
    root, snapshots = make(tmp_path)
    count = len(list(write_stamps(verdicts(root, snapshots).values(), EDITOR, DAY)))
    path = root / f"{SOURCE}.yaml"
    sound = path.read_text("utf-8")

    assert 3 == count
    assert () == load(root).problems
    assert "reproduced" == verdicts(root, snapshots)[f"{SOURCE}#unable"].state
    assert [] == list(
        write_stamps(verdicts(root, snapshots).values(), "editors/first", "2027-01-01")
    )
    assert sound == path.read_text("utf-8")
    for old, new in [
        ("We are unable to tie them", "We are able to tie them"),
        ('inserted: "[of the 300]"', 'inserted: "[of"'),
        (
            f'sha256: "{SHA256}"\n      start: 17',
            'sha256: "' + "1" * 64 + '"\n      start: 17',
        ),
        ("cut: whole-sentence\n", "cut: clean-span\n"),
        ('suffix: "We are unable"', 'suffix: "We are"'),
        (f"    sha256: {SHA256}\n    media", f"    sha256: {'2' * 64}\n    media"),
    ]:
        change(root, old, new)
        assert "R35" in {problem.code for problem in load(root).problems}, new
        path.write_text(sound, "utf-8")
    change(root, '  note: "The whole page."', '  note: "A whole page."')
    change(root, f"checked: {DAY}", "checked: 2026-11-26")
    assert () == load(root).problems


def test_a_stamp_that_says_something_else_is_found(tmp_path: Path) -> None:
    """What is found now is compared with the stamp, even where its seal fits."""
    root, snapshots = make(tmp_path)
    list(write_stamps(verdicts(root, snapshots).values(), EDITOR, DAY))
    other = snapshots / "texts" / f"{SHA256}.txt"
    held = "\n" + HELD

    found = verify(load(root), lambda _: held)
    assert other.exists()
    assert 3 == sum("something else" in " ".join(verdict.faults) for verdict in found)


def test_a_governed_cut_needs_a_reason(tmp_path: Path) -> None:
    """Without one it is a fault in both commands; with one it is none, and is kept."""
    root, snapshots = make(tmp_path)
    change(
        root,
        "We are unable to tie them to the Lantern Group, and no state or place outside Bouvet Island stands behind them.",
        "tie them to the Lantern Group",
    )
    first = verdicts(root, snapshots)[f"{SOURCE}#unable"]
    list(write_stamps([first], EDITOR, DAY))

    assert "governed" == first.cut.answer if first.cut else None
    assert ("the cut is governed, and the record gives no reason",) == first.faults
    assert "R36" in {problem.code for problem in load(root).problems}
    change(
        root, f"checked: {DAY}\n", f'checked: {DAY}\n      reason: "Quoted whole beside."\n'
    )
    mended = verdicts(root, snapshots)[f"{SOURCE}#unable"]
    assert () == mended.faults
    assert "R36" not in {problem.code for problem in load(root).problems}
    assert [] == list(write_stamps([mended], EDITOR, DAY))


def test_hedges_and_links_that_differ_are_told(tmp_path: Path) -> None:
    """A hedge in the words that the link lacks is told, and a weak link without one."""
    root, _ = make(tmp_path)
    path = root / "claims" / "quill-first.yaml"
    text = path.read_text("utf-8")
    assert 'certainty: apparent\n    hedge: "appear to be"\n' in text
    path.write_text(
        text.replace(
            'certainty: apparent\n    hedge: "appear to be"\n', "certainty: unhedged\n"
        ),
        "utf-8",
    )
    findings = [finding.message for finding in hedge_findings(load(root))]

    assert "the words hold “appear”, and the link has neither hedge nor caveat" in findings
