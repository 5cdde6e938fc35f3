"""The files of ``schemas/`` as the tests read them, and ways to walk through them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Graph

SCHEMAS = Path(__file__).parents[2] / "schemas"
BASE = "https://caveat.example/"
CAV = "https://w3id.org/caveat/ns#"

#: The keywords under which a draft-07 schema holds one schema, several, or a map of them.
_ONE = ("additionalProperties", "propertyNames", "items", "not")
_SEVERAL = ("allOf", "anyOf", "oneOf")
_MAPS = ("properties", "definitions")


@dataclass(frozen=True, slots=True)
class Files:
    """What agrees or not: context, JSON Schemas, vocabulary, shapes, rules, terms."""

    context_text: str
    schemas: dict[str, dict[str, Any]]
    vocabulary: Graph
    shapes: Graph
    standard: frozenset[str]
    rules: dict[str, str]

    @property
    def context(self) -> dict[str, Any]:
        """The terms by key."""
        terms: dict[str, Any] = json.loads(self.context_text)["@context"]
        return {key: term for key, term in terms.items() if key != "@version"}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a schema: where it stands, its key, its own schema."""

    file: str
    pointer: str
    holder: str
    key: str
    schema: dict[str, Any]

    @property
    def place(self) -> str:
        """Where the property stands, for a message."""
        return f"{self.file}{self.pointer}/properties/{self.key}"


def read_files() -> Files:
    """Read the files as they are."""
    listed = (Path(__file__).parent / "standard-terms.txt").read_text("utf-8")
    return Files(
        context_text=(SCHEMAS / "context.jsonld").read_text("utf-8"),
        schemas={
            path.name: json.loads(path.read_bytes())
            for path in sorted(SCHEMAS.glob("*.schema.json"))
        },
        vocabulary=turtle("caveat.ttl"),
        shapes=turtle("shapes.ttl"),
        standard=frozenset(
            line for line in listed.splitlines() if line and not line.startswith("#")
        ),
        rules={
            path.stem: path.read_text("utf-8")
            for path in sorted((SCHEMAS / "rules").glob("*.rq"))
        },
    )


def turtle(name: str) -> Graph:
    """Parse a Turtle file of ``schemas/`` with rdflib."""
    return Graph().parse(SCHEMAS / name, format="turtle", publicID=BASE)


def iri_of(term: str | Mapping[str, Any]) -> str:
    """Return what a term of the context maps to, as written there."""
    return term if isinstance(term, str) else str(term["@id"])


def prefixes(context: Mapping[str, Any]) -> dict[str, str]:
    """Return the prefixes of the context."""
    return {
        key: iri
        for key, term in context.items()
        if (iri := iri_of(term)).endswith(("#", "/")) and "://" in iri
    }


def expand(context: Mapping[str, Any], name: str) -> str:
    """Return the full IRI of a prefixed name; keywords stay as they are."""
    prefix, colon, local = name.partition(":")
    return prefixes(context).get(prefix, prefix + colon) + local


def values_of(context: Mapping[str, Any]) -> set[str]:
    """Return the list values: terms that map to the name they have, in ``cav:``.

    ``hedge`` is the one property that would be taken for a value; it is used as a key.
    """
    return {
        key
        for key, term in context.items()
        if isinstance(term, str) and term == f"cav:{key}" and key[0].islower()
    } - {"hedge"}


def subschemas(
    schema: Mapping[str, Any], pointer: str = "", holder: str = ""
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Walk through a schema: where each part stands, the key that holds it, itself.

    ``if`` and ``then`` only repeat properties that stand elsewhere and are left out.
    """
    yield pointer, holder, schema
    for keyword in _ONE:
        if isinstance(schema.get(keyword), dict):
            yield from subschemas(schema[keyword], f"{pointer}/{keyword}", holder)
    for keyword in _SEVERAL:
        for number, item in enumerate(schema.get(keyword, ())):
            yield from subschemas(item, f"{pointer}/{keyword}/{number}", holder)
    for keyword in _MAPS:
        for key, item in schema.get(keyword, {}).items():
            yield from subschemas(item, f"{pointer}/{keyword}/{key}", key)


def properties(files: Files) -> Iterator[Property]:
    """Walk through every property of every schema."""
    for name, schema in files.schemas.items():
        for pointer, holder, part in subschemas(schema):
            for key, item in part.get("properties", {}).items():
                yield Property(name, pointer, holder, key, item)


def is_value(files: Files, item: Property) -> bool:
    """Tell whether a property's name is a list value: a key of an indexed map."""
    term = files.context.get(item.holder)
    return isinstance(term, dict) and "@index" in term


def values_listed(
    files: Files, name: str, schema: Mapping[str, Any]
) -> tuple[str, ...] | None:
    """Return the values that a property's schema lists, or None where it lists none."""
    if "enum" in schema:
        return tuple(schema["enum"])
    if "$ref" in schema:
        return values_listed(files, *resolve(files, name, schema["$ref"]))
    inner = [*schema.get("allOf", ()), schema.get("items", {})]
    found = [values_listed(files, name, part) for part in inner if part]
    return next((values for values in found if values is not None), None)


def resolve(files: Files, name: str, reference: str) -> tuple[str, Mapping[str, Any]]:
    """Return the file and the schema that a ``$ref`` leads to."""
    file, _, pointer = reference.partition("#")
    found: Any = files.schemas[file or name]
    for step in pointer.strip("/").split("/"):
        found = found[step]
    return file or name, found


#: How far words were checked: no record says it, the build does.
STATES = ("reproduced", "words-checked", "words-read", "words-unchecked", "words-not-read")


def lists(files: Files) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, for each key that takes list values, the values by place.

    A map that is indexed by list values (``counts``) takes them as its keys.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {"state": {"the build": STATES}}
    for item in properties(files):
        if is_value(files, item):
            place = f"{item.file}{item.pointer}"
            before = found.setdefault(item.holder, {}).get(place, ())
            found[item.holder][place] = (*before, item.key)
            continue
        values = values_listed(files, item.file, item.schema)
        if values is not None and item.key != "type":
            found.setdefault(item.key, {})[item.place] = values
    return found
