"""A ledger before it is written: as a page, as JSON, as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.graph.store import Generation
from app.site import formats
from app.site.ledger import LEDGER, OUTCOME_NAMES, Column, LedgerPage, read_ledger
from app.site.pages import Page
from app.site.triples import Triples
from app.site.views.ledger import Row

#: What a spreadsheet would take for a formula; an apostrophe in front makes it text.
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table(Page):
    """A ledger before it is written; it has one format more than other pages."""

    def data(self, suffix: str) -> bytes:
        """Write it as JSON, or as a table for spreadsheets."""
        if suffix == formats.CSV.suffix:
            return _csv(self.view).encode()
        return Page.data(self, suffix)


def ledger_page(
    generation: Generation, claim_id: str, arguments: Mapping[str, str]
) -> Table:
    """Read the ledger of a claim that exists, as far as it is asked for."""
    view = read_ledger(generation, claim_id, arguments)
    page_id = f"{claim_id}/{LEDGER}"
    return Table(page_id, "ledger.html", view, Triples(()), offered=formats.TABLES)


def _csv(page: LedgerPage) -> str:
    """Write the rows as a table; each caveat's words stand in the name of its column."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    heads = [
        f"{one.caveat.title}: “{one.caveat.words.text}” <{one.caveat.iri}>"
        for one in page.columns
    ]
    table.writerow(
        [
            *("passage", "outlet", "date", "source", "part", "voice", "language", "words"),
            *("translation", "read", "read to its end", "repeats", "said of", "numbers"),
            *("labels added", "derived"),
            *(f"{head} – {what}" for head in heads for what in ("outcome", "fates")),
        ]
    )
    for row in page.rows:
        table.writerow(_inert(cell) for cell in _cells(row, page.columns))
    return out.getvalue()


def _cells(row: Row, columns: tuple[Column, ...]) -> Iterator[str]:
    yield from (row.iri, row.outlet.label, row.published or "", row.source.label)
    yield from (row.part.label, row.voice.label, row.lang, row.text, row.translation or "")
    yield from (row.read or "", "yes" if row.closed else "no", " ".join(row.restates))
    yield "; ".join(one.label for one in row.over)
    yield "; ".join(row.numbers)
    yield "; ".join(row.adds)
    yield "; ".join(f"{kind}: {one.label}" for kind, one in row.facts)
    for column in columns:
        cell = row.cells.get(column.caveat.iri)
        yield OUTCOME_NAMES[cell.outcome] if cell else ""
        yield ", ".join(one.label for one in cell.fates) if cell else ""


def _inert(cell: str) -> str:
    """Keep a spreadsheet from running words as a formula (OWASP, CSV injection).

    >>> _inert("=1+1"), _inert("1,196")
    ("'=1+1", '1,196')
    """
    return f"'{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell
