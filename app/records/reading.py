"""Read the files of records: YAML, then the shape of each; in parallel where it pays."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.problems import Problem
from app.records import schema, tree
from app.records.files import Found, printed, unreadable
from app.records.kinds import folder_of
from app.records.record import Record

#: Below so many files more processes save nothing: with two, 2,000 files take as long as
#: with one (0.6 s), and half as much computing again; 10,000 take two thirds of the time.
_WORTH_A_POOL = 4_000
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a file gave: a record, or the problems that keep it from being one."""

    id: str
    record: Record | None
    problems: tuple[Problem, ...] = ()


def read(found: Found) -> Outcome:
    """Read one file through the first two stages; the second needs the first."""
    if found.problem is not None:
        return Outcome(found.id, None, (found.problem,))
    data = _bytes(found.path) if found.data is None else found.data
    if isinstance(data, Problem):
        return Outcome(found.id, None, (data,))
    parsed = tree.read(data, printed(found.path))
    problems = list(parsed.problems)
    folder = folder_of(found.id)
    if not problems:
        problems = schema.check(folder, parsed)
    if problems or parsed.data is None:
        return Outcome(found.id, None, tuple(problems))
    record = Record(found.id, folder, str(found.path), parsed.data, parsed.places)
    return Outcome(found.id, record)


def _bytes(path: Path) -> bytes | Problem:
    """Return the bytes of a file; of one that is too large no more than is needed."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > tree.MOST_BYTES:
                return tree.too_large(size, printed(path))
            return file.read(tree.MOST_BYTES + 1)
    except OSError as error:
        return unreadable(path, error)


def read_all(
    files: Sequence[Found], tell: Callable[[int], None], processes: int | None = None
) -> Iterator[Outcome]:
    """Read files in their order, and *tell* how many are done."""
    chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]
    workers = min(processes or os.cpu_count() or 1, len(chunks))
    done = 0
    if len(files) < _WORTH_A_POOL or workers < 2:
        for chunk in map(_read_chunk, chunks):
            yield from chunk
            done += len(chunk)
            tell(done)
        return
    with ProcessPoolExecutor(workers, initializer=gc.disable) as pool:
        for chunk in pool.map(_read_chunk, chunks):
            yield from chunk
            done += len(chunk)
            tell(done)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python from looking for garbage while many lasting objects are made.

    Nothing that is made here is garbage, and looking takes as long as reading.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_chunk(files: Sequence[Found]) -> list[Outcome]:
    return [read(found) for found in files]
