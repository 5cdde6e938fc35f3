"""Safe mends: what is mechanical is mended, and no value of a record changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.edit.mend import mend_files, mended
from app.errors import RecordNotWritten
from app.records import tree
from app.records.load import files, load
from tests.repository import WHOLE

BAD = WHOLE.parent.parent / "bad"


def said(data: bytes) -> list[str]:
    """Return what is mended in some bytes, with line and column."""
    return [str(item) for item in mended(data, "x.yaml")[1]]


@pytest.mark.parametrize(
    ("data", "after", "says"),
    [
        (b"a: 1\n", b"a: 1\n", []),
        (b"", b"", []),
        (b"\xef\xbb\xbfa: 1\n", b"a: 1\n", ["x.yaml:1:1 mended: the byte order mark is gone"]),
        (b"a: 1\r\nb: 2\r\n", b"a: 1\nb: 2\n", ["x.yaml:1:1 mended: 2 line ends are LF now"]),
        (b"a: 1\rb: 2\r", b"a: 1\nb: 2\n", ["x.yaml:1:1 mended: 2 line ends are LF now"]),
        (b"a: 1", b"a: 1\n", ["x.yaml:1:5 mended: the last line ends in LF now"]),
        (
            b"a: 1  \nb: 2\t\n",
            b"a: 1\nb: 2\n",
            [
                "x.yaml:1:5 mended: spaces at the end of the line are gone",
                "x.yaml:2:5 mended: spaces at the end of the line are gone",
            ],
        ),
        ("a: é\n".encode("utf-16"), "a: é\n".encode(), ["x.yaml:1:1 mended: UTF-16 is UTF-8 now"]),
        ("a: é\n".encode("utf-32"), "a: é\n".encode(), ["x.yaml:1:1 mended: UTF-32 is UTF-8 now"]),
    ],
)  # fmt: skip
def test_what_is_mechanical_is_mended(data: bytes, after: bytes, says: list[str]) -> None:
    """Each mend is told with its place."""
    assert after == mended(data, "x.yaml")[0]
    assert says == said(data)


@pytest.mark.parametrize(
    "data",
    [
        b"a: \xe9\n",
        b"\xff\xfea",
        b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n",
        b'a: "x\xe2\x80\x8by"\n',
        b"a: |\n  kept  \n  words\n",
        b"a: |+\n  x",
        b"a: |\n  x",
        b"made: 2019-1-3\n",
        b"spaeker: actors/twiter\n",
        b"a: [\n",
    ],
    ids=lambda data: ascii(data)[:24],
)
def test_what_is_said_or_uncertain_is_left(data: bytes) -> None:
    """Encodings without a mark, words, spaces in a block and slips are the editor's."""
    assert (data, []) == mended(data, "x.yaml")


def test_of_two_lines_the_one_is_mended_that_holds_no_value() -> None:
    """Spaces in a block of text stay, those beside it go."""
    after, mends = mended(b"a: 1  \nb: |\n  x  \n  y\n", "x.yaml")

    assert b"a: 1\nb: |\n  x  \n  y\n" == after
    assert [1] == [item.place.line for item in mends]


_PIECES = st.sampled_from(
    ["a", ": ", "\n", "\r\n", "\r", "  ", " \n", "\t", "|", '"', "'", "- ", "# ", "[", "}", "é", "\ufeff"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-16"]))
def test_mending_twice_is_mending_once_and_keeps_every_value(
    text: str, encoding: str
) -> None:
    """Whatever a file holds, a second run finds nothing, and the record reads the same."""
    data = text.encode(encoding)
    after, mends = mended(data, "x.yaml")

    assert (after, []) == mended(after, "x.yaml")
    assert bool(mends) == (after != data)
    if encoding == "utf-8" and mends:
        assert tree.read(data, "x.yaml").data == tree.read(after, "x.yaml").data


def test_files_are_mended_in_place_and_others_left(tmp_path: Path) -> None:
    """Only what needs it is written; what is no record is not touched."""
    root = Path(shutil.copytree(WHOLE, tmp_path / "kb"))
    path = root / "claims/quill-first.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    stray = root / "claims/notes.txt"
    stray.write_bytes(b"a  \r\n")
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"a  \r\n")
    (root / "claims/linked.yaml").symlink_to(outside)
    times = {item: item.stat().st_mtime_ns for item in root.rglob("*.yaml") if item != path}

    mends = list(mend_files(files(root)))

    assert {str(path)} == {item.place.path for item in mends}
    assert (WHOLE / "claims/quill-first.yaml").read_bytes() == path.read_bytes()
    assert b"a  \r\n" == stray.read_bytes() == outside.read_bytes()
    assert times == {item: item.stat().st_mtime_ns for item in times}
    assert [] == list(mend_files(files(root)))
    assert [] == [item.name for item in root.rglob(".*")], "nothing is left half-written"


def test_a_file_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is as it was, and nothing lies beside it."""
    root = Path(shutil.copytree(WHOLE, tmp_path / "kb"))
    path = root / "claims/quill-first.yaml"
    path.write_bytes(path.read_bytes() + b"# end  ")
    before = path.read_bytes()

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RecordNotWritten, match="No space left"):
        list(mend_files(files(root)))

    assert before == path.read_bytes()
    assert [] == [item.name for item in root.rglob(".*")]


def test_broken_records_have_no_other_fault_after_mending(tmp_path: Path) -> None:
    """Of the files in tests/bad only those of three rules lose a fault; none gains one."""
    lost = set()
    for case in sorted(BAD.glob("*.yaml")):
        data = case.read_bytes()
        after, mends = mended(data, "x.yaml")
        before_codes = {item.code for item in tree.read(data, "x.yaml").problems}
        after_codes = {item.code for item in tree.read(after, "x.yaml").problems}
        assert after_codes <= before_codes
        assert bool(mends) == (after != data)
        lost |= before_codes - after_codes

    assert {"Y01", "Y02", "Y03"} == lost
    assert () == load(WHOLE).problems
