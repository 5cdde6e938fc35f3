"""The form in which words and numbers are compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.graph.tokens import BARRIER, fold, indexed, tokens
from tests.strategies import REPEATABLE

#: Everything that a record may hold, and much that it may not.
_TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789 .,'’\u00a0\u202f٬-", max_size=24),
    st.text("aé’'“”-_ ıŞß推特\u0301\u200c", max_size=24),
)


def forms(text: str) -> list[str]:
    """Return the forms of the words of a text."""
    return [token.form for token in tokens(text)]


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """Give an empty index of full text with the tokeniser of the generations."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute(
            "CREATE VIRTUAL TABLE search USING fts5(text, tokenize="
            '"unicode61 remove_diacritics 2")'
        )
        made.execute("CREATE VIRTUAL TABLE words USING fts5vocab(search, instance)")
        yield made


@pytest.mark.parametrize(
    "written",
    [
        "1,196",
        "1.196",
        "1 196",
        "1\u00a0196",
        "1\u202f196",
        "1\u2009196",
        "1’196",
        "1'196",
        "1196",
        "١٬١٩٦",
        "１１９６",
    ],
)
def test_a_number_is_one_word_however_it_is_written(written: str) -> None:
    """Thousands may be parted as any country does; kinds of digit make no difference."""
    assert ["about", "1196", "accounts"] == forms(f"about {written} accounts")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.9.1", ["0", "9", "1"]),
        ("2.5", ["2", "5"]),
        ("0.901", ["0", "901"]),
        ("2019-01-31", ["2019", "01", "31"]),
        ("31 January 2019", ["31", "january", "2019"]),
        ("1,196.50", ["1196", "50"]),
        ("1,1961", ["1", "1961"]),
        ("12,34,567", ["12", "34", "567"]),
        ("1,196 200", ["1196", "200"]),
        ("1,196,200", ["1196200"]),
        ("10.1.196", ["10", "1", "196"]),
        ("3,814 and 764", ["3814", "and", "764"]),
        ("A1 000", ["a1", "000"]),
    ],
)
def test_other_figures_stay_as_they_are(text: str, expected: list[str]) -> None:
    """Decimals, versions, dates and lists of numbers are not run together."""
    assert expected == forms(text)


def test_a_number_with_a_space_may_be_two() -> None:
    """What a space parts is indexed as one number and as its groups."""
    assert [("31", "764")] == [token.groups for token in tokens("31 764")]
    assert [()] == [token.groups for token in tokens("31,764")]
    assert f"31764 {BARRIER} 31 {BARRIER} 764" == indexed(["31 764"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Irán", "iran"),
        ("MADURO", "maduro"),
        ("Straße", "strasse"),
        ("naïve", "nai\u0308ve"),
        ("Şahin", "sahin"),
        ("ılık", "ilik"),
        ("Østergård", "ostergard"),
        ("ＡＢＣ", "abc"),
        ("ﬁnd", "find"),
        ("كيهان", "کیهان"),
        ("تَوِیتِر", "تویتر"),
        ("می\u200cشود", "میشود"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    """Case, accents, ligatures and the letters of another keyboard make no difference."""
    assert fold(one) == fold(other)


def test_a_script_without_spaces_is_parted_by_letters() -> None:
    """In Chinese each letter is a word, so that a part of a sentence is found."""
    assert ["推", "特", "twitter", "删", "除"] == forms("推特Twitter删除")
    assert ["删", "除", "1196", "个"] == forms("删除1,196个")


def test_a_token_says_where_it_stands() -> None:
    """The place of a token is that in the text as it is given."""
    text = "Más de 1.196 “cuentas”"
    assert ["Más", "de", "1.196", "cuentas"] == [
        text[token.start : token.end] for token in tokens(text)
    ]


@given(_TEXTS)
@REPEATABLE
def test_index_and_page_part_a_text_alike(index: sqlite3.Connection, text: str) -> None:
    """The index holds the words of a text, by whichever of two ways they were made."""

    def held(given: str) -> list[str]:
        index.execute("DELETE FROM search")
        index.execute("INSERT INTO search VALUES (?)", (given,))
        rows = index.execute('SELECT term FROM words ORDER BY doc, "offset"')
        return [term for (term,) in rows if term != BARRIER]

    text = text.replace(BARRIER, "").encode("utf-8", "ignore").decode().replace("\0", "")
    groups = [group for token in tokens(text) for group in token.groups]
    assert held(" ".join([*forms(text), *groups])) == held(indexed([text]))
