"""The one table of formats in which a citation can be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.cite import csl, ris, styles, tex, wiki
from app.cite.cited import Cited

#: Writes a citation; the date is the day of access, where it is to be said.
Write = Callable[[Cited, date | None], str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffix behind ``cite.``, its media type, what readers call it.

    The text that ``write`` returns is encoded in UTF-8; its ends of lines are its own.
    """

    suffix: str
    media_type: str
    label: str
    write: Write


FORMATS = (
    Format("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl.document),
    Format("bib", "application/x-bibtex", "BibTeX", tex.bibtex),
    Format("biblatex.bib", "application/x-bibtex", "biblatex", tex.biblatex),
    Format("ris", "application/x-research-info-systems", "RIS", ris.ris),
    Format("wiki.txt", "text/plain", "Wikipedia", wiki.cite_web),
    Format("txt", "text/plain", "APA, Chicago, MLA", styles.all_rendered),
)
BY_SUFFIX = {one.suffix: one for one in FORMATS}
