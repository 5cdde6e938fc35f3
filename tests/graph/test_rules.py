"""Rules: each does what its worked example says, and nothing that it may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from app import SCHEMAS
from app.errors import RuleError
from app.graph import iris, rules
from app.graph.fill import amend, fill_afresh
from app.graph.iris import Base
from app.graph.plan import plan
from app.graph.rules import RuleText, derive, example, read_rule
from app.records.record import KnowledgeBase
from tests.graph.conftest import BASE, changed, dump, without

HERE = Base(BASE)
GIVEN = ox.NamedNode(f"{BASE}given")
DERIVED = ox.NamedNode(f"{BASE}derived")
ALL = rules.rules()


def store_of(rule: RuleText) -> tuple[ox.Store, set[ox.Triple]]:
    """Return the store that an example gives, and the statements that it expects."""
    text = example(rule.name)
    assert text is not None, f"{rule.name} has no worked example"
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG, base_iri=BASE))
    store = ox.Store()
    store.extend(quad for quad in quads if quad.graph_name == GIVEN)
    store.load(
        path=str(SCHEMAS / "caveat.ttl"),
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode(iris.VOCABULARY.rstrip("#")),
    )
    return store, {quad.triple for quad in quads if quad.graph_name == DERIVED}


def records(expected: set[ox.Triple]) -> set[str]:
    """Return the ids of the records that expected facts belong to."""
    found = {HERE.id_of(triple.subject.value) or "" for triple in expected}
    return {item.partition("#")[0] for item in found}


def concluded(store: ox.Store, rule: RuleText, ids: set[str]) -> set[ox.Triple]:
    """Run one rule."""
    found = store.query(
        rules.bound(rule, HERE, sorted(ids)), use_default_graph_as_union=True
    )
    assert isinstance(found, ox.QueryTriples)
    return set(found)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_rule_does_what_its_example_says(rule: RuleText) -> None:
    """The statements that follow are those of the example: all, and no others."""
    store, expected = store_of(rule)
    assert expected
    assert expected == concluded(store, rule, records(expected))


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_example_shows_every_value_of_the_rule(rule: RuleText) -> None:
    """Each value of the lists that a rule derives stands in its example."""
    if rule.name.startswith("fates"):
        return  # Its values are those of the rule “outcomes”.
    vocabulary = (SCHEMAS / "caveat.ttl").read_text("utf-8")
    schemes = re.findall(
        rf"(?s)cav:([\w-]+) a skos:ConceptScheme ;[^.]*?“{rule.name}” derives", vocabulary
    )
    values = {
        value
        for scheme in schemes
        for value in re.findall(
            rf"cav:([\w-]+) a skos:Concept ; skos:inScheme cav:{scheme} ", vocabulary
        )
    }
    text = example(rule.name) or ""
    derived = text.partition("GRAPH <derived>")[2]
    assert set() == {value for value in values if not re.search(rf"cav:{value}\b", derived)}


def test_rule_says_nothing_of_records_that_it_was_not_asked_about() -> None:
    """Of two sources, facts are given about the one alone that is asked about."""
    rule = next(one for one in ALL if one.name == "leaning")
    store, expected = store_of(rule)
    found = concluded(store, rule, {"sources/before"})
    assert found < expected
    assert {"sources/before"} == records(found)


def test_rules_come_behind_those_that_they_read() -> None:
    """A rule that reads the facts of another is run after it."""
    done: set[str] = set()
    for rule in ALL:
        assert set(rule.after) <= done, rule.name
        done.add(rule.name)
        read = set(re.findall(r"\brule:([\w-]+)", rule.text)) - {rule.name}
        assert read <= set(rule.after), rule.name


BROKEN = {
    "no title": ("CONSTRUCT WHERE { ?s ?p ?o }", "gives no title"),
    "no kind": ("# Title.\n# Meaning.\nCONSTRUCT WHERE { ?s ?p ?o }", "no kind of record"),
    "unknown kind": ("# Title.\n# Meaning.\n# about: pages\n", "no kind of record"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_head_is_an_error(tmp_path: Path, name: str) -> None:
    """A rule says what it is and what it is about."""
    text, message = BROKEN[name]
    path = tmp_path / "odd.rq"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message):
        read_rule(path)


FORBIDDEN = {
    "not its own name": "CONSTRUCT { <claims/c#~other.x> a schema:Observation } WHERE {}",
    "an editor's node": "CONSTRUCT { <claims/c#tie> a schema:Observation } WHERE {}",
    "another record": "CONSTRUCT { <claims/d#~odd.x> a schema:Observation } WHERE {}",
    "elsewhere": "CONSTRUCT { <https://x.example/#~odd.x> a schema:Thing } WHERE {}",
    "no graph": "SELECT ?s WHERE { ?s ?p ?o }",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_rule_may_only_mint_facts_of_its_own(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A statement about anything else would pass for an editor's, or outlast its reasons."""
    text = FORBIDDEN[name].replace("<claims/", f"<{BASE}claims/")
    odd = RuleText("odd", "Odd", "Odd.", "claims", (), text)
    monkeypatch.setattr(rules, "rules", lambda: (odd,))
    with pytest.raises(RuleError, match="odd: "):
        derive(ox.Store(), HERE, ["claims/c"])


