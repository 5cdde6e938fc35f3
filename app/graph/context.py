"""The one mapping from keys to IRIs, read from ``schemas/context.jsonld``.

The context is flat (JSON-LD 1.1, section 4.1): every key and list value is a top-level
term, because Oxigraph parses such a context several times faster than one with scoped
lists, and because a list value that is also a key would silently become the key's IRI.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from app import SCHEMAS

PATH = SCHEMAS / "context.jsonld"


@dataclass(frozen=True, slots=True)
class Term:
    """What the context says of a key: how its values become RDF terms."""

    iri: str
    type: str | None = None
    language: str | None = None
    container: str | None = None
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The terms by key, the prefixes, and the source text for the parser."""

    terms: dict[str, Term]
    prefixes: dict[str, str]
    source: dict[str, Any]

    def expand(self, curie: str) -> str:
        """Return the full IRI of a prefixed name such as ``cav:object``."""
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local

    @property
    def sparql(self) -> str:
        """The prefixes as a query declares them."""
        pairs = sorted(self.prefixes.items())
        return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in pairs)


def _term(definition: str | dict[str, Any]) -> Term:
    if isinstance(definition, str):
        return Term(definition)
    return Term(
        iri=definition["@id"],
        type=definition.get("@type"),
        language=definition.get("@language"),
        container=definition.get("@container"),
        index=definition.get("@index"),
    )


@cache
def context() -> Context:
    """Read the context once; it ships with the program."""
    source = json.loads(PATH.read_bytes())["@context"]
    terms = {key: _term(value) for key, value in source.items() if key != "@version"}
    prefixes = {
        key: term.iri for key, term in terms.items() if term.iri.endswith(("#", "/"))
    }
    return Context(terms, prefixes, source)
