"""A frame of the height that is offered shows an embed to its end, and little more."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from app.site.citing.embed import NARROWEST, WIDEST, WIDTH
from tests.browser.conftest import Address
from tests.site.conftest import ROOT

CLAIMS = sorted(path.stem for path in (ROOT / "kb" / "claims").glob("*.yaml"))
#: The flagship with the most text, a short one, one of middle length.
SOME = ("twitter-venezuela-764", "twitter-2018-10-ira-3841", "twitter-russia-418")
#: The widest serif that systems have, and whatever this one has.
FONTS = ("", "DejaVu Serif")
#: How much taller than needed a frame may be, in the widest of these fonts: which others
#: a system has, and how narrow they are, the site cannot know.
MOST = 1.25
HTML = "text/html; charset=utf-8"


def size(font: str) -> str:
    """Return the script that sets a font and gives what the embed needs in it."""
    return (
        f"document.documentElement.style.fontFamily = {json.dumps(font)};"
        "[document.querySelector('article').getBoundingClientRect().height,"
        " document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )


@pytest.mark.browser
@pytest.mark.parametrize("width", [NARROWEST, 320, 420, 480, WIDTH, WIDEST])
def test_nothing_of_an_embed_is_below_its_frame(
    browser: Browser, address: Address, width: int
) -> None:
    """Of every claim at every width, in every font; and the frame is not much too high."""
    frame = browser.new_page(viewport={"width": width, "height": 100})
    for claim in CLAIMS:
        page = address("kb", f"/claims/{claim}")
        with urlopen(address("kb", f"/oembed?maxwidth={width}&url={page}")) as answer:
            offered = json.load(answer)["height"]
        frame.goto(f"{page}/embed")
        most = 0
        for font in FONTS:
            needed, high, wide = frame.evaluate(size(font))
            assert high <= offered, (claim, font)
            assert wide == width, (claim, font)
            most = max(most, needed)
        assert offered <= MOST * most, claim
    frame.close()


@pytest.mark.browser
@pytest.mark.parametrize("claim", SOME)
def test_the_frame_of_the_page_shows_all_and_scrolls_where_it_is_squeezed(
    browser: Browser, address: Address, claim: str
) -> None:
    """At its width nothing is to be scrolled; in a narrow column all can be reached."""
    page = address("kb", f"/claims/{claim}")
    host = browser.new_page(viewport={"width": 1000, "height": 900})
    host.goto(page)
    code = host.eval_on_selector("#cite-embed", "one => one.textContent.trim()")
    src = code.partition('src="')[2].partition('"')[0]
    code = code.replace(src, f"{page}/embed")
    bodies: list[str] = []
    # On the origin of the site: a browser keeps pages of others from this machine.
    host.route("**/host", lambda one: one.fulfill(body=bodies[-1], content_type=HTML))
    for column in (1000, 320):
        bodies.append(f"<body style='margin: 0'><div style='width: {column}px'>{code}")
        host.goto(address("kb", "/host"))
        frame = host.query_selector("iframe")
        assert frame
        inner = frame.content_frame()
        assert inner
        inner.wait_for_selector("article")
        wide, high, reached = inner.evaluate(
            "const one = document.documentElement;"
            "window.scrollTo(0, 1e6);"
            "[one.clientWidth, one.scrollHeight, window.scrollY + window.innerHeight]"
        )
        assert reached == high
        if column == 1000:
            assert wide == WIDTH
            assert high == int(frame.get_attribute("height") or 0)
        else:
            assert wide <= column
            assert 0 == inner.evaluate("window.scrollTo(0, 0), window.scrollY")
            assert inner.is_visible(".caveats") or not inner.query_selector(".caveats")
    host.close()
