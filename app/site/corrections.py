"""Notes on a record's page that something it leans on was corrected, and when.

What a record leans on is what its own statements name, and in turn: of a passage that is
examined what it repeats, of a claim its sets, of a link its caveats and whatever claim
revises it.  The notes are added to the triples of the page, from which HTML and data are
written, so neither can be without them; a note is ``<record>#~correction.<commit>``.

Claimants and sets do not lean on a claim.  Their pages listed it, so they say in one line
that it was withdrawn, and name none of its links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from app.graph.context import context
from app.graph.iris import FACT_MARK
from app.graph.statements import Statement, statement
from app.graph.store import Generation
from app.history.chronicle import Chronicle, News
from app.history.leaning import corrected_by
from app.history.lines import body, heading
from app.history.reasons import Kind
from app.history.sentence import as_text, one_line
from app.history.standings import State
from app.records.kinds import KINDS, folder_of
from app.site.pages import Page
from app.site.triples import Triples

#: Kinds of record in which nobody repeats, limits or examines anything.
_LEANT_ON = frozenset(KINDS) - {"actors"}
#: Under which key claims name the records of a kind whose pages list them.
_LISTING = {"actors": "claimants", "sets": "about"}
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated note: what was corrected, how, and of what the record leans on it.

    ``lines`` tell it by depth, each link with its caveats; of what was only ``listed`` on
    the page there are none.  ``corrects`` are the IRIs of what is corrected,
    ``caveats`` those of the caveats told; ``version`` is the path of the version that came
    of it.
    """

    iri: str
    record: str
    title: str
    date: str
    kind: str
    reason: str
    version: str
    corrects: tuple[str, ...]
    caveats: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]
    listed: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """The note and the caveats told in it, one line each."""
        return (self.line, *(f"Caveat: {iri}" for iri in self.caveats))

    @property
    def line(self) -> str:
        """The note in one line."""
        said = (
            f"Correction of {self.date[:10]}: {self.record} ({self.title}), {self.kind}.",
            *(text for _, text in self.lines),
            f"Reason: {self.reason}" if self.reason else "",
            self.version,
        )
        return " ".join(text for text in said if text)


def corrected(page: Page, generation: Generation, chronicle: Chronicle) -> Page:
    """Return the page of a record with the notes that belong on it; others as they are."""
    folder = folder_of(page.id)
    is_record = folder in KINDS and page.template == f"{folder}.html"
    if not is_record or "frozen" in page.more:  # a version says itself what changed since
        return page
    leaning = _notes(page, generation, chronicle) if folder in _LEANT_ON else ()
    notes = (*leaning, *_withdrawals(page, generation, chronicle))
    if not notes:
        return page
    triples = Triples([*page.triples.all, *_statements(page, generation, notes)])
    return replace(page, triples=triples, corrections=notes)


def _notes(
    page: Page, generation: Generation, chronicle: Chronicle
) -> Iterator[Correction]:
    own = chronicle.known_as(page.id)
    first = min((item.at for item in own), default=0)
    named = _leans_on(page, generation)
    found: dict[News, frozenset[str]] = {}
    for record_id in sorted({page.id, *(one.partition("#")[0] for one in named)}):
        news = chronicle.of(record_id)
        gone = news[0] if news and news[0].kind == State.WITHDRAWN else None
        for item in news:
            is_own = record_id == page.id
            if (is_own and item.before is None) or not chronicle.corrects(item):
                continue
            hit = _hit(corrected_by(chronicle, item), named)
            # Who came later had what was corrected before them, but not what revises it,
            # and never what is withdrawn.
            is_later = item.before is None or item.at > first or item == gone
            if is_own or (hit and is_later):
                found[item] = hit or frozenset({record_id})
    for item, claims in [(one, _went_with(chronicle, one, found)) for one in found]:
        for claim in claims:
            found[claim] |= found[item]
        if claims:
            del found[item]
    for item in sorted(found, key=lambda one: (-one.at, one.record)):
        if not _told_by_caveat(item, found):
            yield _note(generation, chronicle, item, found[item])


def _told_by_caveat(item: News, found: Iterable[News]) -> bool:
    """Tell whether a claim's caveat tells by itself what changed in it."""
    caveats = (one for one in found if folder_of(one.record) == "caveats")
    return item.kind == Kind.CAVEATS and any(one.at == item.at for one in caveats)


def _went_with(chronicle: Chronicle, item: News, found: Iterable[News]) -> list[News]:
    """Return the claims with which a caveat was withdrawn, whose notes tell it.

    There are none where it qualified a claim that the page has no such note of.
    """
    if item.kind != State.WITHDRAWN or folder_of(item.record) != "caveats":
        return []
    links = chronicle.report(item).difference.before.data(item.record).get("qualifies", ())
    claims = {link.partition("#")[0] for link in links}
    went = [one for one in found if (one.kind, one.at) == (State.WITHDRAWN, item.at)]
    told = [one for one in went if one.record in claims]
    return told if len(told) == len(claims) else []


