"""The ledger of a claim: every passage that repeats it against every caveat.

Rows are read by a few SELECTs and not from the triples of a page: two hundred passages with
six caveats are some ten thousand statements, of which a table shows a fifth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from app.graph.iris import VOCABULARY
from app.graph.store import Generation
from app.site.queries import query, with_nodes

_OUTCOME = f"{VOCABULARY}caveat-"
#: Parts that stand above a text, as :file:`schemas/rules/texts.rq` has them.
HEADLINES = frozenset({"headline", "deck", "address"})
_BINDING = frozenset({"over", "number", "adds", "restates"})


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name and, where the site shows it, a path."""

    name: str
    label: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a caveat in a passage: its outcome, and the judgement behind it."""

    outcome: str
    fates: tuple[Named, ...]
    reason: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with all that is recorded and derived of it; cells are by caveat IRI."""

    iri: str
    path: str
    text: str
    lang: str
    translation: str | None
    part: Named
    voice: Named
    source: Named
    outlet: Named
    published: str | None
    earliest: str | None
    read: str | None
    closed: bool
    restates: tuple[str, ...]
    over: tuple[Named, ...]
    numbers: tuple[str, ...]
    adds: tuple[str, ...]
    facts: tuple[tuple[str, Named], ...]
    cells: dict[str, Cell]

    @property
    def is_headline(self) -> bool:
        """Whether the passage stands above a text."""
        return self.part.name in HEADLINES


@dataclass(frozen=True, slots=True)
class Copy:
    """A page that carries the text of another one."""

    later: Named
    earlier: str
    outlet: Named
    published: str | None
    earliest: str | None
    is_inferred: bool


class _Reading:
    """Reads rows from a generation."""

    def __init__(self, generation: Generation) -> None:
        self.base = generation.base
        self._generation = generation

    def path(self, term: ox.NamedNode) -> str:
        return self.base.path(term.value) or ""

    def named(self, term: ox.NamedNode, label: ox.Literal) -> Named:
        name = term.value.rpartition("#")[2] if "#" in term.value else term.value
        return Named(name, label.value, self.path(term))

    def rows(self, claim_id: str) -> tuple[Row, ...]:
        found = list(self._generation.select(query("ledger"), claim_id))
        passages = sorted({row["passage"].value for row in found})
        cells, more = self._cells(passages), self._more(passages)
        # A document may have two titles, one in translation; the first in order is shown.
        made = {
            row["passage"].value: self._row(row, cells, more)
            for row in sorted(found, key=lambda row: str(row["title"]), reverse=True)
        }
        return tuple(
            sorted(made.values(), key=lambda one: (one.earliest or "9999", one.iri))
        )

    def _row(
        self,
        row: ox.QuerySolution,
        cells: dict[str, dict[str, Cell]],
        more: dict[str, list[tuple[str, Named]]],
    ) -> Row:
        iri = row["passage"].value
        rest = more[iri]
        return Row(
            iri=iri,
            path=self.path(row["passage"]),
            text=row["text"].value,
            lang=row["text"].language or "",
            translation=_text(row["translation"]),
            part=self.named(row["part"], row["partLabel"]),
            voice=self.named(row["voice"], row["voiceLabel"]),
            source=self.named(row["source"], row["title"]),
            outlet=self.named(row["outlet"], row["name"]),
            published=_text(row["published"]),
            earliest=_text(row["earliest"]),
            read=_text(row["read"]),
            closed=_text(row["closed"]) == "true",
            restates=tuple(value.name for kind, value in rest if kind == "restates"),
            over=tuple(value for kind, value in rest if kind == "over"),
            numbers=tuple(value.label for kind, value in rest if kind == "number"),
            adds=tuple(value.label for kind, value in rest if kind == "adds"),
            facts=tuple((kind, value) for kind, value in rest if kind not in _BINDING),
            cells=cells.get(iri, {}),
        )

    def _cells(self, passages: Iterable[str]) -> dict[str, dict[str, Cell]]:
        found: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
        heads: dict[tuple[str, str], tuple[str, str | None, str | None]] = {}
        for row in self._generation.select(with_nodes("ledger_fates", nodes=passages)):
            key = row["passage"].value, row["caveat"].value
            treatment = row["treatment"]
            heads[key] = (
                row["outcome"].value.removeprefix(_OUTCOME),
                _text(row["reason"]),
                None if treatment is None else self.path(treatment),
            )
            if row["fate"] is not None:
                fate = self.named(row["fate"], row["fateLabel"])
                found[key][fate.name] = fate
        cells: dict[str, dict[str, Cell]] = defaultdict(dict)
        for (passage, caveat), (outcome, reason, path) in sorted(heads.items()):
            fates = found[passage, caveat]
            cells[passage][caveat] = Cell(
                outcome, tuple(fates[name] for name in sorted(fates)), reason, path
            )
        return cells

    def _more(self, passages: Iterable[str]) -> dict[str, list[tuple[str, Named]]]:
        found: dict[str, set[tuple[str, Named]]] = defaultdict(set)
        for row in self._generation.select(with_nodes("ledger_more", nodes=passages)):
            kind, value, label = row["kind"].value, row["value"], row["label"]
            if value is None:
                named = Named("", label.value)
            elif label is None:
                named = Named(value.value, "")
            else:
                named = self.named(value, label)
            found[row["passage"].value].add((kind, named))
        return defaultdict(
            list,
            {
                passage: sorted(items, key=lambda one: (one[0], one[1].label, one[1].name))
                for passage, items in found.items()
            },
        )

    def copies(self, sources: Iterable[str]) -> tuple[Copy, ...]:
        found = {
            (row["later"].value, row["earlier"].value): Copy(
                later=self.named(row["later"], row["title"]),
                earlier=row["earlier"].value,
                outlet=self.named(row["outlet"], row["name"]),
                published=_text(row["published"]),
                earliest=_text(row["earliest"]),
                is_inferred=row["basis"].value.endswith("#inferred"),
            )
            for row in self._generation.select(with_nodes("ledger_copies", nodes=sources))
        }
        return tuple(found[key] for key in sorted(found))


def _text(term: ox.Literal | None) -> str | None:
    return None if term is None else term.value


def ledger_rows(generation: Generation, claim_id: str) -> tuple[Row, ...]:
    """Read the passages of the ledger of a claim, in order of their dates."""
    return _Reading(generation).rows(claim_id)


def copies_of(generation: Generation, rows: Iterable[Row]) -> tuple[Copy, ...]:
    """Read which pages carry the texts that some passages stand in."""
    return _Reading(generation).copies({row.source.name for row in rows})


def outcomes_of(rows: Iterable[Row], caveat: str) -> Counter[str]:
    """Count the outcomes for a caveat, over the passages to which it applies."""
    return Counter(row.cells[caveat].outcome for row in rows if caveat in row.cells)
