"""The pages of versions and of citations in Chromium: by eye, keyboard and reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app.edit.propose import site_with_proposals
from app.graph.build import build
from app.history.histories import Histories, bring_up
from app.records.load import load
from tests.browser.conftest import serving
from tests.browser.test_pages import CONTRAST, OPTIONS, opened
from tests.history.scripted import FIRST, FOURTH, Repo, script

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO.*static"),
]

#: An earlier version, the current one, one of what was withdrawn, and what lies round.
PAGES = {
    "earlier": f"/{FIRST}/v/{{first}}",
    "current": f"/{FIRST}/v/{{last}}",
    "withdrawn": f"/{FOURTH}/v/{{gone}}",
    "history": f"/{FIRST}/history?from={{first}}&to={{last}}",
    "list": "/claims?asof=2024-07-05",
    "tombstone": f"/{FOURTH}",
    "embed": f"/{FIRST}/embed",
    "cited": "/cited",
}


@pytest.fixture(scope="module")
def origin(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve the scripted history; give the origin, and the names of three versions."""
    folder = tmp_path_factory.mktemp("versions")
    repo = Repo(folder / "repo")
    script(repo)
    out = folder / "out"
    out.mkdir()
    bring_up(out, repo.kb)
    build(load(repo.kb), out)
    versions = Histories(out).current().versions
    found = versions.versions_of(FIRST)
    gone = versions.versions_of(FOURTH)[-1]
    names = {"first": found[0].name, "last": found[-1].name, "gone": gone.name}
    with serving(site_with_proposals(out)) as served:
        yield served, names


@pytest.fixture
def url(origin: tuple[str, dict[str, str]], request: pytest.FixtureRequest) -> str:
    """Return the address of a page by its name."""
    served, names = origin
    return served + PAGES[request.param].format(**names)


def _opened(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("url", PAGES, indirect=True)
def test_a_page_is_accessible_and_fits(browser: Browser, url: str) -> None:
    """axe-core finds nothing, light or dark, and nothing sticks out at any width."""
    page = _opened(browser, url)
    for width in (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert width >= page.evaluate("document.documentElement.scrollWidth"), width
    found = Axe().run(page, options=OPTIONS).response
    assert [] == [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]]
    page.emulate_media(color_scheme="dark")
    dark = Axe().run(page, options=CONTRAST).response
    assert [] == [item["nodes"][0]["html"] for item in dark["violations"]]
    page.context.close()


def test_two_versions_are_set_side_by_side_by_keyboard(
    browser: Browser, origin: tuple[str, dict[str, str]]
) -> None:
    """The form of a history works without script; what changed stands with its caveats."""
    served, names = origin
    with opened(browser, f"{served}/{FIRST}/history", java_script_enabled=False) as page:
        page.locator("#from").select_option(names["first"])
        page.locator("#to").select_option(names["last"])
        page.locator("#to").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/history?from=*")
        assert f"From {names['first']} to {names['last']}" in page.inner_text("main")
        assert "Unable to tie" in page.inner_text("main")


def test_the_banner_leads_to_the_current_version(
    browser: Browser, origin: tuple[str, dict[str, str]]
) -> None:
    """From what was cited one step leads to what is said now."""
    served, names = origin
    with opened(browser, f"{served}/{FIRST}/v/{names['first']}") as page:
        page.locator("aside.version a", has_text=names["last"]).click()
        page.wait_for_url(f"**/v/{names['last']}")
        assert "This is the current version" in page.inner_text("aside.version")
