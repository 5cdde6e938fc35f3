"""RIS, which EndNote, Zotero and Mendeley read: a tag and a value a line, CRLF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.cite import cited as texts
from app.cite.cited import Author, Cited
from app.cite.lines import line


def ris(cited: Cited, accessed: date | None = None) -> str:
    """Return a reference of type ELEC (a web page)."""
    return "".join(f"{tag}  - {line(value)}\r\n" for tag, value in _fields(cited, accessed))


def _fields(cited: Cited, accessed: date | None) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC"
    yield "ID", cited.key
    for author in cited.authors:
        yield "AU", _author(author)
    yield "TI", texts.title(cited)
    yield "T2", cited.container
    if cited.house:
        yield "PB", cited.house
    if cited.version_date is not None:
        yield "PY", str(cited.version_date.year)
        yield "DA", _day(cited.version_date)
    if cited.version:
        yield "ET", cited.version
    yield "M3", cited.kind
    yield "LA", cited.language
    yield "UR", cited.address
    if accessed is not None:
        yield "Y2", _day(accessed)
    for one in texts.note(cited):
        yield "N1", one
    yield "ER", ""


def _author(author: Author) -> str:
    if not author.family:
        return author.name
    return f"{author.family}, {author.given}" if author.given else author.family


def _day(day: date) -> str:
    """Return a day as RIS has it; what stands behind the last slash would be a season."""
    return day.strftime("%Y/%m/%d/")
