"""Every address that was ever published answers rightly, after each step of a history."""

from __future__ import annotations

import hashlib
import json

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from app.history.version import Gone, Live, Merged, Moved, Withdrawn
from app.site.versions.content import FROZEN
from tests.history.scripted import (
    BLOG,
    CAVEAT,
    FIRST,
    FOURTH,
    REACTION,
    SECOND,
    THIRD,
    TWENTY,
)
from tests.site.versions.conftest import Stage

pytestmark = pytest.mark.xdist_group("site-versions")

STATUS = {Live: 200, Moved: 301, Merged: 301, Withdrawn: 410, Gone: 410}


def test_every_id_ever_published_answers_after_each_step(stages: tuple[Stage, ...]) -> None:
    """Live pages, redirects, tombstones; never 404, and each as the index has it."""
    seen: set[str] = set()
    for stage in stages:
        seen |= set(stage.versions.ids())
        for record in sorted(seen):
            standing = stage.versions.standing(record)
            assert standing is not None, (stage.name, record)
            answer = stage.client.get(f"/{record}")
            assert STATUS[type(standing)] == answer.status_code, (stage.name, record)
            if isinstance(standing, Moved | Merged):
                assert answer.headers["Location"] == f"/{standing.to}"
    assert {FIRST, SECOND, THIRD, TWENTY, FOURTH, REACTION} <= seen


def test_every_version_ever_published_gives_the_same_bytes(
    stages: tuple[Stage, ...],
) -> None:
    """Frozen data stays as it was when it was first served, whatever came after.

    What a step brought is asked for in every format then, and all of it after the last
    step; between, in two formats.
    """
    first: dict[str, bytes] = {}
    for stage in stages:
        for item in stage.versions.all_versions():
            known = f"/{item.record}/v/{item.name}.json" in first
            is_few = known and stage is not stages[-1]
            for form in FROZEN[:2] if is_few else FROZEN:
                url = f"/{item.record}/v/{item.name}.{form.suffix}"
                answer = stage.client.get(url)
                assert 200 == answer.status_code, (stage.name, url)
                assert first.setdefault(url, answer.data) == answer.data, (stage.name, url)
    assert len(first) > 100


def test_the_json_of_a_version_proves_itself(last: Stage) -> None:
    """Its SHA-256 begins with the digits that stand in its address."""
    for item in last.versions.all_versions():
        data = last.client.get(f"/{item.record}/v/{item.name}.json").data
        assert hashlib.sha256(data).hexdigest().startswith(item.name)


def test_every_version_of_a_link_holds_its_caveats(stages: tuple[Stage, ...]) -> None:
    """The promise, for pages and frozen data: the words of each caveat stand there."""
    for stage in stages:
        for item in stage.versions.versions_of(FIRST):
            records = json.loads(stage.versions.canonical(item))["records"]
            caveats = [data for key, data in records.items() if key.startswith("caveats/")]
            assert caveats
            for suffix in ("", *(f".{form.suffix}" for form in FROZEN)):
                text = stage.client.get(f"/{FIRST}/v/{item.name}{suffix}").text
                for data in caveats:
                    assert data["title"] in text, (item.name, suffix)


def banner(client: FlaskClient, url: str) -> str:
    """Return what the shell says of a version."""
    text = client.get(url).text
    return text[text.index('<aside class="version') : text.index("</aside>")]


def test_the_shell_says_whether_a_version_is_current(last: Stage) -> None:
    """And what changed since, each link with its caveats."""
    first, *_, current = last.versions.versions_of(FIRST)
    old = banner(last.client, f"/{FIRST}/v/{first.name}")

    assert "This is the current version" in banner(
        last.client, f"/{FIRST}/v/{current.name}"
    )
    assert "This is an earlier version" in old
    assert current.name in old and "What changed since" in old
    assert "Five went." in old


def test_a_version_says_what_revised_it_when_it_came(last: Stage) -> None:
    """Its content does not hold that; whoever follows a citation is told all the same."""
    item = last.versions.versions_of(FIRST)[0]
    for path in (f"/{FIRST}/v/{item.name}", f"/{FIRST}/v/{item.name}/embed"):
        assert "Revised " in last.client.get(path).text
    page = last.client.get(f"/{FIRST}/v/{item.name}").text
    assert "Revised by <a" in page and "correction: Further investigation." in page


def test_a_version_before_a_revert_is_current_again(stages: tuple[Stage, ...]) -> None:
    """What is said again is current, though something else was said between."""
    by_name = {stage.name: stage for stage in stages}
    split = by_name["split"].versions.current(FIRST)
    assert split is not None
    url = f"/{FIRST}/v/{split.name}"

    assert "current version" in banner(by_name["split"].client, url)
    assert "an earlier version" in banner(by_name["caveat"].client, url)
    assert "current version" in banner(by_name["revert"].client, url)


