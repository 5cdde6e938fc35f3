"""The parts of a record: what stands under a name of its own, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.records.places import Path
from app.records.record import UNPUBLISHED, WITHDRAWN, Record
from app.records.shape import Shape, shape_of

#: The fields of a claim that hold links, from what is said to what is not.
POLARITIES = ("asserts", "denies", "withholds")
UNASSERTED = ("denies", "withholds")
#: Parts that the build adds, by the key that implies them: ``lede.quote``.
IMPLIED_PARTS = {"seen": "quote", "sha256": "checksum"}


def is_unpublished(record: Record) -> bool:
    """Tell whether a record is not published: a draft, or withdrawn."""
    return record.data.get("status") in UNPUBLISHED


def is_withdrawn(record: Record) -> bool:
    """Tell whether a record was published and is no more; its file says why."""
    return record.data.get("status") == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record: the field that holds it, its name, its path, its data.

    ``id`` is what a reference calls it: ``claims/x#name``.
    """

    record: Record
    field: str
    name: str
    path: Path
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Return the reference that names this part."""
        return f"{self.record.id}#{self.name}"


def parts(record: Record, *fields: str) -> Iterator[Part]:
    """Yield the parts directly under some fields of a record, in their order."""
    for field in fields:
        for name, data in record.data.get(field, {}).items():
            yield Part(record, field, name, (field, name), data)


def find(record: Record, name: str, *wanted: str) -> Part | None:
    """Return the part of a record that a reference calls *name*.

    A part under one of the *wanted* fields is preferred; one elsewhere is found too.
    """
    named = [
        part for part in parts(record, *named_fields(record.folder)) if part.name == name
    ]
    due = [part for part in named if part.field in wanted]
    return next(iter([*due, *named]), None)


def named_fields(folder: str) -> tuple[str, ...]:
    """Return the fields that hold parts by name, as the schema has them."""
    return tuple(
        key
        for key, shape in shape_of(folder).properties.items()
        if shape.entries is not None
    )


def links(claim: Record) -> Iterator[Part]:
    """Yield the links of a claim: asserted, denied, withheld."""
    return parts(claim, *POLARITIES)


def passages(source: Record) -> Iterator[Part]:
    """Yield the passages of a source."""
    return parts(source, "passages")


@dataclass(frozen=True, slots=True)
class Treatment:
    """What became of a caveat in a passage, with judge and day as they are inherited."""

    passage: Part
    caveat: str
    path: Path
    data: Mapping[str, Any]
    inherited: Mapping[str, Any]

    @property
    def is_second(self) -> bool:
        """Tell whether it stands beside another editor's (``also_judged``)."""
        return self.path[-2] == "also_judged"

    def judgement(self, key: str) -> str | None:
        """Return ``judged_by`` or ``judged``: its own, or that of the whole source."""
        value = self.data.get(key, self.inherited.get(key))
        return None if value is None else str(value)


def treatments(source: Record) -> Iterator[Treatment]:
    """Yield the treatments in the passages of a source, second ones among them."""
    for passage in passages(source):
        for caveat, data in passage.data.get("treatments", {}).items():
            path = (*passage.path, "treatments", caveat)
            yield Treatment(passage, caveat, path, data, source.data)
            for name, second in data.get("also_judged", {}).items():
                below = (*path, "also_judged", name)
                yield Treatment(passage, caveat, below, second, {})


def names(record: Record) -> Iterator[tuple[str, Path]]:
    """Yield the full name of every part of a record, and the path that it stands at.

    Nested names are joined with a dot; a name that is an id gives its last segment; a
    single nested mapping is called as its field: ``lede.total``, ``lede.seen``.  What the
    build adds to a part counts too, as it has an address.
    """
    return _names(shape_of(record.folder), record.data, (), "")


def _names(
    shape: Shape, data: Mapping[str, Any], path: Path, parent: str
) -> Iterator[tuple[str, Path]]:
    for key, value in data.items():
        below = shape.below(key)
        if below is None or not isinstance(value, dict):
            continue
        here = (*path, key)
        if below.entries is None:
            yield from _named(below, value, here, parent, key)
            continue
        for name, entry in value.items():
            yield from _named(below.entries, entry, (*here, name), parent, name)


def _named(
    shape: Shape, data: Mapping[str, Any], path: Path, parent: str, name: str
) -> Iterator[tuple[str, Path]]:
    last = name.rpartition("/")[2]
    full = f"{parent}.{last}" if parent else last
    yield full, path
    for key, implied in IMPLIED_PARTS.items():
        if key in data:
            yield f"{full}.{implied}", (*path, key)
    yield from _names(shape, data, path, full)
