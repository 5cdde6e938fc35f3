"""What a page says of itself is taken from its markup, and hostile pages say nothing."""

from __future__ import annotations

import pytest

from app.words.about import About, about
from app.words.copies import Completeness
from app.words.fetch import HTML, PDF, Document

HEAD = '<meta property="og:title" content="A  title"><meta property="article:published_time" content="2019-02-01T23:00:00Z">'


def page(body: str | bytes, kind: str = HTML) -> Document:
    """Return a document as if it had been fetched."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    return Document("https://gull.example/a", kind, None, data, Completeness.COMPLETE)


def test_title_day_and_language() -> None:
    """They stand in the markup of the page."""
    text = f'<html lang="es-ve"><head>{HEAD}</head><body><p>Words.</p></body></html>'

    assert About("A title", "2019-02-01", "es-VE") == about(page(text))


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "plain words",
        "<",
        "<html lang=''>",
        "<p>2019-02-01 no day</p>",
        b"\xff\xfe\x00",
        "<b>" * 3000,
    ],
)
def test_a_page_that_says_nothing(body: str | bytes) -> None:
    """Of a day in the text nothing is made, and no page is too strange to be looked at."""
    found = about(page(body))

    assert ("", "") == (found.published, found.lang)


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ('<meta itemprop="datePublished" content="2019-02-01">', "2019-02-01"),
        (
            '<time itemprop="datePublished" datetime="2019-02-01T01:00">x</time>',
            "2019-02-01",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2019-02-01T"}</script>',
            "2019-02-01",
        ),
        ('<meta property="article:modified_time" content="2019-02-01">', ""),
        ('<meta property="article:published_time" content="2019-02-31">', ""),
        ('<script type="application/ld+json">{"datePublished": ["2019-02-01"</script>', ""),
        ('<time datetime="2019-02-01">x</time>', ""),
    ],
)
def test_the_day_is_that_which_is_marked(markup: str, day: str) -> None:
    """Only what the page calls its publication counts, and only a day of the calendar."""
    assert (
        day
        == about(page(f"<html><body>{markup}<p>1 March 2018</p></body></html>")).published
    )


def test_other_documents_say_nothing() -> None:
    """A PDF is not looked into; a title too long for a record is none."""
    assert About() == about(page(b"%PDF-1.7", PDF))
    assert "" == about(page(f"<html><head><title>{'x' * 300}</title></head></html>")).title
