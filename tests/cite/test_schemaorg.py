"""What a page says to search engines: nobody is made the author of what others say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from app.cite import schemaorg
from app.cite.cited import Cited
from app.cite.schemaorg import Appearance, Finding, Party, Statement
from tests.cite.examples import CITED, DAY, EXAMPLE, SIMILAR, UNABLE
from tests.strategies import REPEATABLE

#: Whom the words name; they said nothing.
BLAMED = "Internet Research Agency"
STATEMENT = Statement(
    text=f"{SIMILAR}, say, of the {BLAMED}",
    by=(Party("Twitter", url="https://kb.example/actors/twitter"),),
    made="2019-01-31",
    appearances=(Appearance("https://blog.example/x", "Empowering", "2019-01-31"),),
    iri="https://kb.example/claims/x",
)
FINDING = Finding(
    reviewed="Twitter banned 2,000 accounts",
    verdict="Misleading",
    by=(Party("Founding editors"),),
    judged="2026-11-25",
    page="https://kb.example/reviews/x",
    rationale="The number is two sets taken together.",
)
REVIEW = replace(EXAMPLE, id="reviews/x", url="https://kb.example/reviews/x/v/0123456789ab")


def nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Return every node of a JSON-LD document."""
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from nodes(value)
    elif isinstance(data, list):
        for value in data:
            yield from nodes(value)


def test_a_claim_says_who_made_it_and_carries_its_caveats() -> None:
    """The whole document."""
    assert schemaorg.claim(EXAMPLE, STATEMENT) == {
        "@context": "https://schema.org",
        "@id": "https://kb.example/claims/x",
        "@type": "Claim",
        "text": STATEMENT.text,
        "author": [
            {
                "@type": "Organization",
                "name": "Twitter",
                "url": "https://kb.example/actors/twitter",
            }
        ],
        "datePublished": "2019-01-31",
        "appearance": [
            {
                "@type": "CreativeWork",
                "url": "https://blog.example/x",
                "name": "Empowering",
                "datePublished": "2019-01-31",
            }
        ],
        "name": EXAMPLE.title,
        "description": (
            "Version 0123456789ab of 2026-11-25. "
            f"With the caveats “{UNABLE}” (Twitter, 31 January 2019); "
            f"“{SIMILAR}” (Twitter, 31 January 2019)."
        ),
        "archivedAt": EXAMPLE.url,
        "version": "0123456789ab",
        "dateModified": DAY.isoformat(),
        "license": EXAMPLE.licence,
        "isPartOf": {"@type": "Dataset", "name": "Caveat"},
        "sdPublisher": {"@type": "Organization", "name": "Caveat"},
        "creditText": (
            f"{EXAMPLE.title} (version 0123456789ab of 2026-11-25, "
            f"with the caveats “{UNABLE}”; “{SIMILAR}”)"
        ),
    }


def test_a_claim_is_not_rated() -> None:
    """To record a claim is not to judge it."""
    found = list(nodes(schemaorg.claim(EXAMPLE, STATEMENT)))

    assert not {"ClaimReview", "Rating"} & {one.get("@type") for one in found}
    assert all("reviewRating" not in one for one in found)


def test_a_review_has_what_google_requires() -> None:
    """claimReviewed, reviewRating.alternateName, url; and what it recommends and is known."""
    found = schemaorg.claim_review(REVIEW, FINDING, STATEMENT)

    assert "ClaimReview" == found["@type"]
    assert "Twitter banned 2,000 accounts" == found["claimReviewed"]
    assert {"@type": "Rating", "alternateName": "Misleading"} == found["reviewRating"]
    assert "https://kb.example/reviews/x" == found["url"]
    assert [{"@type": "Organization", "name": "Founding editors"}] == found["author"]
    assert "2026-11-25" == found["datePublished"]
    assert "Claim" == found["itemReviewed"]["@type"]
    assert "Twitter" == found["itemReviewed"]["author"][0]["name"]
    assert UNABLE in found["description"]


@pytest.mark.parametrize("cited", [EXAMPLE, replace(REVIEW, fragment="x")])
def test_what_is_no_review_has_no_claim_review(cited: Cited) -> None:
    """Not a claim, and not a part of a record."""
    with pytest.raises(ValueError, match="is no review"):
        schemaorg.claim_review(cited, FINDING, STATEMENT)


@pytest.mark.parametrize("name", ["reviewed", "verdict", "page", "by"])
def test_a_review_without_what_is_required_is_refused(name: str) -> None:
    """Google would drop it, and nobody would be told."""
    empty: Any = () if name == "by" else ""

    with pytest.raises(ValueError, match="lacks what a ClaimReview must have"):
        schemaorg.claim_review(REVIEW, replace(FINDING, **{name: empty}), STATEMENT)


def test_whom_a_claim_names_is_nobody_s_author() -> None:
    """Their name stands in the words alone, in both documents."""
    for data in (
        schemaorg.claim(EXAMPLE, STATEMENT),
        schemaorg.claim_review(REVIEW, FINDING, STATEMENT),
    ):
        parties = [
            one["name"]
            for one in nodes(data)
            if one.get("@type") != "Claim" and BLAMED in str(one.get("name"))
        ]
        assert [] == parties
        assert BLAMED in json.dumps(data)


def test_there_is_no_place_for_whom_a_claim_names() -> None:
    """A field for them would be filled one day."""
    assert {"text", "by", "made", "appearances", "iri"} == {
        one.name for one in fields(Statement)
    }


def test_nothing_empty_is_said() -> None:
    """What is not known has no key."""
    bare = Statement("x", (), "")
    found = schemaorg.claim(replace(EXAMPLE, version_date=None), bare)

    assert not {"@id", "author", "datePublished", "appearance", "dateModified"} & set(found)


class Scripts(HTMLParser):
    """Reads what a page holds besides its scripts, and in them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


@given(CITED)
@REPEATABLE
def test_any_text_stays_in_its_script(cited: Cited) -> None:
    """A text cannot end the element, and comes out as it went in."""
    data = schemaorg.claim(
        cited, replace(STATEMENT, text=f"</script><img>{cited.title}<!--")
    )
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{schemaorg.script(data)}</script>')
    page.close()

    assert ["script"] == page.tags
    assert data == json.loads(page.text)
