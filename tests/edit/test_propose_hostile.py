"""Whatever is written into a form stays text: in HTML, YAML, a header, an address."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.edit.propose import PROXIES, register, site_with_proposals
from app.graph.build import build
from app.records.load import load
from app.records.tree import read
from app.site.factory import create_app
from app.site.limits import BURST, MOST_BYTES, Buckets
from tests.edit.conftest import Clock
from tests.edit.test_propose import ARTICLE, asked, filled, on_forge, told
from tests.site.conftest import copy_fixtures
from tests.site.markup import parse
from tests.site.test_injection import HOSTILE, _poison, attribute_faults

#: Ends a quotation, a line, a document; makes a tag, an alias, a key.
YAML = 'x"\n---\n!!python/object:os.system {a: *b} &c # d: [e] \\" \x85 status: reviewed'
HEADER = 'a"\r\nSet-Cookie: x=1\r\n\r\n<html>'
PATH = "../../../.github/workflows/x"
ADDRESS = "https://evil.example/?value=#&filename=../x"
ATTEMPTS = (HOSTILE, YAML, HEADER, PATH, ADDRESS)
FIELDS = sorted({*ARTICLE, "slug", "outlet", "note", "byline", "authors", "passages.0.@",
                 "passages.0.note", "passages.0.adds", "passages.0.treatments.0.@",
                 "passages.0.treatments.0.reason", "passages.0.treatments.0.fate",
                 "passages.0.verified!", "judged", "archived", "status"})  # fmt: skip
FORM = "application/x-www-form-urlencoded"
QUERIES = ("claim", "link", "caveat", "takedown", "to", "restates", "qualifies", "name",
           "record")  # fmt: skip
PAGES = ("sources", "reactions", "caveats", "actors", "correction")


class _Answer:
    """What attribute_faults reads of an answer."""

    def __init__(self, text: str) -> None:
        self.page = parse(text)
        self.url = "/propose/sources"


def faults_in(text: str) -> list[str]:
    """Return what stands in tags that no template writes; the script of the form aside."""
    own = re.sub(r"<script src=\"[a-z./]+\" defer></script>", "", text)
    found = attribute_faults(_Answer(own))  # type: ignore[arg-type]
    return [item for item in found if not item.startswith(("form ", "button ", "select "))]


@pytest.mark.parametrize("value", ATTEMPTS)
def test_no_fields_together_let_anything_out(client: FlaskClient, value: str) -> None:
    """Each attempt in all fields at once stays text."""
    answer = client.post("/propose/sources", data=dict.fromkeys(FIELDS, value))
    assert 200 == answer.status_code
    assert [] == faults_in(answer.text)
    assert "Open as a new file" not in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [*((name, "\n".join(ATTEMPTS)) for name in FIELDS), ("slug", PATH), ("url", ADDRESS)],
)
def test_no_field_lets_anything_out(client: FlaskClient, field: str, value: str) -> None:
    """In every field each attempt stays text, or is a fault that says so."""
    answer = client.post("/propose/sources", data=ARTICLE | {field: value})
    assert 200 == answer.status_code
    assert [] == faults_in(answer.text)
    assert "Set-Cookie" not in answer.headers
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    if "Open as a new file" not in answer.text:
        return
    for link in parse(answer.text).tagged("a"):
        if link.text().startswith("Open as a new file"):
            parts = urlsplit(link.get("href") or "")
            query = parse_qs(parts.query, strict_parsing=True)
            assert re.fullmatch("/some/caveat/new/main/kb/(sources|actors)", parts.path)
            assert {"filename", "value"} == set(query)
            assert re.fullmatch(r"[a-z0-9-]+\.yaml", query["filename"][0])
            tree = read(query["value"][0].encode(), "x")
            assert () == tree.problems
            assert tree.data is not None and "single-coded" == tree.data["status"]


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("value", [HOSTILE, YAML, HEADER, PATH, ADDRESS, "claims/x\0"])
def test_no_query_lets_anything_out(client: FlaskClient, name: str, value: str) -> None:
    """A link to a form fills in text, and what is no record is not found."""
    for page in PAGES:
        answer = client.get(f"/propose/{page}", query_string={name: value})
        assert answer.status_code in (200, 404)
        assert [] == faults_in(answer.text)
        assert "Set-Cookie" not in answer.headers
        sent = client.post(f"/propose/{page}", query_string={name: value}, data={})
        assert [] == faults_in(sent.text)


def test_a_download_is_named_after_the_record(client: FlaskClient) -> None:
    """The name of the file is the slug, and its text is not shown as a page."""
    wanted = {"do": "download sources/the-harbour-2024-05-05"}
    answer = client.post("/propose/sources", data=ARTICLE | wanted)
    assert (
        "attachment; filename=the-harbour-2024-05-05.yaml"
        == (answer.headers["Content-Disposition"])
    )
    assert ("application/yaml", "nosniff") == (
        answer.mimetype, answer.headers["X-Content-Type-Options"]
    )  # fmt: skip
    _, text = on_forge(asked(client, "sources", ARTICLE))
    assert text.encode() == answer.data


def test_a_file_too_long_for_an_address_is_downloaded(client: FlaskClient) -> None:
    """Beyond the bound there is no address, but the file and where it belongs."""
    text = asked(client, "sources", ARTICLE | {"note": "é " * 1900}).text()
    assert "too long to travel" in text and "Download the file" in text
    assert "Open as a new file" not in text


@pytest.mark.parametrize(
    "kept", ["[" * 5000, "{" * 100, '{"a":' * 40 + "1" + "}" * 40, "1"]
)
def test_what_a_correction_keeps_is_bounded(client: FlaskClient, kept: str) -> None:
    """Broken or deep JSON in a hidden field is not there."""
    page = asked(client, "sources", ARTICLE | {"passages.0.verified!": kept})
    assert {} == told(page)


@pytest.mark.parametrize(
    "kept", ["[1]", '{"a":[{"b":1}]}', '[{"sha256":1}]', '{"a":{"b":[1]}}', '["\\ud800"]']
)
def test_what_a_correction_keeps_is_judged(client: FlaskClient, kept: str) -> None:
    """Of whatever shape it is, it is a fault or nothing, alone and beside another."""
    url = "/propose/correction?record=sources/quill-2024-05-02"
    form = filled(parse(client.get(url).text))
    for name in ("copies!", "formerly!", "passages.0.verified!"):
        for more in ({}, {"title": ""}):
            answer = client.post(url, data=form | {name: kept} | more)
            assert 200 == answer.status_code
            assert [] == faults_in(answer.text)


@pytest.mark.parametrize("name", ["passages.99999999999.text", "passages.-1.text", "passages.x.y",
                                  "passages.٣.text", "passages", "passages.0"])  # fmt: skip
def test_a_field_that_no_form_has_says_nothing(client: FlaskClient, name: str) -> None:
    """Fields that the form does not have are passed over."""
    before = on_forge(asked(client, "sources", ARTICLE))
    assert before == on_forge(asked(client, "sources", ARTICLE | {name: "x"}))


def test_too_large_a_request_is_refused(client: FlaskClient) -> None:
    """Beyond the bound nothing is read, whether the length is told or not."""
    answer = client.post("/propose/sources", data={"note": "x" * MOST_BYTES})
    assert 413 == answer.status_code
    assert 413 == client.get(f"/propose/sources?claim={'x' * MOST_BYTES}").status_code
    chunked = {"Transfer-Encoding": "chunked", "Content-Type": FORM}
    body = io.BytesIO(b"note=" + b"x" * MOST_BYTES)
    told = client.post("/propose/sources", headers=chunked, input_stream=body)
    assert 411 == told.status_code
    many = {f"passages.{number}.text": "word" for number in range(999)}
    assert 200 == client.post("/propose/sources", data=many).status_code


def test_too_many_requests_are_put_off(out: Path) -> None:
    """An address that asks too often is told when to come again; others are served."""
    app, clock = create_app(out), Clock()
    register(app, out, Buckets(clock))
    first, other = app.test_client(), app.test_client()
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "2001:db8::1"}
    for _ in range(BURST):
        assert 200 == first.get("/propose/actors", environ_overrides=here).status_code
    answer = first.get("/propose/actors", environ_overrides=here)
    assert (429, "1") == (answer.status_code, answer.headers["Retry-After"])
    assert 200 == other.get("/propose/actors", environ_overrides=there).status_code
    assert 200 == first.get("/claims", environ_overrides=here).status_code
    clock.now += 1
    assert 200 == first.get("/propose/actors", environ_overrides=here).status_code


def test_broken_bytes_are_a_fault_or_text(client: FlaskClient) -> None:
    """Bytes that are no UTF-8 do not end the request."""
    answer = client.post(
        "/propose/actors",
        data=b"name=%FF%FE%ED%A0%80&role=outlet",
        content_type="application/x-www-form-urlencoded",
    )
    assert 200 == answer.status_code


def test_hostile_records_stay_text_in_the_forms(tmp_path: Path) -> None:
    """What records hold is offered, corrected and previewed as text."""
    root = copy_fixtures(tmp_path / "kb")
    _poison(root)
    build(load(root), tmp_path / "build")
    app = create_app(tmp_path / "build")
    register(app, tmp_path / "build", Buckets(lambda: 0.0))
    client = app.test_client()
    source = "/propose/correction?record=sources/harbour-2024-05-04"
    urls = [
        "/propose",
        "/propose/sources?claim=claims/quill-first",
        "/propose/caveats",
        source,
    ]
    for url in urls:
        answer = client.get(url)
        assert 200 == answer.status_code
        assert [] == faults_in(answer.text), url
        assert "<script>alert" not in answer.text
    shown = client.post("/propose/sources?claim=claims/quill-first", data=ARTICLE)
    assert 'id="preview"' in shown.text and HOSTILE[:20] not in shown.text
    assert [] == faults_in(shown.text)


def test_behind_a_proxy_each_reader_has_an_own_bound(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where it is said that a proxy is there, the address that it adds is believed."""
    told = {"X-Forwarded-For": "192.0.2.7"}
    monkeypatch.setattr("app.site.limits.BURST", 1)
    for proxies, expected in (("0", 429), ("1", 200)):
        monkeypatch.setenv(PROXIES, proxies)
        client = site_with_proposals(out).test_client()
        assert 200 == client.get("/propose/actors").status_code
        assert expected == client.get("/propose/actors", headers=told).status_code
