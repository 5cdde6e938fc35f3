"""What happened, thing after thing, and what of it put something right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.history.chronicle import CORRECTIONS, ENDS, KINDS, Chronicle
from app.history.reasons import Kind
from app.history.replay import update
from app.history.sentence import as_text
from app.history.standings import State
from app.history.versions import Versions
from app.records.shape import shape_of
from tests.history.scripted import (
    CAVEAT,
    FIRST,
    FOURTH,
    REACTION,
    SECOND,
    TWENTY,
    Repo,
    script,
)


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chronicle]:
    """Return the chronicle of the script."""
    repo = Repo(tmp_path_factory.mktemp("scripted"))
    script(repo)
    path = tmp_path_factory.mktemp("index") / "versions.sqlite"
    update(path, repo.kb)
    versions = Versions.read(path)
    yield Chronicle(versions)
    versions.close()


def test_every_kind_has_words() -> None:
    """Those of this program here, those of a revision in the vocabulary."""
    revision = shape_of("claims").properties["revises"].entries
    assert revision is not None
    changes = set(revision.properties["change"].options)

    assert set(Kind) == set(KINDS)
    assert {State.WITHDRAWN, State.GONE, State.MERGED} == set(ENDS)
    assert {"editorial"} == changes - CORRECTIONS


def test_it_tells_all_newest_first(chronicle: Chronicle) -> None:
    """Each thing once, and since a day those of the day."""
    found = list(chronicle.news())
    day = "2024-07-07"

    assert len(found) == len(set(found))
    assert [item.at for item in found] == sorted((item.at for item in found), reverse=True)
    assert [item for item in found if item.date >= day] == list(chronicle.news(day))


def test_a_renaming_goes_on_from_the_former_id(chronicle: Chronicle) -> None:
    """What was there before is the last version under that."""
    renamed = next(item for item in chronicle.of(TWENTY) if item.kind == Kind.RENAMED)

    assert renamed.before is not None
    assert SECOND == renamed.before.record
    assert {SECOND, TWENTY, "claims/quill-third"} == {
        item.record for item in chronicle.known_as(TWENTY)
    }


def test_ends(chronicle: Chronicle) -> None:
    """Withdrawn with its reason, gone without; the last version stands before."""
    (withdrawn, *_), (gone, *_) = chronicle.of(FOURTH), chronicle.of(REACTION)

    assert (State.WITHDRAWN, None) == (withdrawn.kind, withdrawn.after)
    assert (State.GONE, None) == (gone.kind, gone.after)
    assert withdrawn.version == chronicle.versions.versions_of(FOURTH)[-1]
    assert chronicle.corrects(withdrawn)


def test_no_link_is_told_without_the_caveats_on_it(chronicle: Chronicle) -> None:
    """In whatever record it is named: a source has no claim in its closure."""
    told = 0
    for item in chronicle.news():
        report = chronicle.report(item)
        for section in chronicle.told(item):
            for change in section.change.changes:
                for link in change.links:
                    if link in (f"{FIRST}#lantern", f"{FIRST}#likeness"):
                        limits = report.limits(link)
                        words = [one.words for one in limits if one.id == CAVEAT]
                        assert words, (item, as_text(change.sentence))
                        assert words[0].startswith("We are unable")
                        told += 1
    assert told > 5


def test_the_same_is_told_again(chronicle: Chronicle, tmp_path: Path) -> None:
    """Of an index made anew."""
    repo = Repo(tmp_path / "again")
    script(repo)
    update(tmp_path / "versions.sqlite", repo.kb)
    versions = Versions.read(tmp_path / "versions.sqlite")
    again = Chronicle(versions)

    assert list(chronicle.news()) == list(again.news())
    versions.close()


def test_what_can_put_nothing_right_is_not_compared(
    chronicle: Chronicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an addition, another status, or a change in another record nothing is read."""
    plain = {Kind.ADDED, Kind.RENAMED, Kind.STATUS, Kind.SETS, Kind.WORDS, Kind.CONTEXT}
    quick = Chronicle(chronicle.versions)
    monkeypatch.delattr(Versions, "difference")
    found = [one for one in quick.news() if one.kind in plain]

    assert {Kind.ADDED, Kind.RENAMED, Kind.SETS} <= {one.kind for one in found}
    assert not any(map(quick.corrects, found))
