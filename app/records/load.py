"""Load a knowledge base: find its files, read them, and check them with each other.

::

    files → tree → schema → checks        each stage needs the one before

A file that fails a stage is not in the next; the others go on.  What refers to it is not
told that it is missing: it exists, and its own fault is reported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from app.errors import KnowledgeBaseMissing
from app.problems import Problem
from app.records.checks import check
from app.records.files import HEADER_FILE, Found, entries, top_entry
from app.records.kinds import HEADER, KINDS, folder_of
from app.records.others import AllRecords, Others
from app.records.reading import collector_paused, read, read_all
from app.records.record import KnowledgeBase, Record
from app.records.selection import SomeRecords, select

#: Is told how much of how much is done.
Progress = Callable[[int, int], None]


def load(
    root: Path, paths: Sequence[Path] = (), *, progress: Progress | None = None
) -> KnowledgeBase:
    """Return the records of the knowledge base in *root*, and every problem found.

    With *paths* (files or folders in it) only the problems of those are found, and only
    they, what their checks ask for, and ``kb.yaml`` are read.  Problems stand at paths as
    a person would type them: relative to the current directory where that holds *root*.

    Raises:
        KnowledgeBaseMissing: *root* holds no ``kb.yaml``.
        NotInKnowledgeBase: one of *paths* is not in *root*.
    """
    base = _there(root)
    tell = progress or _silent
    chosen = select(base, paths)
    if chosen is None:
        return load_found(list(entries(base)), tell)
    with collector_paused():
        return _load_some(base, chosen, tell)


def files(root: Path, paths: Sequence[Path] = ()) -> list[Found]:
    """Return the files of the knowledge base in *root*, or those that *paths* name.

    Raises:
        KnowledgeBaseMissing: *root* holds no ``kb.yaml``.
        NotInKnowledgeBase: one of *paths* is not in *root*.
    """
    base = _there(root)
    chosen = select(base, paths)
    return list(entries(base)) if chosen is None else chosen


def load_found(found: Sequence[Found], progress: Progress | None = None) -> KnowledgeBase:
    """Return the knowledge base that is made of the files *found*, all of its files."""
    with collector_paused():
        return _load_all(found, progress or _silent)


def _load_all(found: Sequence[Found], progress: Progress) -> KnowledgeBase:
    records, problems = _read(found, progress)
    unread = {item.id for item in found if item.id} - records.keys()
    header = records.pop(HEADER, None)
    others = AllRecords(
        header,
        all_ids={
            folder: frozenset(f.id for f in found if folder_of(f.id) == folder)
            for folder in KINDS
        },
        by_id=records,
    )
    checked = [*records.values(), *([header] if header else [])]
    problems += _check(checked, others, progress)
    return KnowledgeBase(header, records, tuple(sorted(problems)), unread=frozenset(unread))


def _load_some(base: Path, chosen: Sequence[Found], progress: Progress) -> KnowledgeBase:
    records, problems = _read(chosen, progress)
    header = records.get(HEADER)
    if not any(found.id == HEADER for found in chosen):
        header = next(read(found).record for found in top_entry(base, HEADER_FILE))
    chosen_ids = {found.id: records.get(found.id) for found in chosen if found.id}
    asked = frozenset(chosen_ids)
    others = SomeRecords(header, base=base, fetched=chosen_ids)
    problems += _check(list(records.values()), others, progress)
    seen = {
        key: record
        for key, record in sorted(others.fetched.items())
        if record is not None and key != HEADER
    }
    return KnowledgeBase(header, seen, tuple(sorted(problems)), asked)


def _read(
    found: Sequence[Found], progress: Progress
) -> tuple[dict[str, Record], list[Problem]]:
    """Read files; reading is the first half of the work."""
    total = len(found)
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for outcome in read_all(found, lambda done: progress(done // 2, total)):
        problems += outcome.problems
        if outcome.record is not None:
            records[outcome.id] = outcome.record
    return dict(sorted(records.items())), problems


_STEP = 100


def _check(
    records: Sequence[Record], others: Others, progress: Progress
) -> Iterable[Problem]:
    """Check records; this is the second half of the work."""
    total = len(records)
    problems: list[Problem] = []
    for done, record in enumerate(records, 1):
        problems += check(record, others)
        if done % _STEP == 0 or done == total:
            progress((total + done) // 2, total)
    return problems


def _there(root: Path) -> Path:
    base = typed(root)
    if not os.path.lexists(base / HEADER_FILE):
        raise KnowledgeBaseMissing(
            f"{base} is not a knowledge base: it holds no {HEADER_FILE}"
        )
    return base


def typed(root: Path) -> Path:
    """Return *root* as a person would type it from where they are."""
    here = Path.cwd()
    absolute = Path(os.path.normpath(here / root))
    if absolute == here or not absolute.is_relative_to(here):
        return root
    return absolute.relative_to(here)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""
