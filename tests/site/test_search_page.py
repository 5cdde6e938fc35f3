"""The page of a search: what it shows, how it is asked, and that any input is data."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

import html5rdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.graph.question import question
from app.site.marks import clipped, runs
from app.site.search import PER_PAGE, address, asked
from tests.site.addresses import TYPES
from tests.site.answers import HOST, Answer, ask
from tests.site.conftest import Site
from tests.site.searches import search
from tests.strategies import REPEATABLE

CLAIM = "claims/twitter-venezuela-764"


@pytest.fixture(scope="module")
def site(sites: Callable[[str], Site]) -> Site:
    """Give the site over the real records, which are more than one page of results."""
    return sites("kb")


def found(site: Site, **arguments: str | list[str]) -> Any:
    """Return the JSON of a search."""
    answer = ask(site.client, search(".json", **arguments))
    assert 200 == answer.status
    return answer.json


def paths(view: Any) -> list[str]:
    """Return the paths of the records that were found."""
    return [card["ref"]["path"] for card in view["cards"]]


def card(site: Site, path: str, **arguments: str | list[str]) -> Any:
    """Return the card of a record that a search finds."""
    view = found(site, **arguments)
    return next(one for one in view["cards"] if one["ref"]["path"] == path)


# Cards


def test_a_claim_stands_with_its_caveats(site: Site) -> None:
    """The card of a claim states each link and holds the words of every caveat on it."""
    page = ask(site.client, search(q="twitter on 764 accounts", kind="claims")).page
    hit = next(one for one in page.classed("hit") if f"/{CLAIM}"[1:] in str(_links(one)))
    text = hit.text()
    for link in site.known.links_of(CLAIM):
        assert link.statement in text
        assert all(caveat.words in text for caveat in link.caveats)


def _links(element: Any) -> list[str]:
    return [item.get("href") for item in element.tagged("a")]


def test_a_source_shows_the_passage_that_was_found(site: Site) -> None:
    """A source found by a passage shows it, links to it, and says what became of caveats."""
    path = "/sources/zero-hedge-2019-02-01"
    one = card(site, path, q="definitively tie Maduro regime", kind="sources")
    assert f"{path}#maduro-regime" == one["excerpt"]["words"]["path"]
    marked = [run["text"] for run in one["excerpt"]["text"] if run["marked"]]
    assert {"definitively", "tie", "Maduro", "regime"} <= set(marked)
    fates = {item["caveat"]["title"]: item["treatment"] for item in one["fates"]}
    judged = fates["Unable to definitively tie"]
    assert "object-shifted" in [fate["name"] for fate in judged["fates"]]
    answer = ask(site.client, search(q="definitively tie Maduro regime", kind="sources"))
    assert f"{path}#maduro-regime" in answer.targets
    assert "Zero Hedge, 1 February 2019" in answer.words


def test_fates_on_a_card_are_those_of_the_page(site: Site) -> None:
    """A passage has the same caveats on a card as on the page of its source."""
    for one in found(site, fate="omitted", kind="sources")["cards"]:
        page = ask(site.client, f"{one['ref']['path']}.json").json
        restatements = [passage["restatement"] for passage in page["passages"]]
        own = next(
            item
            for item in restatements
            if item["words"]["path"] == one["excerpt"]["words"]["path"]
        )
        assert own["fates"] == one["fates"]
        fates = [fate["treatment"] for fate in own["fates"] if fate["treatment"]]
        assert "omitted" in [name["name"] for fate in fates for name in fate["fates"]]


def test_a_reason_that_was_found_stands_with_its_passage(site: Site) -> None:
    """Where an editor's reason has the words, it is shown below the words it judges."""
    words = '"became the Maduro regime"'
    one = card(site, "/sources/zero-hedge-2019-02-01", q=words)
    assert one["excerpt"] and one["note"]
    assert any(run["marked"] for run in one["note"])


def test_a_translation_is_shown_and_marked(site: Site) -> None:
    """Words in another language are found by their translation, and both are shown."""
    one = card(site, "/sources/avn-2019-01-31", q='"four thousand accounts"')
    assert any(run["marked"] for run in one["excerpt"]["translation"])
    page = ask(site.client, search(q='"four thousand accounts"')).page
    assert "es" in [item.get("lang") for item in page.tagged("blockquote")]
    assert page.tagged("mark")


