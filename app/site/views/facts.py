"""Derived facts as pages show them: computed, by which rule, from what.

Each stands apart from what editors said and leads to its rule.  A figure is never shown
without its unit and the whole that it is a part of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.site.views.values import Ref, Value
from app.site.views.words import Reader

#: The rules whose facts are said of single passages, in the order in which they are read.
PASSAGE_RULES = (
    "scope",
    "certainty",
    "relation",
    "carried",
    "labels",
    "leaning",
    "removal-told",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule concludes: an outcome, a figure or both.

    ``whole`` is what a figure is a part of, ``text`` the same in words with what was not
    judged, or the arithmetic; ``groups`` are what else tells figures of one rule apart.
    """

    iri: str
    path: str
    rule: Ref
    about: Ref
    outcomes: tuple[Value, ...]
    value: str | None
    whole: int | None
    unit: str | None
    text: str | None
    language: str | None
    step: int | None
    derived_from: tuple[Ref, ...]


def fact(reader: Reader, iri: str) -> Fact:
    """Read a derived fact."""
    return reader.once(_fact, iri)


def _fact(reader: Reader, iri: str) -> Fact:
    triples = reader.triples
    about = triples.iris(iri, "schema:observationAbout")[0]
    step = triples.text(iri, "schema:position")
    whole = triples.text(iri, "schema:maxValue")
    return Fact(
        iri=iri,
        path=reader.path(iri),
        rule=reader.refs(iri, "prov:wasGeneratedBy")[0],
        about=_named(reader, about),
        outcomes=reader.values(iri, "dct:type"),
        value=triples.text(iri, "schema:value"),
        whole=None if whole is None else int(whole),
        unit=triples.text(iri, "schema:unitText"),
        text=triples.text(iri, "rdfs:comment"),
        language=triples.text(iri, "dct:language"),
        step=None if step is None else int(step),
        derived_from=tuple(
            reader.ref(item)
            for item in triples.iris(iri, "prov:wasDerivedFrom")
            if item != about
        ),
    )


def _named(reader: Reader, iri: str) -> Ref:
    """Return a link to what a fact is about; a passage goes by its publisher and words."""
    source = next(iter(reader.triples.subjects(iri, "schema:hasPart")), None)
    if source is None or not reader.triples.literal(iri, "schema:text"):
        return reader.ref(iri)
    words = reader.words(iri)
    who = (words.publisher or words.source).label
    return replace(reader.ref(iri), label=f"{who}, {words.part.label.lower()}")


def facts(reader: Reader, about: Iterable[str], *rules: str) -> tuple[Fact, ...]:
    """Read the facts about some nodes that *rules* gave, in the order of the rules."""
    found = [
        fact(reader, iri)
        for item in about
        for iri in reader.triples.subjects(item, "schema:observationAbout")
    ]
    order = {name: number for number, name in enumerate(rules)}
    kept = [one for one in found if rule_name(one) in order]
    return tuple(sorted(kept, key=lambda one: (order[rule_name(one)], one.iri)))


def rule_name(one: Fact) -> str:
    """Return the name of the rule that gave a fact."""
    return one.rule.iri.rpartition("#")[2]


def further(reader: Reader, record: str, drawn: Iterable[str]) -> tuple[str, ...]:
    """Return the names of facts about a record and its parts that are not *drawn*.

    Each has an IRI that must lead somewhere; *drawn* are paths.
    """
    known = set(drawn)
    return tuple(
        iri.partition("#")[2]
        for iri in reader.triples.typed("schema:Observation")
        if iri.startswith(f"{record}#") and reader.path(iri) not in known
    )


def paths(items: Iterable[Fact | Row]) -> Iterator[str]:
    """Yield the paths of the facts that stand in a list or a table."""
    for one in items:
        if isinstance(one, Row):
            yield from (cell.path for cell in one.cells)
        else:
            yield one.path


#: The outcomes of a caveat in the order of the columns of a table.
_COLUMNS = tuple(
    f"caveat-{name}"
    for name in (
        "kept",
        "kept-and-changed",
        "changed",
        "left-out",
        "reversed",
        "not-observed",
        "not-applicable",
        "not-judged",
    )
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a row: an outcome, its number, and the fact that it comes from."""

    outcome: Value
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group: each outcome, and the whole that they add up to."""

    rule: Ref
    label: str
    unit: str
    whole: int
    cells: tuple[Cell, ...]


def rows(reader: Reader, about: str, *rules: str) -> tuple[Row, ...]:
    """Read the figures about a node as rows, a group each, in the order of *rules*."""
    groups: dict[tuple[int, str], list[Fact]] = {}
    for one in facts(reader, [about], *rules):
        groups.setdefault((rules.index(rule_name(one)), _group(one)), []).append(one)
    return tuple(_row(label, found) for (_, label), found in sorted(groups.items()))


def _group(one: Fact) -> str:
    """Return what tells a figure apart from others of its rule."""
    if one.language is not None:
        return one.language
    if one.step is not None:
        return f"copied {one.step} times" if one.step > 1 else _STEPS[one.step]
    parts = [value.label for value in one.outcomes if value.name not in _COLUMNS]
    return parts[0] if parts else "all"


_STEPS = ("texts of their own", "copied once")


def _row(label: str, found: list[Fact]) -> Row:
    cells = [
        Cell(value, int(one.value or 0), one.path)
        for one in found
        for value in one.outcomes
        if value.name in _COLUMNS
    ]
    return Row(
        rule=found[0].rule,
        label=label,
        unit=found[0].unit or "",
        whole=found[0].whole or 0,
        cells=tuple(sorted(cells, key=lambda cell: _COLUMNS.index(cell.outcome.name))),
    )
