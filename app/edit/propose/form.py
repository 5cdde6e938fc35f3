"""A form made from the schema of a kind, filled with the data of a record.

Each field has its description and example from there, the values of lists with their
meaning from the vocabulary, and beside it what is wrong with what stands in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from app.edit.propose import asked
from app.edit.propose.answers import KEPT, MOST_ENTRIES, NAME, is_made
from app.edit.propose.field import Field
from app.edit.propose.judgement import Fault
from app.edit.propose.offered import Choice, LinkOffered, Offered, datalist
from app.records.kinds import KINDS
from app.records.places import Path
from app.records.shape import Reference, Shape, shape_of
from app.rules import UNREASONED

#: How the schemas begin to describe what is true or false.
_TRUE = re.compile("^True (?=where |if )")
_LONG_TEXTS = frozenset({"prose", "words"})


class FormMaker:
    """Makes the fields of one form; ``references`` is what its lists of ids are of."""

    def __init__(
        self,
        folder: str,
        offered: Offered,
        faults: Iterable[Fault] = (),
        claim: str = "",
        added: str = "",
        *,
        fresh: bool = True,
        blank: Iterable[str] = (),
    ) -> None:
        """Take what is wrong, the claim whose links are offered, the map to lengthen.

        *blank* names the maps that have an entry into which nobody wrote yet.
        """
        self._is_fresh = fresh
        self._folder = folder
        self._offered = offered
        self._faults: dict[Path, list[Fault]] = {}
        for fault in faults:
            self._faults.setdefault(fault.path, []).append(fault)
        self._links = tuple(offered.links(claim)) if claim else ()
        self._added = added
        self._blank = {*blank, added} if added else set()
        self._said_once: set[str] = set()
        self._told_once: set[tuple[str, ...]] = set()
        self.references: dict[str, Reference] = {}

    def make(self, data: Mapping[str, Any]) -> Field:
        """Make the whole form over *data*."""
        self._said_once = {key for key in asked.SAID_ONCE if key not in data}
        return self._group(shape_of(self._folder), "", (), data, self._folder, "")

    def _group(
        self,
        shape: Shape,
        prefix: str,
        path: Path,
        data: Mapping[str, Any],
        place: str,
        key: str,
    ) -> Field:
        due = asked.first(place, shape)
        fields = {}
        for name in (*due, *(one for one in shape.properties if one not in due)):
            required = name in shape.required and not (
                self._is_fresh and name in asked.FILLED
            )
            required |= key == "treatments" and name in self._said_once
            below = shape.properties[name]
            fields[name] = self._field(
                name, below, f"{prefix}{name}", (*path, name), data.get(name), required
            )
        # "More" holds what is seldom asked; what somebody filled in stands open.
        more = tuple(field for name, field in fields.items() if name not in due)
        faults = (*self._told(path), *(one for x in fields.values() for one in x.faults))
        unreasoned = any(one.problem.code == UNREASONED.code for one in faults)
        return Field(
            kind="group",
            name=prefix.rstrip("."),
            label=asked.label(key),
            hint=shape.description,
            faults=self._told(path),
            first=tuple(field for name, field in fields.items() if name in due),
            more=more,
            about=asked.label(key).lower()
            if key
            else f"the {KINDS[self._folder].singular.lower()}",
            # A reason may be due, and it is written there.
            open=any(field.is_at_fault or field.open for field in more) or unreasoned,
        )

    def _field(
        self, key: str, shape: Shape, name: str, path: Path, value: Any, required: bool
    ) -> Field:
        if key in asked.UNASKED:
            kept = (orjson.dumps(value).decode(),) if value else ()
            return Field("kept", name + KEPT, key, values=kept, faults=self._told(path))
        if shape.entries is not None:
            return self._map(key, shape, name, path, value)
        if shape.type == "object":
            held = value if isinstance(value, dict) else {}
            return self._group(shape, f"{name}.", path, held, f"?.{key}", key)
        items = shape.items if shape.type == "array" and shape.items else shape
        reference = items.reference
        if reference is not None:
            self.references[datalist(reference)] = reference
        links = self._links if items.definition == "link" else ()
        return Field(
            kind=_kind(shape, items),
            name=name,
            label=asked.label(key),
            hint=self._hint(key, shape),
            # What can be chosen stands there; a code for it would only puzzle.
            example="" if items.options else _example(shape),
            required=required,
            values=_written(value),
            choices=self._choices(items.options),
            links=links,
            limited=self._limited(reference, value, links),
            datalist=datalist(reference) if reference is not None else "",
            faults=self._within(path),
        )

    def _limited(
        self, reference: Reference | None, value: Any, offered: tuple[LinkOffered, ...]
    ) -> tuple[LinkOffered, ...]:
        """Return the links that values name and that are not offered with them."""
        if reference is None or "claims" not in reference.folders:
            return ()
        named = filter(None, _written(value))
        found = (link for one in named for link in self._offered.links(one))
        return tuple(link for link in dict.fromkeys(found) if link not in offered)

    def _hint(self, key: str, shape: Shape) -> str:
        filled = asked.FILLED.get(key, "") if self._is_fresh else ""
        described = _TRUE.sub("Tick it ", shape.description, count=1)
        return f"{described} {filled}".strip()

    def _choices(self, values: tuple[str, ...]) -> tuple[Choice, ...]:
        """Return the values of a list; what they mean is told once a form."""
        choices = tuple(map(self._offered.choice, values))
        if values in self._told_once:
            return tuple(replace(choice, definition="") for choice in choices)
        self._told_once.add(values)
        return choices

    def _map(self, key: str, shape: Shape, name: str, path: Path, value: Any) -> Field:
        held = dict(value) if isinstance(value, dict) else {}
        blank = name in self._blank or (key == "passages" and not held)
        rows = [*held.items(), *([("", {})] if blank else [])][:MOST_ENTRIES]
        entries = tuple(
            self._entry(key, shape, f"{name}.{number}.", (*path, entry), data)
            for number, (entry, data) in enumerate(rows)
        )
        return Field(
            kind="map",
            name=name,
            label=asked.label(key),
            hint=shape.description,
            faults=self._told(path),
            entries=entries,
            entry=asked.entry(key),
            open=bool(entries),
            added=name == self._added,
            blank=blank,
        )

    def _entry(self, key: str, shape: Shape, prefix: str, path: Path, data: Any) -> Field:
        """Make an entry of a map, with the field that names it."""
        below = shape.entries or shape
        group = self._group(below, prefix, path, data, f"{self._folder}.{key}", key)
        group = replace(group, about=f"this {asked.entry(key)}")
        name = str(path[-1])
        reference = shape.names.reference if shape.names is not None else None
        if reference is not None and shape.names is not None:
            self.references[datalist(reference)] = reference
            naming = Field(
                "text",
                prefix + NAME,
                asked.label(reference.folders[0].removesuffix("s")),
                hint=shape.names.description,
                values=(name,) if name else (),
                datalist=datalist(reference),
            )
            return replace(group, first=(naming, *group.first))
        # Others refer to a part by its name, so one that is published is never made anew.
        made = self._is_fresh and is_made(key, name, data)
        naming = Field(
            "text",
            prefix + NAME,
            "Name",
            hint="Small letters, digits and hyphens. Where it is empty a name is made.",
            values=(name,) if name and not made else (),
        )
        return replace(group, more=(*group.more, naming))

    def _told(self, path: Path) -> tuple[Fault, ...]:
        return tuple(self._faults.get(path, ()))

    def _within(self, path: Path) -> tuple[Fault, ...]:
        """Return the faults of a field and of the items of its list."""
        return tuple(
            fault
            for at, faults in self._faults.items()
            if at[: len(path)] == path
            for fault in faults
        )


def _kind(shape: Shape, items: Shape) -> str:
    if shape.type == "array":
        return "ticks" if items.options else "list"
    if shape.type == "boolean":
        return "tick"
    if shape.options:
        return "select"
    return "long" if shape.definition in _LONG_TEXTS else "text"


def _written(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    items = value if isinstance(value, list) else [value]
    return tuple(json.dumps(x) if isinstance(x, bool) else str(x) for x in items)


def _example(shape: Shape) -> str:
    example = shape.example
    if isinstance(example, list):
        example = example[0] if example else ""
    return "" if isinstance(example, bool | dict) or example is None else str(example)


def errors(form: Field, faults: Iterable[Fault]) -> list[tuple[str, str, Fault]]:
    """Return every error with the name and label of the field that it stands at, if any."""
    at: dict[Path, tuple[str, str]] = {}

    def walk(field: Field, within: str, own: str | None = None) -> None:
        label = f"{within}{field.label}" if own is None else own
        at.update(
            dict.fromkeys((fault.path for fault in field.faults), (field.name, label))
        )
        for item in (*field.first, *field.more):
            walk(item, within)
        for number, item in enumerate(field.entries, 1):
            own = f"{within}{field.entry.capitalize()} {number}"
            walk(item, f"{own}: ", own)

    walk(form, "")
    return [(*at.get(fault.path, ("", "")), fault) for fault in faults if fault.is_error]
