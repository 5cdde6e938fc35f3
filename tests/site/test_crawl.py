"""Nothing is dead and nothing is orphaned: as pages, and as linked data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urldefrag, urlsplit

import pyoxigraph as ox

from app.graph.iris import VOCABULARY
from app.site.formats import FORMATS
from tests.site.answers import Crawl, ask
from tests.site.conftest import Site, not_crawled

_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def _base_path(site: Site, iri: str) -> str:
    """Return where the site shows an IRI: path and fragment."""
    if iri.startswith(VOCABULARY):
        return "/ns#" + iri.removeprefix(VOCABULARY)
    return "/" + iri.removeprefix(site.known.base)


def dead_fragments(crawled: Crawl) -> list[str]:
    """Return the links to a part that its page does not have."""
    dead = set()
    for page, link in crawled.links:
        url, fragment = urldefrag(link)
        answer = crawled.answers.get(url)
        if fragment and answer is not None and fragment not in answer.ids:
            dead.add(f"{page} -> {link}")
    return sorted(dead)


def _iris(site: Site, crawled: Crawl) -> set[str]:
    """Return every IRI of the base or the vocabulary that any graph names.

    Former ids are left out: they answer with a redirect, which another test checks.
    """
    passed_by = {site.known.base + path[1:] for path in not_crawled(site)}
    passed_by |= {
        site.known.base + old
        for record in site.kb.published.values()
        for old in record.data.get("formerly", ())
    }
    return {
        term.value
        for answer in crawled.graphs
        for triple in answer.triples
        for term in triple
        if isinstance(term, ox.NamedNode)
        if term.value.startswith((site.known.base, VOCABULARY))
    } - passed_by


def test_every_link_is_answered(crawled: Crawl, tell: Callable[[str], None]) -> None:
    """Every link and every other format that a page offers is answered with 200."""
    dead = {url: item.status for url, item in crawled.answers.items() if item.status != 200}
    assert {} == dead
    assert len(crawled.answers) > 100 and len(crawled.links) > 1000
    tell(f"{len(crawled.answers)} answers, {len(crawled.links)} links")


def test_no_link_leads_by_a_redirect(crawled: Crawl) -> None:
    """Pages link to each other by the path that answers, never with a last slash."""
    assert [] == [url for _, url in crawled.links if re.search(r".+/(#|\?|$)", url)]


def test_every_fragment_is_on_its_page(crawled: Crawl) -> None:
    """Every link to a part of a page leads to an id on that page."""
    assert [] == dead_fragments(crawled)
    assert any("#" in link for _, link in crawled.links)
    planted = (*crawled.links, ("/", "/about#no-such-part"))
    assert ["/ -> /about#no-such-part"] == dead_fragments(replace(crawled, links=planted))


def test_no_id_is_used_twice(crawled: Crawl) -> None:
    """An id stands once on its page."""
    twice = {
        item.url: [name for name, count in Counter(item.ids).items() if count > 1]
        for item in crawled.pages
    }
    assert {} == {url: names for url, names in twice.items() if names}


def test_every_record_place_and_editor_is_reached(site: Site, crawled: Crawl) -> None:
    """No published record, place or editor is an orphan."""
    assert site.kb.header is not None
    records = {f"/{record}" for record in site.kb.published}
    editors = {f"/editors/{name}" for name in site.kb.header.data["editors"]}
    places = {
        _base_path(site, quad.subject.value)
        for quad in site.generation.store.quads_for_pattern(None, _LABEL, None)
        if isinstance(quad.subject, ox.NamedNode)
        if quad.subject.value.startswith(f"{site.known.base}places/")
    }
    missing = (records | editors | places) - crawled.answers.keys()
    assert len(records) > 10 and len(places) > 200 and editors
    assert not_crawled(site) == missing


def test_every_record_is_linked_from_another_record(site: Site, crawled: Crawl) -> None:
    """Each record's page is linked from a page other than its own and the lists."""
    linked = {
        urlsplit(link).path
        for page, link in crawled.links
        if urlsplit(page).path.count("/") == 2
        and urlsplit(page).path != urlsplit(link).path
    }
    orphans = [record for record in site.kb.published if f"/{record}" not in linked]
    assert [] == orphans


def test_every_iri_has_its_page_and_anchor(site: Site, crawled: Crawl) -> None:
    """Every IRI of the base, and every term, has a page, and with a fragment an id."""
    dead = []
    found = _iris(site, crawled)
    for iri in sorted(found):
        url, fragment = urldefrag(_base_path(site, iri))
        answer = crawled.answers.get(url)
        if answer is None or (fragment and fragment not in answer.ids):
            dead.append(iri)
    assert [] == dead
    assert any("." in iri.partition("#")[2] for iri in found)
    assert any(iri.endswith("#record") for iri in found)
    assert any(iri.startswith(VOCABULARY) for iri in found)


def test_every_iri_is_described_where_it_leads(site: Site, crawled: Crawl) -> None:
    """The data of an IRI's page has the IRI as a subject, in every format of a graph."""
    found = _iris(site, crawled)
    subjects = {
        item.url: {triple.subject.value for triple in item.triples}
        for item in crawled.graphs
    }
    suffixes = [
        item.suffix for item in FORMATS if item.suffix in ("ttl", "jsonld", "nt", "rdf")
    ]
    empty = []
    for iri in sorted(found):
        path = urldefrag(_base_path(site, iri)).url
        stem = "/kb" if path == "/" else path
        for suffix in suffixes:
            if iri not in subjects.get(f"{stem}.{suffix}", ()):
                empty.append(f"{iri} in {suffix}")
    assert [] == empty


def test_explicit_html_is_the_same_page(site: Site, crawled: Crawl) -> None:
    """A page asked for with its suffix has the same ids and links as without."""
    client = site.client
    first = {record.folder: key for key, record in site.kb.published.items()}
    for record in ("", *first.values()):
        plain = ask(client, f"/{record}")
        explicit = ask(client, f"/{record or 'kb'}.html")
        assert 200 == explicit.status
        assert plain.ids == explicit.ids
        assert set() == {
            target
            for target in plain.targets ^ explicit.targets
            if target.partition("#")[0].removesuffix(".html") != plain.path
            if target.partition("#")[0] != "/kb.html"
        }
