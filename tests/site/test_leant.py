"""A revision that is of some sets touches who speaks of these, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.graph.context import context
from tests.history.scripted import FIRST, SECOND, SET
from tests.site.answers import ask
from tests.site.lived import Lived

LINK = f"{FIRST}#lantern"
MOVED, OTHER = "sets/quill-second", "sets/quill-other"
OF_THE_MOVED = "correction of 20 accounts taken out of the first set"
SETS = {
    OTHER: "",
    "sets/quill-rest": f"split_from: {SET}\n",
    "sets/quill-inner": f"part_of: {MOVED}\n",
    "sets/quill-innermost": "split_from: sets/quill-inner\n",
    "sets/quill-sum": (
        "counts:\n  computed: {value: 40, unit: accounts, as_printed: '40', "
        f"of: [{MOVED}, {OTHER}]}}\n"
    ),
}
#: What a passage says of the sets over which it repeats the link, and if it leans.
OVER = {
    "none": ("", True),
    "moved": (MOVED, True),
    "origin": (SET, True),
    "inner": ("sets/quill-inner", True),
    "innermost": ("sets/quill-innermost", True),
    "sum": ("sets/quill-sum", True),
    "both": (f"{OTHER}, {MOVED}", True),
    "other": (OTHER, False),
    "rest": ("sets/quill-rest", False),
    "others": (f"{OTHER}, sets/quill-rest", False),
}


def write(lived: Lived) -> None:
    """Add sets, a source for each way to repeat the link, and who leans on a passage."""
    repo = lived.repo
    for name, more in SETS.items():
        repo.path(name).write_text(
            f'title: "Accounts of {name}"\nstatus: single-coded\n'
            f"disclosed_in: takedowns/quill-2024-05\n{more}"
        )
    for name, (sets, _) in OVER.items():
        over = f"    over: [{sets}]\n" if sets else ""
        repo.path(f"sources/{name}").write_text(
            f'type: NewsArticle\ntitle: "{name}"\nstatus: single-coded\n'
            "publisher: actors/the-harbour\npublished: 2024-05-05\nlang: en\n"
            "judged_by: editors/first\njudged: 2024-06-20\npassages:\n  lede:\n"
            '    part: lede\n    text: "the Lantern Group"\n    voice: own\n'
            f"    seen: {{in: sources/{name}, read: full, closed: true}}\n"
            f"    restates: [{LINK}]\n{over}"
        )
        repo.path(f"reviews/{name}").write_text(
            f'title: "On {name}"\nstatus: single-coded\n'
            f'review_of: [sources/{name}#lede]\nfinding: "It says so."\n'
            'verdict: imprecise\nrationale: "It does."\n'
            "evidence: [sources/quill-2024-05-02#located]\n"
            "judged_by: editors/first\njudged: 2024-06-20\n"
        )


def revision(name: str, of: str, title: str = "Quill again") -> str:
    """Return a claim that revises the link for some sets."""
    return (
        f'title: "{title}"\nstatus: single-coded\nclaimants: [actors/quill]\n'
        f"made: 2024-06-20\nmedium: statement\nabout: [{of}]\nasserts:\n  here:\n"
        "    relation: located-in\n    place: places/BV\n    certainty: unhedged\n"
        "    words: sources/quill-2024-05-02#located\nrevises:\n  link:\n"
        f"    earlier: {LINK}\n    of: [{of}]\n    change: correction\n"
        f'    reason: "{name}"\n'
    )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Return a site where one claim revises the link for a set that was taken out."""
    made = Lived(tmp_path_factory.mktemp("leant"))
    write(made)
    made.repo.path("claims/quill-others").write_text(revision("Another set.", OTHER))
    made.repo.commit("begin")
    return made


@pytest.fixture(scope="module")
def client(lived: Lived) -> FlaskClient:
    """Return a client of it."""
    return lived.client()


def of_second(client: FlaskClient, page: str) -> list[str]:
    """Return the kinds, with their sets, of the notes that tell of the correction."""
    found = ask(client, f"/{page}")
    notes = [one for one in found.page.tagged("article") if "correction" in one.classes]
    told = [one.text() for one in notes]
    return [one for one in told if "Quill on 20 accounts" in one]


@pytest.mark.parametrize("folder", ["sources", "reviews"])
@pytest.mark.parametrize("name", OVER)
def test_a_passage_leans_for_its_sets(client: FlaskClient, name: str, folder: str) -> None:
    """So does who examines it; a set that contains, or is counted together, is touched."""
    told = of_second(client, f"{folder}/{name}")

    assert OVER[name][1] == bool(told)
    assert all(OF_THE_MOVED in one for one in told)


