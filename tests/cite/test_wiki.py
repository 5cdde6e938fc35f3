"""The template of Wikipedia: one, with its parameters, whatever the words are."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
import wikitextparser
from hypothesis import given

from app.cite.cited import Author, Cited, title
from app.cite.wiki import cite_web, escaped
from tests.cite.examples import CITED, EXAMPLE, SEEN, TEXTS
from tests.strategies import REPEATABLE

PARAMETERS = {
    "author1",
    "date",
    "title",
    "url",
    "website",
    "publisher",
    "type",
    "language",
    "access-date",
}


def read(text: str) -> dict[str, str]:
    """Return the parameters of the one template that an independent parser finds."""
    parsed = wikitextparser.parse(text)
    (template,) = parsed.templates
    assert "cite web" == template.name.strip()
    assert text.strip() == str(template)
    assert [] == parsed.wikilinks
    assert [] == parsed.get_tags()
    assert [] == parsed.get_bolds_and_italics()
    return {one.name: unescape(one.value.strip()) for one in template.arguments}


def test_the_template_is_read_back() -> None:
    """An independent parser finds what was written."""
    assert read(cite_web(EXAMPLE, SEEN)) == {
        "author1": "The Caveat editors",
        "date": "2026-11-25",
        "title": title(EXAMPLE, within_quotes=True),
        "url": EXAMPLE.url,
        "website": "Caveat",
        "type": "Attribution claim",
        "language": "en",
        "access-date": "2026-12-01",
    }


def test_what_else_is_known_has_its_parameter() -> None:
    """A publisher of its own, editors by name, words that are quoted."""
    cited = replace(
        EXAMPLE,
        publisher="A press",
        authors=(Author("Ana Díaz", "Díaz", "Ana"), Author("Others")),
        quote="a|b",
        version_date=None,
    )
    found = read(cite_web(cited))

    assert "A press" == found["publisher"]
    assert ("Díaz", "Ana", "Others") == (found["last1"], found["first1"], found["author2"])
    assert "a|b" == found["quote"]
    assert "date" not in found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b=c", "a&#124;b&#61;c"),
        ("{{x}}", "&#123;&#123;x&#125;&#125;"),
        ("[[x]]", "&#91;&#91;x&#93;&#93;"),
        ("</nowiki>", "&#60;/nowiki&#62;"),
        ("&amp;", "&#38;amp;"),
        ("Twitter's ''own''", "Twitter's &#39;&#39;own&#39;&#39;"),
        ("~ ~~~~", "~ &#126;&#126;&#126;&#126;"),
        ("a_b __TOC__", "a_b &#95;&#95;TOC&#95;&#95;"),
        ("https://x.example: y", "https&#58;//x.example: y"),
    ],
)
def test_markup_is_written_as_entities(text: str, written: str) -> None:
    """What a wiki would read as markup is shown as it is; other signs are left alone."""
    assert written == escaped(text)


@given(TEXTS)
@REPEATABLE
def test_escaping_loses_nothing(text: str) -> None:
    """The entities stand for the characters that they replace."""
    assert escaped(unescape(escaped(text))) == escaped(text)


@given(CITED)
@REPEATABLE
def test_any_text_makes_one_template(cited: Cited) -> None:
    """No text ends the template, adds a parameter, or makes a link of its own."""
    found = read(cite_web(cited, SEEN))

    assert PARAMETERS == set(found)
    assert title(cited, within_quotes=True) == found["title"]
