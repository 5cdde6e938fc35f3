"""A quotation with its source, as plain text to be pasted anywhere."""

from __future__ import annotations

from app.cite import cited as texts
from app.cite.cited import Cited
from app.cite.fragments import text_fragment
from app.cite.lines import line
from app.words.quotation import Quotation


def quotation(cited: Cited) -> str:
    """Return the words quoted, and below them where they stand, with every caveat.

    The address opens the page at the words.

    Raises:
        ValueError: nothing is quoted.
    """
    if not cited.quote:
        raise ValueError(f"no words of {cited.key} are quoted")
    words = line(cited.quote)
    house = f", {cited.house}" if cited.house else ""
    source = f"{texts.title(cited)}. {line(cited.container)}{house}."
    return f"“{words}”\n— {source} {text_fragment(cited.address, Quotation(words))}\n"
