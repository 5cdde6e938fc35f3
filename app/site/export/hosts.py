"""What hosts and crawlers read: where former ids lead, what is missing, what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from flask import Flask, render_template

from app.graph.iris import Base
from app.site import formats
from app.site.citing.embed import EMBED
from app.site.context import shared
from app.site.export.addresses import file_of, moved_formats
from app.site.feeds.atom import MEDIA_TYPE
from app.site.headers import FRAMED, HEADERS, POLICY
from app.site.pages import LISTED
from app.site.urls import relative

#: The most addresses of a site map (sitemaps.org, protocol 0.9).
MOST_ADDRESSES = 50_000
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def host_files(
    app: Flask, base: Base, pages: Iterable[str], moved: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of files that no road of the site answers.

    Args:
        pages: the paths of all pages in HTML.
        moved: former ids with those that records have now.
    """
    rules = []
    for old, new in moved:
        yield file_of(f"/{old}"), _leads(app, base, f"/{old}", f"/{new}")
        rules += [f"/{old}{end} /{new}{end} 301\n" for end in moved_formats()]
    for folder in LISTED:
        # /claims/ is a folder here: where a host opens it, it leads to the list. The
        # name of the file is given, for such a host would send /claims back to /claims/.
        yield (
            f"{folder}/index.html",
            _leads(app, base, f"/{folder}/", f"/{folder}", ".html"),
        )
    yield "_redirects", "".join(rules)
    yield "_headers", headers()
    yield "404.html", _missing(app, base)
    yield (
        "robots.txt",
        f"User-agent: *\nAllow: /\nSitemap: {base.absolute('sitemap.xml')}\n",
    )
    yield from site_maps(base, list(pages))
    # One host leaves out what begins with "_" unless it is told not to.
    yield ".nojekyll", ""


def headers() -> str:
    """Write the headers of the site, for hosts that know ``_headers``.

    The search is a script here, which reads files of the site; no other may run.
    """
    own = {**HEADERS, POLICY: f"{HEADERS[POLICY]}; script-src 'self'; connect-src 'self'"}
    lines = ["/*", *(f"  {name}: {value}" for name, value in own.items())]
    for item in formats.FORMATS:
        if item is not formats.HTML:
            lines += [f"/*.{item.suffix}", f"  Content-Type: {item.content_type}"]
    lines += ["/*.atom", f"  Content-Type: {MEDIA_TYPE}"]
    # What the rule for all pages says is taken back first, where a host can do so.
    lines += [f"/claims/*/{EMBED}", f"  ! {POLICY}", f"  {POLICY}: {FRAMED}"]
    return "".join(f"{line}\n" for line in lines)


def site_maps(base: Base, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the site map; of more than it may hold, an index and its parts."""
    urls = [base.absolute(path.removeprefix("/")) for path in paths]
    if len(urls) <= MOST_ADDRESSES:
        yield "sitemap.xml", _xml("urlset", "url", urls)
        return
    parts = range(0, len(urls), MOST_ADDRESSES)
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _xml("sitemapindex", "sitemap", map(base.absolute, names))
    for name, start in zip(names, parts, strict=True):
        yield name, _xml("urlset", "url", urls[start : start + MOST_ADDRESSES])


def _xml(root: str, item: str, urls: Iterable[str]) -> str:
    lines = (f"<{item}><loc>{escape(url)}</loc></{item}>\n" for url in urls)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<{root} {_XMLNS}>\n{''.join(lines)}</{root}>\n"


def _leads(app: Flask, base: Base, here: str, to: str, ending: str = "") -> str:
    """Write the page that leads on; a host of files sends no 301."""
    values = {
        "target": relative(here, to + ending),
        "canonical": base.absolute(to.removeprefix("/")),
    }
    return _rendered(app, here, "moved.html", values)


def _missing(app: Flask, base: Base) -> str:
    """Write the page for addresses that there are not.

    It is shown under any of them, so its links begin at the path of the base.
    """
    root = urlsplit(base.iri).path.rstrip("/")
    href: Any = lambda path: root + path  # noqa: E731 - a template calls it
    return _rendered(app, "/404", "missing.html", {**shared("/404", "/404"), "href": href})


def _rendered(app: Flask, path: str, template: str, values: dict[str, Any]) -> str:
    with app.test_request_context(path):
        return render_template(template, **values)
