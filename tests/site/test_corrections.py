"""A correction stands, with its date, on whatever leans on what was corrected."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.graph.context import context
from app.history.histories import Histories
from tests.history.scripted import BLOG, CAVEAT, FIRST, FOURTH, SECOND, SET, TWENTY
from tests.site.answers import Answer, ask
from tests.site.lived import Lived

RESTATES = "sources/harbour-2024-05-04"
TAKEDOWN, BLAMED = "takedowns/quill-2024-05", "actors/lantern-group"
SUFFIXES = ("ttl", "jsonld", "nt", "rdf")


@pytest.fixture(scope="module")
def client(lived: Lived) -> FlaskClient:
    """Return a client of the site at the end."""
    return lived.client()


def notes(answer: Answer) -> list[str]:
    """Return the notes on a page."""
    return [
        one.text() for one in answer.page.tagged("article") if "correction" in one.classes
    ]


def in_data(answer: Answer) -> set[tuple[str, str, str]]:
    """Return what a graph says of its corrections, as record, property and value."""
    wanted = {context().expand(key) for key in ("schema:correction", "cito:corrects")}
    return {
        (one.subject.value, one.predicate.value, one.object.value)
        for one in answer.triples
        if one.predicate.value in wanted
    }


def test_a_caveat_changed_under_a_claim(lived: Lived, client: FlaskClient) -> None:
    """It is noted on the claim, on the source that repeats the link that it limits, and on
    what the claim is of: the set, its takedown, and whom the link names.
    """
    dates = [one.date for one in lived.repo.steps if one.name in ("caveat", "revert")]
    for page in (FIRST, RESTATES, CAVEAT, SET, TAKEDOWN, BLAMED):
        found = ask(client, f"/{page}")
        shown = [one.get("datetime") for one in found.page.tagged("time")]
        told = [one for one in notes(found) if "Unable to tie" in one]

        assert 2 <= len(told), page
        assert set(dates) <= set(shown), page
        assert "The title now goes on: “them”." in str(told)
    assert "Unable to tie" not in str(notes(ask(client, "/actors/ada-fenn")))


@pytest.mark.parametrize(
    "record", [FIRST, RESTATES, CAVEAT, TWENTY, BLOG, SET, TAKEDOWN, BLAMED]
)
def test_page_and_data_agree(client: FlaskClient, record: str) -> None:
    """The same notes in HTML, JSON, YAML and every graph; none has a blank node."""
    shown = notes(ask(client, f"/{record}"))
    told = ask(client, f"/{record}.json").json.get("corrections", [])
    yaml = ask(client, f"/{record}.yaml").text
    graphs = [in_data(ask(client, f"/{record}.{suffix}")) for suffix in SUFFIXES]
    corrections = context().expand("schema:correction")
    iris = {value for _, key, value in graphs[0] if key == corrections}

    assert graphs == [graphs[0]] * len(graphs)
    assert len(shown) == len(told) == len(iris) == yaml.count("# Correction of ")
    assert {one["iri"] for one in told} == iris
    for one in told:
        assert all(line in str(shown) for _, line in one["lines"])
        assert {
            (one["iri"], context().expand("cito:corrects"), iri) for iri in one["corrects"]
        } <= graphs[0]


def test_a_claim_that_revises_is_noted_where_no_digest_changed(tmp_path: Path) -> None:
    """From the first commit on: on the claim that it revises, and on who repeats that."""
    lived = Lived(tmp_path)
    lived.repo.commit("begin")
    client = lived.client()
    for page in (FIRST, RESTATES, CAVEAT):
        (told,) = notes(ask(client, f"/{page}"))

        assert "Quill on 20 accounts" in told
        assert "correction of 20 accounts taken out of the first set" in told
        assert "We are unable to tie" in told  # the caveat on the link that is revised
        assert f"/{SECOND}#~correction." in str(in_data(ask(client, f"/{page}.ttl")))
    assert [] == notes(ask(client, f"/{SECOND}"))


def test_a_version_that_stands_says_what_revises_it(tmp_path: Path) -> None:
    """Its content is as it was, so the shell alone would call it current and no more."""
    lived = Lived(tmp_path)
    lived.repo.withdraw(SECOND)
    lived.repo.commit("begin")
    lived.repo.change(SECOND, ("status: withdrawn", "status: single-coded"))
    lived.repo.commit("revise")
    client = lived.client()
    versions = Histories(lived.out).current().versions
    for page in (FIRST, RESTATES, CAVEAT):
        version = versions.current(page)
        assert version is not None and 1 == len(versions.versions_of(page))
        answer = ask(client, f"/{page}/v/{version.name}")
        (told,) = notes(answer)

        assert "This is the current version" in answer.text
        assert "correction of 20 accounts taken out of the first set" in told
        assert "We are unable to tie" in told
    version = versions.current(FIRST)
    assert version is not None
    said = "Revised (correction) by “Quill on 20 accounts”, entered"
    for path in ("embed", f"v/{version.name}/embed"):
        assert said in ask(client, f"/{FIRST}/{path}").text
    history = ask(client, f"/{FIRST}/history")
    assert "What else happened" in history.text
    assert f"/{SECOND}" in history.targets
    assert "Quill on 20 accounts" in ask(client, f"/{FIRST}/feed.atom").text


def test_words_that_changed_are_noted_wherever_they_limit(tmp_path: Path) -> None:
    """They stand in a source; on each page they are a caveat, or what a link rests on."""
    lived = Lived(tmp_path)
    lived.repo.commit("begin")
    lived.repo.change(BLOG, ("unable to tie", "currently unable to tie"))
    lived.repo.commit("words")
    client = lived.client()
    for page in (FIRST, RESTATES, CAVEAT, SET, TAKEDOWN, BLAMED):
        told = [one for one in notes(ask(client, f"/{page}")) if "currently" in one]
        assert 1 == len(told), page


def test_a_version_has_no_note_of_what_came_before_it(
    lived: Lived, client: FlaskClient
) -> None:
    """The last was made after all that revises the claim."""
    version = Histories(lived.out).current().versions.current(FIRST)

    assert version is not None
    assert [] == notes(ask(client, f"/{FIRST}/v/{version.name}"))


def test_additions_and_layout_are_no_corrections(tmp_path: Path) -> None:
    """Nor is a note, or another status; a count that is put right is."""
    lived = Lived(tmp_path)
    lived.repo.path(SECOND).unlink()
    lived.repo.commit("begin")
    lived.repo.change(SET, ('note: "The larger set."', 'note: "The largest set."'))
    lived.repo.change(FIRST, ("status: reviewed\n", "status: single-coded\n"))
    lived.repo.change(FIRST, ("reviewed_by: [editors/second]\n", "# A comment.\n"))
    lived.repo.commit("note, status, layout")
    before = lived.client()
    kept = [notes(ask(before, f"/{one}")) for one in (FIRST, SET, RESTATES, CAVEAT)]
    text = lived.repo.path(SET).read_text("utf-8")
    assert "value: 300" in text
    lived.repo.path(SET).write_text(text.replace("value: 300", "value: 301", 1), "utf-8")
    lived.repo.commit("another count")
    after = lived.client()

    assert [[]] * 4 == kept
    for page in (SET, FIRST, CAVEAT):
        (told,) = notes(ask(after, f"/{page}"))
        assert "300" in told
        assert "301" in told


def test_who_came_later_has_no_note_of_what_was_put_right_before(tmp_path: Path) -> None:
    """It leans on what it found."""
    lived = Lived(tmp_path)
    lived.repo.path(SECOND).unlink()
    text = lived.repo.path(CAVEAT).read_text("utf-8")
    reaction = lived.repo.path("reactions/harbour-2024-05-04")
    later = reaction.read_text("utf-8")
    reaction.unlink()
    lived.repo.commit("begin")
    lived.repo.path(CAVEAT).write_text(text.replace("Unable to tie", "Not tied"), "utf-8")
    lived.repo.commit("caveat")
    reaction.write_text(later, "utf-8")
    lived.repo.commit("reaction")
    client = lived.client()

    assert [] == notes(ask(client, "/reactions/harbour-2024-05-04"))
    assert [] != notes(ask(client, f"/{FIRST}"))


def test_an_earlier_version_is_not_noted_twice(client: FlaskClient) -> None:
    """Its shell says what changed since; only who revises it stands in a note."""
    version = ask(client, f"/{FIRST}/history.json").json["entries"][-1]["name"]
    (told,) = notes(ask(client, f"/{FIRST}/v/{version}"))

    assert "Quill on 20 accounts , took up another record" in told
    assert 404 != ask(client, f"/{FOURTH}/feed.atom").status


def test_the_newest_stand_open_and_none_is_left_out(tmp_path: Path) -> None:
    """Older ones are folded behind how many they are; data have all of them in a row."""
    lived = Lived(tmp_path)
    lived.repo.path(SECOND).unlink()
    lived.repo.commit("begin")
    titles = ["Unable to tie", *(f"Unable to tie, {number}" for number in range(23))]
    for old, new in pairwise(titles):
        lived.repo.change(CAVEAT, (f'title: "{old}"', f'title: "{new}"'))
        lived.repo.commit(new)
    client = lived.client()
    answer = ask(client, f"/{RESTATES}")
    (folded,) = [one for one in answer.page.tagged("details") if "earlier" in one.classes]
    inside = [one for one in folded.tagged("article") if "correction" in one.classes]
    told = ask(client, f"/{RESTATES}.json").json["corrections"]

    assert 23 == len(notes(answer)) == len(told) == len(iris(client))
    assert 3 == len(inside)
    assert "3 earlier" in folded.text()
    assert [one["reason"] for one in told][::-1] == titles[1:]
    for text, one in zip(notes(answer), told, strict=True):
        assert one["reason"] in text
        assert all(line in text for _, line in one["lines"])


def iris(client: FlaskClient) -> set[str]:
    """Return the notes in the graph of the source."""
    graph = in_data(ask(client, f"/{RESTATES}.ttl"))
    key = context().expand("schema:correction")
    return {value for _, predicate, value in graph if predicate == key}
