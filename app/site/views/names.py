"""The pages of actors, places and editors: who and what is named, and how.

A name that is known only from a denied or withheld link, or from a mention beside one,
never stands alone as a title (third clause of the promise): the page says in its title
that the attribution is withheld.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.site.views.claim import (
    POLARITIES,
    Caveat,
    Claim,
    Link,
    caveats_beside,
    claim,
    link,
)
from app.site.views.facts import Row, further, paths, rows
from app.site.views.head import Head, head
from app.site.views.others import (
    Document,
    Reaction,
    Review,
    document,
    reaction,
    review,
    reviews_of_all,
)
from app.site.views.outcomes import Tally, tallies
from app.site.views.restatements import Restatement, restatements
from app.site.views.values import Ref, Value
from app.site.views.words import Reader

_WITHHELD_ONLY = "named, attribution withheld"
_DENIED_ONLY = "named, attribution denied"
#: Whoever does one of these is known from more than the links that name them.
_ACTS = (
    "schema:author",
    "schema:publisher",
    "schema:agent",
    "schema:spokenByCharacter",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """The links that name somebody or some place, by how they hold the name."""

    asserted: tuple[Link, ...]
    denied: tuple[Link, ...]
    withheld: tuple[Link, ...]
    mentioned: tuple[Link, ...]
    said: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A document that an actor published, and its passages that repeat a claim."""

    document: Document
    passages: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """An actor: what it claims, publishes and says, and where it is named."""

    head: Head
    role: Value
    also_called: tuple[str, ...]
    wikidata: str | None
    url: str | None
    naming: Naming
    claims: tuple[Claim, ...]
    takedowns: tuple[Ref, ...]
    works: tuple[Work, ...]
    tallies: tuple[Tally, ...]
    figures: tuple[Row, ...]
    reviews: tuple[Review, ...]
    reactions: tuple[Reaction, ...]
    quoted: tuple[Restatement, ...]
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place, and the links that name it."""

    head: Head
    notation: str
    also_called: tuple[str, ...]
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    naming: Naming


@dataclass(frozen=True, slots=True)
class EditorPage:
    """An editor: interests, and what they judged."""

    head: Head
    interests: str
    sources: tuple[Document, ...]
    reviews: tuple[Review, ...]


def qualifier(reader: Reader, iri: str) -> str:
    """Return what must stand with a name wherever it is a title, or nothing."""
    triples = reader.triples
    if triples.subjects(iri, "cav:object", *_ACTS):
        return ""
    links = triples.subjects(iri, "cav:objectNotAsserted")
    if any(triples.subjects(item, "cav:withholds") for item in links):
        return _WITHHELD_ONLY
    return _DENIED_ONLY if links else ""


def _naming(reader: Reader, iri: str) -> Naming:
    triples = reader.triples
    held: dict[str, list[Link]] = {name: [] for name in (*POLARITIES, "mentioned")}
    naming = triples.subjects(iri, "cav:object", "cav:objectNotAsserted")
    for item in naming:
        for polarity, name in POLARITIES.items():
            if triples.subjects(item, name):
                held[polarity].append(link(reader, item, polarity))
    for item in triples.subjects(iri, "schema:mentions"):
        for polarity, name in POLARITIES.items():
            if triples.subjects(item, name):
                held["mentioned"].append(link(reader, item, polarity))
    said = {
        passage
        for item in triples.subjects(iri, "cav:objectSaid")
        for passage in triples.subjects(item, "cav:says")
    }
    return Naming(
        asserted=tuple(held["asserted"]),
        denied=tuple(held["denied"]),
        withheld=tuple(held["withheld"]),
        mentioned=tuple(held["mentioned"]),
        said=restatements(reader, said),
    )


def _blaming(reader: Reader, iri: str) -> tuple[Caveat, ...]:
    """Read the caveats on the claims that name somebody, as a version holds them."""
    triples = reader.triples
    names = ("cav:object", "cav:objectNotAsserted", "schema:mentions")
    links = triples.subjects(iri, *names)
    claims = sorted(triples.subjects_of(links, *POLARITIES.values()))
    found = [one for item in claims for one in claim(reader, item).caveats]
    return tuple({one.iri: one for one in found}.values())


def actor_page(reader: Reader, record_id: str) -> ActorPage:
    """Read the page of an actor."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    naming = _naming(reader, iri)
    authored = triples.subjects(iri, "schema:author")
    claims = [item for item in authored if triples.is_a(item, "cav:AttributionClaim")]
    spoken = triples.subjects(iri, "schema:spokenByCharacter")
    claims += [item for item in spoken if triples.is_a(item, "cav:AttributionClaim")]
    works = [item for item in authored if triples.is_a(item, "schema:CreativeWork")]
    works += triples.subjects(iri, "schema:publisher")
    read = tuple(claim(reader, item) for item in reader.by_day(claims))
    links = [item for found in read for item in found.links]
    named = (*naming.asserted, *naming.denied, *naming.withheld, *naming.mentioned)
    published = tuple(_work(reader, item) for item in reader.by_day(works))
    repeated = [item for work in published for item in work.passages]
    held = {fate.caveat.iri: fate.caveat for item in repeated for fate in item.fates}
    beside = caveats_beside([*named, *links])
    figures = rows(reader, iri, "fates-of-outlets")
    return ActorPage(
        head=head(
            reader,
            record_id,
            {one.iri: one for one in (*beside, *held.values())}.values(),
            qualifier=qualifier(reader, iri),
            closure=_blaming(reader, iri),
        ),
        role=reader.required(iri, "dct:type"),
        also_called=tuple(triples.texts(iri, "skos:altLabel")),
        wikidata=triples.iri(iri, "schema:sameAs"),
        url=triples.text(iri, "schema:url"),
        naming=naming,
        claims=read,
        takedowns=tuple(map(reader.ref, triples.subjects(iri, "schema:agent"))),
        works=published,
        tallies=tallies(held.values(), repeated),
        figures=figures,
        reviews=reviews_of_all(reader, _own_passages(reader, works)),
        reactions=_reactions(reader, authored),
        quoted=restatements(
            reader, (item for item in spoken if triples.literal(item, "schema:text"))
        ),
        derived=further(reader, iri, paths(figures)),
    )


