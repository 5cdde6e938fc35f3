"""Every address of the site that a file can answer, and the file that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from app.graph.context import context
from app.graph.iris import RULES
from app.graph.store import Generation
from app.history.chronicle import Chronicle, News
from app.history.version import Gone, Withdrawn
from app.history.versions import Versions
from app.records.kinds import HEADER, KINDS
from app.site import formats, pages
from app.site.citing.embed import EMBED
from app.site.citing.files import addresses as citations
from app.site.feeds.choice import PER_PAGE, corrections, feed_path, of_record
from app.site.formats import Format
from app.site.ledger import LEDGER
from app.site.questions import QUESTIONS, questions
from app.site.quotations import QUOTATIONS_PAGE
from app.site.versions.content import FROZEN
from app.site.versions.memento import TIME_MAP
from app.site.views.lists import list_path
from app.site.withheld import WITHHELD_PAGE

#: What holds the parts that are cited by themselves, by kind.
_PARTS = {
    "claims": ("cav:asserts", "cav:denies", "cav:withholds"),
    "sources": ("schema:hasPart",),
}
STATIC = Path(pages.__file__).parent / "static"


def file_of(path: str) -> str:
    """Return the file that answers a path on a host of files.

    >>> file_of("/"), file_of("/claims/x"), file_of("/claims/x.ttl")
    ('index.html', 'claims/x.html', 'claims/x.ttl')
    """
    name = path.removeprefix("/")
    if not name:
        return "index.html"
    if name.endswith(f"/{TIME_MAP}"):
        return name
    return name if "." in name.rpartition("/")[2] else f"{name}.html"


def addresses(generation: Generation) -> Iterator[tuple[str, ...]]:
    """Yield the paths of all pages; those of one page in its formats together.

    HTML comes first.  What a query changes, which is a search alone, has no file.
    """
    yield "/", *_data(f"/{HEADER}", formats.FORMATS)
    yield _all(f"/{pages.ABOUT_PAGE}", formats.FORMATS)
    yield _all(f"/{pages.VOCABULARY_PAGE}", formats.WITHOUT_FILE)
    yield _all(f"/{QUOTATIONS_PAGE}", formats.SEARCHED)
    yield _all(f"/{RULES}", formats.WITHOUT_FILE)
    yield _all(f"/{WITHHELD_PAGE}", formats.WITHOUT_FILE)
    yield _all(f"/{QUESTIONS}", formats.SEARCHED)
    for name in questions():
        yield _all(f"/{QUESTIONS}/{name}", formats.ANSWERS)
    for folder in pages.LISTED:
        for number in range(1, pages.list_pages(generation, folder) + 1):
            yield _all(list_path(folder, number), formats.WITHOUT_FILE)
    for record_id in record_ids(generation):
        is_place = record_id.startswith(f"{pages.PLACES}/")
        offered = formats.WITHOUT_FILE if is_place else formats.FORMATS
        files = citations(f"/{record_id}", part_names(generation, record_id))
        yield *_all(f"/{record_id}", offered), *files
        if record_id.startswith("claims/"):
            yield _all(f"/{record_id}/{LEDGER}", formats.TABLES)
            yield (f"/{record_id}/{EMBED}",)
    yield tuple(f"/static/{path.name}" for path in sorted(STATIC.iterdir()))


def version_addresses(versions: Versions) -> Iterator[tuple[str, ...]]:
    """Yield the paths of every version, of histories and of time maps.

    The parts of a version have no files: there would be as many again as of all records.
    """
    for record_id in versions.ids():
        found = versions.versions_of(record_id)
        for name in sorted({item.name for item in found}):
            path = f"/{record_id}/v/{name}"
            data = (f"{path}.{item.suffix}" for item in FROZEN)
            yield path, *data, *citations(path)
            if record_id.startswith("claims/"):
                yield (f"{path}/{EMBED}",)
        if isinstance(versions.standing(record_id), Withdrawn | Gone):
            yield (f"/{record_id}",)  # its tombstone
        if found:
            yield f"/{record_id}/history", f"/{record_id}/history.json"
        if any(item.date for item in found):
            yield (f"/{record_id}/{TIME_MAP}",)


def is_found_by_search(path: str) -> bool:
    """Tell whether search engines are told of a page: not of what stands for another."""
    last = path.rpartition("/")[2]
    beside = last in ("history", TIME_MAP, EMBED) or "/v/" in path
    return not (beside or path.startswith("/static/") or "." in last)


def feed_addresses(
    generation: Generation, chronicle: Chronicle
) -> Iterator[tuple[str, ...]]:
    """Yield the paths of all feeds; the pages of one together."""
    yield _feed("/feed", chronicle.at_home())
    yield _feed("/corrections", corrections(chronicle))
    for record_id in chronicle.versions.ids():
        if chronicle.of(record_id) and not chronicle.has_moved(record_id):
            news = of_record(generation, chronicle, record_id)
            yield _feed(f"/{record_id}/feed", news)


def _feed(stem: str, news: Iterable[News]) -> tuple[str, ...]:
    pages = max(1, -(-sum(1 for _ in news) // PER_PAGE))
    return tuple(feed_path(stem, number) for number in range(1, pages + 1))


def part_names(generation: Generation, record_id: str) -> list[str]:
    """Return the names of the links of a claim, or the passages of a source, sorted.

    The pages of other kinds have no parts that are cited by themselves.
    """
    subject = ox.NamedNode(generation.base.absolute(record_id))
    found = {
        quad.object.value.rpartition("#")[2]
        for name in _PARTS.get(record_id.partition("/")[0], ())
        for quad in generation.store.quads_for_pattern(
            subject, ox.NamedNode(context().expand(name)), None, None
        )
        if isinstance(quad.object, ox.NamedNode)
    }
    return sorted(found)


def record_ids(generation: Generation) -> Iterator[str]:
    """Yield the id of every record, place and editor."""
    for folder in KINDS:
        yield from generation.ids(folder)
    for folder in (pages.PLACES, pages.EDITORS):
        yield from pages.other_ids(generation, folder)


def moves(generation: Generation) -> list[tuple[str, str]]:
    """Return every former id of a record with the id that it has now."""
    replaces = ox.NamedNode(context().expand("dct:replaces"))
    quads = generation.store.quads_for_pattern(None, replaces, None, None)
    former = {
        record_id
        for quad in quads
        if isinstance(quad.object, ox.NamedNode)
        and (record_id := generation.base.id_of(quad.object.value)) is not None
        and "#" not in record_id
    }
    found = ((old, pages.moved_to(generation, old)) for old in sorted(former))
    return [(old, new) for old, new in found if new is not None]


def moved_formats() -> Sequence[str]:
    """Return the endings under which a former id still answers."""
    return "", *(f".{item.suffix}" for item in formats.FORMATS if item is not formats.HTML)


def _all(path: str, offered: Sequence[Format]) -> tuple[str, ...]:
    return path, *_data(path, offered)


def _data(path: str, offered: Sequence[Format]) -> Iterator[str]:
    for item in offered:
        if item is not formats.HTML:
            yield f"{path}.{item.suffix}"
