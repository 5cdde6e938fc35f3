"""What a reader asks of a ledger: which rows, in which order.

The answers to what is asked come from the rows themselves.  What is in none of them is told
and left aside, so that a mistyped address still shows the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.site.views.ledger import Row

_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Option:
    """A value that rows have, what it is called, and how many rows have it."""

    value: str
    label: str
    passages: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that can be asked of rows, with the values that there are."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str


#: A value of a row, and what it is called.
_Values = Callable[[Row], Iterable[tuple[str, str]]]


def _slug(name: str) -> str:
    return name.rpartition("/")[2]


FILTERS: dict[str, tuple[str, _Values]] = {
    "outlet": ("Outlet", lambda row: [(_slug(row.outlet.name), row.outlet.label)]),
    "part": ("Part", lambda row: [(row.part.name, row.part.label)]),
    "voice": ("Voice", lambda row: [(row.voice.name, row.voice.label)]),
    "language": ("Language", lambda row: [(row.lang.lower(), row.lang)]),
    "scope": (
        "Said of",
        lambda row: [(one.name, one.label) for kind, one in row.facts if kind == "scope"],
    ),
}
_SORTS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "date": lambda row: (row.earliest or "9999", row.iri),
    "outlet": lambda row: (row.outlet.label.casefold(), row.earliest or "9999", row.iri),
    "part": lambda row: (row.part.label, row.earliest or "9999", row.iri),
    "language": lambda row: (row.lang, row.earliest or "9999", row.iri),
}
SORTS = tuple(_SORTS)
_DATES = ("from", "to")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, as far as it can be: filters by name, a caveat, an outcome, an order.

    ``unknown`` are pairs of what was asked for and is in no row.
    """

    chosen: Mapping[str, str]
    caveat: str
    outcome: str
    dates: Mapping[str, str]
    sort: str
    both: bool
    unknown: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The query of the URL that asks the same, in one order."""
        pairs = [(name, self.chosen[name]) for name in FILTERS if name in self.chosen]
        pairs += [("caveat", self.caveat)] if self.caveat else []
        pairs += [("outcome", self.outcome)] if self.outcome else []
        pairs += [(name, self.dates[name]) for name in _DATES if name in self.dates]
        pairs += [("sort", self.sort)] if self.sort != SORTS[0] else []
        pairs += [("both", "yes")] if self.both else []
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def is_empty(self) -> bool:
        """Whether all rows are asked for."""
        return not (self.chosen or self.outcome or self.dates)


def asked(
    arguments: Mapping[str, str],
    rows: Iterable[Row],
    caveats: Mapping[str, str],
    outcomes: Iterable[str],
) -> Asked:
    """Read what is asked from the arguments of a URL; *caveats* are IRIs by slug."""
    found = tuple(rows)
    known = {
        name: {value for row in found for value, _ in read(row)}
        for name, (_, read) in FILTERS.items()
    }
    known |= {"caveat": set(caveats), "outcome": set(outcomes), "sort": set(SORTS)}
    given = {name: arguments[name].strip() for name in known if arguments.get(name)}
    right = {name: value for name, value in given.items() if value in known[name]}
    dates = {name: arguments[name].strip() for name in _DATES if arguments.get(name)}
    days = {name: value for name, value in dates.items() if _is_day(value)}
    wrong = [
        (name, value[:_MOST_SHOWN])
        for name, value in {**given, **dates}.items()
        if name not in right and name not in days
    ]
    return Asked(
        chosen={name: value for name, value in right.items() if name in FILTERS},
        caveat=right.get("caveat", ""),
        outcome=right.get("outcome", ""),
        dates=days,
        sort=right.get("sort", SORTS[0]),
        both=wants_both(arguments),
        unknown=tuple(wrong),
    )


def wants_both(arguments: Mapping[str, str]) -> bool:
    """Tell whether both texts are asked for, with the reasons of the judgements."""
    return arguments.get("both") == "yes"


def _is_day(text: str) -> bool:
    """Tell whether a text is a year, a month or a day, as dates are compared here."""
    parts = text.split("-")
    sizes = tuple(len(part) for part in parts)
    return sizes in ((4,), (4, 2), (4, 2, 2)) and all(
        part.isascii() and part.isdecimal() for part in parts
    )


def chosen_rows(
    rows: Iterable[Row], asked: Asked, caveats: Mapping[str, str]
) -> tuple[Row, ...]:
    """Return the rows that are asked for, in the order that is asked for."""
    wanted = [caveats[asked.caveat]] if asked.caveat else list(caveats.values())
    kept = [
        row
        for row in rows
        if _fits(row, asked)
        and (
            not asked.outcome
            or any(
                row.cells[iri].outcome == asked.outcome
                for iri in wanted
                if iri in row.cells
            )
        )
    ]
    return tuple(sorted(kept, key=_SORTS[asked.sort]))


def _fits(row: Row, asked: Asked) -> bool:
    for name, value in asked.chosen.items():
        if value not in {one for one, _ in FILTERS[name][1](row)}:
            return False
    day = row.earliest
    if asked.dates and day is None:
        return False
    since, until = asked.dates.get("from", ""), asked.dates.get("to", "")
    return not (day and (day < since or (until and day[: len(until)] > until)))


def filters(rows: Iterable[Row], asked: Asked) -> tuple[Filter, ...]:
    """Return what can be asked, with the number of passages of the whole ledger."""
    found = tuple(rows)
    made = []
    for name, (label, read) in FILTERS.items():
        labels: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for row in found:
            for value, called in read(row):
                labels[value] = called
                counted[value] += 1
        chosen = asked.chosen.get(name, "")
        options = tuple(
            Option(value, labels[value], counted[value], value == chosen)
            for value in sorted(labels, key=lambda one: (-counted[one], labels[one]))
        )
        made.append(Filter(name, label, options, chosen))
    return tuple(made)
