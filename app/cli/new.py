"""``caveat new``: a new record, asked for, checked and written."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from app.cli import FAULTS, kb_option
from app.cli.answers import assert_whole, given, options, read_off
from app.cli.asking import MANUAL
from app.cli.capturing import Page, captured
from app.cli.choosing import agreed
from app.cli.clock import now
from app.cli.making import Making, print_unwritten
from app.edit.draft import Checked, checked
from app.edit.known import Known
from app.edit.names import proposed
from app.edit.questions import Question, fault_of, part_of
from app.edit.suggestions import Found
from app.errors import RecordExists, RecordNotWritten
from app.problems import Problem, as_text, printable
from app.records.explain import listed
from app.records.kinds import KINDS, folder_of
from app.records.load import files, load, typed
from app.records.record import Record
from app.records.shape import shape_at, shape_of
from app.records.suggest import near
from app.records.writing import created

_HERE = "http://127.0.0.1:8000"


class Kinds(click.Group):
    """A command for each kind of record, made when it is asked for: it has many options.

    A kind has the name of one record, and answers to that of its folder too.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the kinds, sources first: of these most are made."""
        return sorted(
            (_singular(kind) for kind in KINDS), key=lambda name: name != "source"
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a kind: ``source``, or ``sources``."""
        named = {_singular(kind): kind for kind in KINDS}
        folder = named.get(_singular(cmd_name))
        return None if folder is None else _command(folder)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a kind; of what is none, say which kinds there are."""
        if args and self.get_command(ctx, args[0]) is None and args[0][:1] != "-":
            kinds = self.list_commands(ctx)
            what = printable(f"there is no kind “{args[0]}”.{near(args[0], kinds)}")
            raise click.UsageError(
                f"{what} An article, post or page is a source; the other kinds are "
                f"{listed(tuple(kinds[1:]), 'and')}",
                ctx,
            )
        return super().resolve_command(ctx, args)


def _singular(folder: str) -> str:
    return folder.removesuffix("s")


@click.group(cls=Kinds, short_help="Make a new record: asked for, checked and written.")
def new() -> None:
    """Make a new record of a KIND.

    A few questions are asked; each has an option, and with --no-input the options are all
    there is. What is not known is left as a comment in the file. A file that is there is
    never overwritten, and one with a fault is not written.
    """


def make(folder: str, params: dict[str, Any]) -> None:
    """Make a record of a kind from options and answers, and write it."""
    root = typed(params["root"])
    known = _known(root)
    url = _address(known, params) if folder == "sources" else ""
    page = (
        captured(root, url, params["allow_private"])
        if url and params["capture"]
        else Page()
    )
    found = Found(url, page.title, page.published, page.lang, f"{now():%Y-%m-%d}")
    making = Making(root, known, found, page, not params["no_input"])
    data: dict[str, Any] = {"url": url} if url else {}
    if params["name"]:  # before anything is asked: it may be taken
        making.named(folder, data, params["name"])
    if params.get("new_publisher"):
        data["publisher"] = _add_publisher(making, params["new_publisher"])
    data = given(folder, params, known) | data
    if not making.asks:
        if "published" in read_off(folder, data, known, found):
            making.remarks["published"] = ("The day is read off the address.",)
        assert_whole(folder, data, found)
    try:
        if making.asks:
            click.echo(MANUAL)
            making.asking.fill(folder, (), data, data)
        making.answers[making.named(folder, data, params["name"] or "")] = data
        _settle(making)
    except (click.Abort, KeyboardInterrupt):
        if not any(held is data for held in making.answers.values()):
            making.answers[proposed(folder, data, making.is_taken)] = data
        print_unwritten(making)
        raise
    _write(making)


def _known(root: Path) -> Known:
    """Load the knowledge base; what is broken in it stands in nobody's way here."""
    found = [one.id for one in files(root)]
    ids = {
        kind: frozenset(one for one in found if folder_of(one) == kind) for kind in KINDS
    }
    return Known(load(root), ids)


def _address(known: Known, params: dict[str, Any]) -> str:
    """Return the address of a new source, given or asked for; "" if it has none.

    Raises:
        RecordExists: a source has that address.
        click.UsageError: it is no address.
    """
    url = params["url"] or params["given_url"] or ""
    if url or params["no_input"]:
        if url and (fault := fault_of("sources", ("url",), url)):
            raise click.UsageError(printable(f"the address: {fault}"))
        if url and (there := known.at_address(url)):
            raise RecordExists(_there(there))
        return str(url)
    while True:
        url = click.prompt("Address of the source", default="", show_default=False).strip()
        fault = fault_of("sources", ("url",), url) if url else ""
        there = known.at_address(url) if url and not fault else None
        if not fault and not there:
            return str(url)
        click.echo(printable(f"  ! {fault or (there and _there(there))}"))


