"""The rendered text of every style says caveats, version and day."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings

from app.cite import csl
from app.cite.cited import Author, Cited
from app.cite.lines import line
from app.cite.styles import STYLES, Style, _frame, all_rendered, rendered
from tests.cite.examples import CITED, EXAMPLE, SEEN, UNABLE, real_claims, with_texts
from tests.strategies import REPEATABLE

#: How each style prints the day of the version.
DAYS = {"apa": "(2026, November 25)", "chicago": "November 25, 2026", "mla": "25 Nov. 2026"}
SEEN_ON = {"apa": "December 1, 2026", "chicago": "December 1, 2026", "mla": "1 Dec. 2026"}
EXPECTED = {
    "apa": (
        "The Caveat editors. (2026, November 25). The “x” of y (version 0123456789ab of "
        "2026-11-25, with the caveat “We are “unable” to tie”) [Attribution claim]. Caveat. "
        "https://kb.example/claims/twitter-venezuela-764/v/0123456789ab"
    ),
    "chicago": (
        "The Caveat editors. “The ‘x’ of y (version 0123456789ab of 2026-11-25, with the "
        "caveat ‘We are “unable” to tie’)”. Attribution claim. Caveat, November 25, 2026. "
        "https://kb.example/claims/twitter-venezuela-764/v/0123456789ab."
    ),
    "mla": (
        "The Caveat editors. “The ‘x’ of y (version 0123456789ab of 2026-11-25, with the "
        "caveat ‘We are “unable” to tie’)”. Attribution claim. Caveat, 25 Nov. 2026, "
        "https://kb.example/claims/twitter-venezuela-764/v/0123456789ab."
    ),
}

every_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)


@every_style
def test_the_whole_text(style: Style) -> None:
    """The entry of a bibliography, to the letter."""
    cited = with_texts("The “x” of y", "We are “unable” to tie")

    assert EXPECTED[style.name] == rendered(cited, style)


@every_style
def test_every_real_claim_is_cited_with_version_day_and_caveats(style: Style) -> None:
    """Each caveat is in the text verbatim, whole and in its own capitals."""
    for cited in real_claims():
        text = rendered(cited, style)

        assert f"version {cited.version} of 2026-11-25" in text
        assert DAYS[style.name] in text
        assert cited.url in text
        for caveat in cited.caveats:
            assert caveat.words in text


@every_style
def test_a_note_alone_would_not_be_printed(
    style: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the caveats stand in the title: with another one, the text has none."""
    monkeypatch.setattr("app.cite.cited.title", lambda *_args, **_named: "short")

    assert UNABLE in csl.item(EXAMPLE)["note"]
    assert UNABLE not in rendered(EXAMPLE, style)


@every_style
def test_what_is_not_known_is_not_printed(style: Style) -> None:
    """Without a day the version still stands in the text."""
    text = rendered(replace(EXAMPLE, version_date=None), style)

    assert "(version 0123456789ab, with the caveats “" in text.replace("‘", "“")
    assert "2026" not in text


@every_style
def test_the_day_of_access_is_printed_where_no_other_is_known(style: Style) -> None:
    """So the styles want it; it is passed in, never read from a clock."""
    undated = replace(EXAMPLE, version_date=None)

    assert SEEN_ON[style.name] in rendered(undated, style, SEEN)
    assert SEEN_ON[style.name] not in rendered(EXAMPLE, style, SEEN)


def test_an_editor_with_a_name_in_parts_comes_by_the_family() -> None:
    """APA abbreviates the given name."""
    cited = replace(EXAMPLE, authors=(Author("Ana Díaz", "Díaz", "Ana"),))

    assert rendered(cited, STYLES[0]).startswith("Díaz, A. (2026, November 25).")


def test_all_styles_stand_below_their_labels() -> None:
    """The text file has every style once."""
    text = all_rendered(EXAMPLE)

    assert [style.label for style in STYLES] == text.splitlines()[::3]
    assert len(STYLES) == text.count(UNABLE)


@given(CITED)
@settings(REPEATABLE, max_examples=15)
def test_a_title_put_in_afterwards_is_as_the_style_prints_it(cited: Cited) -> None:
    """What is rendered once for many titles and addresses is what it gives for each."""
    for style in STYLES:
        item = csl.item(cited, within_quotes=style.quotes_titles)
        whole = _frame(style.csl, orjson.dumps({**item, "id": "frame"}))

        assert "".join(whole) == rendered(cited, style)


@given(CITED)
@settings(REPEATABLE, max_examples=15)
def test_any_text_is_rendered_as_it_is(cited: Cited) -> None:
    """Markup of other formats, breaks and directions leave the caveats whole."""
    for style in STYLES:
        text = rendered(cited, style)

        assert 1 == len(text.splitlines())
        for caveat in cited.caveats:
            assert line(caveat.words) in text
