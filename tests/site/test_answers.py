"""Methods, what is not there, and odd paths: every request gets an answer that is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest

from tests.site.addresses import TYPES, claim, each_kind, with_suffix
from tests.site.answers import HOST, Answer, ask
from tests.site.conftest import Site

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def site(sites: Callable[[str], Site]) -> Site:
    """Give the site over the small knowledge base only: formats are the same in each."""
    return sites("fixtures")


@pytest.fixture(scope="module")
def urls(site: Site) -> list[str]:
    """Give a URL of every kind of page, without a suffix."""
    return each_kind(site)


# Methods


def _same_headers(get: Answer, head: Answer) -> bool:
    return (get.status, dict(get.headers)) == (head.status, dict(head.headers))


def test_head_is_get_without_the_body(site: Site, urls: list[str]) -> None:
    """HEAD has the status and headers of GET, for every kind of page and format."""
    asked = [with_suffix(url, suffix) for url in urls for suffix in TYPES]
    for url in (*urls, *asked, "/no-such-page", "/static/caveat.css", "/claims/"):
        get, head = ask(site.client, url), ask(site.client, url, method="HEAD")
        assert b"" == head.body
        assert _same_headers(get, head), url


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(site: Site, method: str) -> None:
    """Nothing can be written: 405, and ``Allow`` says what can be done."""
    for url in ("/", "/about", "/ns.ttl", "/claims", f"{claim(site)}", "/claims/"):
        answer = ask(site.client, url, method=method)
        assert 405 == answer.status
        allowed = {item.strip() for item in answer.headers["Allow"].split(",")}
        assert {"GET", "HEAD", "OPTIONS"} == allowed


# What is not there, or no longer there


@pytest.mark.parametrize("suffix", ["", ".ttl", ".json"])
def test_a_moved_record_is_found_by_its_former_id(site: Site, suffix: str) -> None:
    """A former id leads for good to the record that has taken its place."""
    moved = {
        old: key
        for key, record in site.kb.published.items()
        for old in record.data.get("formerly", ())
    }
    assert moved
    for old, new in moved.items():
        answer = ask(site.client, f"/{old}{suffix}")
        assert (301, f"/{new}{suffix}") == (answer.status, answer.headers["Location"])


def test_unknown_id_has_near_names(site: Site) -> None:
    """An id that is misspelt is not found, and the page names the ones like it."""
    path = claim(site)
    for wrong in (f"{path}x", path[:-1], path.replace("-", "", 1)):
        answer = ask(site.client, wrong)
        assert (404, TYPES["html"]) == (answer.status, answer.headers["Content-Type"])
        assert path in answer.targets


@pytest.mark.parametrize("accept", ["text/turtle", "application/json", BROWSER])
def test_not_found_is_a_page_for_everybody(site: Site, accept: str) -> None:
    """What is not there is said in HTML, whatever was asked for; the status is the news."""
    for url in ("/claims/no-such-claim", "/claims/no-such-claim.ttl", "/nothing"):
        answer = ask(site.client, url, Accept=accept)
        assert (404, TYPES["html"]) == (answer.status, answer.headers["Content-Type"])
        assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=999", "page=x", "page=", "page=٣"]
)
def test_a_list_has_no_other_pages(site: Site, query: str) -> None:
    """A page of a list that there is not is not found."""
    assert 404 == ask(site.client, f"/claims?{query}").status


def test_pages_of_a_list_hold_each_item_once(site: Site) -> None:
    """Over its pages a list has every item once, and says how many there are."""
    client = site.client
    first = ask(client, "/places.json").json
    assert first["pages"] > 1
    numbers = range(1, first["pages"] + 1)
    urls = ["/places.json", *(f"/places/page/{number}.json" for number in numbers[1:])]
    rows = [ask(client, url).json["items"] for url in urls]
    iris = [item["ref"]["iri"] for page in rows for item in page]
    assert first["total"] == len(iris) == len(set(iris))


def test_a_number_in_a_query_leads_to_the_page(site: Site) -> None:
    """A page of a list has one address, which has no query; the older one leads there."""
    for suffix in ("", ".ttl"):
        answer = ask(site.client, f"/places{suffix}?page=2")
        assert (301, f"/places/page/2{suffix}") == (
            answer.status,
            answer.headers["Location"],
        )
    for name in ("0", "1", "02", "999", "x", "٣", "2.", "2.x", ".json"):
        assert 404 == ask(site.client, f"/places/page/{name}").status


def test_a_last_slash_is_sent_to_the_path_without(site: Site) -> None:
    """A path with a slash at its end leads to the one without, query and all."""
    path = claim(site)
    for url in ("/claims", "/about", "/ns", path, f"{path}.ttl", "/claims?page=1"):
        slashed = re.sub(r"(\?|$)", r"/\1", url, count=1)
        answer = ask(site.client, slashed)
        assert (301, url) == (answer.status, answer.headers["Location"].removeprefix(HOST))


@pytest.mark.parametrize(
    "path",
    [
        "/claims/..%2fkb",
        "/claims/../kb.yaml",
        "/claims/%2e%2e/kb",
        "/claims/%00",
        "/claims/x%00.ttl",
        "/%00",
        "/claims/x%0d%0aSet-Cookie:%20a=b",
        "/claims/x%0d%0aSet-Cookie:%20a=b/",
        "/claims/" + "x" * 20_000,
        "/" + "claims/" * 500,
        "/claims/é",
        "/claims/%ff%fe",
        "/claims/%e2%80%ae",
        "/claims/a b",
        "/claims/%3Cscript%3E",
        "/claims/{{7*7}}",
        "/claims/%",
        "/claims/<x>",
        "/claims/x%3E%20%7B%7D%20DROP",
        "/claims/-",
        "/claims/.ttl",
        "/claims/.",
        "/claims/x.ttl.ttl",
        "/claims//x",
        "//claims///x//",
        "/claims/x#y",
        "/claims/x;y",
        "/claims/x%23record",
        "/static/../factory.py",
        "/static/%2e%2e/factory.py",
        "/static/..%2f..%2fkb%2fkb.yaml",
        "/places/",
        "/places/ve",
        "/places/%56%45%20",
        "/kb",
        "/kb.",
        "/.ttl",
        "/claims.ttl?page=1e3",
        "/?%00=%ff",
        "/\\evil.example/",
        "/%5cevil.example/",
        "/%2fevil.example/",
        "/%2f%2fevil.example/",
    ],
)
def test_odd_paths_never_break(site: Site, path: str) -> None:
    """Whatever is asked for, the answer is a page, a redirect within, or not found."""
    answer = ask(site.client, path)
    assert answer.status in (200, 301, 308, 404)
    assert "Set-Cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    location = urljoin(f"{HOST}/x", answer.headers.get("Location", "/"))
    assert "localhost" == urlsplit(location).hostname
    if "kb.yaml" in path or "factory" in path:
        assert 404 == answer.status
