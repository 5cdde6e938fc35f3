"""Fates against the words: what is kept stands there, what is omitted does not."""

from __future__ import annotations

import pytest

from app.records.checks.wording import words_of
from tests.records.checks.conftest import Changed

HARBOUR = "sources/harbour-2024-05-04"
QUILL = "sources/quill-2024-05-02"
CAVEAT = "caveats/quill-first-unable"
FRENCH = 'text: "Quill a supprimé 320 comptes du Lantern Group"'
OMITTED = "        fate: [omitted]"


@pytest.fixture
def judged(changed: Changed) -> Changed:
    """Return a function that judges a fate in a passage of some words, in English."""
    translation = '    translation: "Quill removed 320 accounts of the Lantern Group"\n'

    def judge(fate: str, words: str, lang: str = "en") -> list[str]:
        passage = f'text: "{words}"\n    lang: {lang}'
        rest = ('    adds: ["comptes du Lantern Group"]\n', "")
        hedge = ('        hedge: "a supprimé"\n', "")
        said = changed(
            HARBOUR,
            *(FRENCH, passage, OMITTED, f"        fate: [{fate}]"),
            *((translation, "") if lang == "en" else ()),
            *(*rest, *hedge),
        )
        return [line for line in said if line[:3] in ("R38", "R39")]

    return judge


@pytest.mark.parametrize(
    "words",
    [
        "Quill is “unable” to tie them to anybody",
        "QUILL WAS UNABLE\u00a0TO TIE THEM",
        "Quill says that no state or place outside Bouvet Island stands behind them: "
        "to tie them to the Lantern Group and no state or place outside Bouvet Island",
    ],
)
def test_what_is_kept_verbatim(judged: Changed, words: str) -> None:
    """The hedge, the words of the title or half of all the words are enough."""
    assert [] == judged("retained-verbatim", words)


def test_kept_where_nothing_of_it_stands(judged: Changed) -> None:
    """The words of the sentence that do not limit are not what is kept."""
    found = judged("retained-verbatim", "We tie them to the Lantern Group")
    said = "“retained-verbatim” is said, and no word of “Unable to tie” stands in the"
    assert [f"R38 {said} passage"] == found


def test_a_second_judgement_is_looked_at_too(changed: Changed) -> None:
    """What stands beside another editor's judgement is held against the words."""
    text = 'text: "Quill removed 320 accounts"\n    lang: en'
    found = changed(HARBOUR, FRENCH, text, "[not-observed]", "[retained-verbatim]")
    assert ["R38"] == [line[:3] for line in found if "retained-verbatim" in line]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("“We are unable to tie them to the Lantern Group”, it said", "R38"),
        ("Quill was unable to tie anybody to them", "R39"),
        ("Quill says that they are of the Lantern Group", ""),
        ("It is unable to say more of them", ""),
    ],
)
def test_what_is_omitted(judged: Changed, words: str, code: str) -> None:
    """Many words in a row are a fault, the words of the title alone are doubtful."""
    assert [code] == ([line[:3] for line in judged("omitted", words)] or [""])


def test_a_caveat_named_in_other_words(changed: Changed, judged: Changed) -> None:
    """Where the title has none of the words and no hedge is quoted, all of them count."""
    changed(CAVEAT, '"Unable to tie"', '"No finding"')
    changed("claims/quill-first", '    hedge: "unable"\n', "")
    lines = judged("retained-verbatim", "Behind them are people of Bouvet, says Quill")
    expected = "R39 “retained-verbatim” is said, and the passage does not hold “No finding”"
    assert [expected] == lines


def test_words_in_another_language(judged: Changed) -> None:
    """A translation is never verbatim in this sense, nor is anything to be compared."""
    assert [] == judged("retained-verbatim", "Quill a supprimé 320 comptes", "fr")


def test_a_caveat_without_words(changed: Changed, judged: Changed) -> None:
    """Of words that are none, such as an ellipsis, nothing is said."""
    changed(QUILL, '    text: "We are unable to tie', '    text: "… …"\n    note: "We are')
    assert [] == judged("omitted", "Quill removed 320 accounts")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ﬁrst\u00adly, L’ÉTAT", ("firstly", "l'état")),
        ("我们不能", ("我", "们", "不", "能")),
        ("“…”", ()),
    ],
)
def test_words_of_any_script(text: str, words: tuple[str, ...]) -> None:
    """Typography does not count; where no spaces part words, each letter counts."""
    assert words == words_of(text)
