"""Words: speakers, translations, and names in titles."""

from __future__ import annotations

import pytest

from tests.records.checks.conftest import Changed

HARBOUR = "sources/harbour-2024-05-04"


def test_a_reaction_in_words_that_others_quote(changed: Changed) -> None:
    """Quoted words are the speaker's; words of the source itself the publisher's."""
    changed(
        HARBOUR, "    voice: own\n", "    voice: quoted\n    speaker: actors/ada-fenn\n"
    )
    reaction = "reactions/harbour-2024-05-04"
    assert [
        "R18 “sources/harbour-2024-05-04#comment” holds no words of “actors/the-harbour”"
    ] == changed(reaction, "Harbour on", "Harbour on")
    assert [] == changed(reaction, "by: actors/the-harbour", "by: actors/ada-fenn")


def test_an_author_speaks_in_a_source(changed: Changed) -> None:
    """Words of a source's own voice are also its authors'."""
    changed("reactions/harbour-2024-05-04", "by: actors/the-harbour", "by: actors/ada-fenn")
    assert [] == changed(HARBOUR, "published:", "authors: [actors/ada-fenn]\npublished:")


def test_english_needs_no_translation(changed: Changed) -> None:
    """English of any country needs none; a title in another language does."""
    assert [] == changed(HARBOUR, "    lang: en\n", "    lang: en-GB\n")
    assert ["R20 the language of the words is fr"] == changed(
        HARBOUR, 'translation: "Quill removes 320 accounts"\n', ""
    )


def test_a_title_may_name_who_is_also_asserted(changed: Changed) -> None:
    """The title of the later claim, which asserts the link, may hold the name."""
    assert [] == changed(
        "claims/quill-second", '"Quill on 20', '"Quill on the Lantern Group and 20'
    )


def test_a_title_may_name_claimants_and_who_reacts(changed: Changed) -> None:
    """Who speaks may be named, though a withheld link mentions them."""
    assert [] == changed(
        "claims/quill-first", "mentions: [actors/quill]", "mentions: [actors/ada-fenn]"
    )
    changed(
        "claims/quill-first",
        "mentions: [actors/ada-fenn]",
        "mentions: [actors/the-harbour]",
    )
    assert [] == changed("reactions/harbour-2024-05-04", "on the limit", "on its limit")


def test_a_title_names_nobody_mentioned_beside_a_withheld_link(changed: Changed) -> None:
    """A party that a withheld link only mentions is not for titles either."""
    changed(
        "claims/quill-first", "mentions: [actors/the-harbour]\n    certainty", "certainty"
    )
    found = changed(
        "claims/quill-first", "mentions: [actors/quill]", "mentions: [actors/the-harbour]"
    )
    assert [] == found
    assert [
        "R21 the title names “The Harbour”, known only from claims/quill-first#lantern, "
        "which is not asserted"
    ] == changed("caveats/quill-first-unable", "Unable to tie", "Unable to tie the harbour")


def test_the_title_of_a_reaction_keeps_the_promise(changed: Changed) -> None:
    """A reaction to a caveat names nobody from the withheld link in its title."""
    found = changed("reactions/harbour-2024-05-04", "on the limit", "on Lantern Group")
    assert [
        "R21 the title names “Lantern Group”, known only from claims/quill-first#lantern, "
        "which is not asserted"
    ] == found


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("sp", "R41 there is no language with the tag “sp”"),
        ("spa", "R41 there is no language with the tag “spa”. Did you mean “es”?"),
        ("en-ZZ", "R41 there is no country with the code “ZZ”"),
        ("Spanish", "Did you mean “es”?"),
        ("pt_br", "Did you mean “pt-BR”?"),
    ],
)
def test_a_tag_that_means_no_language(changed: Changed, tag: str, said: str) -> None:
    """What was meant is guessed of a name, another code, or other letters."""
    lines = changed(HARBOUR, "    lang: en\n", f"    lang: {tag}\n")
    assert any(said in line for line in lines)


@pytest.mark.parametrize("tag", ["en-GB", "pap"])
def test_a_tag_that_means_a_language(changed: Changed, tag: str) -> None:
    """A country may follow, and a language may have three letters."""
    lines = changed(HARBOUR, "    lang: en\n", f"    lang: {tag}\n")
    assert [] == [line for line in lines if line[:3] in ("R41", "S06")]


@pytest.mark.parametrize("tail", ["", ".", "”, they say"])
def test_words_that_stand_wholly_in_quotation_marks(changed: Changed, tail: str) -> None:
    """A quotation inside other words is no quotation of all of them."""
    text = "They say themselves that they cannot tie them."
    lines = changed(HARBOUR, f'"{text}"', f"'“{text}{'' if tail[1:] else '”'}{tail}'")
    due = [] if tail[1:] else ["R40"]
    assert due == [line[:3] for line in lines if line[:3] == "R40"]
