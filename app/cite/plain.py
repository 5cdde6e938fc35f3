"""A quotation with its source, as plain text to be pasted anywhere."""

from __future__ import annotations

from app.cite import cited as texts
from app.cite.cited import Cited
from app.cite.lines import line


def quotation(cited: Cited) -> str:
    """Return the words quoted, and below them where they stand, with every caveat.

    Raises:
        ValueError: nothing is quoted.
    """
    if not cited.quote:
        raise ValueError(f"no words of {cited.key} are quoted")
    house = f", {cited.house}" if cited.house else ""
    source = f"{texts.title(cited)}. {line(cited.container)}{house}."
    return f"“{line(cited.quote)}”\n— {source} {cited.address}\n"