def test_a_caveat_and_a_reaction_say_what_they_concern(site: Site) -> None:
    """The card of a caveat has its words and its claim, that of a reaction what it answers."""
    caveat = card(site, "/caveats/twitter-venezuela-764-unable", q="unable definitively")
    assert [f"/{CLAIM}"] == [one["path"] for one in caveat["concerns"]]
    assert caveat["excerpt"]["words"]["text"].startswith("We are unable")
    reaction = card(site, "/reactions/max-blumenthal-2019-01-31", q="max blumenthal caveat")
    assert "/caveats/twitter-venezuela-764-unable" in [
        one["path"] for one in reaction["concerns"]
    ]


def test_every_kind_has_cards(site: Site) -> None:
    """Every record is a card of some page of the search for its kind."""
    for folder, records in _by_folder(site).items():
        first = found(site, kind=folder)
        seen = paths(first)
        for number in range(2, first["pages"] + 1):
            seen += paths(found(site, kind=folder, page=str(number)))
        assert sorted(f"/{key}" for key in records) == sorted(seen)
        assert first["total"] == len(seen)


def _by_folder(site: Site) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, record in site.kb.published.items():
        found.setdefault(record.folder, []).append(key)
    return found


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Unable to tie", "unable", ["Unable"]),
        ("1,196 and 1.196", "1196", ["1,196", "1.196"]),
        ("state-backed campaign", '"backed campaign"', ["backed campaign"]),
        ("Irán, Iran", "iran", ["Irán", "Iran"]),
        ("Venezuelan", "venez*", ["Venezuelan"]),
        ("Venezuelan", "venez", []),
        ("a a b a b", '"a b"', ["a b", "a b"]),
        ("a b c", '"a b" "b c"', ["a b", " c"]),
        ("<b>&amp;", "b amp", ["b", "amp"]),
        ("31 764", "764", ["31 764"]),
        ("31 sets of 764", "31 764", ["31", "764"]),
    ],
)
def test_what_was_looked_for_is_marked(text: str, words: str, marked: list[str]) -> None:
    """Words are marked as they stand in the text, and the runs make up the text."""
    parted = runs(text, question(words).terms)
    assert marked == [run.text for run in parted if run.marked]
    assert text == "".join(run.text for run in parted)


@given(st.text('ab 1,.’é*"', max_size=30), st.text('ab 1,.’é*"', max_size=12))
@REPEATABLE
def test_marks_never_change_a_text(text: str, words: str) -> None:
    """Whatever is looked for, the runs of a text are the text."""
    assert text == "".join(run.text for run in runs(text, question(words).terms))


def test_a_long_note_is_cut_round_the_mark() -> None:
    """Of a long note so much is shown as stands round what was looked for."""
    long = " ".join(f"word{number}" for number in range(200))
    terms = question("word150").terms
    cut = clipped(long, terms)
    assert "word150" in cut and len(cut) < 300
    assert cut.startswith("…") and cut.endswith("…")
    assert clipped(long, question("word1").terms).startswith("word0")
    assert clipped(long, question("word199").terms).endswith("word199")
    assert "short" == clipped("short", terms)


# Facets and pages


def test_facets_are_links_that_add_and_take_away(site: Site) -> None:
    """Each value leads to a page with as many records as it says, and back again."""
    view = found(site, q="venezuela", kind="sources")
    for facet in view["facets"]:
        for one in facet["values"][:3]:
            target = ask(site.client, f"/search.json{one['query']}").json
            if not one["chosen"]:
                names = {facet["name"]: [one["value"]], "kind": ["sources"]}
                if facet["name"] == "kind":
                    names = {"kind": sorted(["sources", one["value"]])}
                assert names == target["chosen"]
            if not one["chosen"] and facet["name"] != "kind":
                assert one["count"] == target["total"]
    chosen = next(one for one in view["facets"][0]["values"] if one["chosen"])
    assert "?q=venezuela" == chosen["query"]


def test_a_facet_has_readable_labels(site: Site) -> None:
    """Actors and places have their names, list values their labels."""
    labels = {
        facet["name"]: [one["label"] for one in facet["values"]]
        for facet in found(site)["facets"]
    }
    assert "Twitter" in labels["actor"]
    assert "Venezuela" in labels["place"]
    assert "located in" in labels["relation"]
    assert "Withheld" in labels["polarity"]
    assert "left out of this passage" in labels["fate"]
    assert "Spanish" in labels["language"]
    assert labels["year"] == sorted(labels["year"])
    assert "Sources" in labels["kind"]


