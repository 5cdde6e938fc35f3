"""Which news a feed holds, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.graph.store import Generation
from app.history.chronicle import Chronicle, News
from app.history.revising import revising
from app.records.kinds import folder_of
from app.records.shape import leaves
from app.site.queries import query

PER_PAGE = 50
#: By these keys a record says that it is an actor's: its act, its words, its document.
_ACTS = frozenset({"agent", "claimants", "speaker", "publisher", "authors", "by"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A page of news, and whether there is another."""

    items: tuple[News, ...]
    more: bool


def taken(news: Iterable[News], number: int) -> Taken:
    """Return one page of news, counted from 1."""
    start = PER_PAGE * (number - 1)
    found = tuple(islice(news, start, start + PER_PAGE + 1))
    return Taken(found[:PER_PAGE], len(found) > PER_PAGE)


def feed_path(stem: str, number: int) -> str:
    """Return the path of a page of a feed; it has no query, so that files can serve it.

    >>> feed_path("/feed", 1), feed_path("/claims/x/feed", 2)
    ('/feed.atom', '/claims/x/feed/page/2.atom')
    """
    return f"{stem}.atom" if number == 1 else f"{stem}/page/{number}.atom"


def corrections(chronicle: Chronicle) -> Iterator[News]:
    """Yield what put something right."""
    return filter(chronicle.corrects, chronicle.news())


def of_record(
    generation: Generation, chronicle: Chronicle, record_id: str
) -> tuple[News, ...]:
    """Return what happened to a record; of an actor, to all that is its own too.

    Of a claim also what revises it, which leaves the claim as it is.
    """
    if folder_of(record_id) != "actors":
        own = chronicle.known_as(record_id)
        current = chronicle.versions.current(record_id)
        if folder_of(record_id) != "claims" or current is None:
            return own
        found = {*own, *revising(chronicle, current, 0)}
        return tuple(sorted(found, key=lambda item: (-item.at, item.record, item.kind)))
    ids = {record_id, *_own(generation, record_id), *_gone(chronicle, record_id)}
    found = {item for one in sorted(ids) for item in chronicle.known_as(one)}
    return tuple(sorted(found, key=lambda item: (-item.at, item.record, item.kind)))


def _own(generation: Generation, record_id: str) -> Iterator[str]:
    """Yield the records that are an actor's own, as they are served now."""
    for row in generation.select(query("feed"), record_id):
        yield (generation.base.id_of(row["seed"].value) or "").partition("#")[0]


def _gone(chronicle: Chronicle, record_id: str) -> Iterator[str]:
    """Yield the records that were an actor's own and are there no more."""
    versions = chronicle.versions
    for ended in chronicle.endings():
        last = next(one for one in chronicle.of(ended) if one.before or one.after).version
        record = versions.records_of(last).records.get(ended)
        for leaf in leaves(record.folder, record.data) if record is not None else ():
            keys = [step for step in leaf.path if isinstance(step, str)]
            if leaf.value == record_id and keys[0] in _ACTS:
                yield ended
                break