def _hit(corrects: frozenset[str], named: frozenset[str]) -> frozenset[str]:
    """Return what of *named* is concerned: itself, a part of it, or the whole of it."""
    wholes = {one.partition("#")[0] for one in corrects if "#" in one}
    return frozenset(
        one
        for one in named
        if one in corrects or one.partition("#")[0] in corrects or one in wholes
    )


def _leans_on(page: Page, generation: Generation) -> frozenset[str]:
    """Return the ids that a record leans on: records, or parts of them."""
    iri = generation.base.absolute(page.id)
    parts = f"{iri}#"
    own = [
        one
        for one in page.triples.all
        if one.subject == iri or one.subject.startswith(parts)
    ]
    found = _targets(generation, own)
    if folder_of(page.id) in ("reviews", "reactions"):
        for passage in [one for one in found if one.startswith("sources/")]:
            said = generation.statements.of(generation.base.absolute(passage))
            found |= _targets(generation, said)
    found |= {_id(generation, one.subject) for one in own if "#" in one.subject}
    found |= set(_around(generation, found))
    return frozenset(found)


def _around(generation: Generation, found: Iterable[str]) -> Iterator[str]:
    """Yield the sets of claims, the caveats on links, and the claims that revise them."""
    limits, entity = context().expand("cito:qualifies"), context().expand("prov:entity")
    for one in found:
        if folder_of(one) != "claims":
            continue
        claim = generation.base.absolute(one.partition("#")[0])
        sets = generation.statements.of(claim)
        yield from (item for item in _targets(generation, sets) if item[:5] == "sets/")
        iri = generation.base.absolute(one)
        for property_iri in (limits, entity):
            for said in generation.statements.to(property_iri, iri):
                yield _id(generation, said.subject).partition("#")[0]


def _targets(generation: Generation, statements: Iterable[Statement]) -> set[str]:
    """Return the ids of records and parts that statements lead to."""
    ids = {_id(generation, one.iri) for one in statements if one.iri is not None}
    return {one for one in ids if folder_of(one) in _LEANT_ON and FACT_MARK not in one}


def _id(generation: Generation, iri: str) -> str:
    return generation.base.id_of(iri) or ""


def _withdrawals(
    page: Page, generation: Generation, chronicle: Chronicle
) -> Iterator[Correction]:
    """Yield that claims which the page listed are withdrawn now, in one line each."""
    key = _LISTING.get(folder_of(page.id))
    if key is None:
        return
    own = {page.id, *chronicle.versions.former_ids(page.id)}
    for record_id in chronicle.endings():
        item = chronicle.of(record_id)[0]
        if folder_of(record_id) != "claims" or item.kind != State.WITHDRAWN:
            continue
        said = chronicle.report(item).difference.before
        if own & set(said.data(record_id).get(key, ())):
            note = _note(generation, chronicle, item, frozenset({record_id}))
            name = note.iri.replace(f"{FACT_MARK}correction.", f"{FACT_MARK}withdrawal.")
            yield replace(note, iri=name, caveats=(), lines=(), listed=True)


def _note(
    generation: Generation, chronicle: Chronicle, item: News, hit: frozenset[str]
) -> Correction:
    report = chronicle.report(item)
    lines: list[tuple[int, str]] = []
    limits: set[str] = set()
    for section in chronicle.told(item):
        links = (link for change in section.change.changes for link in change.links)
        limits.update(limit.id for link in links for limit in report.limits(link))
        if section.change.id != item.record:
            lines.append((0, f"{as_text(heading(section))}."))
        lines += [(depth, as_text(said)) for depth, said in body(report, section)]
    side = report.difference.after if item.after else report.difference.before
    base = generation.base
    return Correction(
        iri=f"{base.absolute(item.record)}#{FACT_MARK}correction.{item.commit[:12]}",
        record=item.record,
        title=one_line(side.title(item.record)),
        date=item.date,
        kind=item.called,
        reason=item.reason,
        version=f"/{item.version.record}/v/{item.version.name}",
        corrects=tuple(base.absolute(one) for one in sorted(hit)),
        caveats=tuple(base.absolute(one) for one in sorted(limits)),
        lines=tuple(lines),
    )


def _statements(
    page: Page, generation: Generation, notes: Iterable[Correction]
) -> Iterator[Statement]:
    """Yield what notes say as triples."""
    own = ox.NamedNode(generation.base.absolute(page.id))
    for note in notes:
        node = ox.NamedNode(note.iri)
        version = ox.NamedNode(generation.base.absolute(note.version[1:]))
        date = ox.Literal(note.date, datatype=ox.NamedNode(f"{_XSD}dateTime"))
        values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            ("rdf:type", _term("schema:CorrectionComment")),
            ("schema:datePublished", date),
            ("schema:text", ox.Literal(note.line, language="en")),
            ("schema:url", version),
            *(("cito:corrects", ox.NamedNode(one)) for one in note.corrects),
        ]
        yield statement(ox.Triple(own, _term("schema:correction"), node))
        for key, value in values:
            yield statement(ox.Triple(node, _term(key), value))


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(context().expand(name))