def test_a_withheld_name_is_no_label(sites: Callable[[str], Site]) -> None:
    """A value that no record has is shown as it was typed, never by its name."""
    fixtures = sites("fixtures")
    for key, forms in fixtures.known.withheld_names.items():
        name = "place" if key.startswith("places/") else "actor"
        view = found(fixtures, **{name: key.rpartition("/")[2]})
        facet = next(one for one in view["facets"] if one["name"] == name)
        chosen = next(one for one in facet["values"] if one["chosen"])
        assert 0 == view["total"] == chosen["count"]
        assert chosen["label"] not in forms


def test_results_come_in_pages(site: Site) -> None:
    """Pages hold each record once; one that is too far or no number is an answer too."""
    first = found(site, q="twitter")
    assert PER_PAGE == len(first["cards"])
    numbers = range(1, first["pages"] + 1)
    pages = [paths(found(site, q="twitter", page=str(number))) for number in numbers]
    assert first["total"] == len({path for page in pages for path in page})
    assert pages[-1] == paths(found(site, q="twitter", page="999999"))
    for odd in ("0", "-1", "x", "", "1.5", "٢", "9" * 400):
        assert pages[0] == paths(found(site, q="twitter", page=odd))
    second = ask(site.client, search(q="twitter", page="2"))
    assert f'start="{PER_PAGE + 1}"' in second.text
    rels = {item.get("rel") for item in second.page.tagged("a")}
    assert {"prev nofollow", "next nofollow"} <= rels


def test_nothing_typed_shows_what_there_is(site: Site) -> None:
    """Without a question the page says what can be looked for, and has the facets of all."""
    view = found(site)
    assert [] == view["cards"] and len(site.kb.published) == view["total"]
    assert 8 == len(view["facets"])
    assert view["examples"]
    for example in view["examples"]:
        target = ask(site.client, f"/search.json{example['query']}").json
        assert example["total"] == target["total"] > 0
    assert "What can be searched" in ask(site.client, "/search").words


def test_nothing_found_has_suggestions(site: Site) -> None:
    """What finds nothing has questions near it that do, and says how they differ."""
    misspelt = found(site, q="definitivly tie")["suggestions"]
    assert "definitively tie" in [one["text"] for one in misspelt]
    filtered = found(site, q="maduro", kind="takedowns")["suggestions"]
    assert [("maduro", "without the filters")] == [
        (one["text"], one["why"]) for one in filtered
    ]
    longer = found(site, q="twitter maduro antarctica")["suggestions"]
    assert ("twitter maduro", "with a word less") in [
        (one["text"], one["why"]) for one in longer
    ]
    for one in (*misspelt, *filtered, *longer):
        assert one["total"] == ask(site.client, f"/search.json{one['query']}").json["total"]
    assert [] == found(site, q="maduro")["suggestions"]


def test_what_was_done_with_the_words_is_said(site: Site) -> None:
    """A word that was taken as a beginning, words left out, and no words are told."""
    assert "begins with “venezue”" in ask(site.client, search(q="venezue")).words
    assert "first words" in ask(site.client, search(q="accounts " * 100)).words
    assert "no word or number" in ask(site.client, search(q="?!")).words


# Asking


def test_every_page_has_the_box(site: Site) -> None:
    """Every page, errors too, has one labelled form that asks the search."""
    for url in ("/", "/about", f"/{CLAIM}", "/claims", "/ns", "/no-such-page", "/search"):
        answer = ask(site.client, url)
        (form,) = answer.page.tagged("form")
        assert f"{HOST}/search" == urljoin(f"{HOST}{url}", form.get("action"))
        assert "get" == form.get("method")
        field = next(item for item in form.tagged("input") if item.get("name") == "q")
        labels = [item.get("for") for item in form.tagged("label")]
        assert [field.get("id")] == labels
        policy = answer.headers["Content-Security-Policy"]
        assert "form-action 'self'" in policy


def test_the_form_keeps_the_filters(site: Site) -> None:
    """Other words are looked for among what was narrowed down."""
    page = ask(site.client, search(q="a", kind=["claims", "sets"], year="2019")).page
    kept = [
        (item.get("name"), item.get("value"))
        for item in page.tagged("input")
        if item.get("type") == "hidden"
    ]
    assert [("kind", "claims"), ("kind", "sets"), ("year", "2019")] == kept


def test_an_address_asks_what_it_was_made_from() -> None:
    """The query of a URL is read as the question that it was made from."""
    put = question('"a&b" é 1,196 +', {"kind": ["claims", "sets"], "place": ["VE"]})
    arguments = MultiDict(parse_qs(address(put, 3)[1:]))
    assert (put, 3) == asked(arguments)
    assert "" == address(question(""))


