"""What the files of ``schemas/`` owe each other, one function a rule.

Every rule takes the files and returns what is missing where, in sentences; nothing
missing is an empty list.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import jsonschema
import referencing

from tests.schemas.files import (
    Files,
    iri_of,
    is_value,
    lists,
    prefixes,
    properties,
    subschemas,
    values_of,
)

DRAFT_07 = "http://json-schema.org/draft-07/schema#"

#: Terms that no schema has, because the compile step adds them, and why.
ADDED = {
    "id": "from the path of the record, or the name of the part",
    "treats": "the key of the map “treatments” becomes it",
    "earliest": "the first day of an EDTF date",
    "latest": "the last day of an EDTF date",
    "refers_to": "what is withdrawn and was referred to by it",
    "primary_topic": "what the catalogue's entry is about",
    "state": "how far the words of a passage were checked",
    "quote": "the words of a passage as a selector of Web Annotation",
    "quoted_words": "what that selector selects",
    "checksum": "the hash of a copy, as DCAT 3 says it",
    "algorithm": "that of a checksum",
    "checksum_value": "the value of a checksum",
}
#: Where the object's keys have another meaning than under ``asserts``, and which keys.
NESTED = {"denies", "withholds", "says"}
OBJECT_KEYS = {"party", "place", "unnamed"}


def keys_are_mapped(files: Files) -> list[str]:
    """Every property of a schema is a term of the context."""
    return [
        f"{item.place}: {item.key!r} is no term of the context"
        for item in properties(files)
        if item.key not in files.context
    ]


def terms_are_used(files: Files) -> list[str]:
    """Every key of the context is in a schema, or listed here with the reason."""
    used = {item.key for item in properties(files)}
    context = files.context
    keys = set(context) - values_of(context) - set(prefixes(context))
    keys = {key for key in keys if key[0].islower()}
    unused = [f"context: no schema uses {key!r}" for key in keys - used - set(ADDED)]
    stale = (set(ADDED) & used) | (set(ADDED) - set(context))
    return sorted(unused) + [f"ADDED: {key!r} is listed in vain" for key in stale]


def values_are_terms(files: Files) -> list[str]:
    """Every list value of a schema is a term of the context, under the same name."""
    context, found = files.context, []
    for places in lists(files).values():
        for place, values in places.items():
            found += [
                f"{place}: the context does not map {value!r} to cav:{value}"
                for value in values
                if context.get(value) != f"cav:{value}"
            ]
    return found


def terms_are_values(files: Files) -> list[str]:
    """Every list value of the context stands in a schema."""
    listed = {
        value
        for places in lists(files).values()
        for values in places.values()
        for value in values
    }
    unused = sorted(values_of(files.context) - listed)
    return [f"context: no schema lists the value {value!r}" for value in unused]


def list_keys_take_terms(files: Files) -> list[str]:
    """A key that lists values is one whose values expand as terms, and no other is."""
    context, listing = files.context, lists(files)
    found = []
    for key in listing:
        term = context.get(key, {})
        index = term.get("@index") if isinstance(term, dict) else None
        owner = context.get(index, {}) if index else term
        if not isinstance(owner, dict) or owner.get("@type") != "@vocab":
            found.append(f'context: {index or key!r} lacks "@type": "@vocab"')
    for key, term in context.items():
        vocab = isinstance(term, dict) and term.get("@type") == "@vocab"
        if vocab and key not in listing:
            found.append(f"schemas: {key!r} lists no values")
    return found


def keys_are_no_values(files: Files) -> list[str]:
    """No name is both a key and a list value, and none is in the context twice."""
    keys = {item.key for item in properties(files) if not is_value(files, item)}
    values = {
        value
        for places in lists(files).values()
        for listed in places.values()
        for value in listed
    }
    found = [f"{name!r} is a key and a list value" for name in sorted(keys & values)]
    return found + [
        f"context: {name!r} stands there twice" for name in _repeated(files.context_text)
    ]


def _repeated(text: str) -> list[str]:
    """Return the keys that one object of a JSON text has twice."""
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counted = Counter(key for key, _ in pairs)
        found.extend(key for key, number in counted.items() if number > 1)
        return dict(pairs)

    json.loads(text, object_pairs_hook=note)
    return found


def context_is_flat(files: Files) -> list[str]:
    """Contexts are nested only where an object is not asserted, and only for objects."""
    found = []
    for key, term in files.context.items():
        nested = term.get("@context", {}) if isinstance(term, dict) else {}
        if nested and key not in NESTED:
            found.append(f"context: {key!r} has a context of its own")
        if key in NESTED and set(nested) != OBJECT_KEYS:
            found.append(f"context: {key!r} must give exactly {sorted(OBJECT_KEYS)} anew")
        found += [
            f"context: {inner!r} under {key!r} leads to cav:object"
            for inner, item in nested.items()
            if iri_of(item) == "cav:object"
        ]
    return found


def properties_are_described(files: Files) -> list[str]:
    """Every property has a description and an example."""
    return [
        f"{item.place}: no {keyword}"
        for item in properties(files)
        for keyword in ("description", "examples")
        if not item.schema.get(keyword)
    ]


def examples_hold(files: Files) -> list[str]:
    """Every example is valid where it stands."""
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema))
        for name, schema in files.schemas.items()
    )
    return [
        f"{item.place}: the example {example!r} is not valid: {error.message}"
        for item in properties(files)
        for example in item.schema.get("examples", ())
        for error in jsonschema.Draft7Validator(
            {"$ref": f"{item.file}#{item.pointer}/properties/{item.key}"},
            registry=registry,
        ).iter_errors(example)
    ]


def objects_are_closed(files: Files) -> list[str]:
    """Every object refuses unknown keys, by a list of keys or a pattern for them."""
    return [
        f"{name}{pointer}: takes any key"
        for name, schema in files.schemas.items()
        for pointer, _, part in subschemas(schema)
        if part.get("type") == "object" or "properties" in part
        if part.get("additionalProperties") is not False and "propertyNames" not in part
    ]


def schemas_are_draft_07(files: Files) -> list[str]:
    """Every schema says that it is draft-07, and is, under the name of its file."""
    found = []
    for name, schema in files.schemas.items():
        if schema.get("$schema") != DRAFT_07:
            found.append(f"{name}: $schema is not draft-07")
        if schema.get("$id") != name:
            found.append(f"{name}: $id is {schema.get('$id')!r}")
        meta = jsonschema.Draft7Validator(jsonschema.Draft7Validator.META_SCHEMA)
        found += [f"{name}: {error.message}" for error in meta.iter_errors(schema)]
    return found
