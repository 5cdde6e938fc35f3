"""Dates as a person reads them; what has no plain form is shown as it is written."""

from __future__ import annotations

import re

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SIMPLE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)")
_DOUBT = {"": "", "~": "about ", "?": "possibly ", "%": "possibly about "}


def human(edtf: str) -> str:
    """Write an EDTF date (ISO 8601-2) in words.

    >>> human("2019-01-31")
    '31 January 2019'
    >>> human("../2018-11")
    'by November 2018'
    >>> human("2018-10/2018-12")
    'between October 2018 and December 2018'
    >>> human("2019-01~")
    'about January 2019'
    """
    start, slash, end = edtf.partition("/")
    if not slash:
        return _simple(edtf)
    if start in ("", ".."):
        return f"by {_simple(end)}"
    if end in ("", ".."):
        return f"from {_simple(start)}"
    return f"between {_simple(start)} and {_simple(end)}"


def _simple(text: str) -> str:
    match = _SIMPLE.fullmatch(text)
    if match is None:
        return text
    year, month, day, doubt = match.groups()
    if month is not None and not 1 <= int(month) <= len(_MONTHS):
        return text
    words = [str(int(day))] if day else []
    if month:
        words.append(_MONTHS[int(month) - 1])
    return _DOUBT[doubt] + " ".join([*words, year])
