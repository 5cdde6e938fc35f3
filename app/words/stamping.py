"""Write a stamp into the text of a record, and change no other byte of it.

The stamp stands behind ``seen`` in its passage, in the style in which the passage is
written: as lines of their own in a block, in braces where the passage is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from app.errors import RecordNotWritten
from app.records import tree
from app.records.layout import (
    Entry,
    child,
    composed,
    end,
    entry,
    line_end,
    line_start,
    start,
)

_QUOTED = frozenset({"sha256", "prefix", "suffix", "seal", "reason"})


def stamped(text: str, passage: str, stamp: Mapping[str, Any]) -> str:
    """Return the text of a record with *stamp* under ``verified`` of a passage.

    Raises:
        RecordNotWritten: the text would then say something else besides.
    """
    before = _data(text)
    mapping = child(child(composed(text), "passages"), passage)
    old = entry(mapping, "verified")
    seen = entry(mapping, "seen")
    if not isinstance(mapping, yaml.MappingNode) or seen is None:
        raise RecordNotWritten(f"there is no passage {passage!r} with “seen”")
    if mapping.flow_style:
        written = f"verified: {{{', '.join(_lines(stamp))}}}"
        if old is not None:
            changed = text[: start(old[0])] + written + text[end(text, old[1]) :]
        else:
            at = end(text, seen[1])
            changed = f"{text[:at]}, {written}{text[at:]}"
    else:
        changed = _in_block(text, seen, old, stamp)
    _assert_same(before, _data(changed), passage, stamp)
    return changed


def _in_block(
    text: str,
    seen: Entry,
    old: Entry | None,
    stamp: Mapping[str, Any],
) -> str:
    """Put the stamp on lines of its own, behind the line on which ``seen`` ends."""
    column = " " * seen[0].start_mark.column
    written = "".join(
        [f"{column}verified:\n", *(f"{column}  {line}\n" for line in _lines(stamp))]
    )
    if old is not None:
        first = line_start(text, start(old[0]))
        return text[:first] + written + text[line_end(text, end(text, old[1])) :]
    at = line_end(text, end(text, seen[1]))
    gap = "" if text[:at].endswith("\n") else "\n"
    return text[:at] + gap + written + text[at:]


def _lines(stamp: Mapping[str, Any]) -> list[str]:
    """Write the entries; hexadecimal digits in quotes, as some would be numbers."""
    return [
        f"{key}: {json.dumps(value, ensure_ascii=False) if key in _QUOTED else value}"
        for key, value in stamp.items()
    ]


def _data(text: str) -> dict[str, Any]:
    read = tree.read(text.encode(), "record")
    if read.problems or read.data is None:
        raise RecordNotWritten(f"the record cannot be read: {read.problems[0].message}")
    return read.data


def _assert_same(
    before: dict[str, Any], after: dict[str, Any], passage: str, stamp: Mapping[str, Any]
) -> None:
    """Compare what the record said and says: only the stamp may differ."""
    held = dict(before["passages"][passage])
    held["verified"] = dict(stamp)
    expected = {**before, "passages": {**before["passages"], passage: held}}
    if after != expected:
        raise RecordNotWritten("the stamp would change other parts of the record")
