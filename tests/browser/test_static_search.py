"""The search of a copy of the site: its script finds what the served site finds."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from app.graph.question import question
from app.graph.tokens import tokens
from app.site.export import write
from app.site.export.addresses import addresses
from app.site.export.hosts import headers
from app.site.export.write import export
from tests.site.answers import Answer, ask
from tests.site.conftest import Site, copy_fixtures, make_site
from tests.site.hosting import pages_host
from tests.site.promise import links_held, lost_caveats

pytestmark = pytest.mark.browser

#: What is typed; each finds something, or says that nothing is found.
TYPED = [
    "quill",
    "“cannot tie”",
    '"unable to"',
    "harb*",
    "harbo",
    "supprimé",
    "SUPPRIME",
    "1,320",
    "1.320",
    "1 320",
    "320",
    "quill network",
    "no-such-word",
    "(",
    "<img src=x onerror=alert(1)>",
]


class Handler(SimpleHTTPRequestHandler):
    """Serves files as a host of pages does, and is silent."""

    def translate_path(self, path: str) -> str:
        """Return the file of a path."""
        root = Path(self.directory)
        return str(pages_host(root, urlsplit(path).path) or root / "none")

    def end_headers(self) -> None:
        """Send the policy that hosts are told: the search works under it."""
        # The first is that of every page; the one of embeds follows.
        policy, *_ = re.findall(r"(Content-Security-Policy): (.*)", headers())
        self.send_header(*policy)
        super().end_headers()

    def log_message(self, format: str, *_: object) -> None:
        """Write nothing to the terminal."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give the site over the knowledge base for tests."""
    folder = tmp_path_factory.mktemp("records")
    return make_site("fixtures", copy_fixtures(folder / "kb"), folder / "build")


@pytest.fixture(scope="module")
def origin(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve its copy, without the pages of places, on a free port of this machine."""
    folder = tmp_path_factory.mktemp("copy") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            write,
            "addresses",
            lambda now: (g for g in addresses(now) if not g[0].startswith("/places/")),
        )
        export(site.out, folder, lambda *_: None)
    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def opened(browser: Browser, origin: str) -> Iterator[Callable[[str], Page]]:
    """Give what opens the search with a query; no script may fail."""
    context = browser.new_context()
    faults: list[str] = []

    def made(query: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(f"{origin}/search?{query}")
        if query:
            page.wait_for_selector("#found-head:not(:text-is('What can be searched'))")
        return page

    yield made
    context.close()
    assert [] == faults


def found(page: Page) -> list[str]:
    """Return the paths of the records that are shown."""
    hrefs = page.eval_on_selector_all(".hit h3 a", "all => all.map(a => a.pathname)")
    return list(hrefs)


def kinds(paths: list[str]) -> list[str]:
    """Return the folders of paths."""
    return [path.split("/")[1] for path in paths]


@pytest.mark.parametrize("typed", TYPED)
def test_it_finds_what_the_served_site_finds(
    site: Site, opened: Callable[[str], Page], typed: str
) -> None:
    """The same records on the first page, each card with its caveats."""
    page = opened(f"q={quote(typed)}")
    served = ask(site.client, f"/search.json?q={quote(typed)}").json
    shown = page.content()
    answer = Answer("/search", 200, ask(site.client, "/about").headers, shown.encode())

    total = served["total"]
    assert page.inner_text("#found-head").startswith(
        "1 record" if total == 1 else f"{total} records"
    )
    expected = [card["ref"]["path"] for card in served["cards"]]
    assert kinds(expected) == kinds(found(page))
    if total <= 10:
        assert sorted(expected) == sorted(found(page))
    assert [] == lost_caveats(answer, site.known)
    if typed == "quill":
        assert links_held(answer, site.known)
    assert typed == page.input_value("#search-words")


def test_words_are_read_alike(opened: Callable[[str], Page]) -> None:
    """The script reads words, numbers and terms as the program does."""
    page = opened("")
    texts = [
        "Irán’s 1 196 accounts, 0.9.1 on 2019-01-31",
        "Straße ŒUVRE ﬁne İstanbul ΣΊΣΥΦΟΣ ǅ Ǣ Ĳ ½ ②",
        "٧٦٤ حساباً مُعَلَّق كتابة يى 1٬196 १२३ हिन्दी",
        "中文 帳號 テスト 한국어 ภาษาไทย",
        "x\u00adsoft zero\u200bwidth e\u0301 \U0001f1fb\U0001f1ea don’t_stop",
        "12 345 678 1.196,50 007 1,96 1,1966 10,000",
    ]
    read = page.evaluate(
        """async (texts) => {
          const letters = new Letters(await read("letters.json"));
          return texts.map((text) => letters.tokens(text).map((t) => [t.form, t.groups]));
        }""",
        texts,
    )
    expected = [[[t.form, list(t.groups)] for t in tokens(text)] for text in texts]
    assert json.dumps(expected) == json.dumps(read)

    asked = [
        "“unable to” 1,196 -Maduro* AND (",
        '"a b"* c* de* "open',
        "1 196 x-y",
        "*",
        '""',
    ]
    terms = page.evaluate(
        """async (asked) => {
          const letters = new Letters(await read("letters.json"));
          return asked.map((one) => letters.terms(one));
        }""",
        asked,
    )
    assert [
        [
            {"forms": list(t.forms), "begins": t.begins, "groups": list(t.groups)}
            for t in question(one).terms
        ]
        for one in asked
    ] == terms


def test_pages_terms_and_marks(opened: Callable[[str], Page]) -> None:
    """What was looked for is marked, terms are explained, and pages lead on and back."""
    page = opened("q=quill")
    assert page.locator(".hit mark").count()
    assert page.locator(".hit mark").first.inner_text().lower() == "quill"
    page.locator(".hit button.term").first.click()
    assert 1 == page.locator(".gloss:popover-open").count()
    assert "In the vocabulary" in page.locator(".gloss:popover-open").inner_text()
    page.keyboard.press("Escape")
    first = found(page)
    page.click("a[rel~=next]")
    page.wait_for_selector("a[rel~=prev]")
    assert page.inner_text("#found-head").endswith("page 2 of 2")
    assert set() == set(first) & set(found(page))


def test_without_script_there_is_a_sentence(browser: Browser, origin: str) -> None:
    """Nothing is left broken where no script runs."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/search?q=quill")
    assert "this browser runs none" in page.inner_text("main")
    context.close()
