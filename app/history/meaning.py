"""What a record means: its data without what readers cannot rely on differing.

Two files mean the same where they differ in layout, comments, the order of keys or of the
items of a list, in line ends inside prose, in stamps of verified words, or in whether a
default is written out.  Judge and day of a source's judgements are inherited, so each
treatment has its own here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.records.record import Record
from app.records.shape import Shape, shape_of
from app.records.withdrawn import FORMER

#: What a source says once for all its treatments.
_INHERITED = ("judged_by", "judged")
#: Text in which line ends and runs of spaces are layout.
_PROSE = frozenset({"prose", "line"})


def meaning(record: Record, renamed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what a record means, as data of its shape; equal data mean the same.

    References to a record that is a key of *renamed* become those to its new id.
    """
    shape = shape_of(record.folder)
    data: dict[str, Any] = _normal(shape, record.data, renamed or {})
    if record.folder == "sources":
        _inherit(data)
    return data


def _normal(shape: Shape, value: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            _reference(shape.names, key, renamed): _normal(below, item, renamed)
            for key, item in value.items()
            if (below := shape.below(key)) is not None and below.definition != "stamp"
        }
    if isinstance(value, list):
        items = [_normal(shape.items or shape, item, renamed) for item in value]
        return sorted(items, key=str)
    if isinstance(value, str) and shape.definition in _PROSE:
        return " ".join(value.split())
    return _reference(shape, value, renamed)


def _reference(shape: Shape | None, value: Any, renamed: Mapping[str, str]) -> Any:
    """Return a reference with the id that its record has now; a former id stays one."""
    if not renamed or shape is None or shape.reference is None:
        return value
    if shape.definition == FORMER:
        return value
    record_id, mark, name = str(value).partition("#")
    return f"{renamed.get(record_id, record_id)}{mark}{name}"


def _inherit(data: dict[str, Any]) -> None:
    """Write out what the passages of a source have by default."""
    inherited = {key: data.pop(key) for key in _INHERITED if key in data}
    for passage in data.get("passages", {}).values():
        passage.setdefault("lang", data["lang"])
        passage["seen"].setdefault("closed", False)
        for treatment in passage.get("treatments", {}).values():
            for key, value in inherited.items():
                treatment.setdefault(key, value)
