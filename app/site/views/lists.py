"""Lists by kind, the about page, the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass

from app.site.views.claim import POLARITIES, Caveat, caveat, caveats_on
from app.site.views.head import Citation, citation
from app.site.views.names import qualifier
from app.site.views.values import Ref, Value
from app.site.views.words import Reader


@dataclass(frozen=True, slots=True)
class Item:
    """One record in a list; a claim never without its caveats.

    ``qualifier`` stands with a name that is known only from a link that withholds it.
    """

    ref: Ref
    qualifier: str
    date: str | None
    detail: tuple[Ref, ...]
    value: Value | None
    statement: str | None
    of: tuple[Ref, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: the path of the list, its own, and those of its neighbours."""

    kind: str
    path: str
    own_path: str
    previous: str | None
    next: str | None
    title: str
    items: tuple[Item, ...]
    total: int
    number: int
    pages: int


def list_path(folder: str, number: int) -> str:
    """Return the path of a page of a list.

    It has no query: a list can then be served from files.

    >>> list_path("claims", 1), list_path("claims", 2)
    ('/claims', '/claims/page/2')
    """
    return f"/{folder}" if number == 1 else f"/{folder}/page/{number}"


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor as the about page lists them."""

    ref: Ref
    interests: str


@dataclass(frozen=True, slots=True)
class BasePage:
    """The knowledge base of itself."""

    title: str
    iri: str
    description: str
    edition: str
    licence: str
    repository: str | None
    selection_rule: str
    method: str
    editors: tuple[Editor, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the vocabulary or a value of one of its lists."""

    anchor: str
    label: str
    definition: str
    types: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermList:
    """A controlled list with its values."""

    entry: TermEntry
    values: tuple[TermEntry, ...]


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """The vocabulary: classes, properties, lists."""

    title: str
    iri: str
    description: str
    classes: tuple[TermEntry, ...]
    properties: tuple[TermEntry, ...]
    families: tuple[TermEntry, ...]
    lists: tuple[TermList, ...]


def item(reader: Reader, iri: str) -> Item:
    """Read a record for a list."""
    triples = reader.triples
    links = [link for name in POLARITIES.values() for link in triples.iris(iri, name)]
    date = reader.date(iri) or triples.text(iri, "dct:created")
    detail = reader.refs(
        iri, "schema:author", "schema:publisher", "schema:agent", "cav:disclosedIn"
    )
    value = reader.value(iri, "cav:stance") or reader.value(iri, "schema:reviewRating")
    is_caveat = triples.is_a(iri, "cav:Caveat")
    claims = triples.subjects_of(
        triples.iris(iri, "cito:qualifies") if is_caveat else (), *POLARITIES.values()
    )
    if value is None and triples.is_a(iri, "prov:Agent"):
        value = reader.value(iri, "dct:type")
    return Item(
        ref=reader.ref(iri),
        qualifier=qualifier(reader, iri),
        date=date,
        detail=detail,
        value=value,
        statement=triples.text(iri, "schema:claimReviewed"),
        of=tuple(map(reader.ref, sorted(claims))),
        caveats=(caveat(reader, iri),) if is_caveat else caveats_on(reader, links),
    )


def base_page(reader: Reader) -> BasePage:
    """Read what the knowledge base says of itself."""
    iri = reader.base.iri
    triples = reader.triples
    title = triples.texts(iri, "dct:title")[0]
    return BasePage(
        title=title,
        iri=iri,
        description=triples.texts(iri, "dct:description")[0],
        edition=triples.texts(iri, "dct:issued")[0],
        licence=triples.iris(iri, "dct:license")[0],
        repository=triples.iri(iri, "dcat:landingPage"),
        selection_rule=triples.texts(iri, "skos:scopeNote")[0],
        method=triples.texts(iri, "schema:measurementTechnique")[0],
        editors=tuple(
            Editor(ref, triples.texts(ref.iri, "dct:description")[0])
            for ref in reader.refs(iri, "dct:contributor")
        ),
        citation=citation(reader, title, iri),
    )


def vocabulary_page(reader: Reader, namespace: str) -> VocabularyPage:
    """Read the vocabulary: every term and list value with its definition."""
    triples = reader.triples
    ontology = namespace.rstrip("#")
    schemes = triples.typed("skos:ConceptScheme")
    return VocabularyPage(
        title=(triples.texts(ontology, "dct:title") or ["Vocabulary"])[0],
        iri=namespace,
        description=" ".join(triples.texts(ontology, "dct:description")),
        classes=_entries(reader, namespace, "rdfs:Class", "owl:Class"),
        properties=_entries(
            reader,
            namespace,
            "rdf:Property",
            "owl:ObjectProperty",
            "owl:DatatypeProperty",
        ),
        families=_entries(reader, namespace, "skos:Collection"),
        lists=tuple(
            TermList(
                _entry(reader, scheme),
                tuple(
                    _entry(reader, value)
                    for value in triples.subjects(scheme, "skos:inScheme")
                ),
            )
            for scheme in schemes
        ),
    )


def _entries(reader: Reader, namespace: str, *classes: str) -> tuple[TermEntry, ...]:
    found = {iri for name in classes for iri in reader.triples.typed(name)}
    return tuple(_entry(reader, iri) for iri in sorted(found) if iri.startswith(namespace))


def _entry(reader: Reader, iri: str) -> TermEntry:
    triples = reader.triples
    labels = triples.texts(iri, "rdfs:label") + triples.texts(iri, "skos:prefLabel")
    definitions = triples.texts(iri, "skos:definition")
    notes = ("skos:note", "rdfs:comment", "skos:editorialNote", "skos:scopeNote")
    return TermEntry(
        anchor=reader.anchor(iri),
        label=labels[0] if labels else reader.anchor(iri),
        definition=definitions[0] if definitions else "",
        types=tuple(one.rpartition("#")[2] for one in triples.iris(iri, "rdf:type")),
        notes=tuple(text for name in notes for text in triples.texts(iri, name)),
    )
