"""What a build with copies can say of stamped words, and a build without them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import FAULTS, OK, main
from app.graph.build import build
from app.graph.compile import CHECKED, REPRODUCED, UNCHECKED
from app.graph.context import context
from app.graph.store import Generation, Generations
from app.records.load import load
from app.words.copies import Copies
from app.words.reproduce import reproduce
from app.words.sentences import rest_of_sentence
from app.words.stamp import write_stamps
from app.words.verify import verify
from tests.words.knowledge import SHA256, SOURCE, change, make

STAMPED = {f"{SOURCE}#located", f"{SOURCE}#similar", f"{SOURCE}#unable"}


@pytest.fixture
def stamped(tmp_path: Path) -> tuple[Path, Path]:
    """A knowledge base whose found words are stamped, and its snapshots."""
    root, snapshots = make(tmp_path)
    found = verify(load(root), Copies(snapshots).text)
    assert len(list(write_stamps(found, "editors/second", "2026-11-25"))) == len(STAMPED)
    return root, snapshots


def states(generation: Generation) -> dict[str, set[str]]:
    """Return the states of each passage of the source, as the graph has them."""
    found: dict[str, set[str]] = {}
    status = context().expand("schema:creativeWorkStatus")
    query = f"SELECT ?s ?o {{ ?s <{status}> ?o ; a <https://schema.org/Quotation> }}"
    for row in generation.select(query):
        key = generation.base.id_of(row["s"].value) or ""
        found.setdefault(key, set()).add(row["o"].value.rpartition("#")[2])
    return {key: value for key, value in found.items() if key.startswith(SOURCE)}


def test_stamps_are_reproduced_where_the_copy_is_held(stamped: tuple[Path, Path]) -> None:
    """Each stamp is looked into again; a copy that is gone is skipped, and no pass."""
    root, snapshots = stamped
    held = reproduce(load(root), Copies(snapshots).text)
    (snapshots / "texts" / f"{SHA256}.txt").unlink()
    gone = reproduce(load(root), Copies(snapshots).text)

    assert (STAMPED, 0, ()) == (held.reproduced, held.skipped, held.problems)
    assert (frozenset(), 3, ()) == (gone.reproduced, gone.skipped, gone.problems)


def test_a_clone_without_copies_builds_and_keeps_the_stamps(
    stamped: tuple[Path, Path], tmp_path: Path
) -> None:
    """Without copies words are checked by whoever stamped them, or read; never more."""
    root, snapshots = stamped
    kb = load(root)
    bare = Generations(tmp_path / "bare")
    build(kb, tmp_path / "bare")
    build(
        kb, tmp_path / "full", reproduced=reproduce(kb, Copies(snapshots).text).reproduced
    )
    full = Generations(tmp_path / "full").current()

    # The one that the copy does not have stays without a stamp.
    expected = {key: {CHECKED} if key in STAMPED else {UNCHECKED} for key in states(full)}
    assert expected == states(bare.current())
    expected |= {key: {CHECKED, REPRODUCED} for key in STAMPED}
    assert expected == states(full)
    build(kb, tmp_path / "full")
    amended = Generations(tmp_path / "full").current()
    assert states(bare.current()) == states(amended)
    assert bare.current().name == amended.name


def test_a_build_fails_on_a_stamp_that_the_copy_belies(
    stamped: tuple[Path, Path], tmp_path: Path
) -> None:
    """A stamp with a sound seal and a wrong place is found by whoever holds the copy."""
    root, snapshots = stamped
    options = ["--kb", str(root), "--out", str(tmp_path / "out"), "--snapshots"]
    good = CliRunner().invoke(main, ["build", *options, str(snapshots)])
    record = load(root).records[SOURCE]
    stamp = record.data["passages"]["located"]["verified"]
    moved = {**stamp, "start": stamp["start"] + 1}
    from app.records.stamps import seal

    change(root, f"start: {stamp['start']}\n", f"start: {moved['start']}\n")
    change(root, stamp["seal"], seal(record.data["passages"]["located"], moved))
    bad = CliRunner().invoke(main, ["build", *options, str(snapshots)])

    assert OK == good.exit_code
    assert "Words: 3 reproduced, 0 not in order, 0 whose copy" in good.stderr
    assert () == load(root).problems
    assert FAULTS == bad.exit_code
    assert "R35 error the stamp says something else than what is found now" in bad.stdout
    assert "Nothing built." in bad.stderr


def test_the_rest_of_a_sentence_is_short_and_says_so() -> None:
    """What is long is shortened on its far side; nothing that hides is kept."""
    text = f"{'word ' * 60}here THE WORDS there {'more ' * 60}end."
    start = text.index("THE")
    before, behind = rest_of_sentence(text, (start, start + 9), (0, len(text)))
    unseen = rest_of_sentence("so\u200b \u202eit\x07\nis THIS", (12, 16), (0, 16))

    assert before.startswith("[…] word") and before.endswith("here")
    assert behind.startswith("there") and behind.endswith("more […]")
    assert max(len(before), len(behind)) <= 164
    assert ("so it is", "") == unseen
    assert ("[…]", "") == rest_of_sentence("x" * 400 + " y", (401, 402), (0, 402))


def test_a_shortened_sentence_shows_what_governs() -> None:
    """However far off; of very many words the nearest; never more than a record takes."""
    text = f"It is not true that {'word ' * 90}THE WORDS {'more ' * 90}; this is untrue."
    start, far = text.index("THE"), text.index("untrue")
    places = [(6, 9), (far, far + 6)]
    before, behind = rest_of_sentence(text, (start, start + 9), (0, len(text)), places)
    cues = [(at, at + 3) for at in range(0, 1996, 4)]
    crowded, _ = rest_of_sentence("not " * 500 + "so", (2000, 2002), (0, 2002), cues)

    assert before.startswith("It is not true that word word word […] word")
    assert behind.startswith("more") and behind.endswith("[…] more more ; this is untrue.")
    assert max(len(before), len(behind), len(crowded)) <= 304
    assert crowded.startswith("[…] not not")
