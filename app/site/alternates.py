"""The other formats of a page, as links beside it (RFC 8288, ``rel="alternate"``)."""

from __future__ import annotations

from flask import Response

from app.site.formats import Format


def beside(page_id: str, wanted: Format, query: str) -> str:
    """Return the link from a page to itself in another format."""
    return f"{page_id.rpartition('/')[2]}.{wanted.suffix}{query}"


def add_alternates(
    response: Response,
    page_id: str,
    query: str,
    offered: tuple[Format, ...],
    wanted: Format,
) -> None:
    """Name in ``Link`` every format that is *offered* beside the one that is *wanted*."""
    for item in offered:
        if item is not wanted:
            target = beside(page_id, item, query)
            response.headers.add(
                "Link", f'<{target}>; rel="alternate"; type="{item.media_type}"'
            )
