"""A frame of the height that is offered shows an embed to its end."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from app.site.citing.embed import NARROWEST, WIDTH
from tests.browser.conftest import Address

CLAIMS = ("twitter-venezuela-764", "twitter-2019-06-archive", "dfrlab-venezuela-1196")
#: The widest serif that systems have, and whatever this one has.
FONTS = ("", "DejaVu Serif")


@pytest.mark.browser
@pytest.mark.parametrize("width", [NARROWEST, 320, 420, WIDTH])
@pytest.mark.parametrize("claim", CLAIMS)
def test_nothing_of_an_embed_is_below_its_frame(
    browser: Browser, address: Address, claim: str, width: int
) -> None:
    """At every width, in every font."""
    page = address("kb", f"/claims/{claim}")
    query = address("kb", f"/oembed?maxwidth={width}&url={page}")
    with urlopen(query) as answer:
        offered = json.load(answer)["height"]
    frame = browser.new_page(viewport={"width": width, "height": 100})
    frame.goto(f"{page}/embed")
    for font in FONTS:
        size = (
            f"document.documentElement.style.fontFamily = {json.dumps(font)};"
            "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
        )
        high, wide = frame.evaluate(size)
        assert high <= offered
        assert wide == width
    frame.close()
