"""What every template is given, whoever renders it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from app.records.kinds import KINDS
from app.site.urls import relative


def shared(path: str, here: str, faults: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return what ``base.html`` and the macros use.

    Args:
        path: the path that the links of the page are relative to.
        here: the path of the page itself, without a suffix.
        faults: those of the records, shown above every page.
    """
    return {
        "href": partial(relative, path),
        "here": here,
        "kinds": KINDS,
        "faults": tuple(faults),
        # The terms that a page draws, to be explained once at its end.
        "glossary": {},
        # Set on the page of an earlier or present version, which holds what was relied on.
        "frozen": None,
    }
