"""The site as files: the served bytes, no dead link, the promise, and a folder kept whole."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree

import pytest
from werkzeug.datastructures import Headers

from app import ROOT
from app.errors import ExportError
from app.graph.store import Generation
from app.history.histories import Histories
from app.site import formats
from app.site.export import hosts, write
from app.site.export.addresses import (
    addresses,
    feed_addresses,
    file_of,
    is_found_by_search,
    moved_formats,
    moves,
)
from app.site.export.folder import MARKER, replaced
from app.site.export.write import Exported, export
from app.site.pages import LISTED
from tests.site import promise
from tests.site.answers import HOST, Answer, ask, references
from tests.site.conftest import Site, not_crawled
from tests.site.hosting import Host, folders_first, pages_host, path_of, try_files

#: What a copy has that no road of the site answers.
OWN = {
    "404.html",
    "_headers",
    "_redirects",
    "robots.txt",
    "search.html",
    "sitemap.xml",
    ".nojekyll",
}


@pytest.fixture(scope="module")
def fixtures(sites: Callable[[str], Site]) -> Site:
    """Give the site over the knowledge base for tests."""
    return sites("fixtures")


def left_out(site: Site) -> set[str]:
    """Return the places that no record names, but for the first: they are all alike."""
    return set(sorted(not_crawled(site))[1:])


@pytest.fixture(scope="module")
def copy(fixtures: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site as files, without most of the places that no record names."""
    folder = tmp_path_factory.mktemp("copy") / "site"
    told: list[tuple[int, int]] = []
    besides = left_out(fixtures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "addresses", lambda now: some(now, besides))
        made = export(fixtures.out, folder, lambda *now: told.append(now))
    files = [path for path in folder.rglob("*") if path.is_file()]

    size = sum(path.stat().st_size for path in files)
    assert Exported(len(files), size) == made
    assert told == sorted(told)
    assert 1 == len({total for _, total in told})
    assert told[-1][0] == told[-1][1]
    return folder


def names(folder: Path) -> set[str]:
    """Return the names of all files of a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def held(folder: Path) -> list[str]:
    """Return the names of what a folder holds itself."""
    return sorted(path.name for path in folder.iterdir())


def answer(folder: Path, path: str, body: bytes | None = None) -> Answer:
    """Return the file of a path as what the site answered for it."""
    suffix = file_of(path).rpartition(".")[2]
    found = formats.BY_SUFFIX.get(suffix)
    kind = found.content_type if found else "application/octet-stream"
    held = (folder / file_of(path)).read_bytes() if body is None else body
    return Answer(path, 200, Headers({"Content-Type": kind}), held)


def some(generation: Generation, besides: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield the addresses of all pages but some."""
    return (group for group in addresses(generation) if group[0] not in besides)


def roads(site: Site) -> list[str]:
    """Return the paths of all roads of the site that have a file here."""
    news = Histories(site.out).current().chronicle
    groups = [
        *some(site.generation, left_out(site)),
        *feed_addresses(site.generation, news),
    ]
    return [path for group in groups for path in group]


# --- the same bytes -------------------------------------------------------------------


def test_every_file_is_what_the_site_serves(fixtures: Site, copy: Path) -> None:
    """What a road answers is the file of its address, to the byte."""
    client = fixtures.fresh
    asked = roads(fixtures)
    differ = [
        path
        for path in asked
        if (found := ask(client, path)).status != 200
        or found.body != (copy / file_of(path)).read_bytes()
    ]

    assert [] == differ
    assert {"/", "/about.ttl", "/places/page/2.json", "/static/search.js"} <= set(asked)


def test_there_is_no_file_besides(fixtures: Site, copy: Path) -> None:
    """Roads, former ids, lists as folders, the search, what hosts read; nothing else."""
    expected = {file_of(path) for path in roads(fixtures)} | OWN | {MARKER}
    expected |= {
        file_of(f"/{old}{end}")
        for old, _ in moves(fixtures.generation)
        for end in moved_formats()
    }
    rest = {name for name in names(copy) - expected if name.rpartition("/")[0] != "search"}

    assert {f"{folder}/index.html" for folder in LISTED} == rest
    assert set() == expected - names(copy)


#: Writes the same addresses, in two processes.
OTHERWISE = """
import pathlib, sys
from app.site.export import write
if __name__ == "__main__":
    out, folder, *besides = sys.argv[1:]
    all_of_them = write.addresses
    write.addresses = lambda now: [g for g in all_of_them(now) if g[0] not in besides]
    write._WORTH_A_POOL, write.os.cpu_count = 0, lambda: 2
    write.export(pathlib.Path(out), pathlib.Path(folder), lambda *_: None)
"""


