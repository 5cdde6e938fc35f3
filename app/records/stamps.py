"""What a stamp of a passage holds together, as far as records alone can tell.

A stamp says that the words of a passage were found in the text of a copy.  Its *seal* is a
digest of all that was so: the words with prefix, suffix and edits, the hash of the text,
the place, the rest of the sentence and both answers.  When one of them is changed the
seal no longer fits, and the stamp is void; who checked, when, and the reason may be mended
without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.records.parts import Part, find, parts
from app.records.record import Record

_DIGITS = 16
_WORDS = ("text", "lang", "prefix", "suffix")
#: What a check finds, in the order in which a stamp says it.
FOUND = ("match", "cut", "sha256", "start", "end", "prefix", "suffix")


def seal(passage: Mapping[str, Any], stamp: Mapping[str, Any]) -> str:
    """Return the seal that a stamp must have: 16 hexadecimal digits of a SHA-256.

    The digest is over JSON with sorted keys, so that layout and order make no difference.
    """
    held = {
        "words": {key: passage[key] for key in _WORDS if key in passage},
        "edits": {
            name: [edit["kind"], edit["inserted"]]
            for name, edit in passage.get("edits", {}).items()
        },
        "found": found(stamp),
    }
    canonical = orjson.dumps(held, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()[:_DIGITS]


def found(stamp: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a stamp says was found, without who looked, when and why."""
    return {key: stamp[key] for key in FOUND if key in stamp}


def copied_ids(records: Iterable[Record]) -> Iterator[str]:
    """Yield the ids of all copies that have a hash, and of the sources that have one."""
    for record in records:
        for copy in parts(record, "copies"):
            if "sha256" in copy.data:
                yield copy.id
                yield record.id


def copies_seen(
    passage: Part, record: Callable[[str], Record | None]
) -> Iterator[tuple[str, str]]:
    """Yield the copies in which a passage may have been seen, each with its hash.

    ``seen.in`` names one copy, or a source: then every copy of it that has a hash counts.
    *record* finds a record by its id.
    """
    source_id, _, name = passage.data["seen"]["in"].partition("#")
    source = record(source_id)
    if source is None:
        return
    named = [find(source, name, "copies")] if name else list(parts(source, "copies"))
    for copy in named:
        if copy is not None and copy.field == "copies" and "sha256" in copy.data:
            yield copy.id, copy.data["sha256"]
