"""The home page: the idea in one screen, shown with the case that was judged most.

Nothing on it is chosen by hand.  The caveat is the one with the most judgements, the
number the one that most passages give for several sets together.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.site.views.claim import Claim, Link, caveat, claim
from app.site.views.head import Citation
from app.site.views.lists import BasePage, base_page
from app.site.views.numbers import Number, numbers
from app.site.views.outcomes import Outcome, Tally, tally
from app.site.views.restatements import Restatement, restatements
from app.site.views.values import Ref
from app.site.views.words import Reader

#: The outcomes of which one example each is shown.
_SHOWN = ("kept", "changed", "left-out")


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that shows an outcome."""

    outcome: Outcome
    passage: Restatement


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A caveat with the link that it limits, and what became of it."""

    claim: Claim
    link: Link
    tally: Tally
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Takedown:
    """A takedown in short."""

    ref: Ref
    agent: Ref
    disclosed: str | None
    sets: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """A link that is withheld, with its claim."""

    claim: Claim
    link: Link


@dataclass(frozen=True, slots=True)
class HomePage:
    """The knowledge base, its exhibit, its cases, and what nobody would attribute."""

    base: BasePage
    citation: Citation
    exhibit: Exhibit | None
    number: Number | None
    #: The takedown that disclosed the sets of the number, whose page tells who gives it.
    number_told: Ref | None
    takedowns: tuple[Takedown, ...]
    declined: tuple[Declined, ...]


def home_page(reader: Reader) -> HomePage:
    """Read the home page."""
    triples = reader.triples
    found = restatements(
        reader,
        (
            iri
            for iri in triples.typed("schema:Quotation")
            if triples.iris(iri, "cav:restates", "cav:treatment", "cav:count")
        ),
    )
    takedowns = [
        Takedown(
            reader.ref(iri),
            reader.refs(iri, "schema:agent")[0],
            reader.date(iri),
            tuple(map(reader.ref, triples.subjects(iri, "cav:disclosedIn"))),
        )
        for iri in reader.by_day(triples.typed("cav:Takedown"))
    ]
    claims = reader.by_day(triples.typed("cav:AttributionClaim"))
    sums = [one for one in numbers(reader, found) if len(one.parts) > 1 and one.total]
    base = base_page(reader)
    number = max(sums, key=lambda one: len(one.givers), default=None)
    return HomePage(
        base=base,
        citation=base.citation,
        exhibit=_exhibit(reader, found),
        number=number,
        number_told=(
            reader.one_ref(number.parts[0].set.iri, "cav:disclosedIn") if number else None
        ),
        takedowns=tuple(takedowns),
        declined=tuple(
            Declined(claim(reader, iri), link)
            for iri in claims
            for link in claim(reader, iri).links
            if link.polarity == "withheld"
        ),
    )


def _exhibit(reader: Reader, found: tuple[Restatement, ...]) -> Exhibit | None:
    """Take the caveat with the most judgements, and the first passage of each outcome."""
    triples = reader.triples
    iris = triples.typed("cav:Caveat")
    made = [tally(caveat(reader, iri), found) for iri in iris]
    best = max(made, key=lambda one: one.judged, default=None)
    if best is None or not best.judged:
        return None
    limited = set(triples.iris(best.caveat.iri, "cito:qualifies"))
    claims = triples.subjects_of(limited, "cav:asserts", "cav:denies", "cav:withholds")
    own = claim(reader, min(claims))
    by_path = {one.words.path: one for one in found}
    return Exhibit(
        claim=own,
        link=next(one for one in own.links if one.iri in limited),
        tally=best,
        examples=tuple(
            Example(outcome, by_path[outcome.places[0].path])
            for outcome in best.outcomes
            if outcome.name in _SHOWN
        ),
    )
