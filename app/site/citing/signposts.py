"""Signposting: what a page is, and what lies round it, for programs (signposting.org/FAIR).

Level 1 are ``Link`` headers of the page (RFC 8288), level 2 the link set beside it
(RFC 9264, 4.2), which says the same of the page and of each of its formats.  The page of
a version has both for itself: its files are those of the version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from app.cite.formats import FORMATS
from app.cite.formats import Format as CiteFormat
from app.history.version import Version
from app.site.citing.house import House
from app.site.formats import FORMATS as DATA
from app.site.formats import HTML, Format

LINKSET = "application/linkset+json"
_SCHEMA = "https://schema.org/"
#: What the page of a kind is about; anything else is a thing.
_TYPES = {
    "claims": "Claim",
    "reviews": "ClaimReview",
    "reactions": "Comment",
    "caveats": "Comment",
    "sources": "CreativeWork",
    "sets": "Dataset",
    "takedowns": "Action",
    "actors": "Organization",
    "places": "Place",
    "editors": "Organization",
}
_JSON = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True, slots=True)
class Signpost:
    """A typed link; ``type`` is the media type of its target, where it has one."""

    rel: str
    href: str
    type: str = ""

    @property
    def header(self) -> str:
        """The link as a value of the header ``Link``."""
        kind = f'; type="{self.type}"' if self.type else ""
        return f'<{self.href}>; rel="{self.rel}"{kind}'


def signposts(
    record_id: str,
    house: House,
    version: Version | None,
    offered: Iterable[Format] = DATA,
    *,
    frozen: bool = False,
) -> tuple[Signpost, ...]:
    """Return the signposts of the page of a record: level 1, and where level 2 stands.

    ``cite-as`` is the versioned address.  All are absolute, so they lead from a copy to
    the original.

    Args:
        record_id: the record, place or editor.
        house: the knowledge base.
        version: the version that the page shows.
        offered: the formats of its data.
        frozen: whether the page is that of the version, and not that of the record.
    """
    page = _page(record_id, house, version if frozen else None)
    cited = _page(record_id, house, version)
    kind = _TYPES.get(record_id.partition("/")[0], "Thing")
    data = [one for one in offered if one is not HTML]
    return (
        Signpost("cite-as", cited),
        *(Signpost("author", one) for one in house.editors),
        Signpost("license", house.licence),
        Signpost("type", f"{_SCHEMA}{kind}"),
        Signpost("type", f"{_SCHEMA}AboutPage"),
        *(Signpost("describedby", _cite(page, one), one.media_type) for one in FORMATS),
        *(Signpost("item", f"{page}.{one.suffix}", one.media_type) for one in data),
        Signpost("linkset", f"{page}/linkset.json", LINKSET),
    )


def linkset(
    record_id: str,
    house: House,
    version: Version | None,
    offered: Iterable[Format] = DATA,
    *,
    frozen: bool = False,
) -> bytes:
    """Return the link set: the page, each of its formats, each of its citations.

    The arguments are those of :func:`signposts`.
    """
    page = _page(record_id, house, version if frozen else None)
    found = signposts(record_id, house, version, offered, frozen=frozen)
    contexts = [_context(page, found)]
    contexts += [_back(one.href, page, "collection") for one in found if one.rel == "item"]
    contexts += [
        _back(one.href, page, "describes") for one in found if one.rel == "describedby"
    ]
    return orjson.dumps({"linkset": contexts}, option=_JSON)


def _page(record_id: str, house: House, version: Version | None) -> str:
    """Return the address of the page of a record, or of a version of it."""
    page = house.base.absolute(record_id)
    return f"{page}/v/{version.name}" if version else page


def _context(anchor: str, links: Iterable[Signpost]) -> dict[str, object]:
    found: dict[str, list[dict[str, str]]] = {}
    for one in links:
        if one.rel != "linkset":
            target = {"href": one.href, **({"type": one.type} if one.type else {})}
            found.setdefault(one.rel, []).append(target)
    return {"anchor": anchor, **found}


def _back(anchor: str, page: str, rel: str) -> dict[str, object]:
    return {"anchor": anchor, rel: [{"href": page, "type": HTML.media_type}]}


def _cite(page: str, wanted: CiteFormat) -> str:
    return f"{page}/cite.{wanted.suffix}"
