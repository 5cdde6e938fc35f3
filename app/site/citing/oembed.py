"""oEmbed 1.0: what is asked for, and the answer of type ``rich``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import orjson
from flask import abort, render_template
from markupsafe import Markup

from app.site.citing.embed import WIDEST, WIDTH, Embed, fits

#: A claim, or one of its versions.
_PATH = re.compile(r"(claims/[a-z0-9-]+)(?:/v/([0-9a-f]{12,64}))?(?:\.html)?", re.ASCII)
#: A size in pixels; no screen has more.
_SIZE = re.compile(r"[0-9]{1,5}", re.ASCII)
_JSON = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
_TEXT = Markup('<blockquote cite="{cite}">\n{text}</blockquote>')


@dataclass(frozen=True, slots=True)
class Wanted:
    """An embed that is asked for; ``digest`` is empty for the version that stands.

    ``height`` is the most that the host has room for, None where it does not say.
    """

    record_id: str
    digest: str
    width: int
    height: int | None


def asked_for(arguments: Mapping[str, str], bases: tuple[str, ...]) -> Wanted:
    """Read what a host asks for.

    Raises:
        HTTPException: 400 where there is no address or a size is none, 404 where the
            address is not that of a claim under one of *bases*, 501 where another format
            than JSON is asked for (oEmbed 1.0, 2.3.4).
    """
    address = arguments.get("url", "")
    if not address:
        abort(400)
    if arguments.get("format", "json") != "json":
        abort(501)
    width, height = (_size(arguments.get(name)) for name in ("maxwidth", "maxheight"))
    plain = re.split("[?#]", address, maxsplit=1)[0]
    base = next((one for one in bases if plain.startswith(one)), None)
    found = _PATH.fullmatch(unquote(plain.removeprefix(base))) if base else None
    if found is None:
        abort(404)
    return Wanted(found[1], found[2] or "", min(width or WIDTH, WIDEST), height)


def _size(text: str | None) -> int | None:
    if text is None:
        return None
    if not _SIZE.fullmatch(text) or not int(text):
        abort(400)
    return int(text)


def answer_for(embed: Embed, wanted: Wanted) -> bytes:
    """Return the answer in JSON: a frame that shows all, or else the same as text.

    Text grows with the page that it stands in; its height is what it needs in the style of
    the embed.  Where that is more than the host allows there is none (null): no number
    would be both true and allowed, and a box of a lower one would cut the text.
    """
    needed = embed.height(wanted.width)
    is_allowed = wanted.height is None or needed <= wanted.height
    if fits(embed, wanted.width, wanted.height):
        html = embed.framed(wanted.width)
    else:
        # What the template of the site has written is escaped already.
        text = Markup(render_template("_embed.html", embed=embed))  # noqa: S704
        html = _TEXT.format(cite=embed.address, text=text)
    answer = {
        "type": "rich",
        "version": "1.0",
        "title": embed.full_title,
        "provider_name": embed.container,
        "provider_url": embed.home,
        "html": html,
        "width": wanted.width,
        "height": needed if is_allowed else None,
    }
    return orjson.dumps(answer, option=_JSON)
