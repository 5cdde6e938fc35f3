"""Write a file whole or not at all.

The bytes go into a file beside, reach the disk, and get their name in one step: a crash,
a full disk or a reader meanwhile sees the old file or the new one, never a half.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import RecordExists, RecordNotWritten


def replaced(path: Path, before: bytes, after: bytes) -> None:
    """Replace a file by another content in one step; its rights stay.

    Raises:
        RecordNotWritten: it was changed meanwhile, or the system does not allow it.
    """
    real = path.resolve()
    try:
        mode = stat.S_IMODE(real.stat().st_mode)
        with beside(real, after) as fresh:
            fresh.chmod(mode)
            if real.read_bytes() != before:
                message = f"{path} was changed meanwhile; nothing was written"
                raise RecordNotWritten(message)
            fresh.replace(real)
    except OSError as error:
        raise RecordNotWritten(f"{path} cannot be written: {error}") from error


def created(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; its folder is made where it is missing.

    Raises:
        RecordExists: something of that name is there; it stays as it is.
        RecordNotWritten: the system does not allow it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path, data) as fresh:
            _named(fresh, path)
    except FileExistsError as error:
        if not os.path.lexists(path):  # what is to be its folder is none
            raise RecordNotWritten(f"{path} cannot be written: {error}") from error
        raise RecordExists(f"{path} is there already; nothing was written") from error
    except OSError as error:
        raise RecordNotWritten(f"{path} cannot be written: {error}") from error


@contextmanager
def beside(path: Path, data: bytes) -> Iterator[Path]:
    """Give a file beside *path* that holds *data* on the disk, and remove what is left.

    Its name begins with a dot, so that no reader of the folder takes it for its own.

    Raises:
        OSError: the system does not allow it.
    """
    fresh = path.with_name(f".{path.name[:16]}.{secrets.token_hex(8)}.new")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield fresh
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _named(fresh: Path, path: Path) -> None:
    """Give a written file its name, in the one step that fails where a file exists."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:
        # No hard links on this file system (FAT, many SMB mounts).
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        fresh.replace(path)
