"""The files of citations: which there are, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.cite.cited import Cited
from app.cite.formats import FORMATS, Format

#: Of these a browser makes a file, which the reader opens with a reference manager.
_DOWNLOADED = ("csl.json", "bib", "biblatex.bib", "ris")


@dataclass(frozen=True, slots=True)
class Asked:
    """A citation that is asked for: in which format, and of which part, if of one."""

    format: Format
    part: str = ""


def asked(name: str) -> Asked | None:
    """Return what the last segment of an address asks for, or None.

    >>> asked("cite.biblatex.bib").format.label
    'biblatex'
    >>> asked("foreign-government.csl.json").part
    'foreign-government'
    >>> asked("cite.exe") is None
    True
    """
    # The longest first: "biblatex.bib" ends with "bib" too.
    for one in sorted(FORMATS, key=lambda item: -len(item.suffix)):
        stem = name.removesuffix(f".{one.suffix}")
        if stem and stem != name:
            return Asked(one, "" if stem == "cite" else stem)
    return None


def addresses(page: str, parts: Iterable[str] = ()) -> Iterator[str]:
    """Yield the paths of the files of a page: those of the whole, and of its *parts*.

    Args:
        page: the path of the page of a record, or of one of its versions.
        parts: the names of links or passages.

    >>> list(addresses("/claims/x", ["like"]))[-3:]
    ['/claims/x/cite/like.wiki.txt', '/claims/x/cite/like.txt', '/claims/x/linkset.json']
    """
    for one in FORMATS:
        yield f"{page}/cite.{one.suffix}"
    for part in parts:
        for one in FORMATS:
            yield f"{page}/cite/{part}.{one.suffix}"
    yield f"{page}/linkset.json"


def content_type(wanted: Format) -> str:
    """Return the value of ``Content-Type``; every citation is text in UTF-8."""
    return f"{wanted.media_type}; charset=utf-8"


def disposition(cited: Cited, wanted: Format) -> str:
    """Return the value of ``Content-Disposition``; the key of an entry is plain ASCII."""
    if wanted.suffix not in _DOWNLOADED:
        return "inline"
    return f'attachment; filename="{cited.key}.{wanted.suffix}"'
