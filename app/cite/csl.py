"""CSL-JSON: the item from which a CSL processor renders a citation (CSL 1.0.2).

It is a ``webpage``: the one type whose whole date, genre and address APA, Chicago and MLA
all print.  It has no ``version``, which Chicago and MLA would print behind a title that
says it already, and no ``title-short``, which some styles print instead of the title and
of the caveats in it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import orjson

from app.cite import cited as texts
from app.cite.cited import Author, Cited
from app.cite.lines import line

#: What could be read as one of the tags that a text in CSL-JSON may hold.
_TAG = re.compile("<(?=[A-Za-z/])")
#: Without width; it keeps a "<" in a text from being the beginning of a tag.
JOINER = "\u2060"


def document(cited: Cited, accessed: date | None = None) -> str:
    """Return the CSL-JSON document that holds the item alone."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps([item(cited, accessed)], option=option).decode()


def item(
    cited: Cited, accessed: date | None = None, *, within_quotes: bool = False
) -> dict[str, Any]:
    """Return the item.

    Args:
        accessed: the day on which the reader saw it, where that is to be said.
        within_quotes: see :func:`app.cite.cited.title`; for processors that do not turn
            quotation marks within quotation marks themselves.
    """
    found: dict[str, Any] = {
        "id": cited.key,
        "type": "webpage",
        "title": _as_written(texts.title(cited, within_quotes=within_quotes)),
        "genre": _text(cited.kind),
        "author": [_author(one) for one in cited.authors],
        "container-title": _text(cited.container),
        "publisher": _text(cited.house),
        "URL": cited.address,
        "language": cited.language,
        "note": "\n".join(map(_text, texts.note(cited))),
    }
    if cited.version_date is not None:
        found["issued"] = _day(cited.version_date)
    if accessed is not None:
        found["accessed"] = _day(accessed)
    return {key: value for key, value in found.items() if value}


def _as_written(text: str) -> str:
    """Protect a text from styles that change case: words of others keep their letters."""
    return f'<span class="nocase">{_text(text)}</span>'


def _text(text: str) -> str:
    return _TAG.sub(f"<{JOINER}", line(text))


def _author(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": _text(author.name)}
    parts = {"family": _text(author.family), "given": _text(author.given)}
    return {key: value for key, value in parts.items() if value}


def _day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