def test_a_reformat_changes_no_address(stages: tuple[Stage, ...]) -> None:
    """Layout, comments and checks of words make no new version."""
    by_name = {stage.name: stage for stage in stages}
    before, after = by_name["caveat"].versions, by_name["reformat"].versions
    assert before.current(FIRST) == after.current(FIRST)


def test_a_withdrawn_record_has_a_tombstone(last: Stage) -> None:
    """With its reason, its last version, and what limited it."""
    answer = last.client.get(f"/{FOURTH}")
    (version, *_) = last.versions.versions_of(FOURTH)[::-1]

    assert 410 == answer.status_code
    assert "The statement was not Quill" in answer.text
    assert f"v/{version.name}" in answer.text
    assert "This record was withdrawn" in banner(last.client, f"/{FOURTH}/v/{version.name}")
    assert 410 == last.client.get(f"/{FOURTH}.ttl").status_code


def test_a_merged_record_leads_on_with_a_note(last: Stage) -> None:
    """The answer that leads on says why; the suffix goes along."""
    answer = last.client.get(f"/{THIRD}.ttl")

    assert (301, f"/{TWENTY}.ttl") == (answer.status_code, answer.headers["Location"])
    assert "once recorded twice" in last.client.get(f"/{THIRD}").text
    assert (301, f"/{TWENTY}/history") == (
        (found := last.client.get(f"/{SECOND}/history")).status_code,
        found.headers.get("Location"),
    ) or "versions" in found.text


def test_history_tells_every_version(last: Stage) -> None:
    """With date, commit, kind and reason, and what changed between any two."""
    found = last.versions.versions_of(FIRST)
    page = last.client.get(f"/{FIRST}/history")
    data = last.client.get(f"/{FIRST}/history.json").json
    pair = last.client.get(f"/{FIRST}/history?from={found[0].name}&to={found[-1].name}")

    assert 200 == page.status_code
    assert data is not None
    assert [item.name for item in reversed(found)] == [
        one["name"] for one in data["entries"]
    ]
    assert all(item.commit[:12] in page.text for item in found)
    assert f"From {found[0].name} to {found[-1].name}" in pair.text
    assert 400 == last.client.get(f"/{FIRST}/history?from=0&to={found[0].name}").status_code
    assert 404 == last.client.get("/claims/never/history").status_code


@pytest.mark.parametrize(
    "name",
    ["000000000000", "abc", "..", "%2e%2e", "0" * 65, "g" * 12, "<script>", "a" * 5_000],
)
def test_a_version_that_never_was_is_not_found(last: Stage, name: str) -> None:
    """Nothing is made up, and nothing breaks."""
    for suffix in ("", ".json", ".exe", "."):
        assert 404 == last.client.get(f"/{FIRST}/v/{name}{suffix}").status_code


def test_who_asks_for_a_version_that_never_was_is_led_to_those_that_were(
    last: Stage,
) -> None:
    """A digit may be wrong in print."""
    answer = last.client.get(f"/{FIRST}/v/{'0' * 12}")

    assert 404 == answer.status_code
    assert f"/{FIRST}/history lists those it has" in answer.text


def test_the_history_of_a_withdrawn_record_says_so(last: Stage) -> None:
    """With its day and reason, though that brought no version."""
    item = last.versions.versions_of(FOURTH)[-1]
    text = last.client.get(f"/{FOURTH}/history").text
    (event,) = last.client.get(f"/{FOURTH}/history.json").json["events"]

    assert "What limits it now" not in text
    assert ("withdrawn", item.until) == (event["called"], event["date"])
    assert event["reason"] and str(escape(event["reason"])) in text
    day = int(item.until[8:10])
    assert (
        f"This record was withdrawn, {day} "
        in last.client.get(f"/{FOURTH}/v/{item.name}").text
    )


def test_a_version_of_another_record_is_not_found(last: Stage) -> None:
    """A digest belongs to the record that it is of."""
    other = last.versions.versions_of(CAVEAT)[0]
    assert 404 == last.client.get(f"/{FIRST}/v/{other.name}").status_code


# --- as of a day ----------------------------------------------------------------------


def test_an_entry_as_of_a_day(last: Stage) -> None:
    """What was said at the end of that day; before the first there is nothing."""
    for item in last.versions.versions_of(FIRST):
        answer = last.client.get(f"/{FIRST}?asof={item.date[:10]}")
        assert 302 == answer.status_code
        assert f"/{FIRST}/v/{item.name}" == answer.headers["Location"]
    before = last.client.get(f"/{FIRST}?asof=2000-01-01")
    assert 404 == before.status_code and "was not published on 2000-01-01" in before.text


