"""The queries of the pages, each in a file of its own under ``queries/``.

That of a page finds, as ``?seed``, the nodes that the page is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from app.graph.context import context

_FOLDER = Path(__file__).parent / "queries"


@cache
def query(name: str) -> str:
    """Return the query *name* with the prefixes in front."""
    return context().sparql + (_FOLDER / f"{name}.rq").read_text("utf-8")


def with_nodes(name: str, **nodes: Iterable[str]) -> str:
    """Return the query *name* over IRIs: ``nodes=`` fills ``$nodes``, and so on.

    Raises:
        ValueError: one of them is not a valid IRI.
    """
    text = query(name)
    for variable, iris in nodes.items():
        # NamedNode refuses whatever is not an IRI, so nothing else gets in.
        terms = " ".join(str(ox.NamedNode(iri)) for iri in sorted(iris))
        text = text.replace(f"${variable}", terms)
    return text