def _reactions(reader: Reader, authored: list[str]) -> tuple[Reaction, ...]:
    comments = (one for one in authored if reader.triples.is_a(one, "schema:Comment"))
    return tuple(reaction(reader, item) for item in comments)


def _own_passages(reader: Reader, works: list[str]) -> list[str]:
    return [item for work in works for item in reader.triples.iris(work, "schema:hasPart")]


def _work(reader: Reader, iri: str) -> Work:
    """Read a document with those of its passages that repeat a claim or were judged."""
    triples = reader.triples
    passages = (
        item
        for item in triples.iris(iri, "schema:hasPart")
        if triples.literal(item, "schema:text")
        and triples.iris(item, "cav:restates", "cav:treatment")
    )
    return Work(document(reader, iri), restatements(reader, passages))


def _documents(reader: Reader, iris: set[str]) -> tuple[Document, ...]:
    return tuple(document(reader, item) for item in reader.by_day(iris))


def place_page(reader: Reader, record_id: str) -> PlacePage:
    """Read the page of a place."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    naming = _naming(reader, iri)
    named = (*naming.asserted, *naming.denied, *naming.withheld)
    return PlacePage(
        head=head(
            reader,
            record_id,
            caveats_beside(named),
            qualifier=qualifier(reader, iri),
        ),
        notation=triples.texts(iri, "skos:notation")[0],
        also_called=tuple(triples.texts(iri, "skos:altLabel")),
        broader=reader.refs(iri, "skos:broader"),
        narrower=tuple(map(reader.ref, triples.subjects(iri, "skos:broader"))),
        naming=naming,
    )


def editor_page(reader: Reader, record_id: str) -> EditorPage:
    """Read the page of an editor."""
    iri = reader.base.absolute(record_id)
    triples = reader.triples
    created = triples.subjects(iri, "dct:creator")
    works = triples.typed("schema:CreativeWork")
    return EditorPage(
        head=head(reader, record_id),
        interests=triples.texts(iri, "dct:description")[0],
        sources=_documents(reader, set(works)),
        reviews=tuple(
            review(reader, item)
            for item in created
            if triples.is_a(item, "schema:ClaimReview")
        ),
    )
