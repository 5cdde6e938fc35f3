"""The keys of a record in the order of its schema, and no other byte changed.

Whole entries change places, each with its comments; what stands between them stays where
it is.  Nothing is written anew, so quotes, line breaks, escapes and columns are those of
the editor.  (A round trip through ruamel.yaml was tried.  It gives every record of this
knowledge base back as it was, but undoes escapes such as ``\\u00AD``, joins texts and
braces that stand on several lines, and hangs a comment above a key on the key before it,
with which it would move away.)

Names that an editor gave (of passages, links, numbers) have no order but the editor's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from app.errors import RecordNotWritten
from app.records import tree
from app.records.layout import composed, end, line_end, line_start, start
from app.records.shape import Shape, shape_of

#: What a comment at the top begins with that is for programs, and so stays at the top.
_FOR_PROGRAMS = "# yaml-language-server:"


def is_ordered(folder: str, data: Mapping[str, Any]) -> bool:
    """Tell whether every mapping of a record has the order of its schema."""
    return _is_ordered(shape_of(folder), data)


def ordered(folder: str, text: str) -> str:
    """Return the text of a record of *folder* with its keys in the order of the schema.

    *text* has been read without a fault.  What is in order comes back as it was.

    Raises:
        RecordNotWritten: the record would then say something else, or a comment lose its
            place; an editor has to do it by hand.
    """
    before = _data(text)
    if is_ordered(folder, before):
        return text
    whole = text if text.endswith("\n") else f"{text}\n"
    root = composed(whole)
    changed = whole if root is None else _put(whole, _root(whole, root, shape_of(folder)))
    after = _data(changed)
    if after != before or Counter(changed) != Counter(whole):
        raise RecordNotWritten("its keys cannot be put in order without other changes")
    return changed


def _data(text: str) -> dict[str, Any]:
    read = tree.read(text.encode("utf-8"), "record")
    if read.problems or read.data is None:
        raise RecordNotWritten("its keys cannot be put in order: it would not be read")
    return read.data


def _is_ordered(shape: Shape | None, value: Any) -> bool:
    if shape is None:
        return True
    if isinstance(value, dict):
        ranks = _ranks(shape, list(value))
        in_order = all(one <= other for one, other in pairwise(ranks))
        return in_order and all(
            _is_ordered(shape.below(key), item) for key, item in value.items()
        )
    if isinstance(value, list):
        return all(_is_ordered(shape.items, item) for item in value)
    return True


def _ranks(shape: Shape, keys: Sequence[str]) -> list[int]:
    """Return the place of each key in the schema; names of an editor's have all one."""
    places = {key: place for place, key in enumerate(shape.properties)}
    return [places.get(key, len(places)) for key in keys]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text that moves as one, and the node in it that is to be in order."""

    start: int
    end: int
    node: yaml.Node
    shape: Shape | None


def _root(text: str, node: yaml.Node, shape: Shape) -> _Piece:
    return _Piece(0, len(text), node, shape)


def _put(text: str, piece: _Piece) -> str:
    """Return a stretch of text with all that stands in it in order."""
    node, shape = piece.node, piece.shape
    if shape is None or not isinstance(node, yaml.CollectionNode):
        return text[piece.start : piece.end]
    inner = _pieces(text, node, shape)
    taken = inner
    if isinstance(node, yaml.MappingNode):
        ranks = _ranks(shape, [key.value for key, _ in node.value])
        order = sorted(range(len(inner)), key=ranks.__getitem__)
        if order != list(range(len(inner))):
            _assert_movable(text, node, inner)
            taken = [inner[number] for number in order]
    written = []
    at = piece.start
    for slot, moved in zip(inner, taken, strict=True):
        written += [text[at : slot.start], _put(text, moved)]
        at = slot.end
    return "".join([*written, text[at : piece.end]])


def _pieces(text: str, node: yaml.CollectionNode, shape: Shape) -> list[_Piece]:
    """Return the entries or items of a collection, each with what moves along with it."""
    if isinstance(node, yaml.SequenceNode):
        return [
            _Piece(start(item), end(text, item), item, shape.items) for item in node.value
        ]
    if node.flow_style:
        return [
            _Piece(start(key), end(text, value), value, shape.below(key.value))
            for key, value in node.value
        ]
    column = node.start_mark.column
    pieces = []
    floor = _floor(text, node)
    for key, value in node.value:
        last = line_end(text, max(end(text, value), key.end_mark.index))
        last = _with_deeper_comments(text, last, column)
        first = _with_comments(text, line_start(text, start(key)), floor)
        pieces.append(_Piece(first, last, value, shape.below(key.value)))
        floor = last
    return pieces


def _floor(text: str, node: yaml.Node) -> int:
    """Return the line from which on comments may belong to the first key of a mapping.

    At the top of a file that is below what is for programs, and below a comment that an
    empty line sets apart: it is about the whole record.
    """
    first = line_start(text, start(node))
    at = first
    while at > 0:
        above = line_start(text, at - 1)
        line = text[above:at].strip()
        if not line.startswith("#") or line.startswith(_FOR_PROGRAMS):
            return at
        at = above
    return at


def _with_comments(text: str, first: int, floor: int) -> int:
    """Return where the comments begin that stand above a line, not above *floor*."""
    at = found = first
    while at > floor:
        at = line_start(text, at - 1)
        if text[at:].lstrip(" ").startswith("#"):
            found = at
    return found


def _with_deeper_comments(text: str, last: int, column: int) -> int:
    """Return where the comments end that stand below an entry, further in than its key."""
    at = found = last
    while at < len(text):
        stop = line_end(text, at + 1)
        line = text[at:stop]
        content = line.lstrip(" ")
        if content.strip() and not (
            content.startswith("#") and len(line) - len(content) > column
        ):
            break
        at = stop
        found = at if content.strip() else found
    return found


def _assert_movable(text: str, node: yaml.MappingNode, pieces: Sequence[_Piece]) -> None:
    """See that entries can change places: each on lines of its own, or in plain braces.

    Raises:
        RecordNotWritten: a comment stands between entries in braces, or a key behind
            something else on its line.
    """
    line = node.start_mark.line + 1
    if node.flow_style:
        between = (text[one.end : other.start] for one, other in pairwise(pieces))
        tail = text[pieces[-1].end : node.end_mark.index]
        if any("#" in gap for gap in (*between, tail)):
            raise RecordNotWritten(
                f"line {line}: comments stand in the braces; order the keys by hand"
            )
        return
    for key, _ in node.value:
        if text[line_start(text, start(key)) : start(key)].strip():
            raise RecordNotWritten(
                f"line {line}: a key is not first on its line; order the keys by hand"
            )
