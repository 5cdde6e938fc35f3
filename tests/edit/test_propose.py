"""What an editor meets in the forms for proposals: questions, faults, page, file, forge."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.edit.propose.known import published
from app.edit.propose.preview import preview
from app.graph.store import Generation
from app.records.kinds import KINDS
from app.records.load import load
from app.records.shape import shape_of
from app.records.tree import read
from app.site.fetch import fetch
from tests.site.markup import Element, parse

LIMIT = "They say themselves that they cannot tie them."
ARTICLE = {
    "url": "https://gull.example/2024/05/05/quill",
    "publisher": "actors/the-harbour",
    "title": "Quill removes accounts",
    "published": "2024-05-05",
    "lang": "en",
    "type": "NewsArticle",
    "passages.0.part": "lede",
    "passages.0.text": "Quill removed accounts of the Lantern Group",
    "passages.0.voice": "paraphrased",
    "passages.0.speaker": "actors/quill",
    "passages.0.seen.read": "full",
    "passages.0.seen.closed": "true",
    "passages.0.restates": "claims/quill-first#lantern",
    "passages.1.part": "lede",
    "passages.1.text": "It could not tie them",
    "passages.1.voice": "own",
    "passages.1.seen.read": "excerpt",
    "passages.1.restates": "claims/quill-first#lantern",
}


def asked(client: FlaskClient, folder: str, form: dict[str, object]) -> Element:
    """Return the page that answers a form."""
    answer = client.post(f"/propose/{folder}", data=form)
    assert 200 == answer.status_code
    return parse(answer.text)


def named(page: Element, name: str) -> Element:
    """Return the element with an id."""
    return next(item for item in page.all() if item.get("id") == name)


def told(page: Element) -> dict[str, str]:
    """Return what is said beside each field that is at fault."""
    return {
        (item.get("id") or "").removesuffix("-faults"): item.text()
        for item in page.tagged("div")
        if "field-faults" in item.classes and item.text()
    }


def link(page: Element, words: str) -> str:
    """Return the address of the link with some words."""
    found = next(item for item in page.tagged("a") if words in item.text())
    return found.get("href") or ""


def files(page: Element) -> list[str]:
    """Return the texts of the files that a page shows."""
    return [
        item.text()
        for item in page.tagged("pre")
        if item.get("aria-label") == "The text of the file"
    ]


def on_forge(page: Element) -> tuple[str, str]:
    """Return path and text that the link to the forge holds."""
    parts = urlsplit(link(page, "Open as a new file"))
    query = parse_qs(parts.query, strict_parsing=True)
    assert ("https", "github.com") == (parts.scheme, parts.netloc)
    assert parts.path.startswith("/some/caveat/new/main/kb/")
    folder = parts.path.removeprefix("/some/caveat/new/main/")
    return f"{folder}/{query['filename'][0]}", query["value"][0]


@pytest.mark.parametrize("folder", ["sources", "reactions", "caveats", "actors"])
def test_a_form_asks_each_field_with_its_description(
    client: FlaskClient, folder: str
) -> None:
    """Every key of the schema that a person writes is asked, in the schema's words."""
    page = parse(client.get(f"/propose/{folder}").text)
    words = page.text()
    written = {"copies", "formerly"}
    for key, shape in shape_of(folder).properties.items():
        if key in written:
            continue
        assert shape.description in words or shape.entries is not None, key
        if shape.entries is None and shape.type != "object":
            assert any(item.get("name") == key for item in page.all()), key
    assert {item.get("list") for item in page.tagged("input")} - {None} <= {
        item.get("id") for item in page.tagged("datalist")
    }


def test_values_of_lists_have_labels_and_meanings(client: FlaskClient) -> None:
    """A list is a select with the labels of the vocabulary, and says what they mean."""
    page = parse(client.get("/propose/reactions").text)
    options = {
        item.get("value"): item.text()
        for item in named(page, "stance").all()
        if item.tag == "option"
    }
    assert (
        options["highlights-caveat"] == "highlights the caveat"
        or (options["highlights-caveat"])
    )
    assert set(options) - {""} == set(shape_of("reactions").properties["stance"].options)
    assert len([item for item in page.tagged("dd") if item.text()]) >= len(options) - 1


