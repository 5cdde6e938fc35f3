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
from typing import Protocol, TypeVar

from flask import Flask, g
from werkzeug.test import create_environ

from app.errors import ExportError
from app.graph.store import MOST_IN_MEMORY, Fixed, Generation, Generations, open_generation
from app.history.histories import Histories
from app.site.citing.routes import EXTENSION, Citing
from app.site.export.addresses import (
    addresses,
    feed_addresses,
    file_of,
    is_found_by_search,
    moved_formats,
    moves,
    version_addresses,
)
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
from app.site.pages import Page

#: (done, total): pages that are written.
Progress = Callable[[int, int], None]
#: Pages, and files of cards, that a process takes at once.
_AT_ONCE = 4
#: Of fewer pages the processes would cost more than they save.
_WORTH_A_POOL = 500

#: Under this name an exporting site keeps what absolute addresses begin with.
BASE = "caveat-base"

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
    name = Generations(out).current().name
    with replaced(folder) as fresh:
        try:
            _write_all(_Task(out, name, fresh), progress)
        except BrokenProcessPool as error:
            raise ExportError(
                "a process that wrote pages was ended from outside"
            ) from error
        sizes = [path.stat().st_size for path in fresh.rglob("*") if path.is_file()]
    return Exported(len(sizes), sum(sizes))


@dataclass(frozen=True, slots=True)
class _Task:
    """From which generation is written, and where to."""

    out: Path
    name: str
    fresh: Path

    def opened(self, *, in_memory: bool = True) -> tuple[Flask, Generation]:
        """Return the site over the generation, and the generation."""
        return _opened(self.out, self.name, in_memory)

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        path = self.fresh / name
        try:
            path.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


@lru_cache(maxsize=2)
def _opened(out: Path, name: str, in_memory: bool) -> tuple[Flask, Generation]:
    """Open a generation once in each process; whoever builds meanwhile changes nothing."""
    most = MOST_IN_MEMORY if in_memory else 0
    generation = open_generation(out, name, in_memory=most)
    app = create_app(out, Fixed(generation))
    app.extensions[BASE] = generation.base.iri
    return app, generation


def _write_all(task: _Task, progress: Progress) -> None:
    # Here only a few things are looked up; who writes pages has them in memory.
    app, generation = task.opened(in_memory=False)
    news = Histories(task.out).current().chronicle
    groups = [
        *addresses(generation),
        *version_addresses(news.versions),
        *feed_addresses(generation, news),
    ]
    documents = document_ids(generation)
    starts = range(0, len(documents), CARDS_A_FILE)
    chunks = [documents[start : start + CARDS_A_FILE] for start in starts]
    total = len(groups) + len(documents)
    done = 0
    rows: list[Row] = []
    with _each(total) as each:
        pages = each(partial(_write_page, task), groups)
        found = each(partial(_write_cards, task), list(enumerate(chunks)))
        for done, _ in enumerate(pages, 1):
            progress(done, total)
        for some in found:
            rows += some
            progress(done + len(rows), total)
    _write_others(task, groups)
    task.write("search.html", search_page(app, len(rows)).encode())
    task.write("search/letters.json", letters_file())
    task.write("search/index.json", index_file(rows))


def _write_others(task: _Task, groups: Sequence[tuple[str, ...]]) -> None:
    app, generation = task.opened(in_memory=False)
    paths = [group[0] for group in groups]
    pages = [path for path in paths if is_found_by_search(path)]
    moved = moves(generation)
    for name, text in host_files(app, generation.base, pages, moved):
        task.write(name, text.encode())
    for old, new in moved:
        for ending in moved_formats()[1:]:
            body = (task.fresh / file_of(f"/{new}{ending}")).read_bytes()
            task.write(file_of(f"/{old}{ending}"), body)


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


def _write_page(task: _Task, paths: Sequence[str]) -> None:
    app, _ = task.opened()
    citing: Citing = app.extensions[EXTENSION]
    page = None
    for path in paths:
        if page is None:
            data, page = _asked(app, path)
        elif citing.answers(path):
            data = citing.data(page, path)
        elif "/v/" in path:
            data, _ = _asked(app, path)  # frozen, and not what the page is drawn from
        else:
            data = page.data(path.rpartition(".")[2])
        task.write(file_of(path), data)


def _asked(app: Flask, path: str) -> tuple[bytes, Page | None]:
    """Return what the site answers for a path, and the page that it wrote.

    What Flask puts round an answer takes as long as most formats do, so the other formats
    of a page are written without it, from what the site would write them from.
    """
    site = app.extensions[BASE]
    with app.request_context({**create_environ(base_url=site), "PATH_INFO": path}):
        answer = app.full_dispatch_request()
        answer.direct_passthrough = False
        if answer.status_code not in (200, 410):
            raise ExportError(f"the site answers {answer.status_code} for {path}")
        data = answer.get_data()
        answer.close()
        return data, g.get("page")


def _write_cards(task: _Task, numbered: tuple[int, Sequence[str]]) -> list[Row]:
    number, ids = numbered
    found = cards(*task.opened(), ids)
    task.write(f"search/{number}.json", card_file(found))
    return found.rows
