"""Memento (RFC 7089): a time map, a time gate, and what is said of frozen data.

The entry is the original resource and its own time gate (pattern 1.1 of section 4).  Only
frozen data is a memento: the page of a version stands in a shell that changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from app.history.version import Version

#: The last segment of a time map's address.
TIME_MAP = "timemap"
LINK_FORMAT = "application/link-format"


def http_date(moment: str) -> str:
    """Write a moment in UTC as HTTP does (RFC 9110, 5.6.7).

    >>> http_date("2026-11-23T20:48:37Z")
    'Mon, 23 Nov 2026 20:48:37 GMT'
    """
    return format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True)


def asked_moment(header: str) -> str | None:
    """Return the moment that ``Accept-Datetime`` names, or None where it names none.

    >>> asked_moment("Mon, 23 Nov 2026 20:48:37 GMT"), asked_moment("yesterday")
    ('2026-11-23T20:48:37Z', None)
    """
    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def dated(found: Iterable[Version]) -> tuple[Version, ...]:
    """Return the versions that can be mementos: those that were published on a day."""
    return tuple(item for item in found if item.date)


def chosen(found: Sequence[Version], moment: str) -> Version:
    """Return the version that stood at a moment, or else the first (RFC 7089, 4.5.3)."""
    before = [item for item in found if item.date <= moment]
    return before[-1] if before else found[0]


def time_map(site: str, record_id: str, found: Sequence[Version]) -> str:
    """Write the time map of a record with dated versions in link format (RFC 6690)."""
    first, last = found[0], found[-1]
    # A version that came back is one memento, of when it was said first; the time gate
    # knows both stretches.
    found = list({item.name: item for item in reversed(found)}.values())[::-1]
    entry, own = f"{site}{record_id}", f"{site}{record_id}/{TIME_MAP}"
    span = f'from="{http_date(first.date)}"; until="{http_date(last.date)}"'
    lines = [
        f'<{entry}>; rel="original timegate"',
        f'<{own}>; rel="self"; type="{LINK_FORMAT}"; {span}',
    ]
    for number, item in enumerate(found):
        place = ["first"] * (number == 0) + ["last"] * (number == len(found) - 1)
        rel = " ".join([*place, "memento"])
        target = f"{entry}/v/{item.name}.json"
        lines.append(f'<{target}>; rel="{rel}"; datetime="{http_date(item.date)}"')
    return ",\n".join(lines) + "\n"
