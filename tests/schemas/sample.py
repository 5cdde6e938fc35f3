"""A small knowledge base that uses every shape, as compiled records, and as a graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

from tests.schemas.files import BASE, SCHEMAS

#: What is said of a record, and not of what the record is about.
OF_THE_RECORD = ("status", "reviewed_by", "formerly")


def sample_store() -> ox.Store:
    """Load the sample, the vocabulary and the places, all into the default graph."""
    loaded = ox.Store()
    loaded.load(_document(), format=ox.RdfFormat.JSON_LD, base_iri=BASE)
    for name in ("caveat.ttl", "places.ttl"):
        loaded.load(path=str(SCHEMAS / name), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in loaded)
    return store


def as_graph(store: ox.Store) -> Graph:
    """Return the statements of a store for rdflib."""
    data = ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=data, format="nt")


def _without(record: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in keys}


def _document() -> bytes:
    text = (Path(__file__).parent / "sample.json").read_bytes()
    records: dict[str, dict[str, Any]] = json.loads(text)
    context = json.loads((SCHEMAS / "context.jsonld").read_bytes())["@context"]
    graphs = [
        {
            "id": f"{record_id}#record",
            "@graph": [
                {"id": record_id, **_without(record, OF_THE_RECORD)},
                {
                    "id": f"{record_id}#record",
                    "type": "CatalogRecord",
                    "primary_topic": record_id,
                    **{key: record[key] for key in OF_THE_RECORD if key in record},
                },
            ],
        }
        for record_id, record in records.items()
    ]
    return json.dumps({"@context": context, "@graph": graphs}).encode()
