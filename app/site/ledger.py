"""The page of a ledger: a claim with its caveats, and what became of them, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.graph.store import Generation
from app.site.asking import Asked, Filter, asked, chosen_rows, filters, wants_both
from app.site.fetch import fetch_list
from app.site.pictures.spread import NARROW, WIDE, Spread, Told, spread
from app.site.views.claim import Caveat, Claim, caveat, caveats_beside, claim
from app.site.views.ledger import Copy, Row, copies_of, ledger_rows, outcomes_of
from app.site.views.outcomes import OUTCOMES
from app.site.views.words import Reader

LEDGER = "ledger"

OUTCOME_NAMES = {name: label for name, label, _ in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Count:
    """An outcome and how many passages have it."""

    outcome: str
    label: str
    passages: int


@dataclass(frozen=True, slots=True)
class Column:
    """A caveat with the outcomes of the rows shown: each, all, not judged, not seen.

    ``is_own`` tells whether it qualifies a link of this claim; others apply because a
    passage tells of other accounts too.
    """

    caveat: Caveat
    slug: str
    number: int
    is_own: bool
    passages: int
    not_judged: int
    not_observed: int
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The ledger of a claim, or the rows of it that were asked for."""

    claim: Claim
    made: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    copies: tuple[Copy, ...]
    passages: int
    pages: int
    texts: int
    filters: tuple[Filter, ...]
    outcomes: tuple[Count, ...]
    chosen: Asked

    def carried(self, copy: Copy) -> str:
        """Return the outlet whose text a page carries."""
        return _outlets(self.rows, self.copies).get(copy.earlier, "a page without passages")


def _outlets(rows: tuple[Row, ...], copies: tuple[Copy, ...]) -> dict[str, str]:
    """Return the name of the outlet of each page, by the page's IRI."""
    found = {one.later.name: one.outlet.label for one in copies}
    return found | {row.source.name: row.outlet.label for row in rows}


def read_ledger(
    generation: Generation, claim_id: str, arguments: Mapping[str, str]
) -> LedgerPage:
    """Read the ledger of a claim that exists, as far as it is asked for."""
    rows = ledger_rows(generation, claim_id, reasons=wants_both(arguments))
    named = sorted({iri for row in rows for iri in row.cells})
    ids = [claim_id, *(generation.base.id_of(iri) or "" for iri in named)]
    reader = Reader(fetch_list(generation, ids), generation.base)
    own = claim(reader, generation.base.absolute(claim_id))
    caveats = _caveats(reader, own, named)
    slugs = {iri.rpartition("/")[2]: iri for iri in caveats}
    wanted = asked(arguments, rows, slugs, OUTCOME_NAMES)
    shown = chosen_rows(rows, wanted, slugs)
    copies = copies_of(generation, shown)
    origin = {one.later.name: one.earlier for one in copies}
    sources = {row.source.name for row in shown} | set(origin)
    return LedgerPage(
        claim=own,
        made=reader.triples.text(own.iri, "cav:earliest"),
        columns=tuple(
            _column(one, number, own, shown)
            for number, one in enumerate(caveats.values(), 1)
        ),
        rows=shown,
        copies=copies,
        passages=len(rows),
        pages=len(sources),
        texts=len({_text(origin, one) for one in sources}),
        filters=filters(rows, wanted),
        outcomes=tuple(Count(name, label, 0) for name, label, _ in OUTCOMES),
        chosen=wanted,
    )


def _text(origin: Mapping[str, str], source: str) -> str:
    """Return the text that a page carries in the end."""
    seen = set()
    while source in origin and source not in seen:
        seen.add(source)
        source = origin[source]
    return source


def _caveats(reader: Reader, own: Claim, named: list[str]) -> dict[str, Caveat]:
    """Return the claim's caveats first, then those of what else the passages tell."""
    found = {one.iri: one for one in (*own.caveats, *caveats_beside(own.links))}
    for iri in named:
        if iri not in found:
            found[iri] = caveat(reader, iri)
    return found


def _column(one: Caveat, number: int, own: Claim, rows: tuple[Row, ...]) -> Column:
    found = outcomes_of(rows, one.iri)
    return Column(
        caveat=one,
        slug=one.iri.rpartition("/")[2],
        number=number,
        is_own=one in own.caveats,
        passages=found.total(),
        not_judged=found["not-judged"],
        not_observed=found["not-observed"],
        counts=tuple(
            Count(name, label, found[name]) for name, label, _ in OUTCOMES if found[name]
        ),
    )


def drawn_columns(page: LedgerPage) -> tuple[Column, ...]:
    """Return the caveats that the picture shows."""
    if page.chosen.caveat:
        return tuple(one for one in page.columns if one.slug == page.chosen.caveat)
    return tuple(one for one in page.columns if one.is_own) or page.columns


def told(page: LedgerPage) -> Iterator[Told]:
    """Yield what the picture of the spread shows: passages, and pages that carry them.

    It shows the claim's own caveats, or the one that was asked for: with all that apply
    to any passage, one look would not show where one of them was lost.
    """
    drawn = drawn_columns(page)
    for row in page.rows:
        outcomes = [
            row.cells[one.caveat.iri].outcome if one.caveat.iri in row.cells else None
            for one in drawn
        ]
        said = "; ".join(
            f"{one.caveat.title}: {OUTCOME_NAMES[outcome].lower()}"
            for one, outcome in zip(drawn, outcomes, strict=True)
            if outcome is not None
        )
        where = f"{row.outlet.label}, {row.part.label.lower()}"
        when = f", {row.published}" if row.published else ", date not recorded"
        yield Told(
            path=row.path,
            label=f"{where}{when}. {said or 'No caveat applies'}.",
            outlet=row.outlet.label,
            source=row.source.name,
            day=_day(row.earliest),
            is_headline=row.is_headline,
            outcomes=tuple(outcomes),
        )
    told_here = {row.source.name for row in page.rows}
    for copy in page.copies:
        if copy.later.name not in told_here:
            told_here.add(copy.later.name)
            yield Told(
                path=copy.later.path,
                label=f"{copy.outlet.label} carries the text of another page.",
                outlet=copy.outlet.label,
                source=copy.later.name,
                day=_day(copy.earliest),
                is_headline=False,
                outcomes=(),
            )


def pictures(page: LedgerPage) -> tuple[Spread, Spread]:
    """Lay out the spread of the rows twice: for wide screens and paper, and for narrow."""
    passages = tuple(told(page))
    copies = [(one.later.name, one.earlier, one.is_inferred) for one in page.copies]
    begun = _day(page.made)
    return (
        spread(passages, begun, copies, WIDE),
        spread(passages, begun, copies, NARROW),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
