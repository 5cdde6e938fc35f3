"""What a version said, drawn by the site's own renderer and written as frozen data.

The records of the version are compiled as a build compiles them and laid, in memory,
beside the vocabulary.  The JSON of a version is what its digest is over, so whoever holds
it can tell by ``sha256sum`` that it is what was cited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any

import pyoxigraph as ox

from app.graph import iris
from app.graph.compile import batch, compile_record
from app.graph.export import serialize_sorted
from app.graph.iris import Base
from app.graph.statements import Statement, in_order, statement
from app.graph.store import Generation
from app.history.version import Version
from app.history.versions import Versions
from app.records.kinds import folder_of
from app.site import formats
from app.site.fetch import fetch
from app.site.formats import Format
from app.site.pages import VIEWS, Page
from app.site.views.words import Reader

#: Two pages would see each other's records in the store that they share.
_ONE_AT_A_TIME = Lock()
#: The formats of frozen data.
FROZEN: tuple[Format, ...] = (
    formats.JSON,
    formats.YAML,
    *(item for item in formats.FORMATS if item.suffix in ("ttl", "jsonld", "nt", "rdf")),
)


def version_page(generation: Generation, versions: Versions, version: Version) -> Page:
    """Draw the page of a record as it stood in a version."""
    record_id = version.record
    folder = folder_of(record_id)
    quads = tuple(_recorded(generation.base, versions, version))
    with _ONE_AT_A_TIME:
        # The vocabulary is large beside a version, so that is laid in and taken out again.
        store = _vocabulary(generation)
        store.extend(quads)
        try:
            triples = fetch(replace(generation, store=store), folder, record_id)
        finally:
            for quad in quads:
                store.remove(quad)
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
    return versions.relied_on(version)


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
    """Return what the records of a version say."""
    recorded = _recorded(generation.base, versions, version)
    return in_order(statement(quad.triple) for quad in recorded)


@lru_cache(maxsize=1)
def _recorded(base: Base, versions: Versions, version: Version) -> ox.Store:
    """Compile the records of a version; whoever takes one format often takes the next.

    Nothing is derived of them: what is computed goes by the rules of today.
    """
    kb = versions.records_of(version)
    header = [] if kb.header is None else [kb.header]
    records = [*header, *(kb.records[key] for key in sorted(kb.records))]
    documents = [compile_record(one).document for one in records]
    store = ox.Store()
    store.load(batch(documents), format=ox.RdfFormat.JSON_LD, base_iri=base.iri)
    return store


@lru_cache(maxsize=1)
def _vocabulary(generation: Generation) -> ox.Store:
    """Return a store of what no record holds: the vocabulary, and the places."""
    store = ox.Store()
    for graph in (iris.VOCABULARY.rstrip("#"), f"{generation.base.iri}places"):
        found = generation.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        store.extend(found)
    return store
