"""A quotation that is copied takes its source and the caveats with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from app.cite.cited import Cited, title
from app.cite.lines import line
from app.cite.plain import quotation
from tests.cite.examples import CITED, EXAMPLE, with_texts
from tests.strategies import REPEATABLE


def test_the_words_and_below_them_their_source() -> None:
    """Two lines, to the letter."""
    cited = with_texts("x", "no", quote="located in Venezuela", fragment="location")

    assert quotation(replace(cited, publisher="A press")) == (
        "“located in Venezuela”\n"
        "— x (version 0123456789ab of 2026-11-25, with the caveat “no”). Caveat, A press. "
        "https://kb.example/claims/twitter-venezuela-764/v/0123456789ab#location"
        ":~:text=located%20in%20Venezuela\n"
    )


def test_what_quotes_nothing_is_no_quotation() -> None:
    """To ask for one is a fault of the program."""
    with pytest.raises(ValueError, match="no words of"):
        quotation(EXAMPLE)


@given(CITED)
@REPEATABLE
def test_any_quotation_is_two_lines(cited: Cited) -> None:
    """The second has the title, with every caveat."""
    words, source = quotation(replace(cited, quote=cited.title)).splitlines()

    assert f"“{line(cited.title)}”" == words
    assert title(cited) in source
