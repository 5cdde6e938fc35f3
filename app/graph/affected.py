"""Whose derived facts a change can touch.

A rule reads what lies near the record that it is about: a passage's claims, their caveats
and sets, what else is said of these sets.  Instead of a list of what each rule reads, which
somebody would forget to keep, everything within so many references of a changed record is
derived again.  That a build after a change equals one from nothing is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from app.graph import iris
from app.graph.iris import Base
from app.records.kinds import KINDS, folder_of

#: The longest way on which a rule reads: from a caveat over its claim and the set to a
#: passage that tells of the set, and on to the outlet of that passage.
_REACH = 4

#: Kinds through which the way leads on; an outlet or a takedown is only an end of it.
_LEADING_ON = frozenset({"sources", "claims", "sets", "caveats"})


def neighbours(store: ox.Store, base: Base, record_id: str) -> set[str]:
    """Return the records that a record refers to, and those that refer to it."""
    found: set[str] = set()
    graph = ox.NamedNode(base.iri + iris.graph(record_id))
    own: set[ox.NamedNode] = {ox.NamedNode(base.absolute(record_id))}
    for quad in store.quads_for_pattern(None, None, None, graph):
        own.update(node for node in (quad.subject,) if isinstance(node, ox.NamedNode))
        found.update(_records(base, [quad.object]))
    for node in own:
        for quad in store.quads_for_pattern(None, None, node, None):
            found.update(_records(base, [quad.graph_name]))
    return found - {record_id}


def affected(
    store: ox.Store, base: Base, changed: Iterable[str], near: set[str]
) -> set[str]:
    """Return the records whose derived facts may change, the changed ones among them.

    Args:
        store: the statements after the change.
        base: the base IRI of the knowledge base.
        changed: ids of the records that changed.
        near: what was near to them before the change.
    """
    reached = dict.fromkeys(changed, 0)
    for record_id in near:
        reached.setdefault(record_id, 1)
    frontier = list(reached)
    first = set(frontier)
    while frontier:
        onward = []
        for record_id in frontier:
            folder = folder_of(record_id)
            steps = reached[record_id]
            if folder not in _LEADING_ON and record_id not in first:
                continue
            for other in neighbours(store, base, record_id):
                # A text and its copies are one text, however many carry it on.
                cost = 0 if folder == folder_of(other) == "sources" else 1
                if steps + cost <= _REACH and reached.get(other, _REACH + 1) > steps + cost:
                    reached[other] = steps + cost
                    onward.append(other)
        frontier = onward
    return set(reached)


def _records(base: Base, terms: Iterable[object]) -> Iterator[str]:
    for term in terms:
        if isinstance(term, ox.NamedNode):
            found = base.id_of(term.value)
            if found is not None and folder_of(found) in KINDS:
                yield found.partition("#")[0]
