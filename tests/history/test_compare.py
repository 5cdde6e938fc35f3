"""What a change means: told where there is one, in words, and nothing where there is none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.history.compare import Difference, Event, compare
from app.history.dependents import leaning
from app.history.sentence import as_text, differing
from app.history.side import HELD
from app.records.load import load
from app.records.parts import POLARITIES
from tests.repository import WHOLE, change

CLAIM, SET, CAVEAT = "claims/quill-first", "sets/quill-first", "caveats/quill-first-unable"
HARBOUR, POST = "sources/harbour-2024-05-04", "sources/quill-2024-05-02"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the knowledge base to be changed."""
    return Path(shutil.copytree(WHOLE, tmp_path / "kb"))


def differences(root: Path) -> Difference:
    """Compare the copy with what it was."""
    return compare(load(WHOLE), load(root))


def told(root: Path) -> list[str]:
    """Return the sentences on what changed, in their order."""
    return [
        as_text(item.sentence)
        for record in differences(root).records
        for item in record.changes
    ]


# --- no change in meaning -------------------------------------------------------------


def test_the_same_records_differ_in_nothing(root: Path) -> None:
    """Two equal versions have no difference."""
    assert () == differences(root).records


@pytest.mark.parametrize(
    ("record", "pairs"),
    [
        (CLAIM, [("title:", "# a comment\ntitle:")]),
        (CLAIM, [('title: "Quill on 300 accounts on Bouvet Island"\nstatus: reviewed\n', "status: reviewed\ntitle: \"Quill on 300 accounts on Bouvet Island\"\n")]),
        (CLAIM, [('"Three sentences of one post."', ">-\n  Three sentences\n  of one post.")]),
        (CLAIM, [("about: [sets/quill-first]", "about:\n  - sets/quill-first")]),
        (CAVEAT, [("[how-strong, which-object]", "[which-object, how-strong]")]),
        (CAVEAT, [("[claims/quill-first#lantern, claims/quill-first#likeness]", "[claims/quill-first#likeness, claims/quill-first#lantern]")]),
        (POST, [("      checked: 2024-06-20", "      checked: 2024-06-30"), ("Nothing governs it.", "Nothing outside governs it.")]),
        (HARBOUR, [("    voice: own\n    seen: {in: sources/harbour-2024-05-04, read: excerpt}", "    voice: own\n    seen: {in: sources/harbour-2024-05-04, read: excerpt, closed: false}")]),
        (HARBOUR, [('    text: "Quill a', '    lang: fr\n    text: "Quill a')]),
        (HARBOUR, [("judged_by: editors/first\njudged: 2024-06-20\n", "judged_by: editors/second\njudged: 2024-06-25\n")]),
    ],
    ids=["comment", "order-of-keys", "folded", "block-list", "order-of-list", "order-of-references", "stamp", "closed", "language", "default-that-nobody-inherits"],
)  # fmt: skip
def test_layout_stamps_and_defaults_are_no_change(
    root: Path, record: str, pairs: list[tuple[str, str]]
) -> None:
    """What nobody can read off a page is no change in meaning."""
    change(root, record, *pairs)

    assert [] == told(root)
    assert () == load(root).problems


def test_a_judge_who_is_written_out_is_no_change(root: Path) -> None:
    """The default of a source and its copy at a treatment mean the same."""
    own = "        judged_by: editors/first\n        judged: 2024-06-21\n"
    change(root, HARBOUR, (own, ""), ("judged: 2024-06-20", "judged: 2024-06-21"))

    assert [] == told(root)


# --- what is told ---------------------------------------------------------------------


def test_a_withheld_link_that_is_asserted_comes_first(root: Path) -> None:
    """How a link is held stands before everything else that changed in a claim."""
    path = root / f"{CLAIM}.yaml"
    text = path.read_text("utf-8")
    start = text.index("withholds:\n")
    end = text.index('note: "Three')
    block = text[start:end].removeprefix("withholds:\n")
    text = text[:start] + text[end:]
    text = text.replace("asserts:\n", f"asserts:\n{block}    certainty: unhedged\n")
    path.write_text(text.replace("certainty: apparent", "certainty: possible"), "utf-8")

    assert [
        "The link lantern was withheld and is now asserted, stated without a hedge, of all, hedged “unable”: "
        "operated by Lantern Group.",
        "location: the certainty was apparent and is now possible.",
    ] == told(root)