def test_the_same_records_give_the_same_bytes(
    fixtures: Site, copy: Path, tmp_path: Path
) -> None:
    """Seed, time zone, locale, folder and number of processes do not show."""
    run = tmp_path / "run.py"
    run.write_text(OTHERWISE, "utf-8")
    folder = tmp_path / "elsewhere" / "deep" / "other name"
    command = [sys.executable, str(run), str(fixtures.out), str(folder)]
    settings = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Chatham", "LC_ALL": "C"}
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
    command += left_out(fixtures)
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=120)

    assert names(copy) == names(folder)
    assert [] == [
        name
        for name in sorted(names(copy))
        if (copy / name).read_bytes() != (folder / name).read_bytes()
    ]


# --- links ----------------------------------------------------------------------------


@cache
def ids(path: Path) -> frozenset[str]:
    """Return the anchors of a file."""
    return frozenset(Answer("/", 200, Headers(), path.read_bytes()).ids)


@cache
def links(url: str, page: Path) -> list[str]:
    """Return the links of a page, opened at *url*, to the site itself."""
    found = references(Answer(url, 200, Headers(), page.read_bytes()))
    return [link for link in found if link.startswith(f"{HOST}/")]


def dead(
    copy: Path, host: Host, url: str, page: Path, besides: Collection[str] = ()
) -> Iterator[str]:
    """Yield the links of a page, opened at *url*, that lead to nothing on a host."""
    for link in links(url, page):
        target, fragment = urldefrag(link.removeprefix(HOST))
        found = host(copy, path_of(target))
        query = urlsplit(target).query
        is_search = path_of(target) == "/search"
        if target in besides:
            continue
        if found is None or (query and not is_search):
            yield f"{url}: {link}"
        elif fragment and found.suffix == ".html" and fragment not in ids(found):
            yield f"{url}: {link} has no such part"


@pytest.mark.parametrize("host", [pages_host, try_files])
def test_no_link_is_dead(fixtures: Site, copy: Path, host: Host) -> None:
    """Opened at its address each page leads to files alone, and to parts that they have."""
    pages = sorted(name for name in names(copy) if name.endswith(".html"))
    urls = {f"/{name.removesuffix('.html')}": copy / name for name in pages}
    urls = {url.removesuffix("index"): page for url, page in urls.items()}
    besides = left_out(fixtures)
    faults = [
        fault
        for url, page in urls.items()
        for fault in dead(copy, host, url, page, besides)
    ]

    assert [] == faults
    assert [] == [url for url, page in urls.items() if host(copy, url) != page]
    assert len(pages) > 50


def test_a_dead_link_is_found(copy: Path, tmp_path: Path) -> None:
    """The rule can fail: a page that is gone, a part that is gone, a query."""
    page = tmp_path / "x.html"
    planted = ("../claims/no-such", "../about#no-such", "../claims?page=2", "../search?q=1")
    page.write_text("".join(f'<a href="{link}">x</a>' for link in planted), "utf-8")

    assert 3 == len(list(dead(copy, pages_host, "/claims/x", page)))


def test_an_address_with_a_slash_leads_to_the_list(copy: Path) -> None:
    """Also on a host that takes the folder before the file, and without a circle there."""
    for path in ("/claims/", "/claims"):
        found = folders_first(copy, path)
        assert found == copy / "claims" / "index.html"
    text = found.read_text("utf-8")
    (target,) = re.findall(r'content="0; url=([^"]*)"', text)

    assert "../claims.html" == target
    assert '<link rel="canonical" href="https://quill.example/claims">' in text
    assert copy / "claims.html" == folders_first(copy, "/claims.html")


def test_a_former_id_leads_on(fixtures: Site, copy: Path) -> None:
    """Its page leads to the new one, its data are the new one's, and hosts get the rule."""
    client = fixtures.client
    moved = moves(fixtures.generation)
    rules = (copy / "_redirects").read_text("ascii").splitlines()

    assert moved
    for old, new in moved:
        text = (copy / f"{old}.html").read_text("utf-8")
        (target,) = re.findall(r'content="0; url=([^"]*)"', text)
        there = references(answer(copy, f"/{old}", text.encode()))
        assert f"{HOST}/{new}" in there
        assert target == new.partition("/")[2]
        assert f"/{old} /{new} 301" in rules
        for end in moved_formats()[1:]:
            with client.get(f"/{old}{end}", follow_redirects=True) as served:
                assert served.data == (copy / f"{old}{end}").read_bytes()
            assert f"/{old}{end} /{new}{end} 301" in rules
    assert len(rules) == len(moved) * len(moved_formats())


def test_what_is_missing_is_said_at_any_depth(copy: Path) -> None:
    """The page for unknown addresses has links that begin at the path of the base."""
    assert links("/a/b/c", copy / "404.html")
    own = {"/a/b/c"}  # the link to its own contents
    assert [] == list(dead(copy, pages_host, "/a/b/c", copy / "404.html", own))


