"""The ledger of a claim: every passage that repeats it against every caveat.

Rows are read by a few SELECTs and not from the triples of a page: two hundred passages with
six caveats are some ten thousand statements, of which a table shows a fifth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from app.graph.iris import VOCABULARY
from app.graph.store import Generation
from app.site.queries import query, with_nodes
from app.site.vocabulary import own_term

_OUTCOME = f"{VOCABULARY}caveat-"
#: Parts that stand above a text, as :file:`schemas/rules/texts.rq` has them.
HEADLINES = frozenset({"headline", "deck", "address"})
_OUTCOMES = "outcomes"
_NOT_JUDGED = "not judged"
#: The rules whose facts a row shows, with what they are called there.
DIMENSIONS = {
    "scope": "accounts",
    "certainty": "certainty",
    "relation": "relation",
    "counts": "number",
    "leaning": "revised since",
    "removal-told": "removal",
}


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
    text: str
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

    def named(self, term: ox.NamedNode, label: ox.Literal) -> Named:
        return Named(term.value, label.value, self.base.path(term.value) or "")

    def rows(self, claim_id: str, *, reasons: bool) -> tuple[Row, ...]:
        chosen = self._generation.select(query("ledger"), claim_id)
        passages = sorted(row["passage"].value for row in chosen)
        found = list(self._generation.select(with_nodes("ledger_rows", nodes=passages)))
        cells, facts = self._derived(passages, reasons=reasons)
        more = self._more(passages)
        # A document may have two titles, one in translation; the first in order is shown.
        made = {
            row["passage"].value: self._row(row, cells, facts, more)
            for row in sorted(found, key=lambda row: str(row["title"]), reverse=True)
        }
        return tuple(
            sorted(made.values(), key=lambda one: (one.earliest or "9999", one.iri))
        )

    def _row(
        self,
        row: ox.QuerySolution,
        cells: dict[str, dict[str, Cell]],
        facts: dict[str, set[tuple[str, str]]],
        more: dict[str, list[tuple[str, Named]]],
    ) -> Row:
        iri = row["passage"].value
        rest = more.get(iri, [])
        return Row(
            iri=iri,
            path=self.base.path(iri) or "",
            text=row["text"].value,
            lang=row["text"].language or "",
            translation=_text(row["translation"]),
            part=_value(row["part"].value),
            voice=_value(row["voice"].value),
            source=self.named(row["source"], row["title"]),
            outlet=self.named(row["outlet"], row["name"]),
            published=_text(row["published"]),
            earliest=_text(row["earliest"]),
            read=None if row["read"] is None else _value(row["read"].value).label,
            closed=_text(row["closed"]) == "true",
            restates=tuple(value.name for kind, value in rest if kind == "restates"),
            over=tuple(value for kind, value in rest if kind == "over"),
            numbers=tuple(value.label for kind, value in rest if kind == "number"),
            adds=tuple(value.label for kind, value in rest if kind == "adds"),
            facts=tuple((rule, _value(value)) for rule, value in sorted(facts[iri])),
            cells=cells[iri],
        )

    def _derived(
        self, passages: Iterable[str], *, reasons: bool
    ) -> tuple[dict[str, dict[str, Cell]], dict[str, set[tuple[str, str]]]]:
        """Read the outcome for each caveat, and what else rules gave, by passage."""
        fates = self._fates(passages)
        why = self._reasons(passages) if reasons else {}
        cells: dict[str, dict[str, Cell]] = defaultdict(dict)
        facts: dict[str, set[tuple[str, str]]] = defaultdict(set)
        caveats = self.base.absolute("caveats/")
        for row in self._generation.select(with_nodes("ledger_facts", nodes=passages)):
            passage, outcome = row["passage"].value, row["outcome"].value
            rule, _, name = row["fact"].value.partition("~")[2].partition(".")
            if rule in DIMENSIONS:
                facts[passage].add((rule, outcome))
            if rule == _OUTCOMES:
                judgement = f"{passage}.{name}"
                given = tuple(map(_value, sorted(fates.get(judgement, ()))))
                cells[passage][caveats + name] = Cell(
                    outcome=outcome.removeprefix(_OUTCOME),
                    fates=given,
                    text=", ".join(one.label for one in given) or _NOT_JUDGED,
                    reason=why.get(judgement),
                    path=self.base.path(judgement) if given else None,
                )
        return cells, facts

    def _fates(self, passages: Iterable[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._generation.select(with_nodes("ledger_fates", nodes=passages)):
            found[row["treatment"].value].append(row["fate"].value)
        return found

    def _reasons(self, passages: Iterable[str]) -> dict[str, str]:
        found = self._generation.select(with_nodes("ledger_reasons", nodes=passages))
        return {row["treatment"].value: row["reason"].value for row in found}

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
        return {
            passage: sorted(items, key=lambda one: (one[0], one[1].label, one[1].name))
            for passage, items in found.items()
        }

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


@cache
def _value(iri: str) -> Named:
    """Return a list value with its label; the vocabulary ships with the program."""
    name = iri.removeprefix(VOCABULARY)
    return Named(name, own_term(name).label, f"/ns#{name}")


def ledger_rows(
    generation: Generation, claim_id: str, *, reasons: bool = False
) -> tuple[Row, ...]:
    """Read the passages of the ledger of a claim, in order of their dates."""
    return _Reading(generation).rows(claim_id, reasons=reasons)


def copies_of(generation: Generation, rows: Iterable[Row]) -> tuple[Copy, ...]:
    """Read which pages carry the texts that some passages stand in."""
    return _Reading(generation).copies({row.source.name for row in rows})


def outcomes_of(rows: Iterable[Row], caveat: str) -> Counter[str]:
    """Count the outcomes for a caveat, over the passages to which it applies."""
    return Counter(row.cells[caveat].outcome for row in rows if caveat in row.cells)
