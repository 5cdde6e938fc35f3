"""A new record before it is a file: completed, written as text, checked like all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.edit.known import Known
from app.edit.names import slug
from app.edit.writer import written
from app.problems import Problem, Severity
from app.records import schema, tree
from app.records.checks import check
from app.records.kinds import folder_of
from app.records.others import AllRecords
from app.records.places import Path as InRecord
from app.records.record import Record
from app.rules import MISSING_KEY, SAYS_NOTHING


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be made: its id, its data, comments to stand in it, where it goes."""

    id: str
    data: dict[str, Any]
    path: Path
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder of its kind."""
        return folder_of(self.id)

    @property
    def text(self) -> str:
        """The text of its file."""
        return written(self.folder, self.data, self.remarks)


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``caveat check`` would say of drafts, and which answer each fault is about."""

    problems: tuple[Problem, ...]
    records: tuple[Record, ...]

    @property
    def errors(self) -> list[Problem]:
        """The problems that are no mere warnings."""
        return [item for item in self.problems if item.severity is Severity.ERROR]

    def answer(self, problem: Problem) -> tuple[str, InRecord] | None:
        """Return the record and path of the value or key that a problem stands at.

        What a mapping lacks is told where it begins, which is also where its first key
        stands; then the path is that of the mapping.
        """
        for record in self.records:
            if record.path == problem.place.path:
                places = record.places
                lacks = problem.code in _LACKING
                at = [
                    path
                    for path, value in _paths(record.data, ())
                    if problem.place in (places.value(path), places.key(path))
                    and (isinstance(value, dict) if lacks else path)
                ]
                return (record.id, max(at, key=len)) if at else None
        return None


_LACKING = frozenset({MISSING_KEY.code, SAYS_NOTHING.code})


def _paths(value: Any, path: InRecord) -> Iterator[tuple[InRecord, Any]]:
    """Yield every value of a record with the path to it."""
    yield path, value
    items = value.items() if isinstance(value, dict) else ()
    rows = enumerate(value) if isinstance(value, list) else ()
    for step, item in (*items, *rows):
        yield from _paths(item, (*path, step))


def checked(drafts: Sequence[Draft], known: Known) -> Checked:
    """Check drafts with each other and with all records: the three stages of a file."""
    problems: list[Problem] = []
    records: list[Record] = []
    for draft in drafts:
        path = str(draft.path)
        read = tree.read(draft.text.encode("utf-8", "replace"), path)
        record = Record(draft.id, draft.folder, path, read.data or {}, read.places)
        faults = [*read.problems] or schema.check(draft.folder, read)
        problems += faults
        records.append(record)
    if not problems:
        added = {record.id: record for record in records}
        ids = {
            folder: known.ids.get(folder, frozenset())
            | {record.id for record in records if record.folder == folder}
            for folder in {*known.ids, *(record.folder for record in records)}
        }
        others = AllRecords(
            known.kb.header, all_ids=ids, by_id={**known.kb.records, **added}
        )
        for record in records:
            problems += check(record, others)
    return Checked(tuple(sorted(problems)), tuple(records))


def completed(record_id: str, data: Mapping[str, Any], copy: str = "") -> dict[str, Any]:
    """Return the data of a new record with what need not be asked.

    The status is that of a record coded once; words are seen in the copy that was taken,
    else in the source itself, where nothing else is said.
    """
    whole: dict[str, Any] = {"status": "single-coded", **data}
    if folder_of(record_id) == "sources" and "passages" in whole:
        seen_in = f"{record_id}#{copy}" if copy else record_id
        whole["passages"] = {
            name: {**passage, "seen": {"in": seen_in, **passage.get("seen", {})}}
            for name, passage in whole["passages"].items()
        }
    return whole


def treatments_due(data: Mapping[str, Any], known: Known) -> dict[str, list[str]]:
    """Return, for each passage, the caveats on what it restates, as lines of comment.

    They stand above the note of the passage for whoever judges; nothing is judged here.
    """
    found: dict[str, list[str]] = {}
    for name, passage in data.get("passages", {}).items():
        if "treatments" in passage:
            continue
        caveats = {
            caveat.id: known.words(caveat.data["words"])
            for link in passage.get("restates", ())
            for caveat in known.caveats_on(link)
        }
        lines = [
            line
            for one, words in sorted(caveats.items())
            for line in (f"  # “{words}”", f'  {one}: {{fate: [], reason: ""}}')
        ]
        judge = "What became of each caveat, where you judge it:"
        if lines:
            found[f"passages.{name}.treatments"] = [judge, "treatments:", *lines]
    return found


def part_name(field_name: str, data: Mapping[str, Any], taken: Sequence[str]) -> str:
    """Return a free name for a part: its kind, relation or first words."""
    known = (data.get("part"), data.get("relation"), data.get("kind"))
    first = slug(str(data.get("text", data.get("title", ""))), 3)
    special = [name for name in known if name and name != "body"]
    names = [*special, *([first] if first else []), field_name.rstrip("s")]
    for name in names:
        if name not in taken:
            return str(name)
    numbered = (f"{names[-1]}-{number}" for number in range(2, 10_000))
    return next(name for name in numbered if name not in taken)
