"""Whether a text holds a name or phrase, as a reader would say it does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.records.record import Record


def fold(text: str) -> str:
    """Fold case and white space.

    >>> fold("We are\\n  UNABLE")
    'we are unable'
    """
    return " ".join(text.casefold().split())


def holds(text: str, phrase: str) -> bool:
    """Tell whether *phrase* stands in *text* in whole words, whatever its case.

    >>> holds("the Venezuelan government’s press team", "Venezuelan Government")
    True
    >>> holds("tied to Russian accounts", "Russia")
    False
    """
    pattern = rf"(?<!\w){re.escape(fold(phrase))}(?!\w)"
    return re.search(pattern, fold(text)) is not None


def names_of(actor: Record) -> tuple[str, ...]:
    """Return the name of an actor and its other names."""
    return (actor.data["name"], *actor.data.get("also_called", ()))


def first_held(text: str, phrases: Iterable[str]) -> str | None:
    """Return the first of some phrases that *text* holds."""
    return next((phrase for phrase in phrases if holds(text, phrase)), None)
