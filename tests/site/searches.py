"""The searches that the tests ask for: for each kind of thing that can be looked for."""

from __future__ import annotations

from urllib.parse import urlencode

from app.graph.gather import FACETS
from app.graph.search import Searcher
from tests.site.conftest import Site


def search(suffix: str = "", **arguments: str | list[str]) -> str:
    """Return the URL of a search."""
    query = urlencode(arguments, doseq=True)
    return f"/search{suffix}" + (f"?{query}" if query else "")


def searches(site: Site) -> list[dict[str, str | list[str]]]:
    """Return arguments of searches that find every claim, caveat, passage and name.

    Every value of every facet is chosen once; ids of names under a restriction are typed
    as values too.
    """
    known = Searcher().catalogue(site.generation).facets
    asked: list[dict[str, str | list[str]]] = [{}, {"q": "nothing-of-the-kind"}]
    asked += [{name: value} for name in FACETS for value in sorted(known[name])]
    asked += [
        {name: key.rpartition("/")[2]}
        for key in site.known.withheld_names
        for name in ("actor", "place")
    ]
    asked += [{"q": f'"{item.words[:150]}"'} for item in site.known.caveats.values()]
    asked += [{"q": form} for forms in site.known.withheld_names.values() for form in forms]
    for key, record in site.kb.published.items():
        asked.append({"q": record.data.get("title") or record.data["name"]})
        if key.startswith("sources/"):
            asked += [
                {"q": one["text"]} for one in record.data.get("passages", {}).values()
            ]
    asked += [{"q": word} for word in ("a", "the", "accounts", "of*", "1,196 accounts")]
    asked += [
        {"q": "accounts", "kind": kind, "polarity": polarity}
        for kind in ("claims", "sources", "caveats")
        for polarity in ("asserted", "denied", "withheld")
    ]
    return asked
