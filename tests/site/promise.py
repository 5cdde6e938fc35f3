"""The three clauses of the promise, each as a check of one answer.

A check returns what it finds wrong, one line a fault, and nothing where the promise is
kept.  It looks at what a reader or a program gets, never at how the site makes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from tests.site.answers import Answer
from tests.site.knowledge import Caveat, Knowledge, Link
from tests.site.markup import Element, squeeze

CAV = "https://w3id.org/caveat/ns#"
OBJECT = ox.NamedNode(f"{CAV}object")
QUALIFIES = ox.NamedNode("http://purl.org/spar/cito/qualifies")
WORDS = ox.NamedNode(f"{CAV}words")
TEXT = ox.NamedNode("https://schema.org/text")
HOLDS = tuple(ox.NamedNode(CAV + name) for name in ("asserts", "denies", "withholds"))
#: No statement with one of these may lead straight from anything to a withheld name.
SHORTCUTS = frozenset(
    {
        f"{CAV}object",
        "https://schema.org/about",
        "http://www.w3.org/ns/prov#wasAttributedTo",
        "http://www.w3.org/ns/prov#wasAssociatedWith",
        "http://purl.org/dc/terms/subject",
        "http://purl.org/dc/terms/creator",
    }
)
WORDING = re.compile(r"withh(?:eld|olds)|den(?:ied|ies)", re.IGNORECASE)
TITLES = ("title", "h1", "h2", "h3", "h4")
BADGES = frozenset({"tag", "badge", "facet", "status", "term", "verdict", "fate"})
_COMMENT = re.compile(r"^\s*# ?", re.MULTILINE)


# Clause 1: whoever holds a link holds every caveat that qualifies it.


def lost_caveats(answer: Answer, known: Knowledge) -> list[str]:
    """Return the caveats that an answer should hold for its links and does not."""
    if answer.is_html:
        return list(_lost_in_html(answer, known))
    if answer.is_rdf:
        return list(_lost_in_graph(answer.triples, known))
    if answer.media_type == "application/json":
        return list(_lost_in_json(answer.json, known))
    if answer.media_type == "application/yaml":
        return list(_lost_in_yaml(answer, known))
    return []


def links_held(answer: Answer, known: Knowledge) -> set[str]:
    """Return the ids of the links that an answer holds, to count what was looked at."""
    if answer.is_html:
        return {link.id for group in _in_html(answer, known) for link in group}
    if answer.is_rdf:
        return {link.id for link in _in_graph(answer.triples, known)}
    if answer.media_type == "application/json":
        return {link.id for link in _in_json(answer.json, known)}
    if answer.media_type == "application/yaml":
        return {link.id for link in _in_yaml(answer, known)}
    return set()


def _in_html(answer: Answer, known: Knowledge) -> Iterator[list[Link]]:
    """Yield the links that a page anchors, links to or states.

    A statement that several links share yields them together: it may be any of them.
    """
    ids = set(answer.ids)
    stated = defaultdict(list)
    for link in known.links.values():
        anchored = answer.path == f"/{link.claim}" and link.id.partition("#")[2] in ids
        if anchored or f"/{link.id}" in answer.targets:
            yield [link]
        stated[link.statement].append(link)
    for statement, links in stated.items():
        if statement in answer.words:
            yield links


def _lost_in_html(answer: Answer, known: Knowledge) -> Iterator[str]:
    def lost(link: Link) -> list[Caveat]:
        return [item for item in link.caveats if not _shows(answer, item)]

    for links in _in_html(answer, known):
        if all(lost(link) for link in links):
            for caveat in lost(links[0]):
                yield _lost(answer.url, links[0], caveat)


def _shows(answer: Answer, caveat: Caveat) -> bool:
    """Tell whether a page has the words of a caveat in one block with a link to it."""
    if answer.path == f"/{caveat.id}":
        return caveat.words in answer.words
    return any(caveat.words in text for text in answer.blocks.get(f"/{caveat.id}", ()))


def _in_graph(triples: Collection[ox.Triple], known: Knowledge) -> list[Link]:
    nodes = {
        term.value
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.NamedNode)
    }
    return [link for link in known.links.values() if link.iri in nodes]


def _lost_in_graph(triples: Collection[ox.Triple], known: Knowledge) -> Iterator[str]:
    texts = {
        (triple.subject.value, squeeze(triple.object.value))
        for triple in triples
        if triple.predicate == TEXT and isinstance(triple.object, ox.Literal)
    }
    rests = {
        (triple.subject.value, text)
        for triple in triples
        if triple.predicate == WORDS
        for subject, text in texts
        if triple.object == ox.NamedNode(subject)
    }
    for link in _in_graph(triples, known):
        for caveat in link.caveats:
            tie = ox.Triple(ox.NamedNode(caveat.iri), QUALIFIES, ox.NamedNode(link.iri))
            if tie not in triples or (caveat.iri, caveat.words) not in rests:
                yield _lost("graph", link, caveat)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _nodes(item)


def _in_json(value: Any, known: Knowledge) -> list[Link]:
    iris = {node.get("iri") for node in _nodes(value)}
    return [link for link in known.links.values() if link.iri in iris]


def _lost_in_json(value: Any, known: Knowledge) -> Iterator[str]:
    held = {
        (node["iri"], squeeze(node["words"]["text"]))
        for node in _nodes(value)
        if node.get("iri") and isinstance(node.get("words"), dict)
    }
    for link in _in_json(value, known):
        for caveat in link.caveats:
            if (caveat.iri, caveat.words) not in held:
                yield _lost("JSON", link, caveat)


def _in_yaml(answer: Answer, known: Knowledge) -> list[Link]:
    own = answer.path.removeprefix("/").removesuffix(".yaml")
    return [
        link
        for link in known.links.values()
        if link.claim == own or re.search(re.escape(link.id) + r"(?![\w-])", answer.text)
    ]


def _lost_in_yaml(answer: Answer, known: Knowledge) -> Iterator[str]:
    text = squeeze(_COMMENT.sub("", answer.text))
    for link in _in_yaml(answer, known):
        for caveat in link.caveats:
            if caveat.iri not in text or caveat.words not in text:
                yield _lost(answer.url, link, caveat)


def _lost(where: str, link: Link, caveat: Caveat) -> str:
    return f"{where}: {link.id} without {caveat.id}"


def lost_beside(answer: Answer, known: Knowledge) -> list[str]:
    """Return the caveats of a claim's page that do not stand in the block of the link."""
    blocks = {item.get("id"): item for item in answer.page.classed("pair")}
    faults = []
    for link in known.links_of(answer.path.removeprefix("/")):
        block = blocks.get(link.id.partition("#")[2])
        text = "" if block is None else block.text()
        faults += [
            _lost(answer.url, link, caveat)
            for caveat in link.caveats
            if caveat.words not in text
        ]
        if link.statement not in text:
            faults.append(f"{answer.url}: {link.id} has no block that states it")
    return faults


