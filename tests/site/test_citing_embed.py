"""The embed: the one page that may be framed; it is not to be had without its caveats."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from app.cite.cited import Caveat
from app.site.citing.embed import NARROWEST, WIDEST, WIDTH, Embed, Said, fits
from app.site.citing.oembed import Wanted, answer_for
from app.site.export.addresses import STATIC
from tests.site.answers import Answer, ask
from tests.site.markup import parse
from tests.site.published import FIRST, OLD, Published, flagship, renamed

CLAIM = "claims/twitter-venezuela-764"
HOSTILE = "</iframe><script>alert(1)</script>\"' onload='1 {{7*7}}"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give the site over the real records, published."""
    return flagship(tmp_path_factory.mktemp("flagship"))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give a site on which a claim has another title than at first."""
    return renamed(tmp_path_factory.mktemp("renamed"))


def asked(site: Published, address: str, **more: str | int) -> Answer:
    """Ask for the oEmbed of an address."""
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return ask(site.client, f"/oembed?url={quote(address, safe='')}{query}")


def claims(site: Published) -> list[str]:
    """Return every claim that is published."""
    return [one for one in site.records if one.startswith("claims/")]


def lost(text: str, site: Published, claim: str) -> list[str]:
    """Return what an embed of a claim should show and does not."""
    wanted = [f"version {site.version(claim)} of "]
    for link in site.known.links_of(claim):
        wanted += [link.statement.partition(" ")[0], *(one.words for one in link.caveats)]
    return [one for one in wanted if one not in text]


def test_every_embed_shows_version_links_and_every_caveat(real: Published) -> None:
    """Of every real claim, the caveats above all links."""
    for claim in claims(real):
        answer = ask(real.client, f"/{claim}/embed")
        assert [] == lost(answer.page.text(), real, claim)
        first = answer.text.index('<ul class="links">')
        for link in real.known.links_of(claim):
            for caveat in link.caveats:
                assert answer.page.classed("caveats")[0].text().count(caveat.words)
                assert answer.text.index('<ul class="caveats">') < first


def test_only_the_embed_may_be_framed(real: Published) -> None:
    """No other page of the claim, and no error at the address of an embed."""
    framed = {
        path: "frame-ancestors *"
        in ask(real.client, path).headers["Content-Security-Policy"]
        for path in (
            f"/{CLAIM}/embed",
            f"/{CLAIM}",
            f"/{CLAIM}/ledger",
            f"/{CLAIM}/cite.txt",
            "/claims/no-such-claim/embed",
            "/",
        )
    }
    assert [f"/{CLAIM}/embed"] == [path for path, may in framed.items() if may]
    headers = ask(real.client, f"/{CLAIM}/embed").headers
    assert "X-Frame-Options" not in headers
    assert "script-src" not in headers["Content-Security-Policy"]


def test_the_style_has_one_size_and_hides_nothing() -> None:
    """No text is smaller than another, none is cut, none is out of sight."""
    style = (STATIC / "embed.css").read_text("utf-8")

    assert 1 == len(re.findall(r"\bfont\b|font-size", style))
    for hiding in (
        "display: none",
        "hidden",
        "clip",
        "line-clamp",
        "max-height",
        "ellipsis",
    ):
        assert hiding not in style
    assert "overflow: visible" in style


def test_an_embed_of_a_version_stays_at_it(changed: Published) -> None:
    """It has the title of then and the version of then."""
    old, _ = changed.versions.versions_of(FIRST)
    answer = ask(changed.client, f"/{FIRST}/v/{old.name}/embed")
    offered = asked(changed, f"{changed.known.base}{FIRST}/v/{old.name}").json

    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert OLD in answer.page.text() and f"version {old.name}" in answer.page.text()
    assert f'src="{changed.known.base}{FIRST}/v/{old.name}/embed"' in offered["html"]


def test_oembed_offers_a_frame_that_is_high_enough(real: Published) -> None:
    """Type rich; the height in the answer is that of the frame."""
    for claim in claims(real):
        answer = asked(real, f"{real.known.base}{claim}")
        found = answer.json
        (frame,) = parse(found["html"]).tagged("iframe")

        assert ("application/json", 200) == (answer.media_type, answer.status)
        assert ("rich", "1.0") == (found["type"], found["version"])
        assert f"{real.known.base}{claim}/embed" == frame.get("src")
        assert str(found["height"]) == frame.get("height")
        style = f"min-height: {found['height']}px; max-width: 100%"
        assert style == frame.get("style")
        assert WIDTH == found["width"]


def test_the_page_offers_the_frame_that_hosts_are_given(real: Published) -> None:
    """The same HTML, with the same height; the page says for which width it is."""
    for claim in claims(real):
        box = ask(real.client, f"/{claim}").page
        (shown,) = [one for one in box.all() if one.get("id") == "cite-embed"]
        offered = asked(real, f"{real.known.base}{claim}").json

        assert offered["html"] == shown.text().strip()
        assert f"{WIDTH} pixels wide" in box.text()


@pytest.mark.parametrize(
    ("room", "width"), [(320, 320), (480, 480), (800, WIDEST), (5000, WIDEST)]
)
def test_the_width_of_a_host_is_kept_within_bounds(
    real: Published, room: int, width: int
) -> None:
    """As wide as the host allows, and no wider than lines can be read."""
    found = asked(real, f"{real.known.base}{CLAIM}", maxwidth=room).json
    (frame,) = parse(found["html"]).tagged("iframe")
    assert (width, str(width)) == (found["width"], frame.get("width"))


@pytest.mark.parametrize("room", [{"maxheight": 200}, {"maxwidth": NARROWEST - 1}])
def test_where_there_is_no_room_the_same_is_offered_as_text(
    real: Published, room: dict[str, int]
) -> None:
    """Never a frame that would cut a caveat off."""
    for claim in claims(real):
        found = asked(real, f"{real.known.base}{claim}", **room).json
        text = parse(found["html"])

        assert [] == text.tagged("iframe")
        assert [] == lost(text.text(), real, claim)
        # No number is both what the text needs and what the host allows.
        is_low = "maxheight" in room
        assert (found["height"] is None) is is_low
        assert is_low or found["height"] > 0


def test_a_frame_is_offered_where_it_just_fits(real: Published) -> None:
    """The bound of the host is kept, to the pixel."""
    address = f"{real.known.base}{CLAIM}"
    height = asked(real, address).json["height"]

    assert "<iframe" in asked(real, address, maxheight=height).json["html"]
    assert "<iframe" not in asked(real, address, maxheight=height - 1).json["html"]
    assert 300 == asked(real, address, maxwidth=300).json["width"]
    assert asked(real, address, maxwidth=300).json["height"] > height


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=", 400),
        ("url={base}claims/twitter-venezuela-764&maxwidth=x", 400),
        ("url={base}claims/twitter-venezuela-764&maxheight=-1", 400),
        ("url={base}claims/twitter-venezuela-764&maxheight=0", 400),
        ("url={base}claims/twitter-venezuela-764&format=xml", 501),
        ("url={base}claims/twitter-venezuela-764&format=yaml", 501),
        ("url={base}claims/no-such-claim", 404),
        ("url={base}claims/twitter-venezuela-764/v/000000000000", 404),
        ("url={base}sources/twitter-archive-page", 404),
        ("url=https://elsewhere.example/claims/twitter-venezuela-764", 404),
        ("url=javascript:alert(1)", 404),
        ("url=http://[", 404),
        ("url={base}claims/..%2f..%2fkb", 404),
        ("url={base}claims/twitter-venezuela-764", 200),
        ("url={base}claims/twitter-venezuela-764%23location", 200),
        ("url={base}claims/twitter-venezuela-764&format=json", 200),
        ("url=http://localhost/claims/twitter-venezuela-764", 200),
    ],
)
def test_what_cannot_be_embedded_is_refused(
    real: Published, query: str, status: int
) -> None:
    """By the statuses of the specification (oEmbed 1.0, 2.3.5)."""
    assert (
        status == ask(real.client, f"/oembed?{query.format(base=real.known.base)}").status
    )


def test_the_page_says_where_its_embed_is(real: Published) -> None:
    """The link by which hosts find it; the address in it is answered."""
    page = ask(real.client, f"/{CLAIM}").page
    links = [one for one in page.tagged("link") if "oembed" in (one.get("type") or "")]
    (found,) = [one.get("href") or "" for one in links]

    assert found.startswith(f"{real.known.base}oembed?")
    answer = ask(real.client, found.replace(real.known.base, "/", 1))
    assert f"{real.known.base}{CLAIM}/embed" in answer.json["html"]


EMBED = Embed(
    title=HOSTILE,
    full_title=HOSTILE,
    by=HOSTILE,
    caveats=(Caveat(HOSTILE, HOSTILE),),
    links=(Said(HOSTILE, HOSTILE),),
    address="https://kb.example/claims/x/v/0123456789ab",
    canonical="https://kb.example/claims/x",
    frame="https://kb.example/claims/x/embed",
    discovery="https://kb.example/oembed",
    home="https://kb.example/",
    container=HOSTILE,
    version="0123456789ab",
    lang="en",
)


@pytest.mark.parametrize("height", [None, 1])
def test_hostile_texts_stay_text_in_the_html_for_hosts(
    real: Published, height: int | None
) -> None:
    """What others put into their pages has no tag and no attribute but ours."""
    with real.app.test_request_context("/"):
        answer = answer_for(EMBED, Wanted("claims/x", "", WIDTH, height))
    page = parse(json.loads(answer)["html"])
    tags = {one.tag for one in page.all()} - {""}

    assert tags <= {"iframe", "blockquote", "p", "strong", "a", "ul", "li", "q"}
    assert not any(
        name.startswith("on") for one in page.all() for name, _ in one.attributes
    )


def test_more_text_needs_more_height() -> None:
    """Narrower, longer, with more caveats or in wide characters: never lower."""
    more = replace(EMBED, caveats=(*EMBED.caveats, Caveat("x", "y")))
    wide = replace(EMBED, title="多" * len(HOSTILE))

    assert EMBED.height(300) > EMBED.height(WIDTH)
    assert more.height(WIDTH) > EMBED.height(WIDTH)
    assert wide.height(WIDTH) > EMBED.height(WIDTH)
    heights = [EMBED.height(width) for width in range(1, WIDEST, 20)]
    assert sorted(heights, reverse=True) == heights
    assert fits(EMBED, WIDTH, EMBED.height(WIDTH))
    assert not fits(EMBED, WIDTH, EMBED.height(WIDTH) - 1)
