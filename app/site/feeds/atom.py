"""Atom (RFC 4287), with the pages of a feed (RFC 5005, 3) and its licence (RFC 4946).

Written by lxml, which refuses whatever is not XML; what records hold is made harmless
before.  An entry is updated at its date and never again: what it tells is over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.graph.iris import Base
from app.site.feeds.entries import Entry, Limit

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
#: The namespace of names without a prefix.
_OWN_ATOM: Any = {None: _ATOM}
_OWN_XHTML: Any = {None: _XHTML}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What no document of XML 1.0 may hold (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed: paths begin at the root of the site.

    ``path`` is that of the first page, ``own`` of this one, ``about`` of the page in HTML
    that the feed belongs to; ``updated`` stands for a feed without entries.
    """

    title: str
    path: str
    own: str
    about: str
    previous: str | None
    next: str | None
    updated: str
    author: str
    licence: str
    entries: Sequence[Entry]


def write(feed: Feed, base: Base) -> bytes:
    """Write a page of a feed; links are absolute, as a feed is read elsewhere."""
    root = etree.Element(_atom("feed"), nsmap=_OWN_ATOM)
    root.set(_LANG, "en")
    # The feed is one on all its pages: its base is what makes it another.
    _text(root, "id", _absolute(base, feed.path))
    _text(root, "title", feed.title)
    _text(root, "updated", max((one.date for one in feed.entries), default=feed.updated))
    author = etree.SubElement(root, _atom("author"))
    _text(author, "name", feed.author)
    _text(author, "uri", base.iri)
    _text(root, "rights", f"Licensed under {feed.licence}")
    _link(root, "license", feed.licence)
    _link(root, "self", _absolute(base, feed.own), MEDIA_TYPE)
    _link(root, "alternate", _absolute(base, feed.about), "text/html")
    if feed.own != feed.path or feed.next is not None:
        _link(root, "first", _absolute(base, feed.path), MEDIA_TYPE)
    for rel, path in (("previous", feed.previous), ("next", feed.next)):
        if path is not None:
            _link(root, rel, _absolute(base, path), MEDIA_TYPE)
    for one in feed.entries:
        _entry(root, one, base)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written


def _entry(root: etree._Element, entry: Entry, base: Base) -> None:
    own = etree.SubElement(root, _atom("entry"))
    _text(own, "id", entry.id)
    _text(own, "title", entry.title)
    _text(own, "updated", entry.date)
    _text(own, "published", entry.date)
    _link(own, "alternate", _absolute(base, entry.path), "text/html")
    _link(own, "related", _absolute(base, f"/{entry.record}"), "text/html")
    category = etree.SubElement(own, _atom("category"))
    category.set("term", entry.kind)
    category.set("label", entry.what)
    content = etree.SubElement(own, _atom("content"))
    content.set("type", "xhtml")
    content.append(_content(entry))


def _content(entry: Entry) -> etree._Element:
    """Return an entry as XHTML: the reason, what changed, and all caveats."""
    div = etree.Element(_xhtml("div"), nsmap=_OWN_XHTML)
    if entry.reason:
        _said(div, "p", f"Reason: {entry.reason}")
    if entry.to:
        _said(div, "p", f"Its id leads to {entry.to} now.")
    for told in entry.told:
        _said(div, "h3", f"{told.heading} ({told.id})")
        _lines(div, told.lines)
    if entry.caveats:
        _said(div, "h3", "Every caveat on the links named here")
        items = etree.SubElement(div, _xhtml("ul"))
        for one in entry.caveats:
            _said(items, "li", caveat_line(one))
    if not len(div):
        _said(div, "p", entry.what)
    return div


def caveat_line(limit: Limit) -> str:
    """Say a caveat in one line: its title and words, of what, and what it does not say."""
    readings = f" It does not say: {'; '.join(limit.does_not_say)}."
    more = readings if limit.does_not_say else ""
    return f"{limit.title}: “{limit.words}” (on {', '.join(limit.links)}).{more}"


def _lines(div: etree._Element, lines: Sequence[tuple[int, str]]) -> None:
    """Write lines as a list; what stands deeper is a list inside the item above it."""
    if not lines:
        return
    items = etree.SubElement(div, _xhtml("ul"))
    for depth, line in lines:
        last = items[-1] if depth and len(items) else None
        if last is None:
            _said(items, "li", line)
            continue
        inner = last.find(_xhtml("ul"))
        _said(etree.SubElement(last, _xhtml("ul")) if inner is None else inner, "li", line)


def _said(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _xhtml(name)).text = xml_text(text)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, _atom(name)).text = xml_text(text)


def _link(parent: etree._Element, rel: str, target: str, kind: str = "") -> None:
    link = etree.SubElement(parent, _atom("link"))
    link.set("rel", rel)
    link.set("href", target)
    if kind:
        link.set("type", kind)


def xml_text(text: str) -> str:
    r"""Return *text* with a mark in the place of each character that XML has not.

    >>> xml_text("a\x00b\ufffe")
    'a\ufffdb\ufffd'
    """
    return _NOT_XML.sub("\ufffd", text)


def _absolute(base: Base, path: str) -> str:
    return base.iri + path.removeprefix("/")


def _atom(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _xhtml(name: str) -> str:
    return f"{{{_XHTML}}}{name}"
