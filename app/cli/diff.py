"""``caveat diff``: what changed in meaning between two versions of the records."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli import FAULTS, kb_option
from app.cli.progress import shown

_FORMATS = ("text", "markdown", "json")


@click.command(short_help="Tell what changed in meaning since a commit.")
@click.argument("base", metavar="[BASE]", default="HEAD")
@click.argument("head", metavar="[HEAD]", required=False)
@kb_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="text for a terminal, markdown for a pull request, json for programs.",
)
def diff(base: str, head: str | None, root: Path, format_name: str) -> None:
    """Tell what changed in meaning from BASE to HEAD: commits, branches or tags.

    BASE is the last commit where it is left out, HEAD the working tree. Layout, comments,
    the order of keys and stamps of verified words are no change in meaning. Each link that
    is named stands with its caveats. Exit code 1 if a record in either version has an
    error; the rest is told all the same.
    """
    from app.edit.diffjson import as_json
    from app.edit.diffmarkdown import as_markdown
    from app.edit.difftext import as_plain
    from app.history.git import Repository
    from app.history.report import report
    from app.history.revision import load_at, short
    from app.records.load import load

    repository = Repository(root)
    commits = [repository.commit(name) for name in (base, head) if name is not None]
    with shown("Reading") as progress:
        before = load_at(repository, commits[0], progress=progress)
        if head is None:
            after, name = load(root, progress=progress), "the working tree"
        else:
            after, name = (
                load_at(repository, commits[1], progress=progress),
                short(commits[1]),
            )
    told = report(before, after, (short(commits[0]), name))
    write = {"text": as_plain, "markdown": as_markdown, "json": as_json}[format_name]
    click.echo(write(told).rstrip("\n"))
    if told.before.errors or told.after.errors:
        sys.exit(FAULTS)
