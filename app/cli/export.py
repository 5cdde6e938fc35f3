"""``caveat export``: the whole site as files for any host, or a release."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli import FAULTS, kb_option, out_folder, out_option
from app.cli.check import FORMATS, summary
from app.cli.progress import shown
from app.problems import Severity
from app.records.record import KnowledgeBase


@click.command(short_help="Write the site as files, or a release of the records.")
@click.option(
    "--static",
    "site",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the whole site as files, for any host.",
)
@click.option(
    "--release",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write dumps with checksums and metadata, and the records with all versions.",
)
@kb_option
@out_option
def export(site: Path | None, release: Path | None, root: Path, out: Path | None) -> None:
    """Check and build the records, then write the site, a release, or both.

    Each DIR is new, empty, or of an earlier export. It is replaced as a whole once
    everything is written; until then it stays as it is. Nothing is written where a record
    has an error. The same records give the same bytes. A release is of what is committed.
    """
    from app.records.load import load

    folders = [folder for folder in (site, release) if folder is not None]
    if not folders:
        raise click.UsageError("name a folder with --static or --release")
    builds = out_folder(root, out)
    for folder in folders:
        _check_place(folder, root, builds)
    with shown("Checking") as progress:
        kb = load(root, progress=progress)
    if kb.problems:
        click.echo(FORMATS["text"](kb.problems), err=True)
    if any(item.severity is Severity.ERROR for item in kb.problems):
        click.echo(f"{summary(kb)} Nothing written.", err=True)
        sys.exit(FAULTS)
    if site is not None:
        _write_site(kb, root, builds, site)
    if release is not None:
        _write_release(kb, root, release)


def _write_site(kb: KnowledgeBase, root: Path, builds: Path, folder: Path) -> None:
    from app.graph.build import build
    from app.history.histories import bring_up
    from app.site.export.write import export as export_site

    with shown("Versions") as progress:
        lacking = bring_up(builds, root, progress)
    if lacking:
        click.echo(f"Versions: {lacking}.", err=True)
    with shown("Building") as progress:
        build(kb, builds, progress)
    with shown("Writing") as progress:
        made = export_site(builds, folder, progress)
    size = made.bytes / 2**20
    click.echo(f"{made.files:,} files in {folder} ({size:,.1f} MiB).")


def _write_release(kb: KnowledgeBase, root: Path, folder: Path) -> None:
    from app.site.export.release import release

    with shown("Releasing") as progress:
        name = release(kb, root, folder, progress)
    click.echo(f"Release {name} in {folder}; “sha256sum -c SHA256SUMS” checks its files.")


def _check_place(folder: Path, root: Path, builds: Path) -> None:
    """Refuse a folder among the records or the builds, or one that holds them."""
    place = folder.resolve()
    for other, held in ((root.resolve(), "records"), (builds.resolve(), "builds")):
        if place.is_relative_to(other) or other.is_relative_to(place):
            raise click.UsageError(f"{folder} and the folder of {held} hold each other")
