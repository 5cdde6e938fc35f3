"""A claim that others restate is withdrawn: whoever leaned on it says so, everywhere."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from app.graph.statements import statement
from app.history.histories import Histories
from app.records.load import load
from app.site.factory import create_app
from tests.history.scripted import BLOG, CAVEAT, FIRST, REACTION, SECOND, SET
from tests.site.answers import Answer, ask
from tests.site.knowledge import Knowledge, read_knowledge
from tests.site.lived import Lived
from tests.site.promise import links_held, lost_caveats
from tests.site.test_corrections import in_data, notes

HARBOUR, REVIEW = "sources/harbour-2024-05-04", "reviews/harbour-number"
OTHER_SET, TAKEDOWN = "sets/quill-second", "takedowns/quill-2024-05"
LINK = f"{FIRST}#lantern"
REASON = "It was not what was said."
LIMIT = "We are unable to tie them to the Lantern Group"
LEANING = (SECOND, HARBOUR, REACTION, REVIEW)
SUFFIXES = ("json", "yaml", "ttl", "jsonld", "nt", "rdf")
FORMER = "claims/quill-bouvet"


@dataclass(frozen=True)
class Site:
    """The site at a moment: what is published, and what it answers."""

    client: FlaskClient
    known: Knowledge
    published: tuple[str, ...]
    frozen: dict[str, bytes]


def site(lived: Lived) -> Site:
    """Build what the repository holds now, and keep every version's data."""
    lived.client()
    out = lived.out.with_name(f"build-{len(lived.repo.steps)}")
    shutil.copytree(lived.out, out)
    client = create_app(out).test_client()
    kb = load(lived.repo.kb)
    assert {"warning"} >= {str(one.severity) for one in kb.problems}
    return Site(client, read_knowledge(kb), tuple(kb.published), frozen(lived, client))


def frozen(lived: Lived, client: FlaskClient) -> dict[str, bytes]:
    """Return the data of all versions by address; their pages answer, too."""
    versions = Histories(lived.out).current().versions
    found: dict[str, bytes] = {}
    for version in versions.all_versions():
        path = f"/{version.record}/v/{version.name}"
        assert 200 == ask(client, path).status, path
        for suffix in SUFFIXES:
            answer = ask(client, f"{path}.{suffix}")
            assert 200 == answer.status, answer.url
            found[answer.url] = answer.body
    return found