def cited_links(record: str, known: Knowledge) -> list[Link]:
    """Return the links that a citation of a record is about."""
    folder = record.partition("/")[0]
    if folder == "claims":
        return known.links_of(record)
    if folder == "caveats":
        return [
            link
            for link in known.links.values()
            if record in [caveat.id for caveat in link.caveats]
        ]
    if folder in ("sets", "takedowns"):
        return [
            link for claim in known.claims_about(record) for link in known.links_of(claim)
        ]
    return [link for link in known.links.values() if link.named == record]


def lost_in_citation(answer: Answer, known: Knowledge) -> list[str]:
    """Return the caveats that the citation on a page does not hold."""
    text = " ".join(item.text() for item in answer.page.classed("citation"))
    return [
        _lost(f"citation of {answer.url}", link, caveat)
        for link in cited_links(answer.path.removeprefix("/"), known)
        for caveat in link.caveats
        if caveat.words not in text
    ]


# Clause 2: no way by cav:object to what was denied or withheld.


def reached(triples: Iterable[ox.Triple], known: Knowledge) -> list[str]:
    """Return the ways in a graph that lead from a claim to what it does not assert."""
    index: dict[tuple[str, str], list[Any]] = defaultdict(list)
    faults = []
    restricted = {known.base + name for name in known.withheld_names}
    for triple in triples:
        index[triple.subject.value, triple.predicate.value].append(triple.object)
        if triple.predicate.value in SHORTCUTS and triple.object.value in restricted:
            faults.append(f"shortcut: {triple}")
    for link in known.links.values():
        if link.polarity == "asserts":
            continue
        faults += [f"object of {link.id}: {one}" for one in index[link.iri, OBJECT.value]]
        mine = known.links_of(link.claim)
        if link.named in [None, *(one.named for one in mine if one.polarity == "asserts")]:
            continue
        claim = known.base + link.claim
        ends = [one for name in SHORTCUTS for one in index[claim, name]]
        ends += [
            one
            for held in HOLDS
            for node in index[claim, held.value]
            for one in index[node.value, OBJECT.value]
        ]
        named = ox.NamedNode(f"{known.base}{link.named}")
        faults += [f"path from {link.claim} to {one}" for one in ends if one == named]
    return faults


def entailed(vocabulary: Iterable[ox.Triple]) -> list[str]:
    """Return the statements of a vocabulary by which a reasoner would find an object."""
    ties = ("subPropertyOf", "equivalentProperty", "inverseOf", "propertyChainAxiom")
    return [
        str(triple)
        for triple in vocabulary
        if triple.predicate.value.rpartition("#")[2] in ties
        and OBJECT in (triple.subject, triple.object)
    ]


def polarity_lost(value: Any, known: Knowledge) -> list[str]:
    """Return the links of a JSON answer that do not say that they are not asserted."""
    said = {"denies": "denied", "withholds": "withheld", "asserts": "asserted"}
    links = {link.iri: said[link.polarity] for link in known.links.values()}
    return [
        node["iri"]
        for node in _nodes(value)
        if node.get("iri") in links and "object" in node
        if node.get("polarity") != links[node["iri"]]
    ]


# Clause 3: a withheld name is no title of its own, and no badge.


def bare_names(answer: Answer, known: Knowledge) -> list[str]:
    """Return where a page has a withheld name in a title or a badge without the words."""
    forms = {form for names in known.withheld_names.values() for form in names}
    if not forms:
        return []
    name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms)))})(?!\w)")
    faults = []
    for item in answer.page.all():
        text = item.text()
        if not name.search(text):
            continue
        if _is_title(item) and not WORDING.search(text):
            faults.append(f"{answer.url}: title without the wording: {text}")
        if item.classes & BADGES:
            faults.append(f"{answer.url}: badge {sorted(item.classes)}: {text}")
    return faults


def _is_title(item: Element) -> bool:
    return item.tag in TITLES or "item" in item.classes
