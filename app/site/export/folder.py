"""The folder of an export: made beside the one before it, and put in its place whole."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import ExportError

#: Tells a folder that may be replaced from one that somebody keeps.
MARKER = ".caveat-export"
_SAYS = "Written by caveat export, which replaces this folder as a whole.\n"


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a new folder to write in, which then takes the place of *folder*.

    Until all is written *folder* stays as it was, also when the work is killed or the
    disk is full; the next export clears the remains away.

    Raises:
        ExportError: *folder* holds what no export wrote, another export is at work, or
            the disk refuses.
    """
    final = Path(os.path.realpath(folder))
    _check(final)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with _partial(final) as partial:
            _recover(final)
            yield partial
            # One call for some ten thousand files; a file at a time takes a minute.
            os.sync()
            _swap(partial, final)
    except OSError as error:
        raise ExportError(f"{folder} could not be written: {error}") from error


def _check(final: Path) -> None:
    if final.is_dir():
        _own(final)
    elif final.exists():
        raise ExportError(f"{final} is a file")


def _own(folder: Path) -> Path:
    """Return a folder that may be removed: an export wrote it, or nothing is in it."""
    if not (folder / MARKER).is_file() and any(folder.iterdir()):
        raise ExportError(
            f"{folder} is not empty and no export wrote it; it is left as it is. "
            "Name a folder that is new or empty"
        )
    return folder


def _beside(final: Path, ending: str) -> Path:
    return final.with_name(f".{final.name}.{ending}")


@contextmanager
def _partial(final: Path) -> Iterator[Path]:
    """Make the folder beside, locked; the kernel frees it however the process ends."""
    partial = _beside(final, "partial")
    if partial.exists():
        with _locked(partial, final):
            shutil.rmtree(_own(partial))
    partial.mkdir()
    with _locked(partial, final):
        (partial / MARKER).write_text(_SAYS, "ascii")
        try:
            yield partial
        finally:
            with suppress(FileNotFoundError):
                shutil.rmtree(partial)


@contextmanager
def _locked(partial: Path, final: Path) -> Iterator[None]:
    handle = os.open(partial, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ExportError(f"another export to {final} is at work") from None
    finally:
        os.close(handle)


def _swap(partial: Path, final: Path) -> None:
    """Put the new folder in the place of the old one, which goes last."""
    former = _beside(final, "former")
    if final.exists():
        final.rename(former)
    partial.rename(final)
    with suppress(FileNotFoundError):
        shutil.rmtree(former)


def _recover(final: Path) -> None:
    """Undo a swap that was killed between its two steps."""
    former = _beside(final, "former")
    if former.exists():
        if final.exists():
            shutil.rmtree(_own(former))
        else:
            _own(former).rename(final)