def test_hosts_are_told_the_headers(fixtures: Site, copy: Path) -> None:
    """Those of the site, with the one script of its own, and the type of each format."""
    lines = (copy / "_headers").read_text("ascii").splitlines()
    served = ask(fixtures.client, "/about").headers
    framed = lines.index("/claims/*/embed")
    plain = [line for line in lines[:framed] if line[:1] == " "]
    given = dict(line.strip().split(": ", 1) for line in plain)

    assert "/*" == lines[0]
    assert "  ! Content-Security-Policy" == lines[framed + 1]
    assert "frame-ancestors *" in lines[framed + 2]
    assert given["X-Content-Type-Options"] == served["X-Content-Type-Options"]
    assert given["Content-Security-Policy"] == (
        f"{served['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
    )
    at = lines.index("/*.ttl")
    assert "  Content-Type: text/turtle; charset=utf-8" == lines[at + 1]


def test_crawlers_find_every_page(fixtures: Site, copy: Path) -> None:
    """The site map has each page once under the base, and robots.txt names it."""
    tree = ElementTree.fromstring((copy / "sitemap.xml").read_bytes())
    found = [item.text or "" for item in tree.iter() if item.tag.endswith("}loc")]
    pages = [p for p in roads(fixtures) if is_found_by_search(p)]

    assert [f"https://quill.example{path}" for path in pages] == found
    assert "Sitemap: https://quill.example/sitemap.xml" in (copy / "robots.txt").read_text()


