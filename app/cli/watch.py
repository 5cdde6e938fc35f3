"""Check and build again whenever a record changes."""

from __future__ import annotations

import signal
from pathlib import Path

import watchfiles

from app.errors import BuildError, CaveatError
from app.graph.build import build
from app.graph.fill import Progress
from app.problems import Severity, as_json
from app.records.load import load
from app.records.record import KnowledgeBase
from app.site.faults import write_faults

#: Milliseconds to wait for more changes: editors write a file in several steps.
_SETTLE = 60


def refresh(root: Path, out: Path, progress: Progress | None = None) -> KnowledgeBase:
    """Check *root* and build it where it has no error; write its errors beside."""
    kb = load(root, progress=progress)
    errors = [item for item in kb.problems if item.severity is Severity.ERROR]
    out.mkdir(parents=True, exist_ok=True)
    if not errors:
        build(kb, out, progress)
    write_faults(out, as_json(errors))
    return kb


def watch(root: Path, out: Path) -> None:
    """Refresh *out* at every change below *root*, until the process is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for _ in watchfiles.watch(
        root, step=_SETTLE, debounce=4 * _SETTLE, raise_interrupt=False
    ):
        try:
            refresh(root, out)
        except CaveatError as error:
            write_faults(out, _as_fault(root, error))


def _as_fault(root: Path, error: CaveatError) -> str:
    """Show an error of the program where the faults of records are shown."""
    from app.problems import Place, Problem

    place = Place(str(root))
    remedy = (
        "Save a record to try again."
        if isinstance(error, BuildError)
        else "Put the knowledge base back in its place."
    )
    return as_json([Problem(place, "BUILD", str(error), remedy)])
