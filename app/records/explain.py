"""Say in plain words what is wrong with the shape of a value."""

from __future__ import annotations

import json
import re
from typing import Any

from app.records.kinds import KINDS
from app.records.languages import meant
from app.records.placecodes import codes_by_name
from app.records.shape import EDITORS, PLACES, Reference, Shape
from app.records.suggest import near, well_formed
from app.rules import (
    EMPTY,
    MALFORMED_REFERENCE,
    MALFORMED_VALUE,
    NOT_IN_LIST,
    NUMBER_RANGE,
    PART_NAME,
    TEXT_FORM,
    TOO_MANY_WORDS,
    UNKNOWN_KEY,
    WRONG_TYPE,
    Rule,
)

MOST_WORDS = 40

_WIDTH = 60
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
_ARTICLES = {EDITORS: "an editor", PLACES: "a place"}

#: A rule and the sentence that says how it is broken.
Saying = tuple[Rule, str]


def quoted(value: Any) -> str:
    """Quote a value, cut to what fits into a sentence.

    >>> quoted("a\\nb")
    '“a b”'
    """
    text = " ".join(str(value).split())
    return f"“{text}”" if len(text) <= _WIDTH else f"“{text[: _WIDTH - 1]}…”"


def listed(words: tuple[str, ...], last: str = "or") -> str:
    """Join words as a sentence does.

    >>> listed(("a", "b", "c"))
    'a, b or c'
    """
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def kind_names(reference: Reference) -> str:
    """Name what a reference may point at: “a claim”, “a takedown, claim or caveat”."""
    names = tuple(
        _ARTICLES.get(folder) or _with_article(KINDS[folder].singular.lower())
        for folder in reference.folders
    )
    return f"a part of {listed(names)}" if not reference.whole else listed(names)


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def unknown_key(key: str, shape: Shape) -> Saying:
    """Say that a mapping does not have *key*."""
    known = tuple(shape.properties)
    if key.partition(":")[0] in known:
        return UNKNOWN_KEY, f"a space is missing after the colon of {quoted(key)}"
    message = f"there is no key {quoted(key)} here.{near(key, known)}"
    return UNKNOWN_KEY, f"{message} The keys are {listed(known, 'and')}"


def wrong_type(value: Any, shape: Shape) -> Saying:
    """Say that text, number, list or mapping was expected and something else found."""
    due = _TYPES[shape.type]
    if shape.type == "array":
        due += f", written like {_as_list(value, shape)}"
    elif shape.example is not None and shape.type != "object":
        due += f", such as {_written(shape.example)}"
    if value is None:
        return WRONG_TYPE, f"nothing stands here; it is to be {due}"
    found = {bool: "true or false", int: "a number", str: "text", list: "a list"}
    message = f"this is {found.get(type(value), 'a mapping')}; it is to be {due}"
    if shape.type == "string" and not isinstance(value, list | dict):
        message += "; in double quotes it is text"
    return WRONG_TYPE, message


def _as_list(value: Any, shape: Shape) -> str:
    """Write what stands there as the list it is to be, or else the example."""
    if not isinstance(value, str) or not 0 < len(value) <= _WIDTH or "\n" in value:
        return _written(shape.example)
    if shape.items is not None and shape.items.is_free_text:
        value = json.dumps(value, ensure_ascii=False)
    return f"[{value}]"


def _written(example: Any) -> str:
    """Write an example as YAML has it."""
    if isinstance(example, list):
        return f"[{', '.join(map(_written, example))}]"
    if isinstance(example, bool):
        return str(example).lower()
    return str(example)


def not_in_list(value: Any, shape: Shape) -> Saying:
    """Say which values there are."""
    message = f"{quoted(value)} is not in the list.{near(str(value), shape.options)}"
    values = listed(shape.options, "and")
    if "schema.org" in shape.description:
        return NOT_IN_LIST, f"{message} The values are classes of schema.org: {values}"
    return NOT_IN_LIST, f"{message} The values are {values}"


def bad_text(value: str, shape: Shape) -> Saying:
    """Say what a text is to look like that is too long, too short or malformed."""
    if shape.reference is not None:
        return _bad_reference(value, shape, shape.reference)
    if shape.definition == "words" and len(value.split()) > MOST_WORDS:
        message = f"the quotation has {len(value.split())} words"
        return TOO_MANY_WORDS, f"{message}; {MOST_WORDS} are the most"
    if not value.strip():
        return TEXT_FORM, "the text is empty"
    most = shape.bounds.get("maxLength")
    if most is not None and len(value) > most:
        return TEXT_FORM, f"the text has {len(value):,} characters; {most:,} are the most"
    if shape.is_free_text:
        what = "line breaks" if "\n" in value.strip() else "spaces or a line break"
        where = "inside" if "\n" in value.strip() else "at an end"
        return TEXT_FORM, f"the text has {what} {where}; it is to be one line"
    guess = meant(value) if shape.definition == "language" else ""
    return MALFORMED_VALUE, f"{quoted(value)} is not in the form due.{guess} {_due(shape)}"


def _bad_reference(value: str, shape: Shape, reference: Reference) -> Saying:
    folder = value.partition("/")[0]
    due = kind_names(reference)
    message = f"{quoted(value)} does not refer to {due}"
    if folder in KINDS and folder not in reference.folders:
        names = _with_article(KINDS[folder].singular.lower())
        message = f"{quoted(value)} refers to {names}; here stands {due}"
    elif folder in reference.folders and "#" in value and not reference.part:
        message = f"{quoted(value)} refers to a part; here stands {due} as a whole"
    elif folder in reference.folders and "#" not in value and not reference.whole:
        message = f"{quoted(value)} names no part; here stands {due}"
    return MALFORMED_REFERENCE, f"{message}.{_meant(value, shape, reference)} {_due(shape)}"


def _meant(value: str, shape: Shape, reference: Reference) -> str:
    """Guess which reference was meant: by its form, a place by its name too."""
    if PLACES in reference.folders:
        name = value.rpartition("/")[2].replace("-", " ").lower()
        if name in codes_by_name():
            return f" Did you mean “{PLACES}/{codes_by_name()[name]}”?"
    return well_formed(
        value, reference.folders, lambda text: re.search(shape.pattern, text)
    )


def _due(shape: Shape) -> str:
    """Describe what the schema asks for, with its example."""
    like = f" Example: {_written(shape.example)}" if shape.example is not None else ""
    return f"{shape.description}{like}"


def bad_name(name: str, names: Shape) -> Saying:
    """Say what is wrong with the name of an entry."""
    if names.reference is not None:
        return _bad_reference(name, names, names.reference)
    if name == "record":
        return PART_NAME, "the name “record” is taken: it names the record's own graph"
    most = names.bounds.get("maxLength", len(name))
    if len(name) > most:
        return PART_NAME, f"the name has {len(name)} characters; {most} are the most"
    return PART_NAME, f"{quoted(name)} is not a name of small letters, digits, hyphens"


def out_of_range(value: int, shape: Shape) -> Saying:
    """Say between which bounds a number lies."""
    low, high = shape.bounds["minimum"], shape.bounds["maximum"]
    return NUMBER_RANGE, f"{value:,} is not between {low:,} and {high:,}"


def empty(shape: Shape) -> Saying:
    """Say that a list or mapping holds nothing."""
    return EMPTY, f"{_TYPES[shape.type]} that holds nothing stands here"
