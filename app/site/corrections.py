"""Notes on a record's page that something it leans on was corrected, and when.

What a record leans on, and of which sets, :mod:`app.site.leant` tells.  The notes are added
to the triples of the page, from which HTML and data are written, so neither can be without
them; a note is ``<record>#~correction.<commit>``.

The pages of sets, takedowns and actors listed a claim that is withdrawn now, so they say
that in one line, and name none of its links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from app.graph.context import context
from app.graph.iris import FACT_MARK
from app.graph.statements import Statement, statement
from app.graph.store import Generation
from app.history.backward import ends
from app.history.chronicle import Chronicle, News
from app.history.leaning import Scopes, corrected_by, widen
from app.history.lines import told_of
from app.history.reasons import Kind
from app.history.sentence import as_text, one_line
from app.history.standings import State
from app.records.kinds import KINDS, folder_of
from app.site.leant import LEANT_ON, Leant
from app.site.pages import Page, record_page
from app.site.triples import Triples
from app.site.versions.content import relied_on
from app.site.versions.history import Shell

#: Kinds of record whose pages list the claims that name them, or are about their sets.
_LISTING = frozenset({"actors", "sets", "takedowns"})
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Subset:
    """A set of accounts that a correction is of: IRI, id and title, as of then."""

    iri: str
    record: str
    title: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated note: what was corrected, how, and of what the record leans on it.

    ``of`` are the sets that alone are concerned; where there are none, all that was
    corrected.  ``lines`` tell it by depth, each link with its caveats; of what was only
    ``listed`` on the page there are none.  ``corrects`` are the IRIs of what is corrected,
    ``caveats`` those of the caveats told; ``version`` is the path of the version that came
    of it.
    """

    iri: str
    record: str
    title: str
    date: str
    kind: str
    of: tuple[Subset, ...]
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
        sets = "; ".join(f"{one.title} ({one.record})" for one in self.of)
        kind = f"{self.kind} of {sets}" if sets else self.kind
        said = (
            f"Correction of {self.date[:10]}: {self.record} ({self.title}), {kind}.",
            *(text for _, text in self.lines),
            f"Reason: {self.reason}" if self.reason else "",
            self.version,
        )
        return " ".join(text for text in said if text)


def corrected(page: Page, generation: Generation, chronicle: Chronicle) -> Page:
    """Return the page of a record with the notes that belong on it; others as they are."""
    folder = folder_of(page.id)
    if folder not in KINDS or page.template != f"{folder}.html":
        return page
    if "frozen" in page.more:
        return replace(page, corrections=_since(page.more["frozen"], generation, chronicle))
    notes = _all(page, generation, chronicle)
    if not notes:
        return page
    triples = Triples([*page.triples.all, *_statements(page, generation, notes)])
    return replace(page, triples=triples, corrections=notes)


def _since(
    shell: Shell, generation: Generation, chronicle: Chronicle
) -> tuple[Correction, ...]:
    """Return the notes that a version has: those of today that came after it.

    What the version holds is compared with what is said now, beside the notes; so of that
    there are none, and what changed and came back is told nowhere.
    """
    current, version = shell.current, shell.version
    if current is None or not generation.holds(current.record):
        return ()
    stood = chronicle.versions.versions_of(version.record)
    last = max(one.at for one in stood if one.digest == version.digest)
    compared = {
        key for one in (version, current) for key in relied_on(chronicle.versions, one)
    }
    page = record_page(generation, current.record)
    notes = _all(page, generation, chronicle, last)
    return tuple(one for one in notes if one.record not in compared)


def _all(
    page: Page, generation: Generation, chronicle: Chronicle, since: int = 0
) -> tuple[Correction, ...]:
    """Return the notes for the page of a record of what came after a publication."""
    leaning = _notes(page, generation, chronicle, since)
    return (*leaning, *_withdrawals(page, generation, chronicle, since))


