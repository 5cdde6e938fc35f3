"""Fill the store of a generation: afresh, or by amending a copy of the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from app import SCHEMAS
from app.errors import StatementsLost
from app.graph import iris
from app.graph.affected import affected, neighbours
from app.graph.compile import Compiled, batch
from app.graph.iris import Base
from app.graph.plan import PLACES_FILE, VOCABULARY_FILE, Plan
from app.graph.rules import derive, describe, in_memory
from app.graph.store import STORE, digests, meta

Progress = Callable[[int, int], None]

#: Statements in one bulk load, which holds a kilobyte of memory for each; smaller loads
#: leave more to be merged when they end.
_CHUNK = 250_000
#: Up to this share of changed records a copy of the last generation is amended.
_AMENDED_SHARE = 0.1
_AMENDED_AT_LEAST = 10


def fill_store(plan: Plan, partial: Path, last: Path | None, progress: Progress) -> int:
    """Fill the store in *partial*; return how many records were loaded or removed.

    Raises:
        StatementsLost: the store holds other statements than were compiled.
    """
    path = str(partial / STORE)
    if last is not None and few_changes(plan, last):
        # A backup of RocksDB is made of hard links: its cost does not grow with the data.
        ox.Store.read_only(str(last / STORE)).backup(path)
        store = ox.Store(path)
        changed = amend(store, plan, digests(last), progress)
    else:
        store = ox.Store(path)
        changed = fill_afresh(store, plan, progress)
    store.flush()
    return changed


def few_changes(plan: Plan, last: Path) -> bool:
    """Tell whether *last* differs from *plan* in a few records only."""
    known = meta(last)
    if known["base"] != plan.base.iri or known["schemas"] != plan.schemas:
        return False
    before = digests(last)
    differing = len(dict(before.items() ^ plan.digests.items()))
    return differing <= max(_AMENDED_AT_LEAST, _AMENDED_SHARE * len(before))


def fill_afresh(store: ox.Store, plan: Plan, progress: Progress) -> int:
    """Load all records of a plan into an empty store, and derive what follows."""
    _load_schemas(store, plan.base)
    before = len(store)
    done = 0
    for chunk in _chunks(plan.compiled):
        store.bulk_load(
            batch([item.document for item in chunk]),
            format=ox.RdfFormat.JSON_LD,
            base_iri=plan.base.iri,
        )
        done += len(chunk)
        progress(done, len(plan.compiled))
    if len(store) - before != plan.statements:
        _verify(store, plan.base, plan.compiled)
    store.extend(describe(plan.base))
    derive(store, plan.base, plan.records)
    store.optimize()
    return len(plan.compiled)


def _chunks(compiled: Sequence[Compiled]) -> Iterator[Sequence[Compiled]]:
    """Part records into runs of about so many statements."""
    start = statements = 0
    for end, item in enumerate(compiled, 1):
        statements += item.statements
        if statements >= _CHUNK or end == len(compiled):
            yield compiled[start:end]
            start, statements = end, 0


def _load_schemas(store: ox.Store, base: Base) -> None:
    """Load the vocabulary and the places, each into a graph of its own."""
    for name, graph in (
        (VOCABULARY_FILE, iris.VOCABULARY.rstrip("#")),
        (PLACES_FILE, f"{base.iri}places"),
    ):
        store.bulk_load(
            path=str(SCHEMAS / name),
            format=ox.RdfFormat.TURTLE,
            base_iri=base.iri,
            to_graph=ox.NamedNode(graph),
        )


def amend(store: ox.Store, plan: Plan, before: dict[str, str], progress: Progress) -> int:
    """Replace the graphs of changed records, remove those of records that are gone."""
    gone = [record_id for record_id in before if record_id not in plan.digests]
    changed = [
        item for item in plan.compiled if before.get(item.id) != plan.digests[item.id]
    ]
    differing = [*gone, *(item.id for item in changed)]
    near = {other for one in differing for other in neighbours(store, plan.base, one)}
    for record_id in differing:
        store.remove_graph(_graph(plan.base, record_id))
        store.remove_graph(ox.NamedNode(plan.base.iri + iris.derived(record_id)))
    store.load(
        batch([item.document for item in changed]),
        format=ox.RdfFormat.JSON_LD,
        base_iri=plan.base.iri,
    )
    progress(len(changed), len(changed))
    _verify(store, plan.base, changed)
    known = in_memory(store)
    touched = affected(known, plan.base, differing, near) & plan.records.keys()
    derive(store, plan.base, touched, known)
    return len(changed) + len(gone)


def _graph(base: Base, record_id: str) -> ox.NamedNode:
    return ox.NamedNode(base.iri + iris.graph(record_id))


def _verify(store: ox.Store, base: Base, compiled: Sequence[Compiled]) -> None:
    """Compare the statements of each record's graph with those that were compiled.

    Raises:
        StatementsLost: a graph holds more or fewer.
    """
    lost = []
    for item in compiled:
        quads = store.quads_for_pattern(None, None, None, _graph(base, item.id))
        found = sum(1 for _ in quads)
        if found != item.statements:
            lost.append(f"{item.id}: {item.statements} compiled, {found} stored")
    if lost:
        raise StatementsLost("statements were lost: " + "; ".join(lost[:5]))
