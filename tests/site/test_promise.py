"""The promise: a caveat is never separated from its claim, in anything the site answers.

Each clause is checked over every answer that a crawl finds, and each check is shown to
fail where a violation is planted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import jinja2
import pyoxigraph as ox
import pytest

from app.site import fetch, ledger, pages
from app.site.factory import create_app
from tests.site import naming, promise
from tests.site.answers import Answer, Crawl, ask
from tests.site.conftest import Site
from tests.site.knowledge import Link

OBJECT_OF_ALL = """
PREFIX cav: <https://w3id.org/caveat/ns#>
SELECT ?claim ?o { ?claim (cav:asserts|cav:denies|cav:withholds)/cav:object ?o }
"""


def some_withheld(site: Site) -> Link:
    """Return a link that withholds a name, with a caveat on it."""
    return next(
        link
        for link in site.known.links.values()
        if link.polarity == "withholds" and link.named and link.caveats
    )


def changed(answer: Answer, old: str, new: str) -> Answer:
    """Return an answer whose body says something else; *old* must be in it."""
    assert old in answer.text
    return replace(answer, body=answer.text.replace(old, new).encode())


# Clause 1


def test_every_answer_with_a_link_holds_its_caveats(
    site: Site, crawled: Crawl, tell: Callable[[str], None]
) -> None:
    """Whatever holds a link, in any format, holds every caveat that qualifies it."""
    faults = []
    held: Counter[str] = Counter()
    for answer in crawled.answers.values():
        held[answer.media_type] += len(promise.links_held(answer, site.known))
        faults += promise.lost_caveats(answer, site.known)
    assert [] == faults
    formats = {item.media_type for item in pages.formats.FORMATS}
    assert formats <= {media_type for media_type, count in held.items() if count}
    tell(f"{site.name}: {len(crawled.answers)} answers, links held: {dict(held)}")


def test_caveats_stand_in_the_block_of_their_link(site: Site, crawled: Crawl) -> None:
    """On a claim's page each link has a block that states it and holds its caveats."""
    claims = [item for item in crawled.pages if item.path.startswith("/claims/")]
    faults = [fault for item in claims for fault in promise.lost_beside(item, site.known)]
    assert [] == faults
    assert len({link.claim for link in site.known.links.values()}) <= len(claims)


def test_every_citation_holds_the_caveats(site: Site, crawled: Crawl) -> None:
    """The text to be cited holds every caveat on what the page is about, verbatim."""
    cited = [item for item in crawled.pages if item.page.classed("citation")]
    faults = [
        fault for item in cited for fault in promise.lost_in_citation(item, site.known)
    ]
    assert [] == faults
    about = [item for item in cited if promise.cited_links(item.path[1:], site.known)]
    assert len(site.known.caveats) + len(site.known.about) <= len(about)


@pytest.mark.parametrize("name", ["no-such-claim", "%3Cscript%3E", "x.exe"])
def test_error_pages_hold_no_link(site: Site, name: str) -> None:
    """An error page holds no link of a claim, and so none without its caveats."""
    answer = ask(site.client, f"/claims/{name}")
    assert 404 == answer.status
    assert set() == promise.links_held(answer, site.known)
    assert [] == naming.bare_names(answer, site.known)


def test_planted_template_without_caveats_is_found(site: Site) -> None:
    """A page written without its caveat boxes breaks clause 1, citation or not."""
    app = create_app(site.out)
    loader = app.jinja_env.loader
    assert loader is not None
    source = loader.get_source(app.jinja_env, "_parts.html")[0]
    # Every macro that draws the words of a caveat beside a link, and the picture of those
    # who repeat them, which names the caveats below.
    for macro in ("caveat_box", "caveat_line"):
        source, count = re.subn(
            rf"(?s)(\{{% macro {macro}\([\w, =]+\) %\}}).*?(\{{% endmacro %\}})",
            r"\1\2",
            source,
        )
        assert 1 == count
    app.jinja_env.loader = jinja2.ChoiceLoader(
        [
            jinja2.DictLoader(
                {
                    "_parts.html": source,
                    "_spread.html": "{% macro spread(page) %}{% endmacro %}",
                }
            ),
            loader,
        ]
    )
    client = app.test_client()
    claims = sorted({link.claim for link in site.known.links.values() if link.caveats})
    answers = [ask(client, f"/{claim}") for claim in claims]
    assert {200} == {answer.status for answer in answers}
    # Where a link rests on the very words of its caveat, they still stand beside it.
    assert [one for one in answers if promise.lost_caveats(one, site.known)]
    assert [one for one in answers if promise.lost_beside(one, site.known)]
    for answer in answers:
        assert [] == promise.lost_in_citation(answer, site.known)


