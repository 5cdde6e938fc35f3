"""Write a stamp into the text of a record, and change no other byte of it.

The stamp stands behind ``seen`` in its passage, in the style in which the passage is
written: as lines of their own in a block, in braces where the passage is.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from app.errors import StampNotWritten
from app.records import tree

_QUOTED = frozenset({"sha256", "prefix", "suffix", "seal", "reason"})


def stamped(text: str, passage: str, stamp: Mapping[str, Any]) -> str:
    """Return the text of a record with *stamp* under ``verified`` of a passage.

    Raises:
        StampNotWritten: the text would then say something else besides.
    """
    before = _data(text)
    mapping = _child(_child(_root(text), "passages"), passage)
    old = _entry(mapping, "verified")
    seen = _entry(mapping, "seen")
    if not isinstance(mapping, yaml.MappingNode) or seen is None:
        raise StampNotWritten(f"there is no passage {passage!r} with “seen”")
    if mapping.flow_style:
        written = f"verified: {{{', '.join(_lines(stamp))}}}"
        if old is not None:
            start, end = old[0].start_mark.index, _end(text, old[1])
            changed = text[:start] + written + text[end:]
        else:
            at = _end(text, seen[1])
            changed = f"{text[:at]}, {written}{text[at:]}"
    else:
        changed = _in_block(text, seen, old, stamp)
    _assert_same(before, _data(changed), passage, stamp)
    return changed


def write(path: Path, text: str) -> None:
    """Replace a file at once, so that it is never seen half written."""
    mode = path.stat().st_mode
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".yaml.part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise StampNotWritten(f"{path} cannot be written: {error}") from error


def _in_block(
    text: str,
    seen: tuple[yaml.Node, yaml.Node],
    old: tuple[yaml.Node, yaml.Node] | None,
    stamp: Mapping[str, Any],
) -> str:
    """Put the stamp on lines of its own, behind the line on which ``seen`` ends."""
    column = " " * seen[0].start_mark.column
    written = "".join(
        [f"{column}verified:\n", *(f"{column}  {line}\n" for line in _lines(stamp))]
    )
    if old is not None:
        start = text.rfind("\n", 0, old[0].start_mark.index) + 1
        end = _line_end(text, _end(text, old[1]))
        return text[:start] + written + text[end:]
    at = _line_end(text, _end(text, seen[1]))
    gap = "" if text[:at].endswith("\n") else "\n"
    return text[:at] + gap + written + text[at:]


def _lines(stamp: Mapping[str, Any]) -> list[str]:
    """Write the entries; hexadecimal digits in quotes, as some would be numbers."""
    return [
        f"{key}: {json.dumps(value, ensure_ascii=False) if key in _QUOTED else value}"
        for key, value in stamp.items()
    ]


def _line_end(text: str, at: int) -> int:
    """Return the beginning of the line after the one that *at* is on."""
    if at and text[at - 1] == "\n":
        return at
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _root(text: str) -> yaml.Node | None:
    # PyYAML's own reader, as libyaml counts bytes where this counts code points.
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _entry(node: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((pair for pair in node.value if pair[0].value == key), None)


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    entry = _entry(node, key)
    return entry[1] if entry else None


def _end(text: str, node: yaml.Node) -> int:
    """Return where a value ends, without the empty lines and comments behind a block."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return len(text[:end].rstrip())
    return end


def _data(text: str) -> dict[str, Any]:
    read = tree.read(text.encode(), "record")
    if read.problems or read.data is None:
        raise StampNotWritten(f"the record cannot be read: {read.problems[0].message}")
    return read.data


def _assert_same(
    before: dict[str, Any], after: dict[str, Any], passage: str, stamp: Mapping[str, Any]
) -> None:
    """Compare what the record said and says: only the stamp may differ."""
    held = dict(before["passages"][passage])
    held["verified"] = dict(stamp)
    expected = {**before, "passages": {**before["passages"], passage: held}}
    if after != expected:
        raise StampNotWritten("the stamp would change other parts of the record")
