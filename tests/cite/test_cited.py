"""The texts that all formats share hold version, day and every caveat."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from app.cite.cited import Author, Caveat, Cited, note, title, version
from app.cite.lines import line
from tests.cite.examples import CITED, EXAMPLE, SIMILAR, UNABLE, real_claims, with_texts
from tests.strategies import REPEATABLE


def test_the_title_says_version_day_and_every_caveat() -> None:
    """The whole title, as readers will see it."""
    expected = (
        "Twitter on 764 accounts located in Venezuela (version 0123456789ab of 2026-11-25, "
        f"with the caveats “{UNABLE}”; “{SIMILAR}”)"
    )

    assert expected == title(EXAMPLE)


def test_the_title_of_what_has_no_caveat_says_its_version() -> None:
    """Nothing is said of caveats where there are none."""
    assert "x (version 0123456789ab of 2026-11-25)" == title(with_texts("x"))


def test_a_day_that_is_not_known_is_not_said() -> None:
    """The version alone stands in the title."""
    assert "x (version 0123456789ab)" == title(with_texts("x", version_date=None))


def test_what_was_never_published_has_no_version() -> None:
    """It says so; the caveat stands beside it as ever."""
    cited = with_texts("x", "no", version="", version_date=None)

    assert "x (no version, with the caveat “no”)" == title(cited)
    assert "No version." == note(cited)[0]
    assert "claims-twitter-venezuela-764" == cited.key


def test_what_was_taken_back_says_when_in_title_and_note() -> None:
    """It stands beside the version, before the caveats, and in each line once."""
    ended = replace(EXAMPLE, ended="withdrawn on 2026-12-01\n")

    assert f"version {version(EXAMPLE)}, withdrawn on 2026-12-01, with the" in title(ended)
    assert note(ended)[0].endswith(". It was withdrawn on 2026-12-01.")
    assert len(note(ended)) == len(note(EXAMPLE))


def test_a_withheld_link_is_called_one_in_title_and_note() -> None:
    """Where only the part that was withheld is cited, its name never stands alone."""
    link = with_texts("x", "no", withheld=True, fragment="a.b", fragment_title="named")

    assert title(link) == (
        "x: named (a link that was denied or withheld; "
        "version 0123456789ab of 2026-11-25, with the caveat “no”)"
    )
    assert "It is a link that was denied or withheld." in note(link)[0]


def test_within_quotation_marks_those_of_the_title_are_single() -> None:
    """The marks in the name turn; the words of a caveat stay verbatim."""
    cited = with_texts("The “potential” accounts", "we are “not sure”")

    assert title(cited, within_quotes=True) == (
        "The ‘potential’ accounts (version 0123456789ab of 2026-11-25, "
        "with the caveat ‘we are “not sure”’)"
    )


def test_a_sentence_that_two_caveats_quote_stands_once() -> None:
    """Two caveats can rest on the same words."""
    assert 1 == title(with_texts("x", "same", "same")).count("same")
    assert 1 == "".join(note(with_texts("x", "same", "same"))).count("same")


def test_the_note_says_whose_words_the_caveats_are() -> None:
    """Two lines: the version, and the caveats."""
    cited = replace(EXAMPLE, caveats=(Caveat("no", "Twitter, 31 January 2019"),))

    assert note(cited) == (
        "Version 0123456789ab of 2026-11-25.",
        "With the caveat “no” (Twitter, 31 January 2019).",
    )


def test_the_key_names_part_and_version() -> None:
    """No character in it means anything to BibTeX or biber."""
    assert (
        "claims-x.a.b-0123456789ab" == replace(EXAMPLE, id="claims/x", fragment="a.b").key
    )


def test_the_address_leads_to_the_part_and_holds_no_markup() -> None:
    """What could end an address in a wiki text or in TeX is percent-encoded."""
    cited = replace(EXAMPLE, url="https://kb.example/a|b}c d''é", fragment="x")

    assert "https://kb.example/a%7Cb%7Dc%20d%27%27%C3%A9#x" == cited.address


def test_the_publisher_is_named_only_where_it_is_another() -> None:
    """A knowledge base that publishes itself is not named twice."""
    assert "" == EXAMPLE.house
    assert "A press" == replace(EXAMPLE, publisher="A press").house


def test_every_caveat_of_every_real_claim_stands_in_title_and_note() -> None:
    """Verbatim and whole, however many there are."""
    claims = real_claims()
    qualified = [one for one in claims if one.caveats]

    assert len(qualified) >= 8
    for cited in qualified:
        for caveat in cited.caveats:
            assert caveat.words in title(cited)
            assert caveat.words in note(cited)[1]


@given(CITED)
@REPEATABLE
def test_no_text_takes_a_caveat_out(cited: Cited) -> None:
    """Whatever the words are, they stand in the title and in a note of two lines."""
    lines = note(cited)

    assert 2 == len(lines)
    assert all(1 == len(one.splitlines()) for one in lines)
    for caveat in cited.caveats:
        assert line(caveat.words) in title(cited)
        assert line(caveat.words) in lines[1]


def test_a_name_is_not_split_by_guess() -> None:
    """Only parts that somebody gave are parts."""
    assert "" == Author("Ana María Díaz").family