@pytest.mark.parametrize(
    ("page", "is_told"),
    [
        (FIRST, True),
        ("caveats/quill-first-unable", True),
        ("reactions/harbour-2024-05-04", True),
        (MOVED, True),
        (SET, True),
        (OTHER, False),
        ("sets/quill-rest", False),
        ("claims/quill-others", False),
    ],
)
def test_other_pages(client: FlaskClient, page: str, is_told: bool) -> None:
    """The revised claim always has the note; a claim that revises it of others does not."""
    assert is_told == bool(of_second(client, page))


def test_data_says_of_which_sets(client: FlaskClient) -> None:
    """In JSON and in the graph, as IRIs, and in the line above the file."""
    (told,) = [
        one
        for one in ask(client, "/sources/moved.json").json["corrections"]
        if one["record"] == SECOND
    ]
    graph = ask(client, "/sources/moved.ttl").triples
    over = {
        one.object.value
        for one in graph
        if one.subject.value == told["iri"]
        and one.predicate.value == context().expand("cav:over")
    }

    assert [one["record"] for one in told["of"]] == [MOVED]
    assert over == {one["iri"] for one in told["of"]}
    assert OF_THE_MOVED in ask(client, "/sources/moved.yaml").text
    assert "Quill on 20" not in ask(client, "/sources/other.yaml").text


def test_a_later_change_of_the_revision_does_not_touch_others(tmp_path: Path) -> None:
    """Nor does the version that the revised claim has for it, where only its note is new.

    Without “of” the revision concerns all that repeat the link.
    """
    lived = Lived(tmp_path)
    write(lived)
    second = lived.repo.path(SECOND).read_text("utf-8")
    lived.repo.path(SECOND).unlink()
    lived.repo.commit("begin")
    lived.repo.path(SECOND).write_text(second, "utf-8")
    lived.repo.change(FIRST, ("Three sentences of one post.", "Twenty were taken out."))
    lived.repo.commit("revise")
    lived.repo.change(SECOND, ("made: 2024-06\n", "made: 2024-06-02\n"))
    lived.repo.commit("date")
    client = lived.client()
    before = {name: ask(client, f"/sources/{name}.json").json for name in OVER}
    lived.repo.change(SECOND, (f"    of: [{MOVED}]\n", ""))
    lived.repo.commit("of all")
    after = lived.client()

    assert {name for name, (_, leans) in OVER.items() if leans} == {
        name for name, page in before.items() if page.get("corrections")
    }
    kinds = [one["kind"] for one in before["moved"]["corrections"]]
    assert ["changed", "correction", "correction"] == kinds
    for name in OVER:
        newest = ask(after, f"/sources/{name}.json").json["corrections"][0]
        assert (SECOND, "correction", []) == (
            newest["record"],
            newest["kind"],
            newest["of"],
        )


def test_a_set_that_has_another_id_now(tmp_path: Path) -> None:
    """It is known under both; where it is gone, nobody can tell whom that leaves out."""
    lived = Lived(tmp_path)
    write(lived)
    again, rest, left = "claims/quill-again", "sets/quill-rest", "sets/quill-left"
    lived.repo.path(again).write_text(revision("The rest.", rest))
    lived.repo.commit("begin")
    lived.repo.move(rest, left)
    for record in (again, "sources/rest", "sources/others"):
        text = lived.repo.path(record).read_text("utf-8")
        lived.repo.path(record).write_text(text.replace(rest, left), "utf-8")
    lived.repo.commit("rename")
    renamed = told_of(lived.client(), again)
    lived.repo.path(again).write_text(revision("Others.", OTHER), "utf-8")
    lived.repo.change("sources/rest", (left, OTHER))
    lived.repo.change("sources/others", (f"{OTHER}, {left}", OTHER))
    lived.repo.path(left).unlink()
    lived.repo.commit("lose")
    lost = told_of(lived.client(), again)

    assert {"none", "origin", "rest", "others"} == renamed
    assert set(OVER) == lost


def told_of(client: FlaskClient, record: str) -> set[str]:
    """Return the sources with a note on what happened to a record."""
    return {
        name
        for name in OVER
        for one in ask(client, f"/sources/{name}.json").json.get("corrections", [])
        if one["record"] == record
    }
