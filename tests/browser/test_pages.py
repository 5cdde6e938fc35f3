"""What a reader meets: every type of page in Chromium, by eye, keyboard, paper, reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Address

pytestmark = [
    pytest.mark.browser,
    # A browser that leaves a page drops what it was still fetching; the server for tests
    # then leaves the file of a picture or stylesheet to be closed by the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO.*static"),
]

#: A page of every type, and the fullest of the real ones; ``*`` is the first of a kind.
PAGES = [
    ("fixtures", path)
    for path in (
        "/",
        "/about",
        "/ns",
        "/claims",
        "/actors",
        "/places/page/2",
        "/takedowns/*",
        "/sets/*",
        "/claims/quill-first",
        "/claims/quill-second",
        "/claims/quill-third",
        "/caveats/quill-third-cannot",
        "/sources/*",
        "/sources/harbour-2024-06-02",
        "/reactions/*",
        "/reviews/harbour-night",
        "/actors/*",
        "/actors/grey-office",
        "/places/AQ",
        "/editors/*",
        "/claims/no-such-claim",
        "/claims/quill-first/ledger",
        "/questions",
        "/questions/left-out",
        "/rules",
        "/withheld",
        "/search",
        "/search?q=qil",
    )
] + [
    ("kb", path)
    for path in (
        "/",
        "/takedowns/twitter-2019-01-31",
        "/sets/twitter-2019-01-venezuela-764",
        "/caveats/twitter-venezuela-764-unable",
        "/actors/zero-hedge",
        "/claims/twitter-venezuela-764",
        "/sources/zero-hedge-2019-02-01",
        "/actors/internet-research-agency",
        "/search?q=twitter&page=2",
        "/search?q=unable+to+tie&kind=sources&kind=claims&language=en",
    )
]
EACH_PAGE = pytest.mark.parametrize(("name", "path"), PAGES)
CLAIMS = pytest.mark.parametrize(
    ("name", "path"),
    [("fixtures", "/claims/quill-third"), ("kb", "/claims/twitter-venezuela-764")],
)
WIDTHS = (320, 390, 820, 1440)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}
#: Sizes and places of what stands in each block of a claim that has both.
BLOCKS = """
[...document.querySelectorAll('.pair')].map(pair => {
  const box = node => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    return {left, right, top, bottom};
  };
  const words = pair.querySelector('.said blockquote p') ?? pair.querySelector('.statement');
  const caveat = pair.querySelector('.limits .caveat blockquote p');
  return caveat && {
    quoted: words.closest('blockquote') !== null,
    sizes: [words, caveat].map(node => getComputedStyle(node).fontSize),
    families: [words, caveat].map(node => getComputedStyle(node).fontFamily),
    said: box(pair.querySelector('.said')),
    caveat: box(pair.querySelector('.caveat')),
  };
}).filter(Boolean)
"""
FOCUSED = """
(() => {
  const node = document.activeElement, style = getComputedStyle(node);
  const {left, top, width, height} = node.getBoundingClientRect();
  return {
    class: node.className, href: node.getAttribute('href'), left, top, width, height,
    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
})()
"""


@contextmanager
def opened(browser: Browser, url: str, **options: Any) -> Iterator[Page]:
    """Open a page in a context of its own."""
    context = browser.new_context(**options)
    try:
        page = context.new_page()
        answer = page.goto(url)
        assert answer is None or answer.status == (404 if "no-such" in url else 200)
        yield page
    finally:
        context.close()


@EACH_PAGE
def test_a_page_fits_its_width(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """From 320 to 1440 pixels nothing sticks out at the side."""
    with opened(browser, address(name, path)) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert width == page.evaluate("document.documentElement.clientWidth")
            assert width >= page.evaluate("document.documentElement.scrollWidth"), width


@EACH_PAGE
def test_a_page_is_accessible(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """axe-core finds nothing against WCAG 2.2 at level AA, light or dark.

    A scheme changes nothing but colours, so of the dark one their contrast is checked.
    """
    with opened(browser, address(name, path), color_scheme="light") as page:
        found = Axe().run(page, options=OPTIONS).response
        assert [] == _violations(found)
        assert len(found["passes"]) > 10
        page.emulate_media(color_scheme="dark")
        found = Axe().run(page, options=CONTRAST).response
        assert [] == _violations(found)
        assert len(found["passes"]) == 1


def _violations(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (item["id"], [node["html"] for node in item["nodes"]][:3])
        for item in found["violations"]
    ]


def test_axe_finds_a_planted_fault(browser: Browser, address: Address) -> None:
    """The check can fail: text in the colour of the paper is found."""
    with opened(browser, address("fixtures", "/"), bypass_csp=True) as page:
        page.add_style_tag(content="h1 { color: #eee !important }")
        found = Axe().run(page, options=OPTIONS)
        assert "color-contrast" in [item["id"] for item in found.response["violations"]]
        page.emulate_media(color_scheme="dark")
        page.add_style_tag(content="h1 { color: #222 !important }")
        found = Axe().run(page, options=CONTRAST)
        assert ["color-contrast"] == [item["id"] for item in found.response["violations"]]


@EACH_PAGE
def test_a_page_needs_no_script(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """A page reads the same with script switched off, and nothing is refused or missing."""
    url = address(name, path)
    complaints: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(url)
        # The buttons that copy are there with a script alone; what they copy is text.
        hide = (
            "document.querySelectorAll('button.copy').forEach((one) => one.hidden = true)"
        )
        page.evaluate(hide)
        text = page.locator("body").inner_text()
    with opened(browser, url, java_script_enabled=False) as page:
        assert text == page.locator("body").inner_text()
    assert len(text) > 100
    missing = "the server responded with a status of 404"
    assert [] == [
        item for item in complaints if missing not in item or "no-such" not in path
    ]


@CLAIMS
def test_a_caveat_has_the_size_of_the_words(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """Caveat and words are set in one size and one face, at every width."""
    with opened(browser, address(name, path)) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            blocks = [item for item in page.evaluate(BLOCKS) if item["quoted"]]
            assert blocks
            for item in blocks:
                assert 1 == len(set(item["sizes"])), item
                assert 1 == len(set(item["families"])), item


@CLAIMS
def test_a_caveat_stands_beside_the_words(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """On a wide screen the caveat begins in the row of the words, at their right."""
    viewport = {"width": 1440, "height": 900}
    with opened(browser, address(name, path), viewport=viewport) as page:
        blocks = page.evaluate(BLOCKS)
        assert blocks
        for item in blocks:
            said, caveat = item["said"], item["caveat"]
            assert caveat["left"] >= said["right"]
            assert abs(caveat["top"] - said["top"]) <= 24


@CLAIMS
def test_a_caveat_stands_below_the_words(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """On a telephone the caveat follows the words at once, in the same column."""
    viewport = {"width": 390, "height": 800}
    with opened(browser, address(name, path), viewport=viewport) as page:
        blocks = page.evaluate(BLOCKS)
        assert blocks
        for item in blocks:
            said, caveat = item["said"], item["caveat"]
            assert 0 <= caveat["top"] - said["bottom"] <= 48
            assert caveat["left"] < said["right"]


@EACH_PAGE
def test_a_keyboard_gets_everywhere(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """The first stop skips to the content; every stop is seen, in sight and outlined."""
    with opened(browser, address(name, path)) as page:
        page.keyboard.press("Tab")
        first = page.evaluate(FOCUSED)
        assert ("skip", "#main") == (first["class"], first["href"])
        for _ in range(25):
            stop = page.evaluate(FOCUSED)
            assert stop["outline"], stop
            assert stop["width"] > 0 and stop["height"] > 0, stop
            assert stop["left"] >= 0 and 0 <= stop["top"] < 720, stop
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break


def test_the_skip_link_skips(browser: Browser, address: Address) -> None:
    """After the skip link the next stop lies in the content."""
    with opened(browser, address("kb", "/claims/twitter-venezuela-764")) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        page.keyboard.press("Tab")
        inside = "document.querySelector('main').contains(document.activeElement)"
        assert page.evaluate(inside)


@CLAIMS
def test_print_keeps_the_caveats(
    browser: Browser, address: Address, name: str, path: str
) -> None:
    """On paper every caveat is there, dark on light, whatever the screen's scheme is."""
    with opened(browser, address(name, path), color_scheme="dark") as page:
        on_screen = page.locator(".caveat").count()
        page.emulate_media(media="print", color_scheme="light")
        assert on_screen == page.locator(".caveat:visible").count() > 0
        assert page.locator(".citation:visible").count() == 1
        style = "getComputedStyle(document.querySelector('.caveat blockquote p')).color"
        red, green, blue = map(int, page.evaluate(style).strip("rgb()").split(","))
        assert red + green + blue < 300


def test_the_box_searches(browser: Browser, address: Address) -> None:
    """With script switched off, typing in the box of a page and Enter finds records."""
    with opened(browser, address("kb", "/about"), java_script_enabled=False) as page:
        box = page.get_by_role("searchbox", name="Search the records")
        box.fill("1.196 “appear to be”")
        box.press("Enter")
        page.wait_for_url("**/search?q=*")
        assert page.get_by_role("searchbox").input_value() == "1.196 “appear to be”"
        assert page.locator(".hit mark").count() > 0
        page.locator(".facets").get_by_role("link", name="Caveats").click()
        page.wait_for_url("**&kind=caveats")
        kinds = set(page.locator(".hit .kind").all_inner_texts())
        assert {"Caveat"} == {kind.partition(" ·")[0] for kind in kinds}
