"""Numbers in circulation: who gives which number, and what is in it.

A number of passages is set beside what was announced of the sets that it counts, so that
a sum of sets with different attributions is seen to be one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.site.views.restatements import Restatement
from app.site.views.values import Ref, Value
from app.site.views.words import Count, Reader

_ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Part:
    """A set that a number counts, with what was announced of it, if a figure was."""

    set: Ref
    announced: int | None


@dataclass(frozen=True, slots=True)
class Giver:
    """A passage that gives a number, as it prints it."""

    path: str
    who: str
    published: str | None
    part: Value
    as_printed: str
    rounding: Value | None


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one unit, the sets that it counts together, and who gives it.

    ``total`` is what was announced of those sets together, where each has a figure.
    """

    value: int | None
    unit: Value
    parts: tuple[Part, ...]
    total: int | None
    givers: tuple[Giver, ...]


def numbers(reader: Reader, found: Iterable[Restatement]) -> tuple[Number, ...]:
    """Collect the numbers of passages: sums first, then what most passages give."""
    held: dict[tuple[object, ...], list[tuple[Restatement, Count]]] = defaultdict(list)
    for item in found:
        for count in item.numbers:
            key = (
                count.value if count.value is not None else count.as_printed,
                count.unit.iri,
                tuple(ref.iri for ref in count.over),
            )
            held[key].append((item, count))
    made = [_number(reader, rows) for rows in held.values()]
    return tuple(
        sorted(
            made,
            key=lambda one: (len(one.parts) < 2, -len(one.givers), -(one.value or 0)),
        )
    )


def _number(reader: Reader, rows: list[tuple[Restatement, Count]]) -> Number:
    first = rows[0][1]
    parts = tuple(Part(ref, _announced(reader, ref)) for ref in first.over)
    figures = [part.announced for part in parts if part.announced is not None]
    return Number(
        value=first.value,
        unit=first.unit,
        parts=parts,
        total=sum(figures) if parts and len(figures) == len(parts) else None,
        givers=tuple(
            Giver(
                path=item.words.path,
                who=(item.words.publisher or item.words.source).label,
                published=item.words.published,
                part=item.words.part,
                as_printed=count.as_printed,
                rounding=count.rounding,
            )
            for item, count in rows
        ),
    )


def _announced(reader: Reader, set_ref: Ref) -> int | None:
    for count in reader.counts(set_ref.iri):
        if count.basis is not None and count.basis.name == _ANNOUNCED:
            return count.value
    return None
