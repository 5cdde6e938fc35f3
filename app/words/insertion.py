"""Write what is known of a copy into the file of its source; all else stays as it is.

Lines are put in, none is changed.  Then the file is read again, and unless it says just
what it said before and what was to be added, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.errors import RecordNotWritten
from app.records import schema, tree
from app.records.parts import find
from app.records.record import Record
from app.words.copies import PLAIN, Manifest

#: The keys of a copy, in the order in which they are written.
_ORDER = ("at", "taken", "sha256", "media_type", "extraction", "warc", "note")
#: What stands below ``copies`` in a source.
_BELOW = ("republishes", "judged_by", "judged", "passages", "note")
_STEP = "  "


def keys(manifest: Manifest) -> dict[str, str]:
    """Return what a record says of a copy: its keys, with their values as YAML."""
    found = {
        "at": manifest.archived,
        "taken": (manifest.taken or "")[:10],
        "sha256": manifest.text_sha256,
        "media_type": manifest.media_type,
    }
    if manifest.extractor != PLAIN:
        made = f'name: "{manifest.extractor}", version: "{manifest.version}"'
        found["extraction"] = f"{{{made}}}"
    if manifest.warc_sha256 is not None:
        found["warc"] = f"{{sha256: {manifest.warc_sha256}}}"
    return {key: value for key, value in found.items() if value}


def assert_free(record: Record, name: str) -> None:
    """Make sure that a copy of a source can be called *name*.

    Raises:
        RecordNotWritten: another part is called so.
    """
    other = find(record, name, "copies")
    if other is not None and other.field != "copies":
        raise RecordNotWritten(
            f"{record.path}: “{name}” is a part under “{other.field}” already; "
            "choose another name with --copy"
        )


def with_copy(record: Record, data: bytes, name: str, copy: Mapping[str, str]) -> bytes:
    """Return the bytes of a source's file with a copy of that name in it.

    *copy* has the keys as YAML (:func:`keys`).  A copy that is there gets the keys that
    it lacks; what it says of itself stays.

    Raises:
        RecordNotWritten: the copy there has another text, the name is another part's, or
            the file is written in a way that lines cannot be put into.
    """
    assert_free(record, name)
    held = record.data.get("copies", {}).get(name, {})
    if held.get("sha256", copy["sha256"]) != copy["sha256"]:
        raise RecordNotWritten(
            f"{record.path}: the copy “{name}” has another text (SHA-256 "
            f"{held['sha256']}); give the new one a name of its own with --copy"
        )
    due = {key: value for key, value in copy.items() if key not in held}
    if not due:
        return data
    added = tree.read(block(name, due).encode("utf-8"), record.path).data or {}
    whole = {name: {**held, **added["copies"][name]}}
    expected = {**record.data, "copies": {**record.data.get("copies", {}), **whole}}
    written = [f"{key}: {value}" for key, value in due.items()]
    lines = data.decode("utf-8").splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for number, fresh in _places(record, lines, name, written):
        text = "".join([*lines[:number], *fresh, *lines[number:]])
        read = tree.read(text.encode("utf-8"), record.path)
        if not read.problems and read.data == expected:
            if faults := schema.check("sources", read):
                raise RecordNotWritten(f"{record.path}: it would be wrong: {faults[0]}")
            return text.encode("utf-8")
    raise RecordNotWritten(
        f"{record.path}: its copies are written in a way that lines cannot be put into; "
        f"write them there by hand:\n{block(name, copy)}"
    )


def block(name: str, copy: Mapping[str, str]) -> str:
    """Return a copy as the lines of a record that has none."""
    return "".join(_entry(name, [f"{key}: {value}" for key, value in copy.items()], True))


def _places(
    record: Record, lines: list[str], name: str, written: list[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield before which line what could be put in; the first that reads right is taken."""
    copies = record.data.get("copies")
    if copies is None:
        at = min((_line(record, key) for key in _BELOW if key in record.data), default=None)
        number = len(lines) if at is None else _above(lines, at)
        yield number, _entry(name, written, True)
        yield len(lines), _entry(name, written, True)
    elif name not in copies:
        indent = _indent(record, "copies", next(iter(copies)))
        start = _line(record, "copies")
        below = [at for key in record.data if (at := _line(record, key)) > start]
        end = _above(lines, min(below)) if below else len(lines)
        yield end, _entry(name, written, False, indent)
        yield _line(record, "copies") + 1, _entry(name, written, False, indent)
    else:
        held: Mapping[str, Any] = copies[name]
        indent = _indent(record, "copies", name, next(iter(held)))
        added = [f"{indent}{line}\n" for line in written]
        rank = _ORDER.index(written[0].partition(":")[0])
        later = [key for key in held if _ORDER.index(key) > rank]
        if later:
            yield _line(record, "copies", name, later[0]), added
        yield _line(record, "copies", name, list(held)[-1]) + 1, added
        yield _line(record, "copies", name) + 1, added


def _entry(name: str, written: list[str], with_key: bool, indent: str = _STEP) -> list[str]:
    key = ["copies:\n"] if with_key else []
    return [*key, f"{indent}{name}:\n", *(f"{indent}{_STEP}{line}\n" for line in written)]


def _above(lines: list[str], number: int) -> int:
    """Return the line before which to put something: above a key's comments and space."""
    while number > 0 and (not lines[number - 1].strip() or lines[number - 1][0] == "#"):
        number -= 1
    return number


def _line(record: Record, *path: str) -> int:
    """Return the line of a key, from 0."""
    return record.places.key(path).line - 1


def _indent(record: Record, *path: str) -> str:
    return " " * (record.places.key(path).column - 1)
