"""Folding finds what typography hides, and tells apart what it does not."""

from __future__ import annotations

import pytest

from app.words.differences import hyphens_agree, named, of_words
from app.words.folding import caseless, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“a” ‘b’ «c»", '"a" "b" "c"'),
        ("don’t", "don't"),
        ("a — b", "a - b"),
        ("a--b", "a—b"),
        ("3–4", "3-4"),
        ("ﬁve oﬃces", "five offices"),
        ("e\u0301", "é"),
        ("un\u00adable", "unable"),
        ("un\u200bable\u202e", "unable"),
        ("infor-\nmation", "information"),
        ("a \n\t b\u00a0c", "a b c"),
        ("a…", "a . . ."),
        ("a\r\nb", "a b"),
        ("1,\n196", "1,196"),
    ],
)
def test_what_is_the_same_word_folds_alike(one: str, other: str) -> None:
    """Typography makes no difference to the folded text."""
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("unаble", "unable"),
        ("Eliminacion", "Eliminación"),
        ("was", "were"),
        ("a, b", "a b"),
        ("a—b", "ab"),
        ("accounts–\nrun", "accountsrun"),
        ("764²", "7642"),
        ("2,\n19", "2,19"),
    ],
)
def test_what_is_another_word_stays_one(one: str, other: str) -> None:
    """Letters, accents, punctuation and superscripts are no typography."""
    assert caseless(fold(one)).text != caseless(fold(other)).text


def test_offsets_lead_back_through_every_pass() -> None:
    """Marks, composition, signs and case: the way back is to the text as it is held."""
    text = "Die un\u00adscho\u0308ne „STRASSE“…"
    folded = caseless(fold(text))
    at = folded.text.index("unschöne")

    assert 'die unschöne "strasse"...' == folded.text
    assert "un\u00adscho\u0308ne" == text[folded.start(at) : folded.end(at + 8)]


def test_case_that_grows_leads_back() -> None:
    """“ß” becomes two letters, each of which leads back to it."""
    folded = caseless(fold("eine Straße"))

    assert "eine strasse" == folded.text
    assert (9, 10) == (folded.start(9), folded.end(10)) == (folded.start(9), folded.end(11))


@pytest.mark.parametrize(
    ("held", "quoted", "agree"),
    [
        ("state-backed", "state-backed", True),
        ("state-backed", "statebacked", False),
        ("state-\nbacked", "state-backed", True),
        ("state-\nbacked", "statebacked", True),
        ("statebacked", "state-\nbacked", True),
        ("state–backed", "state-backed", True),
        ("a b", "a b", True),
        ("two-\nfold re-sign", "twofold resign", False),
    ],
)
def test_hyphens_agree(held: str, quoted: str, agree: bool) -> None:
    """A hyphen is a letter, except where a line ends or dashes are mixed up."""
    assert agree == hyphens_agree(held, quoted)


def test_every_difference_is_named() -> None:
    """What differs in typography and case is named by its class, once."""
    held = "The “oﬃcial” re-\nport…  of\u200b MAY"
    quoted = 'The "official" report... of May'

    assert [
        "case",
        "marks that nobody sees",
        "dashes",
        "spaces or line ends",
        "quotation marks",
        "ligatures",
        "ellipses",
    ] == list(named(held, quoted))
    assert [] == list(named(held, held))


def test_words_that_differ_are_named() -> None:
    """Words added, left out and put in others' places are told apart."""
    held, quoted = (
        ["we", "do", "not", "know", "it"],
        ["we", "do", "surely", "know", "it", "indeed"],
    )

    assert ["“surely” stands for “not”", "“indeed” is added"] == list(
        of_words(held, quoted)
    )
    assert ["“not” is left out"] == list(of_words(held, ["we", "do", "know", "it"]))
