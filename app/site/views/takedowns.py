"""The page of a takedown, the hub of a case.

Sets, what was said of each and of several at once, what became of the caveats, the
numbers in circulation, findings, reactions, and what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.site.views.claim import Caveat, Claim, caveats_on
from app.site.views.facts import Fact, facts
from app.site.views.head import Head, Matter, head
from app.site.views.numbers import Number, numbers
from app.site.views.others import (
    Document,
    Reaction,
    Review,
    document,
    reactions_to,
    review,
)
from app.site.views.outcomes import Tally, tallies
from app.site.views.restatements import restatements
from app.site.views.sets import AccountSet, account_set, claims_about
from app.site.views.values import Ref
from app.site.views.words import Reader


@dataclass(frozen=True, slots=True)
class SetStatements:
    """A set, and the claims that are about it alone or about parts of it."""

    set: AccountSet
    part_of: tuple[Ref, ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is not known: the question, what was looked for, and when."""

    path: str
    question: str
    looked_for: str
    looked_on: str


@dataclass(frozen=True, slots=True)
class TakedownPage:
    """A takedown: its sets, and all that hangs on them."""

    head: Head
    agent: Ref
    disclosed: str | None
    documents: tuple[Document, ...]
    sets: tuple[SetStatements, ...]
    several: tuple[Claim, ...]
    caveats: tuple[Caveat, ...]
    tallies: tuple[Tally, ...]
    passages: int
    publishers: int
    numbers: tuple[Number, ...]
    reviews: tuple[Review, ...]
    reactions: tuple[Reaction, ...]
    questions: tuple[Question, ...]


def takedown_page(reader: Reader, record_id: str) -> TakedownPage:
    """Read the page of a takedown."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    sets = _by_size(reader, triples.subjects(iri, "cav:disclosedIn"))
    claims = {item: claims_about(reader, item) for item in sets}
    every = {one.iri: one for found in claims.values() for one in found}
    links = [link.iri for one in every.values() for link in one.links]
    caveats = caveats_on(reader, links)
    passages = triples.subjects_of(links, "cav:restates") | triples.subjects_of(
        sets, "cav:over"
    )
    found = restatements(
        reader, (one for one in passages if triples.literal(one, "schema:text"))
    )
    repeated = [one for one in found if one.restates]
    disclosed = reader.date(iri)
    reacted = [iri, *every, *links, *(one.iri for one in caveats)]
    related = triples.iris(iri, "schema:subjectOf")
    return TakedownPage(
        head=head(reader, record_id, caveats, Matter(disclosed)),
        agent=reader.refs(iri, "schema:agent")[0],
        disclosed=disclosed,
        documents=tuple(
            document(reader, one)
            for one in reader.by_day(related)
            if triples.is_a(one, "schema:CreativeWork")
        ),
        sets=tuple(_statements(reader, item, claims[item]) for item in sets),
        several=tuple(every[one] for one in every if len(every[one].about) > 1),
        caveats=caveats,
        tallies=tuple(one for one in tallies(caveats, found) if one.passages),
        passages=len(repeated),
        publishers=len({(one.words.publisher or one.words.source).iri for one in repeated}),
        numbers=numbers(reader, found),
        reviews=tuple(review(reader, one) for one in triples.typed("schema:ClaimReview")),
        reactions=reactions_to(reader, reacted),
        questions=tuple(
            _question(reader, one)
            for one in related
            if triples.is_a(one, "schema:Question")
        ),
    )


def _statements(reader: Reader, iri: str, claims: tuple[Claim, ...]) -> SetStatements:
    return SetStatements(
        set=account_set(reader, iri),
        part_of=reader.refs(iri, "schema:isPartOf"),
        claims=tuple(one for one in claims if len(one.about) == 1),
        facts=facts(reader, [iri], "removal"),
    )


def _by_size(reader: Reader, sets: Iterable[str]) -> list[str]:
    """Put the sets first of which most was said, and parts after the whole."""
    triples = reader.triples
    return sorted(
        sets,
        key=lambda iri: (
            bool(triples.iris(iri, "schema:isPartOf", "prov:wasDerivedFrom")),
            -len(triples.subjects(iri, "cav:over")),
            iri,
        ),
    )


def _question(reader: Reader, iri: str) -> Question:
    triples = reader.triples
    return Question(
        path=reader.path(iri),
        question=triples.texts(iri, "dct:title")[0],
        looked_for=triples.texts(iri, "skos:note")[0],
        looked_on=triples.texts(iri, "dct:date")[0],
    )
