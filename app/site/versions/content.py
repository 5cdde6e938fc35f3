"""What a version said, drawn by the site's own renderer and written as frozen data.

The records of the version are compiled as a build compiles them and laid, in memory,
beside the vocabulary.  The JSON of a version is what its digest is over, so whoever holds
it can tell by ``sha256sum`` that it is what was cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
import pyoxigraph as ox

from app.graph import iris
from app.graph.compile import batch, compile_record
from app.graph.export import serialize_sorted
from app.graph.rules import derive, describe
from app.graph.statements import Statement, in_order, statement
from app.graph.store import Generation
from app.history.version import Version
from app.history.versions import Versions
from app.records.kinds import HEADER, folder_of
from app.records.record import Record
from app.site import formats
from app.site.fetch import fetch
from app.site.formats import Format
from app.site.pages import VIEWS, Page
from app.site.views.words import Reader

#: The formats of frozen data.
FROZEN: tuple[Format, ...] = (
    formats.JSON,
    formats.YAML,
    *(item for item in formats.FORMATS if item.suffix in ("ttl", "jsonld", "nt", "rdf")),
)


def version_page(generation: Generation, versions: Versions, version: Version) -> Page:
    """Draw the page of a record as it stood in a version."""
    record_id = version.record
    store = _stored(generation, versions, version)
    beside = replace(generation, store=store)
    folder = folder_of(record_id)
    triples = fetch(beside, folder, record_id)
    view = VIEWS[folder](Reader(triples, generation.base), record_id)
    return Page(record_id, f"{folder}.html", view, triples, None, (formats.HTML,))


def frozen(
    generation: Generation, versions: Versions, version: Version, wanted: Format
) -> bytes:
    """Write the data of a version; the same version gives the same bytes."""
    if wanted is formats.JSON:
        return versions.canonical(version)
    if wanted is formats.YAML:
        return _with_caveats(versions, version)
    statements = _statements(generation, versions, version)
    return serialize_sorted(statements, wanted.suffix)


def title_of(versions: Versions, version: Version) -> str:
    """Return the title or name that a record had in a version."""
    data = relied_on(versions, version).get(version.record, {})
    return str(data.get("title") or data.get("name") or version.record)


def relied_on(versions: Versions, version: Version) -> Mapping[str, Any]:
    """Return the records of a version by id, as its canonical JSON has them."""
    found: Mapping[str, Any] = orjson.loads(versions.canonical(version))["records"]
    return found


def caveats_in(records: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield title and words of every caveat among the records of a version."""
    for record_id, data in sorted(records.items()):
        if folder_of(record_id) == "caveats":
            source, _, name = data["words"].partition("#")
            passage = records.get(source, {}).get("passages", {}).get(name, {})
            yield data["title"], passage.get("text", "")


def _with_caveats(versions: Versions, version: Version) -> bytes:
    """Put the caveats, which are records of their own, above the file as it was."""
    head = [f"{version.record}, version {version.name}"]
    for title, words in caveats_in(relied_on(versions, version)):
        head.append(f"Caveat: {title}: “{' '.join(words.split())}”")
    lines = "".join(f"# {line}\n" for line in head)
    return lines.encode() + versions.yaml(version)


def _statements(
    generation: Generation, versions: Versions, version: Version
) -> tuple[Statement, ...]:
    """Return what the records of a version say, without what rules derive from it."""
    store = ox.Store()
    _load(store, generation, _records(versions, version))
    return in_order(statement(quad.triple) for quad in store)


def _stored(generation: Generation, versions: Versions, version: Version) -> ox.Store:
    """Lay the records of a version beside the vocabulary, with what is derived of them."""
    store = ox.Store()
    records = _records(versions, version)
    _load(store, generation, records)
    # What no record holds: the vocabulary, and the places.
    for graph in (iris.VOCABULARY.rstrip("#"), f"{generation.base.iri}places"):
        found = generation.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        store.extend(found)
    store.extend(describe(generation.base))
    derive(store, generation.base, [one.id for one in records if one.id != HEADER])
    return store


def _records(versions: Versions, version: Version) -> list[Record]:
    kb = versions.records_of(version)
    header = [] if kb.header is None else [kb.header]
    return [*header, *(kb.records[key] for key in sorted(kb.records))]


def _load(store: ox.Store, generation: Generation, records: Iterable[Record]) -> None:
    documents = [compile_record(one).document for one in records]
    base = generation.base.iri
    store.load(batch(documents), format=ox.RdfFormat.JSON_LD, base_iri=base)
