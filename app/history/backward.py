"""Relations that are looked up from their end: who names a record, and as what.

========== ============ ==================================================
relation   named by     what it leads to
========== ============ ==================================================
qualifies  caveats      the claims whose links a caveat limits
about      claims       the sets that a claim is about
revises    claims       the claims that it revises
blames     claims       the actors that a link of a claim names, as its object or beside it
contains   sets         the takedown that disclosed a set
========== ============ ==================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.history.side import Data
from app.records.kinds import folder_of
from app.records.parts import POLARITIES

QUALIFIES, ABOUT, BLAMES, CONTAINS = "qualifies", "about", "blames", "contains"
REVISES = "revises"


def ends(record_id: str, data: Data) -> Iterator[tuple[str, str]]:
    """Yield relation and record for all that a record leads to, sorted and each once."""
    yield from sorted(set(_ENDS.get(folder_of(record_id), _none)(data)))


def _none(_data: Data) -> Iterator[tuple[str, str]]:
    yield from ()


def _caveat(data: Data) -> Iterator[tuple[str, str]]:
    yield from ((QUALIFIES, link) for link in _records(data.get("qualifies", ())))


def _claim(data: Data) -> Iterator[tuple[str, str]]:
    yield from ((ABOUT, item) for item in data.get("about", ()))
    earlier = (one["earlier"] for one in data.get("revises", {}).values())
    yield from ((REVISES, item) for item in _records(earlier))
    for polarity in POLARITIES:
        for link in data.get(polarity, {}).values():
            named = (*link.get("mentions", ()), link.get("party", ""))
            yield from ((BLAMES, actor) for actor in named if actor)


def _set(data: Data) -> Iterator[tuple[str, str]]:
    if "disclosed_in" in data:
        yield CONTAINS, data["disclosed_in"]


def _records(references: Iterable[str]) -> Iterator[str]:
    yield from (item.partition("#")[0] for item in references)


_ENDS = {"caveats": _caveat, "claims": _claim, "sets": _set}
