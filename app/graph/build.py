"""Build a generation beside the one that is served, then point at it.

Nothing that is served is touched before the last step, the atomic replacement of the
pointer file; a crash, a kill or a full disk leaves the old generation in place, and the
next build clears the remains away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import BuildError, BuildLocked
from app.graph.fill import Progress, fill_store
from app.graph.index import write_index
from app.graph.plan import Plan, is_generation, plan
from app.graph.store import DISK_ERRORS, INDEX, POINTER, open_generation, pointed
from app.records.record import KnowledgeBase

_PARTIAL = ".partial"
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; ``changed`` is 0 where the generation stood already."""

    name: str
    records: int
    statements: int
    changed: int


def build(
    kb: KnowledgeBase,
    out: Path,
    progress: Progress | None = None,
    *,
    reproduced: Collection[str] = (),
) -> Built:
    """Build the published records of *kb* into *out* and point at the result.

    *reproduced* are the ids of passages whose words were found again in held copies.

    Raises:
        BuildLocked: another build is at work in *out*.
        StatementsLost: the store holds other statements than were compiled.
        BuildError: *kb* has no header, a record's file is gone, or the disk refuses.
    """
    try:
        planned = plan(kb, reproduced)
        out.mkdir(parents=True, exist_ok=True)
        with locked(out):
            changed = _build(planned, out, progress or _silent)
    except DISK_ERRORS as error:
        raise BuildError(f"the build could not be finished: {error}") from error
    return Built(planned.name, len(planned.records) + 1, planned.statements, changed)


def _silent(done: int, total: int) -> None:
    """Show nothing."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock on *out*; the kernel frees it when the process ends, however."""
    with (out / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildLocked(
                f"another build is at work in {out}; wait for it to end"
            ) from None
        yield


def _build(planned: Plan, out: Path, progress: Progress) -> int:
    last = pointed(out)
    if last is not None and not _opens(out, last):
        last = None
    clear_remains(out)
    if last == planned.name:
        return 0
    changed = 0
    if not _opens(out, planned.name):
        partial = out / f"{planned.name}{_PARTIAL}"
        partial.mkdir()
        before = out / last if last else None
        changed = fill_store(planned, partial, before, progress)
        write_index(planned, partial / INDEX, before)
        settle(partial, out / planned.name)
    point(out, planned.name)
    prune(out, keep=(planned.name, last))
    return changed


def _opens(out: Path, name: str) -> bool:
    """Tell whether there is a generation of that name, and it can be read."""
    try:
        open_generation(out, name)
    except DISK_ERRORS:
        return False
    return True


def clear_remains(out: Path) -> None:
    """Remove what an interrupted build left."""
    for folder in out.glob(f"*{_PARTIAL}"):
        shutil.rmtree(folder)


def settle(partial: Path, final: Path) -> None:
    """Give the finished generation its name."""
    if final.exists():
        shutil.rmtree(final)
    partial.rename(final)
    _sync(final.parent)


def point(out: Path, name: str) -> None:
    """Replace the pointer file in one step, so that a reader sees old or new."""
    fresh = out / f"{POINTER}.new"
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(out / POINTER)
    _sync(out)


def prune(out: Path, keep: tuple[str | None, ...]) -> None:
    """Remove generations other than the new one and the one before it.

    Each loses its name first: one that is removed in part must not look finished, and
    the next build clears it away.
    """
    for folder in list(out.iterdir()):
        if is_generation(folder.name) and folder.name not in keep:
            shutil.rmtree(folder.rename(out / f"{folder.name}{_PARTIAL}"))


def _sync(folder: Path) -> None:
    """Make the folder's entries outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
