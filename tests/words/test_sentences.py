"""Sentences in English and Spanish, and the paragraphs that they never cross."""

from __future__ import annotations

import pytest

from app.words.lexicon import lexicon
from app.words.paragraphs import paragraph_ends
from app.words.sentences import bounds, crossings


@pytest.mark.parametrize(
    ("lang", "text", "word", "sentence"),
    [
        ("en", "He left. The U.S. said no. She came.", "said", "The U.S. said no."),
        ("en", "Mr. Roth spoke. He left.", "spoke", "Mr. Roth spoke."),
        ("en", "It was 2.5 million. More came.", "was", "It was 2.5 million."),
        ("en", "“We left.” She stayed.", "left", "“We left.”"),
        ("en", "J. Smith spoke. He left.", "spoke", "J. Smith spoke."),
        ("en", "He said no. She left.", "left", "She left."),
        ("en", "Who? Nobody! All left.", "Nobody", "Nobody!"),
        ("en", "He left… and came back. Then", "came", "He left… and came back."),
        ("es", "El Sr. Pérez habló. ¿Quién? Él.", "habló", "El Sr. Pérez habló."),
        ("es", "El Sr. Pérez habló. ¿Quién fue? Él.", "fue", "¿Quién fue?"),
        ("es", "EE.UU. negó todo. Luego calló.", "negó", "EE.UU. negó todo."),
        ("en", "A headline\n\nThe text. More.", "headline", "A headline"),
        ("en", "One line\nand the next. More.", "next", "One line\nand the next."),
        ("en", "It left (as in Nat. Rev. It said so) then. More.", "then", "It left (as in Nat. Rev. It said so) then."),
        ("en", "It left. (It came. It saw.) More.", "came", "(It came."),
    ],
)  # fmt: skip
def test_the_sentence_round_a_word(lang: str, text: str, word: str, sentence: str) -> None:
    """Abbreviations, initials and numbers end no sentence; closing marks belong to it."""
    at = text.index(word)
    found = bounds(
        text, (at, at + len(word)), paragraph_ends(text), lexicon(lang).abbreviations
    )

    assert sentence == text[slice(*found)]


def test_lines_are_paragraphs_where_a_text_is_not_wrapped() -> None:
    """A line longer than any wrapped one tells that line ends divide paragraphs."""
    long = f"Word {'word ' * 40}end."
    text = f"A headline\n{long}\nThe end"

    assert (10, 11 + len(long)) == paragraph_ends(text)
    assert () == paragraph_ends("wrapped\nlines\nhere")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It says that:\n- one;\n- two\n- three", 3),
        ("It is, as he\n- who knew -\nsaid", 0),
        ("He came. • One", 0),
        ("In brief\n• one\n• two", 2),
        ("In brief.\n1. one\n2. two", 2),
        ("a page\fand the next", 1),
    ],
)
def test_lists_are_paragraphs_where_a_text_is_wrapped(text: str, ends: int) -> None:
    """A mark at the beginning of a line is one where the line before has closed."""
    assert ends == len(paragraph_ends(text))


def test_crossings_are_counted() -> None:
    """Ends of sentences and of paragraphs inside a span are counted, not those at its end."""
    text = "One. Two.\n\nThree. Four."
    paragraphs = paragraph_ends(text)

    assert (2, 1) == crossings(text, (0, len(text) - 6), paragraphs, ())
    assert (0, 0) == crossings(text, (0, 4), paragraphs, ())
