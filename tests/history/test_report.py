"""Reports of differences: the promise holds in each format, and no text becomes markup."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from app.edit.diffjson import as_json
from app.edit.diffmarkdown import as_markdown, code, shown
from app.edit.difftext import as_plain
from app.history.continuity import check
from app.history.report import Report, counted, report
from app.history.sentence import Name, Quote, Said
from app.problems import Severity
from app.records.load import load
from app.records.record import KnowledgeBase
from tests.records.test_bad import CASES, marked, overlay
from tests.repository import WHOLE, change

CLAIM, CAVEAT = "claims/quill-first", "caveats/quill-first-unable"
HARBOUR = "sources/harbour-2024-05-04"
FORMATS = {"text": as_plain, "markdown": as_markdown, "json": as_json}

#: Texts that would be more than text in Markdown, HTML, a terminal or on a forge.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example",
    "@octocat #1 GH-1 owner/repo#1 owner/repo@abcdef1",
    "deadbeef0",
    ":tada: $x$ $`x`$ !1 %1 &1 ~bug ^alert#1",
    "`code` ``two`` ``` three",
    "| a | b | **bold** _it_ ~~gone~~",
    "[^1]: note [ref]: https://evil.example",
    "&lt;b&gt; &#64;octocat",
    "-->]]> <!-- hidden",
    "\\`x\\` \\<b>",
    "</details></summary> <h1>",
    "mailto:a@b.example",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the knowledge base to be changed."""
    return Path(shutil.copytree(WHOLE, tmp_path / "kb"))


def reported(root: Path) -> Report:
    """Report on the copy against what it was."""
    return report(load(WHOLE), load(root), ("before", "the working tree"))


def outside_code(markdown: str) -> str:
    """Return Markdown without its code spans (CommonMark 0.31, 6.1)."""
    return re.sub(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)", "", markdown)


# --- the promise ----------------------------------------------------------------------


def qualified(root: Path) -> None:
    """Change something of many records that mention the links with a caveat."""
    change(root, CLAIM, ("relation: operated-by", "relation: linked-to"))
    change(
        root,
        HARBOUR,
        (
            "restates: [claims/quill-first#lantern]",
            "restates: [claims/quill-first#likeness]",
        ),
    )
    change(root, "reactions/harbour-2024-05-04", (", claims/quill-first#lantern", ""))
    change(
        root,
        "claims/quill-second",
        ("earlier: claims/quill-first#lantern", "earlier: claims/quill-first#likeness"),
    )
    (root / f"{CAVEAT}.yaml").rename(root / "caveats/quill-other.yaml")  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_a_link_that_is_named_stands_with_its_caveats(root: Path, name: str) -> None:
    """In every section that names a link its caveat stands, with words and limits."""
    qualified(root)
    told = reported(root)
    assert len(told.sections) >= 4

    for section in told.sections:
        alone = Report(told.before, told.after, told.difference, (section,), ())
        text = FORMATS[name](alone)
        assert "claims/quill-first#l" not in text or (
            "We are unable to tie them to the Lantern Group" in text
            and "Unable to tie" in text
            and "that there is no tie" in text
        ), section.change.id
        named = set(re.findall(r"claims/quill-first#\w+", text))
        limited = {link for item in section.change.changes for link in item.links}
        assert named <= limited, "a link is named beside the list of those with caveats"


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_a_link_that_is_named_again_has_its_caveats_again(root: Path, name: str) -> None:
    """Below each line that mentions the link its caveat stands, with words the first time."""
    change(
        root,
        CLAIM,
        ("relation: operated-by", "relation: linked-to"),
        ('hedge: "unable"', 'hedge: "unable to tie"'),
    )
    (section,) = reported(root).sections
    text = FORMATS[name](reported(root))
    lines = [line.strip(" *-`").replace("`", "") for line in text.splitlines()]
    link = "claims/quill-first#lantern"
    mentions = [item for item in section.change.changes if link in item.links]

    assert 2 == len(mentions)
    again = f"The caveat “Unable to tie” qualifies {link}, as said above."
    assert 1 == lines.count(again)
    first, second = (
        number for number, line in enumerate(lines) if line.startswith("lantern: ")
    )
    assert lines[first + 1].startswith(f"The caveat “Unable to tie” qualifies {link}: “We")
    assert again == lines[second + 1]


