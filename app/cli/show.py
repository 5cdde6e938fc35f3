"""``caveat show`` and ``caveat tree``: look at one record or file as data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.cli import FAULTS, kb_option
from app.errors import UnknownRecord


@click.command(short_help="Print a record as Turtle, with the caveats on its links.")
@click.argument("record_id", metavar="ID")
@kb_option
def show(record_id: str, root: Path) -> None:
    """Print a record as Turtle, with every caveat on the links that it holds.

    ID is the path without folder kb and ending: claims/twitter-venezuela-764.
    """
    import tempfile

    from app.cli.check import FORMATS
    from app.graph.build import build
    from app.graph.export import readable
    from app.graph.store import Generations
    from app.problems import Severity
    from app.records.load import load
    from app.records.suggest import near_id
    from app.site.pages import exists, record_page

    kb = load(root)
    if any(item.severity is Severity.ERROR for item in kb.problems):
        click.echo(FORMATS["text"](kb.problems), err=True)
        click.echo("Nothing is shown while a record has an error.", err=True)
        sys.exit(FAULTS)
    wanted = record_id.removesuffix(".yaml").removeprefix("kb/").partition("#")[0]
    if wanted in kb.records and wanted not in kb.published:
        raise UnknownRecord(f"{wanted} is a draft, and drafts are not published")
    with tempfile.TemporaryDirectory() as folder:
        build(kb, Path(folder))
        generation = Generations(Path(folder)).current()
        if not exists(generation, wanted):
            hint = near_id(wanted, kb.published)
            raise UnknownRecord(f"no published record has the id {wanted!r}.{hint}")
        page = record_page(generation, wanted)
        click.echo(readable(page.triples), nl=False)


@click.command(short_help="Print a YAML-LD file as JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@kb_option
def tree(file: Path, root: Path) -> None:
    """Print a YAML-LD file as JSON (YAML-LD 1.0, its first document).

    FILE is a path, or the id of a record: claims/twitter-venezuela-764.
    """
    from app.cli.check import FORMATS
    from app.records.kinds import is_record_id
    from app.records.yamlfile import load

    if not file.exists() and is_record_id(str(file)):
        file = root / f"{file}.yaml"
    if file.is_dir() or not file.exists():
        problem = "is a directory" if file.is_dir() else "does not exist"
        raise click.BadParameter(f"{str(file)!r} {problem}", param_hint="FILE")
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"{str(file)!r} cannot be read: {error.strerror}"
        raise click.BadParameter(message, param_hint="FILE") from error
    value, problems = load(data, str(file))
    if problems:
        click.echo(FORMATS["text"](problems), err=True)
        sys.exit(FAULTS)
    # orjson refuses the whole numbers above 64 bits that YAML-LD has.
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