def test_what_lies_below_an_entry_as_of_a_day(last: Stage) -> None:
    """Data, citations and the embed are those of that day, too."""
    item = last.versions.versions_of(FIRST)[0]
    day = item.date[:10]
    for tail in (".ttl", ".json", "/cite.bib", "/cite/lantern.ris", "/embed"):
        answer = last.client.get(f"/{FIRST}{tail}?asof={day}")
        assert (302, f"/{FIRST}/v/{item.name}{tail}") == (
            answer.status_code,
            answer.headers["Location"],
        )
        assert 200 == last.client.get(answer.headers["Location"]).status_code


def test_a_renamed_record_as_of_a_day(last: Stage) -> None:
    """Before it had its id it is the version under the former one; oEmbed knows both."""
    item = last.versions.versions_of(SECOND)[0]
    answer = last.client.get(f"/{TWENTY}?asof={item.date[:10]}")

    assert f"/{SECOND}/v/{item.name}" == answer.headers["Location"]
    known = last.client.get("/oembed", query_string={"url": f"http://localhost/{SECOND}"})
    assert 200 == known.status_code
    assert f"/{TWENTY}/embed" in known.json["html"]


def test_a_renaming_breaks_nothing_for_what_it_goes_with(last: Stage) -> None:
    """The set that the renamed claim is about tells the new id, and raises no alarm."""
    text = last.client.get("/sets/quill-second/history").text

    assert "has another id now" in text
    assert "links to it break" not in text


def test_a_withdrawn_record_as_of_a_day(last: Stage) -> None:
    """Before, what it said; since, the tombstone."""
    item = last.versions.versions_of(FOURTH)[-1]

    assert 410 == last.client.get(f"/{FOURTH}?asof={item.until[:10]}").status_code
    assert 302 == last.client.get(f"/{FOURTH}?asof={item.date[:10]}").status_code


@pytest.mark.parametrize(
    "day", ["", "today", "2024-02-30", "2024-7-1", "20240701", "x" * 999]
)
def test_as_of_no_day_is_refused(last: Stage, day: str) -> None:
    """With a sentence, for entries and lists."""
    for path in (f"/{FIRST}", "/claims"):
        answer = last.client.get(path, query_string={"asof": day})
        assert 400 == answer.status_code and "asof takes a day" in answer.text


def test_a_list_as_of_a_day(last: Stage) -> None:
    """The records of then with their caveats; a renamed one under its id of then."""
    begin = last.versions.versions_of(FIRST)[0].date[:10]
    data = last.client.get(
        f"/claims?asof={begin}", headers={"Accept": "application/json"}
    ).json
    assert data is not None
    ids = [item["id"] for item in data["items"]]

    assert FIRST in ids and SECOND in ids and TWENTY not in ids
    assert all(item["caveats"] for item in data["items"] if item["id"] == FIRST)
    page = last.client.get(f"/claims?asof={begin}").text
    assert "Unable to tie" in page and f"/{FIRST.partition('/')[2]}/v/" in page


# --- Memento --------------------------------------------------------------------------


def test_frozen_data_is_a_memento_and_nothing_else_is(last: Stage) -> None:
    """RFC 7089, 2.1.1; the shell of a version changes, so it is none."""
    item = last.versions.versions_of(FIRST)[0]
    data = last.client.get(f"/{FIRST}/v/{item.name}.ttl")

    assert "Mon, 01 Jul 2024 12:00:00 GMT" == data.headers["Memento-Datetime"]
    assert "immutable" in data.headers["Cache-Control"]
    for path in (
        f"/{FIRST}",
        f"/{FIRST}.ttl",
        f"/{FIRST}/v/{item.name}",
        f"/{FIRST}/history",
    ):
        answer = last.client.get(path)
        assert "Memento-Datetime" not in answer.headers
        assert "no-cache" == answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0),
        ("Mon, 01 Jul 2024 12:00:00 GMT", 0),
        ("Thu, 01 Jan 2099 00:00:00 GMT", -1),
    ],
)
def test_the_entry_is_its_time_gate(last: Stage, moment: str, number: int) -> None:
    """RFC 7089, 4.5.3: before the first the first, after the last the last."""
    item = last.versions.versions_of(FIRST)[number]
    answer = last.client.get(f"/{FIRST}", headers={"Accept-Datetime": moment})

    assert 302 == answer.status_code
    assert f"/{FIRST}/v/{item.name}.json" == answer.headers["Location"]
    assert "Accept-Datetime" in answer.headers["Vary"]
    assert 'rel="timemap"' in answer.headers.getlist("Link")[1]
    turtle = {"Accept-Datetime": moment, "Accept": "text/turtle"}
    assert last.client.get(f"/{FIRST}", headers=turtle).headers["Location"].endswith(".ttl")


