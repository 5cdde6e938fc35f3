"""HTML as a reader sees it: without what is not shown, with every character as it is.

Not shown is what the page itself says is not shown: by an element's name, the attribute
``hidden``, a style on the element, or a class that is commonly used for it.  What style
sheets or programs hide is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from app.errors import NoText
from app.words.charset import C1
from app.words.standins import Guard

_NEVER_SHOWN = (
    *("script", "style", "template", "noscript", "noembed", "noframes", "datalist"),
    *("object", "applet", "iframe", "svg", "math", "canvas", "audio", "video", "textarea"),
)
_HIDING_CLASSES = {"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"}
_NOTHING = re.compile(r"(?:0+(?:\.0*)?|\.0+)(?:%|[a-z]{1,4})?")
#: Values of a style that hide what has it, by the property.
_HIDING_VALUES = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "opacity": _NOTHING,
    "font-size": _NOTHING,
    "clip": re.compile(r"rect\([\s,]*[01](?:px)?[\s,]+[01](?:px)?[\s,].*"),
    **dict.fromkeys(("left", "right", "top", "text-indent"), re.compile(r"-\d{3,}.*")),
}
#: What keeps its line ends; all other elements fold them.
_LINES_KEPT = frozenset(("pre", "listing", "xmp", "plaintext"))
_LINE_END = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
#: Characters that XML has no place for; browsers show nothing for them.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def parsed(text: str) -> tuple[lxml.html.HtmlElement, Guard]:
    """Return a page without what it does not show, and the guard of its characters.

    Raises:
        NoText: nothing in it is markup or text.
    """
    data = _NO_TEXT.sub("", text).encode("utf-8")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except etree.ParserError as error:
        raise NoText(f"the page is empty: {error}") from error
    for element in list(_hidden(tree)):
        if element.getparent() is not None:
            element.drop_tree()
    _fold_lines(tree)
    return tree, _guarded(tree)


def headline(tree: lxml.html.HtmlElement) -> str:
    """Return the first heading of the first rank, on one line."""
    found = next(iter(tree.iter("h1")), None)
    return "" if found is None else " ".join(found.text_content().split())


def _hidden(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    yield from tree.iter(*_NEVER_SHOWN)
    for element in tree.iter(etree.Element):
        if _is_hidden(element):
            yield element


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    held = element.attrib
    if "hidden" in held or (element.tag == "dialog" and "open" not in held):
        return True
    if not _HIDING_CLASSES.isdisjoint(held.get("class", "").split()):
        return True
    return _hides(held.get("style", ""))


def _hides(style: str) -> bool:
    """Tell whether a style hides what has it.

    >>> _hides("color: red; DISPLAY : none !important"), _hides("opacity: 0.5")
    (True, False)
    """
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        hiding = _HIDING_VALUES.get(name.strip())
        value = value.strip().removesuffix("!important").rstrip()
        if hiding is not None and hiding.fullmatch(value):
            return True
    return False


def _fold_lines(tree: lxml.html.HtmlElement) -> None:
    """Make one space of each line end in the source of a page, as browsers do.

    Line ends are white space (CSS Text 3, 4.1.1); what ends a line that is shown is
    ``<br>``, the end of a block, and a line end in what is preformatted.
    """
    within: set[lxml.html.HtmlElement] = set()
    for element in tree.iter():
        parent = element.getparent()
        if parent in within or element.tag in _LINES_KEPT:
            within.add(element)
        elif element.text:
            element.text = _LINE_END.sub(" ", element.text)
        if element.tail and parent not in within:
            element.tail = _LINE_END.sub(" ", element.tail)


def _guarded(tree: lxml.html.HtmlElement) -> Guard:
    """Put stand-ins into all text of a tree.

    A reference such as ``&#150;`` means the letter of windows-1252 (WHATWG HTML,
    13.2.5.80); libxml2 makes a control character of it.
    """
    texts = [text for element in tree.iter() for text in (element.text, element.tail)]
    guard = Guard.of("".join(text for text in texts if text).translate(C1))
    for element in tree.iter():
        if element.text:
            element.text = guard.replaced(element.text.translate(C1))
        if element.tail:
            element.tail = guard.replaced(element.tail.translate(C1))
    return guard
