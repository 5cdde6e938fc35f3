"""Judge what is proposed as ``caveat check`` judges a file, each fault at its field.

The file is written first and read back: the same three stages see the same bytes that
the pull request will hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.edit.propose.known import Published, published
from app.edit.writer import bare
from app.graph.store import Generation
from app.problems import Problem, Severity
from app.records import checks, schema, tree
from app.records.kinds import HEADER, folder_of, is_record_id
from app.records.places import Path
from app.records.record import Record
from app.rules import FILE_NAME, MISSING_KEY, STAMP_VOID
from app.site.forge import file_of

_KEY = re.compile("the key “([^”]+)” is missing")


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem, and the path of the field beside which it is told."""

    path: Path
    problem: Problem

    @property
    def is_error(self) -> bool:
        """Whether it keeps the proposal from being one."""
        return self.problem.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class File:
    """A file as it would be in the repository, and what is wrong with it."""

    id: str
    text: str
    record: Record
    faults: tuple[Fault, ...]

    @property
    def path(self) -> str:
        """The path in the repository."""
        return file_of(self.id)

    @property
    def is_right(self) -> bool:
        """Whether the check would let it pass."""
        return not any(fault.is_error for fault in self.faults)


def judged(
    generation: Generation, proposals: Mapping[str, Mapping[str, Any]], *, fresh: bool
) -> list[File]:
    """Write and judge records that come together; *fresh* ones have no file yet."""
    read = {key: _read(key, data) for key, data in proposals.items()}
    known = {key: _record(key, parsed) for key, (_, parsed) in read.items()}
    malformed = {key: _shape_faults(read[key][1], record) for key, record in known.items()}
    sound = {key: record for key, record in known.items() if not malformed[key]}
    header = published(generation, HEADER)
    others = Published(header, generation=generation, proposed=sound)
    files = []
    for key, (text, parsed) in read.items():
        found = malformed[key]
        if not found:
            index = _index(parsed)
            problems = checks.check(known[key], others)
            found = [Fault(index.get(_at(item), ()), item) for item in problems]
        if fresh:
            found += _name_faults(generation, known[key])
        files.append(File(key, text, known[key], tuple(found)))
    return files


def without_void_stamps(data: dict[str, Any], file: File) -> list[str]:
    """Take off *data* the stamps of words that were changed; return their passages."""
    void = sorted(
        {
            str(fault.path[1])
            for fault in file.faults
            if fault.problem.code == STAMP_VOID.code and len(fault.path) > 1
        }
    )
    for name in void:
        data["passages"][name].pop("verified", None)
    return void


def _read(record_id: str, data: Mapping[str, Any]) -> tuple[str, tree.Tree]:
    text = bare(folder_of(record_id), data)
    return text, tree.read(text.encode("utf-8", "replace"), file_of(record_id))


def _record(record_id: str, parsed: tree.Tree) -> Record:
    folder, path = folder_of(record_id), file_of(record_id)
    return Record(record_id, folder, path, parsed.data or {}, parsed.places)


def _shape_faults(parsed: tree.Tree, record: Record) -> list[Fault]:
    """Return the faults of the first two stages; the second needs the first."""
    if parsed.problems:
        index = _index(parsed)
        return [Fault(index.get(_at(item), ()), item) for item in parsed.problems]
    found = []
    for fault in schema.faults(record.folder, record.data):
        places = parsed.places
        place = places.key(fault.path) if fault.at_key else places.value(fault.path)
        problem = fault.rule.at(place, fault.message.rstrip("."))
        missing = _KEY.match(fault.message) if fault.rule is MISSING_KEY else None
        path = (*fault.path, missing[1]) if missing else fault.path
        found.append(Fault(path, problem))
    return sorted(found, key=lambda item: item.problem)


def _name_faults(generation: Generation, record: Record) -> list[Fault]:
    """Judge the name of a new file: it is a slug, and no other record has it."""
    place = record.places.value(())
    if not is_record_id(record.id):
        name = record.id.partition("/")[2]
        message = f"“{name[:60]}” is no name for a file"
        return [Fault(("slug",), FILE_NAME.at(place, message))]
    if generation.holds(record.id):
        message = f"there is a record {record.id} already"
        remedy = "Choose another name, or correct that record."
        return [Fault(("slug",), FILE_NAME.at(place, message, remedy))]
    return []


def _at(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.column


def _index(parsed: tree.Tree) -> dict[tuple[int, int], Path]:
    """Return the path at each place; where a mapping and its first key meet, the key."""
    index: dict[tuple[int, int], Path] = {}

    def enter(value: Any, path: Path) -> None:
        for place in (parsed.places.key(path), parsed.places.value(path)):
            index[place.line, place.column] = path
        if isinstance(value, dict):
            for key, item in value.items():
                enter(item, (*path, key))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                enter(item, (*path, number))

    if parsed.data is not None:
        for key, item in parsed.data.items():
            enter(item, (key,))
    return index
