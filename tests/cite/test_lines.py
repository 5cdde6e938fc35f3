"""A text is one line, and ends in the direction in which it began."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.cite.lines import line
from tests.cite.examples import BREAKS, TEXTS
from tests.strategies import REPEATABLE

OPENING = {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"}


def test_a_text_in_one_line_is_left_alone() -> None:
    """Quotation marks, dashes and letters of any script stay as they are."""
    text = "“unable” – it's <b> {x} & 中文 עברית"

    assert text == line(text)


def test_every_kind_of_white_space_is_one_space() -> None:
    """What ends a line for any reader is folded: also vertical tabs and U+2028."""
    assert "a b" == line(f"a{BREAKS}b")


def test_a_stretch_that_is_closed_is_not_closed_again() -> None:
    """Marks of direction in pairs are left as they are."""
    assert "a\u2067b\u2069\u202ac\u202c" == line("a\u2067b\u2069\u202ac\u202c")


def test_stretches_left_open_are_closed_from_the_inside() -> None:
    """An embedding within an isolate is closed before it."""
    assert "\u2067a\u202eb\u202c\u2069" == line("\u2067a\u202eb")


def test_an_isolate_that_closes_takes_what_it_holds_with_it() -> None:
    """The end of an isolate ends the embeddings in it (UAX 9, X6a)."""
    assert "\u2067\u202ea\u2069" == line("\u2067\u202ea\u2069")


@given(st.one_of(TEXTS, st.text()))
@REPEATABLE
def test_any_text_is_one_line_once_and_for_all(text: str) -> None:
    """The result has no line end, can be written in UTF-8, and is not changed again."""
    once = line(text)

    assert len(once.splitlines()) <= 1
    assert once == line(once)
    assert once.encode().decode() == once
