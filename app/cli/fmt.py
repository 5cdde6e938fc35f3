"""``caveat fmt``: the keys of records in the order of their schemas."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import FAULTS, kb_option, sentence
from app.cli.check import FORMATS, many
from app.cli.progress import shown
from app.errors import RecordNotWritten
from app.problems import Problem, printable

if TYPE_CHECKING:
    from app.records.files import Found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: what it holds and what it is to hold, or its faults.

    ``obstacle`` says why its keys could not be put in order.
    """

    path: Path
    before: bytes = b""
    after: bytes = b""
    problems: tuple[Problem, ...] = ()
    obstacle: str = ""

    @property
    def is_changed(self) -> bool:
        """Tell whether the file is to hold something else than it does."""
        return self.before != self.after


@click.command(short_help="Put the keys of records in the order of their schemas.")
@click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]..."
)
@kb_option
@click.option(
    "--check", is_flag=True, help="Write nothing; print what would change, and exit with 1."
)
def fmt(paths: tuple[Path, ...], root: Path, check: bool) -> None:
    """Put the keys of records in order: of all of them, or only of PATH.

    The order is that of the schema, at every level. Entries move with their comments;
    nothing else is touched, and a record in order stays as it is. A file that cannot be
    read, or does not have the shape of its kind, is reported and left alone; so exit code
    1 means that there is something to mend.
    """
    outcomes = _outcomes(root, paths)
    changed = [outcome for outcome in outcomes if outcome.is_changed]
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    obstacles = [outcome for outcome in outcomes if outcome.obstacle]
    if check:
        for outcome in changed:
            click.echo(difference(outcome), nl=False)
    else:
        obstacles += [failed for outcome in changed if (failed := _write(outcome))]
    if problems:
        click.echo(FORMATS["text"](problems))
    for outcome in obstacles:
        click.echo(printable(f"{outcome.path}: {outcome.obstacle}"), err=True)
    done = "not in order" if check else "put in order"
    left = sum(1 for outcome in outcomes if outcome.problems or outcome.obstacle)
    read = many(len(outcomes), "file")
    click.echo(f"{read} read, {len(changed):,} {done}, {left:,} left alone.", err=True)
    if problems or obstacles or (check and changed):
        sys.exit(FAULTS)


def _outcomes(root: Path, paths: Sequence[Path]) -> list[Outcome]:
    """Look at each file of the knowledge base, or of those chosen."""
    from app.records.load import files

    chosen = files(root, paths)
    outcomes = []
    with shown("Reading") as progress:
        for done, found in enumerate(chosen, 1):
            outcomes.append(_outcome(found))
            progress(done, len(chosen))
    return outcomes


def _outcome(found: Found) -> Outcome:
    from app.edit.order import is_ordered, ordered
    from app.records.reading import read

    outcome = read(found)
    if outcome.record is None:
        return Outcome(found.path, problems=outcome.problems)
    if is_ordered(outcome.record.folder, outcome.record.data):
        return Outcome(found.path)
    try:
        before = found.path.read_bytes()
        after = ordered(outcome.record.folder, before.decode("utf-8")).encode("utf-8")
    except RecordNotWritten as error:
        return Outcome(found.path, obstacle=str(error))
    except (OSError, UnicodeDecodeError):
        return Outcome(found.path, obstacle="it was changed while it was read")
    return Outcome(found.path, before, after)


def _write(outcome: Outcome) -> Outcome | None:
    """Write a file; return what stood in the way."""
    from app.records.writing import replaced

    try:
        replaced(outcome.path, outcome.before, outcome.after)
    except RecordNotWritten as error:
        return Outcome(outcome.path, obstacle=sentence(error))
    click.echo(f"{outcome.path}: in order")
    return None


def difference(outcome: Outcome) -> str:
    """Return what would change in a file, as a unified diff that ``patch`` takes."""
    lines = difflib.unified_diff(
        outcome.before.decode("utf-8").splitlines(keepends=True),
        outcome.after.decode("utf-8").splitlines(keepends=True),
        f"a/{outcome.path.as_posix()}",
        f"b/{outcome.path.as_posix()}",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )
