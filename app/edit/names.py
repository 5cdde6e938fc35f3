"""A name for a new record: a proposal that its editor confirms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from app.records.addresses import last_words

#: Letters that no accent is taken from, but that have a spelling in plain letters.
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
)
_MOST_WORDS = 6
_MOST_LETTERS = 60


def slug(text: str, most_words: int = _MOST_WORDS) -> str:
    """Return a text in small letters, digits and single hyphens; "" if it has none.

    >>> slug("Réseau Voltaire: l’été, 1,196 comptes")
    'reseau-voltaire-l-ete-1196-comptes'
    """
    joined = re.sub(r"(?<=\d),(?=\d{3})", "", text.casefold().translate(_SPELT))
    marked = unicodedata.normalize("NFKD", joined)
    plain = "".join(char for char in marked if not unicodedata.combining(char))
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words[:most_words])[:_MOST_LETTERS].strip("-")


def proposed(folder: str, data: Mapping[str, Any], is_taken: Callable[[str], bool]) -> str:
    """Return a free id for a record with *data*, from what names such records.

    A number is added only where nothing else tells two apart.
    """
    names = [name for name in _NAMES[folder](data) if name] or [folder.removesuffix("s")]
    for name in names:
        if not is_taken(f"{folder}/{name}"):
            return f"{folder}/{name}"
    numbered = (f"{folder}/{names[-1]}-{number}" for number in range(2, 10_000))
    return next(name for name in numbered if not is_taken(name))


def _last(reference: Any) -> str:
    """Return the name in a reference: of a record, or of the record of a part."""
    return str(reference or "").partition("/")[2].partition("#")[0]


def _joined(*parts: Any) -> str:
    return slug(" ".join(str(part) for part in parts if part), 12)


def _day(data: Mapping[str, Any], key: str) -> str:
    found = re.search(r"\d{4}(?:-\d\d(?:-\d\d)?)?", str(data.get(key, "")))
    return found.group() if found else ""


def _source(data: Mapping[str, Any]) -> list[str]:
    base = _joined(_last(data.get("publisher")), _day(data, "published"))
    return [base, _joined(base, slug(last_words(str(data.get("url", ""))), 4))]


def _reaction(data: Mapping[str, Any]) -> list[str]:
    return [_joined(_last(data.get("by")), _day(data, "made"))]


def _caveat(data: Mapping[str, Any]) -> list[str]:
    first = next(iter(data.get("qualifies", ())), "")
    return [_joined(_last(first), slug(str(data.get("title", "")), 4))]


def _titled(data: Mapping[str, Any]) -> list[str]:
    return [slug(str(data.get("title", "")))]


_NAMES: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "actors": lambda data: [slug(str(data.get("name", "")))],
    "takedowns": lambda data: [_joined(_last(data.get("agent")), _day(data, "disclosed"))],
    "sets": _titled,
    "claims": _titled,
    "caveats": _caveat,
    "sources": _source,
    "reactions": _reaction,
    "reviews": _titled,
}
