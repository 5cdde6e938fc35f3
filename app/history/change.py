"""What differs between two versions, as values: changes of records, and their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.history.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One change in meaning: of what (a record or part), in which respect, in words.

    ``before`` and ``after`` are the values as data, None where there was or is none.
    ``links`` are the links that the sentence mentions: whoever shows it shows their
    caveats too.
    """

    about: str
    aspect: str
    sentence: Sentence
    before: Any = None
    after: Any = None
    links: tuple[str, ...] = ()


def part_id(about: str, name: str) -> str:
    """Return the id of a part of *about*: a name that is an id gives its last segment.

    >>> part_id(part_id("sources/x", "lede"), "caveats/y")
    'sources/x#lede.y'
    """
    last = name.rpartition("/")[2]
    return f"{about}{'.' if '#' in about else '#'}{last}"
