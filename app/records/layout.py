"""Where the keys and values of a record stand in its text, to the character.

:class:`app.records.places.Places` tells where values begin; whoever writes into a text
needs to know where they end too.  PyYAML's own composer tells it, in code points, where
libyaml counts bytes.  It is slow and knows no bounds: give it only what
:func:`app.records.tree.read` has read without a fault.
"""

from __future__ import annotations

import yaml

from app.errors import RecordNotWritten

#: A key and its value.
Entry = tuple[yaml.Node, yaml.Node]

_BLOCK_TEXTS = frozenset({"|", ">"})


def composed(text: str) -> yaml.Node | None:
    """Return the root of a text's nodes.

    Raises:
        RecordNotWritten: libyaml reads it and PyYAML does not.
    """
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise RecordNotWritten(f"the text cannot be taken apart: {error}") from error


def entry(node: yaml.Node | None, key: str) -> Entry | None:
    """Return the entry of a mapping that has a key."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((pair for pair in node.value if pair[0].value == key), None)


def child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return the value that a key has in a mapping."""
    found = entry(node, key)
    return found[1] if found else None


def start(node: yaml.Node) -> int:
    """Return the index at which a node begins."""
    return int(node.start_mark.index)


def end(text: str, node: yaml.Node) -> int:
    """Return the index after a value, without empty lines and comments behind a block."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end(text, last[1] if isinstance(last, tuple) else last)
    index = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_TEXTS:
        return len(text[:index].rstrip())
    return index


def line_start(text: str, index: int) -> int:
    """Return the index at which the line begins that *index* is on."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Return the beginning of the line after the one that *index* is on."""
    if index and text[index - 1] == "\n":
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1