HOSTILE = ['a"b\\c', "‮abc", "x" * 300, "!!!", "Pro-Regime", "pro-regime", "é é", "U.S."]


def test_labels_of_any_kind_have_names_of_their_own() -> None:
    """Whatever stands in a label, its fact has a valid IRI, and no two have the same."""
    rule = next(one for one in ALL if one.name == "labels")
    store, _ = store_of(rule)
    passage = ox.NamedNode(f"{BASE}sources/s#headline")
    adds = ox.NamedNode(f"{iris.VOCABULARY}addsLabel")
    for label in HOSTILE:
        store.add(ox.Quad(passage, adds, ox.Literal(label), GIVEN))
    found = concluded(store, rule, {"sources/s"})
    value = ox.NamedNode("https://schema.org/value")
    labels = {t.object.value: t.subject.value for t in found if t.predicate == value}
    assert {*HOSTILE, "state-backed"} <= set(labels)
    assert len(labels) == len(set(labels.values()))


# A rule run for what a change touches gives what a full build gives ---------------------


def passages(kb: KnowledgeBase, record_id: str) -> dict[str, Any]:
    """Return a copy of the passages of a source, to be changed."""
    copied: dict[str, Any] = deepcopy(dict(kb.records[record_id].data["passages"]))
    return copied


def fate(kb: KnowledgeBase) -> KnowledgeBase:
    """A judgement of an editor."""
    found = passages(kb, ZERO_HEDGE)
    found["lede"]["treatments"][UNABLE]["fate"] = ["retained-verbatim"]
    return changed(kb, ZERO_HEDGE, passages=found)


def over(kb: KnowledgeBase) -> KnowledgeBase:
    """The accounts that words are used of, and what the passage says itself."""
    found = passages(kb, ZERO_HEDGE)
    found["lede"]["over"] = ["sets/twitter-2019-01-venezuela-1196"]
    del found["lede"]["says"]
    return changed(kb, ZERO_HEDGE, passages=found)


def restates(kb: KnowledgeBase) -> KnowledgeBase:
    """The link that a passage repeats."""
    found = passages(kb, ZERO_HEDGE)
    found["lede"]["restates"] = ["claims/twitter-russia-418#ira"]
    return changed(kb, ZERO_HEDGE, passages=found)


def number(kb: KnowledgeBase) -> KnowledgeBase:
    """A number in a passage."""
    found = passages(kb, ZERO_HEDGE)
    found["lede"]["numbers"]["total"]["value"] = 1960
    return changed(kb, ZERO_HEDGE, passages=found)


def about(kb: KnowledgeBase) -> KnowledgeBase:
    """The accounts that a claim is about."""
    claim = "claims/twitter-venezuela-764"
    sets = ["sets/twitter-2019-01-venezuela-764", "sets/twitter-2019-01-iran-2617"]
    return changed(kb, claim, about=sets)


def withheld(kb: KnowledgeBase) -> KnowledgeBase:
    """What a claimant holds back."""
    claim = "claims/twitter-russia-418"
    return changed(kb, claim, withholds={})


