"""The spread of a claim: who repeated it when, and what became of each caveat.

A lane is an outlet, time runs from left to right, and a passage is a column of squares, one
for each caveat that applies to it, in the order of the claim's caveats.  The square is the
one that stands for its outcome everywhere on the site: full, half, empty, crossed, dotted.

Time is drawn by the logarithm of the days since the claim.  Most texts follow within a week
and some after years; on an even scale the week in which a caveat is lost is one dot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p

SIDE = 11
_STEP = 13
_COLUMN = 16
_PAD = 8
_TOP = 34
_FOOT = 12
#: Days since the claim that the scale marks, and what they are called.
_TICKS = (
    (0, "same day"),
    (1, "a day"),
    (7, "a week"),
    (30, "a month"),
    (365, "a year"),
    (3650, "ten years"),
)
_LEAST_SPAN = 8
#: The squares of the site as paths from their upper left corner, each with its style.
_BOX = ("edge", "m.75 .75h9.5v9.5h-9.5z")
_DOTS = ("dots", "m.75 .75h9.5v9.5h-9.5z")
SHAPES: dict[str, tuple[tuple[str, str], ...]] = {
    "kept": (("full", "h11v11h-11z"),),
    "kept-and-changed": (_BOX, ("full", "h5.5v5.5h5.5v5.5h-11z")),
    "changed": (_BOX, ("full", "h5.5v11h-5.5z")),
    "left-out": (_BOX,),
    "reversed": (("edge", "m.75 .75h9.5v9.5h-9.5zm1.5 1.5l6.5 6.5m0 -6.5l-6.5 6.5"),),
    "not-observed": (_DOTS, ("full", "m4 4h3v3h-3z")),
    "not-judged": (_DOTS,),
    "not-applicable": (("faint", "m3 5.5h5"),),
}
_RING = "m1 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0"
_LEAST_APART = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A passage to be drawn: where it stands, when, and the outcome for each caveat.

    ``outcomes`` has a place for each caveat of the claim; None where it does not apply.
    ``day`` is the first day that the date of the source allows; None where there is none.
    """

    path: str
    label: str
    outlet: str
    source: str
    day: date | None
    is_headline: bool
    outcomes: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a picture is, and where the names of its lanes stand."""

    name: str
    width: int
    left: int
    names_above: bool


WIDE = Frame("wide", 1040, 210, names_above=False)
NARROW = Frame("narrow", 340, 4, names_above=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A passage as it is drawn: a link with one square a caveat, paths by style."""

    x: int
    y: int
    height: int
    path: str
    label: str
    source: str
    is_headline: bool
    paths: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """An outlet with its passages."""

    name: str
    y: int
    name_y: int
    line_y: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the scale of time."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Copied:
    """That a page carries the text of another, from the earlier to the later."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """A picture, laid out."""

    frame: Frame
    height: int
    undated_x: int | None
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    copied: tuple[Copied, ...]


class _Scale:
    """Turns days since the claim into places on the line."""

    def __init__(self, frame: Frame, begin: date | None, days: Sequence[date]) -> None:
        self._frame = frame
        self._begin = begin or (min(days) if days else None)
        self.span = max(
            [_LEAST_SPAN, *((day - self._begin).days for day in days if self._begin)]
        )

    @property
    def right(self) -> int:
        """Where the dated part of the line ends; what has no date stands behind it."""
        return self._frame.width - 2 * _COLUMN - _PAD

    def place(self, days: float) -> int:
        """Return the place of so many days after the claim."""
        share = log1p(max(0, days)) / log1p(self.span)
        return round(self._frame.left + _PAD + share * (self.right - self._frame.left - 40))

    def of(self, day: date | None) -> int:
        """Return the place of a day."""
        if day is None or self._begin is None:
            return self.right
        return self.place((day - self._begin).days)


def spread(
    told: Iterable[Told],
    begin: date | None,
    copies: Iterable[tuple[str, str, bool]],
    frame: Frame = WIDE,
) -> Spread:
    """Lay out the picture of a claim that was made on the day *begin*.

    Args:
        told: the passages; lanes come in the order in which outlets first appear.
        begin: the first day of the claim, where it is known.
        copies: pairs of sources, the one that carries first, and whether that is inferred.
        frame: the width, and where names stand.
    """
    passages = sorted(told, key=lambda one: (one.day or date.max, one.outlet, one.path))
    scale = _Scale(frame, begin, [one.day for one in passages if one.day])
    by_outlet: dict[str, list[Told]] = {}
    for one in passages:
        by_outlet.setdefault(one.outlet, []).append(one)
    lanes, y = [], _TOP
    for outlet, found in by_outlet.items():
        lane, y = _lane(outlet, found, y, scale, frame)
        lanes.append(lane)
    undated = any(one.day is None for one in passages)
    ticks = tuple(
        Tick(scale.place(days), label) for days, label in _TICKS if days <= scale.span
    )
    return Spread(
        frame=frame,
        height=y + _FOOT,
        undated_x=scale.right if undated else None,
        ticks=_apart(ticks, scale.right - 60 if undated else frame.width - 40),
        lanes=tuple(lanes),
        copied=_copied(lanes, copies),
    )


def _apart(ticks: Sequence[Tick], right: int) -> tuple[Tick, ...]:
    """Leave out marks whose names would run into each other or into the margin."""
    kept: list[Tick] = []
    for tick in ticks:
        if tick.x <= right and (not kept or tick.x - kept[-1].x >= _LEAST_APART):
            kept.append(tick)
    return tuple(kept)


def _lane(
    outlet: str, found: Sequence[Told], y: int, scale: _Scale, frame: Frame
) -> tuple[Lane, int]:
    """Lay out one lane; return it, and where the next one begins."""
    top = y + (18 if frame.names_above else 6)
    rows = max(len(one.outcomes) for one in found) or 1
    tall = rows * _STEP
    columns, free = [], [-_COLUMN]
    line, deepest = 0, 0
    for one in found:
        x = scale.of(one.day)
        # What would cover its neighbour goes beside it, or begins a line below.
        x = max(x, free[line] + _COLUMN)
        if x > frame.width - _COLUMN:
            line += 1
            free.append(-_COLUMN)
            x = min(scale.of(one.day), frame.width - 2 * _COLUMN)
        free[line] = x
        deepest = max(deepest, line)
        columns.append(_column(one, x, top + line * (tall + 6)))
    height = (deepest + 1) * (tall + 6)
    name_y = y + 13 if frame.names_above else top + SIDE
    lane = Lane(outlet, y, name_y, top + height, tuple(columns))
    return lane, top + height + 4


def _column(one: Told, x: int, y: int) -> Column:
    drawn: dict[str, list[str]] = {}
    for number, outcome in enumerate(one.outcomes):
        for style, shape in SHAPES[outcome or "not-applicable"]:
            drawn.setdefault(style, []).append(f"M{x} {y + number * _STEP}{shape}")
    if not one.outcomes:
        drawn["edge"] = [f"M{x}.5 {y + SIDE / 2}{_RING}"]
    return Column(
        x=x,
        y=y,
        height=max(1, len(one.outcomes)) * _STEP,
        path=one.path,
        label=one.label,
        source=one.source,
        is_headline=one.is_headline,
        paths=tuple((style, "".join(parts)) for style, parts in sorted(drawn.items())),
    )


def _copied(
    lanes: Sequence[Lane], copies: Iterable[tuple[str, str, bool]]
) -> tuple[Copied, ...]:
    """Draw each copy from the first passage of the earlier text to that of the later."""
    first: dict[str, Column] = {}
    for lane in lanes:
        for column in lane.columns:
            first.setdefault(column.source, column)
    half = SIDE // 2
    return tuple(
        Copied(
            first[earlier].x + half,
            first[earlier].y + half,
            first[later].x + half,
            first[later].y + half,
            is_inferred,
        )
        for later, earlier, is_inferred in sorted(copies)
        if later in first and earlier in first
    )
