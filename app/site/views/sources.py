"""The pages of sources: a document and its passages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.cite import cited as cite
from app.site.views.claim import POLARITIES, caveats_concerned, caveats_repeated
from app.site.views.facts import PASSAGE_RULES, Fact, facts, further, paths
from app.site.views.head import Head, Matter, head, limit
from app.site.views.others import (
    Document,
    Reaction,
    Review,
    document,
    reaction,
    reviews_of,
)
from app.site.views.restatements import Restatement, restatement
from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words

#: Where a word begins in the name of a class: NewsArticle is a news article.
_WORD = re.compile(r"([A-Z])")
#: The order in which the parts of a document are read.
_PARTS = ("headline", "deck", "summary", "lede", "body", "caption")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a copy was made with or from: a program, or the hash of an exchange."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is held outside the repository, named by its hash."""

    path: str
    at: str | None
    taken: str | None
    sha256: str | None
    media_type: str | None
    extraction: Origin | None
    warc: Origin | None
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
    """A passage of a source with all that hangs on it.

    ``limits`` are the caveats that whoever cites the passage alone must carry;
    ``withdrawn`` is what the editors had it repeat or treat, and withdrew since.
    """

    restatement: Restatement
    limits: tuple[cite.Caveat, ...]
    facts: tuple[Fact, ...]
    carries: tuple[Ref, ...]
    reactions: tuple[Reaction, ...]
    reviews: tuple[Review, ...]
    withdrawn: tuple[Ref, ...]


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
    texts: tuple[Fact, ...]
    read_here: tuple[Words, ...]
    evidence_for: tuple[Ref, ...]
    documents: tuple[Ref, ...]
    derived: tuple[str, ...]


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
        limits=tuple(map(limit, caveats_concerned(reader, [iri]))),
        facts=(
            *facts(reader, [iri], *PASSAGE_RULES),
            *facts(reader, triples.iris(iri, "cav:count"), "counts"),
        ),
        carries=tuple(map(reader.ref, [*sorted(claims), *caveats])),
        reactions=tuple(
            reaction(reader, item)
            for item in resting
            if triples.is_a(item, "schema:Comment")
        ),
        reviews=reviews_of(reader, iri),
        withdrawn=_withdrawn(reader, iri),
    )


def _withdrawn(reader: Reader, passage: str) -> tuple[Ref, ...]:
    """Return the withdrawn records that a passage or its parts refer to, claims first."""
    triples = reader.triples
    holders = [passage, *triples.iris(passage, "cav:count", "cav:says")]
    found = {one for item in holders for one in triples.iris(item, "dct:references")}
    claims = reader.base.absolute("claims/")
    records = sorted(
        {one.partition("#")[0] for one in found},
        key=lambda iri: (not iri.startswith(claims), iri),
    )
    return tuple(map(reader.ref, records))


def source_page(reader: Reader, record_id: str) -> SourcePage:
    """Read the page of a source."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    passages = triples.iris(iri, "schema:hasPart")
    published = reader.date(iri)
    copies = triples.iris(iri, "schema:encoding")
    cited_in = triples.subjects_of([iri, *passages], "cito:citesAsEvidence")
    texts = facts(reader, [iri], "texts")
    read = tuple(sorted((_passage(reader, item) for item in passages), key=_order))
    drawn = [*texts, *(one for item in read for one in item.facts)]
    return SourcePage(
        head=head(
            reader,
            record_id,
            caveats_concerned(reader, passages),
            Matter(published, by=reader.refs(iri, "schema:publisher")[0], own=False),
            closure=caveats_repeated(reader, passages),
        ),
        types=tuple(
            _WORD.sub(r" \1", name.rpartition("/")[2]).strip().lower()
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
        republished_by=_republished_by(reader, iri),
        passages=read,
        texts=texts,
        read_here=_read_here(reader, [iri, *copies], set(passages)),
        evidence_for=tuple(map(reader.ref, sorted(cited_in))),
        documents=tuple(map(reader.ref, triples.subjects(iri, "schema:subjectOf"))),
        derived=further(reader, iri, paths(drawn)),
    )


def _read_here(reader: Reader, places: list[str], own: set[str]) -> tuple[Words, ...]:
    """Read the passages of other sources that were read in this one."""
    triples = reader.triples
    found = {
        passage
        for state in triples.subjects_of(places, "oa:cachedSource")
        for passage in triples.subjects(state, "oa:hasState")
    }
    return tuple(reader.words(item) for item in sorted(found - own))


def _republished_by(reader: Reader, iri: str) -> tuple[Document, ...]:
    triples = reader.triples
    found = triples.subjects_of(
        triples.subjects(iri, "prov:entity"), "prov:qualifiedDerivation"
    )
    return tuple(document(reader, item) for item in sorted(found))


def _copy(reader: Reader, iri: str) -> Copy:
    triples = reader.triples
    return Copy(
        path=reader.path(iri),
        at=triples.text(iri, "schema:contentUrl"),
        taken=triples.text(iri, "schema:dateCreated"),
        sha256=triples.text(iri, "schema:sha256"),
        media_type=triples.text(iri, "schema:encodingFormat"),
        extraction=_origin(
            reader, iri, "prov:wasGeneratedBy", "schema:name", "schema:softwareVersion"
        ),
        warc=_origin(reader, iri, "schema:isBasedOn", "schema:sha256"),
        note=triples.text(iri, "skos:note"),
    )


def _origin(reader: Reader, copy: str, leading: str, *said: str) -> Origin | None:
    triples = reader.triples
    for iri in triples.iris(copy, leading):
        texts = (triples.text(iri, predicate) for predicate in said)
        return Origin(reader.path(iri), " ".join(text for text in texts if text))
    return None


def _republication(reader: Reader, iri: str) -> Republication:
    return Republication(
        path=reader.path(iri),
        work=reader.refs(iri, "prov:entity")[0],
        basis=reader.required(iri, "cav:basis"),
        note=reader.triples.text(iri, "skos:note"),
    )
