"""``caveat verify``: every quotation against the text of a copy that is held."""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import FAULTS, kb_option
from app.cli.progress import shown
from app.problems import printable

if TYPE_CHECKING:
    from app.records.record import KnowledgeBase
    from app.words.hedges import Finding
    from app.words.verify import Verdict


@click.command(short_help="Look for every quotation in the copies that are held.")
@click.argument("paths", nargs=-1, metavar="[PATH|ID]...")
@kb_option
@click.option(
    "--snapshots",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    show_default="CAVEAT_SNAPSHOTS, or the user's data folder",
    metavar="DIR",
    help="Where copies are kept.",
)
@click.option("--write", is_flag=True, help="Stamp the records with what was found.")
@click.option("--by", "editor", metavar="HANDLE", help="With --write: editors/handle.")
@click.option("--all", "every", is_flag=True, help="List the skipped ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def verify(
    paths: tuple[str, ...],
    root: Path,
    snapshots: Path | None,
    write: bool,
    editor: str | None,
    every: bool,
    as_json: bool,
) -> None:
    """Look for the words of quotations: of all records, or only of some.

    Each quotation gets two answers: whether its words stand in the copy, and whether
    words outside govern them. What was checked are the words, not what they claim.
    Exit code 1 if a quotation is not found, or governed without a reason in the record,
    or its stamp is void, or a record could not be read. A skipped quotation is counted,
    and is no pass.
    """
    from app.words.copies import Copies, snapshots_folder
    from app.words.hedges import hedge_findings
    from app.words.verify import verify as verify_all

    chosen = [_path(root, name) for name in paths]
    kb = _chosen(root, chosen)
    copies = Copies(snapshots or snapshots_folder(os.environ))
    handle = _editor(kb, editor) if write else ""
    with shown("Verifying") as progress:
        verdicts = verify_all(kb, copies.text, progress=progress)
    if write and _write(verdicts, handle):
        # What is told is what the records say now.
        kb = _chosen(root, chosen)
        verdicts = verify_all(kb, copies.text)
    hedges = list(hedge_findings(kb))
    if as_json:
        click.echo(json.dumps(_as_data(verdicts, hedges), indent=2, ensure_ascii=False))
    else:
        _print(verdicts, hedges, every)
    unread = _unread(kb)
    if unread or any(verdict.faults for verdict in verdicts):
        sys.exit(FAULTS)


def _path(root: Path, name: str) -> Path:
    """Return the file or folder that is meant: a path, or the id of a record."""
    from app.records.kinds import is_record_id

    record_id = name.removesuffix(".yaml").removeprefix("kb/")
    path = Path(name)
    if not path.exists() and is_record_id(record_id):
        path = root / f"{record_id}.yaml"
    if not path.exists():
        raise click.UsageError(f"there is no file, folder or record {name!r}")
    return path


def _unread(kb: KnowledgeBase) -> bool:
    """Print the faults of files that could not be read; tell whether there are any."""
    from app.cli.check import FORMATS

    known = {record.path for record in kb.records.values()}
    faults = [item for item in kb.problems if item.place.path not in known]
    if faults:
        click.echo(FORMATS["text"](faults), err=True)
        click.echo("No quotation of these files was looked for.", err=True)
    return bool(faults)


def _chosen(root: Path, paths: Sequence[Path]) -> KnowledgeBase:
    """Load all records, as a copy may be of any source; choose those of *paths*."""
    from app.records.load import load

    kb = load(root)
    if paths:
        some = load(root, paths)
        kb = replace(kb, chosen=some.chosen, problems=some.problems)
    return kb


def _editor(kb: KnowledgeBase, editor: str | None) -> str:
    """Return the id of the editor who stamps."""
    known = {} if kb.header is None else kb.header.data["editors"]
    names = ", ".join(sorted(known))
    if editor is None:
        raise click.UsageError(f"--write needs --by, the editor who checks: {names}")
    handle = editor.removeprefix("editors/")
    if handle not in known:
        raise click.UsageError(f"{handle} is not in kb.yaml; its editors are: {names}")
    return f"editors/{handle}"


def _write(verdicts: Sequence[Verdict], editor: str) -> int:
    """Stamp the records; return how many stamps are new or changed."""
    from app.words.stamp import write_stamps

    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    count = sum(1 for _ in write_stamps(verdicts, editor, day))
    click.echo(f"Stamped: {count:,}.", err=True)
    return count


