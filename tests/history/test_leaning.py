"""What a correction is of: records, parts and links, and for which sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.history.chronicle import Chronicle
from app.history.leaning import Scopes, corrected_by, widen
from app.history.reasons import Kind
from app.history.replay import update
from app.history.versions import Versions
from tests.history.scripted import CAVEAT, FIRST, FOURTH, SECOND, SET, Repo

ALL = frozenset[str]()
MOVED = frozenset({"sets/quill-second"})
LINK = f"{FIRST}#lantern"


@pytest.fixture
def fresh(tmp_path: Path) -> Repo:
    """Return a repository in which nothing is revised yet."""
    made = Repo(tmp_path / "repo")
    text = made.path(SECOND).read_text("utf-8")
    made.path(SECOND).write_text(text.partition("revises:")[0], "utf-8")
    made.commit("begin")
    return made


def revise(repo: Repo, *entries: tuple[str, str, str]) -> None:
    """Let the second claim revise, by name, earlier link and the sets that are named."""
    text = repo.path(SECOND).read_text("utf-8").partition("revises:")[0]
    text += "revises:\n" if entries else ""
    for name, earlier, of in entries:
        text += f"  {name}:\n    earlier: {earlier}\n    change: correction\n"
        text += f"    of: [{of}]\n" if of else ""
    repo.path(SECOND).write_text(text, "utf-8")
    repo.commit("revise")


@pytest.fixture(scope="module")
def chronicle(versions: Versions) -> Chronicle:
    """Return the chronicle of the script."""
    return Chronicle(versions)


def last(repo: Repo, record: str) -> Scopes:
    """Return what the newest thing that happened to a record corrects."""
    return next(each(repo, record))


def each(repo: Repo, record: str) -> Iterator[Scopes]:
    """Yield what things that happened to a record correct, newest first."""
    path = repo.folder / "versions.sqlite"
    update(path, repo.kb)
    versions = Versions.read(path)
    chronicle = Chronicle(versions)
    found = [corrected_by(chronicle, item) for item in chronicle.of(record)]
    versions.close()
    yield from found


def test_of_the_script(chronicle: Chronicle) -> None:
    """A caveat concerns the links that it limits; a revision the earlier one alone."""
    changed = next(item for item in chronicle.of(CAVEAT) if item.kind == Kind.CHANGED)
    revised = chronicle.of(FOURTH)[-1]

    assert {CAVEAT: ALL, LINK: ALL, f"{FIRST}#likeness": ALL} == corrected_by(
        chronicle, changed
    )
    assert {f"{FIRST}#state": ALL} == corrected_by(chronicle, revised)


def test_a_revision_is_of_its_sets(fresh: Repo) -> None:
    """Each link of a claim that is revised, for its own sets; all without any."""
    revise(fresh, ("a", LINK, "sets/quill-second"), ("b", f"{FIRST}#state", ""))
    found = last(fresh, SECOND)

    assert MOVED == found[LINK]
    assert ALL == found[f"{FIRST}#state"]


@pytest.mark.parametrize(
    ("before", "after", "of"),
    [
        ("sets/quill-second", SET, MOVED | {SET}),
        ("", "sets/quill-second", ALL),
        ("sets/quill-second", "", ALL),
    ],
)
def test_other_sets_than_before(
    fresh: Repo, before: str, after: str, of: frozenset[str]
) -> None:
    """Who leant on it for the sets that were named before is concerned, too."""
    revise(fresh, ("a", LINK, before))
    revise(fresh, ("a", LINK, after))

    assert of == last(fresh, SECOND)[LINK]


def test_the_revised_claim_in_the_same_publication(fresh: Repo) -> None:
    """Its version is of these sets, where only its note is new; else of what changed."""
    fresh.change(FIRST, ("Three sentences of one post.", "Twenty were taken out."))
    revise(fresh, ("a", LINK, "sets/quill-second"))
    note = last(fresh, FIRST)
    revise(fresh)
    fresh.change(FIRST, ("Twenty were taken out.", "Again."), ("share: most", "share: all"))
    revise(fresh, ("a", LINK, "sets/quill-second"))

    assert {LINK: MOVED} == note
    assert {LINK: MOVED, f"{FIRST}#location": ALL} == last(fresh, FIRST)


def test_for_all_once_is_for_all() -> None:
    """Whatever sets are named before or after."""
    scopes: dict[str, frozenset[str]] = {}
    for sets in (MOVED, frozenset({SET})):
        widen(scopes, LINK, sets)
    assert {LINK: MOVED | {SET}} == scopes
    for sets in (ALL, MOVED):
        widen(scopes, LINK, sets)
    assert {LINK: ALL} == scopes
