"""The pages of claims and caveats."""

from __future__ import annotations

from dataclasses import dataclass

from app.site.views.claim import (
    POLARITIES,
    Caveat,
    Claim,
    caveat,
    caveats_beside,
    caveats_on,
    claim,
    earlier,
)
from app.site.views.facts import Fact, Row, facts, further, paths, rows
from app.site.views.head import Head, Matter, head
from app.site.views.others import Reaction, Review, reactions_to, reviews_of_all
from app.site.views.outcomes import Tally, tallies, tally
from app.site.views.restatements import Restatement, concerning
from app.site.views.sets import AccountSet, account_set
from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words


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
    tallies: tuple[Tally, ...]
    figures: tuple[Row, ...]
    voices: tuple[Fact, ...]
    withheld: tuple[Fact, ...]
    reviews: tuple[Review, ...]
    reactions: tuple[Reaction, ...]
    sources: tuple[Words, ...]
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaveatPage:
    """A caveat: its words, what it limits, what became of it."""

    head: Head
    caveat: Caveat
    claims: tuple[Claim, ...]
    restatements: tuple[Restatement, ...]
    tally: Tally
    figures: tuple[Row, ...]
    reviews: tuple[Review, ...]
    reactions: tuple[Reaction, ...]
    derived: tuple[str, ...]


def _revisions(reader: Reader, claim_iri: str) -> tuple[Revision, ...]:
    return tuple(
        Revision(
            path=reader.path(iri),
            earlier=earlier(reader, iri),
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
    found = concerning(reader, caveat_iris, triples.subjects_of(link_iris, "cav:restates"))
    revises = _revisions(reader, iri)
    revised = (caveat for item in revises for caveat in item.caveats)
    cited = dict.fromkeys((*own.caveats, *caveats_beside(own.links), *revised))
    revisions = triples.subjects_of([iri, *link_iris], "prov:entity")
    words = [item.words for item in own.links if item.words]
    words += [item.words for item in own.caveats]
    figures = rows(reader, iri, "fates-of-claims")
    voices = facts(reader, [iri], "voices")
    withheld = facts(reader, link_iris, "withheld")
    return ClaimPage(
        head=head(reader, record_id, cited, Matter(own.made), closure=own.caveats),
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
        tallies=tallies(own.caveats, found),
        figures=figures,
        voices=voices,
        withheld=withheld,
        reviews=reviews_of_all(
            reader, [item.iri for item in (*words, *(one.words for one in found))]
        ),
        reactions=reactions_to(reader, [iri, *link_iris, *caveat_iris]),
        sources=tuple({item.iri: item for item in words}.values()),
        derived=further(reader, iri, paths([*figures, *voices[:1], *withheld])),
    )


def caveat_page(reader: Reader, record_id: str) -> CaveatPage:
    """Read the page of a caveat."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    own = caveat(reader, iri)
    qualified = triples.iris(iri, "cito:qualifies")
    beside = [item for item in caveats_on(reader, qualified) if item.iri != iri]
    claims = triples.subjects_of(qualified, *POLARITIES.values())
    found = concerning(reader, [iri], triples.subjects_of(qualified, "cav:restates"))
    figures = rows(
        reader, iri, "fates", "fates-by-part", "fates-by-language", "fates-by-hop"
    )
    return CaveatPage(
        head=head(reader, record_id, [own, *beside], of=tuple(map(reader.ref, claims))),
        caveat=own,
        claims=tuple(claim(reader, item) for item in reader.by_day(claims)),
        restatements=found,
        tally=tally(own, found),
        figures=figures,
        reviews=reviews_of_all(reader, (item.words.iri for item in found)),
        reactions=reactions_to(reader, [iri]),
        derived=further(reader, iri, paths(figures)),
    )
