"""A ledger in Chromium: its picture by keyboard, its filters, paper, forced colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Address
from tests.browser.test_pages import FOCUSED, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO.*static"),
]

LEDGER = "/claims/twitter-venezuela-1196/ledger"
SHOWN = "#ledger tbody tr:visible"


def test_a_mark_is_reached_and_followed_by_keyboard(
    browser: Browser, address: Address
) -> None:
    """Each passage in the picture is a link with a name, and shows that it has focus."""
    with opened(browser, address("kb", LEDGER)) as page:
        marks = page.locator("svg.spread.wide a")
        assert marks.count() > 20
        marks.first.focus()
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.querySelector('title').textContent")
        assert "Appear to be engaged: " in name
        ring = page.evaluate(
            "getComputedStyle(document.activeElement.querySelector('.hit')).stroke"
        )
        assert ring != "none"
        page.keyboard.press("Enter")
        page.wait_for_url("**/sources/**")


def test_focus_on_a_mark_points_at_its_row(browser: Browser, address: Address) -> None:
    """With script a mark and its row point at each other."""
    with opened(browser, address("kb", LEDGER)) as page:
        mark = page.locator("svg.spread.wide a").nth(3)
        mark.focus()
        row = page.locator("#ledger tr.pointed th a")
        assert mark.get_attribute("href") == row.get_attribute("href")


def test_filters_show_the_same_with_script_and_without(
    browser: Browser, address: Address
) -> None:
    """What is chosen is shown at once with script, and by the server without."""
    url = address("kb", LEDGER)
    with opened(browser, url) as page:
        everything = page.locator(SHOWN).count()
        page.select_option("#ask select[name=part]", "lede")
        page.select_option("#ask select[name=outcome]", "changed")
        with_script = page.locator(f"{SHOWN} th a").evaluate_all(
            "links => links.map(link => link.href)"
        )
        assert (
            f"{len(with_script)} of {everything} passages"
            in page.locator("#shown").inner_text()
        )
        assert page.locator("svg.spread.wide a.away").count() > 0
    with opened(browser, url, java_script_enabled=False) as page:
        page.select_option("#ask select[name=part]", "lede")
        page.select_option("#ask select[name=outcome]", "changed")
        page.click("#ask button")
        without = page.locator(f"{SHOWN} th a").evaluate_all(
            "links => links.map(link => link.href)"
        )
    assert 0 < len(with_script) < everything
    assert sorted(with_script) == sorted(without)


def test_one_picture_is_shown_for_each_width_and_on_paper(
    browser: Browser, address: Address
) -> None:
    """Wide, narrow or printed, exactly one of the two pictures is there."""
    with opened(browser, address("kb", LEDGER)) as page:
        for width, shown in ((1280, "wide"), (390, "narrow")):
            page.set_viewport_size({"width": width, "height": 900})
            for name in ("wide", "narrow"):
                assert page.locator(f"svg.spread.{name}").is_visible() is (name == shown)
        page.emulate_media(media="print")
        assert page.locator("svg.spread.wide").is_visible()
        assert not page.locator("svg.spread.narrow").is_visible()
        assert not page.locator("#ask").is_visible()


def test_forced_colours_keep_the_shapes_apart(browser: Browser, address: Address) -> None:
    """In two colours a full square still differs from an empty one."""
    url = address("kb", LEDGER)
    with opened(browser, url, forced_colors="active", reduced_motion="reduce") as page:
        full = page.locator("svg.spread.wide .full").first
        edge = page.locator("svg.spread.wide .edge").first
        fill = "node => getComputedStyle(node).fill"
        assert full.evaluate(fill) != edge.evaluate(fill)
        moving = page.evaluate("document.getAnimations().length")
        assert 0 == moving


def test_nothing_is_cut_on_a_phone(browser: Browser, address: Address) -> None:
    """The table of passages becomes a list that fits 320 pixels."""
    viewport = {"width": 320, "height": 800}
    with opened(browser, address("kb", LEDGER), viewport=viewport) as page:
        wide = page.locator("#ledger td, #ledger th").evaluate_all(
            "cells => cells.filter(cell => cell.getBoundingClientRect().right > 321).length"
        )
        assert 0 == wide
        page.locator("#ledger tbody th a").first.focus()
        assert page.evaluate(FOCUSED)["outline"]
