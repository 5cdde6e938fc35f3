"""Fetch the triples of a page, and keep the first clause of the promise.

A page's own query says what it is about.  What is said of that is then completed in
rounds until it is closed: parts are described with what holds them, words with what rests
on them, and **every caveat that qualifies a link is described wherever the link is so
much as named**.  HTML and data are both made from the result, so neither can hold a link
without its caveats.

The rounds read node by node from what the generation keeps of its statements: most of
what a page names, other pages have named before.  A query with property paths for the
same closure took 319 ms for a page of 1,046 triples over 2,643, because paths are
evaluated for all nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from app.graph.context import context
from app.graph.iris import graph
from app.graph.statements import Statement, statement
from app.graph.store import Generation
from app.site.queries import query, with_nodes
from app.site.triples import Triples

#: A node is not whole without the nodes that these lead to.
_BELONGING = (
    "cav:asserts",
    "cav:denies",
    "cav:withholds",
    "cav:count",
    "cav:restates",
    "cav:says",
    "cav:treatment",
    "cav:treats",
    "cav:words",
    "dct:relation",
    "oa:hasSelector",
    "oa:hasState",
    "prov:qualifiedDerivation",
    "prov:qualifiedRevision",
    "prov:wasGeneratedBy",
    "schema:encoding",
    "skos:changeNote",
    "schema:isBasedOn",
)


#: How what a page names and does not describe is called, what a list value means, and
#: how a document is cited.
_NAMING = (
    "rdf:type",
    "dct:title",
    "schema:name",
    "skos:prefLabel",
    "skos:definition",
    "schema:publisher",
    "schema:datePublished",
    "schema:inLanguage",
    "schema:url",
    "schema:archivedAt",
    "schema:contentUrl",
    "schema:encodingFormat",
    "dct:issued",
    "dct:license",
    "dcat:landingPage",
    "cav:earliest",
    "cav:latest",
)
#: That a record refers to what is withdrawn: its own page tells of that, caveats and all,
#: so no other page names a link that is not there.
_TOLD_BY_ITS_HOLDER = ("dct:references",)
#: How a caveat limits a link.
_LIMITING = ("cito:qualifies",)
#: How a claim holds a link.
_HOLDING = ("cav:asserts", "cav:denies", "cav:withholds")


@cache
def _expanded(*names: str) -> frozenset[str]:
    return frozenset(map(context().expand, names))


def fetch(generation: Generation, name: str, record_id: str) -> Triples:
    """Fetch the page *name* of a record, closed under the promise."""
    page = _Page(generation, record_id)
    page.take(query(name), record_id)
    return page.completed({generation.base.absolute(graph(record_id))})


def fetch_list(generation: Generation, ids: Iterable[str]) -> Triples:
    """Fetch a list of records, closed under the promise."""
    page = _Page(generation)
    nodes = {generation.base.absolute(item) for item in ids}
    # A name in a list is a title: what it is known from decides what stands with it.
    page.tie(with_nodes("namings", nodes=nodes))
    return page.completed(nodes)


def fetch_found(
    generation: Generation,
    ids: Iterable[str],
    passages: Iterable[str],
    named: Iterable[str],
) -> Triples:
    """Fetch what a search found, closed under the promise.

    Args:
        ids: the records found.
        passages: IRIs of passages that are shown, each with what it repeats and the
            claims whose caveats apply to it.
        named: IRIs of what is only named.
    """
    page = _Page(generation)
    nodes = {generation.base.absolute(item) for item in ids}
    shown = set(passages)
    page.tie(with_nodes("namings", nodes=nodes))
    page.take(with_nodes("repeated", nodes=nodes | shown))
    page.name(named)
    return page.completed(nodes | shown)


class _Page:
    """The triples of one page while they are fetched."""

    def __init__(self, generation: Generation, own: str = "") -> None:
        self._generation = generation
        self._own = generation.base.absolute(own)
        self._claims = generation.base.absolute("claims/")
        self._sources = generation.base.absolute("sources/")
        self._found: dict[str, Statement] = {}
        self._subjects: set[str] = set()
        self._named: set[str] = set()
        #: What a described node is not whole without.
        self._wanted: set[str] = set()

    def take(self, text: str, record_id: str = "") -> None:
        """Add all that is said of the nodes that a query finds."""
        for row in self._generation.select(text, record_id):
            if isinstance(row["seed"], ox.NamedNode):
                self._add(self._generation.statements.of(row["seed"].value))

    def _add(self, statements: Iterable[Statement]) -> None:
        found, belonging = self._found, _expanded(*_BELONGING)
        told = _expanded(*_TOLD_BY_ITS_HOLDER)
        for one in statements:
            if one.text in found:
                continue
            if one.predicate in told and one.subject.partition("#")[0] != self._own:
                continue
            found[one.text] = one
            self._subjects.add(one.subject)
            if one.iri is not None:
                self._named.add(one.iri)
                if one.predicate in belonging:
                    self._wanted.add(one.iri)

    def tie(self, text: str) -> None:
        """Add single statements that a query finds, and ask for the links among them."""
        for one in map(statement, self._generation.construct(text)):
            self._found[one.text] = one
            self._named.add(one.subject)
            if one.subject.startswith(self._claims):
                self._wanted.add(one.subject)

    def name(self, iris: Iterable[str]) -> None:
        """Ask for the names of what the page holds no statement of."""
        self._named.update(iris)

    def completed(self, nodes: set[str]) -> Triples:
        """Describe *nodes* and whatever belongs to the page, and name the rest."""
        self._wanted |= nodes
        whole: set[str] = set(self._subjects)
        links: set[str] = set()
        passages: set[str] = set()
        while True:
            missing = self._wanted - whole
            new_links = self._parts(self._claims) - links
            new_passages = self._parts(self._sources) & (missing | whole) - passages
            if not missing and not new_links and not new_passages:
                break
            whole |= missing
            links |= new_links
            passages |= new_passages
            self._describe(missing, new_links, new_passages)
        self._name(whole)
        return Triples(self._found.values())

    def _describe(self, nodes: set[str], links: set[str], passages: set[str]) -> None:
        """Add all that is said of nodes and of every caveat on *links*; what holds them.

        A link stands in a claim, a passage in a document.
        """
        known = self._generation.statements
        for node in nodes:
            self._add(known.of(node))
        for link in links:
            for predicate in _expanded(*_LIMITING):
                for one in known.to(predicate, link):
                    self._add(known.of(one.subject))
            for predicate in _expanded(*_HOLDING):
                self._add(known.to(predicate, link))
        for passage in passages:
            for predicate in _expanded("schema:hasPart"):
                self._add(known.to(predicate, passage))

    def _parts(self, prefix: str) -> set[str]:
        """Return the direct parts of records of a kind that the triples name."""
        return {
            iri
            for iri in self._named | self._subjects
            if iri.startswith(prefix) and "#" in iri and "." not in iri.partition("#")[2]
        }

    def _name(self, whole: set[str]) -> None:
        """Name what is named and not described; then who published the documents."""
        done, naming = set(whole), _expanded(*_NAMING)
        nameless = (self._named | self._subjects | {self._generation.base.iri}) - done
        while nameless:
            for node in nameless:
                said = self._generation.statements.of(node)
                self._add(one for one in said if one.predicate in naming)
            done |= nameless
            nameless = (self._named | self._subjects) - done
