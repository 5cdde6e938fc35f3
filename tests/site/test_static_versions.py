"""The copy of a site with a history: each version has all its files, no link is dead."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from app.cite.formats import FORMATS
from app.graph.store import Generations
from app.history.histories import Histories
from app.history.version import Version
from app.site.citing.entry import parts_of
from app.site.export.addresses import (
    addresses,
    feed_addresses,
    file_of,
    part_names,
    version_addresses,
)
from app.site.export.write import export
from app.site.pages import record_page
from app.site.versions.content import FROZEN
from tests.site.conftest import Site
from tests.site.hosting import pages_host, path_of
from tests.site.lived import Lived
from tests.site.test_static_export import dead, names

BASE = "https://quill.example/"


@pytest.fixture(scope="module")
def client(lived: Lived) -> FlaskClient:
    """Return a client of the site that is copied."""
    return lived.client()


@pytest.fixture(scope="module")
def copy(
    lived: Lived, client: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give the site as files."""
    folder = tmp_path_factory.mktemp("versions") / "site"
    assert client
    export(lived.out, folder, lambda *_: None)
    return folder


@pytest.fixture(scope="module")
def versions(lived: Lived, copy: Path) -> list[Version]:
    """Give every version that was ever published."""
    assert copy
    found = list(Histories(lived.out).current().versions.all_versions())
    assert len(found) > 20
    return found


def test_no_link_is_dead_on_any_page_of_any_version(copy: Path) -> None:
    """All pages, those of versions and the tombstones with them."""
    pages = sorted(name for name in names(copy) if name.endswith(".html"))
    urls = {f"/{name.removesuffix('.html')}": copy / name for name in pages}
    urls = {url.removesuffix("index"): page for url, page in urls.items()}
    del urls["/404"]

    assert [] == [
        fault for url, page in urls.items() for fault in dead(copy, pages_host, url, page)
    ]
    assert len([url for url in urls if "/v/" in url]) > 20


def test_every_version_has_the_files_that_the_entry_has(
    copy: Path, versions: list[Version]
) -> None:
    """Page, data, citations and link set; a claim its embed, too."""
    held = names(copy)
    wanted = {f".{item.suffix}" for item in FROZEN} | {".html", "/linkset.json"}
    wanted |= {f"/cite.{item.suffix}" for item in FORMATS}
    for version in versions:
        page = f"{version.record}/v/{version.name}"
        assert set() == {f"{page}{end}" for end in wanted} - held
        is_claim = version.record.startswith("claims/")
        assert (f"{page}/embed.html" in held) is is_claim


def test_the_files_of_versions_are_what_the_site_serves(
    lived: Lived, client: FlaskClient, copy: Path
) -> None:
    """To the byte."""
    found = Histories(lived.out).current().versions
    asked = [path for group in version_addresses(found) for path in group]
    differ = []
    for path in asked:
        with client.get(path, base_url=BASE) as answer:
            if answer.data != (copy / file_of(path)).read_bytes():
                differ.append(path)

    assert [] == differ
    assert [path for path in asked if path.endswith("/linkset.json")]


def hrefs(data: bytes) -> Iterator[str]:
    """Yield every address that a link set names."""
    for context in json.loads(data)["linkset"]:
        yield context.pop("anchor")
        for targets in context.values():
            yield from (one["href"] for one in targets)


def test_what_a_link_set_names_is_there(copy: Path) -> None:
    """Of records and of versions; what lies under the base has a file."""
    sets = sorted(copy.rglob("linkset.json"))
    missing = [
        (path, href)
        for path in sets
        for href in hrefs(path.read_bytes())
        if href.startswith(BASE) and pages_host(copy, path_of(urlsplit(href).path)) is None
    ]

    assert [] == missing
    assert [path for path in sets if "v" in path.parts]


def test_parts_as_they_stand_have_files(lived: Lived, copy: Path) -> None:
    """Each link of a claim and each passage of a source, in each format."""
    now = Generations(lived.out).current()
    held = {name for name in names(copy) if "/cite/" in name}
    expected = {
        f"{record}/cite/{part}.{item.suffix}"
        for folder in ("claims", "sources")
        for record in now.ids(folder)
        for part in part_names(now, record)
        for item in FORMATS
    }

    assert expected == held
    assert len(expected) > 6 * len(FORMATS)


def test_part_names_are_those_of_the_page(sites: Callable[[str], Site]) -> None:
    """What the store says without drawing a page is what the pages cite."""
    for name in ("fixtures", "kb"):
        now = sites(name).generation
        for folder in ("claims", "sources", "caveats", "reviews"):
            for record in now.ids(folder):
                view = record_page(now, record).view
                cited = sorted(part.name for part in parts_of(view))
                assert cited == part_names(now, record)


def test_no_address_is_written_twice(lived: Lived, copy: Path) -> None:
    """The files of the current version stand beside those of the entry."""
    now = Generations(lived.out).current()
    chronicle = Histories(lived.out).current().chronicle
    groups = [
        *addresses(now),
        *version_addresses(chronicle.versions),
        *feed_addresses(now, chronicle),
    ]
    files = [file_of(path) for group in groups for path in group]

    assert len(files) == len(set(files))
    assert set(files) <= names(copy)
