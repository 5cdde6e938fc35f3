"""What the vocabulary and the shapes owe the context and the schemas, and the world.

Rules as in :mod:`tests.schemas.agreement`: each takes the files and returns what is
missing where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    FOAF,
    OWL,
    PROV,
    SDO,
    SH,
    SKOS,
    VOID,
    XSD,
    DefinedNamespace,
)

from tests.schemas.files import (
    CAV,
    Files,
    expand,
    iri_of,
    lists,
    prefixes,
    values_of,
)

MOST_OWN_TERMS = 40

_USED = re.compile(r"\bcav:([\w-]+)")

#: The note of a list whose values no record says.
_DERIVED = re.compile("The values that the rule “(.+?)” derives.")

_CLASSES = {OWL.Class}
_PROPERTIES = {RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty}
_CLOSED: dict[str, type[DefinedNamespace]] = {
    str(closed): closed
    for closed in (
        RDF, RDFS, OWL, SKOS, PROV, DCAT, DCTERMS, FOAF, VOID, SDO, SH, XSD,
    )
}  # fmt: skip


def lists_are_schemes(files: Files) -> list[str]:
    """The values of a key are the concepts of the scheme that names the key, exactly."""
    schemes = _schemes(files.vocabulary)
    found = []
    for key, places in lists(files).items():
        if key not in schemes:
            found.append(f"caveat.ttl: no scheme has a note that names “{key}” first")
            continue
        scheme, concepts = schemes[key]
        for place, values in places.items():
            found += [
                f"{place}: {value!r} is no concept of {scheme} in caveat.ttl"
                for value in values
                if value not in concepts
            ]
            found += [
                f"{place}: {value!r} of {scheme} in caveat.ttl is not listed"
                for value in concepts
                if value not in values
            ]
    unused = sorted(set(schemes) - set(lists(files)))
    return found + [f"caveat.ttl: no schema lists values of “{key}”" for key in unused]


def derived_values_are_concepts(files: Files) -> list[str]:
    """What a rule derives stands in a list that names the rule, and nothing else does."""
    found = []
    lists_of = _derived(files.vocabulary)
    for name, text in files.rules.items():
        concepts = {concept for values in lists_of.get(name, ()) for concept in values}
        used = set(_USED.findall(text))
        found += [
            f"caveat.ttl: {value} is derived by no rule “{name}”"
            for value in sorted(concepts - used)
        ]
    known = {str(term).removeprefix(CAV) for term in files.vocabulary.subjects()}
    for name, text in files.rules.items():
        used = set(_USED.findall(text))
        found += [f"{name}.rq: cav:{term} is not defined" for term in sorted(used - known)]
    unknown = sorted(set(lists_of) - set(files.rules))
    return found + [f"caveat.ttl: there is no rule “{name}”" for name in unknown]


def derived_values(vocabulary: Graph) -> set[str]:
    """Return the values that rules derive."""
    lists_of = _derived(vocabulary).values()
    return {value for several in lists_of for values in several for value in values}


def _derived(vocabulary: Graph) -> dict[str, list[set[str]]]:
    """Return the lists of values that each rule derives, as their notes say it."""
    found: dict[str, list[set[str]]] = {}
    for scheme in vocabulary.subjects(RDF.type, SKOS.ConceptScheme):
        if key := _DERIVED.fullmatch(str(vocabulary.value(scheme, SKOS.note))):
            found.setdefault(key[1], []).append(
                {
                    str(concept).removeprefix(CAV)
                    for concept in vocabulary.subjects(SKOS.inScheme, scheme)
                }
            )
    return found


def _schemes(vocabulary: Graph) -> dict[str, tuple[str, set[str]]]:
    """Return the scheme, and the notations in it, of each key that a note names first."""
    found = {}
    for scheme in vocabulary.subjects(RDF.type, SKOS.ConceptScheme):
        note = str(vocabulary.value(scheme, SKOS.note))
        if _DERIVED.fullmatch(note):
            continue
        key = re.search("“(.+?)”", note)
        notations = {
            str(notation)
            for concept in vocabulary.subjects(SKOS.inScheme, scheme)
            for notation in vocabulary.objects(concept, SKOS.notation)
        }
        found[key[1] if key else ""] = (str(scheme).replace(CAV, "cav:"), notations)
    return found


def lists_are_guarded(files: Files) -> list[str]:
    """Every scheme is held by a shape, so that no value of another list slips in."""
    schemes = files.vocabulary.subjects(RDF.type, SKOS.ConceptScheme)
    held = {str(scheme) for scheme in files.shapes.objects(None, SH.hasValue)}
    for several in files.shapes.objects(None, SH["in"]):
        held.update(str(scheme) for scheme in files.shapes.items(several))
    return [
        f"shapes.ttl: no shape holds values to {scheme}"
        for scheme in sorted(map(str, schemes))
        if scheme not in held
    ]


def own_terms_are_defined(files: Files) -> list[str]:
    """Every own class and property that the context uses is declared, and no other."""
    used = {
        expand(files.context, iri)
        for key, iri in _mapped(files.context)
        if iri.startswith("cav:") and key not in values_of(files.context)
    }
    declared = _declared(files.vocabulary)
    missing = [f"caveat.ttl: {iri} is not declared" for iri in used - declared]
    unused = [f"context: no key is mapped to {iri}" for iri in declared - used]
    return sorted(missing) + sorted(unused)


def own_terms_are_few(files: Files) -> list[str]:
    """There are forty classes and properties of our own at the most."""
    number = len(_declared(files.vocabulary))
    if number <= MOST_OWN_TERMS:
        return []
    return [f"caveat.ttl: {number} classes and properties, at most {MOST_OWN_TERMS}"]


def _declared(vocabulary: Graph) -> set[str]:
    return {
        str(term)
        for kind in _CLASSES | _PROPERTIES
        for term in vocabulary.subjects(RDF.type, kind)
    }


def _mapped(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every key with what it maps to, those of nested contexts included."""
    for key, term in context.items():
        yield key, iri_of(term)
        if isinstance(term, dict):
            yield from _mapped(term.get("@context", {}))


