"""Mend what is mechanical in a record's file, and nothing that it says.

Mended are a byte order mark, line ends of Windows, an encoding that the file itself names
by its mark, spaces at the ends of lines and a line end that is missing after the last one.
The record must read as before, value for value; a mend that changes one is not made.  No
word is corrected: what somebody meant, only they know.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.problems import Place
from app.records import tree
from app.records.files import Found, printed
from app.records.text import BOM, unify_line_ends
from app.records.writing import replaced

#: The longer marks first: that of UTF-16 is the beginning of that of UTF-32.
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPACES = " \t"
_CR = "\r"


@dataclass(frozen=True, slots=True, order=True)
class Mend:
    """One thing that was mended, and where."""

    place: Place
    what: str

    def __str__(self) -> str:
        return f"{self.place} mended: {self.what}"


def mend_files(found: list[Found]) -> Iterator[Mend]:
    """Mend files of records in place, each in one step; yield what was mended.

    Raises:
        RecordNotWritten: a file was changed meanwhile, or the system does not allow it.
    """
    for item in found:
        if not item.id or item.problem is not None:
            continue
        before = _bytes(item.path)
        after, mends = mended(before, printed(item.path))
        if mends:
            replaced(item.path, before, after)
            yield from mends


def _bytes(path: Path) -> bytes:
    """Return what a file holds; nothing where it is too large or cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(tree.MOST_BYTES + 1)
    except OSError:
        return b""  # the check tells of it
    return data if len(data) <= tree.MOST_BYTES else b""


def mended(data: bytes, path: str) -> tuple[bytes, list[Mend]]:
    """Return the bytes of a record's file after every safe mend, and the mends, sorted.

    >>> mended(b"a: 1  ", "x.yaml")[0]
    b'a: 1\\n'
    """
    mends: list[Mend] = []
    text = _decoded(data, path, mends)
    if text is None:
        return data, []
    if _CR in text:
        mends.append(Mend(Place(path), f"{text.count(_CR):,} line ends are LF now"))
        text = unify_line_ends(text)
    held = tree.read(text.encode("utf-8"), path)
    text = _without_spaces(text, held, mends)
    if text and not text.endswith("\n") and _reads_as(f"{text}\n", held):
        line = text.count("\n") + 1
        mends.append(
            Mend(
                Place(path, line, len(text) - text.rfind("\n")),
                "the last line ends in LF now",
            )
        )
        text += "\n"
    return (text.encode("utf-8"), sorted(mends)) if mends else (data, [])


def _decoded(data: bytes, path: str, mends: list[Mend]) -> str | None:
    """Return the text without its mark; None where the encoding is not certain."""
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding).removeprefix(BOM)
    except UnicodeDecodeError:
        return None
    if text.startswith(BOM):
        return None  # a second one is a character of the text, if an invisible one
    if encoding != "utf-8":
        mends.append(Mend(Place(path), f"{encoding.upper()} is UTF-8 now"))
    elif data.startswith(codecs.BOM_UTF8):
        mends.append(Mend(Place(path), "the byte order mark is gone"))
    return text


def _without_spaces(text: str, held: tree.Tree, mends: list[Mend]) -> str:
    """Take spaces off the ends of lines where they are no part of a value."""
    lines = text.split("\n")
    bare = [line.rstrip(_SPACES) for line in lines]
    if bare == lines:
        return text
    if not _reads_as("\n".join(bare), held):
        bare = _one_by_one(lines, bare, held)
    for number, (line, short) in enumerate(zip(lines, bare, strict=True), 1):
        if line != short:
            place = Place(held.path, number, len(short) + 1)
            mends.append(Mend(place, "spaces at the end of the line are gone"))
    return "\n".join(bare)


def _one_by_one(lines: list[str], bare: list[str], held: tree.Tree) -> list[str]:
    """Keep the spaces of those lines where the record would read otherwise without."""
    kept = list(lines)
    for number, short in enumerate(bare):
        if kept[number] != short:
            kept[number], before = short, kept[number]
            if not _reads_as("\n".join(kept), held):
                kept[number] = before
    return kept


def _reads_as(text: str, held: tree.Tree) -> bool:
    """Tell whether a text reads as the same values, and with no other faults."""
    read = tree.read(text.encode("utf-8"), held.path)
    codes = [problem.code for problem in read.problems]
    return read.data == held.data and codes == [item.code for item in held.problems]
