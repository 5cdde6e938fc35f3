"""``/cited``: what became of what was cited, without script, and nothing is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.graph.build import build
from app.graph.store import Fixed, Generations
from app.history.histories import Histories, bring_up
from app.records.load import load
from app.site import cited
from app.site.factory import create_app
from app.site.limits import BURST, Buckets
from tests.history.scripted import CAVEAT, FIRST, FOURTH, TWENTY, Repo, script

BASE = "https://quill.example/"


@dataclass
class Served:
    """A site over the scripted history."""

    out: Path

    @property
    def client(self) -> FlaskClient:
        """A client of a fresh site, so that no address has used its tokens up."""
        app = create_app(self.out)
        cited.register(app, self.out, Buckets(lambda: 0.0))
        return app.test_client()

    def address(self, record: str, number: int) -> str:
        """Return the address of a version."""
        found = Histories(self.out).current().versions.versions_of(record)
        return f"{BASE}{record}/v/{found[number].name}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """Build the scripted history."""
    repo = Repo(tmp_path_factory.mktemp("scripted"))
    script(repo)
    out = tmp_path_factory.mktemp("build")
    bring_up(out, repo.kb)
    build(load(repo.kb), out)
    return Served(out)


def pasted(served: Served, text: str) -> TestResponse:
    """Send the form as a browser does."""
    data = {"text": text, "file": (io.BytesIO(b""), "")}
    return served.client.post("/cited", data=data, content_type="multipart/form-data")


def sent(served: Served, body: bytes, kind: str = "text/plain", **headers: str) -> Any:
    """Send a document as it is; return the answer as data."""
    return served.client.post("/cited", data=body, content_type=kind, headers=headers).json


def test_the_form(served: Served) -> None:
    """It needs no script, and every page leads to it."""
    answer = served.client.get("/cited")

    assert 200 == answer.status_code
    assert '<form class="cited-form" method="post"' in answer.text
    assert "<script" not in answer.text
    assert 'href="cited"' in served.client.get("/").text


def test_what_was_pasted_is_answered(served: Served) -> None:
    """State, reason, steps, and what changed with the caveats on each link."""
    old, now = served.address(FIRST, 2), served.address(FIRST, -1)
    answer = pasted(served, f"<a href='{old}'>x</a>\n{now} {BASE}{FOURTH}")
    text = answer.text

    assert 200 == answer.status_code
    assert "1 of 3 stand as cited" in text
    for state in ("corrected", "current", "withdrawn"):
        assert f'data-state="{state}"' in text
    assert "The statement was not Quill&#39;s." in text
    assert f"<code>{CAVEAT}</code>" in text
    assert f'href="{FIRST}/v/{old[-12:]}"' in text


def test_nothing_is_stored(served: Served) -> None:
    """Neither by the site nor by a cache on the way; a second answer is the same."""
    before = {path: path.stat().st_mtime_ns for path in served.out.rglob("*")}
    answer = pasted(served, served.address(FIRST, 0))

    assert "no-store" == answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert before == {path: path.stat().st_mtime_ns for path in served.out.rglob("*")}


def test_a_file_is_answered(served: Served) -> None:
    """In whatever name; one that is no text is told so."""
    for data, status in ((served.address(TWENTY, 0).encode(), 200), (b"PK\x03\x04", 415)):
        form = {"text": "", "file": (io.BytesIO(data), "../article.html")}
        answer = served.client.post("/cited", data=form)

        assert status == answer.status_code
        assert ("1 of 1" in answer.text or "0 of 1" in answer.text) == (status == 200)
        assert ("This file is no text" in answer.text) == (status == 415)


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/markdown; charset=utf-8", "text/html"]
)
def test_a_program_sends_the_document_itself(served: Served, kind: str) -> None:
    """And gets JSON, unless it asks for a page."""
    body = f"[x]({served.address(FIRST, 0)}#state)".encode()
    found = sent(served, body, kind)

    assert [("corrected", "state", 1, 5)] == [
        (row["state"], row["fragment"], row["line"], row["column"])
        for row in found["cited"]
    ]
    assert found["cited"][0]["changes"]
    assert found == sent(served, body, kind, Accept="application/json")
    assert sent(served, body, kind, Accept="text/html") is None


def test_the_host_that_was_asked_counts(served: Served) -> None:
    """A site that is served elsewhere than its base says answers for its own addresses."""
    found = sent(served, f"http://localhost/{FIRST} https://away.example/{FIRST}".encode())

    assert [FIRST] == [row["record"] for row in found["cited"]]


def test_other_documents_are_refused(served: Served) -> None:
    """By their type, or by what they hold."""
    for kind in ("application/pdf", "application/json", ""):
        answer = served.client.post("/cited", data=b"x", content_type=kind)
        assert 415 == answer.status_code
    answer = served.client.post("/cited", data=b"%PDF-1", content_type="text/plain")
    assert 415 == answer.status_code


def test_bounds(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """In bytes, places and requests."""
    monkeypatch.setattr(cited, "MOST_BYTES", 20_000)
    client, address = served.client, f"{BASE}{FIRST} "
    large = client.post("/cited", data=b"x" * 20_001, content_type="text/plain")
    form = client.post("/cited", data={"text": "x" * 20_001})
    many = client.post(
        "/cited",
        data=(address * (cited.MOST_PLACES + 1)).encode(),
        content_type="text/plain",
    ).get_json()
    states = [
        client.post("/cited", data=b"x", content_type="text/plain").status_code
        for _ in range(BURST)
    ]

    assert (413, 413) == (large.status_code, form.status_code)
    assert (cited.MOST_PLACES, True) == (len(many["cited"]), many["cut"])
    assert 429 in states
    assert 200 == client.get("/cited").status_code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "\ufffe",
        "<script>alert(1)</script>",
        f"{BASE}claims/%3Cscript%3Ealert(1)%3C/script%3E/v/%22onload%3Dx",
        f"{BASE}claims/x/v/{'9' * 590}",
        f"{BASE}claims/%00%E2%80%AE",
        "<div>" * 20_000,
        f"{BASE}claims/" * 2_000,
    ],
)
def test_whatever_is_sent_is_answered(served: Served, text: str) -> None:
    """Nothing of a document stands in the page but what its addresses name, escaped."""
    answer = pasted(served, text)

    assert answer.status_code in (200, 415)
    assert "<script" not in answer.text
    assert "\u202e" not in answer.text
    assert "\0" not in answer.text


def test_a_copy_for_a_host_of_files_has_none(served: Served) -> None:
    """Neither the page nor a link to it."""
    client = create_app(served.out, Fixed(Generations(served.out).current())).test_client()

    assert 404 == client.get("/cited").status_code
    assert "Check what you cited" not in client.get("/").text