def terms_exist(files: Files) -> list[str]:
    """Every IRI that context, vocabulary and shapes use is one that is defined."""
    own = {str(term) for term in files.vocabulary.subjects()}
    own |= {str(term) for term in files.shapes.subjects() if isinstance(term, URIRef)}
    return [
        f"{where}: {iri} is not defined"
        for where, iri in sorted(set(_used(files)))
        if iri not in own and iri not in files.standard and not _in_closed(iri)
    ]


def _used(files: Files) -> Iterator[tuple[str, str]]:
    context = files.context
    namespaces = prefixes(context)
    for key, name in _mapped(context):
        if key not in namespaces and not name.startswith("@"):
            yield "context", expand(context, name)
        term = context[key]
        kind = term.get("@type", "@") if isinstance(term, dict) else "@"
        if not kind.startswith("@"):
            yield "context", expand(context, kind)
    for where, graph in (("caveat.ttl", files.vocabulary), ("shapes.ttl", files.shapes)):
        for triple in graph:
            yield from ((where, str(term)) for term in triple if isinstance(term, URIRef))
    declared = {
        str(files.shapes.value(node, SH.prefix)): str(
            files.shapes.value(node, SH.namespace)
        )
        for node in files.shapes.objects(None, SH.declare)
    }
    for query in files.shapes.objects(None, SH.select):
        for prefix, local in re.findall(r"(?<![\w?])(\w+):([\w-]+)", str(query)):
            yield "shapes.ttl", declared.get(prefix, f"{prefix}:") + local
    yield from _used_by_rules(files)


def _used_by_rules(files: Files) -> Iterator[tuple[str, str]]:
    """Give the names that rules use, texts and comments aside."""
    for name, text in files.rules.items():
        query = re.sub(r"(?m)^#.*|\"[^\"]*\"", "", text)
        for prefix, local in re.findall(r"(?<![\w?])(\w+):([\w-]+)", query):
            if prefix != "rule":
                yield f"{name}.rq", expand(files.context, f"{prefix}:{local}")


def _in_closed(iri: str) -> bool:
    base = next((base for base in _CLOSED if iri.startswith(base)), None)
    return base is not None and iri[len(base) :] in _CLOSED[base]
