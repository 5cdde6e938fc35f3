"""The one table of formats, and the choice among them.

A suffix always works; ``Accept`` is the convenience (RFC 9110 section 12.5.1).  A browser,
``*/*``, an unknown or a broken header get HTML, never an error: a reader who follows a
citation must arrive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.graph.export import JSON_LD, N_TRIPLES, RDF_XML, TURTLE


@dataclass(frozen=True, slots=True)
class Format:
    """A representation: its suffix, its media type and what it is called."""

    suffix: str
    media_type: str
    name: str

    @property
    def content_type(self) -> str:
        """The value of the ``Content-Type`` header."""
        if self.media_type.startswith("text/"):
            return f"{self.media_type}; charset=utf-8"
        return self.media_type


HTML = Format("html", "text/html", "HTML")
JSON = Format("json", "application/json", "JSON")
YAML = Format("yaml", "application/yaml", "YAML")
CSV = Format("csv", "text/csv", "CSV")
SPARQL = Format("rq", "application/sparql-query", "SPARQL")

#: In order of preference among equals.
FORMATS: tuple[Format, ...] = (
    HTML,
    Format(TURTLE, "text/turtle", "Turtle"),
    Format(JSON_LD, "application/ld+json", "JSON-LD"),
    Format(N_TRIPLES, "application/n-triples", "N-Triples"),
    Format(RDF_XML, "application/rdf+xml", "RDF/XML"),
    JSON,
    YAML,
)
#: What a page offers that has no file of its own.
WITHOUT_FILE = tuple(item for item in FORMATS if item is not YAML)
#: What a search offers: its answer is no graph of its own, and the records are.
SEARCHED = (HTML, JSON)
#: What a table offers.
TABLES = (*SEARCHED, CSV)
#: What a question offers.
ANSWERS = (*SEARCHED, SPARQL)
BY_SUFFIX = {item.suffix: item for item in (*FORMATS, CSV, SPARQL)}

#: Other names under which clients ask for the same thing.
_ALIASES = {
    "application/xhtml+xml": "text/html",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "text/html",
    "application/x-yaml": "application/yaml",
    "text/yaml": "application/yaml",
    "text/x-yaml": "application/yaml",
}


def negotiate(
    accepted: Iterable[tuple[str, float]], offered: Iterable[Format] = FORMATS
) -> Format:
    """Choose the format for an ``Accept`` header as (media range, quality) pairs.

    Parameters such as ``profile`` are left aside; the most specific range that matches a
    format decides its quality, and 0 refuses it.

    >>> negotiate([("application/ld+json;profile=x", 1.0), ("text/html", 0.8)]).suffix
    'jsonld'
    >>> negotiate([("text/turtle", 0.0), ("*/*", 0.1)]).suffix
    'html'
    >>> negotiate([("image/png", 1.0)]).suffix
    'html'
    """
    ranges: dict[str, float] = {}
    for value, quality in accepted:
        name = value.partition(";")[0].strip().lower()
        name = _ALIASES.get(name, name)
        ranges[name] = max(quality, ranges.get(name, 0.0))
    best, best_quality = HTML, 0.0
    for item in offered:
        quality = _quality(item.media_type, ranges)
        if quality > best_quality:
            best, best_quality = item, quality
    return best


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    """Return the quality that the most specific matching range gives."""
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
