"""The first clause of the promise as checks of one answer.

Whoever holds a link of a claim holds every caveat that qualifies it.  A check returns what
it finds wrong, one line a fault, and nothing where the promise is kept; it looks at what a
reader or a program gets, never at how the site makes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

import pyoxigraph as ox

from tests.site.answers import Answer
from tests.site.knowledge import Caveat, Knowledge, Link
from tests.site.markup import squeeze

CAV = "https://w3id.org/caveat/ns#"
QUALIFIES = ox.NamedNode("http://purl.org/spar/cito/qualifies")
WORDS = ox.NamedNode(f"{CAV}words")
TEXT = ox.NamedNode("https://schema.org/text")
_COMMENT = re.compile(r"^\s*# ?", re.MULTILINE)


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


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every map in a JSON value."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def _in_json(value: Any, known: Knowledge) -> list[Link]:
    iris = {node.get("iri") for node in nodes(value)}
    return [link for link in known.links.values() if link.iri in iris]


def _lost_in_json(value: Any, known: Knowledge) -> Iterator[str]:
    held = {
        (node["iri"], squeeze(node["words"]["text"]))
        for node in nodes(value)
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
        # What is folded up there to be copied is not what a reader sees.
        text = "" if block is None else block.text(without="cite")
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
