"""Feeds: valid, in order, with stable ids, moved by meaning alone, and no link bare."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from app.site.feeds.atom import xml_text
from app.site.feeds.choice import PER_PAGE
from tests.history.scripted import (
    BLOG,
    CAVEAT,
    FIRST,
    FOURTH,
    REACTION,
    SECOND,
    TWENTY,
)
from tests.site.answers import ask
from tests.site.atom import ATOM, faults, root_of, words
from tests.site.lived import Lived

HOSTILE = "<script>alert(1)</script> & ]]> é“"


@pytest.fixture(scope="module")
def client(lived: Lived) -> FlaskClient:
    """Return a client of the site at the end."""
    return lived.client()


def feed(client: FlaskClient, path: str) -> etree._Element:
    """Return the root of a feed that is valid."""
    found = ask(client, path)
    assert (200, "application/atom+xml") == (found.status, found.media_type), path
    assert [] == faults(found.body)
    return root_of(found.body)


def stamps(root: etree._Element) -> dict[str, str]:
    """Return the dates of a feed's entries by their ids, in their order."""
    entries = root.findall(f"{ATOM}entry")
    found = {
        one.findtext(f"{ATOM}id", ""): one.findtext(f"{ATOM}updated", "") for one in entries
    }
    assert len(found) == len(entries)
    return found


def kinds(root: etree._Element) -> list[tuple[str, str]]:
    """Return record and kind of each entry."""
    found = []
    for entry in root.findall(f"{ATOM}entry"):
        related = [
            one.get("href", "").partition("example/")[2]
            for one in entry.findall(f"{ATOM}link")
            if one.get("rel") == "related"
        ]
        category = entry.find(f"{ATOM}category")
        assert category is not None
        found.append((related[0], category.get("term", "")))
    return found


PATHS = (
    "/feed.atom",
    "/corrections.atom",
    f"/{FIRST}/feed.atom",
    f"/{TWENTY}/feed.atom",
    f"/{FOURTH}/feed.atom",
    f"/{BLOG}/feed.atom",
    "/actors/quill/feed.atom",
    "/actors/the-harbour/feed.atom",
)


@pytest.mark.parametrize("path", PATHS)
def test_an_independent_parser_reads_it(client: FlaskClient, path: str) -> None:
    """Nothing was mended, and all entries are there, newest first."""
    body = ask(client, path).body
    read = feedparser.parse(body)
    dates = [one.updated for one in read.entries]

    assert not read.bozo
    assert "atom10" == read.version
    assert list(stamps(feed(client, path))) == [one.id for one in read.entries]
    assert dates == sorted(dates, reverse=True)
    assert read.feed.updated == max(dates)


def test_every_date_is_that_of_a_step(lived: Lived, client: FlaskClient) -> None:
    """No clock is asked."""
    dates = {step.date for step in lived.repo.steps}

    assert set(stamps(feed(client, "/feed.atom")).values()) <= dates


def test_corrections_are_not_additions(client: FlaskClient) -> None:
    """What was re-attributed, changed, merged, withdrawn or lost; nothing that is new."""
    found = kinds(feed(client, "/corrections.atom"))

    assert {
        (FOURTH, "re-attribution"),
        (FOURTH, "withdrawn"),
        (CAVEAT, "changed"),
        (FIRST, "caveats"),
        (REACTION, "gone"),
        ("claims/quill-third", "merged"),
        (SECOND, "correction"),
    } <= set(found)
    assert not {"added", "renamed", "status", "words", "context"} & {
        kind for _, kind in found
    }


def test_each_link_has_its_caveat(client: FlaskClient) -> None:
    """Of whatever entry tells of the first claim."""
    found = 0
    for path in PATHS:
        for entry in feed(client, path).findall(f"{ATOM}entry"):
            told = words(entry)
            if f"{FIRST}#lantern" in told or f"{FIRST}#likeness" in told:
                assert "We are unable to tie" in told, told
                found += 1

    assert found > len(PATHS)


def test_a_record_goes_on_under_its_new_id(client: FlaskClient) -> None:
    """Its former id leads to the feed of the new one, which holds both."""
    moved = ask(client, f"/{SECOND}/feed.atom")
    found = kinds(feed(client, f"/{TWENTY}/feed.atom"))

    assert (301, f"/{TWENTY}/feed.atom") == (moved.status, moved.headers["Location"])
    assert (TWENTY, "renamed") in found
    assert (SECOND, "correction") in found
    assert 404 == ask(client, "/claims/none/feed.atom").status


def test_an_actor_has_all_that_is_its_own(client: FlaskClient) -> None:
    """Takedown, sets, claims with caveats, sources; and what was withdrawn of it."""
    records = {record for record, _ in kinds(feed(client, "/actors/quill/feed.atom"))}
    outlet = {record for record, _ in kinds(feed(client, "/actors/the-harbour/feed.atom"))}

    assert {
        "actors/quill",
        "takedowns/quill-2024-05",
        "sets/quill-first",
        FIRST,
        TWENTY,
        FOURTH,
        CAVEAT,
        BLOG,
    } <= records
    assert {"sources/harbour-2024-05-04", REACTION} <= outlet
    assert FIRST not in outlet


