"""``caveat snapshot``: hold a copy of a source, and say so in its record."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import click

from app.cli import FAULTS, kb_option
from app.cli.clock import now
from app.cli.copying import copies_folder, copy_name, fetched, require_extra
from app.cli.progress import shown
from app.errors import CopyDamaged, RecordNotWritten, UnknownRecord
from app.problems import Severity, printable
from app.records.record import Record
from app.records.writing import replaced
from app.words.copies import Completeness, Copies

_DAMAGED = "damaged"
_PART_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHOLE = {
    Completeness.COMPLETE: "complete",
    Completeness.UNKNOWN: "perhaps not complete",
    Completeness.TRUNCATED: "cut off",
}


@click.command(short_help="Hold a copy of a source, outside the repository.")
@click.argument("source", required=False, metavar="[SOURCE|URL]")
@kb_option
@click.option(
    "--copy",
    "name",
    metavar="NAME",
    help="The name of the copy in the record; by default copy- and the day.",
)
@click.option(
    "--from-file",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take the copy from a file: text, HTML, PDF or WARC.",
)
@click.option(
    "--allow-private", is_flag=True, help="Fetch from this machine and its network too."
)
@click.option(
    "--missing", is_flag=True, help="List the sources of which no copy is held here."
)
def snapshot(
    source: str | None,
    root: Path,
    name: str | None,
    file: Path | None,
    allow_private: bool,
    missing: bool,
) -> None:
    """Fetch a source, hold its text and the exchange, and note both in its record.

    SOURCE is the id or file of a record: sources/twitter-2019-01-31-blog. Its copy of
    that name is fetched, else its archived address, else its url. For a URL the lines for
    a record are printed. Copies are held in the folder that CAVEAT_SNAPSHOTS names, by
    default among the data of the user; never in the repository.
    """
    copies = Copies(copies_folder(root))
    if missing:
        if source or name or file or allow_private:
            raise click.UsageError("--missing stands alone; it lists all sources")
        _list_missing(root, copies)
        return
    if not source:
        raise click.UsageError("name a source or an address, or list with --missing")
    record = None if "://" in source else _record(root, source)
    _hold(source, record, copies, name, file, allow_private)


def _hold(
    source: str,
    record: Record | None,
    copies: Copies,
    name: str | None,
    file: Path | None,
    allow_private: bool,
) -> None:
    """Take a copy, hold it, and write or print what a record says of it."""
    # Before anything is fetched: the command must not fail when that is done.
    require_extra()
    from app.words import capture, insertion

    if name is not None:
        _assert_usable(name, record)
    time = now()
    addresses = (source,) if record is None else _addresses(record, name)
    subject = capture.Subject(source if record is None else record.id, addresses)
    if file is not None:
        click.echo(f"Reading {file}", err=True)
        captured = capture.from_file(subject, file)
    else:
        captured = fetched(subject, time, allow_private)
    manifest = capture.hold(subject, captured, copies, time)
    for note in manifest.notes:
        click.echo(f"Note: {printable(note)}", err=True)
    click.echo(
        f"Held in {copies.root}: {manifest.media_type}, "
        f"{_WHOLE[manifest.completeness]}, text {manifest.text_sha256}, "
        f"WARC {manifest.warc_sha256 or 'none'}",
        err=True,
    )
    keys = insertion.keys(manifest)
    if record is None:
        click.echo(insertion.block(name or copy_name(manifest, {}), keys), nl=False)
        return
    chosen = name or copy_name(manifest, _copies(record))
    _write(record, chosen, keys)
    if manifest.taken is None and "taken" not in _copies(record).get(chosen, {}):
        click.echo(
            "If you know the day on which it was taken, write it below "
            f"“{chosen}” in the record: taken: YYYY-MM-DD",
            err=True,
        )


def _assert_usable(name: str, record: Record | None) -> None:
    """Make sure that a copy can be called *name*, before anything is fetched."""
    from app.words import insertion

    if not _PART_NAME.fullmatch(name):
        raise click.UsageError(
            f"--copy {printable(name)!r}: a name has small letters, digits and hyphens"
        )
    if record is not None:
        insertion.assert_free(record, name)


def _write(record: Record, name: str, keys: dict[str, str]) -> None:
    from app.words import insertion

    path = Path(record.path)
    try:
        before = path.read_bytes()
    except OSError as error:
        raise RecordNotWritten(f"{path} cannot be read: {error}") from error
    after = insertion.with_copy(record, before, name, keys)
    if after == before:
        click.echo(f"{path}: the copy “{name}” says all this already")
        return
    replaced(path, before, after)
    click.echo(f"{path}: written under copies, “{name}”")


def _addresses(record: Record, name: str | None) -> tuple[str, ...]:
    """Return where a source may stand: its copy of a name, the archive, the page."""
    copy = _copies(record).get(name or "", {})
    found = (copy.get("at"), record.data.get("archived"), record.data.get("url"))
    return tuple(address for address in found if address)


def _record(root: Path, source: str) -> Record:
    """Return the record of a source; if it has faults, print them and end."""
    from app.cli.check import FORMATS
    from app.records.kinds import folder_of, is_record_id
    from app.records.load import load
    from app.records.suggest import near_id

    wanted = source.removesuffix(".yaml")
    given = Path(source)
    if given.exists() and given.resolve().is_relative_to(root.resolve()):
        wanted = given.resolve().relative_to(root.resolve()).with_suffix("").as_posix()
    wanted = wanted.removeprefix("kb/")
    path = root / f"{wanted}.yaml"
    if not is_record_id(wanted) or folder_of(wanted) != "sources" or not path.exists():
        known = [f"sources/{path.stem}" for path in (root / "sources").glob("*.yaml")]
        hint = near_id(wanted, known)
        raise UnknownRecord(f"no source has the id {printable(wanted)!r}.{hint}")
    kb = load(root, [path])
    if wanted not in kb.records:
        click.echo(FORMATS["text"](kb.problems), err=True)
        click.echo("Nothing was fetched: the record cannot be read.", err=True)
        sys.exit(FAULTS)
    return kb.records[wanted]


def _list_missing(root: Path, copies: Copies) -> None:
    """Print each source of which no copy is held here, and why; count them."""
    from app.records.load import load

    with shown("Reading") as progress:
        kb = load(root, progress=progress)
    sources = [record for record in kb.records.values() if record.folder == "sources"]
    states = [(record.id, _state(record, copies)) for record in sources]
    for source, state in states:
        if state:
            click.echo(f"{source}: {state}")
    held = sum(1 for _, state in states if not state)
    click.echo(
        f"{held} of {len(sources)} sources have a copy held in {copies.root}.", err=True
    )
    errors = sum(1 for item in kb.problems if item.severity is Severity.ERROR)
    if errors:
        click.echo(f"Not all could be read: {errors} errors; see caveat check.", err=True)
    if any(state.startswith(_DAMAGED) for _, state in states):
        sys.exit(FAULTS)


def _state(record: Record, copies: Copies) -> str:
    """Say why no copy of a source is held, or nothing where one is."""
    noted = [copy["sha256"] for copy in _copies(record).values() if "sha256" in copy]
    try:
        held = [copies.text(sha256) is not None for sha256 in noted]
    except CopyDamaged as error:
        return f"{_DAMAGED}: {error}"
    if any(held):
        return ""
    return "its copy is not held here" if noted else "no copy in the record"


def _copies(record: Record) -> dict[str, dict[str, Any]]:
    copies: dict[str, dict[str, Any]] = record.data.get("copies", {})
    return copies
