"""Passages that repeat a claim, with what became of each caveat in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.site.views.claim import (
    POLARITIES,
    Caveat,
    Link,
    caveat,
    link,
    polarity_of,
)
from app.site.views.values import Ref, Value
from app.site.views.words import Count, Reader, Words

#: Relations that tell where accounts are, and nothing of who or what they are.
_PLACES = frozenset({"located-in", "originates-in", "created-in", "operated-from"})


@dataclass(frozen=True, slots=True)
class Treatment:
    """What became of a caveat in a passage, as an editor judges it."""

    iri: str
    path: str
    fates: tuple[Value, ...]
    reason: str
    judged_by: Ref
    judged: str
    also: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class CaveatFate:
    """A caveat that applies to a passage; no treatment means: not judged."""

    caveat: Caveat
    treatment: Treatment | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """A passage, the links that it repeats, and the fate of each caveat."""

    words: Words
    restates: tuple[Link, ...]
    over: tuple[Ref, ...]
    numbers: tuple[Count, ...]
    adds: tuple[str, ...]
    says: tuple[Link, ...]
    fates: tuple[CaveatFate, ...]


def treatment(reader: Reader, iri: str) -> Treatment:
    """Read a judgement, and those of further editors beside it."""
    triples = reader.triples
    return Treatment(
        iri=iri,
        path=reader.path(iri),
        fates=reader.values(iri, "cav:fate"),
        reason=triples.texts(iri, "rdfs:comment")[0],
        judged_by=reader.refs(iri, "dct:creator")[0],
        judged=triples.texts(iri, "dct:created")[0],
        also=tuple(
            treatment(reader, other) for other in triples.iris(iri, "cav:treatment")
        ),
    )


def restatement(reader: Reader, iri: str) -> Restatement:
    """Read a passage as a restatement, with the fate of each caveat that applies."""
    triples = reader.triples
    return Restatement(
        words=reader.words(iri),
        restates=tuple(
            link(reader, item, polarity_of(reader, item))
            for item in triples.iris(iri, "cav:restates")
        ),
        over=reader.refs(iri, "cav:over"),
        numbers=reader.counts(iri),
        adds=tuple(triples.texts(iri, "cav:addsLabel")),
        says=tuple(link(reader, item, "said") for item in triples.iris(iri, "cav:says")),
        fates=_fates(reader, iri),
    )


def restatements(reader: Reader, passages: Iterable[str]) -> tuple[Restatement, ...]:
    """Read passages as restatements, in order of date and place."""
    return tuple(restatement(reader, iri) for iri in reader.by_day(passages))


def _tells_character(reader: Reader, links: Iterable[str]) -> bool:
    """Tell whether any of *links* says more of accounts than where they are."""
    return any(reader.required(iri, "cav:relation").name not in _PLACES for iri in links)


def _fates(reader: Reader, passage: str) -> tuple[CaveatFate, ...]:
    """Pair each caveat that applies to a passage with its treatment, if it has one.

    A hedge applies where its link is repeated; a caveat on a withheld link applies
    wherever the attribution or character of its set is repeated, which a place alone
    is not.
    """
    triples = reader.triples
    treated = {
        triples.iris(item, "cav:treats")[0]: item
        for item in triples.iris(passage, "cav:treatment")
    }
    restated = triples.iris(passage, "cav:restates")
    claims = triples.subjects_of(restated, *POLARITIES.values())
    claims |= triples.subjects_of(triples.iris(passage, "cav:over"), "schema:about")
    withheld = [link for item in claims for link in triples.iris(item, "cav:withholds")]
    applying = set(treated)
    applying |= triples.subjects_of(restated, "cito:qualifies")
    told = [*restated, *triples.iris(passage, "cav:says")]
    if restated and _tells_character(reader, told):
        applying |= triples.subjects_of(withheld, "cito:qualifies")
    return tuple(
        CaveatFate(
            caveat(reader, iri),
            treatment(reader, treated[iri]) if iri in treated else None,
        )
        for iri in sorted(applying)
    )


def concerning(
    reader: Reader, caveats: Iterable[str], passages: Iterable[str]
) -> tuple[Restatement, ...]:
    """Read *passages* and every other of the page to which one of *caveats* applies."""
    wanted = set(caveats)
    named = set(passages)
    told = [
        iri
        for iri in reader.triples.typed("schema:Quotation")
        if reader.triples.iris(iri, "cav:restates", "cav:treatment")
    ]
    return tuple(
        item
        for item in restatements(reader, told)
        if item.words.iri in named or any(fate.caveat.iri in wanted for fate in item.fates)
    )