def test_a_name_that_is_withheld_says_so_in_the_title(tmp_path: Path) -> None:
    """The third clause of the promise, in the title of a feed and of an entry."""
    lived = Lived(tmp_path)
    lived.repo.path(SECOND).unlink()
    lived.repo.commit("without the claim that asserts it")
    root = feed(lived.client(), "/actors/lantern-group/feed.atom")
    titles = [root.findtext(f"{ATOM}title", "")]
    titles += [one.findtext(f"{ATOM}title", "") for one in root.findall(f"{ATOM}entry")]

    assert 2 == len(titles)
    assert all("attribution withheld" in title for title in titles), titles


def test_a_reformatting_moves_nothing(tmp_path: Path) -> None:
    """The same ids and dates; a change of meaning adds an entry and leaves the others."""
    lived = Lived(tmp_path)
    lived.repo.commit("begin")
    before = stamps(feed(lived.client(), "/feed.atom"))
    path = lived.repo.path(FIRST)
    path.write_text(f"# A comment.\n{path.read_text('utf-8')}\n", "utf-8")
    lived.repo.commit("reformat")
    again = lived.client()
    reformatted = feed(again, "/feed.atom")
    path.write_text(path.read_text("utf-8").replace("most", "some"), "utf-8")
    uncommitted = stamps(feed(lived.client(), "/feed.atom"))
    lived.repo.commit("another share")
    after = stamps(feed(lived.client(), "/feed.atom"))

    assert before == stamps(reformatted)
    assert max(before.values()) == reformatted.findtext(f"{ATOM}updated")
    assert before == uncommitted
    assert before.items() <= after.items()
    assert lived.repo.date == max(after.values())


def test_a_rebuild_elsewhere_gives_the_same_bytes(
    lived: Lived, client: FlaskClient, tmp_path: Path
) -> None:
    """Ids are of records, digests and commits, not of places."""
    other = Lived.__new__(Lived)
    other.repo, other.out = lived.repo, tmp_path / "elsewhere"
    again = other.client()

    for path in (*PATHS, "/changes"):
        assert ask(client, path).body == ask(again, path).body


def test_nothing_is_sent_twice(client: FlaskClient) -> None:
    """What is known by its tag is not sent again."""
    for path in ("/feed.atom", f"/{FIRST}/feed.atom", "/changes?since=2024-07-02"):
        first = ask(client, path)
        again = ask(client, path, If_None_Match=first.headers["ETag"])

        assert (304, b"") == (again.status, again.body)


def test_a_long_feed_has_pages(tmp_path: Path) -> None:
    """Each entry stands on one of them; the pages lead to one another."""
    lived = Lived(tmp_path)
    text = lived.repo.path("actors/ada-fenn").read_text("utf-8")
    for number in range(PER_PAGE):
        lived.repo.path(f"actors/person-{number}").write_text(text, "utf-8")
    lived.repo.commit("begin")
    client = lived.client()
    found: list[str] = []
    path: str | None = "/feed.atom"
    rels: list[set[str]] = []
    while path is not None:
        root = feed(client, path)
        found += stamps(root)
        links = {
            one.get("rel", ""): one.get("href", "") for one in root.findall(f"{ATOM}link")
        }
        assert links["self"].endswith(path)
        rels.append(set(links))
        path = links["next"].partition("example")[2] if "next" in links else None

    assert len(found) == len(set(found)) > PER_PAGE
    assert ["next" in one for one in rels] == [True] * (len(rels) - 1) + [False]
    assert ["previous" in one for one in rels] == [False] + [True] * (len(rels) - 1)
    for missing in (
        "/feed/page/1.atom",
        "/feed/page/0.atom",
        f"/feed/page/{len(rels) + 1}.atom",
    ):
        assert 404 == ask(client, missing).status


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Markup, the end of a CDATA section, a turn of direction: shown, and valid."""
    lived = Lived(tmp_path)
    lived.repo.change(FIRST, ('"Quill on 300', f'"{HOSTILE} Quill on 300'))
    lived.repo.change("sets/quill-first", ('note: "The larger set."', f'note: "{HOSTILE}"'))
    # A record may hold nothing that nobody sees; the subject of a commit may.
    lived.repo.commit(f"\u202egnirts {HOSTILE}")
    client = lived.client()

    for path in ("/feed.atom", f"/{FIRST}/feed.atom"):
        root = feed(client, path)
        text = "".join(str(one) for one in root.itertext())
        assert f"<U+202E>gnirts {HOSTILE}" in text
        assert f"“{HOSTILE} Quill on 300" in text
        assert "\u202e" not in text
        assert not list(root.iter("{*}script"))
        assert not feedparser.parse(ask(client, path).body).bozo


def test_what_is_no_xml_is_marked() -> None:
    """lxml would refuse it."""
    element = etree.Element("a")
    element.text = xml_text("a\x00\x0b\ud800\ufffe\uffffb")

    assert b"<a>a\xef\xbf\xbd" in etree.tostring(element, encoding="utf-8")


def test_a_page_names_its_feeds(client: FlaskClient) -> None:
    """All changes, the corrections, and those of the entry."""
    found = {
        (one.get("title"), one.get("href"))
        for one in ask(client, f"/{FIRST}").page.tagged("link")
        if one.get("type") == "application/atom+xml"
    }

    assert {
        ("All changes of meaning", "../feed.atom"),
        ("Corrections", "../corrections.atom"),
        ("Changes of this entry", "quill-first/feed.atom"),
    } == found
