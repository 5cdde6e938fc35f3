"""An article is entered in Chromium, with script and without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.edit.propose import site_with_proposals
from app.graph.build import build
from app.records.load import load
from tests.browser.conftest import serving
from tests.browser.test_pages import OPTIONS, opened
from tests.site.conftest import copy_fixtures

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO.*static"),
]
WIDTHS = (320, 390, 820, 1440)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the records for tests, with a repository on a known forge."""
    folder: Path = tmp_path_factory.mktemp("propose")
    root = copy_fixtures(folder / "kb")
    header = root / "kb.yaml"
    address = "repository: https://github.com/some/caveat"
    header.write_text(re.sub(r"(?m)^repository: .*$", address, header.read_text("utf-8")))
    build(load(root), folder / "build")
    with serving(site_with_proposals(folder / "build")) as served:
        yield served


def enter(page: Page) -> None:
    """Fill in the article, and the first of its passages but for its voice."""
    page.get_by_label("Address").fill("https://gull.example/2024/05/05/quill")
    page.get_by_label("Publisher").fill("actors/the-harbour")
    page.get_by_label("Title").fill("Quill removes accounts")
    page.get_by_label("Published").fill("2024-05-05")
    passage(page, 0, "It could not tie the accounts to the Lantern Group")


def passage(page: Page, number: int, words: str) -> None:
    """Fill in a passage that repeats the withheld link; its voice is left out."""
    name = f"passages.{number}"
    page.locator(f'[name="{name}.text"]').fill(words)
    page.locator(f'[name="{name}.part"]').select_option("body")
    page.locator(f'[name="{name}.seen.read"]').select_option("full")
    page.locator(f'[name="{name}.restates"][value$="#lantern"]').check()


def axe(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html']}" for item in found]


def fits(page: Page) -> None:
    """Assert that nothing sticks out at the side."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert width >= page.evaluate("document.documentElement.scrollWidth"), width


def handed(page: Page) -> tuple[str, str]:
    """Return path and text in the link to the forge."""
    link = page.get_by_role("link", name="Open as a new file on GitHub")
    parts = urlsplit(link.get_attribute("href") or "")
    query = parse_qs(parts.query)
    return f"{parts.path}/{query['filename'][0]}", query["value"][0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_article_with_two_restatements(
    browser: Browser, origin: str, script: bool
) -> None:
    """From the claim to the forge: faults at their fields, the page with its caveat."""
    url = f"{origin}/claims/quill-first"
    complaints: list[str] = []
    with opened(browser, url, java_script_enabled=script) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.get_by_role("link", name="I found a restatement of this").click()
        enter(page)
        before = page.url
        page.get_by_role("button", name="Add a passage").click()
        if not script:  # the new page focuses what was added, once it is there
            expect(page.locator('[id="passages.1"]')).to_be_focused()
        passage(page, 1, "Quill says that most of them are on Bouvet Island")
        page.get_by_role("button", name="Check and show the page").click()
        for number in (0, 1):
            faults = page.locator(f'[id="passages.{number}.voice-faults"]')
            expect(faults).to_contain_text("the key “voice” is missing")
        assert before == page.url
        # Whoever asked for the check is led to the faults, and from there to the field.
        expect(page.locator("#faults")).to_be_focused()
        page.locator("#summary a").first.click()
        expect(page.locator('[id="passages.0.voice"]')).to_be_focused()
        expect(page.locator('[id="passages.0.voice"]')).to_be_in_viewport()
        if script:
            assert [] == axe(page)
        for number in (0, 1):
            page.locator(f'[name="passages.{number}.voice"]').select_option("own")
        # With script the check comes by itself from here on, and leaves the focus there.
        if script:
            expect(page.locator(".is-right")).to_be_attached()
            expect(page.locator('[id="passages.0.voice"]')).to_be_focused()
        else:
            page.get_by_role("button", name="Check and show the page").click()
            expect(page.locator(".is-right")).to_be_focused()
        preview = page.locator("#preview")
        expect(preview).to_contain_text("It could not tie the accounts")
        expect(preview.get_by_role("link", name="Unable to tie").first).to_be_visible()
        path, text = handed(page)
        assert "/some/caveat/new/main/kb/sources/the-harbour-2024-05-05.yaml" == path
        assert 2 == text.count("restates: [claims/quill-first#lantern]")
        if script:
            assert [] == axe(page)
        fits(page)
    assert [] == complaints


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_correction_is_judged_and_told(
    browser: Browser, origin: str, script: bool
) -> None:
    """From a claim without a reason to one with it: H02, the note, what changes."""
    url = f"{origin}/propose/correction?record=sets/quill-first"
    with opened(browser, url, java_script_enabled=script) as page:
        page.get_by_text("More about the set").click()
        page.locator('[name="removed"]').fill("../2024-03")
        page.get_by_role("button", name="Check and show the page").click()
        expect(page.locator("#faults")).to_be_focused()
        expect(page.locator("#removed-faults")).to_contain_text("H02")
        note = page.locator('[name="note"]')
        expect(note).to_be_visible()
        note.fill("The month was wrong.")
        page.get_by_role("button", name="Check and show the page").click()
        expect(page.locator(".told")).to_contain_text("date of removal")
        if script:
            assert [] == axe(page)
        fits(page)


def test_a_link_that_is_typed_brings_its_caveats(browser: Browser, origin: str) -> None:
    """With script the words that limit a link come while its id is written."""
    with opened(browser, f"{origin}/propose/caveats") as page:
        page.locator('[name="qualifies"]').fill("claims/quill-first#lantern")
        limits = page.locator("#qualifies-limits")
        expect(limits).to_contain_text("We are unable to tie them")
        expect(page.locator('[name="qualifies"]')).to_be_focused()
        assert [] == axe(page)


def test_a_form_is_filled_in_by_keyboard(browser: Browser, origin: str) -> None:
    """Every field is reached by Tab in the order of the page, and Enter sends the form."""
    with opened(browser, f"{origin}/propose/actors") as page:
        page.get_by_label("Name needed").focus()
        page.keyboard.type("The Morning Gull")
        for _ in range(12):
            page.keyboard.press("Tab")
            text = page.evaluate("document.activeElement.textContent")
            if text == "Check and show the page":
                break
        assert "Check and show the page" == text
        page.keyboard.press("Enter")
        expect(page.locator("#preview h1")).to_have_text("The Morning Gull")
        fits(page)
