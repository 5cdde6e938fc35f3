"""What became of caveats, put together: outcomes, tallies, numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pyoxigraph as ox
import pytest

from app import SCHEMAS
from app.graph.context import context
from app.site import pages
from app.site.views.outcomes import OUTCOMES, Tally, outcome, outcome_of
from app.site.views.values import Value
from tests.site.conftest import Site

FATES = ox.NamedNode("https://w3id.org/caveat/ns#fates")
IN_SCHEME = ox.NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")


def fates() -> list[str]:
    """Return the name of every fate in the vocabulary."""
    data = (SCHEMAS / "caveat.ttl").read_bytes()
    return sorted(
        quad.subject.value.rpartition("#")[2]
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)
        if quad.predicate == IN_SCHEME and quad.object == FATES
    )


def values(*names: str) -> list[Value]:
    """Make list values of some names."""
    return [Value(f"#{name}", "", name, name, "") for name in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["retained-verbatim"], "kept"),
        (["retained-paraphrase"], "kept"),
        (["retained-verbatim", "set-widened"], "kept-and-changed"),
        (["clipped"], "changed"),
        (["clipped", "object-shifted", "set-widened"], "changed"),
        (["strengthened"], "changed"),
        (["weakened"], "changed"),
        (["omitted"], "left-out"),
        (["omitted", "relation-shifted"], "left-out"),
        (["reversed"], "reversed"),
        (["reversed", "set-shifted"], "reversed"),
        (["not-observed"], "not-observed"),
        (["not-applicable"], "not-applicable"),
    ],
)
def test_fates_have_one_outcome(names: list[str], expected: str) -> None:
    """Several fates of one judgement are sorted under one heading."""
    assert expected == outcome(values(*names))
    assert expected == outcome(reversed(values(*names)))


def test_every_fate_of_the_vocabulary_has_an_outcome_of_its_own_kind() -> None:
    """No fate falls under a heading by default: a new one must be sorted by hand."""
    known = {name for name, _, _ in OUTCOMES}
    found = {name: outcome(values(name)) for name in fates()}
    assert 14 == len(found)
    assert set(found.values()) <= known
    changed = {name for name, one in found.items() if one == "changed"}
    assert {
        "clipped",
        "set-shifted",
        "set-widened",
        "object-shifted",
        "relation-shifted",
        "time-shifted",
        "strengthened",
        "weakened",
    } == changed


def test_a_fate_that_nobody_sorted_is_found() -> None:
    """The test above can fail: an unknown fate has the outcome of a change."""
    assert "changed" == outcome(values("no-such-fate"))
    assert "no-such-fate" not in fates()


def test_every_pair_of_fates_has_an_outcome() -> None:
    """Whatever two fates a judgement has, it is counted once."""
    known = {name for name, _, _ in OUTCOMES}
    for pair in combinations(fates(), 2):
        assert outcome(values(*pair)) in known


def figures(tally: Tally) -> tuple[int, int, int, dict[str, set[str]]]:
    """Return all that a tally says."""
    return (
        tally.passages,
        tally.judged,
        tally.sources,
        {item.name: {place.path for place in item.places} for item in tally.outcomes},
    )


def test_a_caveat_has_the_same_tally_on_every_page(
    sites: Callable[[str], Site], tell: Callable[[str], None]
) -> None:
    """Home, caveat, claim, set and takedown count the same passages for a caveat."""
    now = sites("kb").generation
    home = pages.home(now).view.exhibit.tally
    assert home.judged > 20
    compared = 0
    for record in now.ids("caveats"):
        own = pages.record_page(now, record).view
        if own.tally.caveat.iri == home.caveat.iri:
            assert figures(home) == figures(own.tally)
            compared += 1
        for claim in own.claims:
            claim_id = claim.path[1:]
            found = pages.record_page(now, claim_id).view.tallies
            assert figures(own.tally) in [
                figures(one) for one in found if one.caveat.iri == own.caveat.iri
            ], (record, claim_id)
            for about in claim.about:
                page = pages.record_page(now, about.path[1:]).view
                mine = [one for one in page.tallies if one.caveat.iri == own.caveat.iri]
                assert [figures(own.tally)] == [figures(one) for one in mine], about.path
                compared += 1
    assert compared > len(now.ids("caveats"))
    tell(f"{compared} tallies compared")


def test_tallies_count_what_the_records_hold(sites: Callable[[str], Site]) -> None:
    """What was judged of a caveat is what the files say, counted in another way."""
    site = sites("kb")
    told = dict.fromkeys(site.known.caveats, 0)
    fine = {"not-applicable", "not-observed"}
    for record in site.kb.published.values():
        for passage in record.data.get("passages", {}).values():
            for caveat, treatment in passage.get("treatments", {}).items():
                told[caveat] += not fine & set(treatment["fate"])
    assert sum(told.values()) > 100
    for caveat, count in told.items():
        view = pages.record_page(site.generation, caveat).view
        assert count == view.tally.judged, caveat


def test_pages_and_rules_give_a_passage_the_same_outcomes(site: Site) -> None:
    """What a page counts is what the rule “outcomes” derived, caveat by caveat."""
    now = site.generation
    found = now.solutions(
        f"{context().sparql} SELECT ?passage ?caveat ?outcome WHERE {{"
        " ?fact schema:observationAbout ?passage ; dct:type ?outcome ;"
        " prov:wasDerivedFrom ?caveat . ?caveat a cav:Caveat ."
        " ?passage schema:text ?text . ?outcome skos:inScheme cav:caveat-outcomes }"
    )
    derived = {
        (
            row["passage"].value,
            row["caveat"].value,
            row["outcome"].value.partition("#caveat-")[2],
        )
        for row in found
    }
    shown = set()
    for record_id in now.ids("sources"):
        for passage in pages.record_page(now, record_id).view.passages:
            item = passage.restatement
            shown |= {
                (item.words.iri, fate.caveat.iri, outcome_of(fate)) for fate in item.fates
            }
    assert len(shown) > 3
    assert derived == shown
