"""What programs read of a page: tags, signposts, schema.org; they agree with the page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.cite.formats import FORMATS as CITATIONS
from app.site.formats import FORMATS, HTML
from app.site.versions.content import FROZEN
from tests.site.answers import Answer, ask
from tests.site.published import FIRST, NEW, Published, flagship, renamed

CLAIM = "claims/twitter-venezuela-764"
REVIEW = "reviews/about-2000-state-backed"
_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')

#: What every entry that was published says of its versions (RFC 7089).
MEMENTO = ("original timegate", "timemap")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give the site over the real records, published."""
    return flagship(tmp_path_factory.mktemp("flagship"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give a site with a claim whose title is markup."""
    return renamed(tmp_path_factory.mktemp("renamed"))


def zotero(answer: Answer) -> dict[str, Any]:
    """Read a page as Zotero does (its translator Embedded Metadata).

    ``z:itemType`` is stronger than what is guessed: ``citation_title`` alone makes an
    article of a journal, ``og:type`` a web page of anything.
    """
    tags: dict[str, list[str]] = {}
    for one in answer.page.tagged("meta"):
        if name := one.get("name") or one.get("property"):
            tags.setdefault(name, []).append(one.get("content") or "")
    guessed = "journalArticle" if "citation_title" in tags else "webpage"
    kind = tags.get("DC.type", tags.get("og:type", [guessed]))[0]
    return {
        "type": tags.get("z:itemType", [kind])[0],
        "title": tags.get("citation_title", [""])[0],
        "authors": tags.get("citation_author", []),
        "date": tags.get("citation_date", [""])[0],
        "url": tags.get("citation_public_url", [""])[0],
        "abstract": tags.get("description", [""])[0],
        "rights": tags.get("DC.rights", [""])[0],
    }


def signposts(answer: Answer) -> dict[str, list[tuple[str, str]]]:
    """Return the targets and media types of the links in the headers, by relation."""
    found: dict[str, list[tuple[str, str]]] = {}
    for value in answer.headers.getlist("Link"):
        for target, rel, kind in _LINK.findall(value):
            found.setdefault(rel, []).append((target, kind))
    return found


def data_block(answer: Answer) -> dict[str, Any]:
    """Return the one block of JSON-LD of a page."""
    (block,) = [one for one in answer.page.tagged("script") if one.get("type")]
    found: dict[str, Any] = json.loads("".join(map(str, block.children)))
    return found


def test_zotero_takes_a_web_page_with_caveats_in_its_title(real: Published) -> None:
    """Type, title, editors, day, address and licence, of every kind of entry."""
    for record in (CLAIM, REVIEW, "caveats/twitter-venezuela-764-unable"):
        item = zotero(ask(real.client, f"/{record}"))

        assert "webpage" == item["type"]
        assert f"version {real.version(record)}" in item["title"]
        assert "We are unable to definitively tie" in item["title"]
        assert "We are unable to definitively tie" in item["abstract"]
        assert ["Founding editors"] == item["authors"]
        assert f"{real.known.base}{record}/v/{real.version(record)}" == item["url"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", item["date"])
        assert "https://creativecommons.org/licenses/by/4.0/" == item["rights"]


def test_no_page_offers_an_identifier_that_is_none(real: Published) -> None:
    """A DOI anywhere would make Zotero ask for that instead."""
    text = ask(real.client, f"/{CLAIM}").text
    assert not re.search(r"\b10\.\d{4,}/", text)


def test_the_signposts_lead_somewhere(real: Published) -> None:
    """Level 1: each relation that the profile asks for; what lies here is answered."""
    answer = ask(real.client, f"/{CLAIM}")
    found = signposts(answer)
    page = f"{real.known.base}{CLAIM}"

    assert [(f"{page}/v/{real.version(CLAIM)}", "")] == found["cite-as"]
    assert {"https://schema.org/Claim", "https://schema.org/AboutPage"} == {
        target for target, _ in found["type"]
    }
    assert [("https://creativecommons.org/licenses/by/4.0/", "")] == found["license"]
    assert [(f"{real.known.base}editors/founding", "")] == found["author"]
    assert len(CITATIONS) == len(found["describedby"])
    assert len(FORMATS) - 1 == len(found["item"])
    for rel in ("author", "describedby", "item", "linkset"):
        for target, kind in found[rel]:
            one = ask(real.client, target.replace(real.known.base, "/"))
            assert 200 == one.status, target
            assert kind in (one.media_type, ""), target


def test_data_says_as_what_it_is_cited(real: Published) -> None:
    """Whoever takes the Turtle alone is told version and licence; none of the rest."""
    found = signposts(ask(real.client, f"/{CLAIM}.ttl"))
    assert {"cite-as", "license", "alternate", *MEMENTO} == found.keys()
    assert found["cite-as"] == signposts(ask(real.client, f"/{CLAIM}"))["cite-as"]


def test_the_link_set_says_what_the_headers_say(real: Published) -> None:
    """Level 2: the same relations, and the way back from each file."""
    answer = ask(real.client, f"/{CLAIM}/linkset.json")
    contexts = answer.json["linkset"]
    headers = signposts(ask(real.client, f"/{CLAIM}"))
    page = f"{real.known.base}{CLAIM}"

    assert "application/linkset+json" == answer.media_type
    assert page == contexts[0].pop("anchor")
    told = {
        rel: [(one["href"], one.get("type", "")) for one in targets]
        for rel, targets in contexts[0].items()
    }
    assert {rel: headers[rel] for rel in told} == told
    assert headers.keys() - told.keys() == {"alternate", "linkset", *MEMENTO}
    for rel, way in (("item", "collection"), ("describedby", "describes")):
        back = {one["anchor"] for one in contexts[1:] if way in one}
        assert {target for target, _ in told[rel]} == back
    assert all(
        [{"href": page, "type": HTML.media_type}] == value
        for one in contexts[1:]
        for key, value in one.items()
        if key != "anchor"
    )


@pytest.mark.parametrize("which", [0, 1], ids=["earlier", "current"])
def test_a_version_has_signposts_of_its_own(hostile: Published, which: int) -> None:
    """Both levels lead to the files of that version, and each is answered."""
    version = hostile.versions.versions_of(FIRST)[which]
    path = f"/{FIRST}/v/{version.name}"
    page = f"{hostile.known.base}{path[1:]}"
    found = signposts(ask(hostile.client, path))
    answer = ask(hostile.client, f"{path}/linkset.json")
    contexts = answer.json["linkset"]

    assert "application/linkset+json" == answer.media_type
    assert [(f"{page}/linkset.json", "application/linkset+json")] == found["linkset"]
    assert [(page, "")] == found["cite-as"]
    assert page == contexts[0].pop("anchor")
    told = {
        rel: [(one["href"], one.get("type", "")) for one in targets]
        for rel, targets in contexts[0].items()
    }
    assert {rel: found[rel] for rel in told} == told
    assert len(FROZEN) == len(told["item"])
    for rel in ("describedby", "item"):
        for target, kind in told[rel]:
            one = ask(hostile.client, target.replace(hostile.known.base, "/"))
            assert target.startswith(page) and 200 == one.status
            assert kind == one.media_type


def test_frozen_data_says_as_what_it_is_cited(hostile: Published) -> None:
    """As the data of an entry does; the licence with it."""
    version, _ = hostile.versions.versions_of(FIRST)
    path = f"{FIRST}/v/{version.name}"
    for item in FROZEN:
        found = signposts(ask(hostile.client, f"/{path}.{item.suffix}"))
        assert [(f"{hostile.known.base}{path}", "")] == found["cite-as"]
        assert found["license"]


@pytest.mark.parametrize(
    "path",
    [
        f"{FIRST}/v/000000000000/linkset.json",
        f"{FIRST}/v/x/linkset.json",
        f"{FIRST}/v/{'0' * 200}/linkset.json",
        f"{FIRST}/v/..%2f..%2flinkset/linkset.json",
        "claims/no-such/v/000000000000/linkset.json",
        "claims/NO/v/000000000000/linkset.json",
        "no-kind/x/v/000000000000/linkset.json",
        "places/VE/v/000000000000/linkset.json",
    ],
)
def test_a_version_that_is_none_has_no_link_set(hostile: Published, path: str) -> None:
    """It is not found, whatever is asked for."""
    assert 404 == ask(hostile.client, f"/{path}").status


@pytest.mark.parametrize("record", [CLAIM, REVIEW, FIRST])
def test_headers_are_one_line_each(
    real: Published, hostile: Published, record: str
) -> None:
    """No text of a record stands in a header, whatever its title is."""
    site = hostile if record == FIRST else real
    for path in (record, f"{record}/cite.bib", f"{record}/linkset.json"):
        for _, value in ask(site.client, f"/{path}").headers:
            assert not set(value) & set("\r\n")
            assert "<300>" not in value


def test_a_claim_is_a_claim_and_a_review_a_review(real: Published) -> None:
    """``ClaimReview`` stands on reviews alone, once a page; other kinds have no block."""
    kinds = {}
    for record in real.records:
        answer = ask(real.client, f"/{record}")
        blocks = [one for one in answer.page.tagged("script") if one.get("type")]
        folder = record.partition("/")[0]
        kinds.setdefault(folder, set()).add(
            tuple(data_block(answer)["@type"] for _ in blocks)
        )
    assert {("Claim",)} == kinds.pop("claims")
    assert {("ClaimReview",)} == kinds.pop("reviews")
    assert {()} == set().union(*kinds.values())


def test_a_review_has_what_is_required(real: Published) -> None:
    """Google's required properties, and no rating by number."""
    data = data_block(ask(real.client, f"/{REVIEW}"))

    assert {"claimReviewed", "reviewRating", "url", "author", "itemReviewed"} <= data.keys()
    assert "Misleading" == data["reviewRating"]["alternateName"].capitalize()
    assert "ratingValue" not in data["reviewRating"]
    assert f"{real.known.base}{REVIEW}" == data["url"]
    assert [{"@type", "name", "url"}] == [set(one) for one in data["author"]]
    assert data["itemReviewed"]["@type"] == "Claim"


@pytest.mark.parametrize("record", [CLAIM, REVIEW])
def test_what_is_said_to_programs_stands_on_the_page(real: Published, record: str) -> None:
    """Title with caveats, words, verdict and names are those that a reader sees."""
    answer = ask(real.client, f"/{record}")
    data = data_block(answer)
    (block,) = [one for one in answer.page.tagged("script") if one.get("type")]
    block.children.clear()
    seen = answer.page.text()

    said = [data["creditText"], *(one["name"] for one in data["author"])]
    said += data["text"].split(" […] ") if "text" in data else []
    if record == REVIEW:
        item = data["itemReviewed"]
        said += [data["claimReviewed"], data["reviewBody"], item["text"]]
        said += [data["reviewRating"]["alternateName"]]
    for text in said:
        assert text in seen
    for link in real.known.links_of(record):
        for caveat in link.caveats:
            assert caveat.words in data["description"]


def test_markup_in_a_title_is_text_to_programs(hostile: Published) -> None:
    """Neither the tags nor the block of data end where a title would end them."""
    answer = ask(hostile.client, f"/{FIRST}")

    assert NEW in zotero(answer)["title"]
    assert data_block(answer)["name"].startswith(NEW)
    assert "<300>" not in answer.text