def test_a_long_site_map_is_parted(fixtures: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """More addresses than one may hold stand in several, which an index names."""
    monkeypatch.setattr(hosts, "MOST_ADDRESSES", 2)
    made = dict(hosts.site_maps(fixtures.generation.base, ["/", "/a&b", "/c"]))

    assert ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"] == list(made)
    assert "https://quill.example/sitemap-2.xml" in made["sitemap.xml"]
    assert "https://quill.example/a&amp;b" in made["sitemap-1.xml"]


# --- the promise ----------------------------------------------------------------------


def test_every_file_with_a_link_holds_its_caveats(fixtures: Site, copy: Path) -> None:
    """Whatever file holds a link, in any format, holds every caveat that qualifies it."""
    faults: list[str] = []
    count: Counter[str] = Counter()
    paths = [
        p for p in roads(fixtures) if file_of(p).rpartition(".")[2] in formats.BY_SUFFIX
    ]
    for path in (*paths, "/search", "/404"):
        found = answer(copy, path)
        count[found.media_type] += len(promise.links_held(found, fixtures.known))
        faults += promise.lost_caveats(found, fixtures.known)

    assert [] == faults
    assert {item.media_type for item in formats.FORMATS} == {
        key for key, number in count.items() if number
    }


def cards(copy: Path) -> Iterator[tuple[str, str, str]]:
    """Yield record, passage and HTML of every card."""
    for path in sorted((copy / "search").glob("[0-9]*.json")):
        for record_id, parts in json.loads(path.read_bytes())["cards"].items():
            for part, text in parts.items():
                yield record_id, part, text


def test_every_card_of_the_search_holds_its_caveats(fixtures: Site, copy: Path) -> None:
    """So does each card that the script shows, by itself."""
    found = [answer(copy, "/search", text.encode()) for _, _, text in cards(copy)]

    assert [] == [f for item in found for f in promise.lost_caveats(item, fixtures.known)]
    shown = set().union(*(promise.links_held(item, fixtures.known) for item in found))
    assert set(fixtures.known.links) == shown


def test_a_caveat_that_a_card_lacks_is_found(fixtures: Site, copy: Path) -> None:
    """The check can fail: without the words of the caveats cards are at fault."""
    words = [caveat.words for caveat in fixtures.known.caveats.values()]
    texts = [text for _, _, text in cards(copy)]
    for one in words:
        texts = [text.replace(one, "") for text in texts]
    found = [answer(copy, "/search", text.encode()) for text in texts]

    assert [f for item in found for f in promise.lost_caveats(item, fixtures.known)]


def test_links_of_cards_lead_somewhere(copy: Path, tmp_path: Path) -> None:
    """A card is shown on the page of the search, and its links hold there."""
    page = tmp_path / "cards.html"
    page.write_text("".join(text for _, _, text in cards(copy)), "utf-8")

    assert [] == list(dead(copy, pages_host, "/search", page))


def test_terms_of_cards_are_explained(copy: Path) -> None:
    """Each term on a card has its definition in the same file."""
    for path in sorted((copy / "search").glob("[0-9]*.json")):
        read = json.loads(path.read_bytes())
        drawn = set(re.findall(r'popovertarget=\\"term-([^"\\]+)', path.read_text("utf-8")))
        assert drawn == set(read["terms"])
        for label, definition, target in read["terms"].values():
            assert label and definition
            assert pages_host(copy, path_of(target)) == copy / "ns.html"


def test_every_record_can_be_found(fixtures: Site, copy: Path) -> None:
    """The index has every published record, its passages, and its card where it says."""
    index = json.loads((copy / "search" / "index.json").read_bytes())
    rows = {row[0]: row for row in index["records"]}

    assert set(fixtures.kb.published) - {"kb"} == set(rows)
    assert {(record, part) for record, part, _ in cards(copy)} == {
        (key, part) for key, (_, _, parts) in rows.items() for part in ("", *parts)
    }
    for number, (record_id, _, _) in enumerate(index["records"]):
        held = json.loads(
            (copy / f"search/{number // index['cards_a_file']}.json").read_text()
        )
        assert record_id in held["cards"]


def test_the_search_says_what_it_cannot(copy: Path) -> None:
    """Without script there is a sentence, and no filter or format is offered in vain."""
    page = answer(copy, "/search").page
    (said,) = page.tagged("noscript")

    assert "runs none" in said.text()
    assert "it does not choose a format" in page.text()


# --- the folder -----------------------------------------------------------------------


def test_a_folder_that_somebody_keeps_is_left(tmp_path: Path) -> None:
    """Only a new or empty folder, or one of an export, is written to."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(ExportError, match="is not empty"), replaced(kept):
        raise AssertionError("it must not begin")

    assert {"letter.txt"} == names(kept)
    with pytest.raises(ExportError, match="is a file"), replaced(kept / "letter.txt"):
        raise AssertionError("it must not begin")
    assert ["kept"] == held(tmp_path)

    for name in (".site.partial", ".site.former"):
        kept.rename(tmp_path / name)
        with pytest.raises(ExportError, match="is not empty"), replaced(tmp_path / "site"):
            raise AssertionError("it must not begin")
        assert [name] == held(tmp_path)
        kept = (tmp_path / name).rename(tmp_path / "kept")


def test_a_former_export_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Nothing of the old one stays, and nothing is left beside the new one."""
    for number in range(3):
        with replaced(tmp_path / "site") as fresh:
            (fresh / f"{number}.html").write_text("x", "utf-8")

    assert {"2.html", MARKER} == names(tmp_path / "site")
    assert ["site"] == held(tmp_path)


def test_a_full_disk_leaves_the_old_one(
    fixtures: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a page cannot be written, all is as it was, and one sentence says why."""
    with replaced(tmp_path / "site") as fresh:
        (fresh / "old.html").write_text("old", "utf-8")
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "about.ttl":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="could not be written"):
        export(fixtures.out, tmp_path / "site", lambda *_: None)

    assert {"old.html", MARKER} == names(tmp_path / "site")
    assert ["site"] == held(tmp_path)


KILLED = """
import sys, pathlib, time
from app.site.export.folder import replaced
with replaced(pathlib.Path(sys.argv[1])) as fresh:
    (fresh / "half.html").write_text("half")
    print("now", flush=True)
    time.sleep(60)
"""


def test_a_kill_leaves_the_old_one(tmp_path: Path) -> None:
    """A second export waits for none; what a killed one left is cleared away."""
    site = tmp_path / "site"
    with replaced(site) as fresh:
        (fresh / "old.html").write_text("old", "utf-8")
    command = [sys.executable, "-c", KILLED, str(site)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        with closing(process.stdout):
            assert b"now\n" == process.stdout.readline()
        with pytest.raises(ExportError, match="is at work"), replaced(site):
            raise AssertionError("it must not begin")
        process.send_signal(signal.SIGKILL)
    assert {"old.html", MARKER} == names(site)
    assert [".site.partial", "site"] == held(tmp_path)

    with replaced(site) as fresh:
        (fresh / "new.html").write_text("new", "utf-8")
    assert {"new.html", MARKER} == names(site)
    assert ["site"] == held(tmp_path)


def test_a_kill_between_the_two_steps_is_undone(tmp_path: Path) -> None:
    """The old folder, already set aside, comes back before anything is written."""
    with replaced(tmp_path / "site") as fresh:
        (fresh / "old.html").write_text("old", "utf-8")
    (tmp_path / "site").rename(tmp_path / ".site.former")
    with pytest.raises(RuntimeError), replaced(tmp_path / "site"):
        raise RuntimeError

    assert {"old.html", MARKER} == names(tmp_path / "site")


def test_a_page_that_does_not_answer_ends_it(
    fixtures: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No export has a hole: an answer other than 200 is a fault of the program."""
    monkeypatch.setattr(write, "addresses", lambda _: iter([("/claims/none",)]))
    with pytest.raises(ExportError, match="answers 404 for /claims/none"):
        export(fixtures.out, tmp_path / "site", lambda *_: None)

    assert [] == held(tmp_path)
