"""A page as a tree of elements, as a test reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "br", "img", "hr", "input", "source", "wbr"})


@dataclass(eq=False)
class Element:
    """An element with its attributes as they are written, repeated ones included."""

    tag: str
    attributes: list[tuple[str, str]]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        return next((value for key, value in self.attributes if key == name), None)

    @property
    def classes(self) -> frozenset[str]:
        """The class names of the element."""
        return frozenset((self.get("class") or "").split())

    def all(self) -> Iterator[Element]:
        """Yield the element and everything in it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()

    @cached_property
    def is_section(self) -> bool:
        """Whether the element has the title of a page or of a section in it."""
        return self.tag in ("", "main", "body") or bool(self.tagged("h1", "h2"))

    def tagged(self, *tags: str) -> list[Element]:
        """Return the elements of any of the tags."""
        return [item for item in self.all() if item.tag in tags]

    def classed(self, name: str) -> list[Element]:
        """Return the elements that have a class."""
        return [item for item in self.all() if name in item.classes]

    def text(self, without: str | None = None) -> str:
        """Return the text with single spaces, *without* what has that class."""
        return squeeze(" ".join(self._texts(without)))

    def _texts(self, without: str | None) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif without is None or without not in child.classes:
                yield from child._texts(without)


class _Builder(HTMLParser):
    """Builds the tree; keeps what was closed in the wrong order as faults."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", [], None)
        self.open = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        item = Element(tag, [(key, value or "") for key, value in attrs], self.open)
        self.open.children.append(item)
        if tag not in _VOID:
            self.open = item

    def handle_endtag(self, tag: str) -> None:
        """Close the open element; note where another one is open."""
        if tag in _VOID:
            return
        if self.open.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.open.tag}>")
        if self.open.parent is not None:
            self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        """Add text."""
        self.open.children.append(data)


def squeeze(text: str) -> str:
    """Write every run of white space as one space, and none before punctuation.

    The text of neighbouring elements is joined with a space, which the page has not.
    """
    return " ".join(text.split())


def parse(page: str) -> Element:
    """Parse a page.

    Raises:
        ValueError: an element is closed that is not open: an attribute or a text broke.
    """
    builder = _Builder()
    builder.feed(page)
    builder.close()
    if builder.open is not builder.root:
        builder.faults.append(f"<{builder.open.tag}> is not closed")
    if builder.faults:
        raise ValueError("; ".join(builder.faults[:3]))
    return builder.root
