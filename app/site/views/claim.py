"""Claims with their links and caveats.

A link is never built without the caveats that qualify it: :func:`link` takes both from
the same triples, and there is no other way to make one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words

#: The properties that lead from a claim to its links, by polarity.
POLARITIES = {
    "asserted": "cav:asserts",
    "denied": "cav:denies",
    "withheld": "cav:withholds",
}


@dataclass(frozen=True, slots=True)
class Caveat:
    """A qualification in its own words, and what it does not say."""

    iri: str
    path: str
    title: str
    words: Words
    dimensions: tuple[Value, ...]
    does_not_say: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Object:
    """Whom or what a link names; no reference where the speaker names nobody."""

    ref: Ref | None
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """One tie between a set and an object, with every caveat that qualifies it.

    As in the graph, what is denied or withheld never stands under ``object``: whoever
    reads that field alone finds no sponsor that nobody asserted.
    """

    iri: str
    path: str
    polarity: str
    relation: Value
    object: Object | None
    object_not_asserted: Object | None
    mentions: tuple[Ref, ...]
    over: tuple[Ref, ...]
    share: Value | None
    certainty: Value | None
    hedge: str | None
    words: Words | None
    note: str | None
    claim: Ref | None
    caveats: tuple[Caveat, ...]
    #: Caveats on what else is said of the same accounts that a reader must know of.
    elsewhere: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution claim: who says what of which sets, how strongly."""

    iri: str
    path: str
    title: str
    made: str | None
    claimants: tuple[Ref, ...]
    about: tuple[Ref, ...]
    links: tuple[Link, ...]
    caveats: tuple[Caveat, ...]


def caveat(reader: Reader, iri: str) -> Caveat:
    """Read a caveat with its words."""
    return reader.once(_caveat, iri)


def _caveat(reader: Reader, iri: str) -> Caveat:
    triples = reader.triples
    return Caveat(
        iri=iri,
        path=reader.path(iri),
        title=reader.ref(iri).label,
        words=reader.words(triples.iris(iri, "cav:words")[0]),
        dimensions=reader.values(iri, "cav:dimension"),
        does_not_say=tuple(triples.texts(iri, "cav:doesNotSay")),
        note=triples.text(iri, "skos:note"),
    )


def caveats_beside(links: Iterable[Link]) -> tuple[Caveat, ...]:
    """Return every caveat that is shown with *links*: their own first, then the others."""
    held = tuple(links)
    own = [one for link in held for one in link.caveats]
    other = [one for link in held for one in link.elsewhere]
    return tuple({one.iri: one for one in (*own, *other)}.values())


def caveats_on(reader: Reader, links: Iterable[str]) -> tuple[Caveat, ...]:
    """Read every caveat that qualifies any of *links*, once, in order of their IRIs."""
    found = {
        iri for link in links for iri in reader.triples.subjects(link, "cito:qualifies")
    }
    return tuple(caveat(reader, iri) for iri in sorted(found))


def caveats_concerned(reader: Reader, passages: list[str]) -> tuple[Caveat, ...]:
    """Read every caveat on links that these passages repeat, or that quote them."""
    quoting = reader.triples.subjects_of(passages, "cav:words")
    found = (*caveats_repeated(reader, passages), *caveats_on(reader, quoting))
    return tuple(sorted({item.iri: item for item in found}.values(), key=attrgetter("iri")))


def caveats_repeated(reader: Reader, passages: list[str]) -> tuple[Caveat, ...]:
    """Read every caveat on links that these passages repeat, or that they treat."""
    triples = reader.triples
    links = {link for item in passages for link in triples.iris(item, "cav:restates")}
    found = {item.iri: item for item in caveats_on(reader, links)}
    for passage in passages:
        for item in triples.iris(passage, "cav:treatment"):
            treated = triples.iris(item, "cav:treats")[0]
            found[treated] = caveat(reader, treated)
    return tuple(found[iri] for iri in sorted(found))