@pytest.mark.parametrize("moment", ["yesterday", "", "2024-13-45", "\u00e9", "9" * 5_000])
def test_a_moment_that_is_none_is_refused(last: Stage, moment: str) -> None:
    """RFC 7089, 4.5.3: 400, with an example."""
    answer = last.client.get(f"/{FIRST}", headers={"Accept-Datetime": moment})
    assert 400 == answer.status_code and "Accept-Datetime names no moment" in answer.text


def test_the_time_map_lists_every_memento(last: Stage) -> None:
    """In link format, each with its day, the first and the last marked."""
    answer = last.client.get(f"/{FIRST}/timemap")
    found = last.versions.versions_of(FIRST)
    links = answer.text.rstrip("\n").split(",\n")

    assert "application/link-format" == answer.mimetype
    assert links[0] == f'<http://localhost/{FIRST}>; rel="original timegate"'
    assert len({item.name for item in found}) == len(links) - 2 == 4
    assert 'rel="first memento"' in links[2] and 'rel="last memento"' in links[-1]
    for link in links[2:]:
        target = link[1 : link.index(">")]
        answer = last.client.get(target.removeprefix("http://localhost"))
        assert f'datetime="{answer.headers["Memento-Datetime"]}"' in link


def test_a_source_shows_its_passages_as_they_were(last: Stage) -> None:
    """The page of a version is drawn by the site's own renderer."""
    item = last.versions.versions_of(BLOG)[0]
    text = last.client.get(f"/{BLOG}/v/{item.name}").text
    assert "300 accounts that appear to be located on Bouvet Island" in text


def test_a_version_is_cited_as_itself(last: Stage) -> None:
    """Its page says so to programs, its files name it, and its copy buttons may run."""
    item = last.versions.versions_of(FIRST)[0]
    page = last.client.get(f"/{FIRST}/v/{item.name}")
    cited = last.client.get(f"/{FIRST}/v/{item.name}/cite.bib").text

    assert f'/{FIRST}/v/{item.name}>; rel="cite-as"' in " ".join(
        page.headers.getlist("Link")
    )
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert item.name in cited and item.date[:10] in cited
    assert item.name in page.text[page.text.index('id="cite"') :]


def test_who_embedded_a_claim_is_told_what_became_of_it(last: Stage) -> None:
    """A withdrawn one says so in the frame, with its caveats; so does an old version."""
    gone = last.client.get(f"/{FOURTH}/embed")
    item = last.versions.versions_of(FOURTH)[-1]
    first, *_, now = last.versions.versions_of(FIRST)

    assert 410 == gone.status_code
    assert "frame-ancestors *" in gone.headers["Content-Security-Policy"]
    assert "The editors withdrew this entry" in gone.text
    assert "Reason: " in gone.text
    then = last.client.get(f"/{FOURTH}/v/{item.name}/embed").text
    assert f"This entry was withdrawn on {item.until[:10]}." in then
    assert (
        "An earlier version, until"
        in last.client.get(f"/{FIRST}/v/{first.name}/embed").text
    )
    assert (
        f"/{FIRST}/v/{first.name}/embed" in last.client.get(f"/{FIRST}/v/{first.name}").text
    )
    for path in (f"/{FIRST}/v/{now.name}/embed",):
        assert "An earlier version" not in last.client.get(path).text
    assert (
        "frame-ancestors 'none'"
        in last.client.get(f"/{FOURTH}").headers["Content-Security-Policy"]
    )


def test_a_citation_of_a_withdrawn_record_is_gone(last: Stage) -> None:
    """The tombstone answers there too; its versions can be cited still."""
    item = last.versions.versions_of(FOURTH)[-1]

    assert 410 == last.client.get(f"/{FOURTH}/cite.bib").status_code
    for path in ("cite.bib", "cite.txt", "cite.csl.json", "cite.ris", "cite.wiki.txt"):
        answer = last.client.get(f"/{FOURTH}/v/{item.name}/{path}")
        assert 200 == answer.status_code
        assert f"withdrawn on {item.until[:10]}" in answer.text
    page = last.client.get(f"/{FOURTH}/v/{item.name}").text
    assert f"withdrawn on {item.until[:10]}" in page[page.index('id="cite-apa"') :]
    assert "withdrawn" not in last.client.get(f"/{FIRST}/cite.bib").text