def test_an_article_becomes_a_file_that_the_check_lets_pass(
    client: FlaskClient, root: Path, tmp_path: Path
) -> None:
    """What the forge is given has no fault in the knowledge base, once it is there."""
    path, text = on_forge(asked(client, "sources", ARTICLE))
    assert "kb/sources/the-harbour-2024-05-05.yaml" == path
    shutil.copytree(root, tmp_path / "kb")
    (tmp_path / path).write_text(text, "utf-8")
    found = load(tmp_path / "kb")
    assert () == found.problems
    passages = found.records["sources/the-harbour-2024-05-05"].data["passages"]
    assert ["lede", "lede-2"] == list(passages)
    assert {"in": "sources/the-harbour-2024-05-05", "read": "full", "closed": True} == (
        passages["lede"]["seen"]
    )


def test_the_preview_holds_every_caveat_of_the_link(client: FlaskClient) -> None:
    """The promise holds in the preview: the link repeated stands with its caveat."""
    shown = named(asked(client, "sources", ARTICLE), "preview").text()
    assert "Quill removed accounts of the Lantern Group" in shown
    assert "Unable to tie" in shown and "not judged" in shown


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"passages.0.part": ""}, "passages.0.part", "S02 the key “part” is missing"),
        ({"publisher": "actors/the-harbor"}, "publisher", "Did you mean “actors/the-harbour”?"),
        ({"publisher": "claims/quill-first"}, "publisher", "S05"),
        ({"url": "javascript:alert(1)"}, "url", "S06"),
        ({"published": "2024-13-01"}, "published", "R23"),
        ({"published": "2023-05-05"}, "published", "R27"),
        ({"lang": "english"}, "lang", "S06"),
        ({"type": "Book"}, "type", "S04"),
        ({"passages.0.text": "word " * 41}, "passages.0.text", "S07"),
        ({"passages.0.speaker": ""}, "passages.0.voice", "R17"),
        ({"passages.1.restates": "claims/quill-first#lantren"}, "passages.1.restates", "R02"),
        ({"passages.0.numbers.0.value": "many"}, "passages.0.numbers.0.value", "S03"),
        ({"passages.0.text": "left \u202e right"}, "passages.0.text", "Y04"),
        ({"passages.1.@": "Not a name"}, "passages.1", "S14"),
        ({"slug": "../../etc/passwd"}, "slug", "Y17"),
        ({"slug": "harbour-2024-05-04"}, "slug", "there is a record"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_beside_its_field(
    client: FlaskClient, change: dict[str, str], field: str, message: str
) -> None:
    """Each mistake stands beside the field that has it, and nothing gets through."""
    answer = client.post("/propose/sources", data=ARTICLE | change)
    page = parse(answer.text)
    found = told(page)
    assert field in found, found
    assert message in found[field]
    assert "github.com" not in answer.text and not files(page)
    assert 'id="preview"' not in answer.text
    wanted = {"do": "download sources/the-harbour-2024-05-05"}
    refused = client.post("/propose/sources", data=ARTICLE | change | wanted)
    assert refused.mimetype == "text/html"


def test_faults_are_those_that_the_check_prints(
    client: FlaskClient, root: Path, tmp_path: Path
) -> None:
    """Code, message and remedy are those of caveat check for the same file."""
    form = ARTICLE | {"passages.0.speaker": "actors/quil", "published": "2023-05-05"}
    found = told(asked(client, "sources", form))
    shutil.copytree(root, tmp_path / "kb")
    _, text = on_forge(asked(client, "sources", ARTICLE))
    text = text.replace("speaker: actors/quill", "speaker: actors/quil")
    path = tmp_path / "kb/sources/the-harbour-2024-05-05.yaml"
    path.write_text(text.replace("published: 2024-05-05", "published: 2023-05-05"), "utf-8")
    problems = load(tmp_path / "kb").problems
    lines = [f"{item.code} {item.message}. {item.remedy}" for item in problems]
    assert 3 == len(lines)
    assert sorted(" ".join(found.values()).split()) == sorted(" ".join(lines).split())


def test_an_outlet_without_a_record_is_proposed_beside(client: FlaskClient) -> None:
    """A name is enough: the outlet becomes a file of its own, and both are judged."""
    form = {**ARTICLE, "publisher": "", "outlet": "The Morning “Gull”"}
    answer = client.post("/propose/sources", data=form)
    assert answer.text.count("Open as a new file on GitHub") == 2
    assert "kb/sources/the-morning-gull-2024-05-05.yaml" in answer.text
    assert "kb/actors/the-morning-gull.yaml" in answer.text


def test_what_is_here_already_is_told(client: FlaskClient) -> None:
    """A source of the same outlet and day is named, before it comes twice."""
    page = asked(client, "sources", ARTICLE | {"published": "2024-05-04"})
    assert "sources/harbour-2024-05-04" in named(page, "result").text()


def test_a_link_from_a_claim_offers_its_links(client: FlaskClient) -> None:
    """From a claim one comes to a form that offers its links, each with its caveats."""
    page = parse(client.get("/claims/quill-first").text)
    assert (
        link(page, "I found a restatement") == "../propose/sources?claim=claims/quill-first"
    )
    form = parse(client.get("/propose/sources?claim=claims/quill-first").text)
    offered = {
        item.parent.text(): item.get("value")
        for item in form.tagged("input")
        if item.get("name") == "passages.0.restates" and item.get("type") == "checkbox"
    }
    assert 5 == len(offered)
    about = next(text for text, value in offered.items() if value.endswith("#lantern"))
    assert about.startswith("Withheld:") and "Unable to tie" in about


def test_an_entry_is_added_without_script(client: FlaskClient) -> None:
    """The button brings one more passage, and everything written stays."""
    page = asked(client, "sources", ARTICLE | {"add": "passages"})
    names = {item.get("name") for item in page.all()}
    assert "passages.2.text" in names and "passages.3.text" not in names
    assert "It could not tie them" in named(page, "passages.1.text").text()
    assert {} == told(page)


@pytest.mark.parametrize("folder", KINDS)
def test_the_preview_of_a_record_is_its_page(generation: Generation, folder: str) -> None:
    """Laid beside what is published, a record gives the triples that its page has."""
    for record_id in generation.ids(folder):
        record = published(generation, record_id)
        assert record is not None
        fetched = fetch(generation, folder, record_id)
        assert fetched.all == preview(generation, [record]).triples.all


@pytest.mark.parametrize("folder", KINDS)
def test_a_correction_of_nothing_changes_nothing(
    client: FlaskClient, generation: Generation, folder: str
) -> None:
    """Sent back as it came, the form of a record gives the data that the record has."""
    for record_id in generation.ids(folder):
        url = f"/propose/correction?record={record_id}"
        form = filled(parse(client.get(url).text))
        answer = client.post(url, data=form | {"do": f"download {record_id}"})
        assert "application/yaml" == answer.mimetype, told(parse(answer.text))
        source = generation.source(record_id)
        assert source is not None
        assert read(source, "x").data == read(answer.data, "x").data


def test_a_correction_shows_what_changes(client: FlaskClient) -> None:
    """The lines that change stand before the file, which opens on the forge."""
    url = "/propose/correction?record=caveats/quill-first-unable"
    form = filled(parse(client.get(url).text)) | {"title": "Unable to tie them"}
    page = parse(client.post(url, data=form).text)
    text = named(page, "result").text()
    assert '+title: "Unable to tie them"' in text
    edit = "https://github.com/some/caveat/edit/main/kb/caveats/quill-first-unable.yaml"
    assert edit == link(page, "Open the file on GitHub")


def test_changed_words_lose_the_stamp_of_their_check(
    client: FlaskClient, generation: Generation
) -> None:
    """A stamp is void with other words: it is left out, and the page says so."""
    record = published(generation, "sources/quill-2024-05-02")
    assert record is not None
    passages = record.data["passages"]
    number, name = next(
        (n, name) for n, (name, one) in enumerate(passages.items()) if "verified" in one
    )
    url = f"/propose/correction?record={record.id}"
    assert link(parse(client.get(f"/{record.id}").text), "in a form") == f"..{url}"
    changed = {f"passages.{number}.text": passages[name]["text"] + " and others"}
    changed[f"passages.{number}.note"] = "Two words were left out before."
    page = parse(client.post(url, data=filled(parse(client.get(url).text)) | changed).text)
    result = named(page, "result").text()
    assert f"The words of {name} were changed" in result
    assert "seal:" not in files(page)[0]


def test_a_record_that_is_not_there_cannot_be_corrected(client: FlaskClient) -> None:
    """A correction of nothing, of a place or of a path is not found."""
    for name in (
        "",
        "claims/none",
        "places/BV",
        "kb",
        "../kb",
        "claims/quill-first/x",
    ):
        assert (
            404
            == client.get("/propose/correction", query_string={"record": name}).status_code
        )


def filled(page: Element) -> dict[str, object]:
    """Return what a browser would send for a form as it stands."""
    found: dict[str, list[str]] = {}
    for item in page.all():
        name = item.get("name")
        if not name or name in ("q", "add", "do", "viewport", "robots", "color-scheme"):
            continue
        if item.tag == "input":
            box = item.get("type") == "checkbox"
            if not box or any(key == "checked" for key, _ in item.attributes):
                found.setdefault(name, []).append(item.get("value") or "")
        elif item.tag == "textarea":
            found.setdefault(name, []).append(item.text())
        elif item.tag == "select":
            chosen = [
                option.get("value") or option.text()
                for option in item.all()
                if option.tag == "option"
                and any(key == "selected" for key, _ in option.attributes)
            ]
            found.setdefault(name, []).extend(chosen)
    return found


def test_the_first_button_checks(client: FlaskClient) -> None:
    """Enter in a field presses the first button of a form, which must add nothing."""
    for path in ("/propose/sources", "/propose/correction?record=claims/quill-first"):
        body = client.get(path).data.decode()
        form = body.partition('<form class="propose"')[2]
        first = re.search(r"<button[^>]*>", form)
        assert first is not None and "name=" not in first[0], path


def test_a_correction_shows_what_limits_its_links(client: FlaskClient) -> None:
    """Links stand in the form; the words of every caveat on them stand above."""
    body = client.get("/propose/correction?record=claims/quill-first").data.decode()
    before = body.partition('id="fields"')[0]

    assert "We are unable to tie them to the Lantern Group" in before


@pytest.mark.parametrize(
    "typed",
    [
        "https://caveat.example/claims/quill-first#lantern",
        "kb/claims/quill-first.yaml",
        " claims/quill-first#lantern ",
    ],
)
def test_a_record_is_named_as_people_name_it(client: FlaskClient, typed: str) -> None:
    """An address, a path and a link lead to the record that they are of."""
    answer = client.get("/propose/correction", query_string={"record": typed})

    assert 200 == answer.status_code
    assert "A correction of claims/quill-first" in answer.data.decode()


def test_an_unknown_record_is_said(client: FlaskClient) -> None:
    """What no record is called stands in the answer as text, beside the field."""
    answer = client.get("/propose/correction", query_string={"record": "claims/<b>nope"})

    assert 404 == answer.status_code
    assert "No record has the identifier “claims/&lt;b&gt;nope”." in answer.data.decode()


def test_an_entry_that_nobody_wrote_into_stays_while_others_are_added(
    client: FlaskClient,
) -> None:
    """“Add a number” does not take away the judgement that was added before."""
    url = "/propose/sources"
    form = ARTICLE | {"add": "passages.0.treatments"}
    page = parse(client.post(url, data=form).text)
    again = filled(page) | {"add": "passages.0.numbers"}
    page = parse(client.post(url, data=again).text)
    names = {item.get("name") for item in page.tagged("input", "select", "textarea")}

    assert any(str(name).startswith("passages.0.treatments.0.") for name in names)
    assert any(str(name).startswith("passages.0.numbers.") for name in names)
    # What nobody wrote is no part of the record.
    checked = client.post(url, data={k: v for k, v in again.items() if k != "add"}).text
    assert "treatments:" not in checked


def test_a_publisher_of_no_record_leads_to_a_new_one(client: FlaskClient) -> None:
    """The name of an outlet as people write it is no id, and no id is made up of it."""
    for written in ("The Morning Gull", "actors/the-morning-gull", ""):
        found = told(asked(client, "sources", ARTICLE | {"publisher": written}))
        assert "The outlet has no record yet" in found["publisher"]
        assert "Did you mean" not in found["publisher"]
    known = told(asked(client, "sources", ARTICLE | {"publisher": "The Harbour"}))
    assert "Did you mean “actors/the-harbour”?" in known["publisher"]


def test_a_judgement_says_whose_it_is_where_the_source_does_not(
    client: FlaskClient,
) -> None:
    """Judge and day are marked as needed until the source says them for all."""
    form = ARTICLE | {"add": "passages.0.treatments"}
    name = "passages.0.treatments.0.judged_by"
    page = named(asked(client, "sources", form), name)
    assert page.get("aria-required") == "true"

    known = {"judged_by": "editors/first", "judged": "2024-06-20"}
    page = named(asked(client, "sources", form | known), name)
    assert page.get("aria-required") is None


def test_a_passage_is_named_after_its_words(client: FlaskClient) -> None:
    """“body-2” would tell nobody which of the passages is meant."""
    form = ARTICLE | {
        "passages.0.part": "body",
        "passages.0.text": "Quill was not able to tie them",
    }
    (text, *_) = files(asked(client, "sources", form))

    assert " quill-able-them: " in text


def test_hints_are_for_people_who_tick_and_choose(client: FlaskClient) -> None:
    """No code stands as an example where labels can be chosen, and nothing is “true”."""
    text = client.get("/propose/sources").text

    assert "Example: own" not in text and "True where" not in text
    assert "Tick it where the sentences" in text
