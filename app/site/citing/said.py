"""What programs read in the head of a page: tags of reference managers, schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.cite import cited as texts
from app.cite import schemaorg
from app.cite.cited import Cited
from app.cite.lines import line
from app.graph.context import context
from app.graph.store import Generation
from app.site.views.answers import ReviewPage
from app.site.views.pages import ClaimPage
from app.site.views.values import Ref
from app.site.views.words import Words

#: A date of ISO 8601 to the precision known; EDTF has others, which schema.org has not.
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
#: The types of schema.org for roles of actors; any other is an organization.
_TYPES = {"person": "Person", "government": "GovernmentOrganization"}


def metas(cited: Cited) -> Iterator[tuple[str, str]]:
    """Yield name and content of each ``meta`` that a reference manager reads.

    The first says what it is: ``citation_title`` alone would make it a journal article
    (Zotero, Embedded Metadata).  None is a DOI, for which Zotero would look elsewhere.
    """
    yield "z:itemType", "webpage"
    yield "DC.type", "webpage"
    yield "citation_title", texts.title(cited)
    for author in cited.authors:
        yield "citation_author", line(author.name)
    if cited.version_date is not None:
        yield "citation_date", cited.version_date.isoformat()
    yield "citation_public_url", cited.address
    yield "citation_publisher", line(cited.publisher)
    yield "citation_language", cited.language
    yield "DC.rights", cited.licence
    yield "description", " ".join(texts.note(cited))


def data_block(view: Any, cited: Cited, generation: Generation) -> str:
    """Return what the page says in JSON-LD, or nothing: claims and reviews alone do."""
    if isinstance(view, ClaimPage):
        return schemaorg.script(schemaorg.claim(cited, _claimed(view, generation)))
    if isinstance(view, ReviewPage) and (examined := _examined(view, generation)):
        finding = schemaorg.Finding(
            reviewed=view.finding,
            verdict=view.verdict.label,
            by=(_party(view.judged_by, generation),),
            judged=view.judged,
            page=view.head.iri,
            rationale=view.rationale,
        )
        return schemaorg.script(schemaorg.claim_review(cited, finding, examined))
    return ""


def _claimed(view: ClaimPage, generation: Generation) -> schemaorg.Statement:
    """Return a claim as said: its sentences, each once, in the order of its links."""
    words = {link.words.iri: link.words for link in view.claim.links if link.words}
    return schemaorg.Statement(
        text=" […] ".join(dict.fromkeys(line(one.text) for one in words.values())),
        by=tuple(_party(ref, generation) for ref in view.claim.claimants),
        made=_date(view.claim.made),
        appearances=_appearances(words.values(), generation),
        iri=view.head.iri,
    )


def _examined(view: ReviewPage, generation: Generation) -> schemaorg.Statement | None:
    """Return the words that a review is about; of several, those that come first."""
    words = [item.words for item in view.passages]
    words += [item.words for item in view.reactions]
    if not words:
        return None
    first = words[0]
    return schemaorg.Statement(
        text=line(first.text),
        by=(_party(first.speaker or first.publisher or first.source, generation),),
        made=_date(first.published),
        appearances=_appearances(words, generation),
    )


def _appearances(
    words: Iterable[Words], generation: Generation
) -> tuple[schemaorg.Appearance, ...]:
    sources = {one.source.iri: one for one in words}
    return tuple(
        schemaorg.Appearance(
            url=_said(generation, iri, "schema:url"),
            name=line(one.source.label),
            date=_date(one.published),
        )
        for iri, one in sources.items()
    )


def _party(ref: Ref, generation: Generation) -> schemaorg.Party:
    role = _said(generation, ref.iri, "dct:type").rpartition("#")[2]
    kind = _TYPES.get(role, "Organization")
    return schemaorg.Party(line(ref.label), kind, ref.iri)


def _said(generation: Generation, iri: str, name: str) -> str:
    """Return the first value that a property has in the store, or nothing."""
    predicate = context().expand(name)
    found = (one for one in generation.statements.of(iri) if one.predicate == predicate)
    values = (one.iri or getattr(one.triple.object, "value", "") for one in found)
    return min(values, default="")


def _date(edtf: str | None) -> str:
    return edtf if edtf and _ISO.fullmatch(edtf) else ""
