"""Which record comes first: what a fact-checker types, and what the first page must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from app.graph.gather import CALLED, COLUMNS
from app.graph.question import question
from app.graph.search import KINDS_IN_ORDER, WEIGHTS, Searcher
from app.graph.store import Generation
from app.graph.tokens import tokens
from app.records.kinds import KINDS, folder_of
from app.records.record import KnowledgeBase
from tests.graph.conftest import Out, with_records
from tests.strategies import record

PAGE = 10
#: What is typed; what is first; what is among the first three; what is on the first page.
EXPECTED = [
    (
        "764",
        "claims/twitter-venezuela-764",
        (),
        (
            "sets/twitter-2019-01-venezuela-764",
            "caveats/twitter-venezuela-764-unable",
            "reviews/data-fields-764-state-backed",
        ),
    ),
    (
        "1196",
        "",
        ("claims/twitter-venezuela-1196", "claims/dfrlab-venezuela-1196"),
        ("sets/twitter-2019-01-venezuela-1196", "caveats/twitter-venezuela-1196-appear"),
    ),
    (
        '"definitively tie"',
        "caveats/twitter-venezuela-764-unable",
        ("claims/twitter-venezuela-764",),
        ("reviews/zero-hedge-caveat-maduro-regime",),
    ),
    (
        "Venezuela",
        "",
        ("claims/twitter-venezuela-764", "claims/twitter-venezuela-1196"),
        ("sets/twitter-2019-01-venezuela-764", "sets/twitter-2019-06-venezuela-33"),
    ),
    (
        "state-backed",
        "caveats/twitter-2018-10-potentially",
        ("reviews/about-2000-state-backed",),
        ("claims/twitter-venezuela-1196", "reviews/state-backed-1196-appear"),
    ),
    (
        "IRA",
        "claims/twitter-2018-10-ira-3841",
        ("sets/twitter-2018-10-ira-3841", "actors/internet-research-agency"),
        ("claims/twitter-venezuela-764", "claims/twitter-russia-418"),
    ),
    (
        "commercial entity",
        "claims/twitter-venezuela-33",
        ("takedowns/twitter-2019-06-13",),
        ("caveats/twitter-venezuela-33-initial", "caveats/twitter-venezuela-33-suggests"),
    ),
    (
        "Bangladesh",
        "",
        ("claims/twitter-2019-01-bangladesh", "claims/twitter-2018-12-bangladesh"),
        ("caveats/twitter-2018-12-bangladesh-may", "takedowns/twitter-2019-01-31"),
    ),
    (
        "Norton",
        "",
        ("reactions/ben-norton-2019-01-31",),
        ("actors/ben-norton", "takedowns/twitter-2019-01-31"),
    ),
    (
        "Maduro",
        "",
        ("reviews/zero-hedge-caveat-maduro-regime",),
        ("actors/nicolas-maduro", "reviews/maduro-verified-labels"),
    ),
]


@pytest.fixture(scope="module")
def ask(generation: Generation) -> Callable[..., tuple[str, ...]]:
    """Give what returns the ids that answer a question from ``kb/``."""
    searcher = Searcher()

    def asked(text: str, limit: int = 1000) -> tuple[str, ...]:
        return searcher.search(generation, question(text), limit).ids

    return asked


@pytest.mark.parametrize(("typed", "first", "three", "page"), EXPECTED)
def test_what_is_looked_for_is_on_the_first_page(
    ask: Callable[..., tuple[str, ...]],
    typed: str,
    first: str,
    three: tuple[str, ...],
    page: tuple[str, ...],
) -> None:
    """The record that is meant is the first, or one of the first; what limits it is near."""
    found = ask(typed, PAGE)
    assert not first or first == found[0]
    assert set(three) <= set(found[:3])
    assert set(page) <= set(found)


@pytest.mark.parametrize("typed", [*(row[0] for row in EXPECTED), "twitter", "zero hedge"])
def test_what_is_called_so_comes_first_then_kinds(
    kb: KnowledgeBase, ask: Callable[..., tuple[str, ...]], typed: str
) -> None:
    """Over the whole answer: id and title before texts, and kinds in their order."""
    kinds = list(KINDS_IN_ORDER)
    ranks = [
        (not _is_called(kb, key, typed), kinds.index(folder_of(key))) for key in ask(typed)
    ]
    assert len(ranks) > 1
    for one, other in pairwise(ranks):
        assert one <= other


def _is_called(kb: KnowledgeBase, record_id: str, typed: str) -> bool:
    """Tell whether each term stands in the id, the title or another name of a record."""
    data = kb.records[record_id].data
    names = [data.get("title"), data.get("name"), *data.get("also_called", ())]
    if folder_of(record_id) == "sources":
        names.append(data.get("translation"))
    texts = [record_id.partition("/")[2], *filter(None, names)]
    read = [f" {' '.join(token.form for token in tokens(text))} " for text in texts]
    return all(
        any(f" {' '.join(term.forms)} " in text for text in read)
        for term in question(typed).terms
    )


def test_a_record_is_found_by_its_id(
    kb: KnowledgeBase, ask: Callable[..., tuple[str, ...]]
) -> None:
    """The last part of an address, as it is pasted, finds its record."""
    for key in kb.published:
        assert key in ask(key.partition("/")[2]), key
    assert "claims/twitter-venezuela-764" == ask("twitter-venezuela-764")[0]


def test_words_may_stand_in_id_and_title(ask: Callable[..., tuple[str, ...]]) -> None:
    """One word from the id and one from the title are still what a record is called."""
    assert "claims/twitter-2019-01-bangladesh" == ask("bangladesh small number")[0]


def test_alike_records_are_sorted_by_id(kb: KnowledgeBase, out: Out) -> None:
    """Nothing but the id decides between records that are alike, whatever their day."""
    days = {"b": "2019-01-01", "c": "2021-01-01", "a": "2020-01-01", "d": "2018-01-01"}
    path = kb.records["claims/twitter-venezuela-764"].path
    data = kb.records["claims/twitter-venezuela-33"].data
    alike = [
        record(f"claims/xylophone-{key}", {**data, "made": day, "title": "Xylophones"})
        for key, day in days.items()
    ]
    out.build(with_records(kb, *(replace(item, path=path) for item in alike)))
    searcher, now = Searcher(), out.current()
    ids = searcher.search(now, question("xylophones"), PAGE).ids
    assert tuple(f"claims/xylophone-{key}" for key in "abcd") == ids


def test_more_than_are_scored_keep_their_order(
    ask: Callable[..., tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above a bound records are not weighed, and still stand by name and by kind."""
    scored = ask("twitter")
    monkeypatch.setattr("app.graph.search._MOST_SCORED", 5)
    plain = ask("twitter")
    assert set(scored) == set(plain) and len(scored) == len(plain)
    assert [folder_of(key) for key in scored] == [folder_of(key) for key in plain]


def test_every_kind_and_column_has_its_place() -> None:
    """No kind is forgotten in the order, no column without a weight."""
    assert sorted(KINDS) == sorted(KINDS_IN_ORDER)
    assert len(COLUMNS) == len(WEIGHTS)
    assert COLUMNS[: len(CALLED)] == CALLED
