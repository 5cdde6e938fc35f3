"""How far words were checked stands beside them, and is counted on a page of its own."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from app.graph.build import build
from app.records.load import load
from tests.site.conftest import ROOT, Site, copy_fixtures, make_site

QUILL = "sources/quill-2024-05-02"


def numbers(site: Site) -> dict[str, dict[str, int]]:
    """Return the counts of the page by list, value and number of passages."""
    page = json.loads(site.client.get("/quotations.json").data)
    return {
        name: {row["value"]["name"]: row["passages"] for row in page[name]}
        for name in ("states", "matches", "cuts")
    } | {"skipped": {row["reason"]: row["passages"] for row in page["skipped"]}}


def test_counts_are_those_of_the_records(site: Site) -> None:
    """Every passage is counted once by state, and a skip is counted as such."""
    kb = site.kb
    data = [
        passage
        for record in kb.published.values()
        for passage in record.data.get("passages", {}).values()
    ]
    stamps = [passage["verified"] for passage in data if "verified" in passage]
    found = numbers(site)
    page = json.loads(site.client.get("/quotations.json").data)

    assert len(data) == sum(found["states"].values()) == page["passages"]
    assert len(stamps) == page["checked"] == sum(found["matches"].values())
    assert len(data) - len(stamps) == sum(found["skipped"].values())
    for key, name in (("match", "matches"), ("cut", "cuts")):
        values = [stamp[key] for stamp in stamps]
        assert {value: values.count(value) for value in values} == found[name]
    assert sum(stamp["cut"] == "governed" for stamp in stamps) == len(page["governed"])


def test_words_in_their_sentence_are_text_and_nothing_else(tmp_path: Path) -> None:
    """A governed cut is shown open with its sentence; markup in it is only characters."""
    made = make_site("base", copy_fixtures(tmp_path / "records"), tmp_path / "out")
    body = made.client.get(f"/{QUILL}").data.decode()
    listed = made.client.get("/quotations").data.decode()

    assert '<details class="state" id="similar.verified" open>' in body
    for text in (body, listed):
        text = re.sub(r'<script src="[./]+/static/cite[.]js" defer></script>', "", text)
        assert "<script" not in text and "<img" not in text
        assert "&lt;script&gt;alert(&#39;before&#39;)&lt;/script&gt;" in text
        assert "{{ 7 * 7 }}" in text
    assert "Words checked by" in body and "Words reproduced" not in body


def test_a_build_that_reproduced_words_says_so(tmp_path: Path) -> None:
    """The state of the words changes, the rest of the page does not."""
    root, out = copy_fixtures(tmp_path / "records"), tmp_path / "out"
    made = make_site("base", root, out)
    before = numbers(made)
    build(load(root), out, reproduced={f"{QUILL}#similar"})
    body = made.client.get(f"/{QUILL}").data.decode()

    assert {"words-checked": 1} == {
        key: before["states"][key] for key in ("words-checked",)
    }
    assert 1 == numbers(made)["states"]["reproduced"]
    assert "Words reproduced" in body


def test_links_to_words_name_words_of_the_passage(site: Site) -> None:
    """A text directive holds the ends of a passage, each as the source has it."""
    kb = site.kb
    seen = 0
    for record in kb.published.values():
        if record.folder != "sources" or not record.data.get("passages"):
            continue
        body = site.client.get(f"/{record.id}").data.decode()
        texts = [" ".join(p["text"].split()) for p in record.data["passages"].values()]
        for part in body.split('href="')[1:]:
            address, _, directive = unescape(part.partition('"')[0]).partition(":~:text=")
            if not directive or not address.startswith("http"):
                continue
            terms = [term for term in directive.split(",") if term.strip("-") == term]
            assert 1 <= len(terms) <= 2, directive
            if any(unquote(terms[0]) in text for text in texts):
                seen += 1
    assert seen > 0


def test_the_page_is_linked_from_every_page() -> None:
    """The foot of the site leads to it."""
    base = (ROOT / "app" / "site" / "templates" / "base.html").read_text("utf-8")
    assert "href('/quotations')" in base
