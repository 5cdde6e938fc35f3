"""Build values from YAML's event stream, in one pass and within bounds.

PyYAML's C parser gives the events; its composer is not used: it crashes on 100,000
nested brackets, and it is slower than building the values here.  The two readings
(:mod:`app.records.yamlfile` and :mod:`app.records.tree`) differ only in what they make
of scalars, keys, tags and anchors, and say so in the methods named in :class:`Walk`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from enum import Enum
from typing import Any

import yaml

from app.problems import Place, Problem
from app.records.places import LINE_SHIFT, unpacked
from app.records.scalars import JSON
from app.records.syntax import explain
from app.records.text import shield
from app.rules import (
    DUPLICATE_KEY,
    FREE_TEXT,
    KEY_NOT_TEXT,
    NOT_A_MAPPING,
    TOO_DEEP,
    Rule,
)

#: So many problems tell that the file is beyond mending line by line.
MOST_PROBLEMS = 100

#: An event that begins a node: what can have a tag and an anchor.
Node = yaml.ScalarEvent | yaml.CollectionStartEvent


#: What is found wrong with a text that has swallowed the lines behind it.
_FOLLOWING = frozenset({FREE_TEXT.code, NOT_A_MAPPING.code})


class _KeyState(Enum):
    """What a frame's key can be, besides text."""

    NONE = 0  # a list has none
    DUE = 1  # the next node is a key
    DROPPED = 2  # the next node is the value of a key that was refused


_NO_KEYS, _KEY_DUE, _DROPPED = _KeyState


class Frame:
    """A list or mapping that is not finished yet."""

    __slots__ = ("anchor", "cut", "firsts", "is_key", "items", "key")

    def __init__(self, items: list[JSON] | dict[str, JSON], is_key: bool) -> None:
        """Begin with nothing in it."""
        self.items = items
        self.key: str | _KeyState = _NO_KEYS if isinstance(items, list) else _KEY_DUE
        self.firsts: dict[str, int] = {}
        self.cut = 0
        self.is_key = is_key
        self.anchor: str | None = None