def test_in_json_each_change_holds_the_caveats_of_its_links(root: Path) -> None:
    """Whoever takes one entry out of the report has the caveats with it."""
    qualified(root)
    told = reported(root)
    rows = [
        row for record in json.loads(as_json(told))["records"] for row in record["changes"]
    ]
    links = [link for row in rows for link in row["links"]]
    lantern = [link["caveats"] for link in links if link["id"].endswith("#lantern")]

    assert len(lantern) > 1
    assert all(caveats and caveats[0]["words"] for caveats in lantern)


def test_a_caveat_that_is_gone_is_told_beside_its_link(root: Path) -> None:
    """It says that the link stands without it now."""
    (root / f"{CAVEAT}.yaml").unlink()
    text = as_plain(reported(root))

    assert "Caveat withdrawn: Unable to tie" in text
    assert (
        "The caveat “Unable to tie” no longer qualifies claims/quill-first#lantern" in text
    )
    assert "No record answers to caveats/quill-first-unable any more." in text
    assert "limit of claims/quill-first" in text


def test_a_link_without_a_caveat_says_so(root: Path) -> None:
    """That there is none is said and not left open."""
    change(root, CLAIM, ("place: places/BV", "place: places/AQ"))

    assert "No caveat qualifies claims/quill-first#location." in as_plain(reported(root))


# --- no text becomes markup -----------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_markdown(text: str) -> None:
    """Outside code nothing is left that Markdown, HTML or a forge acts on."""
    for piece in (Quote(text), Said(text), Name(text)):
        left = outside_code(shown((piece,)))
        assert not re.search(
            r"<[a-z!/]|https?:|www\.|@|[#!%~^]\d|:\w+:|\$|[0-9a-f]{7}", left
        )
        assert not re.search(r"(?<!\\)[\[\]|*_`~]", left)


def test_code_spans_hold_whatever_they_are_given() -> None:
    """More ticks than the text has, and a space where it begins or ends in one."""
    assert "`a`" == code("a")
    assert "`` ` ``" == code("`")
    assert "``` ``x`` ```" == code("``x``")
    assert "`a b`" == code("a\n\nb")


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_records_keep_their_lines(root: Path, name: str) -> None:
    """In titles, notes, names, words and reasons nothing breaks out of its line."""
    for number, text in enumerate(HOSTILE):
        quoted = json.dumps(f"{text} \\u200d {number}".replace("\\u200d", "\u200d"))
        (root / f"actors/hostile-{number}.yaml").write_text(
            f"name: {quoted}\nstatus: single-coded\nrole: person\nnote: {quoted}\n", "utf-8"
        )
    change(root, CLAIM, ('unnamed: "any state"', f"unnamed: {json.dumps(HOSTILE[0])}"))
    change(root, HARBOUR, ("The sentence ends before the limit.", HOSTILE[2]))
    told = reported(root)
    text = FORMATS[name](told)

    assert len(HOSTILE) + 2 == len(told.sections)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    if name == "json":
        assert json.loads(text)["changed"]
        return
    assert "\u200d" not in text
    assert "U+200D" in text
    if name == "markdown":
        left = outside_code(text)
        tags = re.findall(r"<[^>]*>?", left)
        assert ["<details>", "<summary>", "</summary>", "</details>"] == tags
        assert not re.search(r"https?:|@|(?<!\\)\[", left)


# --- form -----------------------------------------------------------------------------


def test_nothing_changed_is_said(root: Path) -> None:
    """A report on two equal versions has one sentence."""
    change(root, CLAIM, ("title:", "# a comment\ntitle:"))
    told = reported(root)

    assert "From before to the working tree: no change in meaning." == as_plain(told)
    assert "**no change in meaning**" in as_markdown(told)
    assert json.loads(as_json(told))["changed"] is False


