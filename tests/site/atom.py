"""Whether a document is a feed, by the rules of RFC 4287: sections of it in brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")

#: How often an element may stand: [4.1.1] and [4.1.2].
_FEED = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("generator", "icon", "logo", "rights", "subtitle"), (0, 1)),
    **dict.fromkeys(("author", "category", "contributor", "link", "entry"), (0, 10**6)),
}
_ENTRY = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("content", "published", "rights", "source", "summary"), (0, 1)),
    **dict.fromkeys(("author", "category", "contributor", "link"), (0, 10**6)),
}


def root_of(document: bytes) -> etree._Element:
    """Return a document's root; nothing is mended and no entity is read."""
    parser = etree.XMLParser(recover=False, resolve_entities=False, no_network=True)
    return etree.fromstring(document, parser)


def faults(document: bytes) -> list[str]:
    """Return what is against the rules in a document; nothing where all is well."""
    root = root_of(document)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    found = [
        *_held(root, _FEED),
        *(one for entry in entries for one in _held(entry, _ENTRY)),
    ]
    # [4.1.1] an author of the feed, or one of each entry.
    if root.find(f"{ATOM}author") is None:
        found += ["no author" for one in entries if one.find(f"{ATOM}author") is None]
    # [4.1.1] entries of one id in a feed must differ in atom:updated.
    stamps = Counter((_text(one, "id"), _text(one, "updated")) for one in entries)
    found += [f"twice: {stamp}" for stamp, number in stamps.items() if number > 1]
    for entry in entries:
        found += _content(entry)
    return found


def _held(parent: etree._Element, allowed: dict[str, tuple[int, int]]) -> Iterator[str]:
    numbers = Counter(one.tag.removeprefix(ATOM) for one in parent)
    for name in numbers.keys() - allowed.keys():
        yield f"{parent.tag} holds {name}"
    for name, (least, most) in allowed.items():
        if not least <= numbers[name] <= most:
            yield f"{parent.tag} has {name} {numbers[name]} times"
    for one in parent:
        yield from _element(one)
    # [4.1.1], [4.1.2] no two alternates of one type and language.
    alternates = Counter(
        (one.get("type"), one.get("hreflang"))
        for one in parent.findall(f"{ATOM}link")
        if one.get("rel", "alternate") == "alternate"
    )
    yield from (f"two alternates {key}" for key, number in alternates.items() if number > 1)


def _element(one: etree._Element) -> Iterator[str]:
    name, text = one.tag.removeprefix(ATOM), one.text or ""
    if name in ("updated", "published") and not _DATE.fullmatch(text):
        yield f"no date [3.3]: {text}"
    if name == "id" and not _IRI.fullmatch(text):
        yield f"no absolute IRI [4.2.6]: {text}"
    if name == "title" and not text.strip():
        yield "a title without text [4.2.14]"
    if name == "author" and [item.tag for item in one].count(f"{ATOM}name") != 1:
        yield "an author has one name [3.2]"
    if name == "link" and not _IRI.fullmatch(one.get("href", "")):
        yield f"no href [4.2.7]: {one.get('href')}"
    if name == "link" and not _TYPE.fullmatch(one.get("type", "text/html")):
        yield f"no media type [4.2.7.3]: {one.get('type')}"
    if name == "category" and not one.get("term"):
        yield "a category without term [4.2.2]"


def _content(entry: etree._Element) -> Iterator[str]:
    content = entry.find(f"{ATOM}content")
    if content is None:
        links = entry.findall(f"{ATOM}link")
        if not any(one.get("rel") == "alternate" for one in links):
            yield "neither content nor alternate [4.1.2]"
    elif content.get("type") == "xhtml" and [one.tag for one in content] != [f"{XHTML}div"]:
        yield "XHTML is one div [4.1.3.3]"


def _text(parent: etree._Element, name: str) -> str:
    return parent.findtext(f"{ATOM}{name}") or ""


def words(entry: etree._Element) -> str:
    """Return all text of the content of an entry."""
    content = entry.find(f"{ATOM}content")
    return "" if content is None else " ".join("".join(content.itertext()).split())
