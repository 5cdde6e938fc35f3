"""``caveat check``: every fault of every record, at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from app.cli import FAULTS, kb_option
from app.cli.progress import shown
from app.problems import Problem, Severity, as_github, as_json, as_text, printable
from app.records.record import KnowledgeBase


def read_line(path: str, number: int) -> str:
    """Return a line of a file as an editor shows it; broken bytes are replaced.

    A link is not followed: what it leads to is none of the knowledge base's, and a
    report on a pull request must not show it.
    """
    if Path(path).is_symlink():
        return ""
    try:
        text = Path(path).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "text": lambda problems: as_text(problems, read_line),
    "json": as_json,
    "github": as_github,
}


#: The stages of a check, each with the letters of its codes: records agree with each
#: other and with what they were.
STAGES = {"reading": "Y", "shape": "S", "agreement": "RH"}


@click.command(short_help="Check records; every fault at once.")
@click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]..."
)
@kb_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations on a pull request.",
)
@click.option(
    "--stage",
    "stage",
    type=click.Choice(list(STAGES)),
    default=None,
    help="Tell the faults of one stage alone (Y, S; R, and H with --since).",
)
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="Compare with a commit, branch or tag too: ids that are gone, meaning that was "
    "changed without a reason, near-duplicates that the change brings.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="First mend what is mechanical: byte order marks, line ends, spaces at the ends "
    "of lines. No word is changed.",
)
def check(
    paths: tuple[Path, ...],
    root: Path,
    format_name: str,
    stage: str | None,
    revision: str | None,
    fix: bool,
) -> None:
    """Check records: all of them, or only PATH (files or folders).

    Each fault is printed as path:line:col CODE severity message, with the line, a caret
    and what to do. Exit code 1 if there is an error.
    """
    from app.records.load import load

    if revision is not None and paths:
        raise click.UsageError("--since compares the whole knowledge base; leave PATH out")
    earlier = None if revision is None else _earlier(root, revision)
    if fix:
        _mend(root, paths)
    with shown("Checking") as progress:
        kb = load(root, paths, progress=progress)
    if earlier is not None:
        kb = replace(kb, problems=(*sorted({*kb.problems, *_since(earlier, kb, root)}),))
    if stage is not None:
        kb = replace(kb, problems=of_stage(kb.problems, stage))
    problems = kb.problems
    if problems or format_name == "json":
        click.echo(FORMATS[format_name](problems))
    click.echo(summary(kb), err=True)
    if any(item.severity is Severity.ERROR for item in problems):
        sys.exit(FAULTS)


def of_stage(problems: Sequence[Problem], stage: str) -> tuple[Problem, ...]:
    """Return the faults of one stage: their codes begin with its letters."""
    return tuple(item for item in problems if item.code[0] in STAGES[stage])


def _earlier(root: Path, revision: str) -> KnowledgeBase:
    """Read the version to compare with; what cannot be read of it is told and left out."""
    from app.history.git import Repository
    from app.history.revision import load_at

    repository = Repository(root)
    earlier = load_at(repository, repository.commit(revision))
    for problem in earlier.problems:
        if problem.code[0] in "YS":  # the file is no record, so nobody knows what it meant
            click.echo(f"Not compared: {printable(str(problem))}", err=True)
    return earlier


def _since(earlier: KnowledgeBase, kb: KnowledgeBase, root: Path) -> tuple[Problem, ...]:
    from app.history.compare import compare
    from app.history.continuity import check as continuity
    from app.records.load import typed

    return continuity(compare(earlier, kb), typed(root))


def _mend(root: Path, paths: Sequence[Path]) -> None:
    """Mend files, and tell each mend with its place."""
    from app.edit.mend import mend_files
    from app.records.load import files

    for mend in mend_files(files(root, paths)):
        click.echo(printable(str(mend)), err=True)


def summary(kb: KnowledgeBase) -> str:
    """Say how many records were read and how many faults they have.

    Of chosen ones it says how many more were read to check them.
    """
    errors = sum(1 for item in kb.problems if item.severity is Severity.ERROR)
    warnings = len(kb.problems) - errors
    read = f"{many(len(kb.records), 'record')} read"
    if kb.chosen is not None:
        more = len(kb.records.keys() - kb.chosen)
        read = f"{many(len(kb.chosen), 'record')} checked, {more:,} more read"
    return f"{read}: {many(errors, 'error')}, {many(warnings, 'warning')}."


def many(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> many(1, "file"), many(1_200, "file")
    ('1 file', '1,200 files')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
