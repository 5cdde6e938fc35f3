"""Take a copy of the page of a new source, where the network and the packages allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from app.cli import sentence
from app.cli.clock import now
from app.cli.copying import copies_folder, copy_name, fetched, require_extra
from app.errors import CaptureError, CopiesError, ExtraMissing
from app.problems import printable
from app.records import tree
from app.words.copies import Copies


@dataclass(frozen=True, slots=True)
class Page:
    """What was captured: the copy as a record has it, its text, what it says of itself."""

    copies: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    title: str = ""
    published: str = ""
    lang: str = ""

    @property
    def copy(self) -> str:
        """The name of the copy, or nothing."""
        return next(iter(self.copies), "")


def captured(root: Path, url: str, allow_private: bool) -> Page:
    """Hold a copy of a page; where that fails say so, and return an empty page."""
    try:
        return _captured(root, url, allow_private)
    except (CaptureError, CopiesError, ExtraMissing) as error:
        click.echo(f"No copy was taken: {printable(sentence(error))}", err=True)
        click.echo("Going on without; caveat snapshot takes one later.", err=True)
        return Page()


def _captured(root: Path, url: str, allow_private: bool) -> Page:
    copies = Copies(copies_folder(root))
    require_extra()
    from app.words import capture, insertion
    from app.words.about import about

    time = now()
    subject = capture.Subject(url, (url,))
    taken = fetched(subject, time, allow_private)
    manifest = capture.hold(subject, taken, copies, time)
    for note in manifest.notes:
        click.echo(f"Note: {printable(note)}", err=True)
    said = about(taken.document)
    lines = insertion.block(copy_name(manifest, {}), insertion.keys(manifest))
    data = tree.read(lines.encode("utf-8"), "copy").data or {}
    click.echo(f"A copy is held in {copies.root}.", err=True)
    text = copies.text(manifest.text_sha256) or ""
    return Page(data.get("copies", {}), text, said.title, said.published, said.lang)
