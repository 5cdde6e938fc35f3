"""Dates at the precision known: EDTF (ISO 8601-2:2019) and the days that it allows.

The bounds are those of the stated period.  An approximate date is not widened: how far
"about" reaches is not said, and a query must not compute with a guess.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

#: Longer than any date that a record needs; the grammar is slow on long nonsense.
_LONGEST = 60
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What a record may give: a date or season with digits left open and with doubt.
_PERIOD = re.compile(r"[0-9X]{4}(?:-[0-9X]{2}){0,2}[~?%]?")
_OPEN = ("..", "")


class DateError(ValueError):
    """The text is no date in EDTF, or of a form that records do not use."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that a date allows; None where it is open."""

    earliest: datetime.date | None
    latest: datetime.date | None


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """Return the days between which *text* lies.

    >>> bounds("2019-01~")
    Bounds(earliest=datetime.date(2019, 1, 1), latest=datetime.date(2019, 1, 31))
    >>> bounds("../2018-11")
    Bounds(earliest=None, latest=datetime.date(2018, 11, 30))

    Raises:
        DateError: *text* is no such date, or its end lies before its start.
    """
    if len(text) > _LONGEST:
        raise DateError("the date is too long")
    start, slash, end = text.partition("/")
    if not slash:
        first, last = _period(text)
        return Bounds(first, last)
    earliest = None if start in _OPEN else _period(start)[0]
    latest = None if end in _OPEN else _period(end)[1]
    if earliest is None and latest is None:
        raise DateError("the interval is open at both ends")
    if earliest is not None and latest is not None and latest < earliest:
        raise DateError("the interval ends before it starts")
    return Bounds(earliest, latest)


def _period(text: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of a date without an interval."""
    if _DAY.fullmatch(text):
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            raise DateError("there is no such day") from None
        return day, day
    if not _PERIOD.fullmatch(text):
        raise DateError("it is not a day, month or year, or an interval of these")
    # Imported late: it takes 0.2 s, and most dates are plain days.
    import edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = edtf.parse_edtf(text)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        return datetime.date(*first[:3]), datetime.date(*last[:3])
    except (EDTFParseException, ValueError) as error:
        raise DateError("there is no such date") from error
