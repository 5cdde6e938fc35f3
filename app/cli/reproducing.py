"""Before a build: look for stamped words again, where copies are held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from app.graph.fill import Progress
from app.problems import Severity
from app.records.record import KnowledgeBase
from app.words.copies import VARIABLE, Copies
from app.words.reproduce import Reproduction, reproduce

snapshots_option = click.option(
    "--snapshots",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    envvar=VARIABLE,
    show_envvar=True,
    metavar="DIR",
    help="Look for stamped words again in the copies there.",
)


def reproduced(
    kb: KnowledgeBase, snapshots: Path | None, progress: Progress | None = None
) -> tuple[KnowledgeBase, Reproduction]:
    """Return *kb* with what is wrong with its stamps, and what became of them.

    Without *snapshots*, or where a record has an error, nothing is looked for.
    """
    if snapshots is None or any(one.severity is Severity.ERROR for one in kb.problems):
        return kb, Reproduction()
    found = reproduce(kb, Copies(snapshots).text, progress=progress)
    problems = tuple(sorted((*kb.problems, *found.problems)))
    return replace(kb, problems=problems), found
