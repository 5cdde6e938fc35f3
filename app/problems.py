"""A fault in a record is a value with a place.

A :class:`Problem` says where it is (``path:line:col``), which rule it breaks, what is
wrong and what to do.  Problems are collected, sorted and printed all at once; nothing is
raised for data.  The rules themselves are listed in :mod:`app.rules`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

#: Gives the text of a line of a file (1-based), or "" where it cannot be read.
LineReader = Callable[[str, int], str]

_EXCERPT_WIDTH = 100


class Severity(StrEnum):
    """How much a problem weighs: an error fails the check, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, columns in code points."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one record: its place, its rule's code, what is wrong, what to do."""

    place: Place
    code: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place} {self.code} {self.severity} {self.message}"


def printable(text: str) -> str:
    """Return *text* with every control, format or line-breaking character made visible.

    A fault often quotes hostile input; what reaches a terminal or a log must not be able
    to move the cursor, reverse the line or start a new one.

    >>> printable("a\\x1b[2Jb\\u202ec")
    'a<U+001B>[2Jb<U+202E>c'
    """
    return "".join(
        f"<U+{ord(char):04X}>"
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        else char
        for char in text
    )


def _excerpt(problem: Problem, read_line: LineReader) -> list[str]:
    """The guilty line, cut round the fault, with a caret under the column."""
    line = read_line(problem.place.path, problem.place.line).rstrip("\n")
    if not line.strip():
        return []
    start = max(0, problem.place.column - 1 - _EXCERPT_WIDTH // 2)
    before = printable(line[start : problem.place.column - 1])
    after = printable(line[problem.place.column - 1 : start + _EXCERPT_WIDTH])
    number = str(problem.place.line)
    return [
        f"  {number} | {before}{after}",
        f"  {' ' * len(number)} | {' ' * len(before)}^",
    ]


def as_text(problems: Iterable[Problem], read_line: LineReader) -> str:
    """Render for a person: the fault, its line with a caret, and what to do."""
    blocks = []
    for problem in sorted(problems):
        why = f"Why: CONTRIBUTING.md#{problem.code.lower()}"
        lines = [printable(str(problem)), *_excerpt(problem, read_line)]
        lines.append(f"  {printable(problem.remedy)} {why}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_json(problems: Iterable[Problem]) -> str:
    """Render for programs: one JSON array, every field of every problem."""
    rows = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "severity": str(problem.severity),
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in sorted(problems)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _escape_github(text: str, *, in_property: bool = False) -> str:
    """Escape as the workflow-command syntax asks, so that data cannot end the command."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def as_github(problems: Iterable[Problem]) -> str:
    """Render as workflow commands, which GitHub shows on the lines of a pull request."""
    return "\n".join(
        f"::{problem.severity} "
        f"file={_escape_github(problem.place.path, in_property=True)},"
        f"line={problem.place.line},col={problem.place.column},"
        f"title={problem.code}"
        f"::{_escape_github(printable(f'{problem.message}. {problem.remedy}'))}"
        for problem in sorted(problems)
    )
