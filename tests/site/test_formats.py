"""One thing in several formats: negotiation, suffixes, headers, validators."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest

from app.graph.build import build
from app.records.load import load
from app.site.factory import create_app
from tests.site.addresses import TYPES, claim, each_kind, with_suffix
from tests.site.answers import HOST, ask
from tests.site.conftest import Site, copy_fixtures

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PROFILE = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
ACCEPTED = [
    (BROWSER, "html"),
    ("*/*", "html"),
    ("", "html"),
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("text/turtle", "ttl"),
    ("TEXT/Turtle", "ttl"),
    ("text/turtle; charset=utf-8", "ttl"),
    ("application/ld+json", "jsonld"),
    (PROFILE, "jsonld"),
    (f"{PROFILE}, text/html;q=0.5", "jsonld"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdf"),
    ("application/json", "json"),
    ("application/yaml", "yaml"),
    ("application/x-yaml", "yaml"),
    ("text/turtle;q=0.9, application/rdf+xml", "rdf"),
    ("text/turtle;q=0.9, application/rdf+xml;q=0.8", "ttl"),
    ("application/rdf+xml, text/turtle", "ttl"),
    ("application/*", "jsonld"),
    ("text/*;q=0.3", "html"),
    ("text/*;q=0.3, application/json;q=0.4", "json"),
    ("text/html;q=0.2, text/turtle", "ttl"),
    ("text/html;q=0, */*", "ttl"),
    ("text/turtle;q=0, */*;q=0.1", "html"),
    ("text/turtle;q=0", "html"),
    ("*/*;q=0.1, application/json", "json"),
    ("text/turtle;q=0.001", "ttl"),
    ("image/png", "html"),
    ("image/png, application/pdf;q=0.5", "html"),
    ("application/sparql-results+json", "html"),
    ("garbage", "html"),
    (";;;===", "html"),
    (",,,,", "html"),
    ("text/turtle;q=high", "html"),
    ("text/turtle;q=-1", "html"),
    ("tüxt/türtle", "html"),
    ('text/html;"', "html"),
    ("x/y," * 2_500 + "text/turtle", "ttl"),
    ("a" * 10_000, "html"),
]


@pytest.fixture(scope="module")
def site(sites: Callable[[str], Site]) -> Site:
    """Give the site over the small knowledge base only: formats are the same in each."""
    return sites("fixtures")


@pytest.fixture(scope="module")
def urls(site: Site) -> list[str]:
    """Give a URL of every kind of page, without a suffix."""
    return each_kind(site)


# Which format


@pytest.mark.parametrize(("accept", "suffix"), ACCEPTED)
def test_accept_chooses_the_format(site: Site, accept: str, suffix: str) -> None:
    """Each ``Accept`` header gets its format; what is unknown or broken gets HTML."""
    answer = ask(site.client, claim(site), Accept=accept)
    assert (200, TYPES[suffix]) == (answer.status, answer.headers["Content-Type"])


def test_no_accept_header_is_html(site: Site) -> None:
    """A client that accepts nothing in particular gets HTML."""
    answer = ask(site.client, claim(site))
    assert TYPES["html"] == answer.headers["Content-Type"]


def test_negotiation_is_among_what_there_is(site: Site) -> None:
    """Where a page has no file of its own, YAML is passed over for the next best."""
    for url in ("/ns", "/claims", "/places/VE"):
        answer = ask(site.client, url, Accept="application/yaml, text/turtle;q=0.5")
        assert (200, TYPES["ttl"]) == (answer.status, answer.headers["Content-Type"])
        assert 404 == ask(site.client, f"{url}.yaml").status


@pytest.mark.parametrize("suffix", TYPES)
def test_a_suffix_beats_accept(site: Site, suffix: str) -> None:
    """An explicit suffix decides, whatever is accepted."""
    for accept in (BROWSER, "text/turtle", f"{TYPES[suffix]};q=0, */*", "garbage"):
        answer = ask(site.client, f"{claim(site)}.{suffix}", Accept=accept)
        assert (200, TYPES[suffix]) == (answer.status, answer.headers["Content-Type"])


@pytest.mark.parametrize("suffix", ["exe", "HTML", "ttl.ttl", "", "json/", "%20ttl", "md"])
def test_unknown_suffix_is_not_found(site: Site, suffix: str) -> None:
    """A suffix that stands for no format is not found, on every kind of page."""
    for url in (claim(site), "/claims", "/ns", "/about", "/kb", "/places/VE"):
        answer = ask(site.client, f"{url}.{suffix}")
        assert (301 if suffix.endswith("/") else 404) == answer.status


# Headers


def test_vary_on_what_is_negotiated(site: Site, urls: list[str]) -> None:
    """``Vary: Accept`` stands where Accept decides, and nowhere else."""
    for url in urls:
        for accept in ("text/html", "text/turtle"):
            assert "Accept" == ask(site.client, url, Accept=accept).headers.get("Vary")
        for suffix in ("html", "ttl", "json"):
            answer = ask(site.client, with_suffix(url, suffix), Accept="text/html")
            assert answer.headers.get("Vary") is None


def test_alternates_lead_to_the_same_page(site: Site, urls: list[str]) -> None:
    """``Link`` names each other format, by a URL that answers in it, of the same page."""
    for url in urls:
        for accept in ("text/html", "text/turtle"):
            answer = ask(site.client, url, Accept=accept)
            offered = {item.partition(";")[0] for item in TYPES.values()}
            has_file = ask(site.client, with_suffix(url, "yaml")).status == 200
            expected = offered - {accept} - (set() if has_file else {"application/yaml"})
            assert expected == answer.alternates.keys()
            for media_type, target in answer.alternates.items():
                other = ask(site.client, target.removeprefix(HOST))
                assert (200, media_type) == (other.status, other.media_type)
                if other.media_type == "application/json":
                    negotiated = ask(site.client, url, Accept=media_type)
                    assert negotiated.body == other.body


def test_content_location_names_what_was_sent(site: Site, urls: list[str]) -> None:
    """What was negotiated away from HTML says where it always is."""
    for url in urls:
        assert "Content-Location" not in ask(site.client, url).headers
        answer = ask(site.client, url, Accept="application/json")
        place = urljoin(f"{HOST}{url}", answer.headers["Content-Location"])
        assert answer.body == ask(site.client, place.removeprefix(HOST)).body


# Validators


def test_etag_is_the_same_in_another_process(site: Site, urls: list[str]) -> None:
    """Two instances of the site over one generation give the same tags and bytes."""
    other = create_app(site.out).test_client()
    for url in urls:
        for suffix in ("html", "ttl", "jsonld", "nt", "rdf", "json"):
            first = ask(site.client, with_suffix(url, suffix))
            second = ask(other, with_suffix(url, suffix))
            assert first.headers["ETag"] == second.headers["ETag"]
            assert first.body == second.body


def test_etags_of_formats_differ(site: Site, urls: list[str]) -> None:
    """Each page and format has a tag of its own; a suffix or Accept may share one."""
    tags = [
        ask(site.client, with_suffix(url, suffix)).headers["ETag"]
        for url in urls
        for suffix in ("html", "ttl", "jsonld", "nt", "rdf", "json")
    ]
    assert len(tags) == len(set(tags))
    negotiated = [
        ask(site.client, claim(site), Accept=accept).headers["ETag"]
        for accept in ("text/html", "text/turtle", "application/json")
    ]
    assert 3 == len(set(negotiated))


def test_unchanged_is_answered_without_a_body(site: Site, urls: list[str]) -> None:
    """A known tag is answered with 304, no body, and what a cache must renew."""
    for url in urls:
        for accept in ("text/html", "text/turtle"):
            first = ask(site.client, url, Accept=accept)
            tag = first.headers["ETag"]
            for sent in (tag, f"W/{tag}", f'"other", {tag}'):
                again = ask(site.client, url, Accept=accept, If_None_Match=sent)
                assert (304, b"") == (again.status, again.body)
                for name in ("ETag", "Vary", "Cache-Control", "Content-Location"):
                    assert first.headers.get(name) == again.headers.get(name)
                assert "Content-Security-Policy" in again.headers
            other = ask(site.client, url, Accept=accept, If_None_Match='"other"')
            assert (200, first.body) == (other.status, other.body)


def test_a_tag_is_no_key_to_what_is_not_there(site: Site) -> None:
    """``If-None-Match: *`` does not make an unknown id an unchanged one."""
    for url in ("/claims/no-such-claim", "/claims?page=999", "/places/ZZ.ttl"):
        assert 404 == ask(site.client, url, If_None_Match="*").status


def test_etag_changes_with_the_generation(tmp_path: Path) -> None:
    """A changed record changes the tags; the server takes the generation up by itself."""
    root, out = tmp_path / "kb", tmp_path / "build"
    copy_fixtures(root)
    build(load(root), out)
    client = create_app(out).test_client()
    path = sorted((root / "claims").glob("*.yaml"))[0]
    url = f"/claims/{path.stem}"
    first = ask(client, url)
    text = path.read_text("utf-8")
    changed = re.sub(r"(?m)^title: .*$", 'title: "Another title"', text)
    assert text != changed
    path.write_text(changed, "utf-8")
    build(load(root), out)
    second = ask(client, url, If_None_Match=first.headers["ETag"])
    assert 200 == second.status
    assert first.headers["ETag"] != second.headers["ETag"]
    assert "Another title" in second.page.tagged("h1")[0].text()
