"""Write the site to a folder, with as many processes as there are cores."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

from flask import Flask

from app.errors import ExportError
from app.graph.build import point
from app.graph.store import Generation, Generations
from app.site.export.addresses import addresses, file_of, moved_formats, moves
from app.site.export.folder import replaced
from app.site.export.hosts import host_files
from app.site.export.search import (
    CARDS_A_FILE,
    Row,
    card_file,
    cards,
    document_ids,
    index_file,
    letters_file,
    search_page,
)
from app.site.factory import create_app

#: (done, total): pages that are written.
Progress = Callable[[int, int], None]
#: Pages, and files of cards, that a process takes at once.
_AT_ONCE = 4
#: Of fewer pages the processes would cost more than they save.
_WORTH_A_POOL = 500

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    files: int
    bytes: int


def export(out: Path, folder: Path, progress: Progress) -> Exported:
    """Write the site over the current generation of *out* to *folder*.

    The same records give the same bytes, wherever and whenever.

    Raises:
        ExportError: the folder cannot be replaced, or a page cannot be written.
        NothingBuilt: there is no generation in *out*.
    """
    with replaced(folder) as fresh, _pinned(out) as held:
        try:
            _write_all(held, fresh, progress)
        except BrokenProcessPool as error:
            raise ExportError(
                "a process that wrote pages was ended from outside"
            ) from error
        sizes = [path.stat().st_size for path in fresh.rglob("*") if path.is_file()]
    return Exported(len(sizes), sum(sizes))


@contextmanager
def _pinned(out: Path) -> Iterator[Path]:
    """Give a folder of builds that stays at what is current now.

    Whoever builds meanwhile changes nothing in the middle of an export, and the faults
    that a watcher shows above its pages do not get into one.
    """
    name = Generations(out).current().name
    with TemporaryDirectory() as held:
        (Path(held) / name).symlink_to((out / name).resolve())
        point(Path(held), name)
        yield Path(held)


def _write_all(out: Path, fresh: Path, progress: Progress) -> None:
    app, generation = _opened(out)
    groups = list(addresses(generation))
    documents = document_ids(generation)
    starts = range(0, len(documents), CARDS_A_FILE)
    chunks = [documents[start : start + CARDS_A_FILE] for start in starts]
    total = len(groups) + len(documents)
    done = 0
    rows: list[Row] = []
    with _each(total) as each:
        pages = each(partial(_write_page, out, fresh), groups)
        found = each(partial(_write_cards, out, fresh), list(enumerate(chunks)))
        for done, _ in enumerate(pages, 1):
            progress(done, total)
        for some in found:
            rows += some
            progress(done + len(rows), total)
    _write_others(app, generation, fresh, groups)
    _write(fresh / "search.html", search_page(app, len(rows)).encode())
    _write(fresh / "search" / "letters.json", letters_file())
    _write(fresh / "search" / "index.json", index_file(rows))


def _write_others(
    app: Flask, generation: Generation, fresh: Path, groups: Sequence[tuple[str, ...]]
) -> None:
    pages = [group[0] for group in groups if not group[0].startswith("/static/")]
    moved = moves(generation)
    for name, text in host_files(app, generation.base, pages, moved):
        _write(fresh / name, text.encode())
    for old, new in moved:
        for ending in moved_formats()[1:]:
            body = (fresh / file_of(f"/{new}{ending}")).read_bytes()
            _write(fresh / file_of(f"/{old}{ending}"), body)


class _Each(Protocol):
    """Does a task for each item, and gives what comes of it in their order."""

    def __call__(
        self, task: Callable[[Item], Result], items: Sequence[Item], /
    ) -> Iterator[Result]: ...


@contextmanager
def _each(total: int) -> Iterator[_Each]:
    """Give what does a task for each item, in several processes where that pays.

    They are started afresh and not forked: the store has threads of its own.
    """
    workers = os.cpu_count() or 1
    if total < _WORTH_A_POOL or workers < 2:
        yield map
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=gc.disable) as pool:
        try:
            yield partial(pool.map, chunksize=_AT_ONCE)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@lru_cache(maxsize=1)
def _opened(out: Path) -> tuple[Flask, Generation]:
    """Open the site and its generation, once in each process."""
    return create_app(out), Generations(out).current()


def _write_page(out: Path, fresh: Path, paths: Sequence[str]) -> None:
    app, _ = _opened(out)
    client = app.test_client()
    for path in paths:
        with client.get(path) as answer:
            if answer.status_code != 200:
                raise ExportError(f"the site answers {answer.status_code} for {path}")
            _write(fresh / file_of(path), answer.data)


def _write_cards(out: Path, fresh: Path, numbered: tuple[int, Sequence[str]]) -> list[Row]:
    number, ids = numbered
    app, generation = _opened(out)
    found = cards(app, generation, ids)
    _write(fresh / "search" / f"{number}.json", card_file(found))
    return found.rows


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
