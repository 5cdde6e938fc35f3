"""What somebody looks for, read from whatever they typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.graph.question import MOST_LETTERS, MOST_TERMS, MOST_VALUES, cleaned, question
from app.graph.search import Searcher
from app.graph.store import Generation
from tests.strategies import REPEATABLE

#: What is syntax somewhere: in FTS5, in SQL, in a URL, or nowhere.
SYNTAX = [
    "AND",
    "a AND",
    "NOT a",
    "OR OR OR",
    "NEAR(a b, 2)",
    "title : a",
    "{title names} : a",
    "- a",
    "-a +b ^c",
    "(((",
    "a)",
    '"',
    'a " b',
    '"""',
    '"" * ""',
    "*",
    "**a**",
    "a*b*",
    "'; DROP TABLE record; --",
    "a\0b",
    "\0",
    "\ud800 \udfff",
    "\ue000",
    "\u202e\u2066",
    "“unable ”to” tie",
    "%00 %ff ?1 :a @b $c",
    "½ ² Ⅳ ㎏",
    "\\",
    "[a]",
    "rank",
    "search",
]


def forms(text: str) -> list[tuple[str, ...]]:
    """Return what is looked for."""
    return [term.forms for term in question(text).terms]


def test_words_phrases_numbers_and_beginnings() -> None:
    """Quotes of any shape hold a phrase, a star ends a beginning, all else is words."""
    terms = question("Unable “definitively tie” «de Irán» 1,196 venez*").terms
    assert ["unable", "definitively tie", "de iran", "1196", "venez"] == [
        " ".join(term.forms) for term in terms
    ]
    assert [False, False, False, False, True] == [term.begins for term in terms]


def test_what_no_space_parts_is_a_phrase() -> None:
    """A name with a hyphen, a date or a contraction is looked for as it is written."""
    assert [("pro", "maduro"), ("2019", "01", "31"), ("wasn", "t")] == forms(
        "pro-Maduro 2019-01-31 wasn’t"
    )


def test_operators_are_words() -> None:
    """Nothing that is syntax in the index is syntax in what is typed."""
    assert [("and",), ("not",), ("title",), ("near",), ("x",)] == forms(
        "AND -NOT title: NEAR( x )"
    )
    assert '"and" AND "not"' == question("AND NOT").expression


def test_a_quote_that_is_not_closed_is_passed_over() -> None:
    """Half a quotation is words."""
    assert [("a", "b"), ("c",), ("d",)] == forms('"a b" "c d')


def test_a_beginning_of_one_letter_is_a_word() -> None:
    """A single letter with a star would match a large part of all words."""
    assert not question("a*").terms[0].begins
    assert question("a*").widened() is None
    assert question("ab*").terms[0].begins


@pytest.mark.parametrize(
    "text", ["a\0b", "a\u202eb", "a\ud800b", "a \ufdd0\t\nb", " a  b "]
)
def test_what_cannot_be_seen_parts_words(text: str) -> None:
    """Control characters, halves of pairs and what is no character are spaces."""
    assert "a b" == cleaned(text)


def test_a_question_has_bounds() -> None:
    """Letters, terms and values of facets are limited, and it is said that they are."""
    assert MOST_LETTERS >= len(question("a" * 10_000).text)
    assert MOST_TERMS == len(question("a " * 50).terms)
    assert question("a" * 10_000).cut and question("a " * 50).cut
    assert not question("a b").cut
    values = [str(number) for number in range(100)]
    assert MOST_VALUES == len(question("", {"year": values}).chosen["year"])


def test_a_question_has_one_address() -> None:
    """Values in any order, twice or empty, and facets that are none, change nothing."""
    one = question("a", {"kind": ["sets", "", "claims", "sets"], "no": ["x"]})
    assert {"kind": ("claims", "sets")} == one.chosen
    assert one == question("a", {"kind": ["claims", "sets"]})


def test_a_value_is_toggled() -> None:
    """Choosing a value twice takes it back."""
    one = question("a", {"kind": ["claims"]})
    two = one.toggled("kind", "sets").toggled("year", "2019")
    assert {"kind": ("claims", "sets"), "year": ("2019",)} == two.chosen
    assert one == two.toggled("kind", "sets").toggled("year", "2019")


@pytest.mark.parametrize("text", SYNTAX, ids=ascii)
def test_no_syntax_is_an_error(generation: Generation, text: str) -> None:
    """Whatever is syntax elsewhere is an answer here."""
    found = Searcher().search(generation, question(text), 10)
    assert found.total >= len(found.ids)


@given(
    st.one_of(
        st.text(max_size=60),
        st.text('"*()-+:^{}[]\\ANDORNEATab 1,.’\0\ue000', max_size=40),
        st.lists(st.sampled_from(SYNTAX), max_size=4).map(" ".join),
    )
)
@REPEATABLE
def test_nothing_typed_is_an_error(generation: Generation, text: str) -> None:
    """No text at all makes the index complain, nor do the questions near it."""
    searcher, asked = Searcher(), question(text)
    wider = asked.widened()
    for one in (asked, *([wider] if wider else []), *asked.shorter()):
        found = searcher.search(generation, one, 5)
        assert found.total >= len(found.ids)
