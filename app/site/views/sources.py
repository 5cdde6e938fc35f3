"""The pages of sources, reactions and reviews."""

from __future__ import annotations

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
from app.site.views.others import (
    Document,
    Reaction,
    Review,
    document,
    reaction,
    reviews_of,
)
from app.site.views.values import Reader, Ref, Value, Words

#: The order in which the parts of a document are read.
_PARTS = ("headline", "deck", "summary", "lede", "body", "caption")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is held outside the repository, named by its hash."""

    path: str
    at: str | None
    taken: str | None
    sha256: str | None
    media_type: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Republication:
    """A text that a source republishes, and how that is known."""

    path: str
    work: Ref
    basis: Value
    note: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source with all that hangs on it."""

    restatement: Restatement
    carries: tuple[Ref, ...]
    reactions: tuple[Reaction, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A document and its passages."""

    head: Head
    types: tuple[str, ...]
    translation: str | None
    publisher: Ref
    authors: tuple[Ref, ...]
    byline: str | None
    published: str | None
    lang: str
    url: str | None
    archived: str | None
    copies: tuple[Copy, ...]
    republishes: tuple[Republication, ...]
    republished_by: tuple[Document, ...]
    passages: tuple[Passage, ...]
    read_here: tuple[Words, ...]
    evidence_for: tuple[Ref, ...]
    documents: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ReactionPage:
    """A reaction, its words, and what it answers."""

    head: Head
    reaction: Reaction
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


def _order(passage: Passage) -> tuple[int, str]:
    part = passage.restatement.words.part.name
    place = _PARTS.index(part) if part in _PARTS else len(_PARTS)
    return place, passage.restatement.words.iri


def _passage(reader: Reader, iri: str) -> Passage:
    triples = reader.triples
    resting = triples.subjects(iri, "cav:words")
    links = [item for item in resting if triples.subjects(item, *POLARITIES.values())]
    claims = triples.subjects_of(links, *POLARITIES.values())
    caveats = [item for item in resting if triples.is_a(item, "cav:Caveat")]
    return Passage(
        restatement=restatement(reader, iri),
        carries=tuple(map(reader.ref, [*sorted(claims), *caveats])),
        reactions=tuple(
            reaction(reader, item)
            for item in resting
            if triples.is_a(item, "schema:Comment")
        ),
        reviews=reviews_of(reader, iri),
    )


def _caveats_concerned(reader: Reader, passages: list[str]) -> tuple[Caveat, ...]:
    """Every caveat that a citation of the source must carry."""
    triples = reader.triples
    links = {
        *(link for item in passages for link in triples.iris(item, "cav:restates")),
        *triples.subjects_of(passages, "cav:words"),
    }
    found = {item.iri: item for item in caveats_on(reader, links)}
    for passage in passages:
        for item in triples.iris(passage, "cav:treatment"):
            treated = triples.iris(item, "cav:treats")[0]
            found[treated] = caveat(reader, treated)
    return tuple(found[iri] for iri in sorted(found))


def source_page(reader: Reader, record_id: str) -> SourcePage:
    """Read the page of a source."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    passages = triples.iris(iri, "schema:hasPart")
    published = reader.date(iri)
    copies = triples.iris(iri, "schema:encoding")
    read_here = {
        passage
        for state in triples.subjects_of([iri, *copies], "oa:cachedSource")
        for passage in triples.subjects(state, "oa:hasState")
    } - set(passages)
    republished_by = {
        page
        for derivation in triples.subjects(iri, "prov:entity")
        for page in triples.subjects(derivation, "prov:qualifiedDerivation")
    }
    cited_in = triples.subjects_of([iri, *passages], "cito:citesAsEvidence")
    return SourcePage(
        head=head(
            reader, record_id, _caveats_concerned(reader, passages), date=published
        ),
        types=tuple(
            name.rpartition("/")[2]
            for name in triples.iris(iri, "rdf:type")
            if not name.endswith("/CreativeWork")
        ),
        translation=triples.text(iri, "cav:translation"),
        publisher=reader.refs(iri, "schema:publisher")[0],
        authors=reader.refs(iri, "schema:author"),
        byline=triples.text(iri, "schema:creditText"),
        published=published,
        lang=triples.texts(iri, "schema:inLanguage")[0],
        url=triples.text(iri, "schema:url"),
        archived=triples.text(iri, "schema:archivedAt"),
        copies=tuple(_copy(reader, item) for item in copies),
        republishes=tuple(
            _republication(reader, item)
            for item in triples.iris(iri, "prov:qualifiedDerivation")
        ),
        republished_by=tuple(document(reader, item) for item in sorted(republished_by)),
        passages=tuple(sorted((_passage(reader, item) for item in passages), key=_order)),
        read_here=tuple(reader.words(item) for item in sorted(read_here)),
        evidence_for=tuple(map(reader.ref, sorted(cited_in))),
        documents=tuple(map(reader.ref, triples.subjects(iri, "schema:subjectOf"))),
    )


def _copy(reader: Reader, iri: str) -> Copy:
    triples = reader.triples
    return Copy(
        path=reader.path(iri),
        at=triples.text(iri, "schema:contentUrl"),
        taken=triples.text(iri, "schema:dateCreated"),
        sha256=triples.text(iri, "schema:sha256"),
        media_type=triples.text(iri, "schema:encodingFormat"),
        note=triples.text(iri, "skos:note"),
    )


def _republication(reader: Reader, iri: str) -> Republication:
    return Republication(
        path=reader.path(iri),
        work=reader.refs(iri, "prov:entity")[0],
        basis=reader.required(iri, "cav:basis"),
        note=reader.triples.text(iri, "skos:note"),
    )


def reaction_page(reader: Reader, record_id: str) -> ReactionPage:
    """Read the page of a reaction."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    own = reaction(reader, iri)
    targets = [ref.iri for ref in own.to]
    qualified = [item for to in targets for item in triples.iris(to, "cito:qualifies")]
    claims = triples.subjects_of([*targets, *qualified], *POLARITIES.values())
    claims |= {to for to in targets if triples.is_a(to, "cav:AttributionClaim")}
    read = tuple(claim(reader, item) for item in sorted(claims))
    caveats = {item.iri: item for found in read for item in found.caveats}
    return ReactionPage(
        head=head(reader, record_id, caveats.values(), date=own.made),
        reaction=own,
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
        head=head(reader, record_id, _caveats_concerned(reader, passages), date=judged),
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
            reader.words(item)
            for item in evidence
            if triples.literal(item, "schema:text")
        ),
        judged_by=reader.refs(iri, "dct:creator")[0],
        judged=judged,
        asked=tuple(_asked(reader, item) for item in triples.iris(iri, "dct:relation")),
    )
