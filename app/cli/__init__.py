"""The command ``caveat``: the only part of the program that knows all others.

Each command imports what it needs when it runs, so that ``caveat check`` does not wait
for the web framework.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from app import ROOT, __version__
from app.errors import CaveatError

#: Exit codes: all is well; faults were found; the command was not understood.
OK, FAULTS, USAGE = 0, 1, 2
#: Broken off by Ctrl-C or the end of input: 128 and the number of SIGINT, as in shells.
INTERRUPTED = 130

Command = TypeVar("Command", bound=Callable[..., Any])


class Group(click.Group):
    """Prints an expected error as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of the drawn tree exits with 2, Ctrl-C with 130."""
        try:
            return super().invoke(ctx)
        except CaveatError as error:
            click.echo(f"caveat: {sentence(error)}", err=True)
            sys.exit(USAGE)
        except (click.Abort, KeyboardInterrupt):
            click.echo("\ncaveat: broken off", err=True)
            sys.exit(INTERRUPTED)


def sentence(error: CaveatError) -> str:
    """Return what an error says, without the number and order of the system's words."""
    cause = error.__cause__
    if not isinstance(cause, OSError) or not cause.strerror:
        return str(error)
    where = f"{cause.filename}: " if cause.filename is not None else ""
    return str(error).replace(str(cause), f"{where}{cause.strerror}")


def kb_option(command: Command) -> Command:
    """Add ``--kb DIR``, which names another knowledge base."""
    return click.option(
        "--kb",
        "root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=ROOT / "kb",
        show_default="the folder kb of this clone",
        metavar="DIR",
        help="The knowledge base: a folder that holds kb.yaml.",
    )(command)


def out_option(command: Command) -> Command:
    """Add ``--out DIR``, the folder of builds."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        show_default="the folder build beside the knowledge base",
        metavar="DIR",
        help="Where builds are kept.",
    )(command)


def out_folder(root: Path, out: Path | None) -> Path:
    """Return the folder of builds for the knowledge base in *root*.

    Raises:
        click.UsageError: *out* lies in the knowledge base, where every file is a record.
    """
    folder = out or root.resolve().parent / "build"
    if folder.resolve().is_relative_to(root.resolve()):
        raise click.UsageError(
            f"builds cannot be kept in the knowledge base ({folder} is in {root}); "
            "name a folder outside it with --out"
        )
    return folder


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(__version__, prog_name="caveat")
def main() -> None:
    """Keep, check and show records of who said which accounts belong to whom.

    Records are YAML files in kb/. Check them, build them into a graph, and serve the
    graph as linked pages on this machine.

    Exit codes: 0 all is well, 1 faults were found in records, 2 the command was not
    understood or could not be carried out, 130 it was broken off with Ctrl-C.
    """


def _register() -> None:
    from app.cli.build import build
    from app.cli.check import check
    from app.cli.cited import cited
    from app.cli.diff import diff
    from app.cli.export import export
    from app.cli.fmt import fmt
    from app.cli.links import links
    from app.cli.new import new
    from app.cli.serve import serve
    from app.cli.show import show, tree
    from app.cli.snapshot import snapshot
    from app.cli.verify import verify

    for command in (
        check,
        diff,
        fmt,
        new,
        build,
        cited,
        export,
        links,
        serve,
        show,
        tree,
        snapshot,
        verify,
    ):
        main.add_command(command)


_register()
