"""The pages of claims, caveats, sets and takedowns: the case itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.site.views.claim import (
    POLARITIES,
    Caveat,
    Claim,
    Restatement,
    caveat,
    caveats_on,
    claim,
    restatement,
)
from app.site.views.head import Head, head
from app.site.views.others import Document, Reaction, document, reactions_to
from app.site.views.values import Count, Reader, Ref, Value, Words


@dataclass(frozen=True, slots=True)
class AccountSet:
    """A set of accounts with its counts."""

    ref: Ref
    also_called: tuple[str, ...]
    removed: str | None
    disclosed_in: Ref | None
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a claim changes of an earlier one, with the caveats on the earlier link."""

    path: str
    earlier: Ref
    kind: Value
    of: tuple[Ref, ...]
    reason: str | None
    words: Words | None
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim: words and caveats first, then what others made of them."""

    head: Head
    claim: Claim
    speaker: Ref | None
    medium: Value
    sets: tuple[AccountSet, ...]
    revises: tuple[Revision, ...]
    revised_by: tuple[Ref, ...]
    restatements: tuple[Restatement, ...]
    ledger: tuple[Caveat, ...]
    reactions: tuple[Reaction, ...]
    sources: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class CaveatPage:
    """A caveat: its words, what it limits, what became of it."""

    head: Head
    caveat: Caveat
    claims: tuple[Claim, ...]
    restatements: tuple[Restatement, ...]
    reactions: tuple[Reaction, ...]


@dataclass(frozen=True, slots=True)
class SetPage:
    """A set: how many, who said what of it, and where its numbers went."""

    head: Head
    set: AccountSet
    part_of: tuple[Ref, ...]
    parts: tuple[Ref, ...]
    split_from: tuple[Ref, ...]
    split_off: tuple[Ref, ...]
    claims: tuple[Claim, ...]
    restatements: tuple[Restatement, ...]
    ledger: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class TakedownPage:
    """A takedown: the sets disclosed and the claims about each."""

    head: Head
    agent: Ref
    disclosed: str | None
    documents: tuple[Document, ...]
    sets: tuple[tuple[AccountSet, tuple[Claim, ...]], ...]
    reactions: tuple[Reaction, ...]


def account_set(reader: Reader, iri: str) -> AccountSet:
    """Read a set with its counts."""
    return AccountSet(
        ref=reader.ref(iri),
        also_called=tuple(reader.triples.texts(iri, "skos:altLabel")),
        removed=reader.date(iri, "schema:endDate"),
        disclosed_in=reader.one_ref(iri, "cav:disclosedIn"),
        counts=reader.counts(iri),
    )


def restatements(reader: Reader, passages: Iterable[str]) -> tuple[Restatement, ...]:
    """Read passages as restatements, in order of date and place."""
    return tuple(restatement(reader, iri) for iri in reader.by_day(passages))


def most_judged(
    caveats: Iterable[Caveat], found: Iterable[Restatement]
) -> tuple[Caveat, ...]:
    """Put the caveats first that most of the passages have a judgement on."""
    judged = Counter(
        fate.caveat.iri for item in found for fate in item.fates if fate.treatment
    )
    return tuple(sorted(caveats, key=lambda one: (-judged[one.iri], one.iri)))


def claims_about(reader: Reader, set_iri: str) -> tuple[Claim, ...]:
    """Read the claims about a set, in order of date."""
    about = reader.triples.subjects(set_iri, "schema:about")
    return tuple(
        claim(reader, iri)
        for iri in reader.by_day(about)
        if reader.triples.is_a(iri, "cav:AttributionClaim")
    )


def _revisions(reader: Reader, claim_iri: str) -> tuple[Revision, ...]:
    return tuple(
        Revision(
            path=reader.path(iri),
            earlier=reader.refs(iri, "prov:entity")[0],
            kind=reader.required(iri, "dct:type"),
            of=reader.refs(iri, "cav:over"),
            reason=reader.triples.text(iri, "rdfs:comment"),
            words=reader.one_words(iri),
            caveats=caveats_on(reader, reader.triples.iris(iri, "prov:entity")),
        )
        for iri in reader.triples.iris(claim_iri, "prov:qualifiedRevision")
    )


def claim_page(reader: Reader, record_id: str) -> ClaimPage:
    """Read the page of a claim."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    own = claim(reader, iri)
    link_iris = [item.iri for item in own.links]
    caveat_iris = [item.iri for item in own.caveats]
    treatments = triples.subjects_of(caveat_iris, "cav:treats")
    passages = triples.subjects_of(link_iris, "cav:restates")
    passages |= {
        iri
        for iri in triples.subjects_of(treatments, "cav:treatment")
        if triples.literal(iri, "schema:text")
    }
    found = restatements(reader, passages)
    revises = _revisions(reader, iri)
    cited = [*own.caveats, *(caveat for item in revises for caveat in item.caveats)]
    revisions = triples.subjects_of([iri, *link_iris], "prov:entity")
    words = [item.words for item in own.links if item.words]
    words += [item.words for item in own.caveats]
    return ClaimPage(
        head=head(reader, record_id, dict.fromkeys(cited), date=own.made),
        claim=own,
        speaker=reader.one_ref(iri, "schema:spokenByCharacter"),
        medium=reader.required(iri, "dct:type"),
        sets=tuple(account_set(reader, item.iri) for item in own.about),
        revises=revises,
        revised_by=tuple(
            map(
                reader.ref,
                sorted(triples.subjects_of(revisions, "prov:qualifiedRevision")),
            )
        ),
        restatements=found,
        ledger=most_judged(own.caveats, found),
        reactions=reactions_to(reader, [iri, *link_iris, *caveat_iris]),
        sources=tuple({item.iri: item for item in words}.values()),
    )


