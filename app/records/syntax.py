"""Say in a sentence what the YAML parser could not read, and where."""

from __future__ import annotations

import yaml

from app.problems import Place, Problem
from app.records.text import place_of
from app.rules import NOT_YAML

_INDENT = (
    "the line does not fit the lines around it: look at its indentation, and at text "
    "after a closing quote or bracket"
)
_BRACKET = "the bracket opened here is not closed, or a comma is missing inside it"
_TAB = "the line is indented with a tab; YAML wants spaces"

#: What libyaml 0.2.5 says (src/scanner.c, src/parser.c) → what an editor can act on.
_SENTENCES = {
    "mapping values are not allowed in this context": (
        "“: ” stands inside a text without quotes, or the line is indented too far"
    ),
    "could not find expected ':'": (
        "the line is neither “key: value” nor an item of a list"
    ),
    "did not find expected key": _INDENT,
    "did not find expected '-' indicator": _INDENT,
    "did not find expected ',' or ']'": _BRACKET,
    "did not find expected ',' or '}'": _BRACKET,
    "did not find expected node content": (
        "a value is missing here, or a bracket is not closed"
    ),
    "found unexpected end of stream": "the quote opened here is not closed",
    "found unexpected document indicator": (
        "the quote opened here is not closed before a line of dashes or dots"
    ),
    "found character that cannot start any token": (
        "a value cannot begin with this character unless it is in quotes"
    ),
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
    "block sequence entries are not allowed in this context": (
        "“- ” cannot stand here: a list begins on a line of its own"
    ),
    "block mapping keys are not allowed in this context": "“? ” cannot stand here",
    "found unknown escape character": (
        "a backslash in double quotes is followed by a letter that means nothing; "
        "write two backslashes for one"
    ),
    "did not find expected hexdecimal number": (
        "the escape after the backslash needs hexadecimal digits"
    ),
    "found invalid Unicode character escape code": (
        "the escape names no character (half of a surrogate pair is none)"
    ),
    "did not find expected comment or line break": (
        "after | or > nothing but a comment can stand on the line"
    ),
    "found undefined tag handle": "no %TAG line says what this tag's handle means",
    "did not find expected <document start>": (
        "the text ends before this point: what follows fits no mapping and no list"
    ),
    "found incompatible YAML document": (
        "the %YAML line names a version that cannot be read; leave the line out"
    ),
    "did not find expected alphabetic or numeric character": (
        "“&” and “*” begin an anchor or alias; put the text in quotes"
    ),
}

#: Told by where the unfinished thing began, not by where the file ended.
_TOLD_BY_START = frozenset(
    {
        "could not find expected ':'",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
        "found unexpected end of stream",
        "found unexpected document indicator",
    }
)


def explain(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """Return the problem that the parser's *error* tells of (YAML 1.2.2)."""
    problem = str(getattr(error, "problem", None) or "the parser cannot read this")
    mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    sentence = _SENTENCES.get(problem)
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        sentence = _TAB
    elif sentence is None:
        context = getattr(error, "context", None)
        sentence = f"{context}: {problem}" if context else problem
    if context_mark is not None and (mark is None or problem in _TOLD_BY_START):
        mark = context_mark
    place = Place(path) if mark is None else _inside(mark, text, path)
    return NOT_YAML.at(place, sentence)


def _inside(mark: yaml.Mark, text: str, path: str) -> Place:
    """Keep to the last character where reading stopped at the end of the file."""
    lines = text.count("\n") + 1
    last = len(text.rstrip())
    if mark.line < lines and mark.index < last:
        return Place(path, mark.line + 1, mark.column + 1)
    return place_of(text, max(0, last - 1), path)
