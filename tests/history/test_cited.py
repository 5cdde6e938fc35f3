"""Each address that was ever published is answered, with what changed and its caveats."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.history.chronicle import Chronicle
from app.history.cited import Answer, Citations, State
from app.history.mentions import Mention
from app.history.replay import update
from app.history.version import Live
from app.history.versions import Versions
from tests.history.scripted import (
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


@pytest.fixture(scope="module")
def citations(versions: Versions) -> Citations:
    """Return what answers."""
    return Citations(Chronicle(versions))


def name(versions: Versions, record: str, number: int = 0) -> str:
    """Return the name of a version of a record."""
    return versions.versions_of(record)[number].name


def asked(citations: Citations, record: str, version: str = "") -> Answer:
    """Return the answer for an address."""
    return citations.answer(Mention("", 1, 1, record, version))


def lines(answer: Answer) -> str:
    """Return what changed as one text."""
    return "\n".join(text for item in answer.changes for _, text in item.lines)


def test_what_still_stands(versions: Versions, citations: Citations) -> None:
    """Nothing happened and nothing is told; a longer name is the same version."""
    version = versions.versions_of(FIRST)[-1]
    for known in (version.name, version.digest):
        answer = asked(citations, FIRST, known)

        assert (State.CURRENT, version) == (answer.state, answer.cited)
        assert ((), ()) == (answer.steps, answer.changes)


def test_a_caveat_changed_under_a_claim(versions: Versions, citations: Citations) -> None:
    """That is a correction; what happened later is told as well."""
    answer = asked(citations, FIRST, name(versions, FIRST, 2))

    assert State.CORRECTED is answer.state
    assert ["revert", "Five went."] == [step.reason for step in answer.steps]
    assert answer.current == versions.current(FIRST)
    assert [CAVEAT, SET] == [item.id for item in answer.changes]


def test_a_change_that_corrects_nothing(versions: Versions, citations: Citations) -> None:
    """A note came to a set; that a claim about it went later is put right, though."""
    answer = asked(citations, SET, name(versions, SET, 4))

    assert State.CORRECTED is answer.state
    assert [("Five went.", False), ("The statement was not Quill's.", True)] == [
        (step.reason, step.is_correction) for step in answer.steps
    ]
    assert "“Five went.”" in lines(answer)


def test_a_caveat_changed_in_what_a_set_holds(
    versions: Versions, citations: Citations
) -> None:
    """Who cited the set is told of it as who cited the claim."""
    steps = {
        record: {
            step.date: step.is_correction
            for step in asked(citations, record, name(versions, record)).steps
            if " by " not in step.kind
        }
        for record in (FIRST, SET, "takedowns/quill-2024-05", "actors/lantern-group")
    }
    days = [day for day, is_right in steps[FIRST].items() if is_right]

    assert 2 <= len(days)
    for found in steps.values():
        assert all(found[day] for day in days)


def test_what_is_revised_is_told_though_its_version_stands(tmp_path: Path) -> None:
    """To who cited the claim, its caveat, or a passage over the sets that are concerned."""
    later = Repo(tmp_path / "later")
    later.withdraw(SECOND)
    later.step("begin")
    later.change(SECOND, ("status: withdrawn", "status: single-coded"))
    later.step("revise")
    update(tmp_path / "versions.sqlite", later.kb)
    versions = Versions.read(tmp_path / "versions.sqlite")
    citations = Citations(Chronicle(versions))

    for record in (FIRST, CAVEAT, "sources/harbour-2024-05-04"):
        answer = asked(citations, record, name(versions, record))
        assert versions.current(record) == answer.cited
        assert State.CORRECTED is answer.state, record
        assert [(f"correction by {SECOND}", True)] == [
            (step.kind, step.is_correction) for step in answer.steps
        ]
    versions.close()


def test_a_version_that_came_back(versions: Versions, citations: Citations) -> None:
    """What happened is told from its last day on."""
    split = versions.versions_of(FIRST)[1]
    answer = asked(citations, FIRST, split.name)

    assert split.name == name(versions, FIRST, 3)
    assert ["Five went."] == [step.reason for step in answer.steps]


def test_a_link_that_is_told_has_its_caveats(tmp_path: Path) -> None:
    """With their words, in the answer itself."""
    later = Repo(tmp_path / "later")
    later.step("begin")
    later.change(FIRST, ("    share: all\n", "    share: most\n"))
    later.step("fewer")
    update(tmp_path / "versions.sqlite", later.kb)
    versions = Versions.read(tmp_path / "versions.sqlite")
    answer = asked(Citations(Chronicle(versions)), FIRST, name(versions, FIRST))
    limits = [text for item in answer.changes for depth, text in item.lines if depth]

    assert State.CORRECTED is answer.state
    assert any(text.startswith("The caveat “Unable to tie” qualifies") for text in limits)
    versions.close()


def test_a_renamed_record(versions: Versions, citations: Citations) -> None:
    """It leads on, and what changed since is told across both ids."""
    answer = asked(citations, SECOND, name(versions, SECOND))

    assert (State.MOVED, TWENTY) == (answer.state, answer.to)
    assert answer.current == versions.current(TWENTY)
    assert "One statement, once recorded twice." in lines(answer)
    assert ["renamed", "took up another record"] == [step.kind for step in answer.steps]
    assert "is gone" not in lines(answer)


def test_a_version_cited_under_the_other_id(
    versions: Versions, citations: Citations
) -> None:
    """Whoever follows a redirect and keeps the version has cited the same thing."""
    first, last = name(versions, SECOND), name(versions, TWENTY, -1)

    assert first not in {one.name for one in versions.versions_of(TWENTY)}
    assert asked(citations, TWENTY, first).cited == versions.versions_of(SECOND)[0]
    assert asked(citations, SECOND, last).cited == versions.versions_of(TWENTY)[-1]
    assert State.UNKNOWN_VERSION is asked(citations, FIRST, first).state


def test_a_merged_record(versions: Versions, citations: Citations) -> None:
    """With the note that came with it."""
    answer = asked(citations, THIRD, name(versions, THIRD))

    assert (State.MERGED, TWENTY) == (answer.state, answer.to)
    assert "One statement, once recorded twice." == answer.reason
    assert "Quill says it of 20" in lines(answer)


def test_a_withdrawn_record(versions: Versions, citations: Citations) -> None:
    """With the reason; nothing answers now."""
    answer = asked(citations, FOURTH, name(versions, FOURTH))

    assert (State.WITHDRAWN, None) == (answer.state, answer.current)
    assert "The statement was not Quill's." == answer.reason
    assert "withdrawn" == answer.steps[-1].kind


def test_a_record_gone_without_a_word(versions: Versions, citations: Citations) -> None:
    """It is told so."""
    answer = asked(citations, REACTION, name(versions, REACTION))

    assert (State.GONE, None, "") == (answer.state, answer.current, answer.reason)


def test_without_a_version(versions: Versions, citations: Citations) -> None:
    """What is current is told; a record that went has gone for these too."""
    answer = asked(citations, FIRST)

    assert State.UNVERSIONED is answer.state
    assert answer.current == versions.current(FIRST)
    assert State.WITHDRAWN is asked(citations, FOURTH).state
    assert (State.MOVED, TWENTY) == (
        asked(citations, SECOND).state,
        asked(citations, SECOND).to,
    )


@pytest.mark.parametrize("version", ["0123456789ab", "0123", "latest", "%", "g" * 64])
def test_a_version_that_never_was(citations: Citations, version: str) -> None:
    """It is not taken for another one; a prefix is no name."""
    answer = asked(citations, FIRST, version)

    assert (State.UNKNOWN_VERSION, None) == (answer.state, answer.cited)
    assert answer.current is not None


@pytest.mark.parametrize(
    "record", ["claims/nobody", "claims/%2e%2e", "claims/" + "x" * 600]
)
def test_a_record_that_never_was(citations: Citations, record: str) -> None:
    """Whatever an address may name."""
    assert State.UNKNOWN is asked(citations, record, "0123456789ab").state


def test_every_version_answers_after_each_step(repo: Repo, tmp_path: Path) -> None:
    """What was cited at a step is answered at each later one, and differs where told."""
    cited = set[tuple[str, str]]()
    states = set[State]()
    for step in repo.steps:
        path = tmp_path / "versions.sqlite"
        update(path, repo.kb, step.commit)
        versions = Versions.read(path)
        citations = Citations(Chronicle(versions))
        for record in versions.ids():
            cited |= {(record, one.name) for one in versions.versions_of(record)}
        for record, version in sorted(cited):
            answer = asked(citations, record, version)
            states.add(answer.state)
            assert answer.cited is not None
            if isinstance(versions.standing(record), Live):
                now = versions.current(record)
                assert now is not None
                stands = now.name == version and not answer.steps
                assert (answer.state is State.CURRENT) == stands
                if now.name == version and answer.steps:
                    assert State.CORRECTED is answer.state
                assert bool(answer.changes) == (now.name != version), (record, version)
        versions.close()
    assert states == set(State) - {
        State.UNVERSIONED,
        State.UNKNOWN,
        State.UNKNOWN_VERSION,
    }
