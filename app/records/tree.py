"""Read a record: YAML-LD in a stricter profile, with the place of every value.

A record is one mapping in one UTF-8 file with LF line ends.  It uses no tags, anchors,
aliases or merge keys; its keys are text and unique; free text is quoted or in a block.
Every refusal has a rule of its own (``Y01`` to ``Y16`` in :mod:`app.rules`).
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.problems import Place, Problem
from app.records.places import Path, Places
from app.records.scalars import JSON, is_text
from app.records.text import (
    BOM,
    carriage_returns,
    curly,
    decode,
    invisible,
    named,
    never_allowed,
    unify_line_ends,
)
from app.records.walk import Frame, Node, Walk
from app.rules import (
    ALIAS,
    BYTE_ORDER_MARK,
    DOCUMENTS,
    FREE_TEXT,
    INVISIBLE,
    KEY_NOT_TEXT,
    LEADING_ZERO,
    MERGE_KEY,
    NOT_A_MAPPING,
    TAG,
    TOO_LARGE,
)

__all__ = ["Path", "Places", "Tree", "read", "too_large"]

MOST_BYTES = 256 * 1024
MOST_DEPTH = 16

_WORDS: dict[str, JSON] = {"": None, "null": None, "true": True, "false": False}
_DIGITS = frozenset("-+0123456789")
#: Longer ones (a post's number) stay text: readers of JSON would round them.
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_SPACE = re.compile(r"\s")
_CUT = re.compile(r"[ \t]+(#[^\s#][^\n]*)")
#: Dates and references are whole words: nothing of them was cut off.
_WHOLE = re.compile(r"[0-9]{4}[0-9T:.+Z/~?%X-]*|\.\.[0-9T:/-]*|\S*/\S*|true|false|null")


@dataclass(frozen=True, slots=True)
class Tree:
    """A record's data, the places of its parts, and what is wrong with the writing.

    ``data`` is None where reading could not be finished or the file is not a mapping.
    Where there are other problems it is what could be made of the file: of a key used
    twice the first value, of an alias null.
    """

    path: str
    data: dict[str, Any] | None
    places: Places = field(compare=False)
    problems: tuple[Problem, ...] = ()

    def is_plain(self, path: Path) -> bool:
        """Return whether the value at *path* is written without quotes.

        Free text may not be: the next stage, which knows what is free text, refuses it.
        """
        return self.places.is_plain(path)


def read(data: bytes, path: str) -> Tree:
    """Return the record in the bytes *data* of the file *path*; never raises for data.

    Unquoted ``null``, ``true``, ``false`` and decimal integers are typed, an empty
    value is null, everything else is text: dates, ``NO``, ``1.10``, ``12:30:45``.
    """
    if len(data) > MOST_BYTES:
        return _unread(path, too_large(len(data), path))
    text = decode(data, path)
    if isinstance(text, Problem):
        return _unread(path, text)
    problems = []
    if text.startswith(BOM):
        message = "the file begins with a byte order mark"
        problems.append(BYTE_ORDER_MARK.at(Place(path), message))
        text = text.removeprefix(BOM)
    problems += carriage_returns(text, path)
    text = unify_line_ends(text)
    problems += invisible(text, path)
    reading = _Reading(text, path)
    reading.run()
    problems += reading.problems
    root = reading.documents[0] if reading.documents else None
    if reading.complete and not reading.documents:
        problems.append(DOCUMENTS.at(Place(path), "the file is empty", _WRITE_ONE))
    whole = root if reading.complete and isinstance(root, dict) else None
    places = Places(path, whole, reading.positions)
    return Tree(path, whole, places, tuple(sorted(problems)))


def too_large(size: int, path: str) -> Problem:
    """Say that a file of *size* bytes is not read."""
    message = f"the file has {size:,} bytes; {MOST_BYTES:,} are the most"
    return TOO_LARGE.at(Place(path), message)


_WRITE_ONE = "Write a record into it, or delete it."
_QUOTE_OR_SPACE = (
    "Put the text in double quotes; a comment may follow behind the last of them."
)


def _unread(path: str, problem: Problem) -> Tree:
    """Return the tree of a file of which nothing was read."""
    return Tree(path, None, Places(path, None, array("Q")), (problem,))


class _Reading(Walk):
    """The profile of records."""

    most_depth = MOST_DEPTH

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, path)
        self._raw = text
        self._escapes = "\\" in text
        self._hashes = " #" in text or "\t#" in text
        self._started = 0

    def document(self, event: yaml.DocumentStartEvent) -> None:
        """Refuse a second document, and read no further: it is another record."""
        self._started += 1
        if self._started > 1:
            message = "a second document begins here"
            self.report(DOCUMENTS, event, message)
            self.stop()

    def scalar(self, event: yaml.ScalarEvent) -> JSON:
        """Return the scalar's value; only the plainest words are typed."""
        self._plain_node(event)
        if not self.depth:
            self._no_mapping(event, "a single value")
        text: str = event.value
        if event.style:
            if self._escapes:
                self._escaped(event)
            return text
        return _WORDS[text] if text in _WORDS else self._plain(text, event)

    def _plain(self, text: str, event: yaml.ScalarEvent) -> JSON:
        """Return an integer, or the text after looking whether it needs quotes."""
        if text[0] in _DIGITS:
            if _INT.fullmatch(text):
                return int(text)
            if _LEADING_ZERO.fullmatch(text):
                message = f"“{text}” begins with a zero, which readers take differently"
                self.report(LEADING_ZERO, event, message)
        if self._hashes:
            end: Any = event.end_mark
            cut = _CUT.match(self.text, end.index)
            if cut and not _WHOLE.fullmatch(text):
                self._cut_text(event, cut.group(1))
                return text
        if _SPACE.search(text):
            message = "the text has spaces in it and no quotes round it"
            self.report(FREE_TEXT, event, curly(text) or message)
        return text

    def key(self, event: yaml.ScalarEvent) -> str:
        """Return the key; refuse merge keys and what the core schema types."""
        self._plain_node(event)
        text: str = event.value
        if event.style:
            if self._escapes:
                self._escaped(event)
        elif text == "<<":
            message = "“<<” would merge another mapping into this one"
            self.report(MERGE_KEY, event, message)
        elif not is_text(text):
            what = f"“{text[:40]}”, which is a number or a word for yes, no or nothing"
            message = f"the key is {what if text else 'empty'}"
            self.report(KEY_NOT_TEXT, event, message)
        return text

    def alias(self, event: yaml.AliasEvent) -> JSON:
        """Refuse an alias; null stands in its place."""
        message = f"“*{event.anchor}” repeats what is written elsewhere"
        self.report(ALIAS, event, message)
        return None

    def opened(self, event: yaml.CollectionStartEvent, frame: Frame) -> None:
        """Refuse tags and anchors, and a record that is a list."""
        self._plain_node(event)
        if self.depth == 1 and isinstance(frame.items, list):
            self._no_mapping(event, "a list")

    def _plain_node(self, event: Node) -> None:
        if event.anchor:
            message = f"“&{event.anchor}” names a value to repeat it elsewhere"
            self.report(ALIAS, event, message)
        if event.tag:
            self.report(TAG, event, f"the tag {event.tag[:60]} stands here")

    def _no_mapping(self, event: yaml.Event, what: str) -> None:
        self.report(NOT_A_MAPPING, event, f"the file is {what}, not a mapping")

    def _escaped(self, event: yaml.ScalarEvent) -> None:
        """Refuse what no page may show, however it is written; once, if it is raw."""
        char = never_allowed(event.value)
        if char and char not in self._raw:
            message = f"an escape stands for the invisible character {named(char)}"
            self.report(INVISIBLE, event, message, "Leave the character out.")

    def _cut_text(self, event: yaml.ScalarEvent, lost: str) -> None:
        message = f"everything from “ {lost[:40]}” is a comment and lost to the text"
        self.report(FREE_TEXT, event, message, _QUOTE_OR_SPACE)
