"""Who publishes the knowledge base: what every citation says alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.cite.cited import Author
from app.errors import NothingBuilt
from app.graph.iris import Base
from app.graph.store import Generation
from app.records.files import Found
from app.records.kinds import HEADER
from app.records.reading import read
from app.site.forge import forge_of


@dataclass(frozen=True, slots=True)
class House:
    """The knowledge base as a publisher; ``editors`` are the IRIs of the authors.

    ``edition`` is the day of the edition and ``repository`` where its files are, which is
    empty where the header does not say.
    """

    base: Base
    title: str
    licence: str
    authors: tuple[Author, ...]
    editors: tuple[str, ...]
    edition: str
    repository: str

    def report(self, record_id: str, version: str) -> str | None:
        """Return where a problem in a version of a record is reported, if that is known."""
        forge = forge_of(self.repository)
        return forge.report(record_id, self.edition, version) if forge else None


def house_of(header: Mapping[str, Any], base: Base) -> House:
    """Return the house that the data of a ``kb.yaml`` tells of."""
    editors = header["editors"]
    return House(
        base=base,
        title=header["title"],
        licence=header["licence"],
        authors=tuple(Author(one["name"]) for one in editors.values()),
        editors=tuple(base.absolute(f"editors/{name}") for name in editors),
        edition=header["edition"],
        repository=header.get("repository", ""),
    )


def current_house(generation: Generation) -> House:
    """Return the house as the generation has it."""
    return _house(generation.base, generation.source(HEADER) or b"")


@lru_cache(maxsize=4)
def _house(base: Base, source: bytes) -> House:
    """Read the header, which was checked when it was built."""
    record = read(Found(Path(f"{HEADER}.yaml"), HEADER, None, source)).record
    if record is None:
        raise NothingBuilt(f"what is built has no {HEADER}.yaml that can be read")
    return house_of(record.data, base)
