"""The buttons that copy a citation, and a quotation with its source."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Address


@pytest.mark.browser
def test_what_is_copied_is_what_is_shown(browser: Browser, address: Address) -> None:
    """APA at once; a quotation is unfolded first.  Both have the caveat in them."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address("kb", "/claims/twitter-venezuela-764"))
    page.locator("#foreign-government details.copied summary").click()
    for name in ("cite-apa", "copy-foreign-government"):
        button = page.locator(f"button[data-copies={name}]")
        button.click()
        page.wait_for_function(
            "(one) => one.textContent === 'Copied'", arg=button.element_handle()
        )
        copied = page.evaluate("navigator.clipboard.readText()")
        assert (page.locator(f"#{name}").text_content() or "").strip() == copied
        assert "We are unable to definitively tie" in copied
    context.close()


@pytest.mark.browser
def test_without_a_clipboard_the_text_is_selected(
    browser: Browser, address: Address
) -> None:
    """The keys that copy do the rest."""
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    )
    page = context.new_page()
    page.goto(address("kb", "/claims/twitter-venezuela-764"))
    page.locator("button[data-copies=cite-apa]").click()
    page.wait_for_function("String(getSelection()).includes('definitively tie')")
    context.close()
