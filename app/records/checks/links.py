"""Links: a name needs words that hold it, a weak link needs its hedge."""

from __future__ import annotations

from collections.abc import Iterator

from app.problems import Problem
from app.records.checks.phrases import first_held, holds, names_of
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import (
    UNASSERTED,
    Part,
    is_unpublished,
    is_withdrawn,
    links,
    parts,
    passages,
)
from app.records.record import Record
from app.rules import HEDGE_NOT_IN_WORDS, NAME_NOT_IN_WORDS, NO_HEDGE

#: Certainties below “unhedged”.
WEAK = frozenset({"apparent", "possible"})


def name_in_words(record: Record, others: Others) -> Iterator[Problem]:
    """A party of a denied or withheld link is named in the words, not read into them."""
    if record.folder != "claims":
        return
    for link in parts(record, *UNASSERTED):
        actor = others.record(link.data.get("party", ""))
        passage = others.passage(link.data["words"])
        if actor is None or passage is None:
            continue
        words = f"{passage.data['text']} {passage.data.get('translation', '')}"
        if first_held(words, names_of(actor)) is None:
            message = f"the words of {quoted(passage.id)} do not name {names_of(actor)[0]}"
            yield NAME_NOT_IN_WORDS.at(record.places.value((*link.path, "party")), message)


def weak_links(record: Record, others: Others) -> Iterator[Problem]:
    """A link below “unhedged” shows its hedge, or a caveat that qualifies it.

    What a passage says (“says”) is itself not qualified by caveats: it shows its hedge, or
    the passage has treatments of the caveats that it repeats.
    """
    if record.folder == "claims":
        for link in links(record):
            if _is_bare(link) and not _is_qualified(link, others):
                yield _no_hedge(record, link, "and no caveat qualifies the link")
    elif record.folder == "sources":
        for said, passage in _said(record):
            if _is_bare(said) and not _repeats_caveat(passage, others):
                yield _no_hedge(record, said, "and the passage repeats no caveat")


def _is_bare(link: Part) -> bool:
    return link.data.get("certainty") in WEAK and "hedge" not in link.data


def _is_qualified(link: Part, others: Others) -> bool:
    """Tell whether a caveat that is published with the claim qualifies the link."""
    return any(
        is_unpublished(link.record) or not is_unpublished(caveat)
        for caveat in others.caveats_on(link.id)
    )


def _repeats_caveat(passage: Part, others: Others) -> bool:
    """Tell whether a passage has treatments, and not only of what is withdrawn."""
    treated = passage.data.get("treatments", ())
    caveats = [others.record(caveat) for caveat in treated]
    return any(caveat is None or not is_withdrawn(caveat) for caveat in caveats)


def _no_hedge(record: Record, link: Part, rest: str) -> Problem:
    place = record.places.value((*link.path, "certainty"))
    message = f"the certainty is “{link.data['certainty']}”, no hedge is quoted"
    return NO_HEDGE.at(place, f"{message}, {rest}")


def hedges(record: Record, others: Others) -> Iterator[Problem]:
    """A hedge is quoted as the passage has it."""
    if record.folder == "claims":
        for link in links(record):
            passage = others.passage(link.data["words"])
            if passage is not None:
                yield from _hedge(record, link, passage)
    elif record.folder == "sources":
        for said, passage in _said(record):
            yield from _hedge(record, said, passage)


def _hedge(record: Record, link: Part, passage: Part) -> Iterator[Problem]:
    hedge = link.data.get("hedge")
    if hedge is not None and not holds(passage.data["text"], hedge):
        message = f"{quoted(hedge)} does not stand in the words of {quoted(passage.id)}"
        yield HEDGE_NOT_IN_WORDS.at(record.places.value((*link.path, "hedge")), message)


def _said(source: Record) -> Iterator[tuple[Part, Part]]:
    """Yield what passages say, each with its passage."""
    for passage in passages(source):
        for name, data in passage.data.get("says", {}).items():
            path = (*passage.path, "says", name)
            yield Part(source, "says", f"{passage.name}.{name}", path, data), passage
