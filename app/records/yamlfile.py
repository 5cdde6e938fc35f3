"""Read any YAML-LD file: the Basic profile of YAML-LD 1.0, to JSON values.

``caveat tree FILE`` prints what comes out.  Records themselves obey the stricter
profile of :mod:`app.records.tree`.
"""

from __future__ import annotations

from typing import TypeAlias

import yaml

from app.problems import Place, Problem
from app.records.scalars import (
    BOOL,
    FLOAT,
    INT,
    JSON,
    MAP,
    NULL,
    SEQ,
    STR,
    NoValueError,
    resolve,
    tagged,
)
from app.records.text import BOM, control, decode, unify_line_ends
from app.records.walk import Frame, Walk
from app.rules import (
    ALIAS,
    DOCUMENTS,
    KEY_NOT_TEXT,
    NOT_A_MAPPING,
    NOT_UTF8,
    NOT_YAML,
    TAG,
    TOO_DEEP,
    TOO_LARGE,
)

MOST_BYTES = 16 * 1024 * 1024

#: Values and characters that all aliases of a file together may add to it.
MOST_COPIED = 1_000_000

_SCALAR_TAGS = frozenset({STR, INT, FLOAT, BOOL, NULL})
_CORE_TAGS = _SCALAR_TAGS | {MAP, SEQ}

#: A tag that means no more than “do not resolve” (YAML 1.2.2, 6.9.1).
_NON_SPECIFIC = "!"


def load(
    data: bytes, path: str, *, all_documents: bool = False
) -> tuple[JSON | None, list[Problem]]:
    """Return the JSON value of a YAML-LD file, and what is wrong with it.

    The value is None where there are problems.  Of a stream the first document is
    read; with *all_documents* (``extractAllScripts`` in YAML-LD 1.0, 4.6) the value is
    the list of all.  A document is a mapping or a list.  Aliases become copies, cycles
    are refused; tags beyond the core schema's say nothing; keys are text and unique.
    """
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data):,} bytes; {MOST_BYTES:,} can be read"
        return None, [TOO_LARGE.at(Place(path), message)]
    text = decode(data, path)
    if isinstance(text, Problem):
        return None, [text]
    text = unify_line_ends(text.removeprefix(BOM))
    problems = control(text, path)
    if problems:
        return None, problems
    reading = _Reading(text, path)
    reading.run()
    problems = reading.problems
    if not all_documents:
        problems = [*problems[: reading.faults_in_first], *reading.later_faults()]
    if not problems and not reading.documents:
        message = "the file holds no document"
        problems = [DOCUMENTS.at(Place(path), message, "Write a mapping or a list.")]
    if problems:
        return None, sorted(problems)
    return (reading.documents if all_documents else reading.documents[0]), []


def error_code(problem: Problem) -> str:
    """Return the error code that YAML-LD 1.0 (5, YamlLdErrorCode) has for a problem."""
    codes = {NOT_UTF8.code: "invalid-encoding", KEY_NOT_TEXT.code: "mapping-key-error"}
    return codes.get(problem.code, "loading document failed")


#: What to copy, into what, under which key, how deep.
_Task: TypeAlias = tuple[JSON, "list[JSON] | dict[str, JSON]", str, int]


class _Reading(Walk):
    """YAML-LD Basic: aliases are copied, tags and words follow the core schema."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, path)
        self._anchors: dict[str, JSON | Frame] = {}
        self._copied = 0
        self._started = 0
        self._faults_before_second: int | None = None

    @property
    def faults_in_first(self) -> int:
        """How many problems were found before a second document began."""
        before = self._faults_before_second
        return len(self.problems) if before is None else before

    def later_faults(self) -> list[Problem]:
        """Return what makes the stream unreadable after its first document (4.6)."""
        fatal = {NOT_YAML.code, TOO_DEEP.code}
        later = self.problems[self.faults_in_first :]
        return [problem for problem in later if problem.code in fatal]

    def document(self, event: yaml.DocumentStartEvent) -> None:
        """Forget the anchors of the document before: each has its own."""
        self._anchors.clear()
        self._started += 1
        if self._started == 2:
            self._faults_before_second = len(self.problems)

    def scalar(self, event: yaml.ScalarEvent) -> JSON:
        """Return the scalar's value by its tag, its quotes or the core schema."""
        value = self._value(event)
        if event.anchor:
            self._anchors[event.anchor] = value
        if not self.depth:
            message = "the document is a single value, not a mapping or a list"
            self.report(NOT_A_MAPPING, event, message)
        return value

    def key(self, event: yaml.ScalarEvent) -> str:
        """Return the key; one that the core schema types is no text (4.4)."""
        text: str = event.value
        value = self._value(event)
        if event.anchor:
            self._anchors[event.anchor] = value
        if not isinstance(value, str):
            kind = "empty" if not text else f"“{text[:40]}”"
            message = f"the key is {kind}, which is not text"
            self.report(KEY_NOT_TEXT, event, message, "Put it in quotes.")
        return text

    def alias(self, event: yaml.AliasEvent) -> JSON:
        """Return a copy of the value that the alias stands for."""
        if event.anchor not in self._anchors:
            message = f"nothing before this is called “{event.anchor}”"
            self.report(ALIAS, event, message)
            return None
        target = self._anchors[event.anchor]
        if isinstance(target, Frame):
            message = f"“{event.anchor}” would contain itself"
            self.report(ALIAS, event, message)
            return None
        return self._copy(target, event)

    def opened(self, event: yaml.CollectionStartEvent, frame: Frame) -> None:
        """Remember the anchor; refuse a core tag that names another kind of node."""
        if event.anchor:
            frame.anchor = event.anchor
            self._anchors[event.anchor] = frame
        own = SEQ if isinstance(frame.items, list) else MAP
        if event.tag in _CORE_TAGS and event.tag != own:
            message = f"the value is not what the tag {event.tag} promises"
            self.report(TAG, event, message)

    def closed(self, frame: Frame) -> None:
        """Let aliases stand for the finished value, unless the name is taken anew."""
        if frame.anchor and self._anchors.get(frame.anchor) is frame:
            self._anchors[frame.anchor] = frame.items

    def _value(self, event: yaml.ScalarEvent) -> JSON:
        text: str = event.value
        try:
            if event.tag in _CORE_TAGS:
                return tagged(event.tag, text)
            if event.style or event.tag == _NON_SPECIFIC:
                return text
            return resolve(text)
        except NoValueError as error:
            rule = TAG if event.tag in _CORE_TAGS else NOT_YAML
            message = f"“{text[:40]}” {error}"
            self.report(rule, event, message, "Put it in quotes.")
            return text

    def _copy(self, value: JSON, event: yaml.Event) -> JSON:
        """Copy without recursion, counting what all copies together take."""
        result: list[JSON] = []
        todo: list[_Task] = [(value, result, "", self.depth)]
        while todo:
            source, target, key, depth = todo.pop()
            self._copied += 1 + (len(source) if isinstance(source, str) else 0)
            if self._copied > MOST_COPIED or depth > self.most_depth:
                message = "the aliases make the file too large or too deep"
                self.report(ALIAS, event, message)
                self.stop()
                return None
            made: JSON = source
            if isinstance(source, dict):
                here: dict[str, JSON] = {}
                made = here
                items = reversed(source.items())
                todo.extend((item, here, name, depth + 1) for name, item in items)
            elif isinstance(source, list):
                row: list[JSON] = []
                made = row
                todo.extend((item, row, "", depth + 1) for item in reversed(source))
            if isinstance(target, dict):
                target[key] = made
            else:
                target.append(made)
        return result[0]
