"""``caveat check``: every fault of every record, at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from app.cli import FAULTS, kb_option
from app.cli.progress import shown
from app.problems import Problem, Severity, as_github, as_json, as_text
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


#: The stages of a check, each with the letter of its codes.
STAGES = {"reading": "Y", "shape": "S", "agreement": "R"}


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
    help="Tell the faults of one stage alone (Y, S or R).",
)
def check(paths: tuple[Path, ...], root: Path, format_name: str, stage: str | None) -> None:
    """Check records: all of them, or only PATH (files or folders).

    Each fault is printed as path:line:col CODE severity message, with the line, a caret
    and what to do. Exit code 1 if there is an error.
    """
    from app.records.load import load

    with shown("Checking") as progress:
        kb = load(root, paths, progress=progress)
    if stage is not None:
        kb = replace(kb, problems=of_stage(kb.problems, stage))
    problems = kb.problems
    if problems or format_name == "json":
        click.echo(FORMATS[format_name](problems))
    errors = sum(1 for item in problems if item.severity is Severity.ERROR)
    click.echo(summary(kb), err=True)
    if errors:
        sys.exit(FAULTS)


def of_stage(problems: Sequence[Problem], stage: str) -> tuple[Problem, ...]:
    """Return the faults of one stage: their codes begin with its letter."""
    letter = STAGES[stage]
    return tuple(item for item in problems if item.code.startswith(letter))


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
