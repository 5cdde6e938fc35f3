"""A scripted history: which versions there are, and how every id answers, step by step."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

import pytest

from app.errors import UnknownVersion
from app.history.archive import lines
from app.history.replay import update
from app.history.version import Gone, Live, Merged, Moved, Withdrawn
from app.history.versions import Versions
from tests.history.scripted import (
    BLOG,
    CAVEAT,
    FIRST,
    FOURTH,
    REACTION,
    SECOND,
    SET,
    THIRD,
    TWENTY,
    Repo,
)


def steps_of(repo: Repo, versions: Versions, record: str) -> list[tuple[str, str]]:
    """Return at which steps a record has a version, and of which kind."""
    names = {step.commit: step.name for step in repo.steps}
    return [(names[item.commit], item.kind) for item in versions.versions_of(record)]


def test_a_claim_has_a_version_where_what_was_relied_on_changed(
    repo: Repo, versions: Versions
) -> None:
    """Its set, its caveat, the revert, the merge; neither reformatting nor a broken file."""
    assert [
        ("begin", "added"),
        ("split", "sets"),
        ("caveat", "caveats"),
        ("revert", "caveats"),
        ("branches", "sets"),
    ] == steps_of(repo, versions, FIRST)


def test_a_revert_brings_the_version_back(versions: Versions) -> None:
    """The same content has the same name; it is another stretch of time."""
    _, split, _, revert, _ = versions.versions_of(FIRST)

    assert split.name == revert.name
    assert versions.version(FIRST, split.name).date == split.date
    assert versions.canonical(split) == versions.canonical(revert)


def test_versions_follow_each_other(repo: Repo, versions: Versions) -> None:
    """Each ends with the next; the last is current and has no end."""
    found = versions.versions_of(FIRST)
    starts = [item.date for item in found]

    assert [*starts[1:], ""] == [item.until for item in found]
    assert [False] * 4 + [True] == [item.is_current for item in found]
    assert versions.current(FIRST) == found[-1]
    assert starts == [
        step.date
        for step in repo.steps
        if step.name in ("begin", "split", "caveat", "revert", "branches")
    ]


def test_reasons(versions: Versions) -> None:
    """From the note that came with the change, or else the commit; of a merge what it is."""
    reasons = [item.reason for item in versions.versions_of(FIRST)]

    assert ["begin", "Five are a set of their own.", "caveat", "revert"] == reasons[:4]
    assert reasons[4] == "Five went."
    assert versions.versions_of(CAVEAT)[-1].reason == "Five went."


def test_a_merge_of_branches_is_one_publication(repo: Repo, versions: Versions) -> None:
    """What was committed aside was never shown; a set changes with what is said of it."""
    assert [
        ("begin", "added"),
        ("split", "changed"),
        ("re-attribute", "claims"),
        ("caveat", "caveats"),
        ("revert", "caveats"),
        ("branches", "changed"),
        ("withdraw", "claims"),
    ] == steps_of(repo, versions, SET)


def test_a_revision_gives_kind_and_reason(versions: Versions) -> None:
    """A claim that re-attributes an earlier one is told so."""
    found = versions.versions_of(FOURTH)[0]

    assert ("re-attribution", "Quill found more.") == (found.kind, found.reason)
    assert ("correction", "Further investigation.") == (
        versions.versions_of(SECOND)[0].kind,
        versions.versions_of(SECOND)[0].reason,
    )


def test_a_renamed_record(repo: Repo, versions: Versions) -> None:
    """Its old id leads to the new one, where a first version says so."""
    assert [("rename", "renamed"), ("merge", "merged")] == steps_of(repo, versions, TWENTY)
    assert Moved(TWENTY) == versions.standing(SECOND)
    assert not versions.versions_of(SECOND)[0].is_current
    assert versions.versions_of(SECOND)[0].until == repo.steps[1].date


def test_a_merged_record(versions: Versions) -> None:
    """Its id leads on with the note that came with it."""
    assert Merged(TWENTY, "One statement, once recorded twice.") == versions.standing(THIRD)
    assert (SECOND, THIRD) == versions.former_ids(TWENTY)


def test_a_withdrawn_record(versions: Versions) -> None:
    """A tombstone has the reason and the last version."""
    found = versions.standing(FOURTH)

    assert isinstance(found, Withdrawn)
    assert found.reason == "The statement was not Quill's."
    assert found.last == versions.versions_of(FOURTH)[-1]
    assert versions.current(FOURTH) is None


def test_a_record_gone_without_a_trace(versions: Versions) -> None:
    """It is told as gone, and its last version stays."""
    found = versions.standing(REACTION)

    assert isinstance(found, Gone)
    assert found.last is not None
    assert b"highlights-caveat" in versions.canonical(found.last)


def test_an_unknown_id_and_a_draft(versions: Versions) -> None:
    """What was never published does not answer."""
    assert versions.standing("claims/nobody") is None
    assert versions.standing("reviews/harbour-number") is None
    assert () == versions.versions_of("reviews/harbour-number")
    with pytest.raises(UnknownVersion):
        versions.version(FIRST, "0123456789ab")
    with pytest.raises(UnknownVersion):
        versions.version(FIRST, versions.versions_of(FIRST)[0].name[:6])


def test_a_former_id_from_before_the_history(versions: Versions) -> None:
    """An id that no commit had leads on all the same."""
    assert Moved(FIRST) == versions.standing("claims/quill-bouvet")


def test_a_broken_file_is_told(repo: Repo, versions: Versions) -> None:
    """Its record stays as it was, and the index says where it could not be read."""
    (found,) = versions.unread()
    broken = next(step for step in repo.steps if step.name == "break")

    assert (FIRST, broken.commit) == (found.record, found.commit)
    assert versions.at(FIRST, broken.date) == versions.current(FIRST)


def test_as_of_a_day(repo: Repo, versions: Versions) -> None:
    """The end of a day is meant; before the first commit there is nothing."""
    day = {step.name: step.date for step in repo.steps}
    caveat = versions.at(FIRST, day["reformat"])

    assert caveat is not None
    assert caveat.date == day["caveat"]
    assert versions.at(FIRST, day["caveat"][:10]) == caveat
    assert versions.at(FIRST, "2024-06-30") is None
    assert versions.at(SECOND, day["rename"]) is None
    assert SECOND in versions.listing(day["begin"])
    assert SECOND not in versions.listing(day["rename"])
    assert TWENTY in versions.listing(day["rename"])
    assert FOURTH not in versions.listing(day["withdraw"])
    assert () == versions.listing("2024-06-30")


def test_every_id_and_version_answers_after_each_step(repo: Repo, tmp_path: Path) -> None:
    """What was once published answers for ever, with the same bytes."""
    ids, frozen = set[str](), dict[tuple[str, str], bytes]()
    for step in repo.steps:
        path = tmp_path / "versions.sqlite"
        update(path, repo.kb, step.commit)
        versions = Versions.read(path)
        ids.update(versions.ids())
        for record in sorted(ids):
            standing = versions.standing(record)
            assert standing is not None
            if isinstance(standing, Moved | Merged):
                assert isinstance(versions.standing(standing.to), Live)
            for item in versions.versions_of(record):
                frozen.setdefault((record, item.name), versions.canonical(item))
        for (record, name), data in frozen.items():
            version = versions.version(record, name)
            assert data == versions.canonical(version)
            assert hashlib.sha256(data).hexdigest()[:12] == name
        versions.close()
    assert {SECOND, THIRD, TWENTY, FOURTH, REACTION} <= ids


def test_step_by_step_is_as_all_at_once(repo: Repo, tmp_path: Path) -> None:
    """An index that was continued holds what one that was made anew holds."""
    for step in repo.steps:
        update(tmp_path / "continued.sqlite", repo.kb, step.commit)
    update(tmp_path / "anew.sqlite", repo.kb, repo.steps[-1].commit)

    continued = list(lines(tmp_path / "continued.sqlite"))
    assert continued == list(lines(tmp_path / "anew.sqlite"))
    assert len(continued) > 100


def test_records_of_a_version(versions: Versions) -> None:
    """A page has the content as it was, the claim's caveats, and names besides."""
    caveat = versions.versions_of(FIRST)[2]
    kb = versions.records_of(caveat)

    assert "Unable to tie them" == kb.records[CAVEAT].data["title"]
    assert "Five are a set of their own." == kb.records[SET].data["note"]
    assert "Quill" == kb.records["actors/quill"].data["name"]
    assert ["located", "similar", "unable"] == sorted(kb.records[BLOG].data["passages"])
    assert kb.header is not None
    assert FIRST in kb.records
    assert TWENTY not in kb.records