def qualifies(kb: KnowledgeBase) -> KnowledgeBase:
    """The link that a caveat limits."""
    links = ["claims/twitter-2019-01-iran-2617#origin"]
    return changed(kb, UNABLE, qualifies=links)


def counts(kb: KnowledgeBase) -> KnowledgeBase:
    """What was announced of a set."""
    record_id = "sets/twitter-2019-01-venezuela-764"
    found = deepcopy(dict(kb.records[record_id].data["counts"]))
    found["announced"]["value"] = 765
    return changed(kb, record_id, counts=found)


def disclosed(kb: KnowledgeBase) -> KnowledgeBase:
    """The day of a disclosure."""
    return changed(kb, "takedowns/twitter-2019-01-31", disclosed="2019-02-28")


def no_copy(kb: KnowledgeBase) -> KnowledgeBase:
    """A page that no longer carries another."""
    return changed(kb, "sources/global-research-2019-02-02", republishes={})


def a_copy(kb: KnowledgeBase) -> KnowledgeBase:
    """A page that carries another now."""
    works = {"hill": {"work": "sources/the-hill-2019-01-31", "basis": "inferred"}}
    return changed(kb, ZERO_HEDGE, republishes=works)


def not_revised(kb: KnowledgeBase) -> KnowledgeBase:
    """A revision that is taken back."""
    return changed(kb, "claims/twitter-2019-02-revised-228", revises={})


def not_split(kb: KnowledgeBase) -> KnowledgeBase:
    """Another set that accounts were taken out of."""
    record_id = "sets/twitter-2019-02-revised-228"
    return changed(kb, record_id, split_from="sets/twitter-2018-10-iran-770")


def gone(kb: KnowledgeBase) -> KnowledgeBase:
    """A caveat and a source that are no longer there."""
    return without(kb, UNABLE, ZERO_HEDGE)


def draft(kb: KnowledgeBase) -> KnowledgeBase:
    """A caveat that is not published any more."""
    return changed(kb, "caveats/twitter-venezuela-1196-appear", status="draft")


ZERO_HEDGE = "sources/zero-hedge-2019-02-01"
UNABLE = "caveats/twitter-venezuela-764-unable"
CHANGES = [
    fate, over, restates, number, about, withheld, qualifies, counts, disclosed,
    no_copy, a_copy, not_revised, not_split, gone, draft,
]  # fmt: skip


@pytest.fixture(scope="module")
def before(kb: KnowledgeBase) -> tuple[list[ox.Quad], dict[str, str]]:
    """Return the statements of ``kb/`` and the digests of its records."""
    planned, store = plan(kb), ox.Store()
    fill_afresh(store, planned, _silent)
    return list(store), planned.digests


def _silent(done: int, total: int) -> None:
    """Show nothing."""


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_facts_after_a_change_are_those_of_a_full_build(
    kb: KnowledgeBase,
    before: tuple[list[ox.Quad], dict[str, str]],
    change: Callable[[KnowledgeBase], KnowledgeBase],
) -> None:
    """What was derived before and no longer follows is gone; what follows now is there."""
    quads, digests = before
    planned = plan(change(kb))
    amended, afresh = ox.Store(), ox.Store()
    amended.extend(quads)
    amend(amended, planned, digests, _silent)
    fill_afresh(afresh, planned, _silent)
    expected = dump(afresh)
    assert list(_derived(expected)) != list(_derived(sorted(map(str, quads))))
    assert expected == dump(amended)


def _derived(lines: list[str]) -> Iterator[str]:
    """Yield the statements that stand in graphs of derived facts."""
    return (line for line in lines if line.endswith(f"#{iris.DERIVED_FRAGMENT}>"))


def test_facts_do_not_depend_on_the_order_of_loading(kb: KnowledgeBase) -> None:
    """Records that are loaded in another order give the same statements."""
    planned = plan(kb)
    forward, backward = ox.Store(), ox.Store()
    fill_afresh(forward, planned, _silent)
    quads = [quad for quad in forward if "~derived" not in str(quad.graph_name)]
    for quad in sorted(quads, key=str, reverse=True):
        backward.add(quad)
    derive(backward, planned.base, sorted(planned.records, reverse=True))
    assert dump(forward) == dump(backward)
