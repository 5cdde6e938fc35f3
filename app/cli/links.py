"""``caveat links``: whether the addresses of sources still answer."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import FAULTS, kb_option
from app.cli.progress import shown
from app.errors import ExtraMissing
from app.problems import printable

if TYPE_CHECKING:
    from app.words.links import Asked

#: So many addresses are asked in one run, at most.
_MOST = 1_000


@click.command(short_help="Ask whether the addresses of sources still answer.")
@kb_option
@click.option(
    "--most",
    type=click.IntRange(1, _MOST),
    default=_MOST,
    show_default=True,
    help="Ask for so many addresses at most, in the order of ids.",
)
@click.option(
    "--allow-private", is_flag=True, help="Ask on this machine and its network too."
)
def links(root: Path, most: int, allow_private: bool) -> None:
    """Ask for the address of each source, one at a time, and print a table (Markdown).

    In it stands what does not answer. An address that is gone is no fault where the
    record names an archived address or a copy; exit code 1 if there is another.
    """
    from app.records.load import load

    try:
        from app.words.links import ask_all, source_links
        from app.words.network import internet
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            f"caveat links needs {error.name}; install it with: "
            "pip install --editable '.[capture]'"
        ) from error
    found = source_links(load(root).published)[:most]
    with shown("Asking") as progress:
        asked = list(ask_all(found, internet(), progress, allow_private=allow_private))
    click.echo(_table(asked))
    if any(one.is_fault for one in asked):
        sys.exit(FAULTS)


def _table(asked: Sequence[Asked]) -> str:
    """Write what does not answer as a table, and how many do."""
    rows = [
        f"| {one.link.source} | {cell(one.link.url)} | {one.state} | {cell(one.why)} "
        f"| {'yes' if one.link.is_kept else 'no'} |"
        for one in asked
        if one.why
    ]
    head = ["| source | address | state | why | copy |", "|---|---|---|---|---|"]
    count = Counter(str(one.state) for one in asked)
    held = ", ".join(f"{state} {count[state]:,}" for state in sorted(count)) or "none"
    lines = [*head, *rows, ""] if rows else []
    return "\n".join([*lines, f"Addresses of sources: {held}."])


def cell(text: str) -> str:
    """Write text so that it cannot leave its cell or become markup."""
    return "`" + printable(text).replace("`", "'").replace("|", "&#124;") + "`"
