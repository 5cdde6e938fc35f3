"""What the Citation File Format 1.2.0 asks of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: What a file must have, and what it may.
REQUIRED = {"cff-version", "message", "title", "authors"}
OPTIONAL = {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "preferred-citation", "references", "repository"),
    *("repository-artifact", "repository-code", "type", "url", "version"),
}
_TEXTS = (REQUIRED | OPTIONAL) - {
    *("authors", "contact", "identifiers", "keywords", "license"),
    *("preferred-citation", "references"),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def faults(cff: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a file that was read with all values as texts."""
    yield from (f"{key} is missing" for key in sorted(REQUIRED - set(cff)))
    yield from (f"{key} is unknown" for key in sorted(set(cff) - REQUIRED - OPTIONAL))
    for key in sorted(_TEXTS & set(cff)):
        if not isinstance(cff[key], str) or not cff[key]:
            yield f"{key} is no text"
    if cff.get("cff-version") != "1.2.0":
        yield "it is of another version of the format"
    if cff.get("type", "dataset") not in ("dataset", "software"):
        yield "its type is unknown"
    if not _DAY.fullmatch(cff.get("date-released", "2024-07-01")):
        yield "date-released is no day"
    for author in cff.get("authors", ()):
        if not {"name", "family-names", "given-names", "alias"} & set(author):
            yield "an author has no name"
