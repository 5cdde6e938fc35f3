"""The embed of a claim: the one page that others may frame, and its oEmbed answer.

Its caveats stand above the links that they qualify, in the same size: whoever cuts a
frame short, or reads only its beginning, keeps the caveats and loses the rest.  A frame is
never offered lower than what it shows needs; where a host has no room for it, the same is
offered as text, which grows with its page.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.cite import cited as texts
from app.cite.cited import Cited
from app.cite.lines import line
from app.graph.iris import Base
from app.site.citing.entry import parts_of
from app.site.dates import human
from app.site.views.pages import ClaimPage

#: The last segment of its address.
EMBED = "embed"
#: In pixels of CSS, as those of static/embed.css.
WIDTH = 600
NARROWEST = 240
_FONT, _LINE, _BESIDE, _ROUND = 16, 24, 54, 48
#: Between two blocks of text, with what is drawn there.
_GAP = 11
#: The widths of characters, in the size of the font: a wide serif, and East Asian ones.
_NARROW, _WIDE = 0.58, 1.05
#: A line ends before the word that has no room; so much of it stays empty on the whole.
_RAGGED = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A link in an embed: how it is held and what it says, and the words it rests on."""

    statement: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Embed:
    """A claim as it is embedded.

    ``frame`` is the address of the page to be framed, ``discovery`` that of its oEmbed
    answer; ``address`` is the versioned one and ``canonical`` that of the record.
    """

    title: str
    full_title: str
    by: str
    caveats: tuple[texts.Caveat, ...]
    links: tuple[Said, ...]
    address: str
    canonical: str
    frame: str
    discovery: str
    home: str
    container: str
    version: str
    lang: str

    def height(self, width: int) -> int:
        """Return how high a frame must be that shows all at *width*; never too little."""
        room = max(width - _BESIDE, _FONT * 4)
        blocks = list(self._blocks())
        lines = sum(_lines(text, room) for text in blocks)
        return _ROUND + lines * _LINE + len(blocks) * _GAP

    def _blocks(self) -> Iterator[str]:
        """Yield every text that stands on lines of its own."""
        yield from (self.by, self.title)
        yield from ("With the caveats", *map(_limit, self.caveats))
        for link in self.links:
            yield link.statement
            yield f"“{link.quote or ''}”"
        yield f"{self.container}, version {self.version}, read all of it"


def embed_of(view: Any, cited: Cited, base: Base, digest: str = "") -> Embed | None:
    """Return the embed of a claim; the pages of other kinds have none.

    With *digest* the frame stays at that version; without, it shows what stands.
    """
    if not isinstance(view, ClaimPage):
        return None
    page = f"{cited.id}/v/{digest}" if digest else cited.id
    made = f", {human(view.claim.made)}" if view.claim.made else ""
    return Embed(
        title=line(cited.title),
        full_title=texts.title(cited),
        by=", ".join(ref.label for ref in view.claim.claimants) + made,
        caveats=cited.caveats,
        links=tuple(Said(one.title, one.quote) for one in parts_of(view)),
        address=cited.address,
        canonical=view.head.iri,
        frame=base.absolute(f"{page}/{EMBED}"),
        discovery=f"{base.iri}oembed?format=json&url={quote(base.absolute(page), safe='')}",
        home=base.iri,
        container=line(cited.container),
        version=texts.version(cited),
        lang=cited.language,
    )


def fits(embed: Embed, width: int, most: int | None) -> bool:
    """Tell whether a frame shows all of an embed in the room that a host has."""
    return width >= NARROWEST and (most is None or embed.height(width) <= most)


def _limit(caveat: texts.Caveat) -> str:
    return f"◇ “{line(caveat.words)}” {caveat.whence}"


def _lines(text: str, room: int) -> int:
    """Return how many lines a text takes at most in a column so many pixels wide."""
    wide = sum(_width(one) for one in text) * _FONT
    word = max((sum(map(_width, one)) * _FONT for one in text.split()), default=0.0)
    ragged = min(word / 2, _RAGGED)
    return max(1, math.ceil(wide / (room - ragged)))


def _width(one: str) -> float:
    return _WIDE if unicodedata.east_asian_width(one) in "WF" else _NARROW
