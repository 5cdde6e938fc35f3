"""``caveat cited``: what became of the entries that a document cites."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import FAULTS, USAGE, kb_option, out_folder, out_option
from app.cli.progress import shown
from app.problems import printable

if TYPE_CHECKING:
    from app.history.cited import Answer, Citations
    from app.history.mentions import Mention

#: Bytes of a document, and places in it; a longer one is refused, never half answered.
MOST_BYTES = 64 * 2**20
MOST_PLACES = 100_000
_STDIN = "-"

Answered = tuple[str, "Mention", "Answer"]


@click.command(short_help="Tell what changed of the entries that documents cite.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@kb_option
@out_option
@click.option(
    "--base",
    "bases",
    multiple=True,
    metavar="URL",
    help="Where else the entries are served: http://127.0.0.1:8000/ (repeatable).",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="text for a terminal, json for programs.",
)
def cited(
    files: tuple[str, ...],
    root: Path,
    out: Path | None,
    bases: tuple[str, ...],
    format_name: str,
) -> None:
    """Tell for each address of an entry in FILE… what became of the version it cites.

    FILE is text, Markdown or HTML, or - for the standard input. Each address is told with
    its place and state, and what changed in words; each link with its caveats. Addresses
    begin with the base of kb.yaml. Exit code 0 if all that is cited still stands, 1 if
    something changed, was corrected, went, or never was; 2 if a file cannot be read.
    """
    from app.history.cited import IN_ORDER

    citations, base = _opened(root, out_folder(root, out))
    answered: list[Answered] = []
    unread = False
    for name in files:
        found = _mentions(name, (base, *bases))
        if isinstance(found, str):
            click.echo(f"caveat: {printable(name)}: {found}", err=True)
            unread = True
            continue
        answered += [(name, one, citations.answer(one)) for one in found]
    write = _as_json if format_name == "json" else _as_text
    for line in write(answered):
        click.echo(line)
    if not answered and not unread:
        click.echo(f"No address of an entry below {base} was found.", err=True)
    if unread:
        sys.exit(USAGE)
    if any(answer.state not in IN_ORDER for _, _, answer in answered):
        sys.exit(FAULTS)


def _opened(root: Path, out: Path) -> tuple[Citations, str]:
    """Bring the versions up to date; return what answers, and the base of addresses.

    Raises:
        HistoryCut: versions are missing, so that those cited would seem never to have been.
        KnowledgeBaseMissing: *root* is none, or its kb.yaml has a fault.
    """
    from app.errors import HistoryCut, KnowledgeBaseMissing
    from app.history.cited import Citations
    from app.history.histories import Histories, bring_up
    from app.records.files import HEADER_FILE
    from app.records.load import load

    header = load(root, [root / HEADER_FILE]).header
    if header is None:
        raise KnowledgeBaseMissing(
            f"{root / HEADER_FILE} has a fault; caveat check tells it"
        )
    out.mkdir(parents=True, exist_ok=True)
    with shown("Versions") as progress:
        lacking = bring_up(out, root, progress)
    if lacking:
        raise HistoryCut(lacking)
    chronicle = Histories(out).current().chronicle
    return Citations(chronicle), str(header.data["base"])


def _mentions(name: str, bases: Sequence[str]) -> tuple[Mention, ...] | str:
    """Return the addresses in a file, or why it cannot be answered for."""
    from app.history.mentions import mentions, text_of

    try:
        with click.open_file(name, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return (error.strerror or "it cannot be read").lower()
    if len(data) > MOST_BYTES:
        return f"it is larger than {MOST_BYTES:,} bytes; give it in parts"
    text = text_of(data)
    if text is None:
        return "this is no text; save it as text or HTML first"
    found = mentions(text, bases, MOST_PLACES)
    if found.is_cut:
        return f"it has more than {MOST_PLACES:,} addresses; give it in parts"
    return found.found


def _as_text(answered: Sequence[Answered]) -> Iterator[str]:
    """Yield a line for each place; what changed stands below the first of its address."""
    told: set[tuple[str, str]] = set()
    for name, mention, answer in answered:
        path = "<stdin>" if name == _STDIN else name
        version = answer.version or "-"
        place = f"{path}:{mention.line}:{mention.column}"
        yield printable(f"{place} {answer.state} {answer.record} {version}")
        key = answer.record, answer.version
        if key not in told:
            yield from (f"  {line}" for line in answer.as_lines())
        told.add(key)


def _as_json(answered: Sequence[Answered]) -> Iterator[str]:
    import json

    rows: list[dict[str, Any]] = [
        {"path": name, **asdict(mention), **answer.as_data()}
        for name, mention, answer in answered
    ]
    yield json.dumps(rows, indent=2, ensure_ascii=False)
