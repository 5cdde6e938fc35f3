"""Ledgers: what can be asked of them, and what they write."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.site.ledger import OUTCOME_NAMES
from app.site.pictures.spread import NARROW, WIDE, Spread, Told, spread
from app.site.tables import _inert
from tests.site.conftest import Site

PATH = "/claims/twitter-venezuela-1196/ledger"
pytestmark = pytest.mark.xdist_group("site-kb")


@pytest.fixture(scope="module")
def kb_site(sites: Callable[[str], Site]) -> Site:
    """Return the site over ``kb/``."""
    return sites("kb")


def asked(site: Site, query: str = "") -> dict[str, Any]:
    """Return a ledger as data."""
    answer = site.client.get(f"{PATH}.json{query}")
    assert 200 == answer.status_code
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_every_filter_shows_what_it_says_and_nothing_else(kb_site: Site) -> None:
    """Each value of each filter gives as many passages as stand beside it."""
    whole = asked(kb_site)
    assert len(whole["rows"]) == whole["passages"] > 40
    for one in whole["filters"]:
        assert sum(option["passages"] for option in one["options"]) >= 40
        for option in one["options"]:
            found = asked(kb_site, f"?{one['name']}={option['value']}")
            assert option["passages"] == len(found["rows"]), option
            assert found["passages"] == whole["passages"]


def test_an_outcome_is_asked_of_one_caveat_or_of_any(kb_site: Site) -> None:
    """With a caveat the outcome is that caveat's; without, that of any."""
    appear = "https://caveat.example/caveats/twitter-venezuela-1196-appear"
    found = asked(kb_site, "?caveat=twitter-venezuela-1196-appear&outcome=changed")
    assert {"changed"} == {row["cells"][appear]["outcome"] for row in found["rows"]}
    anyhow = asked(kb_site, "?outcome=left-out")
    for row in anyhow["rows"]:
        assert "left-out" in {cell["outcome"] for cell in row["cells"].values()}


def test_dates_and_orders(kb_site: Site) -> None:
    """From and to are days, months or years; an order changes no row."""
    found = asked(kb_site, "?from=2019-02&to=2019-12&sort=outlet")
    days = [row["earliest"] for row in found["rows"]]
    assert days and all("2019-02" <= day < "2020" for day in days)
    outlets = [row["outlet"]["label"].casefold() for row in found["rows"]]
    assert sorted(outlets) == outlets
    one, other = asked(kb_site), asked(kb_site, "?sort=language")
    assert {row["iri"] for row in one["rows"]} == {row["iri"] for row in other["rows"]}


@pytest.mark.parametrize(
    "query",
    ["outlet=<b>", "sort=odd", "from=yesterday", "outcome=lost", "caveat=x", "to=20199"],
)
def test_what_no_passage_has_is_told_and_left_aside(kb_site: Site, query: str) -> None:
    """A mistyped address shows the whole ledger and says what was left aside."""
    found = asked(kb_site, f"?{query}")
    assert found["passages"] == len(found["rows"])
    name, _, value = query.partition("=")
    assert [[name, value]] == found["chosen"]["unknown"]
    page = kb_site.client.get(f"{PATH}?{query}").data.decode()
    assert "that was left aside" in page
    assert "<b>" not in page


def test_a_table_holds_every_row_and_the_words_of_every_caveat(kb_site: Site) -> None:
    """The name of a caveat's column has its words: a table carries them wherever it goes."""
    answer = kb_site.client.get(f"{PATH}.csv")
    assert "text/csv; charset=utf-8" == answer.content_type
    rows = list(csv.DictReader(io.StringIO(answer.data.decode())))
    whole = asked(kb_site)
    assert [row["iri"] for row in whole["rows"]] == [row["passage"] for row in rows]
    for column in whole["columns"]:
        words = column["caveat"]["words"]["text"]
        assert any(f"“{words}”" in name for name in rows[0]), words
    assert {row["words"].lstrip("'") for row in rows} == {
        row["text"].lstrip("'") for row in whole["rows"]
    }


@given(st.text())
def test_no_cell_is_run_by_a_spreadsheet(text: str) -> None:
    """A cell never begins with what a spreadsheet takes for a formula."""
    assert not _inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert _inert(text).endswith(text)


def test_a_ledger_of_no_claim_is_not_found(kb_site: Site) -> None:
    """Only claims have a ledger, and a claim that is not there has none."""
    for path in ("/claims/no-such/ledger", "/sets/x/ledger", "/claims/A%20b/ledger.csv"):
        assert 404 == kb_site.client.get(path).status_code
    assert 404 == kb_site.client.get(f"{PATH}.ttl").status_code


def test_a_moved_claim_leads_to_its_ledger(sites: Callable[[str], Site]) -> None:
    """A former id answers for the ledger, too."""
    answer = sites("fixtures").client.get("/claims/quill-bouvet/ledger.csv")
    assert 301 == answer.status_code
    assert answer.headers["Location"].endswith("/claims/quill-first/ledger.csv")


# The picture ---------------------------------------------------------------------------


def told(day: date | None, outlet: str, number: int) -> Told:
    """Return a passage to be drawn."""
    outcomes = tuple(OUTCOME_NAMES)[: number % 7]
    source = f"sources/{outlet}-{number}"
    return Told(f"/{source}#x", "A passage", outlet, source, day, number % 3 == 0, outcomes)


DAYS = st.none() | st.dates(date(2018, 1, 1), date(2035, 1, 1))
TOLD = st.lists(
    st.builds(told, DAYS, st.sampled_from("abcdefgh"), st.integers(0, 99)), max_size=60
)


@given(TOLD, DAYS, st.sampled_from([WIDE, NARROW]))
def test_no_mark_covers_another_or_leaves_the_picture(
    passages: list[Told], begin: date | None, frame: Any
) -> None:
    """Whatever is drawn, every passage has a place of its own within the frame."""
    picture: Spread = spread(passages, begin, [], frame)
    columns = [column for lane in picture.lanes for column in lane.columns]
    assert len(passages) == len(columns)
    for column in columns:
        assert 0 <= column.x <= frame.width - 11, column
        assert 0 <= column.y and column.y + column.height <= picture.height
    for lane in picture.lanes:
        places = {(column.x, column.y) for column in lane.columns}
        assert len(lane.columns) == len(places)
