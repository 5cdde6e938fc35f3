"""What a page says of itself to search engines: schema.org in JSON-LD.

A page of a claim says :func:`claim`, a page of a review :func:`claim_review`; never both,
and a claim is not rated (a rating would judge what was only recorded).  The author of a
claim is who made it, the author of a review who judged.  Whom a claim names is in its words
and nowhere else: there is no field for them here.  Whatever is said is to stand on the page
in the same words (Google, general structured data guidelines).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from app.cite import cited as texts
from app.cite.cited import Cited

#: The only context that Google reads.
_CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Party:
    """Who said or judged something; ``type`` is a type of schema.org."""

    name: str
    type: str = "Organization"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A document in which the words stand; ``date`` is ISO 8601, or empty."""

    url: str
    name: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that somebody said: by whom, when, and where they stand.

    ``iri`` is that of the record, empty where the words are no record of their own.
    ``made`` is a date in ISO 8601 to the precision that is known, or empty.
    """

    text: str
    by: tuple[Party, ...]
    made: str
    appearances: tuple[Appearance, ...] = ()
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a review found: the statement in short, the verdict in words, who and when.

    ``reviewed`` is the statement examined in one sentence, without the verdict (Google
    asks for 75 characters at most); ``page`` the address at which the review stands.
    ``judged`` is the day, in ISO 8601.
    """

    reviewed: str
    verdict: str
    by: tuple[Party, ...]
    judged: str
    page: str
    rationale: str


def claim(cited: Cited, statement: Statement) -> dict[str, Any]:
    """Return a claim as ``schema:Claim``, with the caveats in its description."""
    return {
        "@context": _CONTEXT,
        **_said(statement),
        "name": texts.name(cited),
        **_entry(cited),
    }


def claim_review(cited: Cited, finding: Finding, statement: Statement) -> dict[str, Any]:
    """Return a review as ``schema:ClaimReview``, with all that Google requires.

    The rating is in words alone: the verdicts are no scale.

    Raises:
        ValueError: what is cited is no review, or Google's required properties are empty.
    """
    if not cited.id.startswith("reviews/") or cited.fragment:
        raise ValueError(f"{cited.key} is no review")
    if not (finding.reviewed and finding.verdict and finding.page and finding.by):
        raise ValueError(f"{cited.key} lacks what a ClaimReview must have")
    return {
        "@context": _CONTEXT,
        "@type": "ClaimReview",
        "@id": finding.page,
        "url": finding.page,
        "name": texts.name(cited),
        "claimReviewed": finding.reviewed,
        "reviewRating": {"@type": "Rating", "alternateName": finding.verdict},
        "author": [_party(one) for one in finding.by],
        "datePublished": finding.judged,
        "reviewBody": finding.rationale,
        "itemReviewed": _said(statement),
        **_entry(cited),
    }


def script(data: dict[str, Any]) -> str:
    """Return JSON that may stand in a ``script`` element of HTML as it is."""
    text = orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
    # "</script" and "<!--" would end or change it (HTML, 4.12.1.3).
    return text.replace("<", "\\u003c")


def _said(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Claim",
        "@id": statement.iri,
        "text": statement.text,
        "author": [_party(one) for one in statement.by],
        "datePublished": statement.made,
        "appearance": [_appearance(one) for one in statement.appearances],
    }
    return {key: value for key, value in found.items() if value}


def _entry(cited: Cited) -> dict[str, Any]:
    """Return what is said of the entry: its version and caveats, who answers for it."""
    found: dict[str, Any] = {
        "description": " ".join(texts.note(cited)),
        "archivedAt": cited.address,
        "version": cited.version,
        "dateModified": cited.version_date.isoformat() if cited.version_date else "",
        "license": cited.licence,
        "isPartOf": {"@type": "Dataset", "name": cited.container},
        "sdPublisher": {"@type": "Organization", "name": cited.publisher},
        "creditText": texts.title(cited),
    }
    return {key: value for key, value in found.items() if value}


def _party(party: Party) -> dict[str, str]:
    found = {"@type": party.type, "name": party.name, "url": party.url}
    return {key: value for key, value in found.items() if value}


def _appearance(work: Appearance) -> dict[str, str]:
    found = {
        "@type": "CreativeWork",
        "url": work.url,
        "name": work.name,
        "datePublished": work.date,
    }
    return {key: value for key, value in found.items() if value}