def caveat_page(reader: Reader, record_id: str) -> CaveatPage:
    """Read the page of a caveat."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    own = caveat(reader, iri)
    qualified = triples.iris(iri, "cito:qualifies")
    beside = [item for item in caveats_on(reader, qualified) if item.iri != iri]
    claims = triples.subjects_of(qualified, *POLARITIES.values())
    passages = triples.subjects_of(qualified, "cav:restates")
    for item in triples.subjects(iri, "cav:treats"):
        passages |= set(triples.subjects(item, "cav:treatment"))
    return CaveatPage(
        head=head(reader, record_id, [own, *beside]),
        caveat=own,
        claims=tuple(claim(reader, item) for item in reader.by_day(claims)),
        restatements=restatements(
            reader, (item for item in passages if triples.literal(item, "schema:text"))
        ),
        reactions=reactions_to(reader, [iri]),
    )


def set_page(reader: Reader, record_id: str) -> SetPage:
    """Read the page of a set."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    claims = claims_about(reader, iri)
    links = [link.iri for item in claims for link in item.links]
    passages = triples.subjects_of(links, "cav:restates") | {
        item
        for item in triples.subjects(iri, "cav:over")
        if triples.literal(item, "schema:text")
    }
    found = restatements(reader, passages)
    caveats = caveats_on(reader, links)
    return SetPage(
        head=head(reader, record_id, caveats),
        set=account_set(reader, iri),
        part_of=reader.refs(iri, "schema:isPartOf"),
        parts=tuple(map(reader.ref, triples.subjects(iri, "schema:isPartOf"))),
        split_from=reader.refs(iri, "prov:wasDerivedFrom"),
        split_off=tuple(map(reader.ref, triples.subjects(iri, "prov:wasDerivedFrom"))),
        claims=claims,
        restatements=found,
        ledger=most_judged(caveats, found),
    )


def takedown_page(reader: Reader, record_id: str) -> TakedownPage:
    """Read the page of a takedown."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    sets = triples.subjects(iri, "cav:disclosedIn")
    claims = {item: claims_about(reader, item) for item in sets}
    links = [link.iri for found in claims.values() for item in found for link in item.links]
    disclosed = reader.date(iri)
    return TakedownPage(
        head=head(reader, record_id, caveats_on(reader, links), date=disclosed),
        agent=reader.refs(iri, "schema:agent")[0],
        disclosed=disclosed,
        documents=tuple(
            document(reader, item) for item in triples.iris(iri, "schema:subjectOf")
        ),
        sets=tuple((account_set(reader, item), claims[item]) for item in sets),
        reactions=reactions_to(reader, [iri]),
    )
