"""Full text: what is found, by what, in which order, and that amending loses nothing."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.graph import fulltext, plan
from app.graph.documents import Documents, claims_qualified
from app.graph.fulltext import unpacked
from app.graph.gather import COLUMNS, FACETS
from app.graph.question import question
from app.graph.search import Found, Searcher, respelt
from app.graph.store import INDEX, Generation, pointed
from app.records.kinds import KINDS
from app.records.record import KnowledgeBase
from tests.graph.conftest import Out, changed, with_records, without
from tests.strategies import record

CLAIM = "claims/twitter-venezuela-764"
CAVEAT = "caveats/twitter-venezuela-764-unable"
ZERO_HEDGE = "sources/zero-hedge-2019-02-01"


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """Give one searcher for all questions."""
    return Searcher()


Ask = Callable[..., Found]


@pytest.fixture(scope="module")
def ask(generation: Generation, searcher: Searcher) -> Ask:
    """Give what answers a question from ``kb/``."""

    def asked(text: str = "", limit: int = 1000, offset: int = 0, **chosen: Any) -> Found:
        put = question(text, {name: [*values] for name, values in chosen.items()})
        return searcher.search(generation, put, limit, offset)

    return asked


# What is found


def test_every_record_is_found_by_its_title(kb: KnowledgeBase, ask: Ask) -> None:
    """A title in quotes finds its record, whatever the title holds."""
    for key, item in kb.published.items():
        title = item.data.get("title") or item.data["name"]
        assert key in ask(f'"{title[:150]}"').ids, title


def test_a_source_is_found_by_any_passage(kb: KnowledgeBase, ask: Ask) -> None:
    """The words of every passage and its translation find the source."""
    for key, item in kb.published.items():
        for passage in item.data.get("passages", {}).values():
            for text in (passage["text"], passage.get("translation", "")):
                words = " ".join(text.split()[:8])
                assert not words or key in ask(words).ids, words


def test_a_claim_is_found_by_its_words_and_caveats(ask: Ask) -> None:
    """The words that a claim quotes find it, and what a caveat on it says."""
    assert CLAIM in ask('"spammy content"').ids
    assert CLAIM in ask('"abundance of caution"').ids
    assert {CLAIM, CAVEAT} <= set(ask('"unable to definitively tie"').ids)


def test_reasons_and_notes_are_found(kb: KnowledgeBase, ask: Ask) -> None:
    """Every editor's reason for a judgement and note on a passage finds the source."""
    for key, item in kb.published.items():
        for passage in item.data.get("passages", {}).values():
            judged = passage.get("treatments", {}).values()
            texts = [one["reason"] for one in judged] + [passage.get("note", "")]
            for text in texts:
                words = " ".join(text.replace('"', " ").split()[:8])
                assert not words or key in ask(words).ids, words


def test_names_and_labels_are_found(kb: KnowledgeBase, ask: Ask) -> None:
    """Other names find whom they name, and labels that a text adds find the text."""
    for key, item in kb.published.items():
        for name in item.data.get("also_called", ()):
            assert key in ask(f'"{name}"').ids, name
        for passage in item.data.get("passages", {}).values():
            for label in passage.get("adds", ()):
                assert key in ask(label).ids, label
    assert ZERO_HEDGE in ask("pro-maduro zero hedge").ids


@pytest.mark.parametrize("number", ["1,196", "1.196", "1 196", "1196", "1’196"])
def test_a_number_is_found_however_it_is_written(ask: Ask, number: str) -> None:
    """The answer is the same for every way of writing a number."""
    assert ask("1196").ids == ask(number).ids
    assert "sets/twitter-2019-01-venezuela-1196" in ask(number).ids


def test_accents_make_no_difference(ask: Ask) -> None:
    """Irán and Iran are one word, in whatever language it stands."""
    assert ask("irán").ids == ask("IRAN").ids
    assert "sources/avn-2019-01-31" in ask("iran rusia").ids


def test_a_phrase_does_not_reach_from_one_text_to_the_next(ask: Ask) -> None:
    """Two texts that are indexed side by side have no phrase between them."""
    assert ZERO_HEDGE in ask("Escalate taking").ids
    assert ZERO_HEDGE not in ask('"Regime Change Escalate taking"').ids


