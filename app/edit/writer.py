"""Write a record as the records of this knowledge base are written.

Keys in the order of the schema; free text in double quotes, all else plain; small
mappings of one line in braces.  In a new record what is not known is left as a comment
that names the key and says what it holds, so that nothing stands there that nobody said.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.records import tree
from app.records.shape import Shape, schema_name, shape_of
from app.records.text import never_seen

#: Mappings that are written in braces.
_IN_BRACES = frozenset({"seen", "extraction", "warc"})
_STEP = "  "
_WIDTH = 180
_ITEM = "a:\n  - {}"

#: Which keys are offered as comments where they are not known, by the place they have:
#: the folder, then the keys on the way without the names that editors give.
OFFERED: dict[str, tuple[str, ...]] = {
    "actors": ("also_called", "wikidata", "url", "note"),
    "takedowns": ("documented_in", "questions", "note"),
    "sets": ("also_called", "part_of", "split_from", "removed", "counts", "note"),
    "claims": ("speaker", "asserts", "denies", "withholds", "revises", "note"),
    "claims.asserts": ("share", "hedge", "note"),
    "claims.denies": ("share", "hedge", "note"),
    "claims.withholds": ("share", "hedge", "note"),
    "caveats": ("note",),
    "sources": (
        *("authors", "byline", "published", "url", "archived", "copies", "republishes"),
        *("judged_by", "judged", "passages", "note"),
    ),
    "sources.passages": ("restates", "over", "numbers", "adds", "treatments", "note"),
    "reactions": ("note",),
    "reviews": ("asked", "note"),
}


def written(
    folder: str, data: Mapping[str, Any], remarks: Mapping[str, Collection[str]] = {}
) -> str:
    """Return the text of a new record, which reads as *data*.

    *remarks* are lines of comment to stand above a key, by its place: ``passages.lede``.
    """
    shape = shape_of(folder)
    head = [
        _schema_line(folder),
        f"# {shape.description}",
        "# Lines that begin with # are what may still be said; delete those not needed.",
    ]
    lines = [*head, *_Writing(OFFERED, remarks).block(shape, data, folder, "", "")]
    return "".join(f"{line}\n" for line in lines)


def bare(folder: str, data: Mapping[str, Any]) -> str:
    r"""Return the text of a record without comments, which reads as *data*.

    >>> print(bare("actors", {"role": "outlet", "name": 'The "Gull"'}), end="")
    # yaml-language-server: $schema=../../schemas/actors.schema.json
    name: "The \"Gull\""
    role: outlet
    """
    body = _Writing({}, {}).block(shape_of(folder), data, folder, "", "")
    return "".join(f"{line}\n" for line in (_schema_line(folder), *body))


def _schema_line(folder: str) -> str:
    return f"# yaml-language-server: $schema=../../schemas/{schema_name(folder)}"


class _Writing:
    def __init__(
        self,
        offered: Mapping[str, Collection[str]],
        remarks: Mapping[str, Collection[str]],
    ) -> None:
        self._offered = offered
        self._remarks = remarks

    def block(
        self, shape: Shape, data: Mapping[str, Any], place: str, path: str, indent: str
    ) -> Iterator[str]:
        """Yield the lines of a mapping of the schema's own keys."""
        unknown = [key for key in data if key not in shape.properties]
        for key in (*shape.properties, *unknown):
            below = shape.properties.get(key)
            here = f"{path}.{key}".lstrip(".")
            for remark in self._remarks.get(here, ()):
                yield f"{indent}# {_on_one_line(remark)}"
            if key in data:
                yield from self._entry(
                    key, data[key], below or Shape(), f"{place}.{key}", here, indent
                )
            elif here in self._remarks:
                continue
            elif below is not None and key in self._offered.get(place, ()):
                yield f"{indent}# {key}:   # {' '.join(below.description.split())}"

    def _entry(
        self, key: str, value: Any, shape: Shape, place: str, path: str, indent: str
    ) -> Iterator[str]:
        if isinstance(value, dict) and not (key in _IN_BRACES and _is_small(value)):
            yield f"{indent}{_key(key)}:"
            if shape.entries is None:
                yield from self.block(shape, value, place, path, indent + _STEP)
                return
            for name, item in value.items():
                yield from self._entry(
                    name, item, shape.entries, place, f"{path}.{name}", indent + _STEP
                )
            return
        line = f"{indent}{_key(key)}: {_inline(value, shape)}"
        if isinstance(value, list) and value and _is_apart(shape.items, value, line):
            yield f"{indent}{_key(key)}:"
            for item in value:
                yield f"{indent}{_STEP}- {_inline(item, shape.items, _ITEM)}"
        else:
            yield line


def _is_small(value: Mapping[str, Any]) -> bool:
    return bool(value) and not any(isinstance(item, dict | list) for item in value.values())


def _is_apart(shape: Shape | None, value: list[Any], line: str) -> bool:
    """Tell whether each item of a list is to stand on a line of its own."""
    free = shape is not None and shape.is_free_text
    scalars = not any(isinstance(item, dict | list) for item in value)
    return scalars and (free or len(line) > _WIDTH)


def _inline(value: Any, shape: Shape | None, form: str = "a: {}") -> str:
    """Write a value on one line; *form* is how it stands there."""
    if isinstance(value, dict):
        items = (
            f"{_code(key, 'a: {{{}: a}}')}: "
            f"{_inline(item, shape.below(key) if shape else None, 'a: {{a: {}}}')}"
            for key, item in _ordered(value, shape)
        )
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list):
        inner = shape.items if shape else None
        return f"[{', '.join(_inline(item, inner, 'a: [{}]') for item in value)}]"
    if isinstance(value, str):
        return quoted(value) if shape is None or shape.is_free_text else _code(value, form)
    return json.dumps(value)


def _ordered(value: Mapping[str, Any], shape: Shape | None) -> list[tuple[str, Any]]:
    """Return the entries of a mapping in the order of the schema."""
    known = list(shape.properties) if shape else []
    first = [(key, value[key]) for key in known if key in value]
    return [*first, *((key, item) for key, item in value.items() if key not in known)]


def _key(key: str) -> str:
    return _code(key, "{}: a")


def _code(text: str, form: str) -> str:
    """Write a name, reference, date or value of a list: plain, if YAML reads it so."""
    if "\n" in text:
        return quoted(text)
    plain, safe = (
        tree.read(f"{form.format(one)}\n".encode("utf-8", "replace"), "a")
        for one in (text, quoted(text))
    )
    same = not plain.problems and plain.data == safe.data
    return text if same else quoted(text)


def quoted(text: str) -> str:
    r"""Write a text in double quotes; what nobody sees is written as an escape.

    >>> quoted('a "b" \u200d c')
    '"a \\"b\\" \\u200D c"'
    """
    return never_seen(json.dumps(text, ensure_ascii=False), _escaped)


def _on_one_line(remark: str) -> str:
    """Return a text that stays the comment that it is to be, whatever words it quotes."""
    return never_seen(" ".join(remark.split("\n")), _escaped)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
