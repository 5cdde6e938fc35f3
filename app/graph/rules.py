"""Derived facts: what rules conclude from the records, kept apart from what editors said.

A rule is a SPARQL 1.1 CONSTRUCT in ``schemas/rules/<name>.rq``, one fact a file.  Comments
at its head name it (first line), explain it, and give what the engine needs:

* ``# about: sources``: the kind of record whose derived facts it gives;
* ``# after: outcomes``: the rules whose facts it reads, if any.

In its text ``$records`` stands for the records it is asked about, and the prefix ``rule:``
leads to the rules themselves.  A rule mints the IRI of a fact from what the fact is about,
``~`` and its own name (:func:`app.graph.iris.is_fact`).  The facts about a record stand in
one graph, ``<record>#~derived``, so nothing computed passes for an editor's word; each
names its rule by ``prov:wasGeneratedBy`` (PROV-O, 3.1).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pyoxigraph as ox

from app import SCHEMAS
from app.errors import RuleError
from app.graph import iris
from app.graph.context import context
from app.graph.headed import read_headed
from app.graph.iris import Base
from app.records.kinds import KINDS, folder_of

_FOLDER = SCHEMAS / "rules"

#: So many records are put into one query: every query has a fixed cost, and the join of a
#: union with too many of them is no longer made by looking up.
_AT_ONCE = 200

#: Statements that are copied into memory while facts are derived, some 500 bytes each.
_MOST_IN_MEMORY = 2_000_000


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as its file gives it; ``text`` is the file without the prefixes."""

    name: str
    title: str
    definition: str
    about: str
    after: tuple[str, ...]
    text: str


def read_rule(path: Path) -> RuleText:
    """Read a rule and what its head says.

    Raises:
        RuleError: the head has no title, or names no kind of record.
    """
    head = read_headed(path)
    about = head.fields.get("about")
    if about not in KINDS:
        raise RuleError(f"{path}: its head names no kind of record as “about”")
    return RuleText(
        name=head.name,
        title=head.title.rstrip("."),
        definition=head.definition,
        about=about,
        after=tuple(head.fields.get("after", "").replace(",", " ").split()),
        text=head.text,
    )


@cache
def rules() -> tuple[RuleText, ...]:
    """Return all rules, each behind those whose facts it reads.

    Raises:
        RuleError: a head is not whole, or names a rule that there is not.
    """
    found = {path.stem: read_rule(path) for path in sorted(_FOLDER.glob("*.rq"))}
    missing = {name for rule in found.values() for name in rule.after} - set(found)
    if missing:
        raise RuleError(f"rules are named that there are not: {', '.join(sorted(missing))}")
    order: TopologicalSorter[str] = TopologicalSorter()
    for name, rule in found.items():
        order.add(name, *rule.after)
    return tuple(found[name] for name in order.static_order())


def example(name: str) -> str | None:
    """Return the worked example of a rule, in TriG, or None where it has none."""
    path = _FOLDER / f"{name}.trig"
    return path.read_text("utf-8") if path.exists() else None


def rules_source() -> bytes:
    """Return all that decides what is derived, for a digest."""
    return "\n".join(rule.text for rule in rules()).encode()


def derive(
    store: ox.Store, base: Base, records: Iterable[str], known: ox.Store | None = None
) -> int:
    """Derive the facts about *records* anew; return how many statements they hold.

    What was derived about them before is removed first, so that the result is that of a
    full build, whatever was changed.  *known* is a copy of the store, if there is one.

    Raises:
        RuleError: a rule gave a node that it may not mint.
    """
    wanted = sorted(set(records))
    # Rules join by looking up, which takes half of the time where nothing is on a disk.
    known = known or in_memory(store)
    for record_id in wanted:
        graph = ox.NamedNode(base.iri + iris.derived(record_id))
        store.remove_graph(graph)
        known.remove_graph(graph)
    derived: list[ox.Quad] = []
    for rule in rules():
        ids = [item for item in wanted if folder_of(item) == rule.about]
        for start in range(0, len(ids), _AT_ONCE):
            quads = set(_concluded(known, base, rule, ids[start : start + _AT_ONCE]))
            known.extend(quads)
            derived += quads
    store.bulk_extend(derived)
    return len(derived)


def in_memory(store: ox.Store) -> ox.Store:
    """Copy the statements of a store into memory, unless they are too many."""
    if len(store) > _MOST_IN_MEMORY:
        return store
    copy = ox.Store()
    copy.extend(store)
    return copy


def _concluded(
    store: ox.Store, base: Base, rule: RuleText, ids: Collection[str]
) -> Iterator[ox.Quad]:
    """Run a rule for some records; put each fact into the graph of its record."""
    found = store.query(bound(rule, base, ids), use_default_graph_as_union=True)
    if not isinstance(found, ox.QueryTriples):
        raise RuleError(f"{rule.name}: the rule is not a CONSTRUCT")
    for subject, predicate, value in found:
        fact = base.id_of(subject.value) if isinstance(subject, ox.NamedNode) else None
        record_id = (fact or "").partition("#")[0]
        # A fact about a record that was not asked about would outlast its reasons.
        if fact is None or not iris.is_fact(fact, rule.name) or record_id not in ids:
            raise RuleError(f"{rule.name}: {subject} is no fact that it may give here")
        graph = ox.NamedNode(base.iri + iris.derived(record_id))
        yield ox.Quad(subject, predicate, value, graph)


def bound(rule: RuleText, base: Base, ids: Iterable[str]) -> str:
    """Return the query of a rule for some records."""
    # NamedNode refuses whatever is not an IRI, so nothing else gets into the query.
    nodes = " ".join(str(ox.NamedNode(base.absolute(item))) for item in ids)
    own = f"PREFIX rule: {ox.NamedNode(base.iri + iris.rule(''))}\n"
    return context().sparql + own + rule.text.replace("$records", nodes)


def describe(base: Base) -> Iterator[ox.Quad]:
    """Describe the rules themselves, in a graph of their own."""
    graph = ox.NamedNode(base.iri + iris.RULES)
    expand = context().expand
    for rule in rules():
        node = ox.NamedNode(base.iri + iris.rule(rule.name))
        said: dict[str, ox.NamedNode | ox.Literal] = {
            "rdf:type": ox.NamedNode(expand("prov:Activity")),
            "dct:title": ox.Literal(rule.title, language="en"),
            "dct:description": ox.Literal(rule.definition, language="en"),
        }
        for name, value in said.items():
            yield ox.Quad(node, ox.NamedNode(expand(name)), value, graph)
