"""What commands share that take copies: the folder, the packages, the network."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import ROOT
from app.cli.progress import shown
from app.errors import ExtraMissing, UnknownRecord
from app.problems import printable
from app.words.copies import VARIABLE, Manifest, snapshots_folder

if TYPE_CHECKING:
    from app.words.capture import Captured, Subject

_KIB = 1024


def fetched(subject: Subject, time: datetime, allow_private: bool) -> Captured:
    """Fetch the first address of a subject, and tell how far it has come.

    Raises:
        UnknownRecord: it has no address.
        CaptureError: nothing could be had.
    """
    from app.words import capture
    from app.words.network import internet

    if not subject.addresses:
        raise UnknownRecord(
            f"{subject.name} has no address; give the text that you have with --from-file"
        )
    click.echo(f"Fetching {printable(subject.addresses[0])}", err=True)
    with shown("Fetching (KiB)") as progress:
        return capture.from_network(
            subject,
            internet(),
            time,
            allow_private=allow_private,
            progress=lambda done, total: progress(done // _KIB, total // _KIB),
        )


def copy_name(manifest: Manifest, held: Mapping[str, Any]) -> str:
    """Return a name beside those *held*: that of the same text, else the day."""
    for name, copy in held.items():
        if copy.get("sha256") == manifest.text_sha256:
            return name
    day = f"copy-{(manifest.taken or manifest.held)[:10]}"
    names = [day, *(f"{day}-{number}" for number in range(2, len(held) + 2))]
    return next(name for name in names if name not in held)


def copies_folder(root: Path) -> Path:
    """Return the folder of copies, which is in no repository of records or programs."""
    folder = snapshots_folder(os.environ)
    real = folder.resolve()
    above = [root.resolve(), *root.resolve().parents]
    own = next((path for path in above if (path / ".git").exists()), above[0])
    for forbidden in (own, ROOT):
        if real.is_relative_to(forbidden):
            raise click.UsageError(
                f"copies are never held in the repository ({folder} is in {forbidden}); "
                f"name a folder outside it with {VARIABLE}"
            )
    return folder


def require_extra() -> None:
    """Look for the packages of the extra ``capture``, and quieten their logs.

    What matters of what they log is told as an error or a note of our own.

    Raises:
        ExtraMissing: one of them is not installed.
    """
    try:
        from app.words import capture, network  # noqa: F401
    except ImportError as error:
        missing = error.name or str(error)
        if missing.startswith("app."):
            raise
        raise ExtraMissing(
            f"copies need packages that are not installed ({missing}); "
            "install them with: pip install --editable '.[capture]'"
        ) from error
    for name in ("pypdf", "trafilatura"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
