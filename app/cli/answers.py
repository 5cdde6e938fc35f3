"""Answers that are given as options, for scripts and for whoever knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from app.cli.choosing import named
from app.edit.known import Known
from app.edit.questions import (
    Question,
    fault_of,
    holds_parts,
    option_of,
    part_of,
    place_of,
    questions,
    value_of,
)
from app.edit.suggestions import READ_OFF, Found, suggestion
from app.problems import Problem, printable
from app.records.shape import Shape, shape_of

#: No option of ours: what ``caveat snapshot`` and later changes write.
_MANY = ("May be repeated.",)
_LATER = frozenset({"copies", "formerly", "reviewed_by"})


def options(folder: str) -> Iterator[click.Option]:
    """Yield an option for each key of a kind of record."""
    for key, shape in shape_of(folder).properties.items():
        if key in _LATER:
            continue
        parts = shape.type == "object"
        many = parts or shape.type == "array"
        yield click.Option(
            [option_of(key), _parameter(key)],
            multiple=many,
            metavar="'NAME: {KEY: VALUE, …}'" if parts else _metavar(shape),
            help=" ".join(shape.description.split())
            + (" May be repeated." if many else ""),
        )


def _parameter(key: str) -> str:
    return f"given_{key}"


def _metavar(shape: Shape) -> str:
    inner = shape.items or shape
    if inner.reference is not None:
        return "ID"
    return "|".join(inner.options) if inner.options else "TEXT"


def given(folder: str, params: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """Return the data that options give.

    Raises:
        click.UsageError: an option has a fault; it says which, and what ``caveat check``
            would say.
    """
    data: dict[str, Any] = {}
    for key, shape in shape_of(folder).properties.items():
        value = params.get(_parameter(key))
        if not value:
            continue
        if shape.type == "object":
            data[key] = dict(_part(key, text) for text in value)
        elif shape.type == "array" and shape.items is not None:
            data[key] = [
                _one(folder, key, shape.items, text, known, True) for text in value
            ]
        else:
            data[key] = _one(folder, key, shape, value, known, False)
    return data


def _part(key: str, text: str) -> tuple[str, dict[str, Any]]:
    found = part_of(text)
    if isinstance(found, Problem):
        raise _refused(key, f"{found.code} {found.message}")
    return found


def _one(
    folder: str, key: str, shape: Shape, text: str, known: Known, in_list: bool
) -> Any:
    value = value_of(shape, text)
    if shape.reference is not None:
        found, why = named(known.choices(shape), value, shape.reference.folders[0])
        if found is None:
            raise _refused(key, why)
        value = found
    if fault := fault_of(folder, (key,), [value] if in_list else value):
        raise _refused(key, fault)
    return value


def _refused(key: str, fault: str) -> click.UsageError:
    return click.UsageError(printable(f"{option_of(key)}: {fault}"))


def read_off(folder: str, data: dict[str, Any], known: Known, found: Found) -> set[str]:
    """Put into *data* what the address tells; return the keys that are new."""
    new = set()
    for question in list(questions(folder, (), data, data)):
        if question.key in data or place_of(folder, question.path) not in READ_OFF:
            continue
        value = suggestion(question, data, data, known, found)
        if value is not None:
            data[question.key] = value
            new.add(question.key)
    return new


def missing(folder: str, data: Mapping[str, Any]) -> list[Question]:
    """Return the questions that must be answered and are not."""
    due = questions(folder, (), data, data)
    found = [one for one in due if one.is_required and one.key not in data]
    shape = shape_of(folder)
    if shape.any_of and not any(key in data for key in shape.any_of):
        key = shape.any_of[0]
        found.append(Question(folder, (key,), shape.properties[key], True))
    return found


def assert_whole(folder: str, data: Mapping[str, Any], found: Found) -> None:
    """Raise where an option is missing.

    Raises:
        click.UsageError: names each, says what it is for, and what the page says.
    """
    lines = [
        f"  {one.option}: {one.says}{_said(one, found)}" for one in missing(folder, data)
    ]
    if lines:
        what = "options are" if len(lines) > 1 else "option is"
        message = f"without input, {len(lines)} {what} missing:"
        raise click.UsageError(printable_lines(message, lines))


def _said(question: Question, found: Found) -> str:
    said = {"title": found.title, "lang": found.lang}.get(question.key, "")
    return f" The page says “{said}”." if said and not holds_parts(question.shape) else ""


def printable_lines(first: str, lines: list[str]) -> str:
    """Join lines, each without what could move the cursor."""
    return "\n".join(map(printable, (first, *lines)))
