"""Copies: named by hash, never replaced, never served when they were changed."""

from __future__ import annotations

import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import CopiesUnusable, CopyDamaged
from app.words.copies import Completeness, Copies, Manifest, snapshots_folder

TEXT = "We are unable to definitively tie the accounts.\nNi “cuentas” ni e\u0301.\n"
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
ABOUT = Manifest(
    source="sources/x",
    url="https://example.org/x",
    archived=None,
    media_type="text/html",
    encoding="utf-8",
    taken="2019-02-01T00:00:00Z",
    held="2026-11-25T12:00:00Z",
    extractor="trafilatura",
    version="2.3.1",
    completeness=Completeness.COMPLETE,
)


def files(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_text_comes_back_as_it_went_in(tmp_path: Path) -> None:
    """A text, its exchange and its manifest are held under their hashes, unchanged."""
    copies = Copies(tmp_path / "not" / "there" / "yet")
    held = copies.add(TEXT, b"WARC", ABOUT)

    assert HASH == held.text_sha256
    assert TEXT == copies.text(HASH)
    assert held.warc_sha256 is not None
    assert b"WARC" == copies.warc(held.warc_sha256)
    assert [held] == list(copies.manifests())
    assert [held] == list(copies.manifests(HASH))
    assert [] == list(copies.manifests("0" * 64))


def test_carriage_returns_and_marks_are_kept(tmp_path: Path) -> None:
    """Nothing is made of line ends or of a byte order mark in a text."""
    text = "\ufeffone\r\ntwo\rthree\n"
    copies = Copies(tmp_path)

    assert text == copies.text(copies.add(text, None, ABOUT).text_sha256)


def test_nothing_is_held_where_there_is_no_folder(tmp_path: Path) -> None:
    """A folder that is not there holds nothing; asking does not make it."""
    copies = Copies(tmp_path / "gone")

    assert None is copies.text(HASH)
    assert [] == list(copies.manifests())
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, HASH.upper(), "*" * 64])
def test_what_is_no_hash_names_no_file(tmp_path: Path, name: str) -> None:
    """A path is only ever made of 64 hexadecimal digits."""
    copies = Copies(tmp_path)
    copies.add(TEXT, None, ABOUT)

    assert None is copies.text(name)
    assert None is copies.warc(name)


def test_a_changed_text_is_a_fault_and_is_never_served(tmp_path: Path) -> None:
    """One changed byte: the text is not given out, and adding it again says so."""
    copies = Copies(tmp_path)
    copies.add(TEXT, None, ABOUT)
    path = tmp_path / "texts" / f"{HASH}.txt"
    changed = TEXT.replace("unable", "able").encode()
    path.write_bytes(changed)

    with pytest.raises(CopyDamaged, match="does not have the hash"):
        copies.text(HASH)
    with pytest.raises(CopyDamaged, match="move it away"):
        copies.add(TEXT, None, ABOUT)
    assert changed == path.read_bytes()


def test_a_text_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    """A file that somebody else named by its hash can still be no text."""
    data = b"se\xf1ores"
    name = hashlib.sha256(data).hexdigest()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{name}.txt").write_bytes(data)

    with pytest.raises(CopyDamaged, match="is not UTF-8"):
        Copies(tmp_path).text(name)


@pytest.mark.parametrize("data", [b"{}\n", b"{", b""])
def test_a_changed_manifest_is_a_fault(tmp_path: Path, data: bytes) -> None:
    """A manifest that was changed, or that another program named by its hash, is told."""
    copies = Copies(tmp_path)
    copies.add(TEXT, None, ABOUT)
    (path,) = (tmp_path / "copies").iterdir()

    path.write_bytes(data)
    with pytest.raises(CopyDamaged, match="does not have the hash"):
        list(copies.manifests())

    name = f"{HASH}.{hashlib.sha256(data).hexdigest()[:16]}.json"
    path.rename(path.with_name(name))
    with pytest.raises(CopyDamaged):
        list(copies.manifests())


def test_two_captures_of_one_text_share_it(tmp_path: Path) -> None:
    """Two captures with the same words: one text, two manifests; a third changes nothing."""
    copies = Copies(tmp_path)
    first = copies.add(TEXT, b"a", ABOUT)
    second = copies.add(TEXT, b"b", replace(ABOUT, held="2026-11-26T12:00:00Z"))
    before = files(tmp_path)
    copies.add(TEXT, b"a", ABOUT)

    assert before == files(tmp_path)
    assert 1 == len(list((tmp_path / "texts").iterdir()))
    held = sorted(copies.manifests(HASH), key=lambda manifest: manifest.held)
    assert [first, second] == held


def test_what_is_held_is_never_written_again(tmp_path: Path) -> None:
    """A file that is there keeps its time and number: it was not replaced."""
    copies = Copies(tmp_path)
    copies.add(TEXT, b"a", ABOUT)
    before = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}
    copies.add(TEXT, b"a", ABOUT)

    assert before
    for path, found in before.items():
        now = path.stat()
        assert (found.st_ino, found.st_mtime_ns) == (now.st_ino, now.st_mtime_ns)


def test_many_writers_at_once(tmp_path: Path) -> None:
    """Writers of the same and of other texts leave whole files and nothing else."""
    texts = [f"{TEXT}{number % 7}" * 500 for number in range(140)]

    def add(text: str) -> str:
        return Copies(tmp_path).add(text, text.encode(), ABOUT).text_sha256

    with ThreadPoolExecutor(16) as pool:
        names = list(pool.map(add, texts))

    copies = Copies(tmp_path)
    assert texts == [copies.text(name) for name in names]
    assert 7 == len(list(copies.manifests()))
    assert 21 == len(files(tmp_path))


def test_a_file_system_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no hard link can be made the file is renamed, and nothing else is left."""

    def refused(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(Path, "hardlink_to", refused)
    copies = Copies(tmp_path)
    copies.add(TEXT, b"a", ABOUT)
    copies.add(TEXT, b"a", ABOUT)

    assert TEXT == copies.text(HASH)
    assert 3 == len(files(tmp_path))


def test_a_write_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: a sentence, no file under a hash, no half file."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CopiesUnusable, match="No space left"):
        Copies(tmp_path).add(TEXT, None, ABOUT)
    assert {} == files(tmp_path)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """A folder of copies that is none is told in a sentence."""
    path = tmp_path / "file"
    path.write_text("")

    with pytest.raises(CopiesUnusable):
        Copies(path).add(TEXT, None, ABOUT)
    with pytest.raises(CopiesUnusable):
        Copies(path).text(HASH)
    with pytest.raises(CopiesUnusable):
        list(Copies(path).manifests())


def test_others_can_read_what_one_wrote(tmp_path: Path) -> None:
    """On a shared mount a file has the rights that the writer's umask leaves."""
    before = os.umask(0o022)
    try:
        Copies(tmp_path).add(TEXT, None, ABOUT)
    finally:
        os.umask(before)

    modes = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()}
    assert {0o644} == modes


def test_the_folder_is_named_or_is_the_users() -> None:
    """``CAVEAT_SNAPSHOTS`` names the folder; without it, it lies in the user's data."""
    assert Path("/mnt/x") == snapshots_folder({"CAVEAT_SNAPSHOTS": "/mnt/x"})
    for environ in ({}, {"CAVEAT_SNAPSHOTS": ""}, {"CAVEAT_SNAPSHOTS": "  "}):
        folder = snapshots_folder(environ)
        assert folder.is_absolute()
        assert ("caveat", "snapshots") == folder.parts[-2:]
    assert Path.home() / "x" == snapshots_folder({"CAVEAT_SNAPSHOTS": "~/x"})
