"""The embed of a claim: the one page that others may frame, and its oEmbed answer.

Its caveats stand above the links that they qualify, in the same size: whoever cuts a
frame short, or reads only its beginning, keeps the caveats and loses the rest.  A frame is
never offered lower than what it shows needs at its width; where a page squeezes it, it
scrolls; where a host has no room for it, the same is offered as text, which grows with its
page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from app.cite import cited as texts
from app.cite.cited import Cited
from app.cite.lines import line
from app.graph.iris import Base
from app.history.version import Version
from app.site.citing.column import lines
from app.site.citing.entry import parts_of
from app.site.dates import human
from app.site.views.pages import ClaimPage

#: The last segment of its address.
EMBED = "embed"
#: In pixels of CSS: the width where none is asked for, and the bounds of what may be.
WIDTH = 600
NARROWEST, WIDEST = 240, 800
#: The measures of static/embed.css: the size of the font and of a line; what stands beside
#: all text, beside a caveat and beside a link; what stands above and below all.
_FONT, _LINE = 16, 24
_BESIDE, _BESIDE_CAVEAT, _BESIDE_LINK = 34, 22, 14
_ROUND = 26
#: Below a paragraph or caveat, below a link, and what the list of caveats adds.
_BELOW, _BELOW_LINK, _CAVEATS = 6, 8, 15
_FRAME = Markup(
    '<iframe src="{src}" width="{width}" height="{height}" title="{title}" '
    'frameborder="0" sandbox="allow-popups allow-popups-to-escape-sandbox" '
    'style="min-height: {height}px; max-width: 100%"></iframe>'
)


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
    ``state`` says what became of a version that does not stand any more.
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
    state: str = ""

    def height(self, width: int) -> int:
        """Return how high a frame must be that shows all at *width*; never too little."""
        return _ROUND + sum(self._heights(width - _BESIDE))

    def framed(self, width: int) -> Markup:
        """Return the frame of that width as HTML: the one that is offered everywhere."""
        return _FRAME.format(
            src=self.frame, width=width, height=self.height(width), title=self.full_title
        )

    def _heights(self, room: int) -> Iterator[int]:
        """Yield the heights of the blocks of ``_embed.html``, with what is below each."""
        yield _high(self.by, room) + _BELOW
        yield _high(self.title, room, bold=True) + _BELOW
        if self.state:
            yield _high(self.state, room, bold=True) + _BELOW
        headed = "With the caveats" if self.caveats else "No caveat on it is recorded."
        yield _high(headed, room) + _BELOW
        if self.caveats:
            yield _CAVEATS
        for caveat in self.caveats:
            text = f"◇ “{line(caveat.words)}” {caveat.whence}"
            yield _high(text, room - _BESIDE_CAVEAT) + _BELOW
        for link in self.links:
            yield _high(link.statement, room - _BESIDE_LINK) + _BELOW_LINK
            if link.quote:
                yield _BELOW + _high(f"“{link.quote}”", room - _BESIDE_LINK)
        yield _high(f"{self.container}, version {self.version}", room) + _BELOW


def embed_of(
    view: Any, cited: Cited, base: Base, frozen: Version | None = None, revised: str = ""
) -> Embed | None:
    """Return the embed of a claim; the pages of other kinds have none.

    The frame stays at the version *frozen* and says when that stands no more; without, it
    shows what stands.  *revised* says what a later claim makes of it.
    """
    if not isinstance(view, ClaimPage):
        return None
    page = f"{cited.id}/v/{frozen.name}" if frozen else cited.id
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
        state=" ".join(filter(None, (_state(cited, frozen), line(revised)))),
    )


def _state(cited: Cited, frozen: Version | None) -> str:
    """Say of a version that stands no more what became of it; of any other nothing."""
    if frozen is None or frozen.is_current:
        return ""
    if cited.ended:
        return f"This entry was {line(cited.ended)}."
    until = f", until {human(frozen.until[:10])}" if frozen.until else ""
    return f"An earlier version{until}. Its page tells what changed."


def fits(embed: Embed, width: int, most: int | None) -> bool:
    """Tell whether a frame shows all of an embed in the room that a host has."""
    return width >= NARROWEST and (most is None or embed.height(width) <= most)


def _high(text: str, room: int, *, bold: bool = False) -> int:
    """Return how many pixels a text is high in a column so many pixels wide."""
    return _LINE * lines(text, max(room, _FONT * 4) / _FONT, bold=bold)
