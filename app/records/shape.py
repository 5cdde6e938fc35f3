"""What the schemas say of each place in a record, looked up by its path.

The JSON Schemas (draft-07) in ``schemas/`` are read once and their references followed, so
that the shape of a record is a tree: this module alone knows which field holds a
reference, a date or free text, and it knows it from the schemas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from app import SCHEMAS
from app.records.kinds import HEADER, KINDS
from app.records.places import Path

COMMON = "common.schema.json"

#: Definitions whose values are text in somebody's words, which YAML must quote.
_FREE_TEXT = frozenset({"line", "prose", "words", "context_words"})
#: What a reference may name besides a record: folders that hold no files of their own.
EDITORS, PLACES = "editors", "places"
_PROBES = {**dict.fromkeys((*KINDS, EDITORS), "a"), PLACES: "ZZ"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference may name: records of some kinds, their parts, or either."""

    folders: tuple[str, ...]
    whole: bool
    part: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What the schemas ask of one value.

    ``definition`` names the shared definition that the value follows, or is empty.
    ``entries`` is the shape of each entry of a map of named things, ``names`` that of
    their names.  ``one_of`` are keys of which exactly one is to be there, ``any_of`` keys
    of which at least one is.
    """

    definition: str = ""
    description: str = ""
    example: Any = None
    type: str = ""
    options: tuple[str, ...] = ()
    pattern: str = ""
    bounds: Mapping[str, int] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    properties: Mapping[str, Shape] = field(default_factory=dict)
    entries: Shape | None = None
    names: Shape | None = None
    items: Shape | None = None
    one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    reference: Reference | None = None

    @property
    def is_free_text(self) -> bool:
        """Tell whether the value is text in somebody's words, not a name or a code."""
        if self.definition:
            return self.definition in _FREE_TEXT
        return self.type == "string" and not self.options and not self.pattern

    def below(self, step: str | int) -> Shape | None:
        """Return the shape of an entry or item, or None where nothing is foreseen."""
        if isinstance(step, int):
            return self.items
        return self.properties.get(step, self.entries)


class Leaf(NamedTuple):
    """A value that is neither list nor map, or the name of an entry, and its shape."""

    path: Path
    shape: Shape
    value: Any
    is_key: bool = False


def leaves(folder: str, data: Mapping[str, Any]) -> list[Leaf]:
    """Return all values of a record and the names of its entries, in their order.

    What the schemas do not foresee is passed over.
    """
    found: list[Leaf] = []
    _collect(shape_of(folder), data, (), found)
    return found


def _collect(shape: Shape, value: Any, path: Path, found: list[Leaf]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if shape.names is not None:
                found.append(Leaf((*path, key), shape.names, key, is_key=True))
            below = shape.properties.get(key, shape.entries)
            if below is not None:
                _collect(below, item, (*path, key), found)
    elif isinstance(value, list):
        if shape.items is not None:
            for number, item in enumerate(value):
                _collect(shape.items, item, (*path, number), found)
    else:
        found.append(Leaf(path, shape, value))


def shape_at(folder: str, path: Path) -> Shape | None:
    """Return the shape of the value at *path*, or None where nothing is foreseen."""
    shape: Shape | None = shape_of(folder)
    for step in path:
        if shape is None:
            return None
        shape = shape.below(step)
    return shape


@cache
def document(name: str) -> dict[str, Any]:
    """Return a schema file as JSON."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / name).read_text("utf-8"))
    return loaded


def schema_name(folder: str) -> str:
    """Return the name of the schema of a kind of record.

    >>> schema_name("claims")
    'claims.schema.json'
    """
    return f"{folder}.schema.json"


@cache
def shape_of(folder: str) -> Shape:
    """Return the shape of the records of a folder, ``kb`` for the header."""
    if folder != HEADER and folder not in KINDS:
        raise ValueError(f"no kind of record is kept in {folder!r}")
    name = schema_name(folder)
    return _shape(document(name), name, "")


def _shape(schema: Mapping[str, Any], file: str, definition: str) -> Shape:
    """Follow references and build the tree; draft-07, 8.3: no siblings beside $ref."""
    if "$ref" in schema:
        target_file, _, pointer = schema["$ref"].partition("#")
        target_file = target_file or file
        name = pointer.rpartition("/")[2]
        target = document(target_file)["definitions"][name]
        label = name if target_file == COMMON else f"{target_file}#{name}"
        return _shape(target, target_file, label)
    if "allOf" in schema:
        base = _shape(schema["allOf"][0], file, definition)
        return _described(base, schema)
    return Shape(
        definition=definition,
        description=schema.get("description", schema.get("$comment", "")),
        example=next(iter(schema.get("examples", ())), None),
        type=schema["type"],
        options=tuple(schema.get("enum", ())),
        pattern=schema.get("pattern", ""),
        bounds={key: schema[key] for key in _BOUNDS if key in schema},
        required=tuple(schema.get("required", ())),
        properties={
            key: _shape(item, file, "")
            for key, item in schema.get("properties", {}).items()
        },
        entries=_optional(schema.get("additionalProperties"), file),
        names=_optional(schema.get("propertyNames"), file),
        items=_optional(schema.get("items"), file),
        one_of=_alternatives(schema.get("oneOf")),
        any_of=_alternatives(schema.get("anyOf")),
        reference=_reference(schema.get("pattern", "")) if definition else None,
    )


_BOUNDS = ("minLength", "maxLength", "minimum", "maximum")


def _described(base: Shape, schema: Mapping[str, Any]) -> Shape:
    """Give a shared definition the description and example of the place it stands in."""
    values = {name: getattr(base, name) for name in Shape.__slots__}
    values["description"] = schema.get("description", base.description)
    values["example"] = next(iter(schema.get("examples", ())), base.example)
    return Shape(**values)


def _optional(schema: Any, file: str) -> Shape | None:
    return _shape(schema, file, "") if isinstance(schema, dict) else None


def _alternatives(schemas: list[dict[str, list[str]]] | None) -> tuple[str, ...]:
    """Return the keys of alternatives, each of which asks for one key."""
    return tuple(schema["required"][0] for schema in schemas or ())


@cache
def _reference(pattern: str) -> Reference | None:
    """Try which ids and parts a pattern lets pass; None where it is no reference."""
    if not pattern or re.search(pattern, "a"):
        return None
    ids = {folder: f"{folder}/{slug}" for folder, slug in _PROBES.items()}
    whole = [name for name, probe in ids.items() if re.search(pattern, probe)]
    parts = [name for name, probe in ids.items() if re.search(pattern, f"{probe}#a")]
    folders = tuple(dict.fromkeys([*whole, *parts]))
    return Reference(folders, bool(whole), bool(parts)) if folders else None