def test_the_file_of_a_version(repo: Repo, versions: Versions) -> None:
    """The YAML is that of the first appearance, comments and all."""
    first, *_, last = versions.versions_of(FIRST)

    assert (
        versions.yaml(first)
        == (repo.git("show", f"{repo.steps[0].commit}:kb/{FIRST}.yaml") + "\n").encode()
    )
    assert versions.yaml(last).startswith(b"# A comment.\n")


def test_the_difference_of_two_versions(versions: Versions) -> None:
    """What changed is told in words, of the record and its closure alone."""
    found = versions.versions_of(FIRST)
    difference = versions.difference(found[1], found[2])

    assert [CAVEAT] == [item.id for item in difference.records]
    assert not versions.difference(found[1], found[3]).records


def test_versions_differ_where_their_digests_do(versions: Versions) -> None:
    """No two contents of one name differ in words, and none of two names agree."""
    pairs = [
        pair
        for record in versions.ids()
        for pair in itertools.product(versions.versions_of(record), repeat=2)
    ]

    assert len(pairs) > 50
    for before, after in pairs:
        told = versions.difference(before, after).records
        assert bool(told) == (before.digest != after.digest), (before, after)


def test_versions_in_their_order(repo: Repo, versions: Versions) -> None:
    """All of them since a day, for feeds; and one by its name alone."""
    date = repo.steps[-3].date
    kinds = [(item.record, item.kind) for item in versions.all_versions(date)]
    name = versions.versions_of(FOURTH)[0].name

    assert all(item.date >= date for item in versions.all_versions(date))
    assert len(list(versions.all_versions())) > len(kinds)
    assert [FOURTH] == [item.record for item in versions.named(name)]
