"""A record to JSON-LD, and the number of statements that it must give.

The context does the mapping; this module adds what a path, a key or a date implies:

* ``id`` and ``type`` of the record from its path, and of each part from its key;
* ``earliest`` and ``latest``, the bounds of an EDTF date;
* the language of words that a source holds, which is the source's;
* the judge and day of a treatment that names none, which are the source's;
* the caveat that a further editor's treatment treats, which is the first one's;
* how far the words of a passage were checked, and the words as a selector that other
  programs understand (Web Annotation, 4.2.4);
* the checksum of a copy, as catalogues say it (DCAT 3, 6.17).

References to what is withdrawn are out of it before (:mod:`app.records.withdrawn`).

Oxigraph drops what it cannot expand without a word, so every statement is counted here
and compared with what the store took in (:mod:`app.graph.build`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from app.errors import BuildError
from app.graph import iris
from app.graph.context import Term, context
from app.records.dates import bounds
from app.records.kinds import HEADER, KINDS
from app.records.parts import IMPLIED_PARTS
from app.records.record import Record

#: The class of the nodes that a field holds.
PART_TYPES = {
    "editors": "Agent",
    "counts": "CountStatement",
    "numbers": "CountStatement",
    "asserts": "AttributionLink",
    "denies": "AttributionLink",
    "withholds": "AttributionLink",
    "says": "AttributionLink",
    "revises": "Revision",
    "copies": "MediaObject",
    "extraction": "Activity",
    "warc": "MediaObject",
    "republishes": "Derivation",
    "passages": "Quotation",
    "seen": "TimeState",
    "edits": "TextQuoteSelector",
    "quote": "TextQuoteSelector",
    "checksum": "Checksum",
    "verified": "TextPositionSelector",
    "treatments": "CaveatTreatment",
    "also_judged": "CaveatTreatment",
    "asked": "AskAction",
    "questions": "Question",
}

#: The fields of a source and of its passages that hold the source's own words.
_WORDS_OF_THE_SOURCE = frozenset({"title", "text"})
#: What a source says once for all its treatments.
_INHERITED = ("judged_by", "judged")
#: What is said of the record, and not of what the record is about.
_OF_THE_RECORD = ("status", "reviewed_by", "formerly")
_EDTF = "edtf:EDTF"

#: How far words were checked, as records alone can tell (``cav:word-states``).
CHECKED, UNCHECKED = "words-checked", "words-unchecked"
READ, NOT_READ = "words-read", "words-not-read"
#: What only a build can tell.
REPRODUCED = "reproduced"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A record as a JSON-LD named graph, and how many statements it holds."""

    id: str
    document: bytes
    statements: int


class _Node:
    """A JSON-LD node under construction, with the statements that it will give."""

    def __init__(self, node_id: str, *types: str) -> None:
        self.id = node_id
        self.json: dict[str, Any] = {"id": node_id, "type": list(types)}
        self.statements = len(types)

    def say(self, key: str, value: Any, statements: int) -> None:
        self.json[key] = value
        self.statements += statements


def compile_record(record: Record, copied: Container[str] = ()) -> Compiled:
    """Compile a record that reads, has its kind's shape and agrees with the others.

    *copied* are the ids of copies that are recorded with a hash, and of their sources: of
    words that were seen there it can be said whether they were checked.

    Raises:
        BuildError: a key is not in the context; the record was not checked.
    """
    types = ["Dataset" if record.folder == HEADER else KINDS[record.folder].term]
    data = dict(record.data)
    own_type = data.pop("type", None)
    if own_type:
        types.append(own_type)
    if record.folder == "sources":
        data = _with_states(_hand_down(data), copied)
    entry = _Node(iris.graph(record.id), "CatalogRecord")
    entry.say("primary_topic", iris.subject(record.id), 1)
    of_record = {key: data.pop(key) for key in _OF_THE_RECORD if key in data}
    _fill(entry, of_record, record.id, None)
    node = _Node(iris.subject(record.id), *types)
    _fill(node, data, record.id, data.get("lang"))
    document = {"id": entry.id, "@graph": [node.json, entry.json]}
    return Compiled(record.id, orjson.dumps(document), node.statements + entry.statements)


def compile_reproduced(passages: Iterable[str]) -> Compiled:
    """Compile what the build found again in held copies, into a graph of its own.

    It is a fact about the build and stands in no record; the passages are ids.
    """
    nodes = [{"id": item, "state": REPRODUCED} for item in sorted(passages)]
    document = {"id": iris.graph(iris.CHECKS), "@graph": nodes}
    return Compiled(iris.CHECKS, orjson.dumps(document), len(nodes))


def batch(documents: Iterator[bytes] | list[bytes]) -> bytes:
    """Join compiled records into one JSON-LD document with the context in front."""
    head = orjson.dumps(context().source)
    return b'{"@context":' + head + b',"@graph":[' + b",".join(documents) + b"]}"


