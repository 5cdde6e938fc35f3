"""The second and the third clause of the promise as checks of one answer.

By ``cav:object`` nothing is reached that is denied or withheld; a name that is known from
such links alone is no title of its own and no badge.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from tests.site.answers import Answer
from tests.site.knowledge import Knowledge
from tests.site.markup import Element
from tests.site.promise import CAV, nodes

OBJECT = ox.NamedNode(f"{CAV}object")
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
        for node in nodes(value)
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
