"""Links to words: what means something in a text directive is percent-encoded."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given

from app.cite.fragments import text_fragment
from app.cite.lines import line
from app.words.quotation import Quotation
from tests.cite.examples import TEXTS
from tests.strategies import REPEATABLE

PAGE = "https://a.example/x"


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("a-b, c & d", "a%2Db%2C%20c%20%26%20d"),
        ("50% #1 “x”", "50%25%20%231%20%E2%80%9Cx%E2%80%9D"),
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen",
            "one%20two%20three%20four%20five%20six,eight%20nine%20ten%20eleven%20twelve%20thirteen",
        ),
    ],
)
def test_words_are_encoded(words: str, directive: str) -> None:
    """Dash, comma and ampersand part terms; many words are named by their ends."""
    assert f"{PAGE}#:~:text={directive}" == text_fragment(PAGE, Quotation(words))


def test_what_stands_beside_the_words_is_named() -> None:
    """Prefix and suffix have the dash on the side of the words."""
    quotation = Quotation("no", prefix="it-said", suffix="more")

    assert f"{PAGE}#part:~:text=it%2Dsaid-,no,-more" == text_fragment(
        f"{PAGE}#part", quotation
    )


@given(TEXTS)
@REPEATABLE
def test_any_words_are_one_term_or_two(text: str) -> None:
    """No text adds a term, a directive or an address of its own."""
    address = text_fragment(PAGE, Quotation(line(text)))
    terms = address.removeprefix(f"{PAGE}#:~:text=").split(",")

    assert 1 <= len(terms) <= 2
    assert all(one.isascii() and not set(one) & set("-&# ") for one in terms)
    assert all(unquote(one) in line(text) for one in terms)
