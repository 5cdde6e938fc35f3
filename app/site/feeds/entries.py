"""What an entry of a feed says of something that happened, each link with its caveats."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.graph.context import context
from app.graph.store import Generation
from app.history.chronicle import Chronicle, News
from app.history.compare import RecordChange
from app.history.lines import told_of
from app.history.report import Report, Section
from app.history.sentence import Name, as_text, one_line
from app.records.kinds import KINDS
from app.records.parts import POLARITIES
from app.site.fetch import fetch_list
from app.site.triples import Triples
from app.site.views.names import qualifier
from app.site.views.words import Reader


@dataclass(frozen=True, slots=True)
class Limit:
    """A caveat on links that an entry names: its words, what it does not say, whose."""

    id: str
    title: str
    words: str
    does_not_say: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one record: its id, what happened to it, and lines by depth."""

    id: str
    heading: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, in words.

    ``path`` is that of the version on the site; ``before`` and ``after`` are digests.
    ``caveats`` are those that qualify links named here: then, before, or as of now.
    """

    id: str
    record: str
    title: str
    kind: str
    what: str
    reason: str
    date: str
    commit: str
    before: str | None
    after: str | None
    path: str
    to: str
    correction: bool
    told: tuple[Told, ...]
    caveats: tuple[Limit, ...]


def entries(
    generation: Generation, chronicle: Chronicle, items: Sequence[News]
) -> list[Entry]:
    """Tell things that happened, in their order."""
    names = _actors(generation, (one.record for one in items))
    return [_entry(generation, chronicle, one, names) for one in items]


def title_of(generation: Generation, chronicle: Chronicle, record_id: str) -> str:
    """Return how a record is called that has a page, or had one."""
    kind = KINDS[record_id.partition("/")[0]].singular
    if record_id.startswith("actors/"):
        return _actors(generation, [record_id]).get(record_id, kind)
    news = chronicle.of(record_id)
    return _title(chronicle.report(news[0]), news[0], {}) if news else kind


def identity(item: News) -> str:
    """Return what names an entry for ever, whatever the base of the site is.

    It is a UUID (RFC 9562, 5.5) over record, digest and commit: after a revert two entries
    are of one digest.  What ended has another than the version that ended with it.
    """
    state = "version" if item.after else item.kind
    name = " ".join((item.record, item.version.digest, item.commit, state))
    return uuid.uuid5(_ENTRIES, name).urn


#: The name space of entries, itself named by the namespace of the vocabulary.
_ENTRIES = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/caveat/ns#")


def _entry(
    generation: Generation, chronicle: Chronicle, item: News, names: dict[str, str]
) -> Entry:
    report = chronicle.report(item)
    sections = chronicle.told(item)
    what = item.called
    return Entry(
        id=identity(item),
        record=item.record,
        title=f"{_title(report, item, names)}: {what}",
        kind=item.kind,
        what=what,
        reason=one_line(item.reason),
        date=item.date,
        commit=item.commit,
        before=item.before.digest if item.before else None,
        after=item.after.digest if item.after else None,
        path=f"/{item.version.record}/v/{item.version.name}",
        to=item.to,
        correction=chronicle.concerns(item),
        told=tuple(_told(report, one, item) for one in sections),
        caveats=tuple(_limits(generation, report, item, sections)),
    )


def _title(report: Report, item: News, names: dict[str, str]) -> str:
    kind = KINDS[item.version.record.partition("/")[0]].singular
    if item.record.startswith("actors/"):
        # How a name may stand in a title is known only of whoever has a page.
        return names.get(item.record, kind)
    side = report.difference.after if item.after else report.difference.before
    return f"{kind} “{one_line(side.title(item.record))}”"


def _actors(generation: Generation, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of actors, with what must stand with them in a title."""
    wanted = sorted({one for one in ids if one.startswith("actors/")})
    held = [one for one in wanted if generation.holds(one)]
    reader = Reader(fetch_list(generation, held), generation.base)
    return {one: _named(reader, one) for one in held}


def _named(reader: Reader, record_id: str) -> str:
    iri = reader.base.absolute(record_id)
    beside = qualifier(reader, iri)
    return one_line(
        f"{reader.ref(iri).label} ({beside})" if beside else reader.ref(iri).label
    )


def _told(report: Report, section: Section, item: News) -> Told:
    opening, said = told_of(report, section, item.record)
    lines = tuple((depth, as_text(line)) for depth, line in said)
    return Told(section.change.id, as_text(opening), lines)


def _limits(
    generation: Generation, report: Report, item: News, sections: Iterable[Section]
) -> Iterator[Limit]:
    """Yield every caveat on the links that are named, each once.

    The title of a claim speaks of each of its links, that of a caveat of what it limits.
    """
    links = {link for one in sections for link in _told_links(one.change)}
    for side in (report.difference.before, report.difference.after):
        for record_id in (item.record, *(one.change.id for one in sections)):
            data = side.data(record_id)
            links.update(data.get("qualifies", ()))
            for polarity in POLARITIES:
                links.update(f"{record_id}#{name}" for name in data.get(polarity, ()))
    found: dict[str, tuple[Limit, set[str]]] = {}
    for link in sorted(links):
        known = [
            Limit(one.id, one.title, one.words, one.does_not_say, ())
            for one in report.limits(link)
        ]
        for limit in (*known, *_now(generation, link)):
            found.setdefault(limit.id, (limit, set()))[1].add(link)
    for limit, on in (found[key] for key in sorted(found)):
        yield Limit(
            limit.id,
            one_line(limit.title),
            one_line(limit.words),
            tuple(map(one_line, limit.does_not_say)),
            tuple(sorted(on)),
        )


def _told_links(change: RecordChange) -> Iterator[str]:
    for one in change.changes:
        yield from one.links
        names = (piece.id for piece in one.sentence if isinstance(piece, Name))
        yield from (name for name in names if name[:7] == "claims/" and "#" in name)


def _now(generation: Generation, link: str) -> Iterator[Limit]:
    """Yield the caveats that qualify a link in what is served now."""
    iri = generation.base.absolute(link)
    known = generation.statements
    for said in known.to(context().expand("cito:qualifies"), iri):
        caveat = generation.base.id_of(said.subject) or ""
        triples = Triples(known.of(said.subject))
        words = triples.iri(said.subject, "cav:words") or ""
        text = Triples(known.of(words)).text(words, "schema:text")
        readings = tuple(triples.texts(said.subject, "cav:doesNotSay"))
        title = triples.text(said.subject, "dct:title") or caveat
        yield Limit(caveat, title, text or "", readings, ())
