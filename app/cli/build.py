"""``caveat build``: records to a generation of the graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli import FAULTS, kb_option, out_folder, out_option
from app.cli.check import FORMATS, summary
from app.cli.progress import shown
from app.cli.reproducing import reproduced, snapshots_option
from app.problems import Severity


@click.command(short_help="Build the graph that serve serves.")
@kb_option
@out_option
@snapshots_option
def build(root: Path, out: Path | None, snapshots: Path | None) -> None:
    """Check all records and build them into a graph that can be served.

    Nothing is built where a record has an error; what was built before stays.  With
    copies at hand stamped words are looked for again, and the pages say which were found.
    """
    from app.graph.build import build as build_generation
    from app.history.histories import bring_up
    from app.records.load import load

    folder = out_folder(root, out)
    with shown("Checking") as progress:
        kb = load(root, progress=progress)
    with shown("Reproducing") as progress:
        kb, found = reproduced(kb, snapshots, progress)
    if snapshots is not None:
        click.echo(
            f"Words: {len(found.reproduced):,} reproduced, {len(found.problems):,} not "
            f"in order, {found.skipped:,} whose copy is not in {snapshots}.",
            err=True,
        )
    if kb.problems:
        click.echo(FORMATS["text"](kb.problems))
    if any(item.severity is Severity.ERROR for item in kb.problems):
        click.echo(f"{summary(kb)} Nothing built.", err=True)
        sys.exit(FAULTS)
    with shown("Versions") as progress:
        lacking = bring_up(folder, root, progress)
    if lacking:
        click.echo(f"Versions: {lacking}.", err=True)
    with shown("Building") as progress:
        built = build_generation(kb, folder, progress, reproduced=found.reproduced)
    state = f"{built.changed} changed" if built.changed else "as before"
    click.echo(
        f"Generation {built.name} in {folder}: {built.records:,} records, "
        f"{built.statements:,} statements, {state}."
    )