def test_html_and_json_are_all_there_is(site: Site) -> None:
    """A search is answered in HTML and JSON, by suffix or by what is accepted."""
    url = search(q="maduro")
    assert TYPES["html"] == ask(site.client, url).headers["Content-Type"]
    json = ask(site.client, url, Accept="application/json")
    assert TYPES["json"] == json.headers["Content-Type"]
    assert json.body == ask(site.client, search(".json", q="maduro")).body
    assert "search.json?q=maduro" == json.headers["Content-Location"]
    turtle = ask(site.client, url, Accept="text/turtle, application/json;q=0.1")
    assert TYPES["json"] == turtle.headers["Content-Type"]
    assert {"application/json"} == ask(site.client, url).alternates.keys()
    for suffix in (".ttl", ".yaml", ".exe", "."):
        assert 404 == ask(site.client, search(suffix, q="a")).status
    assert 405 == ask(site.client, url, method="POST").status


def test_an_unchanged_answer_is_not_sent_again(site: Site) -> None:
    """A search has a tag of its own for each question, as other pages have."""
    first = ask(site.client, search(q="maduro"))
    assert "Accept" == first.headers["Vary"]
    again = ask(site.client, search(q="maduro"), If_None_Match=first.headers["ETag"])
    assert (304, b"") == (again.status, again.body)
    other = ask(site.client, search(q="roth"), If_None_Match=first.headers["ETag"])
    assert 200 == other.status
    head = ask(site.client, search(q="maduro"), method="HEAD")
    assert (200, b"") == (head.status, head.body)


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=%00",
        "q=%",
        "q=%zz",
        "q",
        "=",
        "&&&",
        "q=a&q=b&q=c",
        "kind",
        "kind=&kind=",
        "kind[]=claims",
        "page=1&page=2",
        "q=" + "a" * 10_000,
        "q=" + "%22" * 3_000,
        "q=" + "+".join(["accounts"] * 2_000),
        "&".join(["kind=claims"] * 1_000),
        "&".join(f"year={number}" for number in range(900)),
        "actor=" + "x" * 5_000,
        "place=..%2f..%2fkb",
        "fate=%3E%20%7D%20DROP%20ALL",
        "relation=%0d%0aSet-Cookie:%20a=b",
        "q=%0d%0aSet-Cookie:%20a=b",
        "q=%e2%80%ae%ef%bf%be",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%22%3E%3Cimg%20src=x%20onerror=1%3E",
        "q={{7*7}}{%25x%25}",
        "q=%27;DROP%20TABLE%20record;--",
        "q=NEAR(&q=a%20AND",
        "q=NEAR(764",
        "q=*",
        "q={handle title}:764",
        "q=764)%20OR%20(a",
        "utf8=✓",
    ],
    ids=lambda query: ascii(query)[:40],
)
def test_any_query_is_an_answer(site: Site, query: str) -> None:
    """Broken encodings, syntax, markup and floods are searched for, and break nothing."""
    for suffix in ("", ".json"):
        url = f"/search{suffix}?{quote(query, safe='%&=?+[]{}()*;:/<>-.')}"
        _is_sound(ask(site.client, url))


@given(
    st.dictionaries(
        st.sampled_from(["q", "q", "kind", "actor", "year", "page", "fate", "x"]),
        st.one_of(
            st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
            st.text('"*()<>&-: abAND1,.', max_size=30),
            st.sampled_from(["claims", "2019", "omitted", "accounts", "2"]),
        ),
        max_size=4,
    )
)
@REPEATABLE
def test_any_arguments_are_an_answer(site: Site, arguments: dict[str, str]) -> None:
    """Whatever a URL asks, the page is whole, valid and says nothing that was not asked."""
    for suffix in ("", ".json"):
        _is_sound(ask(site.client, f"/search{suffix}?{urlencode(arguments)}"))


def _is_sound(answer: Answer) -> None:
    """Check that an answer is whole, whatever was asked."""
    assert 200 == answer.status, answer.url
    for _, value in answer.headers:
        assert not set(value) & set("\r\n<>") or value.startswith("<search")
    if not answer.is_html:
        assert answer.json["total"] >= len(answer.json["cards"])
        return
    assert answer.page.tagged("h1")[0].text() == "Search"
    parser = html5rdf.HTMLParser()
    parser.parse(answer.text)
    assert [] == parser.errors, answer.url
    assert not answer.page.tagged("script", "img", "iframe", "style")
    for item in answer.page.all():
        assert not [name for name, _ in item.attributes if re.match(r"on|style|src", name)]
    for link in answer.page.tagged("a"):
        parts = urlsplit(urljoin(f"{HOST}{answer.url}", link.get("href") or ""))
        assert parts.scheme in ("http", "https")