def _object(reader: Reader, iri: str, *names: str) -> Object | None:
    for ref in reader.refs(iri, *names):
        return Object(ref, ref.label)
    for name in names:
        for text in reader.triples.texts(iri, name):
            return Object(None, text)
    return None


def link(reader: Reader, iri: str, polarity: str) -> Link:
    """Read a link together with every caveat that qualifies it."""
    return reader.once(_READERS[polarity], iri)


def _link(reader: Reader, iri: str, *, polarity: str) -> Link:
    triples = reader.triples
    claim_iri = next(iter(triples.subjects(iri, *POLARITIES.values())), None)
    words = reader.one_words(iri)
    # The caveat that speaks in the link's own words comes first.
    caveats = sorted(caveats_on(reader, [iri]), key=lambda one: one.words != words)
    return Link(
        iri=iri,
        path=reader.path(iri),
        polarity=polarity,
        relation=reader.required(iri, "cav:relation"),
        object=_object(reader, iri, "cav:object", "cav:objectSaid"),
        object_not_asserted=_object(reader, iri, "cav:objectNotAsserted"),
        mentions=reader.refs(iri, "schema:mentions"),
        over=reader.refs(iri, "cav:over"),
        share=reader.value(iri, "cav:share"),
        certainty=reader.value(iri, "cav:certainty"),
        hedge=triples.text(iri, "cav:hedge"),
        words=words,
        note=triples.text(iri, "skos:note"),
        claim=reader.ref(claim_iri) if claim_iri else None,
        caveats=tuple(caveats),
        elsewhere=_elsewhere(reader, iri, claim_iri) if claim_iri else (),
    )


def _elsewhere(reader: Reader, link_iri: str, claim_iri: str) -> tuple[Caveat, ...]:
    """Read the caveats that a reader of the link must know of beside its own.

    A caveat on a withheld link applies wherever the attribution or character of its
    accounts is told, so those on withheld links about the same accounts stand with every
    link; where the link has none of its own, so do those on all else that is said of them.
    """
    triples = reader.triples
    sets = triples.iris(claim_iri, "schema:about")
    claims = {claim_iri, *triples.subjects_of(sets, "schema:about")}
    own = triples.subjects(link_iri, "cito:qualifies")
    names = ("cav:withholds",) if own else tuple(POLARITIES.values())
    links = {link for item in claims for link in triples.iris(item, *names)}
    return tuple(one for one in caveats_on(reader, links) if one.iri not in own)


#: One reader a polarity: what a passage says is read as a link, too.
_READERS = {
    polarity: partial(_link, polarity=polarity) for polarity in (*POLARITIES, "said")
}


def links(reader: Reader, claim_iri: str) -> tuple[Link, ...]:
    """Read all links of a claim; what it withholds or denies comes first."""
    return tuple(
        link(reader, iri, polarity)
        for polarity, name in reversed(POLARITIES.items())
        for iri in reader.triples.iris(claim_iri, name)
    )


def polarity_of(reader: Reader, link_iri: str) -> str:
    """Return how the claim of a link holds it."""
    return next(
        polarity
        for polarity, name in POLARITIES.items()
        if reader.triples.subjects(link_iri, name)
    )


def earlier(reader: Reader, revision: str) -> Ref:
    """Return a link to what a revision revises: a link goes by the title of its claim."""
    iri = reader.triples.iris(revision, "prov:entity")[0]
    claims = reader.triples.subjects(iri, *POLARITIES.values())
    return replace(reader.ref(iri), label=reader.ref(next(iter(claims), iri)).label)


def claim(reader: Reader, iri: str) -> Claim:
    """Read a claim with its links and all their caveats."""
    return reader.once(_claim, iri)


def _claim(reader: Reader, iri: str) -> Claim:
    found = links(reader, iri)
    return Claim(
        iri=iri,
        path=reader.path(iri),
        title=reader.ref(iri).label,
        made=reader.date(iri),
        claimants=reader.refs(iri, "schema:author"),
        about=reader.refs(iri, "schema:about"),
        links=found,
        caveats=caveats_on(reader, [item.iri for item in found]),
    )
