"""What answers for an id: its query, its view, its template.

A page is one query and one template; every representation of it is made from the triples
about what that one query finds.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import orjson
import pyoxigraph as ox

from app.graph.context import context
from app.graph.export import serialize_sorted
from app.graph.iris import VOCABULARY
from app.graph.statements import statement
from app.graph.store import Generation
from app.records.kinds import HEADER, KINDS
from app.site import formats
from app.site.fetch import fetch, fetch_list
from app.site.formats import Format
from app.site.ledger import LedgerPage, read_ledger
from app.site.queries import query
from app.site.triples import Triples
from app.site.views.answers import reaction_page, review_page
from app.site.views.home import home_page
from app.site.views.lists import (
    Item,
    ListPage,
    base_page,
    item,
    list_path,
    vocabulary_page,
)
from app.site.views.names import actor_page, editor_page, place_page
from app.site.views.pages import caveat_page, claim_page
from app.site.views.sets import set_page
from app.site.views.sources import source_page
from app.site.views.takedowns import takedown_page
from app.site.views.words import Reader

PLACES = "places"
EDITORS = "editors"
VOCABULARY_PAGE = "ns"
ABOUT_PAGE = "about"

#: The view of each kind of page; its template has the name of the folder.
VIEWS: dict[str, Callable[[Reader, str], Any]] = {
    "takedowns": takedown_page,
    "sets": set_page,
    "claims": claim_page,
    "caveats": caveat_page,
    "sources": source_page,
    "reactions": reaction_page,
    "reviews": review_page,
    "actors": actor_page,
    PLACES: place_page,
    EDITORS: editor_page,
}
LISTED = (*KINDS, PLACES, EDITORS)
PER_PAGE = 100
_NEAR_AMONG = 5_000
#: What can follow the folder in an id: a slug, or the code of a place.
_NAME = re.compile(r"[A-Za-z0-9-]+", re.ASCII)

_JSON = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is written: its id, template, view, and triples in their order.

    ``ledger`` is that of a claim, which its page draws; the data of a page is its view.
    ``more`` is what the template is given besides; ``corrections`` are the notes on what
    the record leans on (:mod:`app.site.corrections`), which stand in the triples, too.
    """

    id: str
    template: str
    view: Any
    triples: Triples
    source: bytes | None = None
    offered: tuple[Format, ...] = formats.FORMATS
    ledger: LedgerPage | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    corrections: Sequence[Any] = ()

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats in which the page can be had."""
        return tuple(
            item
            for item in self.offered
            if item is not formats.YAML or self.source is not None
        )

    def data(self, suffix: str) -> bytes:
        """Write the page as data in the format of *suffix*."""
        if suffix == formats.JSON.suffix:
            if not self.corrections:
                return orjson.dumps(self.view, option=_JSON)
            whole = {one.name: getattr(self.view, one.name) for one in fields(self.view)}
            return orjson.dumps(whole | {"corrections": self.corrections}, option=_JSON)
        if suffix == formats.YAML.suffix:
            notes = [line for one in self.corrections for line in one.told]
            return _with_caveats(self.view, notes, self.source or b"")
        return serialize_sorted(self.triples.all, suffix)


def _with_caveats(view: Any, notes: Sequence[str], source: bytes) -> bytes:
    """Put the citation, which holds every caveat, and notes above the file as it is.

    The file of a claim names its links and not the caveats on them, which are records
    of their own; without these lines it would break the first clause of the promise.
    """
    head = getattr(view, "head", None)
    citation = (head or view).citation
    lines = (citation.text, *(f"Caveat: {iri}" for iri in citation.caveats), *notes)
    return "".join(f"# {' '.join(line.split())}\n" for line in lines).encode() + source


def is_well_formed(record_id: str) -> bool:
    """Tell whether *record_id* could be an id: what is not never reaches the store."""
    return _NAME.fullmatch(record_id.partition("/")[2]) is not None


def exists(generation: Generation, record_id: str) -> bool:
    """Tell whether there is a page for *record_id*."""
    if not is_well_formed(record_id):
        return False
    folder = record_id.partition("/")[0]
    if folder in (PLACES, EDITORS):
        iri = ox.NamedNode(generation.base.absolute(record_id))
        kind = "skos:Concept" if folder == PLACES else "prov:Agent"
        found = generation.store.quads_for_pattern(
            iri,
            ox.NamedNode(context().expand("rdf:type")),
            ox.NamedNode(context().expand(kind)),
            None,
        )
        return next(iter(found), None) is not None
    return generation.holds(record_id)


def near(generation: Generation, record_id: str) -> list[str]:
    """Return ids that are spelled nearly like the one that was asked for."""
    folder = record_id.partition("/")[0]
    if folder not in KINDS:
        return []
    ids = generation.ids(folder, limit=_NEAR_AMONG)
    return difflib.get_close_matches(record_id, ids, n=5, cutoff=0.6)


def moved_to(generation: Generation, record_id: str) -> str | None:
    """Return the id of the record that was called *record_id* formerly, if any."""
    quads = generation.store.quads_for_pattern(
        None,
        ox.NamedNode(context().expand("dct:replaces")),
        ox.NamedNode(generation.base.absolute(record_id)),
        None,
    )
    found = sorted(
        quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)
    )
    return generation.base.id_of(found[0].partition("#")[0]) if found else None


def record_page(generation: Generation, record_id: str) -> Page:
    """Fetch the page of a record, a place or an editor that exists."""
    folder = record_id.partition("/")[0]
    triples = fetch(generation, folder, record_id)
    reader = Reader(triples, generation.base)
    return Page(
        id=record_id,
        template=f"{folder}.html",
        view=VIEWS[folder](reader, record_id),
        triples=triples,
        source=generation.source(HEADER if folder == EDITORS else record_id),
        ledger=read_ledger(generation, record_id, {}) if folder == "claims" else None,
    )


def home(generation: Generation) -> Page:
    """Fetch the home page, which is the knowledge base's own."""
    triples = fetch(generation, HEADER, HEADER)
    view = home_page(Reader(triples, generation.base))
    return Page(HEADER, "home.html", view, triples, generation.source(HEADER))


