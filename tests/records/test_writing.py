"""A file is written whole or not at all, and nobody's work is overwritten."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from app.errors import RecordExists, RecordNotWritten
from app.records.writing import created, replaced


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    """Its rights stay, a link to it stays one, and nothing is left beside it."""
    path, link = tmp_path / "x.yaml", tmp_path / "link.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    replaced(link, b"old", b"new")

    assert (b"new", 0o640) == (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
    assert link.is_symlink()
    assert [link, path] == sorted(tmp_path.iterdir())


def test_a_file_that_was_changed_meanwhile_is_let_alone(tmp_path: Path) -> None:
    """Somebody else's change is never overwritten; a file that is gone is told."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"changed")

    with pytest.raises(RecordNotWritten, match="was changed meanwhile"):
        replaced(path, b"old", b"new")
    assert b"changed" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())

    path.unlink()
    with pytest.raises(RecordNotWritten, match="cannot be written"):
        replaced(path, b"old", b"new")
    assert [] == list(tmp_path.iterdir())


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    """It has its bytes, and nothing is left beside it."""
    path = tmp_path / "sources" / "x.yaml"
    created(path, b"a: \xc3\xbc\n")

    assert b"a: \xc3\xbc\n" == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize("linking", [True, False])
def test_a_name_that_is_taken_is_let_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linking: bool
) -> None:
    """Not even an empty file or a dead link is overwritten, with hard links or without."""
    if not linking:
        monkeypatch.setattr(Path, "hardlink_to", _no_links)
    path, link = tmp_path / "x.yaml", tmp_path / "dead.yaml"
    path.write_bytes(b"")
    link.symlink_to(tmp_path / "gone")

    for taken in (path, link):
        with pytest.raises(RecordExists, match="is there already"):
            created(taken, b"new")
    created(tmp_path / "free.yaml", b"new")

    assert b"" == path.read_bytes()
    assert ["dead.yaml", "free.yaml", "x.yaml"] == sorted(
        item.name for item in tmp_path.iterdir()
    )


def _no_links(_self: Path, _target: Path) -> None:
    raise OSError(errno.EPERM, "no hard links here")


def test_where_nothing_can_be_made_nothing_is_left(tmp_path: Path) -> None:
    """A folder that is a file is told as what the system says."""
    (tmp_path / "sources").write_bytes(b"")

    with pytest.raises(RecordNotWritten, match="cannot be written"):
        created(tmp_path / "sources" / "x.yaml", b"new")
