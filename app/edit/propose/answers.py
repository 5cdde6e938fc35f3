"""What somebody wrote into a form, as the data of a record.

A field is named by its path: ``passages.0.seen.read``.  Entries of maps are numbered in
the form; ``passages.0.@`` holds the entry's name, and where that is empty a name is made.
Nothing is refused here: a wrong value stays as it was written, for the rules to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from werkzeug.datastructures import MultiDict

from app.edit.propose.asked import ONE_OF_A_KIND, UNASKED, entry, slug, words_slug
from app.records.shape import Shape, shape_of
from app.records.tree import MOST_DEPTH

#: Entries of a map that are read; a record of more would be no record of one thing.
MOST_ENTRIES = 60
#: Ends the name of a field that holds, as JSON, what the form does not ask for.
KEPT = "!"
#: Ends the name of the field that names an entry.
NAME = "@"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_INDEX = re.compile(r"[0-9]{1,3}")
#: What an entry is named after, in this order.
_NAMING = ("part", "work", "kind")

Form = MultiDict[str, str]


def answers(folder: str, form: Form) -> dict[str, Any]:
    """Return the data of a record of *folder* that a form holds."""
    return _Answers(form).mapping(shape_of(folder), "")


def still_blank(form: Form, entries: Iterable[str]) -> list[str]:
    """Return the maps of those *entries* into which nobody wrote meanwhile."""
    written = [name for name, values in form.lists() if any(map(_text, values))]
    return [
        entry.rpartition(".")[0]
        for entry in entries
        if not any(name.startswith(f"{entry}.") for name in written)
    ]


class _Answers:
    def __init__(self, form: Form) -> None:
        self._form = form

    def mapping(self, shape: Shape, prefix: str) -> dict[str, Any]:
        """Read the fields of a mapping; those that are empty are not there."""
        data = {}
        for key, below in shape.properties.items():
            value = self._value(key, below, f"{prefix}{key}")
            if value is not None and value not in ("", [], {}):
                data[key] = value
        return data

    def _value(self, key: str, shape: Shape, name: str) -> Any:
        if key in UNASKED:
            return _kept(self._form.get(name + KEPT, ""))
        if shape.entries is not None:
            return self._entries(key, shape.entries, name)
        if shape.type == "object":
            return self.mapping(shape, f"{name}.")
        if shape.type == "array":
            written = [_text(item) for item in self._form.getlist(name)]
            return list(dict.fromkeys(filter(None, written)))
        text = _text(self._form.get(name, ""))
        if shape.type == "boolean":
            return {"true": True, "false": False}.get(text)
        if shape.type == "integer" and _NUMBER.fullmatch(text):
            return int(text)
        return text

    def _entries(self, key: str, shape: Shape, name: str) -> dict[str, Any]:
        """Read the entries of a map; one that nobody wrote into is not there."""
        found: dict[str, Any] = {}
        for number in self._numbers(f"{name}."):
            prefix = f"{name}.{number}."
            data = self.mapping(shape, prefix)
            own = _text(self._form.get(prefix + NAME, ""))
            if own or data:
                found[_free(own or _named(key, data), found)] = data
        return found

    def _numbers(self, prefix: str) -> list[int]:
        heads = {
            field[len(prefix) :].partition(".")[0]
            for field in self._form
            if field.startswith(prefix)
        }
        numbers = {
            int(head) for head in heads if re.fullmatch(r"[0-9]{1,3}", head, re.ASCII)
        }
        return sorted(numbers)[:MOST_ENTRIES]


def _named(key: str, data: dict[str, Any]) -> str:
    """Name an entry after its part of the source or its words, or after what it is."""
    if key == "passages" and data.get("part") not in ONE_OF_A_KIND:
        made = words_slug(str(data.get("text", "")))
        if made:
            return made
    text = next((str(data[name]) for name in _NAMING if data.get(name)), "")
    return slug(text.rpartition("/")[2]) or slug(entry(key))


def as_before(before: Any, data: Any) -> Any:
    """Return *data* with what a form cannot tell as it was *before*.

    That is the order of a list whose items are the same, and a false that is written.
    """
    if isinstance(before, dict) and isinstance(data, dict):
        kept = {key: False for key, value in before.items() if value is False}
        told = {
            key: as_before(before[key], value) if key in before else value
            for key, value in data.items()
        }
        return kept | told
    if isinstance(before, list) and isinstance(data, list):
        return before if sorted(map(str, before)) == sorted(map(str, data)) else data
    return data


def is_made(key: str, name: str, data: Mapping[str, Any]) -> bool:
    """Tell whether an entry's name is the one that is made where none is written."""
    made = _named(key, dict(data))
    return re.fullmatch(rf"{re.escape(made)}(?:-[0-9]+)?", name) is not None


def _free(name: str, taken: Iterable[str]) -> str:
    """Return *name*, or with the first number at which it is free."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _text(value: str) -> str:
    r"""Take off the spaces at both ends, and the line ends of forms (HTML, 4.10.22.4).

    >>> _text(" a\r\nb ")
    'a\nb'
    """
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _kept(text: str) -> Any:
    """Return what a correction keeps; what is no JSON or too deep is not there."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return (
        value if isinstance(value, dict | list) and not _deeper(value, MOST_DEPTH) else None
    )


def _deeper(value: Any, most: int) -> bool:
    """Tell whether lists and mappings stand in each other more than *most* times."""
    items = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return False
    return most == 0 or any(_deeper(item, most - 1) for item in items)
