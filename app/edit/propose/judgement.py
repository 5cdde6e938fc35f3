"""Judge what is proposed as ``caveat check`` judges a file, each fault at its field.

The file is written first and read back: the same stages see the same bytes that the pull
request will hold.  As with ``--since``, it is then compared with what is published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from app.edit.propose import since
from app.edit.propose.known import Published, published
from app.edit.propose.remedies import asks_outlet, remedy
from app.edit.writer import bare
from app.graph.store import Generation
from app.problems import Problem, Severity
from app.records import checks, schema, tree
from app.records.checks import dates, references
from app.records.kinds import HEADER, folder_of, is_record_id
from app.records.places import Path
from app.records.record import Record
from app.rules import FILE_NAME, MALFORMED_REFERENCE, MISSING_KEY, STAMP_VOID
from app.site.forge import file_of

_GUESS = re.compile(" Did you mean “([^”]+)”\\?")
_KEY = re.compile("the key “([^”]+)” is missing")
#: What is asked of a value whatever else the record holds.
_OF_VALUES: tuple[checks.Check, ...] = (references.references, dates.calendar)

#: A problem and the path of its field.
Found = tuple[Path, Problem]


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem, the path of the field beside which it is told, and what to do there.

    ``asks_outlet`` tells that what is missing may be an outlet without a record.
    """

    path: Path
    problem: Problem
    remedy: str
    asks_outlet: bool

    @property
    def is_error(self) -> bool:
        """Whether it keeps the proposal from being one."""
        return self.problem.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class File:
    """A file as it would be in the repository, and what is wrong with it.

    ``is_judged_whole`` is false where faults of its shape keep later stages from it.
    """

    id: str
    text: str
    record: Record
    faults: tuple[Fault, ...]
    is_judged_whole: bool

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
    names = {key: _name_faults(generation, known[key]) if fresh else [] for key in known}
    sound = {key: record for key, record in known.items() if not malformed[key]}
    header = published(generation, HEADER)
    others = Published(header, generation=generation, proposed=sound)
    parts = {key: _what_reads(known[key], malformed[key]) for key in known}
    beside = Published(header, generation=generation, proposed=parts | sound)
    changed = _changed(others, {key: sound[key] for key in sound if not names[key]})
    files = []
    for key, (text, parsed) in read.items():
        if key in sound:
            problems = checks.check(sound[key], others)
        else:
            problems = [one for check in _OF_VALUES for one in check(parts[key], beside)]
        index = _index(parsed)
        found = [*malformed[key], *((_path(index, one), one) for one in problems)]
        later = changed.get(key, ())
        found += [(_path_changed(known[key], index, one), one) for one in later]
        faults = (
            _fault(known[key].folder, path, _without_guess(problem, beside))
            for path, problem in (*found, *names[key])
        )
        files.append(File(key, text, known[key], tuple(faults), key in sound))
    return files


def _fault(folder: str, path: Path, problem: Problem) -> Fault:
    asks = asks_outlet(folder, path, problem)
    return Fault(path, problem, remedy(folder, path, problem), asks)


def _without_guess(problem: Problem, others: Published) -> Problem:
    """Take an id off a message that is well written, and that no record has."""
    guess = _GUESS.search(problem.message)
    if guess is None or problem.code != MALFORMED_REFERENCE.code:
        return problem
    guessed = guess[1].partition("#")[0]
    if not is_record_id(guessed) or others.exists(guessed):
        return problem
    return replace(problem, message=problem.message.replace(guess[0], ""))


def _what_reads(record: Record, malformed: Sequence[Found]) -> Record:
    """Return a record without the values that have not the right form, as others see it."""
    data = deepcopy(record.data)
    if any(problem.code.startswith("Y") for _, problem in malformed):
        data = {}  # its shape was not looked at
    for path, problem in malformed:
        steps = list(takewhile(lambda step: isinstance(step, str), path))
        if problem.code == MISSING_KEY.code or not steps:
            continue
        holder: dict[Any, Any] = data
        for step in steps[:-1]:
            holder = holder.get(step, {})
        holder.pop(steps[-1], None)
    return Record(record.id, record.folder, record.path, data, record.places)


def _changed(others: Published, proposed: Mapping[str, Record]) -> dict[str, list[Problem]]:
    """Return by record what breaks a rule between what is published and *proposed*."""
    found: dict[str, list[Problem]] = {}
    ids = {record.path: record.id for record in proposed.values()}
    for problem in since.versions(others, proposed).problems() if proposed else ():
        if problem.place.path in ids:
            found.setdefault(ids[problem.place.path], []).append(problem)
    return found


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


def _shape_faults(parsed: tree.Tree, record: Record) -> list[Found]:
    """Return the faults of the first two stages; the second needs the first."""
    if parsed.problems:
        index = _index(parsed)
        return [(_path(index, item), item) for item in parsed.problems]
    found: list[Found] = []
    for fault in schema.faults(record.folder, record.data):
        places = parsed.places
        place = places.key(fault.path) if fault.at_key else places.value(fault.path)
        problem = fault.rule.at(place, fault.message.rstrip("."))
        missing = _KEY.match(fault.message) if fault.rule is MISSING_KEY else None
        path = (*fault.path, missing[1]) if missing else fault.path
        found.append((path, problem))
    return sorted(found, key=lambda item: item[1])


def _name_faults(generation: Generation, record: Record) -> list[Found]:
    """Judge the name of a new file: it is a slug, and no other record has it."""
    place = record.places.value(())
    if not is_record_id(record.id):
        name = record.id.partition("/")[2]
        message = f"“{name[:60]}” is no name for a file"
        advice = "Write small letters, digits and single hyphens, or nothing."
        return [(("slug",), FILE_NAME.at(place, message, advice))]
    if generation.holds(record.id):
        message = f"there is a record {record.id} already"
        advice = "Choose another name, or correct that record."
        return [(("slug",), FILE_NAME.at(place, message, advice))]
    return []


def _path(index: Mapping[tuple[int, int], Path], problem: Problem) -> Path:
    return index.get((problem.place.line, problem.place.column), ())


def _path_changed(
    record: Record, index: Mapping[tuple[int, int], Path], problem: Problem
) -> Path:
    """Return where to tell a change: what was taken out has no place, but a field."""
    key = since.key_told(problem)
    if key:
        return (key,)
    is_whole = problem.place == record.places.value(())
    return () if is_whole else _path(index, problem)


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
