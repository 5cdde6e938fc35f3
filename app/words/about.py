"""What a document says of itself: title, day and language, for an editor to confirm."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import lxml.html
import trafilatura
from lxml import etree

from app.words.charset import decode
from app.words.fetch import HTML, Document

_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2}))?(?:[-_].*)?")
_MOST_TITLE = 240
#: What pages call the day of publication; a guess from their text is not taken.
_PUBLISHED = frozenset(
    {"article:published_time", "datePublished", "dc.date", "DC.date.issued", "pubdate"}
)
_IN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class About:
    """Title, day of publication (ISO 8601) and language (BCP 47); "" where none is said."""

    title: str = ""
    published: str = ""
    lang: str = ""


def about(document: Document) -> About:
    """Return what a page says of itself in its markup; of other documents nothing.

    The day is what is marked as such, not guessed from the text.
    """
    if document.media_type != HTML:
        return About()
    page = decode(document.body, document.charset, markup=True).text
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8"), parser=_parser())
    except (etree.ParserError, ValueError):
        return About()
    day = _published(tree)
    said = trafilatura.extract_metadata(tree, extensive=False)
    title = " ".join((said.title or "").split()) if said else ""
    return About(
        title=title if len(title) <= _MOST_TITLE else "",
        published=day,
        lang=language(tree.get("lang") or ""),
    )


def _published(tree: lxml.html.HtmlElement) -> str:
    """Return the day that the markup gives as that of publication (schema.org, OGP, DC)."""
    marked = [
        element.get("content") or element.get("datetime") or ""
        for element in tree.iter("meta", "time")
        if (element.get("property") or element.get("itemprop") or element.get("name"))
        in _PUBLISHED
    ]
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            marked += _IN_JSON.findall(script.text or "")
    days = (_DAY.match(text.strip()) for text in marked)
    return next((found[0] for found in days if found and _is_day(found[0])), "")


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def language(tag: str) -> str:
    """Return a language tag as records have it; "" where it is none.

    >>> language("en_us"), language("es"), language("x-unknown")
    ('en-US', 'es', '')
    """
    found = _LANGUAGE.fullmatch(tag.strip())
    if found is None:
        return ""
    return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8")
