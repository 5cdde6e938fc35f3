"""Say in a sentence what the YAML parser could not read, and where."""

from __future__ import annotations

import re

import yaml

from app.problems import Place, Problem
from app.records.text import place_of
from app.rules import NOT_YAML

_INDENT = (
    "the line does not fit the lines around it: look at its indentation, and at text "
    "after a closing quote or bracket"
)
_BRACKET = "the bracket opened here is not closed, or a comma is missing inside it"
_COLON = "a space is missing after the colon"
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

#: What libyaml says of a line without “: ”, and of the next one that has it.
_TOLD_OF_COLON = (
    "could not find expected ':'",
    "mapping values are not allowed in this context",
    "did not find expected <document start>",
)
#: What may stand behind a closing quote.
_AFTER_QUOTE = frozenset(("", *" \t\n,]}:"))
#: A plain word, a colon and what is no address: “type:NewsArticle”.
_KEY_AND_VALUE = re.compile(r" *(?:- )?[A-Za-z_]+:(?=[^\s:/])")

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
    cause = None if mark is None else _open_quote(text, mark, path)
    if cause is None and mark is not None and problem in _TOLD_OF_COLON:
        cause = _close_colon(text, mark, context_mark, path)
    if cause is not None:
        return cause
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


def _open_quote(text: str, mark: yaml.Mark, path: str) -> Problem | None:
    """Look before *mark* for a quote that only the quote of a later text closes.

    Behind that quote the later text goes on, where nothing but an end may stand.
    """
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            start, end = token.start_mark, token.end_mark
            if start.index > mark.index:
                return None
            quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            behind = text[end.index : end.index + 1]
            if quoted and start.line < end.line and behind not in _AFTER_QUOTE:
                message = f"the quote opened in line {start.line + 1} is not closed"
                return NOT_YAML.at(
                    Place(path, start.line + 1, start.column + 1),
                    f"{message}; its text would run on to line {end.line + 1}",
                )
    except yaml.YAMLError:
        return None  # the fault that is being explained
    return None


def _close_colon(
    text: str, mark: yaml.Mark, start: yaml.Mark | None, path: str
) -> Problem | None:
    """Look where the unreadable line began, or just before it, for “key:value”."""
    lines = text.split("\n")
    suspects = (start.line,) if start is not None else (mark.line, mark.line - 1)
    for number in suspects:
        line = lines[number] if 0 <= number < len(lines) else ""
        found = _KEY_AND_VALUE.match(line)
        if found:
            return NOT_YAML.at(Place(path, number + 1, found.end()), _COLON)
    return None


def _inside(mark: yaml.Mark, text: str, path: str) -> Place:
    """Keep to the last character where reading stopped at the end of the file."""
    lines = text.count("\n") + 1
    last = len(text.rstrip())
    if mark.line < lines and mark.index < last:
        return Place(path, mark.line + 1, mark.column + 1)
    return place_of(text, max(0, last - 1), path)
