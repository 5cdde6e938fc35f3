"""What goes into a generation, worked out before anything is written.

The name of a generation is a digest of what goes into it: the same records give the same
name, and nothing is built twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from app import SCHEMAS
from app.errors import BuildError
from app.graph.compile import Compiled, compile_record, compile_reproduced
from app.graph.fulltext import index_digest
from app.graph.iris import CHECKS, Base
from app.graph.rules import rules_source
from app.records.record import KnowledgeBase, Record
from app.records.stamps import copied_ids
from app.records.withdrawn import without

#: Graphs that ship with the program, beside those of the records.
VOCABULARY_FILE = "caveat.ttl"
PLACES_FILE = "places.ttl"


_NAME_LENGTH = 16
_NAME = re.compile(rf"[0-9a-f]{{{_NAME_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Plan:
    """The compiled records of a generation, their files, and its name.

    ``digests`` are those of what the records compile to, ``files`` those of the files as
    they are; ``schemas`` and ``index`` those of what decides how they are compiled and
    what is searched.
    """

    name: str
    base: Base
    schemas: str
    index: str
    compiled: tuple[Compiled, ...]
    records: dict[str, Record]
    sources: dict[str, bytes]
    digests: dict[str, str]
    files: dict[str, str]

    @property
    def statements(self) -> int:
        """How many statements the records hold."""
        return sum(item.statements for item in self.compiled)


def plan(kb: KnowledgeBase, reproduced: Collection[str] = ()) -> Plan:
    """Compile the published records of *kb*, and which passages were *reproduced*.

    Raises:
        BuildError: *kb* has no header.
    """
    if kb.header is None:
        raise BuildError("kb.yaml is missing or broken; nothing can be built")
    published = {
        key: without(record, kb.is_withdrawn) for key, record in kb.published.items()
    }
    records = [kb.header, *published.values()]
    copied = frozenset(copied_ids(published.values()))
    compiled = tuple(compile_record(record, copied) for record in records)
    sources = {record.id: Path(record.path).read_bytes() for record in records}
    if reproduced:
        compiled = (*compiled, compile_reproduced(reproduced))
        sources[CHECKS] = b""
    digests = {item.id: _digest(item.document) for item in compiled}
    files = {key: _digest(source) for key, source in sources.items()}
    schemas, index = _schemas_digest(), index_digest()
    base = kb.header.data["base"]
    each = (f"{key} {digests[key]} {files[key]}" for key in sorted(digests))
    name = _digest("\n".join([base, schemas, index, *each]).encode())[:_NAME_LENGTH]
    return Plan(
        name=name,
        base=Base(base),
        schemas=schemas,
        index=index,
        compiled=compiled,
        records=published,
        sources=sources,
        digests=digests,
        files=files,
    )


def is_generation(name: str) -> bool:
    """Tell whether *name* has the form of a generation's name.

    >>> is_generation("0123456789abcdef")
    True
    >>> is_generation("faults.json")
    False
    """
    return _NAME.fullmatch(name) is not None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _schemas_digest() -> str:
    """Digest what decides what a record compiles to, and what is derived from it."""
    files = ("context.jsonld", VOCABULARY_FILE, PLACES_FILE)
    texts = [*((SCHEMAS / name).read_bytes() for name in files), rules_source()]
    return _digest(b"\n".join(texts))