def _notes(
    page: Page, generation: Generation, chronicle: Chronicle, since: int
) -> Iterator[Correction]:
    own = chronicle.known_as(page.id)
    first = min((item.at for item in own), default=0)
    leant = Leant(page, generation, chronicle.versions)
    found: dict[News, Scopes] = {}
    # What an actor is called, and that it has a page at all, says nothing of anybody.
    itself = {page.id} if folder_of(page.id) in LEANT_ON else set()
    for record_id in sorted(itself.union(leant.records)):
        news = chronicle.of(record_id)
        gone = news[0] if news and news[0].kind == State.WITHDRAWN else None
        for item in news:
            is_own = record_id == page.id
            is_first = is_own and item.before is None
            if item.at <= since or is_first or not chronicle.corrects(item):
                continue
            hit = leant.hit(corrected_by(chronicle, item))
            # Who came later had what was corrected before them, but not what revises it,
            # and never what is withdrawn.
            is_later = item.before is None or item.at > first or item == gone
            if is_own or (hit and is_later):
                found[item] = hit or {record_id: frozenset()}
    for item, claims in [(one, _went_with(chronicle, one, found)) for one in found]:
        for claim in claims:
            found[claim] = _joined(found[claim], found[item])
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


def _joined(one: Scopes, other: Scopes) -> Scopes:
    found = dict(one)
    for key, of in other.items():
        widen(found, key, of)
    return found


def _withdrawals(
    page: Page, generation: Generation, chronicle: Chronicle, since: int
) -> Iterator[Correction]:
    """Yield that claims which the page listed are withdrawn now, in one line each."""
    if folder_of(page.id) not in _LISTING:
        return
    own = {page.id, *chronicle.versions.former_ids(page.id)}
    disclosed = context().expand("cav:disclosedIn")
    for said in generation.statements.to(disclosed, generation.base.absolute(page.id)):
        own.add(generation.base.id_of(said.subject) or "")
    for record_id in chronicle.endings():
        item = chronicle.of(record_id)[0]
        is_claim = folder_of(record_id) == "claims"
        if item.at <= since or not is_claim or item.kind != State.WITHDRAWN:
            continue
        data = chronicle.report(item).difference.before.data(record_id)
        named = {*data.get("claimants", ()), data.get("speaker", "")}
        named.update(end for _, end in ends(record_id, data))
        if own & named:
            note = _note(generation, chronicle, item, {record_id: frozenset()})
            name = note.iri.replace(f"{FACT_MARK}correction.", f"{FACT_MARK}withdrawal.")
            yield replace(note, iri=name, caveats=(), lines=(), listed=True)


def _note(
    generation: Generation, chronicle: Chronicle, item: News, hit: Scopes
) -> Correction:
    report = chronicle.report(item)
    lines: list[tuple[int, str]] = []
    limits: set[str] = set()
    for section in chronicle.told(item):
        links = (link for change in section.change.changes for link in change.links)
        limits.update(limit.id for link in links for limit in report.limits(link))
        opening, said = told_of(report, section, item.record)
        if section.change.id != item.record:
            lines.append((0, f"{as_text(opening)}."))
        lines += [(depth, as_text(line)) for depth, line in said]
    side = report.difference.after if item.after else report.difference.before
    base = generation.base
    sets = sorted(set().union(*hit.values())) if all(hit.values()) else []
    return Correction(
        iri=f"{base.absolute(item.record)}#{FACT_MARK}correction.{item.commit[:12]}",
        record=item.record,
        title=one_line(side.title(item.record)),
        date=item.date,
        kind=item.called,
        of=tuple(
            Subset(base.absolute(one), one, one_line(side.title(one))) for one in sets
        ),
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
            *(("cav:over", ox.NamedNode(one.iri)) for one in note.of),
        ]
        yield statement(ox.Triple(own, _term("schema:correction"), node))
        for key, value in values:
            yield statement(ox.Triple(node, _term(key), value))


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(context().expand(name))
