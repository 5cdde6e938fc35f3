"""The promise in what a search answers: each clause, and planted violations of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import jinja2
import pytest

from app.site import fetch
from app.site.factory import create_app
from app.site.views import facets
from tests.site import naming, promise
from tests.site.answers import Answer, ask
from tests.site.conftest import Site
from tests.site.knowledge import Link
from tests.site.searches import search, searches


@pytest.fixture(scope="module")
def found(site: Site) -> list[Answer]:
    """Give the answers of many searches, as pages and as JSON."""
    urls = [search(suffix, **one) for one in searches(site) for suffix in ("", ".json")]
    return [ask(site.client, url) for url in dict.fromkeys(urls)]


def some_claim(site: Site) -> tuple[Link, str]:
    """Return a link with a caveat on it, and the URL of a search that finds its claim."""
    link = next(
        link
        for link in site.known.links.values()
        if link.polarity == "withholds" and link.caveats
    )
    title = site.kb.published[link.claim].data["title"]
    return link, search(q=f'"{title}"', kind="claims")


# Clause 1


def test_every_search_with_a_link_holds_its_caveats(
    site: Site, found: list[Answer], tell: Callable[[str], None]
) -> None:
    """Whatever a search shows of a link, every caveat that qualifies it is there."""
    faults = [fault for item in found for fault in promise.lost_caveats(item, site.known)]
    assert [] == faults
    held: dict[str, set[str]] = {"text/html": set(), "application/json": set()}
    count: Counter[str] = Counter()
    for item in found:
        links = promise.links_held(item, site.known)
        held[item.media_type] |= links
        count[item.media_type] += len(links)
    for links in held.values():
        assert site.known.links.keys() <= links
    tell(f"{site.name}: {len(found)} searches, links held: {dict(count)}")


def test_a_passage_found_stands_with_the_caveats_of_its_links(
    site: Site, found: list[Answer]
) -> None:
    """A passage that repeats a link is never shown without the caveats on that link."""
    shown = 0
    for item in found:
        for card in item.json["cards"] if not item.is_html else ():
            words = (card["excerpt"] or {"words": {"iri": ""}})["words"]["iri"]
            passage = words.removeprefix(site.known.base)
            caveats = [one["iri"] for one in card["caveats"]]
            caveats += [one["caveat"]["iri"] for one in card["fates"]]
            for link in _repeated(site, passage):
                shown += 1
                assert {one.iri for one in link.caveats} <= {*caveats, card["ref"]["iri"]}
    assert shown > 20


def _repeated(site: Site, passage: str) -> list[Link]:
    source, _, name = passage.partition("#")
    if not name:
        return []
    restates = site.kb.published[source].data["passages"][name].get("restates", ())
    return [site.known.links[link] for link in restates]


def test_the_page_of_a_passage_has_the_words_of_its_caveats(
    site: Site, found: list[Answer]
) -> None:
    """In HTML each passage shown has the words of the caveats in its own card."""
    shown = 0
    for item in found:
        for hit in item.page.classed("hit") if item.is_html else ():
            text = hit.text()
            targets = {
                link.get("href") or ""
                for figure in hit.tagged("figcaption")
                for link in figure.tagged("a")
            }
            for target in targets:
                for link in _repeated(site, target.removesuffix(".html")):
                    shown += 1
                    assert all(caveat.words in text for caveat in link.caveats), target
    assert shown > 10


def test_planted_card_without_caveats_is_found(site: Site) -> None:
    """A page of results that leaves the caveats of its cards out breaks clause 1."""
    app = create_app(site.out)
    loader = app.jinja_env.loader
    assert loader is not None
    source = loader.get_source(app.jinja_env, "_hit.html")[0]
    for condition in (
        "{% if card.caveats or card.fates %}",
        "{% if card.links %}{% set shown",
    ):
        assert 1 == source.count(condition)
        never = "{% if false %}" + condition.partition("%}")[2]
        source = source.replace(condition, never)
    app.jinja_env.loader = jinja2.ChoiceLoader(
        [jinja2.DictLoader({"_hit.html": source}), loader]
    )
    link, url = some_claim(site)
    answer = ask(app.test_client(), url)
    assert 200 == answer.status
    assert link.id in promise.links_held(answer, site.known)
    assert promise.lost_caveats(answer, site.known)
    assert [] == promise.lost_caveats(ask(site.client, url), site.known)


def test_planted_query_without_caveats_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that does not fetch the caveats of links breaks clause 1 in both formats."""

    monkeypatch.setattr(fetch, "_LIMITING", ())
    client = site.fresh
    titles = {
        site.kb.published[link.claim].data["title"]
        for link in site.known.links.values()
        if link.caveats
    }
    urls = [search(q=f'"{title}"', kind="claims") for title in sorted(titles)]
    for path in ("/search", "/search.json"):
        found = (ask(client, url.replace("/search", path, 1)) for url in urls)
        assert any(promise.lost_caveats(answer, site.known) for answer in found), path


# Clause 2


def test_json_says_how_each_link_is_held(site: Site, found: list[Answer]) -> None:
    """In JSON a link with an object has its polarity beside it."""
    for item in found:
        if not item.is_html:
            assert [] == naming.polarity_lost(item.json, site.known)


# Clause 3


def test_no_title_and_no_facet_has_a_withheld_name(site: Site, found: list[Answer]) -> None:
    """No search, not even one for the name, has it as a bare title, badge or facet."""
    pages = [item for item in found if item.is_html]
    assert [] == [fault for one in pages for fault in naming.bare_names(one, site.known)]
    names = {form for forms in site.known.withheld_names.values() for form in forms}
    ids = {key.rpartition("/")[2] for key in site.known.withheld_names}
    for item in found:
        if item.is_html:
            continue
        for facet in item.json["facets"]:
            values = (*facet["values"], *facet["folded"])
            assert not names & {one["label"] for one in values}, item.url
            assert not ids & {one["value"] for one in values if not one["chosen"]}
    if site.known.withheld_names:
        titled = [
            hit
            for page in pages
            for hit in page.page.classed("item")
            if any(name in hit.text() for name in names)
        ]
        assert titled and all(naming.WORDING.search(hit.text()) for hit in titled)


def test_planted_facet_with_a_withheld_name_is_found(
    sites: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A facet that names a typed value that no record has breaks clause 3."""
    site = sites("fixtures")
    (key, forms), *_ = site.known.withheld_names.items()
    name = "place" if key.startswith("places/") else "actor"
    url = search(**{name: key.rpartition("/")[2]})
    assert [] == naming.bare_names(ask(site.client, url), site.known)
    monkeypatch.setattr(facets, "_label", lambda *_: forms[0])
    answer = ask(site.fresh, search(q="accounts"))
    assert naming.bare_names(answer, site.known)


@pytest.mark.parametrize("tag", ["title", "h1"])
def test_planted_title_with_the_words_is_found(
    sites: Callable[[str], Site], tag: str
) -> None:
    """A title that repeats what was typed would show a withheld name by itself."""
    site = sites("fixtures")
    forms = next(iter(site.known.withheld_names.values()))
    answer = ask(site.client, search(q=forms[0]))
    assert [] == naming.bare_names(answer, site.known)
    assert f"<{tag}>Search" in answer.text
    planted = answer.text.replace(f"<{tag}>Search", f"<{tag}>{forms[0]}")
    assert naming.bare_names(replace(answer, body=planted.encode()), site.known)
