"""The searches that the tests ask for: for each kind of thing that can be looked for."""

from __future__ import annotations

from urllib.parse import urlencode

from app.graph.gather import FACETS
from app.graph.search import Searcher
from app.site.search import PER_PAGE
from tests.site.conftest import Site


def search(suffix: str = "", **arguments: str | list[str]) -> str:
    """Return the URL of a search."""
    query = urlencode(arguments, doseq=True)
    return f"/search{suffix}" + (f"?{query}" if query else "")


def searches(site: Site) -> list[dict[str, str | list[str]]]:
    """Return arguments of searches: all claims, and some of everything there is.

    Values of every facet are chosen; ids of names under a restriction are typed as values
    too.
    """
    known = Searcher().catalogue(site.generation).facets
    records = site.kb.published
    claims = [key for key in records if key.startswith("claims/")]
    pages = range(1, 2 + len(claims) // PER_PAGE)
    asked: list[dict[str, str | list[str]]] = [{}, {"q": "nothing-of-the-kind"}]
    asked += [{"kind": "claims", "page": str(number)} for number in pages]
    asked += [{name: value} for name in FACETS for value in _some(sorted(known[name]))]
    asked += [
        {name: key.rpartition("/")[2]}
        for key in site.known.withheld_names
        for name in ("actor", "place")
    ]
    words = [f'"{item.words[:150]}"' for item in site.known.caveats.values()]
    words += [form for forms in site.known.withheld_names.values() for form in forms]
    titles = [item.data.get("title") or item.data["name"] for item in records.values()]
    passages = [
        passage["text"]
        for item in records.values()
        for passage in item.data.get("passages", {}).values()
    ]
    asked += [{"q": text} for some in (words, titles, passages) for text in _some(some)]
    asked += [{"q": word} for word in ("a", "accounts", "of*", "1,196 accounts")]
    return asked


def _some(items: list[str], most: int = 24) -> list[str]:
    """Return at most so many of *items*, spread evenly."""
    return items[:: 1 + len(items) // most]
