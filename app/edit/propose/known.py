"""The published records as a check sees them, with those that are proposed among them.

They are read from the generation that is served, which holds every file: a proposal is
judged against what its reader sees, and a worker needs no folder of records.  Drafts are
not published, so a reference to one is told as unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from app.graph.context import context
from app.graph.store import Generation
from app.records import tree
from app.records.kinds import HEADER, KINDS, folder_of
from app.records.others import Others
from app.records.record import Record


@dataclass(frozen=True, slots=True)
class Published(Others):
    """The records of a generation; *proposed* ones stand in the place of theirs."""

    generation: Generation = field(kw_only=True)
    proposed: Mapping[str, Record] = field(default_factory=dict)
    _held: dict[str, Record | None] = field(default_factory=dict)

    def ids(self, folder: str) -> set[str]:
        """Return the ids of all records of a kind."""
        known = self.generation.ids(folder) if folder in KINDS else []
        return {*known, *(key for key in self.proposed if folder_of(key) == folder)}

    def exists(self, record_id: str) -> bool:
        """Tell whether there is a record of that id, or was one that others refer to still.

        Of one that was withdrawn nothing is published but that they do.
        """
        is_here = record_id in self.proposed or self.generation.holds(record_id)
        return is_here or self._is_referred_to(record_id)

    def _is_referred_to(self, record_id: str) -> bool:
        start = self.generation.base.absolute(record_id)
        refers = ox.NamedNode(context().expand("dct:references"))
        quads = self.generation.store.quads_for_pattern(None, refers, None, None)
        return any(
            isinstance(quad.object, ox.NamedNode)
            and quad.object.value.partition("#")[0] == start
            for quad in quads
        )

    def record(self, record_id: str) -> Record | None:
        """Return a record, or None where it is missing."""
        if record_id in self.proposed:
            return self.proposed[record_id]
        return self.before(record_id)

    def before(self, record_id: str) -> Record | None:
        """Return a record as it is published, or None where it is not."""
        if record_id not in self._held:
            self._held[record_id] = published(self.generation, record_id)
        return self._held[record_id]

    def mentioning(self, text: str, folder: str = "") -> set[str]:
        """Return the ids of published records, of one kind or all, whose file has *text*.

        Capital letters of ASCII make no difference, as in the host of an address.
        """
        rows = self.generation.index.execute(
            "SELECT id FROM record WHERE id BETWEEN ? AND ?"
            " AND instr(lower(CAST(source AS TEXT)), lower(?))",
            (f"{folder}/", f"{folder or '~'}/~", text.encode("utf-8", "replace").decode()),
        )
        return {row[0] for row in rows if row[0] != HEADER}

    def caveats_on(self, link_id: str) -> Iterator[Record]:
        """Yield the caveats that qualify a link."""
        return self._holding("caveats", "qualifies", link_id)

    def actors_with(self, key: str, value: str) -> Iterator[Record]:
        """Yield the actors whose *key* is *value*."""
        return self._holding("actors", key, value)

    def sources_at(self, key: str, value: str) -> Iterator[Record]:
        """Yield the sources whose *key* is *value*."""
        return self._holding("sources", key, value)

    def formerly(self, record_id: str) -> Iterator[Record]:
        """Yield the records that once had an id."""
        for folder in KINDS:
            yield from self._holding(folder, "formerly", record_id)

    def _holding(self, folder: str, key: str, value: str) -> Iterator[Record]:
        """Find records by a value; only files that hold its text are read as YAML."""
        found = self.mentioning(value, folder)
        for record_id in sorted({*found, *self.proposed}):
            record = self.record(record_id)
            if record is None or record.folder != folder:
                continue
            held = record.data.get(key, [])
            if value in (held if isinstance(held, list) else [held]):
                yield record


def published(generation: Generation, record_id: str) -> Record | None:
    """Return a published record, ``kb`` for the header, or None where there is none."""
    source = generation.source(record_id)
    if source is None:
        return None
    path = f"kb/{record_id}.yaml"
    parsed = tree.read(source, path)
    folder = HEADER if record_id == HEADER else folder_of(record_id)
    return Record(record_id, folder, path, parsed.data or {}, parsed.places)
