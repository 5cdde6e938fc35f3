"""The page of a version, drawn from the records that it was made of."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from app.graph import iris
from app.graph.compile import batch, compile_record
from app.graph.store import Generation
from app.history.version import Version
from app.history.versions import Versions
from app.records.kinds import folder_of
from app.site import formats
from app.site.fetch import fetch
from app.site.pages import VIEWS, Page
from app.site.views.words import Reader


def version_page(generation: Generation, versions: Versions, version: Version) -> Page:
    """Draw the page of a record as it stood in a version."""
    kb = versions.records_of(version)
    records = [*([kb.header] if kb.header else []), *kb.records.values()]
    store = ox.Store()
    store.load(
        batch([compile_record(one).document for one in records]),
        format=ox.RdfFormat.JSON_LD,
        base_iri=generation.base.iri,
    )
    vocabulary = ox.NamedNode(iris.VOCABULARY.rstrip("#"))
    store.extend(generation.store.quads_for_pattern(None, None, None, vocabulary))
    folder = folder_of(version.record)
    triples = fetch(replace(generation, store=store), folder, version.record)
    view = VIEWS[folder](Reader(triples, generation.base), version.record)
    page_id, template = version.record, f"{folder}.html"
    return Page(page_id, template, view, triples, None, (formats.HTML,))
