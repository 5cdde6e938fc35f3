"""Write a record as CONTRIBUTING asks ("How YAML is written here").

Keys stand in the order of the schema.  Free text is always in double quotes; names,
references, dates and numbers stand plain where they read back as they are.  What is
written reads back as the same data (:mod:`app.records.tree`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.records.scalars import is_text
from app.records.shape import Shape, schema_name, shape_of

_WIDTH = 92
_INDENT = "  "
#: Has a meaning in YAML neither in a block nor within brackets, wherever it stands.
_PLAIN = re.compile(r"[A-Za-z0-9.](?:[A-Za-z0-9._/~%?&=+@;$()*!'-]|[:#](?=\S))*")
#: What the reader refuses in a file as it is: it must come as an escape.
_ESCAPED = re.compile(
    r"[\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    r"\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U0010ffff]"
)


def record_text(folder: str, data: Mapping[str, Any]) -> str:
    r"""Return the file of a record of *folder*.

    >>> print(record_text("actors", {"role": "outlet", "name": 'The "Gull"'}), end="")
    # yaml-language-server: $schema=../../schemas/actors.schema.json
    name: "The \"Gull\""
    role: outlet
    """
    head = f"# yaml-language-server: $schema=../../schemas/{schema_name(folder)}"
    return "\n".join([head, *_mapping(shape_of(folder), data, "")]) + "\n"


def _mapping(shape: Shape | None, data: Mapping[str, Any], indent: str) -> Iterator[str]:
    order = list(shape.properties) if shape is not None else []
    known = [key for key in order if key in data]
    for key in (*known, *(key for key in data if key not in order)):
        below = shape.below(key) if shape is not None else None
        yield from _entry(_scalar(key, None), below, data[key], indent)


def _entry(key: str, shape: Shape | None, value: Any, indent: str) -> Iterator[str]:
    line = _in_line(shape, value)
    if line is not None and len(f"{indent}{key}: {line}") <= _WIDTH:
        yield f"{indent}{key}: {line}"
    elif isinstance(value, dict) and value:
        yield f"{indent}{key}:"
        yield from _mapping(shape, value, indent + _INDENT)
    elif isinstance(value, list) and value:
        yield f"{indent}{key}:"
        items = shape.items if shape is not None else None
        for item in value:
            yield f"{indent}{_INDENT}- {_flow(items, item)}"
    else:
        yield f"{indent}{key}: {_flow(shape, value)}"


def _in_line(shape: Shape | None, value: Any) -> str | None:
    """Return a value that goes into one line: no free text within brackets, no parts."""
    if isinstance(value, dict):
        single = shape is not None and shape.entries is None
        plain = all(not isinstance(item, dict | list) for item in value.values())
        written = _flow(shape, value)
        return written if single and plain and value and '"' not in written else None
    if isinstance(value, list):
        written = _flow(shape, value)
        return written if value and '"' not in written else None
    return _scalar(value, shape)


def _flow(shape: Shape | None, value: Any) -> str:
    if isinstance(value, dict):
        known = [key for key in shape.properties if key in value] if shape else []
        keys = (*known, *(key for key in value if key not in known))
        inner = (
            f"{_scalar(key, None)}: {_flow(shape and shape.below(key), value[key])}"
            for key in keys
        )
        return f"{{{', '.join(inner)}}}"
    if isinstance(value, list):
        items = shape.items if shape is not None else None
        return f"[{', '.join(_flow(items, item) for item in value)}]"
    return _scalar(value, shape)


def _scalar(value: Any, shape: Shape | None) -> str:
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    text = str(value)
    free = shape is not None and shape.is_free_text
    if not free and _PLAIN.fullmatch(text) and is_text(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(_escape, quoted)


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