def about(generation: Generation) -> Page:
    """Fetch the about page: method, selection rule and editors."""
    triples = fetch(generation, ABOUT_PAGE, HEADER)
    view = base_page(Reader(triples, generation.base))
    return Page(HEADER, "about.html", view, triples, generation.source(HEADER))


def list_page(generation: Generation, folder: str, number: int) -> Page | None:
    """Fetch one page of the list of a kind; None where there is no such page."""
    pages = list_pages(generation, folder)
    if not 1 <= number <= pages:
        return None
    ids = _ids(generation, folder, number)
    triples = fetch_list(generation, ids)
    reader = Reader(triples, generation.base)
    items: list[Item] = [item(reader, generation.base.absolute(one)) for one in ids]
    title = KINDS[folder].plural if folder in KINDS else folder.capitalize()
    view = ListPage(
        kind=folder,
        path=list_path(folder, 1),
        own_path=list_path(folder, number),
        previous=list_path(folder, number - 1) if number > 1 else None,
        next=list_path(folder, number + 1) if number < pages else None,
        title=title,
        items=tuple(items),
        total=_total(generation, folder),
        number=number,
        pages=pages,
    )
    return Page(folder, "list.html", view, triples)


def list_pages(generation: Generation, folder: str) -> int:
    """Return how many pages the list of a kind has; an empty one has one."""
    return max(1, -(-_total(generation, folder) // PER_PAGE))


def _total(generation: Generation, folder: str) -> int:
    if folder in KINDS:
        return generation.count(folder)
    return len(other_ids(generation, folder))


def _ids(generation: Generation, folder: str, number: int) -> list[str]:
    offset = (number - 1) * PER_PAGE
    if folder in KINDS:
        return generation.ids(folder, limit=PER_PAGE, offset=offset)
    return other_ids(generation, folder)[offset : offset + PER_PAGE]


def other_ids(generation: Generation, folder: str) -> list[str]:
    """Return the ids of places or editors, which have no file of their own."""
    prefix = f"{generation.base.iri}{folder}/"
    kind = "skos:Concept" if folder == PLACES else "prov:Agent"
    quads = generation.store.quads_for_pattern(
        None,
        ox.NamedNode(context().expand("rdf:type")),
        ox.NamedNode(context().expand(kind)),
        None,
    )
    found = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted(
        generation.base.id_of(iri) or "" for iri in found if iri.startswith(prefix)
    )


def vocabulary(generation: Generation) -> Page:
    """Fetch the page of the vocabulary."""
    triples = Triples(map(statement, generation.construct(query(VOCABULARY_PAGE))))
    reader = Reader(triples, generation.base)
    view = vocabulary_page(reader, VOCABULARY)
    return Page(VOCABULARY_PAGE, "ns.html", view, triples)
