"""The page of a proposed record as it would be, before it is anywhere.

The record is compiled as a build compiles it and laid, in memory, beside what the pages
of the records hold that it refers to.  Each of those is closed under the promise
(:mod:`app.site.fetch`), so what is fetched for the new page from both together holds
every caveat that the built page would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from app.graph import iris
from app.graph.compile import batch, compile_record
from app.graph.context import context
from app.graph.rules import derive, describe
from app.graph.store import Generation
from app.records.kinds import folder_of
from app.records.record import Record
from app.records.shape import leaves
from app.records.stamps import copied_ids
from app.records.withdrawn import without
from app.site.fetch import fetch
from app.site.ledger import read_ledger
from app.site.pages import VIEWS, Page
from app.site.views.words import Reader

#: Kinds that a page only names: what else is known of them is on their own pages.
_ONLY_NAMED = frozenset({"actors"})
_KNOWN = ox.NamedNode("urn:caveat:known")


def preview(generation: Generation, records: Sequence[Record]) -> Page:
    """Make the page of the first of *records*, which are proposed together.

    The records have passed all checks, so what they refer to and is not there is
    withdrawn; nothing is written anywhere.
    """
    ids = {one.id for one in records}
    records = [
        without(one, lambda other: other not in ids and not generation.holds(other))
        for one in records
    ]
    record = records[0]
    copied = {*_copied(generation), *copied_ids(records)}
    store = ox.Store()
    store.extend(
        ox.Quad(triple.subject, triple.predicate, triple.object, _KNOWN)
        for triple in _with_documents(generation, set(_known(generation, records)), records)
    )
    store.load(
        batch([compile_record(one, copied).document for one in records]),
        format=ox.RdfFormat.JSON_LD,
        base_iri=generation.base.iri,
    )
    store.extend(describe(generation.base))
    derive(store, generation.base, [one.id for one in records])
    beside = replace(generation, store=store)
    triples = fetch(beside, record.folder, record.id)
    reader = Reader(triples, generation.base)
    view = VIEWS[record.folder](reader, record.id)
    ledger = read_ledger(beside, record.id, {}) if record.folder == "claims" else None
    return Page(record.id, f"{record.folder}.html", view, triples, None, (), ledger)


def _copied(generation: Generation) -> Iterator[str]:
    """Yield the ids of the published copies that have a hash, and of their sources."""
    sha256 = ox.NamedNode(context().expand("schema:sha256"))
    for quad in generation.store.quads_for_pattern(None, sha256, None, None):
        if isinstance(quad.subject, ox.NamedNode):
            copy = generation.base.id_of(quad.subject.value) or ""
            yield copy
            yield copy.partition("#")[0]


def _known(generation: Generation, records: Sequence[Record]) -> Iterator[ox.Triple]:
    """Yield what is published and the page can need; nothing of *records* as they were."""
    own = tuple(generation.base.absolute(one.id) for one in records)
    pages = {one.id for one in records if generation.holds(one.id)}
    named: set[str] = {generation.base.iri}
    for record in records:
        for reference in _references(record):
            named.add(generation.base.absolute(reference))
            target = reference.partition("#")[0]
            if folder_of(target) not in _ONLY_NAMED and generation.holds(target):
                pages.add(target)
    for page in sorted(pages):
        yield from _others(fetch(generation, folder_of(page), page), own)
    for iri in sorted(named):
        yield from _others(_described(generation, iri), own)
    vocabulary = ox.NamedNode(iris.VOCABULARY.rstrip("#"))
    for quad in generation.store.quads_for_pattern(None, None, None, vocabulary):
        yield quad.triple


def _with_documents(
    generation: Generation, known: set[ox.Triple], records: Sequence[Record]
) -> set[ox.Triple]:
    """Add in which document each passage stands that is named, and what is derived of both.

    Some queries go from one passage of a document to another, and a page that shows
    neither document holds one half of that way only.  Figures add up what was derived of
    passages, which their pages hold and those of others do not.
    """
    prefix = generation.base.absolute("sources/")
    own = tuple(generation.base.absolute(one.id) for one in records)
    has_part = ox.NamedNode(context().expand("schema:hasPart"))
    passages = {
        term
        for triple in known
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.NamedNode)
        and term.value.startswith(prefix)
        and "#" in term.value
    }
    documents = {
        quad.triple
        for passage in passages
        for quad in generation.store.quads_for_pattern(None, has_part, passage, None)
    }
    about = ox.NamedNode(context().expand("schema:observationAbout"))
    facts = {
        triple
        for node in passages | {triple.subject for triple in documents}
        for quad in generation.store.quads_for_pattern(None, about, node, None)
        if isinstance(quad.subject, ox.NamedNode)
        for triple in _described(generation, quad.subject.value)
    }
    return known | set(_others(documents | facts, own))


def _references(record: Record) -> set[str]:
    """Return every record and part that a record refers to, in values and in names."""
    return {
        str(leaf.value)
        for leaf in leaves(record.folder, record.data)
        if leaf.shape.reference is not None
    }


def _described(generation: Generation, iri: str) -> Iterator[ox.Triple]:
    for quad in generation.store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
        yield quad.triple


def _others(triples: Iterable[ox.Triple], own: tuple[str, ...]) -> Iterator[ox.Triple]:
    """Yield the triples that say nothing of *own* records or their parts."""
    for triple in triples:
        subject = str(triple.subject).strip("<>")
        if not any(subject == iri or subject.startswith(f"{iri}#") for iri in own):
            yield triple