@pytest.mark.parametrize(
    ("record", "pair", "says"),
    [
        (CLAIM, ("relation: operated-by\n    party", "relation: linked-to\n    party"), "lantern: the relation was operated by and is now linked to."),
        (CLAIM, ("party: actors/lantern-group", "unnamed: \"somebody\""), "lantern: the object was Lantern Group and is now somebody."),
        (CLAIM, ("place: places/BV", "place: places/AQ"), "location: the object was Bouvet Island and is now Antarctica."),
        (CLAIM, ("    share: most\n", ""), "location: the share is no longer given; before: most."),
        (CLAIM, ("made: 2024-05-02", "made: 2024-05-03"), "The date was 2024-05-02 and is now 2024-05-03."),
        (CLAIM, ("  state:\n    relation: backed-by\n    unnamed: \"any state\"\n    words: sources/quill-2024-05-02#unable\n", ""), "The link state is gone; it was denied: backed by any state."),
        (CLAIM, ("status: reviewed", "status: single-coded"), "The status was reviewed and is now coded by one editor."),
        (SET, ("value: 300, unit: accounts, as_printed: \"300\"", "value: 310, unit: accounts, as_printed: \"310\""), "The number announced was 300 accounts (exact) and is now 310 accounts (exact)."),
        (SET, ("as_printed: \"hundreds\", rounding: roughly", "as_printed: \"many\", rounding: roughly, value: 1200"), "The number as-reported was hundreds accounts (roughly) and is now many (1,200) accounts (roughly)."),
        (CAVEAT, (", claims/quill-first#likeness", ""), "The links that it qualifies no longer include claims/quill-first#likeness (asserted, possible: similar to accounts of an earlier campaign)."),
        (HARBOUR, ("fate: [omitted]", "fate: [clipped, weakened]"), "In lede the caveat “Unable to tie” was judged left out of this passage (First editor, 2024-06-21); it is now cut short and claim made weaker (First editor, 2024-06-21): “The sentence ends before the limit.”"),
        (HARBOUR, ("fate: [not-observed]", "fate: [weakened]"), "Beside lede.quill-first-unable a second judgement was not in the part seen (Second editor, 2024-06-22) and is now claim made weaker (Second editor, 2024-06-22): “The limit may stand elsewhere.”"),
        (HARBOUR, ("The sentence ends before the limit.", "It ends before that."), "In lede the caveat “Unable to tie” is judged as before; the reason was “The sentence ends before the limit.” and is now “It ends before that.”"),
        (HARBOUR, ("Quill a supprimé 320 comptes", "Quill a supprimé 300 comptes"), "lede: the words were “Quill a supprimé 320 comptes du Lantern Group” and are now “Quill a supprimé 300 comptes du Lantern Group”."),
        (HARBOUR, ("read: full, closed: true", "read: full"), "lede: the answer whether it was read to its end was yes and is now no."),
        (HARBOUR, ("        relation: operated-by", "        relation: linked-to"), "lede.tie: the relation was operated by and is now linked to."),
        (HARBOUR, ("    restates: [claims/quill-first#lantern]\n", ""), "lede: the links restated are no longer given; they were claims/quill-first#lantern (withheld, of all, hedged “unable”: operated by Lantern Group)."),
        (POST, ('note: "The whole page."', 'note: "The whole page. It was long."'), "page: the note now goes on: “It was long.”"),
        ("reviews/harbour-number", ("verdict: imprecise", "verdict: incorrect"), "The verdict was imprecise and is now incorrect."),
        ("actors/quill", ("role: platform", "role: outlet"), "The role was platform and is now outlet."),
        ("kb", ("edition: 2024-07-01", "edition: 2024-07-02"), "The edition was 2024-07-01 and is now 2024-07-02."),
        ("kb", ('name: "Second editor"', 'name: "The second"'), "second: the name was “Second editor” and is now “The second”."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)  # fmt: skip
def test_each_kind_of_change_is_a_sentence(
    root: Path, record: str, pair: tuple[str, str], says: str
) -> None:
    """Before and after, in words."""
    change(root, record, pair)

    assert [says] == told(root)


def test_every_key_of_every_kind_has_a_sentence(root: Path) -> None:
    """A record that is gone, and one that is new, tell all that they hold."""
    for path in sorted(root.glob("*/*.yaml")):
        path.unlink()
    gone = differences(root)
    back = compare(load(root), load(WHOLE))
    everything = load(WHOLE).records

    assert set(everything) == {item.id for item in gone.records}
    assert {Event.WITHDRAWN} == {item.event for item in gone.records}
    assert set(everything) == {item.id for item in back.records}
    assert {Event.ADDED} == {item.event for item in back.records}
    text = "\n".join(as_text(c.sentence) for r in back.records for c in r.changes)
    for record in everything.values():
        for passage in record.data.get("passages", {}).values():
            assert passage["text"] in text
        for polarity in POLARITIES:
            for name in record.data.get(polarity, {}):
                assert f"The link {name} is new; {HELD[polarity]}" in text
        for count in record.data.get("counts", {}).values():
            assert count["as_printed"] in text
    assert "is judged left out of this passage (First editor, 2024-06-21)" in text
    assert not re.search(r"None|[{}\[\]]", text.replace("[of the 300]", ""))


def test_a_rename_is_one_change_and_not_many(root: Path) -> None:
    """What refers to the record by its new id does not count as changed."""
    for path in root.rglob("*.yaml"):
        text = path.read_text("utf-8").replace("claims/quill-first", "claims/quill-post")
        path.write_text(text, "utf-8")
    (root / "claims/quill-first.yaml").rename(root / "claims/quill-post.yaml")
    change(
        root,
        "claims/quill-post",
        (
            "formerly: [claims/quill-bouvet]",
            "formerly: [claims/quill-bouvet, claims/quill-first]",
        ),
    )
    found = differences(root).records

    assert () == load(root).problems
    assert [("claims/quill-post", Event.RENAMED, "claims/quill-first")] == [
        (item.id, item.event, item.was) for item in found
    ]
    assert () == found[0].changes


def test_two_records_that_become_one_are_told_as_that(root: Path) -> None:
    """The id that is gone is named with the record that took it up."""
    (root / "reactions/harbour-2024-05-04.yaml").rename(root / "reactions/b.yaml")
    before = load(root)
    shutil.copy(root / "reactions/b.yaml", root / "reactions/a.yaml")
    earlier = load(root)
    (root / "reactions/a.yaml").unlink()
    change(
        root,
        "reactions/b",
        ("status: single-coded", "status: single-coded\nformerly: [reactions/a]"),
    )
    found = compare(earlier, load(root)).records

    assert "reactions/a" not in before.records
    assert ("reactions/b", Event.MERGED, "reactions/a") in [
        (item.id, item.event, item.was) for item in found
    ]


def test_what_cannot_be_read_is_named_and_the_rest_is_told(root: Path) -> None:
    """A broken file is neither withdrawn nor changed."""
    (root / f"{CLAIM}.yaml").write_text("broken: [", "utf-8")
    change(root, "actors/quill", ("role: platform", "role: outlet"))
    found = differences(root)

    assert (CLAIM,) == found.not_compared
    assert ["actors/quill"] == [item.id for item in found.records]


def test_what_leans_on_a_change_is_found(root: Path) -> None:
    """A link leads to its restatements, a caveat to its claim and judgements."""
    change(
        root, CLAIM, ("relation: operated-by\n    party", "relation: linked-to\n    party")
    )
    change(root, CAVEAT, ("that there is no tie", "that there is none"))
    found = differences(root)
    leans = leaning(found)
    by_id = {item.id: {(d.role, d.id) for d in leans.of(item)} for item in found.records}

    assert by_id[CLAIM] >= {
        ("restated in", f"{HARBOUR}#lede"),
        ("qualified by", CAVEAT),
        ("revised by", "claims/quill-second"),
        ("answered by", "reactions/harbour-2024-05-04"),
    }
    assert by_id[CAVEAT] == {
        ("limit of", CLAIM),
        ("judged in", f"{HARBOUR}#lede"),
        ("answered by", "reactions/harbour-2024-05-04"),
    }
    assert {CLAIM, CAVEAT, HARBOUR, SET, "actors/quill"} <= set(leans.pages(found))
    assert "reviews/harbour-number" not in leans.pages(found), "a draft has no page"


def test_of_long_texts_the_part_that_differs_is_shown() -> None:
    """A few words stand around it; short texts are whole."""
    long = " ".join(f"word{number}" for number in range(100))

    assert ("a b", "a c") == differing("a b", "a c")
    assert (
        "… word46 word47 word48 word49 word50 word51 word52 word53 word54 …",
        "… word46 word47 word48 word49 changed word51 word52 word53 word54 …",
    ) == differing(long, long.replace("word50", "changed"))
