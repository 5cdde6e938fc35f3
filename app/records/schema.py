"""The second stage of reading: one record has the shape of its kind.

The JSON Schemas (draft-07) decide; :mod:`app.records.explain` says it in words.  Every
fault of a record is found in one run, and each is one problem at its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from app.errors import CaveatError
from app.problems import Problem
from app.records import explain
from app.records.explain import Saying, listed
from app.records.places import Path
from app.records.shape import COMMON, Shape, document, leaves, schema_name, shape_at
from app.records.suggest import near
from app.records.text import curly
from app.records.tree import Tree
from app.rules import (
    DUPLICATE_ITEM,
    FREE_TEXT,
    MISSING_KEY,
    NO_REVIEWER,
    ONE_OF,
    SAYS_NOTHING,
    WRONG_TYPE,
    Rule,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one path of a record, in its value or in its key."""

    path: Path
    rule: Rule
    message: str
    at_key: bool = False


def check(folder: str, tree: Tree) -> list[Problem]:
    """Return what is wrong with the shape of a record of *folder* (``kb``: the header).

    Free text that stands without quotes is a problem too (``Y14``): only the schemas know
    which texts are free.
    """
    if tree.data is None:
        return []
    found = [
        *faults(folder, tree.data),
        *(_unquoted(*found) for found in _plain_texts(folder, tree)),
    ]
    problems = {
        fault.rule.at(
            tree.places.key(fault.path) if fault.at_key else tree.places.value(fault.path),
            fault.message.rstrip("."),
        )
        for fault in found
    }
    return sorted(problems)


def _plain_texts(folder: str, tree: Tree) -> Iterator[tuple[Path, str]]:
    for leaf in leaves(folder, tree.data or {}):
        if (
            leaf.shape.is_free_text
            and isinstance(leaf.value, str)
            and not leaf.is_key
            and tree.is_plain(leaf.path)
        ):
            yield leaf.path, leaf.value


def _unquoted(path: Path, text: str) -> Fault:
    return Fault(path, FREE_TEXT, curly(text) or "the text has no quotes round it")


def faults(folder: str, data: dict[str, Any]) -> list[Fault]:
    """Return the faults of a record's data, one for each value or key at fault."""
    validator = _validator(folder)
    if validator.is_valid(data):
        return []
    found: dict[tuple[Path, str, bool], Fault] = {}
    for error in validator.iter_errors(data):
        for fault in _faults_of(folder, data, error):
            key = (fault.path, fault.rule.code + fault.message, fault.at_key)
            found.setdefault(key, fault)
    mistyped = {item.path for item in found.values() if item.rule is WRONG_TYPE}
    return [
        item
        for item in found.values()
        if item.rule is WRONG_TYPE or item.at_key or item.path not in mistyped
    ]


@cache
def _validator(folder: str) -> jsonschema_rs.Draft7Validator:
    """Build the validator of a kind of record; nothing is fetched from anywhere."""
    registry = jsonschema_rs.Registry(
        [(COMMON, document(COMMON))], draft=jsonschema_rs.Draft7
    )
    return jsonschema_rs.Draft7Validator(
        document(schema_name(folder)), registry=registry, offline=True
    )


def _faults_of(
    folder: str, data: dict[str, Any], error: jsonschema_rs.ValidationError
) -> Iterator[Fault]:
    """Turn an error of the validator into faults; some errors repeat another."""
    path, value = _followed(data, error.instance_path)
    shape = shape_at(folder, path)
    keyword = error.kind.name
    teller = _TELLERS.get(keyword)
    if shape is None or teller is None:
        raise CaveatError(
            f"the schema of {folder} uses {keyword!r} at {path}, which has no sentence"
        )
    yield from teller(path, value, shape, error.kind)


def _followed(data: Any, steps: Iterable[str | int]) -> tuple[Path, Any]:
    """Follow a path of the validator, which gives a key of digits as a number."""
    path: list[str | int] = []
    for step in steps:
        key = str(step) if isinstance(data, dict) else step
        path.append(key)
        data = data[key]
    return tuple(path), data


def _unknown_keys(path: Path, _value: Any, shape: Shape, kind: Any) -> Iterator[Fault]:
    for key in kind.unexpected:
        yield Fault((*path, key), *explain.unknown_key(key, shape), at_key=True)


def _missing(path: Path, value: Any, shape: Shape, kind: Any) -> Iterator[Fault]:
    key = kind.property
    if key not in shape.required:
        # The only key that is asked for by a condition (if … then).
        message = f"the status is “reviewed”, and {key} does not say by whom"
        yield Fault((*path, "status"), NO_REVIEWER, message)
        return
    if any(item.startswith(f"{key}:") for item in value):
        return  # “part:lede” is told as an unknown key
    below = shape.below(key)
    about = f": {below.description}" if below is not None else ""
    for item in value:
        if item not in shape.properties and near(item, shape.properties) == near(
            key, [key]
        ):
            about = f"; {explain.quoted(item)} stands where it may be meant"
    yield Fault(path, MISSING_KEY, f"the key “{key}” is missing{about}")


def _exactly_one(path: Path, value: Any, shape: Shape, _kind: Any) -> Iterator[Fault]:
    if isinstance(value, dict):
        there = tuple(key for key in value if key in shape.one_of)
        names = listed(shape.one_of)
        if not there:
            yield Fault(path, ONE_OF, f"none of {names} is there")
        for key in there[1:]:
            message = f"{there[0]} and {key} are both there"
            yield Fault((*path, key), ONE_OF, message, at_key=True)


def _at_least_one(path: Path, value: Any, shape: Shape, _kind: Any) -> Iterator[Fault]:
    if isinstance(value, dict):
        message = f"none of {listed(shape.any_of)} is there"
        yield Fault(path, SAYS_NOTHING, message)


def _repeated(path: Path, value: Any, _shape: Shape, _kind: Any) -> Iterator[Fault]:
    for number, item in enumerate(value):
        if item in value[:number]:
            message = f"{explain.quoted(item)} is already in the list"
            yield Fault((*path, number), DUPLICATE_ITEM, message)


def _bad_names(path: Path, _value: Any, shape: Shape, kind: Any) -> Iterator[Fault]:
    name = kind.error.instance
    if shape.names is not None:
        yield Fault((*path, name), *explain.bad_name(name, shape.names), at_key=True)


def _about_value(say: Callable[[Any, Shape], Saying]) -> Callable[..., Iterator[Fault]]:
    """Make a teller of a sentence that looks at the value and its shape only."""

    def tell(path: Path, value: Any, shape: Shape, _kind: Any) -> Iterator[Fault]:
        yield Fault(path, *say(value, shape))

    return tell


_text = _about_value(explain.bad_text)
_range = _about_value(explain.out_of_range)
_empty = _about_value(lambda _value, shape: explain.empty(shape))

#: What to say for each keyword of JSON Schema that the schemas use.
_TELLERS: dict[str, Callable[[Path, Any, Shape, Any], Iterator[Fault]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing,
    "oneOf": _exactly_one,
    "anyOf": _at_least_one,
    "uniqueItems": _repeated,
    "propertyNames": _bad_names,
    "type": _about_value(explain.wrong_type),
    "enum": _about_value(explain.not_in_list),
    "pattern": _text,
    "minLength": _text,
    "maxLength": _text,
    "minimum": _range,
    "maximum": _range,
    "minItems": _empty,
    "minProperties": _empty,
}