def _hand_down(source: Mapping[str, Any]) -> dict[str, Any]:
    """Give each treatment the judge and the day that the source names for all."""
    data = dict(source)
    inherited = {key: data.pop(key) for key in _INHERITED if key in data}
    if "passages" in data:
        data["passages"] = {
            name: {
                **passage,
                "treatments": {
                    caveat: _handed(inherited, caveat, treatment)
                    for caveat, treatment in passage["treatments"].items()
                },
            }
            if "treatments" in passage
            else passage
            for name, passage in data["passages"].items()
        }
    return data


def _with_states(source: dict[str, Any], copied: Container[str]) -> dict[str, Any]:
    """Say of each passage how far its words were checked."""
    if "passages" not in source:
        return source
    passages = {
        name: {**passage, "state": _state(passage, copied)}
        for name, passage in source["passages"].items()
    }
    return {**source, "passages": passages}


def _state(passage: Mapping[str, Any], copied: Container[str]) -> str:
    if "verified" in passage:
        return CHECKED
    if "seen" not in passage:
        return NOT_READ
    return UNCHECKED if passage["seen"]["in"] in copied else READ


def _handed(
    inherited: Mapping[str, Any], caveat: str, treatment: Mapping[str, Any]
) -> dict[str, Any]:
    """Complete a treatment; a further editor's treats the same caveat."""
    handed = {**inherited, **treatment}
    if "also_judged" in handed:
        handed["also_judged"] = {
            name: {**other, "treats": caveat}
            for name, other in handed["also_judged"].items()
        }
    return handed


def _fill(node: _Node, data: Mapping[str, Any], parent: str, language: str | None) -> None:
    """Add every key of *data* to *node*; parts are named after *parent*."""
    language = data.get("lang", language)
    for key, value in data.items():
        term = context().terms.get(key)
        if term is None or term.iri.startswith("@"):
            raise BuildError(f"{parent}: the key {key!r} is not in the context")
        if isinstance(value, dict):
            _fill_parts(node, key, term, value, parent, language)
        elif isinstance(value, list):
            node.say(key, value, len(value))
        elif language is not None and key in _WORDS_OF_THE_SOURCE:
            node.say(key, {"@value": value, "@language": language}, 1)
        else:
            node.say(key, value, 1)
        if term.type == _EDTF:
            _fill_bounds(node, value)
        if key in _IMPLIED:
            _IMPLIED[key](node, data)


def _fill_bounds(node: _Node, text: str) -> None:
    """Add the first and the last day that an EDTF date allows."""
    span = bounds(text)
    if span.earliest is not None:
        node.say("earliest", span.earliest.isoformat(), 1)
    if span.latest is not None:
        node.say("latest", span.latest.isoformat(), 1)


def _say_one(node: _Node, key: str, child: _Node) -> None:
    """Add a single part, which is named after its field."""
    node.say(key, child.json, 1 + child.statements)


def _fill_quote(node: _Node, passage: Mapping[str, Any]) -> None:
    """Add a selector of the words, unless an editor's are in them."""
    if "edits" in passage:
        return
    stamp = passage.get("verified", {})
    name = IMPLIED_PARTS["seen"]
    quote = _Node(iris.part(node.id, name, name), PART_TYPES[name])
    quote.say("quoted_words", passage["text"], 1)
    for key in ("prefix", "suffix"):
        if context_words := stamp.get(key) or passage.get(key):
            quote.say(key, context_words, 1)
    _say_one(node, name, quote)


def _fill_checksum(node: _Node, copy: Mapping[str, Any]) -> None:
    """Add the checksum of a copy or exchange; a stamp only names the copy by it."""
    if "start" in copy:
        return
    name = IMPLIED_PARTS["sha256"]
    checksum = _Node(iris.part(node.id, name, name), PART_TYPES[name])
    checksum.say("algorithm", "spdx:checksumAlgorithm_sha256", 1)
    checksum.say("checksum_value", copy["sha256"], 1)
    _say_one(node, name, checksum)


#: What a key implies beside its own statement.
_IMPLIED = {"seen": _fill_quote, "sha256": _fill_checksum}


def _fill_parts(
    node: _Node,
    key: str,
    term: Term,
    value: Mapping[str, Any],
    parent: str,
    language: str | None,
) -> None:
    """Add the nodes that a field holds: a map of named parts, or a single one."""
    if term.container is None:
        child = _Node(iris.part(parent, key, key), PART_TYPES[key])
        _fill(child, value, child.id, language)
        _say_one(node, key, child)
        return
    children: dict[str, Any] = {}
    statements = 0
    for name, item in value.items():
        child = _Node(iris.part(parent, key, name), PART_TYPES[key])
        _fill(child, item, child.id, language)
        # An indexed map gives its keys to a property of each part (JSON-LD 1.1, 4.6.1).
        children[name if term.index else child.id] = child.json
        statements += 1 + child.statements + (1 if term.index else 0)
    node.say(key, children, statements)
