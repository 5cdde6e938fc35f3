"""Hostile text in every free-text field of every kind of record stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5rdf
import pytest
import yaml
from werkzeug.datastructures import Headers

from app.graph.build import build
from app.graph.gather import FACETS
from app.problems import Problem
from app.records.load import load
from app.site import headers
from app.site.factory import create_app
from app.site.pages import LISTED
from tests.site.answers import HOST, RDF, Answer, Crawl, ask, crawl
from tests.site.conftest import Site, copy_fixtures, not_crawled
from tests.site.knowledge import read_knowledge
from tests.site.markup import Element, squeeze
from tests.site.searches import search, searches

HOSTILE = (
    "<script>alert(1)</script> \"><img src=x onerror=1> ' onfocus='1 {{7*7}} {%x%} "
    "'; DROP TABLE record;-- </title></q><!-- &lt;b&gt; javascript:1 ]]> # é"
)
#: For the fields that hold little.
SHORT = "<script>1</script>\"'><i onx=1>{{7*7}}"
#: A name of an attribute that the site writes; none can run, load or style anything.
ATTRIBUTE = re.compile(r"(?!on|style$|src|formaction$)[a-z]+(?:-[a-z]+)*")
FREE_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
#: A hostile name, hedge, number or edit no longer stands in the words that it is said to stand
#: in, and a changed quotation voids its stamp.
DISAGREEMENTS = {"R14", "R16", "R34", "R35", "R42"}
#: Quoted too, and no text: digits that a pattern lets pass alone.
DIGESTS = ("sha256", "seal")
HTML = Headers({"Content-Type": "text/html; charset=utf-8"})
#: Every key that holds an address, in the file that has one.
ADDRESSES = [
    ("actors/quill.yaml", "url"),
    ("actors/quill.yaml", "wikidata"),
    ("sources/quill-2024-05-02.yaml", "url"),
    ("sources/quill-2024-05-02.yaml", "archived"),
    ("sources/quill-2024-05-02.yaml", "at"),
    ("kb.yaml", "base"),
    ("kb.yaml", "licence"),
    ("kb.yaml", "repository"),
]


def _hostile(text: str, key: str) -> str:
    """Add hostile text to a value; a finding has room for little."""
    return f"{text[:30]}{SHORT}" if key == "finding" else f"{text} {HOSTILE}"


def _poison(root: Path) -> int:
    """Add hostile text to every free text: the profile of records has it quoted."""
    count = 0
    for path in root.rglob("*.yaml"):
        lines = []
        for line in path.read_text("utf-8").splitlines():
            key = line.strip().removeprefix("- ").partition(":")[0]

            def replaced(match: re.Match[str], key: str = key) -> str:
                if key in DIGESTS:
                    return match[0]
                return json.dumps(_hostile(json.loads(match[0]), key))

            line, found = FREE_TEXT.subn(replaced, line)
            count += found
            lines.append(line)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return count


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give the site over records whose every free text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    root = copy_fixtures(folder / "kb")
    assert _poison(root) > 100
    kb = load(root)
    faults = [item for item in kb.problems if item.code not in DISAGREEMENTS]
    assert [] == faults
    build(kb, folder / "build")
    app = create_app(folder / "build")
    return Site("hostile", kb, read_knowledge(kb), folder / "build", app)


@pytest.fixture(scope="module")
def answered(hostile: Site) -> Crawl:
    """Give every answer of the hostile site, and those of searches in it."""
    crawled = crawl(hostile.client, not_crawled(hostile))
    urls = [
        search(suffix, **one)
        for one in hostile_searches(hostile)
        for suffix in ("", ".json")
    ]
    return replace(
        crawled,
        answers={**crawled.answers, **{url: ask(hostile.client, url) for url in urls}},
    )


def hostile_searches(site: Site) -> list[dict[str, str | list[str]]]:
    """Return searches that find hostile records, and that are hostile themselves."""
    typed = [HOSTILE, SHORT, f'"{HOSTILE}"', *HOSTILE.split(), "onfocus", "drop table"]
    asked: list[dict[str, str | list[str]]] = [{"q": text} for text in typed]
    asked += [{name: text} for name in FACETS for text in (HOSTILE, SHORT)]
    return [*asked, *searches(site)]


def attribute_faults(answer: Answer) -> list[str]:
    """Return what stands in the tags of a page that the templates do not write."""
    faults = []
    for item in answer.page.all():
        own = _is_own_script(answer, item)
        names = [name for name, _ in item.attributes if not (own and name == "src")]
        faults += [f"{item.tag} {name}" for name in names if not ATTRIBUTE.fullmatch(name)]
        faults += [f"{item.tag} twice" for name in set(names) if names.count(name) > 1]
        if item.tag in ("script", "img", "i", "style", "iframe") and not own:
            faults.append(item.tag)
        if item.tag == "form" or item.get("action") is not None:
            faults += _form_faults(answer, item)
        for name, value in item.attributes:
            outside = value.startswith(("http://", "https://"))
            if name in ("href", "src") and ":" in value and not outside:
                faults.append(f"{item.tag} {name}={value}")
            # What was typed into a field is its value, and leads nowhere.
            if name == "value" and item.tag == "input":
                continue
            if name == "style" or value.lstrip().lower().startswith("javascript:"):
                faults.append(f"{item.tag} {name}={value}")
    return faults


def _form_faults(answer: Answer, form: Element) -> list[str]:
    """Return what is wrong with a form: only the search may be asked, or a ledger itself."""
    target = urljoin(f"{HOST}{answer.url}", form.get("action"))
    fits = form.tag == "form" and form.get("method") == "get"
    own = f"{HOST}{answer.url}#rows-head" if _is_ledger(answer) else None
    return [] if fits and target in (f"{HOST}/search", own) else [f"form to {target}"]


def _is_own_script(answer: Answer, item: Element) -> bool:
    """Tell whether an element is a script of the site, or a block of data."""
    if item.tag != "script":
        return False
    if item.get("type") == "application/ld+json":
        return _is_entry(answer)
    script = "ledger" if _is_ledger(answer) else "cite" if _is_entry(answer) else "?"
    return (item.get("src") or "").endswith(f"/static/{script}.js")


def _is_entry(answer: Answer) -> bool:
    """Tell whether a page is that of a record, which has the script that copies."""
    kinds = "|".join(LISTED)
    return re.fullmatch(rf"/(?:{kinds})/[A-Za-z0-9-]+", answer.path) is not None


def _is_ledger(answer: Answer) -> bool:
    """Tell whether a page is a ledger, which has a script and asks itself."""
    return urlsplit(answer.url).path.endswith("/ledger")


def test_hostile_text_stays_text(hostile: Site, answered: Crawl) -> None:
    """No page breaks: every page answers, and its tags are those of the templates."""
    assert {200} == {item.status for item in answered.answers.values()}
    faults = {item.url: attribute_faults(item) for item in answered.pages}
    assert {} == {url: found for url, found in faults.items() if found}
    shown = squeeze(HOSTILE)
    pages = [item for item in answered.pages if shown in item.page.text()]
    kinds = {item.path.split("/")[1] for item in pages}
    assert {record.folder for record in hostile.kb.records.values()} <= kinds
    for item in pages:
        assert "49" not in re.findall(r"\{\{7\*7\}\}|\b49\b", item.page.text())


def test_hostile_names_are_titles_as_text(hostile: Site) -> None:
    """A hostile name is the title of its page, letter by letter."""
    for record in hostile.kb.published.values():
        if record.folder in ("actors", "claims", "sets", "sources"):
            name = record.data.get("name") or record.data["title"]
            page = ask(hostile.client, f"/{record.id}").page
            for tag in ("title", "h1"):
                assert page.tagged(tag)[0].text().startswith(squeeze(name))


def test_a_planted_break_is_found() -> None:
    """The check of attributes fails where text is not escaped."""
    forms = (
        '<form action="//x.example/" method="get"></form>',
        '<form action="search" method="post"></form>',
        '<p action="search"></p>',
        '<button formaction="x"></button>',
    )
    links = ('<p onx="1">', '<a href="javascript:1">x</a>', '<p style="x">')
    for planted in (SHORT, *links, *forms):
        answer = Answer("/x", 200, HTML, f"<main>{planted}".encode())
        try:
            found = attribute_faults(answer)
        except ValueError:
            continue
        assert found, planted


def test_every_page_is_valid_html(answered: Crawl) -> None:
    """An HTML5 parser finds no error in a page of each kind, hostile text and all."""
    kinds = {re.sub(r"[^/]*$", "", item.path): item for item in answered.pages}
    lists = {item.path: item for item in answered.pages if item.path.count("/") == 1}
    found = {item.url: item for item in answered.pages if item.path == "/search"}
    for item in {**kinds, **lists, **found}.values():
        parser = html5rdf.HTMLParser()
        parser.parse(item.text)
        assert [] == parser.errors, item.url
    assert len(kinds) > 8


def test_data_with_hostile_text_parses(hostile: Site, answered: Crawl) -> None:
    """Graphs, JSON and YAML parse, agree with each other, and hold the text as it is."""
    texts = {}
    for item in answered.answers.values():
        if item.media_type == "application/json":
            assert isinstance(item.json, dict)
        elif item.media_type == "application/yaml":
            record = item.path[1:].removesuffix(".yaml")
            if record in hostile.kb.records:
                data = yaml.load(item.body, yaml.BaseLoader)
                assert data.keys() == hostile.kb.records[record].data.keys()
        elif item.is_rdf:
            page = re.sub(r"\.\w+(?=\?|$)", "", item.url)
            texts.setdefault(page, []).append(item.triples)
    assert len(texts) > 20
    for path, graphs in texts.items():
        assert len(RDF) == len(graphs), path
        assert all(graph == graphs[0] for graph in graphs), path
    values = {
        triple.object.value
        for graphs in texts.values()
        for triple in graphs[0]
        if hasattr(triple.object, "value")
    }
    assert sum(HOSTILE in value for value in values) > 50


def test_headers_hold_no_text_of_records(hostile: Site, answered: Crawl) -> None:
    """No header of any answer has text of a record in it."""
    for item in answered.answers.values():
        for name, value in item.headers:
            assert name.lower() != "set-cookie"
            # The address of a search repeats what was typed, in characters of addresses.
            value = re.sub(r"\?[\w.~&=%+-]+", "?", value)
            allowed = ("text/javascript; charset=utf-8", headers.WITH_SCRIPT)
            assert "script" not in value.lower() or value in allowed
            assert not set(value) & set("\r\n{}")


@pytest.mark.parametrize(("file", "key"), ADDRESSES)
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.example/"]
)
def test_an_address_that_is_none_is_refused(
    tmp_path: Path, file: str, key: str, address: str
) -> None:
    """What a page makes a link of is an address of the web; the schema refuses others."""
    faults = _faults_with(tmp_path, file, rf"(?m)^(\s*{key}: ).*$", address)
    assert [file] == sorted({item.place.path.rpartition("kb/")[2] for item in faults})


@pytest.mark.parametrize(
    "character", ["\\u202e", "\\r", "\\n", "\\0", "\\u2066", "\\u2029", "\\x1b"]
)
def test_a_character_that_deceives_is_refused(tmp_path: Path, character: str) -> None:
    """Text that a reader would see in another order, or that ends a line, is not read."""
    assert _faults_with(tmp_path, "actors/quill.yaml", '(name: "Qu)', character)


def _faults_with(folder: Path, file: str, pattern: str, added: str) -> list[Problem]:
    """Return the faults of the records when *added* stands after a group in a file."""
    root = copy_fixtures(folder / "kb")
    assert () == load(root).problems
    path = root / file
    before = path.read_text("utf-8")
    match = re.search(pattern, before)
    assert match is not None
    path.write_text(before.replace(match[0], match[1] + added, 1), "utf-8")
    return list(load(root).problems)


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_security_headers_on_every_answer(answered: Crawl, hostile: Site) -> None:
    """Every answer, errors, redirects and static files too, has the strict headers."""
    client = hostile.client
    others = [
        ask(client, "/no-such-page"),
        ask(client, "/claims/no-such-claim.ttl"),
        ask(client, "/claims/"),
        ask(client, "/claims//x"),
        ask(client, "/", method="POST"),
        ask(client, "/", method="OPTIONS"),
        ask(client, "/", If_None_Match=ask(client, "/").headers["ETag"]),
        ask(client, "/static/caveat.css"),
        ask(client, "/static/no-such-file"),
    ]
    assert {200, 301, 304, 308, 404, 405} == {item.status for item in others}
    for item in (*answered.answers.values(), *others):
        for name, value in SAFE.items():
            assert value == item.headers.get(name), item.url
        policy = item.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "base-uri 'none'" in policy
        assert "form-action 'self'" in policy
        framed = item.path.endswith("/embed") and item.status == 200
        assert f"frame-ancestors {'*' if framed else chr(39) + 'none' + chr(39)}" in policy
        assert "unsafe" not in policy and ("*" in policy) is framed
        assert "script-src" not in policy or _is_ledger(item) or _is_entry(item)


def test_no_page_has_code_or_style_in_it(answered: Crawl) -> None:
    """Nothing that the policy would stop is on a page: no script, no inline style."""
    forbidden = re.compile(
        r"<(?:script|style)\b|<[^>]+\s(?:style|on\w+)\s*=", re.IGNORECASE
    )
    for item in answered.pages:
        # Every quote in text is written as a reference: what is left holds a value.
        text = item.text
        if _is_ledger(item):
            text, own = re.subn(r'<script src="[./]*/static/ledger\.js" defer>', "", text)
            assert 1 == own
        if _is_entry(item):
            text, own = re.subn(r'<script src="[./]*/static/cite\.js" defer>', "", text)
            assert 1 == own
            # A block of data: nothing in it can end it, and nothing in it runs.
            data = r'(?s)<script type="application/ld\+json">[^<]*</script>'
            text = re.sub(data, "", text)
        tags = re.sub(r'"[^"]*"', '""', text)
        assert forbidden.search(tags) is None, item.url
    assert forbidden.search('<p class="x" style="y">')
    assert forbidden.search("<script>")
