"""Notes on a record's page that something it leans on was corrected, and when.

What a record leans on, and of which sets, :mod:`app.site.leant` tells.  The notes are added
to the triples of the page, from which HTML and data are written, so neither can be without
them; a note is ``<record>#~correction.<commit>``.
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
from app.history.leaning import Scopes, corrected_by
from app.history.lines import body, heading
from app.history.reasons import Kind
from app.history.sentence import as_text, one_line
from app.records.kinds import folder_of
from app.site.leant import LEANT_ON, Leant
from app.site.pages import Page
from app.site.triples import Triples

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
    corrected.  ``lines`` tell it by depth, each link with its caveats; ``corrects`` are the
    IRIs of what is corrected, ``version`` the path of the version that came of it.
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
    lines: tuple[tuple[int, str], ...]

    @property
    def line(self) -> str:
        """The note in one line."""
        words = " ".join(text for _, text in self.lines)
        reason = f" Reason: {self.reason}" if self.reason else ""
        sets = "; ".join(f"{one.title} ({one.record})" for one in self.of)
        kind = f"{self.kind} of {sets}" if sets else self.kind
        return (
            f"Correction of {self.date[:10]}: {self.record} ({self.title}), {kind}. "
            f"{words}{reason} {self.version}"
        )


def corrected(page: Page, generation: Generation, chronicle: Chronicle) -> Page:
    """Return the page of a record with the notes that belong on it; others as they are."""
    folder = folder_of(page.id)
    is_record = folder in LEANT_ON and page.template == f"{folder}.html"
    if not is_record or "frozen" in page.more:  # a version says itself what changed since
        return page
    notes = tuple(_notes(page, generation, chronicle))
    if not notes:
        return page
    triples = Triples([*page.triples.all, *_statements(page, generation, notes)])
    return replace(page, triples=triples, corrections=notes)


def _notes(
    page: Page, generation: Generation, chronicle: Chronicle
) -> Iterator[Correction]:
    own = chronicle.known_as(page.id)
    first = min((item.at for item in own), default=0)
    leant = Leant(page, generation, chronicle.versions)
    found: dict[News, Scopes] = {}
    for record_id in sorted({page.id, *leant.records}):
        for item in chronicle.of(record_id):
            is_own = record_id == page.id
            if (is_own and item.before is None) or not chronicle.corrects(item):
                continue
            hit = leant.hit(corrected_by(chronicle, item))
            # Who came later had what was corrected before them, but not what revises it.
            if is_own or (hit and (item.before is None or item.at > first)):
                found[item] = hit or {record_id: frozenset()}
    for item in sorted(found, key=lambda one: (-one.at, one.record)):
        if not _told_by_caveat(item, found):
            yield _note(generation, chronicle, item, found[item])


def _told_by_caveat(item: News, found: Iterable[News]) -> bool:
    """Tell whether a claim's caveat tells by itself what changed in it."""
    caveats = (one for one in found if folder_of(one.record) == "caveats")
    return item.kind == Kind.CAVEATS and any(one.at == item.at for one in caveats)


def _note(
    generation: Generation, chronicle: Chronicle, item: News, hit: Scopes
) -> Correction:
    report = chronicle.report(item)
    lines: list[tuple[int, str]] = []
    for section in chronicle.told(item):
        if section.change.id != item.record:
            lines.append((0, f"{as_text(heading(section))}."))
        lines += [(depth, as_text(said)) for depth, said in body(report, section)]
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