def test_planted_query_without_caveats_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that does not fetch the caveats of links breaks clause 1 in every graph."""

    monkeypatch.setattr(fetch, "_LIMITING", ())
    # The picture on the page of a claim reads the caveats once more, by itself.
    monkeypatch.setattr(ledger, "_caveats", lambda *_: {})
    client = site.fresh
    # Where a passage was judged, the judgement brings its caveat along.
    named = ["kb", "claims", *sorted({link.claim for link in site.known.links.values()})]
    for suffix in ("html", "ttl", "jsonld", "nt", "rdf", "json"):
        found = (ask(client, f"/{page}.{suffix}") for page in named)
        assert any(promise.lost_caveats(answer, site.known) for answer in found), suffix


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf", "json", "yaml", "html"])
def test_planted_change_of_words_is_found(site: Site, suffix: str) -> None:
    """A caveat whose words are not verbatim is a caveat lost, in every format."""
    caveat = next(
        item
        for item in some_withheld(site).caveats
        if item.words.isascii() and '"' not in item.words and "'" not in item.words
    )
    clipped = caveat.words.rpartition(" ")[0]
    answer = ask(site.client, f"/{some_withheld(site).claim}.{suffix}")
    assert [] == promise.lost_caveats(answer, site.known)
    assert promise.lost_caveats(changed(answer, caveat.words, clipped), site.known)


def test_planted_file_without_head_is_found(site: Site) -> None:
    """The file of a claim alone, without the lines above it, breaks clause 1."""
    link = some_withheld(site)
    answer = ask(site.client, f"/{link.claim}.yaml")
    source = site.generation.source(link.claim)
    assert source is not None
    assert answer.body.endswith(source)
    assert promise.lost_caveats(replace(answer, body=source), site.known)


def test_planted_citation_without_caveats_is_found(site: Site) -> None:
    """A citation of title, date and IRI alone breaks clause 1."""
    answer = ask(site.client, f"/{some_withheld(site).claim}")
    text = answer.page.classed("citation")[0].text()
    bare = replace(answer, body=f'<p class="citation">{text[:20]}</p>'.encode())
    assert promise.lost_in_citation(bare, site.known)


# Clause 2


def test_no_path_leads_to_what_is_not_asserted(
    site: Site, crawled: Crawl, tell: Callable[[str], None]
) -> None:
    """By ``cav:object`` nothing is reached, in any graph, that is denied or withheld."""
    union = {quad.triple for quad in site.generation.store}
    assert [] == naming.reached(union, site.known)
    faults = [
        f"{item.url}: {fault}"
        for item in crawled.graphs
        for fault in naming.reached(item.triples, site.known)
    ]
    assert [] == faults
    assert len(crawled.graphs) > 100 and len(union) > 1000
    tell(f"{site.name}: {len(crawled.graphs)} graphs, {len(union)} statements in all")


def test_the_query_of_the_design_gives_no_withheld_name(site: Site) -> None:
    """Asked for the objects of all claims, the store never answers with a withheld one."""
    asserted = {
        (site.known.base + link.claim, site.known.base + link.named)
        for link in site.known.links.values()
        if link.polarity == "asserts" and link.named
    }
    found = {
        (row["claim"].value, row["o"].value)
        for row in site.generation.select(OBJECT_OF_ALL)
        if isinstance(row["o"], ox.NamedNode)
    }
    assert asserted == found


def test_nothing_entails_an_object(site: Site) -> None:
    """No reasoner finds an object by the vocabulary: no property is one below another."""
    vocabulary = ask(site.client, "/ns.ttl").triples
    assert [] == naming.entailed(vocabulary)
    below = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
    planted = ox.Triple(
        ox.NamedNode(f"{promise.CAV}objectNotAsserted"), below, naming.OBJECT
    )
    assert naming.entailed({*vocabulary, planted})


def test_json_says_how_each_link_is_held(site: Site, crawled: Crawl) -> None:
    """In JSON a link with an object has its polarity beside it."""
    found = [item for item in crawled.answers.values() if item.path.endswith(".json")]
    assert found
    for item in found:
        assert [] == naming.polarity_lost(item.json, site.known)
    link = some_withheld(site)
    planted = {"iri": link.iri, "object": {}, "polarity": "asserted"}
    assert [link.iri] == naming.polarity_lost([planted], site.known)


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        ("link", f"{promise.CAV}object"),
        ("claim", "https://schema.org/about"),
        ("claim", "http://www.w3.org/ns/prov#wasAttributedTo"),
        ("other", f"{promise.CAV}object"),
    ],
)
def test_planted_path_is_found(site: Site, subject: str, predicate: str) -> None:
    """An object on a withheld link, a short cut or a false link breaks clause 2."""
    link = some_withheld(site)
    iri = {"link": link.iri, "claim": site.known.base + link.claim, "other": link.iri + "x"}
    named = ox.NamedNode(f"{site.known.base}{link.named}")
    planted = {ox.Triple(ox.NamedNode(iri[subject]), ox.NamedNode(predicate), named)}
    if subject == "other":
        claim, asserts = ox.NamedNode(iri["claim"]), naming.HOLDS[0]
        planted.add(ox.Triple(claim, asserts, ox.NamedNode(iri["other"])))
    true = ask(site.client, f"/{link.claim}.nt").triples
    assert [] == naming.reached(true, site.known)
    assert naming.reached(true | planted, site.known)


# Clause 3


def test_no_title_has_a_withheld_name_alone(site: Site, crawled: Crawl) -> None:
    """A name known from denied or withheld links alone is no bare title and no badge."""
    faults = [
        fault for item in crawled.pages for fault in naming.bare_names(item, site.known)
    ]
    assert [] == faults
    # In the real records whoever is withheld somewhere may be asserted elsewhere.
    assert site.known.withheld_names or site.name == "kb"
    for name in site.known.withheld_names:
        answer = crawled.answers[f"/{name}"]
        for tag in ("title", "h1"):
            assert naming.WORDING.search(answer.page.tagged(tag)[0].text())
        assert naming.WORDING.search(
            ask(site.client, f"/{name}.json").json["head"]["title"]
        )


@pytest.mark.parametrize("tag", ["title", "h1"])
def test_planted_bare_title_is_found(sites: Callable[[str], Site], tag: str) -> None:
    """A page whose title is the withheld name alone breaks clause 3."""
    site = sites("fixtures")
    name, forms = next(iter(site.known.withheld_names.items()))
    answer = ask(site.client, f"/{name}")
    title = re.search(rf"(?s)<{tag}>.*?</{tag}>", answer.text)
    assert title is not None
    bare = changed(answer, title[0], f"<{tag}>{forms[0]}</{tag}>")
    assert naming.bare_names(bare, site.known)


@pytest.mark.parametrize(
    "planted",
    [
        '<ol><li><p class="item"><a href="x">{}</a></p></li></ol>',
        '<p>Sponsor: <span class="tag">{}</span></p>',
        '<ul class="facet"><li>{} (attribution withheld): 2</li></ul>',
    ],
)
def test_planted_item_and_badge_are_found(
    sites: Callable[[str], Site], planted: str
) -> None:
    """A withheld name alone in a list, or in a badge or facet at all, breaks clause 3."""
    site = sites("fixtures")
    for form in next(iter(site.known.withheld_names.values())):
        answer = ask(site.client, "/about")
        page = changed(answer, "</main>", f"{planted.format(form)}</main>")
        assert [] == naming.bare_names(answer, site.known)
        assert naming.bare_names(page, site.known)