def test_the_summary_counts_by_kind(root: Path) -> None:
    """One is a claim, two are actors."""
    change(root, CLAIM, ("made: 2024-05-02", "made: 2024-05-03"))
    for name in ("quill", "ada-fenn"):
        change(root, f"actors/{name}", ('name: "', 'name: "The other '))

    expected = "1 attribution claim changed, 2 actors changed"
    assert expected == counted(reported(root).sections)


def test_faults_are_told_with_their_places(root: Path) -> None:
    """A version with faults is named, each fault at its place, and the rest is told."""
    (root / f"{CLAIM}.yaml").write_text("broken: [", "utf-8")
    change(root, "actors/quill", ("role: platform", "role: outlet"))
    told = reported(root)

    for text in (as_plain(told), as_markdown(told)):
        assert "in the working tree; what cannot be read is left out" in text
        assert f"{root}/{CLAIM}.yaml:1:9" in text
        assert "Not compared" in text
        assert "The role was platform and is now outlet." in text
    rows = json.loads(as_json(told))
    assert [CLAIM] == rows["not_compared"]
    assert "Y07" in {row["code"] for row in rows["after"]["errors"]}


def test_a_long_report_is_cut_between_records(root: Path) -> None:
    """A comment on a forge is bounded; what is left out is counted."""
    words = json.dumps("wörd “ ” " * 40, ensure_ascii=False)
    for number in range(400):
        (root / f"actors/many-{number}.yaml").write_text(
            f'name: "Many"\nstatus: single-coded\nrole: person\nnote: {words}\n', "utf-8"
        )
    text = as_markdown(reported(root))

    shown_sections = text.count("\n### ")
    assert len(text.encode("utf-8")) < 60_000
    assert 0 < shown_sections < 400
    assert f"{400 - shown_sections:,} more records changed" in text
    assert "* and 100 more\n" in text


def test_the_same_versions_give_the_same_bytes(root: Path) -> None:
    """Nothing depends on the order in which files are read or keys are hashed."""
    qualified(root)
    one, two = load(WHOLE), load(root)
    turned = type(two)(
        two.header,
        dict(reversed(two.records.items())),
        two.problems,
        two.chosen,
        two.unread,
    )

    for write in FORMATS.values():
        expected = write(report(one, two, ("a", "b")))
        assert expected == write(report(one, turned, ("a", "b")))


def test_the_markdown_reads_as_written(root: Path) -> None:
    """The whole of a small report, to be read by a person who changes its form."""
    change(root, CLAIM, ("certainty: possible", "certainty: unhedged"))

    assert """## Changes in meaning

From before to the working tree: 1 attribution claim changed.

### Attribution claim changed: Quill on 300 accounts on Bouvet Island

`claims/quill-first`

* `likeness`: the certainty was possible and is now stated without a hedge.
  * The caveat “Unable to tie” qualifies `claims/quill-first#likeness`: “We are unable to tie them to the Lantern Group, and no state or place outside Bouvet Island stands behind them.” It does not say: that there is no tie.

Leaning on it: qualified by `caveats/quill-first-unable`.
""" == as_markdown(reported(root)).partition("\n<details>")[0]


# --- bad input ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> KnowledgeBase:
    """Return the knowledge base without faults."""
    return load(WHOLE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_broken_record_is_told_in_either_version(
    root: Path, whole: KnowledgeBase, case: Path
) -> None:
    """Whichever version has the fault: it is named at its place, and all else is told."""
    paths = overlay(case, root)
    broken = load(root)
    expected = marked(paths) or {(str(paths[0]), 1, case.stem[:3])}
    faults = {problem for problem in broken.problems if problem.severity is Severity.ERROR}
    assert expected == {(p.place.path, p.place.line, p.code) for p in broken.problems}

    after = report(whole, broken, ("before", "after"))
    before = report(broken, whole, ("before", "after"))

    assert faults == set(after.after.errors) == set(before.before.errors)
    for told in (after, before):
        for write in FORMATS.values():
            text = write(told)
            assert all(
                str(fault.place.line) in text and fault.code in text for fault in faults
            )
        known = check(told.difference, root)
        assert all(item.code[0] == "H" for item in known)
    named = {problem.place.path for problem in faults if problem.code[0] in "YS"}
    assert len(named) == len(after.difference.not_compared)
