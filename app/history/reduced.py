"""What of the data of a record a citer of it, or of another, relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.history.side import Data

#: The passages of a source that are kept, as words alone or, where :data:`EXAMINED` follows
#: the name, with what they repeat and what became of caveats; None where all are.
Kept = tuple[str, ...] | None

EXAMINED = "*"
_QUOTED = ("part", "text", "lang", "translation", "voice", "speaker", "edits", "note")
_CHECKED = frozenset({"seen", "verified", "prefix", "suffix"})
_NOT_RELIED_ON = frozenset({"copies", "formerly"})
_OWN = frozenset({"status", "reviewed_by"})


def narrowed(data: Data, kept: Kept) -> dict[str, Any]:
    """Return the data of a source with only some passages; of other records all."""
    if kept is None:
        return dict(data)
    passages = {
        name: words | _only(data["passages"][name], _CHECKED)
        for name, words in _passages(data, kept)
    }
    rest = {key: value for key, value in data.items() if key != "passages"}
    return rest | ({"passages": passages} if passages else {})


def comparable(data: Data, kept: Kept, *, is_root: bool) -> dict[str, Any]:
    """Return the data of a member with what a citer relied on alone, as a record's.

    Two contents of one digest do not differ in it.  The root's former ids are left, by
    which it is known after a renaming.
    """
    former = {key: data[key] for key in ("formerly",) if is_root and key in data}
    found = reduced(data, kept, is_root=is_root) | former
    if "passages" in data:
        passages = found.get("passages", {})
        found["lang"] = data["lang"]
        found["passages"] = {key: item | {"seen": {}} for key, item in passages.items()}
    return found


def reduced(data: Data, kept: Kept, *, is_root: bool) -> dict[str, Any]:
    """Return what a citer relied on in the data of a member of a closure."""
    if kept is not None:
        return {"passages": dict(_passages(data, kept))}
    out = _NOT_RELIED_ON if is_root else _NOT_RELIED_ON | _OWN
    found = {key: value for key, value in data.items() if key not in out}
    if "passages" in found:
        passages = found["passages"].items()
        found["passages"] = {name: _unchecked(passage) for name, passage in passages}
    return found


def _passages(data: Data, kept: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the passages that are kept, by name, without how they were checked."""
    for name, passage in data.get("passages", {}).items():
        if f"{name}{EXAMINED}" in kept:
            yield name, _unchecked(passage)
        elif name in kept:
            yield name, _only(passage, _QUOTED)


def _unchecked(passage: Data) -> dict[str, Any]:
    return {key: value for key, value in passage.items() if key not in _CHECKED}


def _only(data: Data, keys: Iterable[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}
