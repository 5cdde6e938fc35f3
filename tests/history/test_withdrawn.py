"""A history in which a claim is withdrawn under those who restate it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from app.graph.compile import compile_record
from app.history.chronicle import Chronicle
from app.history.compare import compare
from app.history.leaning import corrected_by
from app.history.replay import update
from app.history.report import report
from app.history.standings import State
from app.history.version import Version
from app.history.versions import Versions
from app.records.load import load
from app.records.withdrawn import REFERS_TO
from tests.history.scripted import BLOG, CAVEAT, FIRST, REACTION, SECOND, Repo

HARBOUR = "sources/harbour-2024-05-04"
LINK = f"{FIRST}#lantern"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository with one commit."""
    made = Repo(tmp_path / "repo")
    made.step("begin")
    return made


def versions(repo: Repo) -> Versions:
    """Return all versions up to now."""
    path = repo.folder.with_name("versions.sqlite")
    update(path, repo.kb)
    return Versions.read(path)


def passage(found: Versions, version: Version) -> dict[str, object]:
    """Return the passage that restates, as a page of a version shows it."""
    records = found.records_of(version).records
    shown: dict[str, object] = records[HARBOUR].data["passages"]["lede"]
    return shown


def test_a_version_holds_what_was_published_with_it(repo: Repo) -> None:
    """Before the withdrawal the link, after it that it was referred to, and back again."""
    kept = {key: repo.path(key).read_bytes() for key in (FIRST, CAVEAT)}
    repo.withdraw(FIRST, CAVEAT)
    repo.step("withdraw")
    unchanged = versions(repo).versions_of(HARBOUR)
    repo.change(HARBOUR, ("The first sentence.", "The sentence that begins it."))
    repo.step("edit")
    for key, data in kept.items():
        repo.path(key).write_bytes(data)
    repo.change(HARBOUR, ("The sentence that begins it.", "The lede."))
    repo.step("restore")
    found = versions(repo)
    before, gone, during, after = found.versions_of(HARBOUR)

    assert [before.digest, gone.digest] == [one.digest for one in unchanged]
    for one in (before, after):
        assert [LINK] == passage(found, one)["restates"]
        assert REFERS_TO not in passage(found, one)
        assert {FIRST, CAVEAT} <= found.records_of(one).records.keys()
    for one in (gone, during):
        assert [CAVEAT, LINK] == passage(found, one)[REFERS_TO]
        assert {"restates", "treatments"} & passage(found, one).keys() == set()
        assert {FIRST, CAVEAT} & found.records_of(one).records.keys() == set()
    assert f"restates: [{LINK}]".encode() in found.yaml(during)


def test_all_at_once_is_as_step_by_step(repo: Repo) -> None:
    """A version made since is the same whether the index was continued or not."""
    versions(repo)
    repo.withdraw(FIRST, CAVEAT)
    repo.step("withdraw")
    repo.change(HARBOUR, ("The first sentence.", "The sentence that begins it."))
    repo.step("edit")
    continued = versions(repo)
    anew = repo.folder.with_name("anew.sqlite")
    update(anew, repo.kb)
    whole = Versions.read(anew)
    for version in whole.all_versions():
        one, two = (found.records_of(version).records for found in (continued, whole))
        assert one.keys() == two.keys()
        assert all(compile_record(one[key]) == compile_record(two[key]) for key in one)


def test_what_no_check_lets_pass_is_a_version_too(repo: Repo) -> None:
    """Words whose source was withdrawn stand as they were last; nothing of it fails."""
    kept = repo.path(BLOG).read_bytes()
    repo.withdraw(BLOG)
    repo.step("withdraw")
    repo.path(BLOG).write_bytes(kept)
    repo.step("restore")
    found = versions(repo)
    _, during, _ = found.versions_of(FIRST)
    records = found.records_of(during).records

    assert {"located", "similar", "unable"} == records[BLOG].data["passages"].keys()
    assert BLOG not in orjson.loads(found.canonical(during))["records"]
    for version in found.all_versions():
        for record in found.records_of(version).records.values():
            assert compile_record(record).statements > 0


def test_a_withdrawal_corrects_the_whole_record(repo: Repo) -> None:
    """Whoever leans on any part of it is concerned."""
    repo.withdraw(FIRST, CAVEAT)
    repo.step("withdraw")
    chronicle = Chronicle(versions(repo))
    last, _ = chronicle.of(FIRST)

    assert State.WITHDRAWN == last.kind
    assert FIRST in corrected_by(chronicle, last)


def test_a_report_names_who_leans_on_it(repo: Repo) -> None:
    """``caveat diff`` lists holders and their pages, though their files did not change."""
    before = load(repo.kb)
    kept = repo.path(FIRST).read_bytes()
    repo.withdraw(FIRST, CAVEAT)
    after = load(repo.kb)
    for one, two in ((before, after), (after, before)):
        found = report(one, two, ("one", "two"))
        (section,) = [item for item in found.sections if item.change.id == FIRST]
        told = {(item.role, item.id) for item in section.dependents}

        assert {
            ("restated in", f"{HARBOUR}#lede"),
            ("revised by", SECOND),
            ("answered by", REACTION),
        } <= told
        assert {HARBOUR, SECOND, REACTION} <= set(found.pages)
    repo.path(FIRST).write_bytes(kept.replace(b"status: reviewed", b"status: single-coded"))
    assert not report(before, load(repo.kb), ("one", "two")).sections[0].dependents
    assert compare(before, before).records == ()