def _print(verdicts: Sequence[Verdict], hedges: Sequence[Finding], every: bool) -> None:
    for verdict in verdicts:
        if verdict.skipped and not verdict.faults and not every:
            continue
        for line in _lines(verdict):
            click.echo(printable(line))
    for finding in hedges:
        click.echo(printable(f"{finding.place} {finding.link}: {finding.message}"))
    for line in _summary(verdicts, hedges):
        click.echo(line)


def _lines(verdict: Verdict) -> Iterator[str]:
    """Say of one quotation its place, both answers, where it stands, what to look at."""
    head = f"{verdict.place} #{verdict.passage.name}: {verdict.match.answer}"
    if verdict.skipped:
        yield f"{head}, skipped: {verdict.skipped}"
    else:
        cut = f", {verdict.cut.answer}" if verdict.cut else ""
        span = verdict.match.span
        where = f" at {span[0]}–{span[1]}" if span and verdict.cut else ""
        yield f"{head}{cut} ({verdict.copy}{where})"
    for difference in verdict.match.differences:
        yield f"  differs: {difference}"
    if verdict.cut is not None:
        for text, kind in verdict.cut.governing:
            yield f"  governed by “{text}” ({kind})"
        for note in verdict.cut.notes:
            yield f"  note: {note}"
        if verdict.cut.governing:
            yield f"  sentence: {_sentence(verdict)}"
    for fault in verdict.faults:
        yield f"  to mend: {fault}"


def _sentence(verdict: Verdict) -> str:
    if verdict.held is None or verdict.cut is None:
        return ""
    return " ".join(verdict.held.text[slice(*verdict.cut.sentence)].split())


def _counts(verdicts: Sequence[Verdict], hedges: Sequence[Finding]) -> dict[str, Any]:
    """Count quotations, checks performed, each answer, and skips by their reason."""
    checked = [verdict for verdict in verdicts if not verdict.skipped]
    return {
        "quotations": len(verdicts),
        "checked": len(checked),
        "match": Counter(str(verdict.match.answer) for verdict in checked),
        "cut": Counter(str(verdict.cut.answer) for verdict in checked if verdict.cut),
        "skipped": Counter(verdict.skipped for verdict in verdicts if verdict.skipped),
        "state": Counter(str(verdict.state) for verdict in verdicts),
        "faults": sum(1 for verdict in verdicts if verdict.faults),
        "hedges": len(hedges),
    }


def _summary(verdicts: Sequence[Verdict], hedges: Sequence[Finding]) -> Iterator[str]:
    counts = _counts(verdicts, hedges)
    yield (
        f"{counts['quotations']:,} quotations: {counts['checked']:,} checked, "
        f"{counts['quotations'] - counts['checked']:,} skipped, "
        f"{counts['faults']:,} to mend."
    )
    for name in ("match", "cut", "skipped", "state"):
        if counts[name]:
            held = ", ".join(f"{key} {counts[name][key]:,}" for key in sorted(counts[name]))
            yield f"  {name}: {held}"
    yield f"  hedges to look at: {counts['hedges']:,}"


def _as_data(verdicts: Sequence[Verdict], hedges: Sequence[Finding]) -> dict[str, Any]:
    return {
        "quotations": [_row(verdict) for verdict in verdicts],
        "hedges": [
            {"place": str(item.place), "link": item.link, "message": item.message}
            for item in hedges
        ],
        "counts": _counts(verdicts, hedges),
    }


def _row(verdict: Verdict) -> dict[str, Any]:
    cut = verdict.cut
    return {
        "passage": verdict.passage.id,
        "path": verdict.place.path,
        "line": verdict.place.line,
        "column": verdict.place.column,
        "match": str(verdict.match.answer),
        "cut": str(cut.answer) if cut else None,
        "copy": verdict.copy or None,
        "sha256": verdict.sha256 or None,
        "spans": verdict.match.spans,
        "differences": verdict.match.differences,
        "governing": [{"text": text, "kind": str(kind)} for text, kind in cut.governing]
        if cut
        else [],
        "notes": cut.notes if cut else (),
        "sentence": _sentence(verdict) or None,
        "state": str(verdict.state),
        "skipped": verdict.skipped or None,
        "faults": verdict.faults,
    }
