"""Dates at the precision known: EDTF (ISO 8601-2:2019) to the days they allow.

The bounds are those of the period that is stated: ``2019-01~`` (about January) and
``2019-01?`` (uncertain) have the bounds of January.  How far “about” reaches nobody said,
so no margin is added.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

#: What records use of EDTF: level 1 without times and years beyond four digits.  Of other
#: text the library is not asked: it prints and fails on half-known months (``2019-0X``),
#: and an exponent asks for a number of a milliard digits.
_YEAR = r"[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)"
_MONTH_OR_DAY = r"[0-9]{4}-(?:[0-9]{2}(?:-(?:[0-9]{2}|XX))?|XX(?:-XX)?)"
_SIDE = rf"(?:{_YEAR}|{_MONTH_OR_DAY})[~?%]?"
_EDTF = re.compile(rf"{_SIDE}|(?:{_SIDE}|\.\.)?/(?:{_SIDE}|\.\.)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OPEN = frozenset({"", ".."})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day that a date allows; None where it is open.

    ``fault`` says why the text is not a date; both days are None then.
    """

    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    fault: str = ""

    @property
    def is_reversed(self) -> bool:
        """Tell whether an interval ends before it begins."""
        return (
            self.earliest is not None
            and self.latest is not None
            and self.latest < self.earliest
        )


class _Parsed(Protocol):
    """What the EDTF library makes of a date."""

    def lower_strict(self) -> Any: ...
    def upper_strict(self) -> Any: ...


def day(text: str) -> datetime.date | None:
    """Return the day that ``YYYY-MM-DD`` stands for, or None if the calendar has none.

    >>> day("2019-01-31")
    datetime.date(2019, 1, 31)
    >>> day("2019-02-29")
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """Return the first and the last day of an EDTF date; never raises for a text.

    >>> bounds("../2018-11")
    Bounds(earliest=None, latest=datetime.date(2018, 11, 30), fault='')
    >>> bounds("2018-13").fault
    '“2018-13” is not in the calendar'
    """
    plain = day(text)
    if plain is not None:
        return Bounds(plain, plain)
    if not _EDTF.fullmatch(text):
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        return Bounds(fault=f"“{shown}” is not written as a date")
    first, slash, last = text.partition("/")
    if slash and first in _OPEN and last in _OPEN:
        return Bounds(fault=f"“{text}” is open at both ends and says nothing")
    try:
        return Bounds(_first_day(first), _last_day(last if slash else first))
    except _NotADateError:
        return Bounds(fault=f"“{text}” is not in the calendar")


class _NotADateError(ValueError):
    """One side of a date stands for no day of the calendar."""


def _first_day(text: str) -> datetime.date | None:
    return None if text in _OPEN else _to_day(_parse(text).lower_strict)


def _last_day(text: str) -> datetime.date | None:
    return None if text in _OPEN else _to_day(_parse(text).upper_strict)


def _parse(text: str) -> _Parsed:
    """Parse one side of an interval; each side by itself is a date of its own.

    The library would give an empty end (unknown) a margin of ten years.
    """
    if _DAY.fullmatch(text.rstrip("~?%")) and day(text[:10]) is None:
        raise _NotADateError  # the library lets 2019-02-29 pass
    # The library takes a tenth of a second to import, and most dates are plain days.
    import edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed: _Parsed = edtf.parse_edtf(text)
    except (EDTFParseException, ValueError) as error:
        raise _NotADateError from error
    return parsed


def _to_day(bound: Any) -> datetime.date:
    """Turn the library's moment into a day of the calendar (years 1 to 9999)."""
    try:
        moment = bound()
        return datetime.date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    except (ValueError, AttributeError, TypeError, IndexError) as error:
        raise _NotADateError from error