@dataclass(frozen=True)
class Stages:
    """The site before, after, and when the withdrawal was taken back."""

    lived: Lived
    before: Site
    after: Site
    edited: Site
    back: Site


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Withdraw a claim with its caveat; then edit who leaned on it; then take it back."""
    lived = Lived(tmp_path_factory.mktemp("withdrawn"))
    repo = lived.repo
    repo.change(REVIEW, ("status: draft", "status: single-coded"))
    kept = {key: repo.path(key).read_bytes() for key in (FIRST, CAVEAT)}
    repo.step("begin")
    before = site(lived)
    repo.withdraw(FIRST, CAVEAT, reason=REASON)
    repo.step("withdraw")
    after = site(lived)
    repo.change(HARBOUR, ("The first sentence.", "The sentence that begins it."))
    repo.step("edit")
    edited = site(lived)
    for key, data in kept.items():
        repo.path(key).write_bytes(data)
    repo.step("restore")
    return Stages(lived, before, after, edited, site(lived))


def test_every_page_answers(stages: Stages) -> None:
    """Those of records, in each format, with their history; the tombstone is one."""
    client = stages.after.client
    for record in stages.after.published:
        for suffix in ("", *(f".{one}" for one in SUFFIXES), "/history"):
            assert 200 == ask(client, f"/{record}{suffix}").status, f"{record}{suffix}"
    for record in (FIRST, CAVEAT):
        grave = ask(client, f"/{record}")
        assert 410 == grave.status
        assert REASON in grave.words
        assert LIMIT in grave.words


@pytest.mark.parametrize("record", LEANING)
def test_whoever_leaned_on_it_is_told(stages: Stages, record: str) -> None:
    """One dated note with the links and their caveats, in HTML and in data."""
    client = stages.after.client
    told = [one for one in notes(ask(client, f"/{record}")) if "withdrawn" in one]
    (entry,) = [
        one
        for one in ask(client, f"/{record}.json").json["corrections"]
        if one["kind"] == "withdrawn"
    ]
    base = stages.after.known.base

    assert 1 == len(told)
    for words in (REASON, LIMIT, "operated by Lantern Group", "2 July 2024"):
        assert words in told[0]
    assert entry["record"] == FIRST
    assert base + CAVEAT in entry["caveats"]
    assert {one.partition("#")[0] for one in entry["corrects"]} <= {
        base + FIRST,
        base + CAVEAT,
    }
    assert base + LINK in entry["corrects"]
    assert LIMIT in ask(client, f"/{record}.yaml").text.partition("\ntitle:")[0]
    for suffix in ("ttl", "jsonld", "nt", "rdf"):
        answer = ask(client, f"/{record}.{suffix}")
        assert f"{base}{FIRST}#~correction." in str(in_data(answer))
        assert LIMIT in str(texts(answer))


def texts(answer: Answer) -> list[str]:
    """Return what notes in a graph say."""
    said = (statement(one) for one in answer.triples)
    return [
        one.value.value
        for one in said
        if "~correction." in one.subject and one.predicate.endswith("/text")
    ]


def test_the_passage_that_restated_it(stages: Stages) -> None:
    """Its words stay; no link and no judgement; it is told what went."""
    was = ask(stages.before.client, f"/{HARBOUR}")
    now = ask(stages.after.client, f"/{HARBOUR}")
    (line,) = [one for one in now.page.tagged("p") if "withdrawn" in one.classes]
    (passage,) = [
        one
        for one in ask(stages.after.client, f"/{HARBOUR}.json").json["passages"]
        if one["restatement"]["words"]["name"] == "lede"
    ]

    assert f"/{LINK}" in was.targets
    assert f"/{LINK}" not in now.targets
    assert f"/{FIRST}" in now.targets
    assert "Quill on 300 accounts on Bouvet Island" in line.text()
    assert "Quill a supprimé 320 comptes du Lantern Group" in now.words
    assert ([], []) == (passage["restatement"]["restates"], passage["restatement"]["fates"])
    assert [f"/{FIRST}", f"/{CAVEAT}"] == [one["path"] for one in passage["withdrawn"]]
    assert not [one for one in was.page.tagged("p") if "withdrawn" in one.classes]


def test_the_file_is_shown_as_it_is(stages: Stages) -> None:
    """Nothing of what editors wrote is lost."""
    text = ask(stages.after.client, f"/{HARBOUR}.yaml").text

    assert f"restates: [{LINK}]" in text
    assert f"{CAVEAT}:" in text


def test_whose_pages_listed_it_say_it_in_a_line(stages: Stages) -> None:
    """Title, day and reason, linked to the tombstone; no link of the claim is named."""
    client = stages.after.client
    for record in (
        "actors/quill",
        "actors/ada-fenn",
        "actors/lantern-group",
        SET,
        TAKEDOWN,
    ):
        (line,) = notes(ask(client, f"/{record}"))
        (entry,) = ask(client, f"/{record}.json").json["corrections"]

        assert "Withdrawn: Quill on 300 accounts on Bouvet Island on 2 July 2024" in line
        assert REASON in line
        assert f"/{FIRST}" in ask(client, f"/{record}").targets
        assert ([], [stages.after.known.base + FIRST]) == (
            entry["lines"],
            entry["corrects"],
        )
        assert FIRST in ask(client, f"/{record}.yaml").text
        for suffix in ("ttl", "jsonld", "nt", "rdf"):
            answer = ask(client, f"/{record}.{suffix}")
            assert f"{FIRST}#~withdrawal." in str(in_data(answer))
            assert f"{LINK}>" not in str(answer.triples)
    for record in ("actors/quill", SET, OTHER_SET):
        assert "withdrawn" not in str(notes(ask(stages.before.client, f"/{record}")))
    for record in (OTHER_SET, BLOG):
        assert "Withdrawn" not in str(notes(ask(client, f"/{record}")))


def test_a_withdrawn_link_is_named_only_beside_its_caveats(stages: Stages) -> None:
    """In no answer of a live page does its IRI stand without what limited it."""
    for record in stages.after.published:
        for suffix in ("", ".json", ".ttl", ".jsonld"):
            answer = ask(stages.after.client, f"/{record}{suffix}")
            if f"{FIRST}#lantern" in answer.text:
                assert LIMIT in answer.text.replace("\\u2019", "’"), answer.url


@pytest.mark.parametrize("stage", ["before", "after", "edited", "back"])
def test_the_promise_is_kept(stages: Stages, stage: str) -> None:
    """No caveat is lost of any link that stands."""
    now: Site = getattr(stages, stage)
    held = set()
    for record in now.published:
        for suffix in ("", *(f".{one}" for one in SUFFIXES)):
            answer = ask(now.client, f"/{record}{suffix}")
            held |= links_held(answer, now.known)
            assert [] == lost_caveats(answer, now.known), answer.url
    assert (LINK in held) == (stage in ("before", "back"))


def test_versions_from_before_are_as_they_were(stages: Stages) -> None:
    """Every byte; those made since are beside them, without what is not there."""
    kept = stages.before.frozen
    assert kept == {url: stages.after.frozen[url] for url in kept}
    assert kept == {url: stages.back.frozen[url] for url in kept}
    assert stages.edited.frozen == {
        url: stages.back.frozen[url] for url in stages.edited.frozen
    }


def test_a_version_made_since(stages: Stages) -> None:
    """It restates nothing that is not there, and keeps that it referred to it."""
    new = {url for url in stages.edited.frozen if url.startswith(f"/{HARBOUR}/v/")}
    (turtle,) = [url for url in new - stages.after.frozen.keys() if url.endswith(".ttl")]
    text = stages.edited.frozen[turtle].decode()
    page = ask(stages.edited.client, turtle.removesuffix(".ttl"))
    (before,) = [url for url in stages.before.frozen if url in new and url[-4:] == ".ttl"]

    assert "dct:references" in text
    assert "cav:restates" not in text
    assert "cav:treats" not in text
    assert f"restates: [{LINK}]" in stages.edited.frozen[turtle[:-4] + ".yaml"].decode()
    assert "Quill a supprimé 320 comptes du Lantern Group" in page.words
    assert f"/{FIRST}" in page.targets
    assert "cav:restates" in stages.edited.frozen[before].decode()


def test_taken_back(stages: Stages) -> None:
    """Every page says again what it said; that it was withdrawn for a time stays told."""
    assert stages.before.published == stages.back.published
    assert 200 == ask(stages.back.client, f"/{FIRST}").status
    found = ask(stages.back.client, f"/{HARBOUR}")
    assert f"/{LINK}" in found.targets
    assert not [one for one in found.page.tagged("p") if "withdrawn" in one.classes]
    for record in LEANING:
        told = str(notes(ask(stages.back.client, f"/{record}")))
        assert "withdrawn" in told
        assert "restored" in told
    for record in ("actors/quill", SET):
        assert "Withdrawn" not in str(notes(ask(stages.back.client, f"/{record}")))


def test_an_id_from_before_leads_to_the_tombstone(stages: Stages) -> None:
    """A former id goes where the record went."""
    answer = ask(stages.after.client, f"/{FORMER}")
    assert answer.status in (301, 410)
