"""The page of what nobody would attribute: links that were withheld or denied.

No other page of the field has it: a tracker that codes who was blamed has no place for
what a claimant declined to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.graph.store import Generation
from app.site import formats
from app.site.fetch import fetch_found
from app.site.pages import Page
from app.site.queries import query
from app.site.views.claim import Claim, Link, claim
from app.site.views.facts import Fact, facts
from app.site.views.restatements import Restatement, restatements
from app.site.views.words import Reader

WITHHELD_PAGE = "withheld"
_HELD_BACK = frozenset({"withheld", "denied"})


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A link that a claimant withheld or denied, and the passages that state it."""

    link: Link
    facts: tuple[Fact, ...]
    stated: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class OfClaim:
    """What one claim holds back, beside all that it says."""

    claim: Claim
    links: tuple[HeldBack, ...]


@dataclass(frozen=True, slots=True)
class WithheldPage:
    """All links that were withheld or denied, by claim in order of date."""

    claims: tuple[OfClaim, ...]
    links: int
    stated: int


def withheld_page(generation: Generation) -> Page:
    """Read what was held back, and who stated it all the same."""
    base = generation.base
    rows = list(generation.select(query(WITHHELD_PAGE)))
    ids = sorted({base.id_of(row["claim"].value) or "" for row in rows})
    links = {row["link"].value for row in rows}
    found = list(generation.select(query("stated")))
    stated = [(row["link"].value, row["passage"].value) for row in found]
    nodes = {row["fact"].value for row in rows if row["fact"] is not None}
    triples = fetch_found(generation, ids, {passage for _, passage in stated} | nodes, ())
    reader = Reader(triples, base)
    claims = tuple(
        _of_claim(reader, iri, stated)
        for iri in reader.by_day(base.absolute(record_id) for record_id in ids)
    )
    view = WithheldPage(
        claims=claims,
        links=len(links),
        stated=len({passage for _, passage in stated}),
    )
    return Page(WITHHELD_PAGE, "withheld.html", view, triples, offered=formats.WITHOUT_FILE)


def _of_claim(reader: Reader, iri: str, stated: list[tuple[str, str]]) -> OfClaim:
    own = claim(reader, iri)
    return OfClaim(
        own,
        tuple(
            HeldBack(
                link,
                facts(reader, [link.iri], "withheld"),
                restatements(reader, (one for held, one in stated if held == link.iri)),
            )
            for link in own.links
            if link.polarity in _HELD_BACK
        ),
    )
