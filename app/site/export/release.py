"""A release: the whole as dumps, the records with all their versions, and what to cite.

========================  ============================================================
file                      holds
========================  ============================================================
records.tar.gz            the records as they are committed, with the index of versions:
                          unpacked it is served as a clone is
versions.jsonl.gz         that index by itself (:mod:`app.history.archive`)
dataset.nq.gz, .trig.gz,  the graph, a named graph a record, sorted
.jsonld.gz
datacite.json             the attributes of a DOI (DataCite Metadata Schema 4.5)
CITATION.cff              how the release is cited, where the repository has one
README.txt                what the files are, and what belongs together
SHA256SUMS                checksums, for ``sha256sum -c``
========================  ============================================================

What is written depends on the commit alone: its files are read from git, dates are those
of records and commits.  So does its name, the day on which records were last published and
the first digits of the commit: two releases never share one, and each clone gives the same.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, cast

import orjson
import pyoxigraph as ox

from app.cite.datacite import metadata
from app.errors import ExportError
from app.graph.build import build
from app.graph.context import context
from app.graph.store import Generation, Generations
from app.history.git import FILE_MODES, Repository
from app.history.released import RELEASED, packed_lines
from app.history.replay import update
from app.history.versions import Versions
from app.records.load import Progress
from app.records.record import KnowledgeBase
from app.site.export.described import Described, described, readme
from app.site.export.folder import replaced

_CITATION = "CITATION.cff"
_SUMS = "SHA256SUMS"
_DUMPS = {
    "dataset.nq.gz": ox.RdfFormat.N_QUADS,
    "dataset.trig.gz": ox.RdfFormat.TRIG,
    "dataset.jsonld.gz": ox.RdfFormat.JSON_LD,
}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Source:
    """From what a release is made: a commit whose records are the ones in the folder."""

    repository: Repository
    commit: str
    date: str
    index: Path


def release(kb: KnowledgeBase, root: Path, folder: Path, progress: Progress) -> str:
    """Write a release of the records in *root*, which are *kb*, to *folder*.

    Returns:
        The name of the release, as ``2026-11-26-fc56ee6abcde``.

    Raises:
        NotARepository: there is no git to read the versions from.
        HistoryCut: the clone is shallow, so that versions would be missing.
        ExportError: something is not committed, or the folder cannot be replaced.
    """
    with tempfile.TemporaryDirectory() as held, replaced(folder) as fresh:
        work = Path(held)
        source = _source(root, work / "versions.sqlite", progress)
        about = described(kb, source.repository, source.commit, source.date)
        build(kb, work / "build", progress)
        _write(source, about, Generations(work / "build").current(), fresh)
    return about.name


def _source(root: Path, index: Path, progress: Progress) -> Source:
    repository = Repository(root)
    commit = repository.commit("HEAD")
    update(index, root, progress=progress)
    versions = Versions.read(index)
    try:
        found = versions.index.one(
            "SELECT date FROM publication WHERE commit_hash != '' ORDER BY at DESC LIMIT 1"
        )
        pending = versions.index.one("SELECT 1 FROM publication WHERE commit_hash = ''")
    finally:
        versions.close()
    if names := repository.uncommitted():
        more = f" and {len(names) - _MOST_NAMED:,} more" if names[_MOST_NAMED:] else ""
        raise ExportError(
            f"not committed: {', '.join(names[:_MOST_NAMED])}{more}. A release is of what "
            "is committed; “git status” shows what is not"
        )
    if pending or found is None:
        raise ExportError(f"{root} holds records that git ignores; a release lacks them")
    return Source(repository, commit, str(found[0]), index)


def _write(source: Source, about: Described, generation: Generation, fresh: Path) -> None:
    packed = packed_lines(source.index)
    own = {RELEASED: packed, "README.txt": readme(about).encode()}
    if about.citation is not None:
        own[_CITATION] = about.citation
    for name, data in own.items():
        (fresh / name).write_bytes(data)
    archive = _archive(source, about, own)
    (fresh / "records.tar.gz").write_bytes(archive)
    for name, rdf_format in _DUMPS.items():
        _dump(generation, fresh / name, rdf_format)
    files = sorted(path for path in fresh.iterdir() if not path.name.startswith("."))
    attributes = metadata(
        about.release([(path.name, path.stat().st_size) for path in files])
    )
    (fresh / "datacite.json").write_bytes(
        orjson.dumps(attributes, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    )
    files = sorted([*files, fresh / "datacite.json"])
    lines = [f"{_digest(path)}  {path.name}\n" for path in files]
    (fresh / _SUMS).write_text("".join(lines), "ascii")


def _archive(source: Source, about: Described, own: dict[str, bytes]) -> bytes:
    """Return the records as they are committed, and what goes beside them."""
    repository, top = source.repository, f"caveat-{about.name}"
    entries = [one for one in repository.entries(source.commit) if one.mode in FILE_MODES]
    blobs = repository.blobs([one.hash for one in entries])
    members = {f"{top}/{name}": (data, 0o644) for name, data in own.items()}
    for entry, data in zip(entries, blobs, strict=True):
        mode = 0o755 if entry.mode == "100755" else 0o644
        members[f"{top}/kb/{entry.path}"] = data, mode
    seconds = int(datetime.fromisoformat(source.date).timestamp())
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, (data, mode) in sorted(members.items()):
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = len(data), mode, seconds
            archive.addfile(info, io.BytesIO(data))
    return gzip.compress(plain.getvalue(), mtime=0)


def _dump(generation: Generation, path: Path, rdf_format: ox.RdfFormat) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        prefixes = context().prefixes if rdf_format is not ox.RdfFormat.N_QUADS else None
        # A GzipFile writes bytes as any file does; typeshed does not say so.
        output = cast("IO[bytes]", file)
        ox.serialize(_quads(generation.store), output, rdf_format, prefixes=prefixes)


def _quads(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield all quads, sorted; one graph at a time is in memory."""
    for graph in [ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)]:
        yield from sorted(store.quads_for_pattern(None, None, None, graph), key=str)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
