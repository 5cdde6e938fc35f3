"""The pages of a case: takedown, set through time, outlet, first page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.records.dates import bounds
from app.site import pages
from tests.site.answers import ask
from tests.site.conftest import Site, copy_fixtures, make_site

JANUARY = "takedowns/twitter-2019-01-31"
SET_764 = "sets/twitter-2019-01-venezuela-764"


@pytest.fixture
def kb(sites: Callable[[str], Site]) -> Site:
    """Give the site over the real records."""
    return sites("kb")


def test_a_takedown_shows_each_claim_about_its_sets_once(kb: Site) -> None:
    """A claim about one set stands with it, one about several stands apart, none twice."""
    view = pages.record_page(kb.generation, JANUARY).view
    shown = [one.path[1:] for item in view.sets for one in item.claims]
    shown += [one.path[1:] for one in view.several]
    assert sorted(kb.known.claims_about(JANUARY)) == sorted(shown)
    assert all(len(one.about) > 1 for one in view.several)


def test_a_takedown_counts_what_the_records_hold(kb: Site) -> None:
    """The passages that repeat its claims are counted as the files have them."""
    view = pages.record_page(kb.generation, JANUARY).view
    about = set(kb.known.claims_about(JANUARY))
    sets = {key for key, takedown in kb.known.disclosed.items() if takedown == JANUARY}
    repeating = [
        (record.data["publisher"], name)
        for record in kb.kb.published.values()
        for name, passage in record.data.get("passages", {}).items()
        if passage.get("restates")
        and (
            about & {link.partition("#")[0] for link in passage["restates"]}
            or sets & set(passage.get("over", ()))
        )
    ]
    assert (len(repeating), len({publisher for publisher, _ in repeating})) == (
        view.passages,
        view.publishers,
    )
    assert view.passages >= 36


def test_a_sum_is_set_beside_what_was_announced(kb: Site) -> None:
    """Who gives 2,000 for the two sets is listed, with 764 and 1,196 and their sum."""
    view = pages.record_page(kb.generation, JANUARY).view
    first = view.numbers[0]
    assert (2000, 1960) == (first.value, first.total)
    assert [764, 1196] == sorted(part.announced for part in first.parts)
    givers = {(one.who, one.as_printed) for one in first.givers}
    assert {
        ("Zero Hedge", "2,000"),
        ("Agencia Venezolana de Noticias", "dos mil"),
    } <= givers
    text = ask(kb.client, f"/{JANUARY}").page.text()
    assert re.search(r"(1,196 \+ 764|764 \+ 1,196) = 1,960", text)


def test_a_number_of_sets_without_a_figure_has_no_sum(kb: Site) -> None:
    """Where one of the sets has no announced figure, nothing is added up."""
    for record in kb.generation.ids("takedowns"):
        for number in pages.record_page(kb.generation, record).view.numbers:
            figures = [part.announced for part in number.parts]
            expected = None if not figures or None in figures else sum(figures)
            assert expected == number.total


def test_a_set_is_told_in_order_of_time(kb: Site) -> None:
    """Days go forward; of one day, what is said of the set alone comes first."""
    for record in kb.generation.ids("sets"):
        events = pages.record_page(kb.generation, record).view.events
        spans = [bounds(one.date) for one in events if one.date]
        days = [span.earliest or span.latest for span in spans]
        assert sorted(filter(None, days)) == days, record
    events = pages.record_page(kb.generation, SET_764).view.events
    assert ["removed", "disclosed"] == [one.kind for one in events[:2]]
    assert "/claims/twitter-venezuela-764" == events[2].ref.path
    assert "/claims/twitter-archive-page" == events[-1].ref.path


def test_what_is_not_known_is_on_the_page(kb: Site) -> None:
    """Every open question of a takedown stands there with what was looked for and when."""
    seen = 0
    for record in kb.generation.ids("takedowns"):
        text = ask(kb.client, f"/{record}").page.text()
        for question in kb.kb.published[record].data.get("questions", {}).values():
            assert question["title"] in text
            assert " ".join(question["note"].split()) in text
            seen += 1
    assert seen >= 9


def test_an_outlet_shows_its_passages_and_what_was_judged(kb: Site) -> None:
    """The page of an outlet has every passage of its own that repeats a claim."""
    page = pages.record_page(kb.generation, "actors/zero-hedge").view
    own = kb.kb.published["sources/zero-hedge-2019-02-01"].data["passages"]
    repeating = {
        f"/sources/zero-hedge-2019-02-01#{name}"
        for name, passage in own.items()
        if passage.get("restates") or passage.get("treatments")
    }
    shown = {item.words.path for work in page.works for item in work.passages}
    assert repeating == shown
    text = ask(kb.client, "/actors/zero-hedge").page.text()
    assert "measure no outlet as a whole" in text
    assert not re.search(r"\d\s*%", text)


def test_no_page_has_a_bare_percentage(kb: Site) -> None:
    """Where something is counted, the whole that it is counted of stands beside it."""
    for path in (
        "/",
        f"/{JANUARY}",
        f"/{SET_764}",
        "/caveats/twitter-venezuela-764-unable",
    ):
        page = ask(kb.client, path).page
        for figure in page.classed("tally"):
            assert re.search(
                r"Of \d+ passages? to which it applies, \d+ (is|are) judged", figure.text()
            )


def test_the_first_page_is_made_from_the_records(kb: Site) -> None:
    """What it shows is chosen by counting: the caveat judged most, the number given most."""
    view = pages.home(kb.generation).view
    judged = {
        record: pages.record_page(kb.generation, record).view.tally.judged
        for record in kb.generation.ids("caveats")
    }
    treated = max(judged.values())
    assert view.exhibit.tally.judged >= 0.8 * treated
    assert judged[view.exhibit.tally.caveat.path[1:]] == view.exhibit.tally.judged
    assert 2000 == view.number.value
    shown = {one.outcome.name for one in view.exhibit.examples}
    assert shown == {"kept", "changed", "left-out"} & {
        one.name for one in view.exhibit.tally.outcomes
    }


def test_the_first_page_needs_no_judgement(tmp_path: Path) -> None:
    """A knowledge base in which nothing is judged has a first page all the same."""
    root = copy_fixtures(tmp_path / "kb")
    for folder in ("sources", "reviews", "reactions", "claims", "caveats", "sets"):
        shutil.rmtree(root / folder, ignore_errors=True)
    for path in (root / "takedowns").glob("*.yaml"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text(
            "".join(one for one in lines if "documented_in" not in one), "utf-8"
        )
    site = make_site("bare", root, tmp_path / "build")
    answer = ask(site.client, "/")
    assert 200 == answer.status
    assert pages.home(site.generation).view.exhibit is None
    assert "No claim with a withheld link is recorded yet." in answer.page.text()


def test_a_page_is_written_once(kb: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again, a page comes from what was written, byte for byte."""
    path = f"/{JANUARY}"
    first = ask(kb.client, path)
    monkeypatch.setattr(pages, "record_page", None)
    assert first.body == ask(kb.client, path).body