def test_the_last_word_may_be_a_beginning(ask: Ask) -> None:
    """Where no record has the words, the last is a beginning, and the answer says so."""
    found = ask("accounts venezue")
    assert found.total and found.asked.terms[-1].begins
    assert ask("accounts venezue*").ids == found.ids
    assert not ask("accounts venezuela").asked.terms[-1].begins
    assert 0 == ask("venezue accounts").total


def test_pages_laid_side_by_side_are_the_whole(ask: Ask) -> None:
    """Every record stands once over the pages; beyond the last there is none."""
    for chosen in ({}, {"kind": ["sources"]}):
        whole = ask("twitter", **chosen).ids
        parts = [ask("twitter", 7, at, **chosen).ids for at in range(0, len(whole), 7)]
        assert whole == tuple(one for part in parts for one in part)
        assert len(whole) == len(set(whole)) == ask("twitter", **chosen).total
        assert () == ask("twitter", 7, len(whole), **chosen).ids


def test_what_very_many_records_have_is_found_whole(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above a bound only titles and names are weighed, and nothing is left out."""
    whole = ask("twitter")
    monkeypatch.setattr("app.graph.search._MOST_SCORED", 40)
    found = ask("twitter")
    assert set(whole.ids) == set(found.ids) and len(whole.ids) == len(found.ids)
    parts = [ask("twitter", 7, at).ids for at in range(0, found.total, 7)]
    assert found.ids == tuple(one for part in parts for one in part)
    assert whole.counts == found.counts


def test_a_misspelt_word_has_near_ones(generation: Generation) -> None:
    """Words that no record has are put right together; known ones stay."""
    assert "accounts venezuela" in respelt(generation, question("acounts venezuela"))
    assert "“definitively maduro" in respelt(generation, question("“definitivly madduro"))
    assert [] == list(respelt(generation, question("accounts")))
    assert [] == list(respelt(generation, question("qqqqqqqq")))


# Facets


def test_counts_say_what_a_choice_would_leave(ask: Ask) -> None:
    """Each count is the number of records that the choice of that value leaves."""
    for text, chosen in (
        ("twitter", {}),
        ("venezuela", {"kind": ["sources"]}),
        ("", {"polarity": ["withheld"], "language": ["en"]}),
        ("accounts", {"kind": ["claims", "caveats"], "place": ["VE"]}),
    ):
        counts = ask(text, **chosen).counts
        for name, values in counts.items():
            for value, count in values:
                others = {key: one for key, one in chosen.items() if key != name}
                assert count == ask(text, **others, **{name: [value]}).total


def test_values_of_one_facet_add_up_and_facets_narrow(ask: Ask) -> None:
    """Within a facet either value will do; of two facets both must hold."""
    claims, caveats = ask(kind=["claims"]), ask(kind=["caveats"])
    both = ask(kind=["claims", "caveats"])
    assert {*claims.ids, *caveats.ids} == set(both.ids)
    withheld = ask(kind=["claims"], polarity=["withheld"])
    assert set(withheld.ids) < set(claims.ids)
    assert CLAIM in withheld.ids


def test_a_value_that_is_none_finds_nothing(ask: Ask) -> None:
    """An unknown value is an answer without records."""
    for name in FACETS:
        assert 0 == ask(**{name: ["no-such-value"]}).total
    assert ask(kind=["claims", "no-such-value"]).ids == ask(kind=["claims"]).ids


def _facet(kb: KnowledgeBase, record_id: str, name: str) -> set[str]:
    """Return the values of a facet of a record."""
    document = Documents(kb.published).make(record_id)
    return {value for facet, value in document.facets if facet == name}


def test_the_facets_of_records(kb: KnowledgeBase) -> None:
    """A claim has those of its links, a source those of the links that it repeats."""
    assert {"sources"} == _facet(kb, ZERO_HEDGE, "kind")
    assert {"asserted", "withheld"} == _facet(kb, ZERO_HEDGE, "polarity")
    assert {"VE"} == _facet(kb, ZERO_HEDGE, "place")
    assert {"omitted", "strengthened"} < _facet(kb, ZERO_HEDGE, "fate")
    assert {"twitter", "zero-hedge", "max-blumenthal"} < _facet(kb, ZERO_HEDGE, "actor")
    assert {"2019"} == _facet(kb, ZERO_HEDGE, "year")
    assert {"es"} == _facet(kb, "sources/avn-2019-01-31", "language")
    assert {"withheld"} == _facet(kb, CAVEAT, "polarity")
    assert {"linked-to"} < _facet(kb, CLAIM, "relation")


def test_a_name_that_is_not_asserted_is_in_no_facet(kb: KnowledgeBase) -> None:
    """Who is denied or withheld, or named by a passage alone, is no value of a facet."""
    link = {"relation": "operated-by", "words": "sources/twitter-2019-01-31-blog#unable"}
    for held in ("denies", "withholds"):
        for party in ({"party": "actors/afp"}, {"place": "places/AQ"}):
            claim = changed(kb, CLAIM, asserts={}, **{held: {"x": {**link, **party}}})
            for name, value in (("actor", "afp"), ("place", "AQ")):
                assert value not in _facet(claim, CLAIM, name)
    asserted = {**link, "certainty": "unhedged", "party": "actors/afp"}
    claim = changed(kb, CLAIM, asserts={"x": asserted})
    assert "afp" in _facet(claim, CLAIM, "actor")
    said = {"relation": "operated-by", "party": "actors/afp", "place": "places/AQ"}
    passages = kb.records[ZERO_HEDGE].data["passages"]
    lede = {**passages["lede"], "says": {"x": said}}
    source = changed(kb, ZERO_HEDGE, passages={**passages, "lede": lede})
    assert not {"afp"} & _facet(source, ZERO_HEDGE, "actor")
    assert not {"AQ"} & _facet(source, ZERO_HEDGE, "place")


@pytest.mark.parametrize(
    ("edtf", "years"),
    [
        ("2019-01-31", {"2019"}),
        ("2018-12/2019-01", {"2018", "2019"}),
        ("2019~", {"2019"}),
        ("../2018-11", set()),
        ("2018-11/..", set()),
        ("2016/2019", set()),
        ("20XX", set()),
    ],
)
def test_the_years_of_a_date(kb: KnowledgeBase, edtf: str, years: set[str]) -> None:
    """A date gives each year that it may lie in, if they are two at most."""
    claim = changed(kb, CLAIM, made=edtf)
    assert years == _facet(claim, CLAIM, "year")


def test_every_kind_gives_a_document(kb: KnowledgeBase) -> None:
    """Every published record has a document of every column, and exactly one kind."""
    made = Documents(kb.published)
    kinds = set()
    for key in kb.published:
        document = made.make(key)
        assert len(COLUMNS) == len(document.texts)
        kinds |= _facet(kb, key, "kind")
        assert 1 == len(_facet(kb, key, "kind"))
    assert KINDS.keys() == kinds


# Amending


def rows(out: Path) -> dict[str, Any]:
    """Return all that an index holds, without the numbers of documents."""
    with closing(sqlite3.connect(out / (pointed(out) or "") / INDEX)) as index:
        ids = dict(index.execute("SELECT number, id FROM document"))
        columns = ", ".join(COLUMNS)
        texts = index.execute(f"SELECT rowid, {columns} FROM search")
        return {
            "meta": index.execute("SELECT * FROM meta ORDER BY key").fetchall(),
            "record": index.execute("SELECT * FROM record ORDER BY id").fetchall(),
            "document": index.execute(
                "SELECT id, day, facets, leans FROM document ORDER BY id"
            ).fetchall(),
            "texts": {ids[number]: text for number, *text in texts},
            "facets": {
                (name, value): {ids[number] for number in _numbers(unpacked(data))}
                for name, value, data in index.execute("SELECT * FROM facet")
            },
            "words": index.execute("SELECT * FROM vocabulary ORDER BY term").fetchall(),
        }


def _numbers(bits: int) -> Iterator[int]:
    return (number for number in range(bits.bit_length()) if bits >> number & 1)


def answers(out: Out) -> list[tuple[Any, ...]]:
    """Return the answers to some questions."""
    asked = ("twitter", "accounts venezuela", "unable to definitively tie", "1,196", "")
    kinds = ({}, {"kind": ["sources", "claims"]}, {"fate": ["omitted"]})
    now, searcher = out.current(), Searcher()
    found = [
        searcher.search(now, question(text, chosen), 1000)
        for text in asked
        for chosen in kinds
    ]
    return [(one.total, one.ids, one.counts) for one in found]


@pytest.fixture
def same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give what compares an index amended step by step with one made from nothing."""

    def compared(*steps: KnowledgeBase) -> None:
        amended, fresh = Out(tmp_path / "amended"), Out(tmp_path / "fresh")
        amended.build(steps[0])
        with monkeypatch.context() as patched:
            # To make the tables anew would hide what amending loses.
            patched.delattr(fulltext, "create")
            for step in steps[1:]:
                amended.build(step)
        fresh.build(steps[-1])
        assert rows(fresh.path) == rows(amended.path)
        assert answers(fresh) == answers(amended)

    return compared


def test_a_changed_record_is_amended(kb: KnowledgeBase, same: Callable[..., None]) -> None:
    """A new title is found in the place of the old one."""
    same(kb, changed(kb, CLAIM, title="Another title"))


def test_what_leans_on_a_changed_record_is_amended(
    kb: KnowledgeBase, same: Callable[..., None]
) -> None:
    """Sources have new facets where the link that they repeat changes; so do names."""
    link = kb.records[CLAIM].data["withholds"]["foreign-government"]
    denied = {"foreign-government": link}
    data = {**kb.records[CLAIM].data, "denies": denied}
    del data["withholds"]
    claim = replace(kb.records[CLAIM], data=data)
    moved = with_records(kb, claim)
    assert _facet(kb, ZERO_HEDGE, "polarity") != _facet(moved, ZERO_HEDGE, "polarity")
    same(kb, moved, changed(moved, "actors/max-blumenthal", name="M. B."))


def test_a_claim_is_amended_with_its_caveats(
    kb: KnowledgeBase, same: Callable[..., None]
) -> None:
    """A caveat that is new, moves to another claim or goes changes what finds a claim."""
    gone = without(kb, CAVEAT)
    moved = changed(kb, CAVEAT, qualifies=["claims/twitter-venezuela-33#ties"])
    assert {"claims/twitter-venezuela-33"} == claims_qualified(moved.records[CAVEAT])
    same(kb, gone)
    same(gone, kb)
    same(kb, moved)
    same(kb, changed(kb, CAVEAT, status="draft"), kb)


def test_records_come_and_go(kb: KnowledgeBase, same: Callable[..., None]) -> None:
    """Numbers of documents that are gone leave nothing behind."""
    path = kb.records[CLAIM].path
    new = replace(record("actors/new", {"name": "Núñez", "role": "outlet"}), path=path)
    last = [key for key in kb.published if key.startswith("takedowns/")][-1:]
    gone = without(kb, "actors/afp", *last)
    same(kb, gone, with_records(gone, new), with_records(kb, new))


def test_many_changes_in_any_order(kb: KnowledgeBase, same: Callable[..., None]) -> None:
    """Drawn changes, one after the other, come to what is made from nothing (seed 7)."""
    draw = random.Random(7)
    now, steps = kb, [kb]
    for number in range(8):
        for key in draw.sample(sorted(now.published), 3):
            field = "name" if key.startswith("actors/") else "title"
            now = changed(now, key, **{field: f"Number {number} of 1,196"})
        key = draw.choice(sorted(now.records))
        now = changed(now, key, status=draw.choice(["draft", "single-coded"]))
        steps.append(now)
    same(*steps)


def test_a_comment_changes_no_document(
    kb: KnowledgeBase, out: Out, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file alone is another, it is served and nothing is made anew."""
    out.build(kb)
    path = tmp_path / "commented.yaml"
    path.write_bytes(b"# seen\n" + Path(kb.records[CLAIM].path).read_bytes())
    monkeypatch.delattr(Documents, "make")
    out.build(with_records(kb, replace(kb.records[CLAIM], path=str(path))))
    assert path.read_bytes() == out.current().source(CLAIM)


def test_another_program_indexes_afresh(
    kb: KnowledgeBase, out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What decides the index is in the name of the generation, and amends no other."""
    first = out.build(kb)
    monkeypatch.setattr(plan, "index_digest", lambda: "another")
    monkeypatch.delattr(fulltext, "amend")
    assert first.name != out.build(kb).name
    assert ("index", "another") in rows(out.path)["meta"]


def test_the_digest_of_the_index_is_that_of_its_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of any module that decides what is searched changes the digest."""
    before = fulltext.index_digest()
    assert 4 == len(fulltext._MADE_BY)
    for number, name in enumerate(fulltext._MADE_BY):
        other = tmp_path / "module.py"
        other.write_text(Path(name).read_text("utf-8") + "# another\n", "utf-8")
        made_by = list(fulltext._MADE_BY)
        made_by[number] = str(other)
        with monkeypatch.context() as patched:
            patched.setattr(fulltext, "_MADE_BY", tuple(made_by))
            assert before != fulltext.index_digest()
    assert before == fulltext.index_digest()