def _there(source: Record) -> str:
    return f"{source.id} has this address already; add what is new to {source.path}"


def _add_publisher(making: Making, text: str) -> str:
    """Note the record of a new publisher; return its id.

    Raises:
        click.UsageError: it is not written as a part is.
        RecordExists: there is one of that name.
    """
    part = part_of(text)
    if isinstance(part, Problem):
        raise click.UsageError(printable(f"--new-publisher: {part.code} {part.message}"))
    name, data = part
    record_id = making.named("actors", data, name)
    making.answers[record_id] = {"role": "outlet", **data}
    return record_id


def _settle(making: Making) -> None:
    """Check all, and ask anew what has a fault, until there is none.

    Nothing is lost where a fault cannot be asked away: the text is printed.
    """
    while True:
        drafts = making.drafts()
        result = checked(drafts, making.known)
        texts = {str(draft.path): draft.text.split("\n") for draft in drafts}
        read_line = partial(_line, texts)
        if result.problems:
            click.echo(f"\n{as_text(result.problems, read_line)}", err=not making.asks)
        if not result.errors:
            return
        if making.asks and _ask_again(making, result):
            continue
        print_unwritten(making)
        sys.exit(FAULTS)


def _line(texts: dict[str, list[str]], path: str, number: int) -> str:
    lines = texts.get(path, [])
    return lines[number - 1] if number <= len(lines) else ""


def _ask_again(making: Making, result: Checked) -> bool:
    """Ask the question that the first fault is about; tell whether there is one."""
    where = result.answer(result.errors[0])
    if where is None or not agreed("Answer that question again?", default=True):
        return False
    record_id, path = where
    folder, whole = folder_of(record_id), making.answers[record_id]
    steps = tuple(step for step in path if isinstance(step, str))
    if not steps:
        making.asking.fill(folder, (), whole, whole)
        return True
    shape = shape_at(folder, steps)
    data = whole
    for step in steps[:-1]:
        data = data.get(step, {}) if isinstance(data, dict) else {}
    if shape is None or not isinstance(data, dict):
        return False
    if shape.type == "object" and shape.entries is None and steps[-1] in data:
        making.asking.fill(folder, steps, data[steps[-1]], whole)
        return True
    parent = shape_at(folder, steps[:-1]) or shape_of(folder)
    required = steps[-1] in parent.required
    making.asking.answer(Question(folder, steps, shape, required), data, whole)
    return True


def _write(making: Making) -> None:
    """Write all records, or none; then say what comes next.

    Raises:
        RecordNotWritten: the system does not allow it, or a file has appeared meanwhile.
    """
    drafts = making.drafts()
    done: list[Path] = []
    try:
        for draft in drafts:
            created(draft.path, draft.text.encode("utf-8"))
            done.append(draft.path)
    except RecordNotWritten:
        for path in done:
            path.unlink(missing_ok=True)
        raise
    for draft in drafts:
        click.echo(f"Written: {draft.path}")
    paths = " ".join(str(draft.path) for draft in drafts)
    click.echo(
        "Next: open it and see what its comments offer, then\n"
        f"  caveat check {paths}\n"
        f"  caveat serve --reload   and look at {_HERE}/{drafts[-1].id}"
    )


def _command(folder: str) -> click.Command:
    """Return the command of a kind: an option for each key, and those of all kinds."""

    def run(**params: Any) -> None:
        make(folder, params)

    is_source = folder == "sources"
    own: list[click.Parameter] = [
        click.Option(["--id", "name"], metavar="NAME", help="The name of the record."),
        click.Option(["--no-input"], is_flag=True, help="Ask nothing."),
        *options(folder),
    ]
    if is_source:
        own = [click.Argument(["url"], required=False), *own, *_of_sources()]
    made = click.Command(
        _singular(folder),
        params=own,
        callback=run,
        help=f"Make a record in {folder}/. {shape_of(folder).description}",
        short_help=shape_of(folder).description.partition(". ")[0].rstrip(".") + ".",
    )
    return kb_option(made)


def _of_sources() -> list[click.Option]:
    return [
        click.Option(
            ["--new-publisher"],
            metavar="'NAME: {name: \"…\"}'",
            help="Make the record of the publisher too.",
        ),
        click.Option(
            ["--capture/--no-capture"], default=True, help="Take a copy of the page."
        ),
        click.Option(
            ["--allow-private"], is_flag=True, help="Fetch from this machine too."
        ),
    ]
