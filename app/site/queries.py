"""The queries of the pages, each a CONSTRUCT in a file of its own under ``queries/``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox

_FOLDER = Path(__file__).parent / "queries"


@cache
def query(name: str) -> str:
    """Return the query *name* with the prefixes in front."""
    prefixes = (_FOLDER / "prefixes.rq").read_text("utf-8")
    return prefixes + (_FOLDER / f"{name}.rq").read_text("utf-8")


def with_nodes(name: str, nodes: Iterable[str], links: Iterable[str] = ()) -> str:
    """Return the query *name* over the IRIs *nodes* and *links*.

    Raises:
        ValueError: one of them is not a valid IRI.
    """
    text = query(name).replace("$nodes", _terms(nodes))
    return text.replace("$links", _terms(links))


def _terms(iris: Iterable[str]) -> str:
    # NamedNode refuses whatever is not an IRI, so nothing else gets into the query.
    return " ".join(str(ox.NamedNode(iri)) for iri in sorted(iris))
