"""What a form changes of what is published is judged and told as between two revisions."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.edit.difftext import as_plain
from app.edit.propose.judgement import File, judged
from app.edit.propose.known import Published, published
from app.edit.propose.since import versions
from app.graph.store import Generation
from app.history.compare import compare
from app.history.continuity import check
from app.history.report import report
from app.records.kinds import HEADER
from app.records.load import load
from app.records.record import KnowledgeBase
from tests.edit.test_propose import ARTICLE, asked, filled, named, told
from tests.site.markup import parse

CLAIM, SET = "claims/quill-first", "sets/quill-first"
POST = "sources/quill-2024-05-02"
SOURCE, CAVEAT = "sources/harbour-2024-05-04", "caveats/quill-first-unable"
REACTION = "reactions/harbour-2024-05-04"
URL = "/propose/correction?record="


@pytest.fixture(scope="module")
def whole(root: Path) -> KnowledgeBase:
    """Give all that is published, as a command reads it; a draft is not served."""
    found = load(root)
    return replace(found, records=found.published)


def changed(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return data with one value more or other; None takes it out."""
    data = deepcopy(data)
    *steps, last = path.split(".")
    holder = data
    for step in steps:
        holder = holder[step]
    holder[last] = value
    if value is None:
        del holder[last]
    return data


def corrected(now: Generation, record_id: str, path: str, value: Any) -> File:
    """Judge a record with one value changed."""
    before = published(now, record_id)
    assert before is not None
    (file,) = judged(now, {record_id: changed(before.data, path, value)}, fresh=False)
    return file


CHANGES = [
    (CLAIM, "made", "2024-05-03"),
    (CLAIM, "speaker", None),
    (CLAIM, "asserts.location.certainty", "unhedged"),
    (CLAIM, "withholds.lantern.party", "actors/quill"),
    (CLAIM, "denies", None),
    (CLAIM, "about", ["sets/quill-second"]),
    (CLAIM, "title", "Another title"),
    (SET, "counts.announced.value", 301),
    (SET, "disclosed_in", None),
    (CAVEAT, "qualifies", ["claims/quill-first#lantern"]),
    (CAVEAT, "words", "sources/quill-2024-05-02#located"),
    (SOURCE, "title", "Another title"),
    (SOURCE, "publisher", "actors/quill"),
    (REACTION, "to", ["claims/quill-second"]),
    ("actors/quill", "name", "Quill Incorporated"),
    ("actors/lantern-group", "name", "Lantern"),
    ("takedowns/quill-2024-05", "disclosed", "2024-05-03"),
    (POST, "passages.unable.text", "We are unable"),
]


@pytest.mark.parametrize(("record_id", "path", "value"), CHANGES)
def test_the_neighbourhood_tells_what_all_records_tell(
    generation: Generation, whole: KnowledgeBase, record_id: str, path: str, value: Any
) -> None:
    """Faults and telling are those of check --since and diff over all records."""
    proposed = {record_id: corrected(generation, record_id, path, value).record}
    others = Published(published(generation, HEADER), generation=generation)
    near = versions(others, proposed)
    after = replace(whole, records=whole.records | proposed)
    due = report(whole, after, ("what is published", "what is proposed"))

    assert len(near.before.records) <= len(whole.records)
    assert as_plain(due) == as_plain(near.report())
    assert check(compare(whole, after), Path("kb")) == near.problems()


@pytest.mark.parametrize(
    ("record_id", "path", "value", "code", "field"),
    [
        (CLAIM, "made", "2024-05-03", "H02", ("made",)),
        (CLAIM, "speaker", None, "H02", ("speaker",)),
        (CLAIM, "asserts.location.certainty", "unhedged", "H02", ("asserts", "location")),
        (SET, "counts.announced.value", 301, "H02", ("counts", "announced")),
        (CAVEAT, "does_not_say", ["that there is a tie"], "H02", ("does_not_say",)),
        (CLAIM, "formerly", None, "H01", ()),
        (CLAIM, "status", "draft", "H01", ("status",)),
    ],
)  # fmt: skip
def test_what_was_published_is_not_changed_unsaid(
    generation: Generation, record_id: str, path: str, value: Any, code: str, field: Any
) -> None:
    """A correction is judged against the record as it is published, at its field."""
    file = corrected(generation, record_id, path, value)
    found = [(fault.problem.code, fault.path) for fault in file.faults]

    assert (code, field) in found, found
    assert not file.is_right


