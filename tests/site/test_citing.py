"""Every citation of every entry says its version and carries every caveat."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.cite import tex, wiki
from app.cite.formats import FORMATS, Format
from app.cite.lines import line
from app.graph.store import Generations
from app.site.citing.entry import citing_of
from app.site.citing.house import current_house
from app.site.pages import record_page
from app.site.versions.content import caveats_in, relied_on, version_page
from tests.site import promise
from tests.site.answers import Answer, ask
from tests.site.published import FIRST, NEW, OLD, Published, flagship, renamed

#: How a text stands in a format that has marks of its own; in the others as it is.
WRITTEN: dict[str, Callable[[str], str]] = {
    "bib": tex.escaped,
    "biblatex.bib": tex.escaped,
    "wiki.txt": wiki.escaped,
    "csl.json": lambda text: json.dumps(line(text), ensure_ascii=False)[1:-1],
}
HOLDING = ("claims", "caveats", "sets", "takedowns")
every_format = pytest.mark.parametrize("wanted", FORMATS, ids=lambda one: one.suffix)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give the site over the real records, published."""
    return flagship(tmp_path_factory.mktemp("flagship"))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give a site on which a claim has another title than at first."""
    return renamed(tmp_path_factory.mktemp("renamed"))


def lost(answer: Answer, site: Published, record: str, wanted: Format) -> list[str]:
    """Return what the citation of a record should say and does not."""
    written = WRITTEN.get(wanted.suffix, line)
    words = {
        caveat.words
        for link in promise.cited_links(record, site.known)
        for caveat in link.caveats
    }
    texts = [f"version {site.version(record)}", *map(written, sorted(words))]
    address = f"{site.known.base}{record}/v/{site.version(record)}"
    return [text for text in (*texts, address) if text not in answer.text]


@every_format
def test_every_citation_has_version_and_every_caveat(
    real: Published, wanted: Format
) -> None:
    """Of every real entry, in every format; what is lost is named."""
    client = real.client
    faults, held = {}, 0
    for record in real.records:
        answer = ask(client, f"/{record}/cite.{wanted.suffix}")
        held += bool(promise.cited_links(record, real.known))
        if answer.status != 200 or (found := lost(answer, real, record, wanted)):
            faults[record] = answer.status if answer.status != 200 else found
    assert {} == faults
    assert held > 30


def test_a_version_holds_what_its_citation_names(real: Published) -> None:
    """The page and the version that it cites say the same; each caveat is in its JSON."""
    versions, now = real.versions, Generations(real.out).current()
    house, held = current_house(now), 0
    for record in real.records:
        version = versions.current(record)
        assert version is not None
        pages = record_page(now, record), version_page(now, versions, version)
        today, then = (citing_of(page.view.head, house, version) for page in pages)
        assert today == then
        frozen = {words for _, words in caveats_in(relied_on(versions, version))}
        assert {one.words for one in today.caveats} <= frozen
        held += bool(today.caveats)
    assert held > 100


def test_a_citation_without_its_caveat_is_found(real: Published) -> None:
    """The check of the test above can fail."""
    record, wanted = "claims/twitter-venezuela-764", FORMATS[-1]
    answer = ask(real.client, f"/{record}/cite.txt")
    assert [] == lost(answer, real, record, wanted)
    assert lost(answer, real, "claims/twitter-russia-418", wanted)


@every_format
def test_a_citation_has_its_media_type_and_a_name(real: Published, wanted: Format) -> None:
    """What a reference manager opens is a file with the version in its name."""
    record = "claims/twitter-venezuela-764"
    answer = ask(real.client, f"/{record}/cite.{wanted.suffix}")
    kept = answer.headers["Content-Disposition"]

    assert f"{wanted.media_type}; charset=utf-8" == answer.headers["Content-Type"]
    if wanted.media_type == "text/plain":
        assert "inline" == kept
    else:
        name = f"claims-twitter-venezuela-764-{real.version(record)}.{wanted.suffix}"
        assert f'attachment; filename="{name}"' == kept
    again = ask(
        real.client, f"/{record}/cite.{wanted.suffix}", If_None_Match=answer.headers["ETag"]
    )
    assert (304, b"") == (again.status, again.body)


@every_format
def test_an_older_version_is_cited_as_it_was(changed: Published, wanted: Format) -> None:
    """Its title, its digits; those of today are cited beside it."""
    written = WRITTEN.get(wanted.suffix, line)
    old, new = changed.versions.versions_of(FIRST)
    then = ask(changed.client, f"/{FIRST}/v/{old.name}/cite.{wanted.suffix}")
    now = ask(changed.client, f"/{FIRST}/cite.{wanted.suffix}")

    assert written(OLD) in then.text and f"version {old.name}" in then.text
    assert written(NEW) in now.text and f"version {new.name}" in now.text
    assert written(NEW) not in then.text
    for link in changed.known.links_of(FIRST):
        for caveat in link.caveats:
            assert written(caveat.words) in then.text


def test_the_version_that_stands_is_cited_alike_by_both_names(changed: Published) -> None:
    """Below its digits and below the record the same bytes are answered."""
    digits = changed.version(FIRST)
    for one in FORMATS:
        named = ask(changed.client, f"/{FIRST}/v/{digits}/cite.{one.suffix}")
        assert named.body == ask(changed.client, f"/{FIRST}/cite.{one.suffix}").body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{FIRST}/cite.exe", 404),
        (f"{FIRST}/cite.html", 404),
        (f"{FIRST}/cite/no-such-link.txt", 404),
        (f"{FIRST}/cite/lantern.exe", 404),
        (f"{FIRST}/v/000000000000/cite.txt", 404),
        (f"{FIRST}/v/zz/cite.txt", 404),
        ("claims/no-such-claim/cite.txt", 404),
        ("claims/%0d%0aX/cite.txt", 404),
        ("claims/quill-bouvet/cite.bib", 301),
        ("claims/quill-bouvet/linkset.json", 301),
    ],
)
def test_what_is_not_there_is_not_cited(changed: Published, path: str, status: int) -> None:
    """An unknown record, part, version or format; a former id leads on."""
    answer = ask(changed.client, f"/{path}")
    assert status == answer.status
    if status == 301:
        assert answer.headers["Location"] == f"/{FIRST}/{path.rpartition('/')[2]}"


def test_each_link_is_cited_with_its_own_caveats(real: Published) -> None:
    """A link that is withheld says so; its words and its caveats stand in the text."""
    for link in real.known.links.values():
        claim, _, name = link.id.partition("#")
        answer = ask(real.client, f"/{claim}/cite/{name}.txt")

        assert 200 == answer.status
        assert f"/v/{real.version(claim)}#{name}" in answer.text
        assert ("denied or withheld" in answer.text) is (link.polarity != "asserts")
        for caveat in link.caveats:
            assert caveat.words in answer.text


def test_a_passage_is_cited_with_the_caveats_on_what_it_repeats(real: Published) -> None:
    """Every passage of every source that repeats links of claims."""
    client = real.client
    known = {link.id: link for link in real.known.links.values()}
    seen = 0
    for record in real.records:
        for name, passage in _passages(real, record).items():
            for link in passage.get("restates", ()):
                text = ask(client, f"/{record}/cite/{name}.txt").text
                seen += 1
                assert [] == [
                    one.id for one in known[link].caveats if one.words not in text
                ]
    assert seen > 50


def _passages(site: Published, record: str) -> dict[str, dict[str, list[str]]]:
    if not record.startswith("sources/"):
        return {}
    current = site.versions.current(record)
    assert current is not None
    found: dict[str, dict[str, list[str]]] = (
        site.versions.records_of(current).records[record].data.get("passages", {})
    )
    return found


def test_the_page_has_each_quotation_with_its_source(real: Published) -> None:
    """Words, title with version and caveats, and an address that opens at the words."""
    record = "claims/twitter-venezuela-764"
    page = ask(real.client, f"/{record}").page
    (found,) = [one for one in page.all() if one.get("id") == "copy-foreign-government"]
    text = found.text()

    assert text.startswith("“We are unable to definitively tie")
    assert f"/v/{real.version(record)}#foreign-government:~:text=We%20are" in text
    for link in real.known.links_of(record):
        for caveat in link.caveats if link.id.endswith("#foreign-government") else ():
            assert caveat.words in text


def test_the_box_has_every_style_and_leads_to_every_file(real: Published) -> None:
    """Four texts with every caveat, six files; nothing there needs a script."""
    record = "claims/twitter-venezuela-764"
    answer = ask(real.client, f"/{record}")
    (box,) = answer.page.classed("cite-files")
    links = {one.get("href") for one in box.tagged("a")}

    assert {f"twitter-venezuela-764/cite.{one.suffix}" for one in FORMATS} == links
    by_id = {one.get("id"): one.text() for one in answer.page.all() if one.get("id")}
    for name in ("apa", "chicago", "mla", "wiki"):
        for link in real.known.links_of(record):
            for caveat in link.caveats:
                assert caveat.words in by_id[f"cite-{name}"]
        assert real.version(record) in by_id[f"cite-{name}"]
    assert all(one.get("hidden") is not None for one in answer.page.classed("copy"))
