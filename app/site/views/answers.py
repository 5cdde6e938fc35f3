"""The pages of reactions and reviews."""

from __future__ import annotations

from dataclasses import dataclass

from app.site.views.claim import (
    POLARITIES,
    Caveat,
    Claim,
    caveat,
    caveats_concerned,
    caveats_repeated,
    claim,
)
from app.site.views.head import Head, Matter, head
from app.site.views.others import Reaction, Review, reaction, reviews_of
from app.site.views.restatements import Restatement, restatement
from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words


@dataclass(frozen=True, slots=True)
class ReactionPage:
    """A reaction, its words, and what it answers."""

    head: Head
    reaction: Reaction
    restatement: Restatement
    claims: tuple[Claim, ...]
    caveats: tuple[Caveat, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody was asked for comment or correction."""

    path: str
    whom: Ref
    asked_on: str
    outcome: Value
    note: str | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A finding with the words examined and the evidence."""

    head: Head
    finding: str
    verdict: Value
    rationale: str
    passages: tuple[Restatement, ...]
    reactions: tuple[Reaction, ...]
    evidence: tuple[Ref, ...]
    evidence_words: tuple[Words, ...]
    judged_by: Ref
    judged: str
    asked: tuple[Asked, ...]


def reaction_page(reader: Reader, record_id: str) -> ReactionPage:
    """Read the page of a reaction."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    own = reaction(reader, iri)
    targets = [ref.iri for ref in own.to]
    qualified = [item for to in targets for item in triples.iris(to, "cito:qualifies")]
    claims = triples.subjects_of([*targets, *qualified], *POLARITIES.values())
    claims |= {to for to in targets if triples.is_a(to, "cav:AttributionClaim")}
    read = tuple(claim(reader, item) for item in reader.by_day(claims))
    caveats = {item.iri: item for found in read for item in found.caveats}
    return ReactionPage(
        head=head(reader, record_id, caveats.values(), Matter(own.made, own=False)),
        reaction=own,
        restatement=restatement(reader, own.words.iri),
        claims=read,
        caveats=tuple(
            caveat(reader, to) for to in targets if triples.is_a(to, "cav:Caveat")
        ),
        reviews=reviews_of(reader, iri),
    )


def _asked(reader: Reader, iri: str) -> Asked:
    triples = reader.triples
    return Asked(
        path=reader.path(iri),
        whom=reader.refs(iri, "schema:recipient")[0],
        asked_on=triples.texts(iri, "dct:date")[0],
        outcome=reader.required(iri, "schema:result"),
        note=triples.text(iri, "skos:note"),
    )


def review_page(reader: Reader, record_id: str) -> ReviewPage:
    """Read the page of a review."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    reviewed = triples.iris(iri, "schema:itemReviewed")
    passages = [item for item in reviewed if triples.literal(item, "schema:text")]
    evidence = triples.iris(iri, "cito:citesAsEvidence")
    judged = triples.texts(iri, "dct:created")[0]
    return ReviewPage(
        head=head(
            reader,
            record_id,
            caveats_concerned(reader, passages),
            Matter(
                date=judged,
                verdict=reader.required(iri, "schema:reviewRating"),
                tested=tuple(map(reader.words, passages)),
                own=False,
            ),
            closure=caveats_repeated(reader, passages),
        ),
        finding=triples.texts(iri, "schema:claimReviewed")[0],
        verdict=reader.required(iri, "schema:reviewRating"),
        rationale=triples.texts(iri, "schema:reviewBody")[0],
        passages=tuple(restatement(reader, item) for item in passages),
        reactions=tuple(
            reaction(reader, item)
            for item in reviewed
            if triples.is_a(item, "schema:Comment")
        ),
        evidence=tuple(
            reader.ref(item)
            for item in evidence
            if not triples.literal(item, "schema:text")
        ),
        evidence_words=tuple(
            reader.words(item) for item in evidence if triples.literal(item, "schema:text")
        ),
        judged_by=reader.refs(iri, "dct:creator")[0],
        judged=judged,
        asked=tuple(_asked(reader, item) for item in triples.iris(iri, "dct:relation")),
    )