def test_a_changed_judgement_has_a_new_day(generation: Generation) -> None:
    """A fate that changed on its day is told beside the fate."""
    before = published(generation, SOURCE)
    assert before is not None
    name, caveat = next(
        (name, caveat)
        for name, passage in before.data["passages"].items()
        for caveat in passage.get("treatments", ())
    )
    path = ("passages", name, "treatments", caveat, "fate")
    file = corrected(generation, SOURCE, ".".join(path), ["weakened"])

    reason = (*path[:-1], "reason")
    found = sorted((x.problem.code, x.path) for x in file.faults)
    assert [("H03", path), ("H03", reason)] == found


def test_a_reason_lets_a_correction_through_and_it_is_told(client: FlaskClient) -> None:
    """Beside the field H02 names the note; with it the page tells what changes."""
    form = filled(parse(client.get(URL + SET).text))
    name = "counts.announced"
    form |= {f"{name}.value": "301", f"{name}.as_printed": "301"}
    page = parse(client.post(URL + SET, data=form).text)
    fault = told(page)[name]
    more = [item for item in page.tagged("details") if f"{name}.note" in ids(item)]

    assert "H02 the number “announced” differs from what was published" in fault
    assert "say so in “Note” of what you changed" in fault
    assert more and all(item.get("open") is not None for item in more)
    page = parse(client.post(URL + SET, data=form | {f"{name}.note": "A slip."}).text)
    assert "H02" not in page.text()


def numbered(form: dict[str, Any], start: str, name: str) -> str:
    """Return under which number a form holds the entry of a name."""
    return next(
        key.removesuffix(".@")
        for key, value in form.items()
        if key.startswith(start) and value == [name]
    )


def ids(element: Any) -> set[str | None]:
    """Return every id in an element."""
    return {item.get("id") for item in element.all()}


def test_the_telling_names_caveats_with_their_words(client: FlaskClient) -> None:
    """A link that a change mentions stands there with what limits it."""
    form = filled(parse(client.get(URL + CLAIM).text))
    link = numbered(form, "withholds.", "lantern")
    form |= {f"{link}.share": "some", f"{link}.note": "Said of some."}
    result = named(parse(client.post(URL + CLAIM, data=form).text), "result").text()

    assert "What changes in meaning" in result
    assert "The caveat “Unable to tie” qualifies claims/quill-first#lantern" in result
    assert "It does not say: that there is no tie" in result
    assert "Pages touched: " in result


def test_a_correction_that_means_the_same_says_so(client: FlaskClient) -> None:
    """Written anew with other line ends, a record means the same."""
    form = filled(parse(client.get(URL + CLAIM).text))
    form["note"] = "Three sentences\r\nof one post."
    page = parse(client.post(URL + CLAIM, data=form).text)

    assert "No change in meaning." in named(page, "result").text()


@pytest.mark.parametrize("held", ["url", "archived"])
def test_one_address_is_one_source(
    client: FlaskClient, generation: Generation, held: str
) -> None:
    """The same page under another spelling is a near-duplicate, beside its address."""
    before = published(generation, POST)
    assert before is not None
    rest = before.data["url"].partition("://")[2]
    other = f"http://WWW.{rest}/?utm_source=x#top"
    if held == "archived":
        other = f"https://web.archive.org/web/2024/{other}"
    faults = told(asked(client, "sources", ARTICLE | {held: other}))

    assert [held] == list(faults)
    assert f"H04 “{POST}” has the same address" in faults[held]


def test_one_answer_is_one_reaction(client: FlaskClient, generation: Generation) -> None:
    """The same actor, day, words and things answered are a reaction that is there."""
    before = published(generation, REACTION)
    assert before is not None
    form = {key: before.data[key] for key in ("by", "made", "stance", "words", "title")}
    form["to"] = sorted(before.data["to"], reverse=True)
    faults = told(asked(client, "reactions", form))

    assert f"H04 “{REACTION}” has the same actor" in faults["by"]