class Walk:
    """One reading of one file; subclasses say what its words mean.

    ``problems`` collects what is wrong, ``documents`` the values, ``positions`` the
    places of every value and key that was kept, in the order of the file.
    """

    most_depth = 128

    def __init__(self, text: str, path: str) -> None:
        """Make ready to read *text*; nothing is read yet."""
        self.path = path
        self.text, self._restore = shield(text)
        self.problems: list[Problem] = []
        self.documents: list[JSON] = []
        self.positions: array[int] = array("Q")
        self.complete = False
        self._stack = [Frame(self.documents, is_key=False)]
        self._stopped = False

    # What a subclass says.

    def scalar(self, event: yaml.ScalarEvent) -> JSON:
        """Return the value of a scalar."""
        raise NotImplementedError

    def key(self, event: yaml.ScalarEvent) -> str:
        """Return the text of a scalar that stands as a key."""
        raise NotImplementedError

    def alias(self, event: yaml.AliasEvent) -> JSON:
        """Return the value that an alias stands for."""
        raise NotImplementedError

    def opened(self, event: yaml.CollectionStartEvent, frame: Frame) -> None:
        """Look at the tag and anchor of a list or mapping that begins."""
        raise NotImplementedError

    def closed(self, frame: Frame) -> None:
        """Look at a list or mapping that is finished."""

    def document(self, event: yaml.DocumentStartEvent) -> None:
        """Look at the start of a document."""

    # What all readings share.

    def run(self) -> None:
        """Read the text to its end, to the first syntax fault or to a bound."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._on_scalar,
            yaml.AliasEvent: self._on_alias,
            yaml.MappingStartEvent: self._on_mapping,
            yaml.SequenceStartEvent: self._on_sequence,
            yaml.MappingEndEvent: self._on_end,
            yaml.SequenceEndEvent: self._on_end,
            yaml.DocumentStartEvent: self.document,
        }
        nothing = _ignore
        try:
            for event in iter(yaml.CSafeLoader(self.text).get_event, None):
                handlers.get(type(event), nothing)(event)
                if self._stopped:
                    return
        except yaml.YAMLError as error:
            self._broken(explain(error, self.text, self.path))
            return
        self.complete = True

    def _broken(self, problem: Problem) -> None:
        """Note where reading broke off, and forget what only followed from it."""
        self.problems = [
            item
            for item in self.problems
            if item.code not in _FOLLOWING or item.place.line < problem.place.line
        ]
        self.problems.append(problem)

    def stop(self) -> None:
        """Read no further."""
        self._stopped = True

    def report(self, rule: Rule, event: yaml.Event, message: str, remedy: str = "") -> None:
        """Note that *rule* is broken at *event*; after too many, read no further."""
        if len(self.problems) == MOST_PROBLEMS - 1:
            message += "; what comes after this is not read, there is too much wrong"
            self.stop()
        mark: Any = event.start_mark
        place = Place(self.path, mark.line + 1, mark.column + 1)
        self.problems.append(rule.at(place, message, remedy))

    @property
    def depth(self) -> int:
        """How many lists and mappings are open."""
        return len(self._stack) - 1

    def _position(self, event: yaml.Event, plain: bool = False) -> None:
        mark: Any = event.start_mark
        self.positions.append(mark.line << LINE_SHIFT | mark.column << 1 | plain)

    def _on_scalar(self, event: yaml.ScalarEvent) -> None:
        if self._restore:
            event.value = self._restore(event.value, event.style)
        frame = self._stack[-1]
        if frame.key is _KEY_DUE:
            self._take_key(frame, self.key(event), event)
        else:
            self._position(event, plain=not event.style)
            self._attach(self.scalar(event))

    def _on_alias(self, event: yaml.AliasEvent) -> None:
        frame = self._stack[-1]
        value = self.alias(event)
        if frame.key is not _KEY_DUE:
            self._position(event)
            self._attach(value)
        elif isinstance(value, str):
            self._take_key(frame, value, event)
        else:
            self._refuse_key(frame, event, "an alias that is no text")

    def _on_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(event, {}, "a mapping")

    def _on_sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open(event, [], "a list")

    def _open(
        self,
        event: yaml.CollectionStartEvent,
        items: list[JSON] | dict[str, JSON],
        name: str,
    ) -> None:
        parent = self._stack[-1]
        is_key = parent.key is _KEY_DUE
        if is_key:
            self._refuse_key(parent, event, name)
        if self.depth >= self.most_depth:
            message = f"more than {self.most_depth} lists and mappings in each other"
            self.report(TOO_DEEP, event, f"{message}; reading stops here")
            self.stop()
        self._position(event)
        frame = Frame(items, is_key)
        self._stack.append(frame)
        self.opened(event, frame)

    def _on_end(self, _event: yaml.CollectionEndEvent) -> None:
        frame = self._stack.pop()
        self.closed(frame)
        if not frame.is_key:
            self._attach(frame.items)

    def _take_key(self, frame: Frame, key: str, event: yaml.Event) -> None:
        first = frame.firsts.get(key)
        frame.cut = len(self.positions)
        self._position(event)
        if first is None:
            frame.firsts[key] = self.positions[-1]
            frame.key = key
        else:
            frame.key = _DROPPED
            line = unpacked(first)[0]
            message = f"the key “{_short(key)}” is already used in line {line}"
            self.report(DUPLICATE_KEY, event, message)

    def _refuse_key(self, frame: Frame, event: yaml.Event, what: str) -> None:
        frame.cut = len(self.positions)
        frame.key = _DROPPED
        self.report(KEY_NOT_TEXT, event, f"the key is {what}, not text")

    def _attach(self, value: JSON) -> None:
        """Give a finished value to the list or mapping it stands in."""
        frame = self._stack[-1]
        if isinstance(frame.items, list):
            frame.items.append(value)
            return
        if isinstance(frame.key, str):
            frame.items[frame.key] = value
        else:
            del self.positions[frame.cut :]
        frame.key = _KEY_DUE


def _ignore(_event: yaml.Event) -> None:
    """Pass over the marks of a stream's and a document's ends."""


def _short(text: str, width: int = 60) -> str:
    """Cut a long text for a message."""
    return text if len(text) <= width else text[: width - 1] + "…"
