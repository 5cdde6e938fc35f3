"""How a form begins, what stands beside its links, and how it says what to mend."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.edit.propose.remedies import remedy
from app.problems import Place
from app.rules import MISSING_KEY, NO_JUDGE, NOT_CLOSED, SPEAKER, UNREASONED
from tests.edit.test_propose import ARTICLE, asked, filled, link, named, told
from tests.site.markup import Element, parse

LINK, CLAIM = "claims/quill-first#lantern", "claims/quill-first"
CAVEAT, TAKEDOWN = "caveats/quill-first-unable", "takedowns/quill-2024-05"
WORDS = "We are unable to tie them to the Lantern Group"


def begun(client: FlaskClient, path: str, query: dict[str, object]) -> Element:
    """Return the page of a form that a link begins."""
    return parse(client.get(f"/propose/{path}", query_string=query).text)


@pytest.mark.parametrize(
    ("folder", "query", "field", "values"),
    [
        ("reactions", {"claim": CLAIM}, "to", [CLAIM]),
        ("reactions", {"link": LINK}, "to", [LINK]),
        ("reactions", {"caveat": CAVEAT}, "to", [CAVEAT]),
        ("reactions", {"takedown": TAKEDOWN}, "to", [TAKEDOWN]),
        ("reactions", {"to": [LINK, CAVEAT]}, "to", [LINK, CAVEAT]),
        ("sources", {"link": LINK}, "passages.0.restates", [LINK]),
        ("caveats", {"link": LINK}, "qualifies", [LINK]),
        ("actors", {"name": "The Gull"}, "name", ["The Gull"]),
    ],
)
def test_a_link_begins_a_form(
    client: FlaskClient,
    folder: str,
    query: dict[str, object],
    field: str,
    values: list[str],
) -> None:
    """What somebody came from stands in its field, and nothing is said of it."""
    page = begun(client, folder, query)
    written = filled(page)[field]

    assert isinstance(written, list)
    assert values == [value for value in written if value]
    assert "was left out" not in page.text()


@pytest.mark.parametrize(
    ("folder", "query"),
    [
        ("reactions", {"claim": "claims/none"}),
        ("reactions", {"claim": f"{CLAIM}#none"}),
        ("reactions", {"to": "actors/quill"}),
        ("reactions", {"to": "reviews/harbour-number"}),
        ("sources", {"link": CAVEAT}),
        ("sources", {"link": "claims/<b>"}),
        ("caveats", {"claim": "sources/quill-2024-05-02#unable"}),
        ("caveats", {"link": f"{CLAIM}#location.quote"}),
    ],
)
def test_what_a_form_cannot_begin_with_is_said(
    client: FlaskClient, folder: str, query: dict[str, str]
) -> None:
    """What is unknown, a draft or of another kind is named and left out."""
    page = begun(client, folder, query)
    (text,) = query.values()

    assert f"“{text}” is nothing published that this form could begin with" in page.text()
    values = [value for items in filled(page).values() for value in items]  # type: ignore[attr-defined]
    assert text not in values


def test_a_form_sent_offers_the_same_links(client: FlaskClient) -> None:
    """The links of the claim that somebody came from are there after the check too."""
    page = begun(client, "sources", {"link": LINK})
    action = next(item for item in page.tagged("form") if item.get("method") == "post")
    answer = client.post(f"/propose/sources{action.get('action')}", data=ARTICLE)

    assert (
        "Withheld: operated by" in named(parse(answer.text), "passages.0.restates").text()
    )


@pytest.mark.parametrize(
    ("path", "words", "target"),
    [
        (CLAIM, "Add a reaction", f"reactions?claim={CLAIM}"),
        (CLAIM, "A caveat is missing here", f"caveats?claim={CLAIM}"),
        (CAVEAT, "Add a reaction", f"reactions?caveat={CAVEAT}"),
        (TAKEDOWN, "Add a reaction", f"reactions?takedown={TAKEDOWN}"),
    ],
)
def test_pages_lead_to_forms(
    client: FlaskClient, path: str, words: str, target: str
) -> None:
    """Whoever reads of something can add to it, and the form knows where they were."""
    page = parse(client.get(f"/{path}").text)

    assert f"../propose/{target}" == link(page, words)
    assert 200 == client.get(f"/propose/{target}").status_code


@pytest.mark.parametrize(
    ("folder", "form", "field"),
    [
        ("caveats", {"qualifies": LINK}, "qualifies"),
        ("reactions", {"to": CLAIM}, "to"),
        ("sources", ARTICLE, "passages.0.restates"),
    ],
)
def test_a_typed_link_stands_with_its_caveats(
    client: FlaskClient, folder: str, form: dict[str, str], field: str
) -> None:
    """A caveat is told in its own words beside the link, and in the list of links."""
    page = asked(client, folder, form)
    offered = {item.get("value"): item.text() for item in page.tagged("option")}

    assert f"Unable to tie: “{WORDS}" in named(page, f"{field}-limits").text()
    assert f"◇ Unable to tie: “{WORDS}" in offered[LINK]


def focused(page: Element) -> list[Element]:
    """Return what a browser moves the focus to."""
    return [item for item in page.all() if item.get("autofocus") is not None]


def test_the_focus_goes_to_what_was_asked_for(client: FlaskClient) -> None:
    """To the faults, to the word that there is none, or to the entry that was added."""
    (faults,) = focused(asked(client, "sources", ARTICLE | {"title": ""}))
    (right,) = focused(asked(client, "sources", ARTICLE))
    (added,) = focused(asked(client, "sources", ARTICLE | {"add": "passages"}))

    assert ("faults", "-1") == (faults.get("id"), faults.get("tabindex"))
    assert ["#title"] == [item.get("href") for item in faults.tagged("a")]
    assert "No fault" in right.text()
    wrong = asked(client, "sources", ARTICLE | {"passages.1.@": "Not a name"})
    assert ["Passage 2"] == [item.text() for item in named(wrong, "faults").tagged("a")]
    assert "passages.2" == added.get("id")
    assert [] == focused(parse(client.get("/propose/sources").text))


def test_what_is_missing_hides_no_wrong_value(client: FlaskClient) -> None:
    """References and dates are checked beside a missing key; that more may come is said."""
    form = ARTICLE | {"title": "", "publisher": "actors/none", "published": "2024-02-31"}
    form |= {"passages.1.restates": f"{CLAIM}#none", "url": "no address"}
    page = asked(client, "sources", form)
    codes = {name: text[:3] for name, text in told(page).items()}

    assert {
        "title": "S02", "publisher": "R01", "published": "R23", "url": "S06",
        "passages.1.restates": "R02",
    } == codes  # fmt: skip
    assert "5 things to mend first" in named(page, "faults").text()
    assert "more may be found then" in named(page, "faults").text()
    page = asked(client, "sources", ARTICLE | {"published": "2023-05-05"})
    assert "more may be found" not in page.text()


def test_an_unknown_outlet_leads_to_its_own_part(client: FlaskClient) -> None:
    """The fault has a link to the field for an outlet without a record, which is open."""
    for publisher in ("", "actors/none"):
        page = asked(client, "sources", ARTICLE | {"publisher": publisher})
        fault = named(page, "publisher-faults")
        part = next(
            item
            for item in page.tagged("details")
            if any(below.get("id") == "outlet" for below in item.all())
        )
        assert "#outlet" == link(fault, "The outlet has no record yet")
        assert part.get("open") is not None
    page = asked(client, "sources", ARTICLE | {"passages.0.speaker": "actors/none"})
    assert [] == named(page, "passages.0.speaker-faults").tagged("a")


@pytest.mark.parametrize(
    ("rule", "path", "expected"),
    [
        (MISSING_KEY, ("passages", "x", "part"), "Fill in “Part of the source”."),
        (MISSING_KEY, ("title",), "Fill in “Title”."),
        (NOT_CLOSED, ("x",), "Read the sentences to their end and set “Read to the end” "
         "under “How the words were seen”, or judge otherwise."),
        (NO_JUDGE, ("x",), "Add “Judged by” and judged, here or once for all at the top of "
         "the source."),
        (SPEAKER, ("x",), SPEAKER.remedy),
    ],
)  # fmt: skip
def test_a_remedy_names_fields(rule: object, path: tuple[str, ...], expected: str) -> None:
    """What a rule says of keys is said of the fields that hold them."""
    problem = rule.at(Place("x"), "x")  # type: ignore[attr-defined]

    assert expected == remedy("sources", path, problem)


def test_a_remedy_says_nothing_of_what_no_form_asks() -> None:
    """A word in quotes that is no field of the kind stays as the rule has it."""
    problem = UNREASONED.at(Place("x"), "x")

    assert "“revises”" in remedy("claims", (), problem)
    assert "“Note”" in remedy("claims", (), problem)


@pytest.mark.parametrize("folder", ["sources", "reactions", "caveats", "actors"])
def test_what_is_folded_says_of_what_it_is(client: FlaskClient, folder: str) -> None:
    """No part that opens has the name of the one around it."""
    page = parse(client.get(f"/propose/{folder}").text)
    for part in page.tagged("details"):
        inner = [item.text() for item in part.tagged("summary")]
        assert inner[0] not in inner[1:]
        assert "about it" not in inner[0]
    assert re.search(r"More about the \w+", page.text())
