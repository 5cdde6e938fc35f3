"""The URLs that the tests of formats and answers ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.site.formats import FORMATS
from tests.site.conftest import Site

TYPES = {item.suffix: item.content_type for item in FORMATS}


def each_kind(site: Site) -> list[str]:
    """Return a URL of every kind of page, without a suffix."""
    assert site.kb.header is not None
    first = {record.folder: f"/{key}" for key, record in sorted(site.kb.published.items())}
    editor = next(iter(site.kb.header.data["editors"]))
    others = ["/", "/about", "/ns", "/claims", "/places/page/2", "/places/VE"]
    return [*others, f"/editors/{editor}", *first.values()]


def claim(site: Site) -> str:
    """Return the path of a claim."""
    return f"/{next(iter(site.known.about))}"


def with_suffix(url: str, suffix: str) -> str:
    """Return a URL of the same page with an explicit suffix."""
    parts = urlsplit(url)
    path = "/kb" if parts.path == "/" else parts.path
    return f"{path}.{suffix}" + (f"?{parts.query}" if parts.query else "")
