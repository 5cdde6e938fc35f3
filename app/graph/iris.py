"""The one place that mints IRIs and reads them back.

A record's IRI is the base followed by its id; a part's is that of what holds it, ``#`` or
``.``, and its name.  The statements of a record stand in a named graph of their own,
``<record>#record``, which is also the record's entry in the catalogue
(``dcat:CatalogRecord``, DCAT 3 section 6.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.records.kinds import HEADER

#: The vocabulary's namespace: one fixed IRI whatever the base of a knowledge base is.
VOCABULARY = "https://w3id.org/caveat/ns#"

#: The fragment that names a record's graph; no part may be called so.
RECORD_FRAGMENT = "record"

#: The fragment that names the graph of what is derived about a record, and the mark in the
#: name of each derived fact; neither can be part of a name that an editor gives.
DERIVED_FRAGMENT = "~derived"
FACT_MARK = "~"

#: Where the rules are described; no record is called so.
RULES = "rules"

#: Names the graph of what a build found again in held copies; no record is called so.
CHECKS = "checks"


def part(parent: str, field: str, name: str) -> str:
    """Mint the id of a part: the *field* that holds it is not in the name.

    A name that is itself an id (a treatment is named by its caveat) gives its last
    segment.  Editors are parts of ``kb.yaml`` and have pages of their own.

    >>> part("claims/x", "asserts", "location")
    'claims/x#location'
    >>> part("sources/x#lede", "numbers", "total")
    'sources/x#lede.total'
    >>> part("sources/x#lede", "treatments", "caveats/unable")
    'sources/x#lede.unable'
    >>> part("kb", "editors", "founding")
    'editors/founding'
    """
    if field == "editors":
        return f"editors/{name}"
    separator = "." if "#" in parent else "#"
    return f"{parent}{separator}{name.rpartition('/')[2]}"


def graph(record_id: str) -> str:
    """Mint the id of the named graph of a record (of the whole, for ``kb``)."""
    return f"{subject(record_id)}#{RECORD_FRAGMENT}"


def derived(record_id: str) -> str:
    """Mint the id of the named graph of what rules conclude about a record."""
    return f"{subject(record_id)}#{DERIVED_FRAGMENT}"


def rule(name: str) -> str:
    """Mint the id of a rule, which is an anchor on the page of all rules."""
    return f"{RULES}#{name}"


def is_fact(item: str, rule_name: str) -> bool:
    """Tell whether an id is one that a rule may give to a fact.

    >>> is_fact("sources/x#lede~outcomes.twitter-unable", "outcomes")
    True
    >>> is_fact("caveats/x#~fates.left-out", "fates")
    True
    >>> is_fact("sources/x#lede.outcomes", "outcomes")
    False
    """
    _, sharp, name = item.partition("#")
    _, mark, fact = name.partition(FACT_MARK)
    return bool(sharp and mark) and fact.partition(".")[0] == rule_name


def subject(record_id: str) -> str:
    """Return the relative IRI of a record; the knowledge base itself is the base."""
    return "" if record_id == HEADER else record_id


@dataclass(frozen=True, slots=True)
class Base:
    """The base IRI of a knowledge base; turns ids into IRIs and IRIs into paths."""

    iri: str

    def absolute(self, record_id: str) -> str:
        """Return the IRI of an id.

        >>> Base("https://caveat.example/").absolute("claims/x#y")
        'https://caveat.example/claims/x#y'
        """
        return self.iri + subject(record_id)

    def id_of(self, iri: str) -> str | None:
        """Return the id that *iri* stands for, or None where it lies outside the base.

        >>> Base("https://caveat.example/").id_of("https://caveat.example/places/VE")
        'places/VE'
        """
        if not iri.startswith(self.iri):
            return None
        return iri[len(self.iri) :] or HEADER

    def path(self, iri: str) -> str | None:
        """Return the path on the site that shows *iri*, relative to the site's root.

        The vocabulary's terms are anchors of the page ``/ns``.

        >>> Base("https://caveat.example/").path("https://caveat.example/claims/x#y")
        '/claims/x#y'
        >>> Base("https://caveat.example/").path(VOCABULARY + "omitted")
        '/ns#omitted'
        """
        if iri.startswith(VOCABULARY):
            return "/ns#" + iri[len(VOCABULARY) :]
        if iri.startswith(self.iri):
            return "/" + iri[len(self.iri) :]
        return None

    @property
    def host(self) -> str:
        """The host of the base, as a feed or a citation shows it."""
        return urlsplit(self.iri).netloc
