"""The box "Cite this", and what else a page shows and says of how it is cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from app.cite import cited as texts
from app.cite.cited import Cited
from app.cite.formats import FORMATS, Format
from app.cite.plain import quotation
from app.cite.styles import STYLES, rendered
from app.cite.wiki import cite_web
from app.graph.store import Generation
from app.history.version import Version
from app.site.citing.embed import Embed, embed_of
from app.site.citing.entry import Part, citing_of, part_cited, parts_of
from app.site.citing.house import House, current_house
from app.site.citing.said import data_block, metas
from app.site.citing.signposts import Signpost, signposts


@dataclass(frozen=True, slots=True)
class Text:
    """A citation as text: its name in ids, its label, the text."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """All that the page of a record shows and says of how it is cited.

    ``texts`` are the styles, the first one shown at once; ``parts`` the links or passages
    of the page, which are cited one by one, too; ``quotations`` these by name, as they are
    copied with their source.  ``report`` is where a problem in what is cited is reported.
    """

    cited: Cited
    title: str
    texts: tuple[Text, ...]
    formats: tuple[Format, ...]
    metas: tuple[tuple[str, str], ...]
    signposts: tuple[Signpost, ...]
    data: Markup
    embed: Embed | None
    quotations: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of what a page shows.

    ``ended`` is :func:`app.site.citing.entry.ended_of`, ``revised`` what a later claim
    makes of it; ``frozen`` the version of a page that shows what was said once.
    """

    ended: str = ""
    revised: str = ""
    frozen: Version | None = None


def box_of(
    view: Any, generation: Generation, version: Version | None, standing: Standing
) -> Box:
    """Make the box for the page with that *view*, which shows *version*."""
    house = current_house(generation)
    cited = citing_of(view.head, house, version, standing.ended)
    parts = tuple(parts_of(view))
    return Box(
        cited=cited,
        title=texts.title(cited),
        texts=tuple(_texts(cited)),
        formats=FORMATS,
        metas=tuple(metas(cited)),
        signposts=_in_head(view.head.id, house, version),
        # Its "<" and "&" are escaped as JSON does it, so no text in it can end the block.
        data=Markup(data_block(view, cited, generation)),  # noqa: S704
        embed=embed_of(view, cited, generation.base, standing.frozen, standing.revised),
        quotations={
            part.name: quotation(part_cited(cited, part)) for part in parts if part.quote
        },
        parts=parts,
        report=house.report(view.head.id, version.name if version else ""),
    )


def _texts(cited: Cited) -> list[Text]:
    found = [Text(one.name, one.label, rendered(cited, one)) for one in STYLES]
    return [*found, Text("wiki", "Wikipedia", cite_web(cited).strip())]


def _in_head(record_id: str, house: House, version: Version | None) -> tuple[Signpost, ...]:
    """Return the signposts that a page has in its head too: a copy has no headers."""
    kept = ("cite-as", "author", "license")
    return tuple(one for one in signposts(record_id, house, version) if one.rel in kept)
