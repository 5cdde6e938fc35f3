"""The eight kinds of record, and ids: the path of a file is the name of its record.

``kb/claims/twitter-venezuela-764.yaml`` is the record, page and IRI
``claims/twitter-venezuela-764``; ``kb/kb.yaml`` describes the knowledge base itself and
has the id ``kb``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its folder, its class (a term of the context), its names."""

    folder: str
    term: str
    singular: str
    plural: str


KINDS: dict[str, Kind] = {
    kind.folder: kind
    for kind in (
        Kind("takedowns", "Takedown", "Takedown", "Takedowns"),
        Kind("sets", "AccountSet", "Set of accounts", "Sets of accounts"),
        Kind("claims", "AttributionClaim", "Attribution claim", "Attribution claims"),
        Kind("caveats", "Caveat", "Caveat", "Caveats"),
        Kind("sources", "CreativeWork", "Source", "Sources"),
        Kind("reactions", "Comment", "Reaction", "Reactions"),
        Kind("reviews", "ClaimReview", "Review", "Reviews"),
        Kind("actors", "Agent", "Actor", "Actors"),
    )
}

#: The id of ``kb.yaml``.
HEADER = "kb"

_RECORD_ID = re.compile(rf"(?:{'|'.join(KINDS)})/{SLUG}")


def is_record_id(text: str) -> bool:
    """Tell whether *text* has the form of a record's id.

    >>> is_record_id("claims/twitter-venezuela-764")
    True
    >>> is_record_id("claims/../kb")
    False
    """
    return _RECORD_ID.fullmatch(text) is not None


def folder_of(record_id: str) -> str:
    """Return the folder of an id: ``claims`` for ``claims/x`` and ``claims/x#part``."""
    return record_id.partition("/")[0]
