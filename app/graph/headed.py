"""Queries that explain themselves: comments at their head, before the first line of SPARQL.

The first line is the title, those behind it the meaning; lines such as ``# about: sources``
are fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import RuleError

_FIELD = re.compile(r"# ([a-z]+): (.+)")


@dataclass(frozen=True, slots=True)
class Headed:
    """A query with what its head says; ``text`` is the file as it is."""

    name: str
    title: str
    definition: str
    fields: dict[str, str]
    text: str


def read_headed(path: Path) -> Headed:
    """Read a query and its head.

    Raises:
        RuleError: the head has no title or no meaning.
    """
    text = path.read_text("utf-8")
    fields: dict[str, str] = {}
    prose: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if found := _FIELD.fullmatch(line):
            fields[found[1]] = found[2]
        else:
            prose.append(line.removeprefix("#").strip())
    if len(prose) < 2:
        raise RuleError(f"{path}: its head gives no title and meaning")
    return Headed(path.stem, prose[0], " ".join(prose[1:]).strip(), fields, text)
