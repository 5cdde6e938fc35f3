"""What rules derive and questions answer of the flagship case is what was counted by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest

from app.graph.context import context
from app.graph.store import Generation
from app.site.questions import questions
from tests.site import hand_count
from tests.site.conftest import Site

OUTCOME = "https://w3id.org/caveat/ns#caveat-"


pytestmark = pytest.mark.xdist_group("site-kb")


@pytest.fixture(scope="module")
def kb_site(sites: Callable[[str], Site]) -> Site:
    """Return the site over ``kb/``."""
    return sites("kb")


@pytest.fixture(scope="module")
def now(kb_site: Site) -> Generation:
    """Return the generation of ``kb/``."""
    return kb_site.generation


def rows(now: Generation, text: str) -> list[tuple[str, ...]]:
    """Run a SELECT; return its rows as texts, IRIs of the base as ids."""
    found = now.solutions(f"{context().sparql} {text}")
    return [
        tuple(
            ""
            if term is None
            else (now.base.id_of(term.value) or term.value).removeprefix(OUTCOME)
            for term in row
        )
        for row in found
    ]


def about(
    now: Generation, caveat: str, more: str = "", select: str = "?outcome"
) -> list[tuple[str, ...]]:
    """Return something of each outcome for a caveat."""
    iri = now.base.absolute(caveat)
    return rows(
        now,
        f"SELECT {select} WHERE {{ ?fact prov:wasDerivedFrom <{iri}> ; dct:type ?outcome ;"
        f" schema:observationAbout ?passage . ?passage schema:text ?text . {more}"
        " ?outcome skos:inScheme cav:caveat-outcomes }",
    )


def answer(now: Generation, name: str) -> list[tuple[str, ...]]:
    """Return the answer of a question."""
    return rows(now, questions()[name].text)


@pytest.mark.parametrize("caveat", [hand_count.UNABLE, hand_count.APPEAR])
def test_outcomes_are_those_counted(now: Generation, caveat: str) -> None:
    """Each caveat: how many passages kept it, lost it, changed it, or were not judged."""
    found = Counter(outcome for (outcome,) in about(now, caveat))
    assert hand_count.OUTCOMES[caveat] == dict(found)


@pytest.mark.parametrize("caveat", [hand_count.UNABLE, hand_count.APPEAR])
def test_passages_that_nobody_judged_are_those_found(now: Generation, caveat: str) -> None:
    """A passage without a judgement is named, and is no fault of it."""
    found = about(now, caveat, select="?passage ?outcome")
    assert hand_count.NOT_JUDGED[caveat] == {
        passage for passage, outcome in found if outcome == "not-judged"
    }


def test_languages_and_headlines_are_those_counted(now: Generation) -> None:
    """Figures by language and by place add up to what was counted."""
    iri = now.base.absolute(hand_count.UNABLE)
    by_language = rows(
        now,
        "SELECT DISTINCT ?language ?all WHERE { ?fact schema:observationAbout"
        f" <{iri}> ; dct:language ?language ; schema:maxValue ?all }}",
    )
    assert {key: str(n) for key, n in hand_count.LANGUAGES.items()} == dict(by_language)
    above = rows(
        now,
        "SELECT DISTINCT ?all WHERE { ?fact schema:observationAbout"
        f" <{iri}> ; dct:type cav:in-headlines ; schema:maxValue ?all }}",
    )
    assert [(str(hand_count.IN_HEADLINES),)] == above


def test_words_used_of_more_accounts_are_those_found(now: Generation) -> None:
    """Question 2: the words said of the 1,196, over others."""
    found = {
        (passage.removeprefix("sources/"), scope.rpartition("#")[2])
        for claim, passage, scope, _ in answer(now, "said-of-more")
        if claim == "claims/twitter-venezuela-1196"
    }
    expected = {(one, "scope-wider") for one in hand_count.WIDER}
    assert expected | {(one, "scope-other") for one in hand_count.OTHER} == found


def test_voices_are_those_counted(now: Generation) -> None:
    """Question 6, and the voices of a claim: copies are one text with their original."""
    found = {value: (int(a), int(b)) for value, a, b in answer(now, "voices")}
    assert hand_count.VOICES == found
    text, claim = hand_count.CLAIM_VOICES
    iri = now.base.absolute(claim)
    given = rows(
        now,
        "SELECT DISTINCT ?text WHERE { ?fact schema:observationAbout"
        f' <{iri}> ; schema:unitText "texts" ; rdfs:comment ?text }}',
    )
    assert [(text,)] == given


def test_sums_are_those_worked_out(now: Generation) -> None:
    """1,196 and 764 are 1,960; with 33 they are 1,993; 3,841 less 228 is 3,613."""
    for number, arithmetic in hand_count.ARITHMETIC.items():
        iri = now.base.absolute(number)
        found = rows(
            now,
            "SELECT ?text WHERE { ?fact schema:observationAbout"
            f" <{iri}> ; rdfs:comment ?text }}",
        )
        assert [(arithmetic,)] == found, number


def test_labels_and_what_leans_are_those_found(now: Generation) -> None:
    """Questions 4 and 5."""
    assert {label for label, *_ in answer(now, "labels")} == hand_count.LABELS
    assert {passage for passage, *_ in answer(now, "leaning")} == hand_count.LEANING


def test_what_was_said_by_a_day_is_what_was_read(now: Generation) -> None:
    """Question 3: the claim on the 33 accounts is none about the 764, and revises nothing."""
    found = answer(now, "said-by-then")
    for day, claims in hand_count.SAID_OF_764.items():
        said = {
            claim
            for when, accounts, claim, *_ in found
            if when == day and accounts == "sets/twitter-2019-01-venezuela-764"
        }
        assert claims == said
        assert (
            day,
            "sets/twitter-2019-01-venezuela-764",
            "claims/twitter-venezuela-764",
            "withheld",
        ) in {row[:4] for row in found}


def test_what_was_held_back_is_what_was_counted(kb_site: Site) -> None:
    """The page of what nobody would attribute has each such link, and no other."""
    page = json.loads(kb_site.client.get("/withheld.json").data)
    found = Counter(
        held["link"]["polarity"] for one in page["claims"] for held in one["links"]
    )
    assert hand_count.HELD_BACK == (found["withheld"], found["denied"])
    assert page["links"] == sum(hand_count.HELD_BACK)
