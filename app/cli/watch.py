"""Check and build again whenever a record changes."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click
import watchfiles

from app.cli import sentence
from app.cli.check import FORMATS
from app.cli.reproducing import reproduced
from app.errors import BuildError, CaveatError
from app.graph.build import build
from app.graph.fill import Progress
from app.graph.store import pointed
from app.history.histories import bring_up
from app.problems import Place, Problem, Severity, as_json
from app.records.load import load
from app.records.record import KnowledgeBase
from app.site.faults import write_faults
from app.words.copies import VARIABLE, snapshots_folder

#: Milliseconds to wait for more changes: editors write a file in several steps.
_SETTLE = 60
#: Milliseconds after which a quiet watcher looks whether its server still lives.
_LIFE_CHECK = 2_000


def refresh(root: Path, out: Path, progress: Progress | None = None) -> KnowledgeBase:
    """Check *root* and build it where it has no error; write its errors beside.

    Where ``CAVEAT_SNAPSHOTS`` names copies, stamped words are looked for again.
    """
    named = os.environ.get(VARIABLE, "").strip()
    snapshots = snapshots_folder(os.environ) if named else None
    kb, found = reproduced(load(root, progress=progress), snapshots)
    errors = [item for item in kb.problems if item.severity is Severity.ERROR]
    out.mkdir(parents=True, exist_ok=True)
    if not errors:
        lacking = bring_up(out, root)
        if lacking:
            click.echo(f"Versions: {lacking}.", err=True)
        build(kb, out, progress, reproduced=found.reproduced)
    write_faults(out, as_json(errors))
    return kb


def watch(root: Path, out: Path) -> None:
    """Refresh *out* at every change below *root*, as long as the server lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = os.getppid()
    # Before the watch stands and just after it, a change could have gone unseen.
    told = _try(root, out)
    unseen = True
    for changes in watchfiles.watch(
        root,
        step=_SETTLE,
        debounce=4 * _SETTLE,
        rust_timeout=_LIFE_CHECK,
        yield_on_timeout=True,
    ):
        if os.getppid() != server:
            return
        if changes or unseen:
            unseen = False
            told = _tell(out, told, _try(root, out))


#: The faults that stand, as the terminal shows them, and how many records there are.
_Found = tuple[str, int]


def _try(root: Path, out: Path) -> _Found:
    """Refresh *out*; what fails is shown where the faults of records are shown."""
    try:
        kb = refresh(root, out)
    except CaveatError as error:
        fault = _as_fault(root, error)
        write_faults(out, as_json([fault]))
        return FORMATS["text"]([fault]), 0
    return FORMATS["text"](kb.problems) if kb.problems else "", len(kb.records)


def _tell(out: Path, before: _Found, now: _Found) -> _Found:
    """Print what a change has broken or mended, each fault once; return *now*."""
    faults, records = now
    if faults and faults != before[0]:
        click.echo(faults, err=True)
    elif before[0] and not faults:
        click.echo(f"mended: {records:,} records, generation {pointed(out)}", err=True)
    return now


def _as_fault(root: Path, error: CaveatError) -> Problem:
    """Give an error of the program the form of a fault."""
    remedy = (
        "Save a record to try again."
        if isinstance(error, BuildError)
        else "Put the knowledge base back in its place."
    )
    return Problem(Place(str(root)), "BUILD", sentence(error), remedy)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), Path(sys.argv[2]))
