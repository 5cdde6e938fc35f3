"""The page of a set of accounts: how many, and what was said of them through time."""

from __future__ import annotations

from dataclasses import dataclass

from app.site.views.claim import Caveat, Claim, caveats_on, claim, earlier
from app.site.views.facts import Fact, facts, further, paths
from app.site.views.head import Head, head
from app.site.views.numbers import Number, numbers
from app.site.views.others import Review, reviews_of_all
from app.site.views.outcomes import Tally, tallies
from app.site.views.restatements import Restatement, restatements
from app.site.views.values import Ref, Value
from app.site.views.words import Count, Reader


@dataclass(frozen=True, slots=True)
class AccountSet:
    """A set of accounts with its counts."""

    ref: Ref
    also_called: tuple[str, ...]
    removed: str | None
    disclosed_in: Ref | None
    documented_in: tuple[Ref, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """That a claim changes an earlier one, how, and the caveats on the earlier link."""

    earlier: Ref
    kind: Value
    of: tuple[Ref, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a set, or was said of it, on a day.

    ``kind`` is ``removed``, ``disclosed`` or ``claim``; only the last has a claim.
    """

    kind: str
    date: str | None
    ref: Ref
    claim: Claim | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SetPage:
    """A set: how many, who said what of it when, and where its numbers went."""

    head: Head
    set: AccountSet
    part_of: tuple[Ref, ...]
    parts: tuple[Ref, ...]
    split_from: tuple[Ref, ...]
    split_off: tuple[Ref, ...]
    events: tuple[Event, ...]
    restatements: tuple[Restatement, ...]
    tallies: tuple[Tally, ...]
    facts: tuple[Fact, ...]
    leaning: tuple[Fact, ...]
    figures: tuple[Fact, ...]
    numbers: tuple[Number, ...]
    reviews: tuple[Review, ...]
    derived: tuple[str, ...]


def account_set(reader: Reader, iri: str) -> AccountSet:
    """Read a set with its counts."""
    return AccountSet(
        ref=reader.ref(iri),
        also_called=tuple(reader.triples.texts(iri, "skos:altLabel")),
        removed=reader.date(iri, "schema:endDate"),
        disclosed_in=reader.one_ref(iri, "cav:disclosedIn"),
        documented_in=reader.refs(iri, "schema:subjectOf"),
        counts=reader.counts(iri),
    )


def claims_about(reader: Reader, set_iri: str) -> tuple[Claim, ...]:
    """Read the claims about a set, in order of date."""
    about = reader.triples.subjects(set_iri, "schema:about")
    return tuple(
        claim(reader, iri)
        for iri in reader.by_day(about)
        if reader.triples.is_a(iri, "cav:AttributionClaim")
    )


def _events(reader: Reader, set_iri: str, claims: tuple[Claim, ...]) -> tuple[Event, ...]:
    """Put removal, disclosure and claims in order of their days."""
    removed = reader.date(set_iri, "schema:endDate")
    found = [Event("removed", removed, reader.ref(set_iri), None, ())] if removed else []
    found += [
        Event("disclosed", reader.date(ref.iri), ref, None, ())
        for ref in reader.refs(set_iri, "cav:disclosedIn")
    ]
    found += [
        Event("claim", one.made, reader.ref(one.iri), one, _changes(reader, one.iri))
        for one in claims
    ]
    ranks = ("removed", "disclosed", "claim")
    order = reader.by_day(one.ref.iri for one in found)

    def place(event: Event) -> tuple[str, int, int, int]:
        # Of one day, what is said of the set alone stands before what is said of several.
        several = event.claim is not None and len(event.claim.about) > 1
        iri = event.ref.iri
        return reader.day(iri), ranks.index(event.kind), several, order.index(iri)

    return tuple(sorted(found, key=place))


def _changes(reader: Reader, claim_iri: str) -> tuple[Change, ...]:
    return tuple(
        Change(
            earlier=earlier(reader, iri),
            kind=reader.required(iri, "dct:type"),
            of=reader.refs(iri, "cav:over"),
            caveats=caveats_on(reader, reader.triples.iris(iri, "prov:entity")),
        )
        for iri in reader.triples.iris(claim_iri, "prov:qualifiedRevision")
    )


def _split_off(reader: Reader, set_iri: str) -> list[str]:
    """Return the sets that were taken out of a set; what rules derive from it is none."""
    triples = reader.triples
    found = triples.subjects(set_iri, "prov:wasDerivedFrom")
    return [item for item in found if not triples.is_a(item, "schema:Observation")]


def _revised(reader: Reader, set_iri: str) -> list[str]:
    """Return the passages that repeat what a later claim revises of this set."""
    triples = reader.triples
    moved = [set_iri, *_split_off(reader, set_iri)]
    later = triples.subjects_of(
        triples.subjects_of(moved, "cav:over"), "prov:qualifiedRevision"
    )
    found = triples.subjects_of(later, "prov:wasDerivedFrom")
    about = {item for one in found for item in triples.iris(one, "schema:observationAbout")}
    return sorted(item for item in about if triples.literal(item, "schema:text"))


def set_page(reader: Reader, record_id: str) -> SetPage:
    """Read the page of a set."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    wholes = triples.iris(iri, "schema:isPartOf")
    for count in triples.iris(iri, "cav:count"):
        wholes += triples.iris(count, "cav:over")
    # Of a part, and of a sum, what was said of the whole or of the parts is told too.
    told = {one.iri: one for it in (iri, *wholes) for one in claims_about(reader, it)}
    claims = tuple(told.values())
    links = [link.iri for item in claims for link in item.links]
    passages = triples.subjects_of(links, "cav:restates") | set(
        triples.subjects(iri, "cav:over")
    )
    found = restatements(
        reader, (one for one in passages if triples.literal(one, "schema:text"))
    )
    caveats = caveats_on(reader, links)
    figures = facts(reader, triples.iris(iri, "cav:count"), "set-counts")
    told_of = tuple(
        one
        for one in facts(reader, [iri], "removal", "standing")
        # That nobody has revised a claim is the rule, and would be said of each.
        if all(value.name != "claim-stands" for value in one.outcomes)
    )
    return SetPage(
        head=head(reader, record_id, caveats),
        set=account_set(reader, iri),
        part_of=reader.refs(iri, "schema:isPartOf"),
        parts=tuple(map(reader.ref, triples.subjects(iri, "schema:isPartOf"))),
        split_from=reader.refs(iri, "prov:wasDerivedFrom"),
        split_off=tuple(map(reader.ref, _split_off(reader, iri))),
        events=_events(reader, iri, claims),
        restatements=found,
        tallies=tallies(caveats, found),
        facts=told_of,
        leaning=facts(reader, _revised(reader, iri), "leaning"),
        figures=figures,
        numbers=numbers(reader, found),
        reviews=reviews_of_all(reader, (one.words.iri for one in found)),
        derived=further(reader, iri, paths([*figures, *told_of])),
    )
