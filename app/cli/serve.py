"""``caveat serve``: check, build, serve; with ``--reload`` again at every change."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli import FAULTS, kb_option, out_folder, out_option
from app.cli.check import FORMATS, summary
from app.cli.progress import shown
from app.problems import Severity


@click.command(short_help="Serve the pages on this machine.")
@kb_option
@out_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port to bind.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that answer requests.",
)
@click.option(
    "--reload",
    "reloading",
    is_flag=True,
    help="Build again when a record changes; faults are shown above every page.",
)
def serve(
    root: Path,
    out: Path | None,
    host: str,
    port: int,
    workers: int,
    reloading: bool,
) -> None:
    """Check and build the records, then serve them as linked pages.

    With --reload an edited record is served within a second, and a fault is shown on
    the page instead of ending the server.
    """
    from app.cli.server import hand_over, listen

    folder = out_folder(root, out)
    with listen(host, port) as opened:
        _prepare(root, folder, reloading)
        shown_host = f"[{host}]" if ":" in host else host
        click.echo(f"Serving on http://{shown_host}:{port} (stop with Ctrl-C)")
        hand_over(folder, opened, workers, watched=root if reloading else None)


def _prepare(root: Path, folder: Path, reloading: bool) -> None:
    """Check and build before the first page; without --reload a fault ends it here."""
    from app.cli.watch import refresh
    from app.site.faults import clear_faults

    clear_faults(folder)
    with shown("Checking and building") as progress:
        kb = refresh(root, folder, progress)
    if kb.problems:
        click.echo(FORMATS["text"](kb.problems), err=True)
        click.echo(summary(kb), err=True)
    if not reloading:
        clear_faults(folder)
        if any(item.severity is Severity.ERROR for item in kb.problems):
            click.echo("Nothing is served: mend the records first.", err=True)
            sys.exit(FAULTS)
