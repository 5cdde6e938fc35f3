"""What is found by typing part of a name, and what an address tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import ROOT
from app.edit.known import Known, likely, matching
from app.edit.names import proposed, slug
from app.records.addresses import day_in, host, last_words, normalised
from app.records.kinds import KINDS, folder_of
from app.records.load import load
from app.records.shape import shape_at

WHOLE = ROOT / "tests" / "fixtures" / "kb"


@pytest.fixture(scope="module")
def known() -> Known:
    """Return what the small knowledge base holds."""
    kb = load(WHOLE)
    ids = {
        kind: frozenset(one for one in kb.records if folder_of(one) == kind)
        for kind in KINDS
    }
    return Known(kb, ids)


def test_no_link_is_shown_without_its_caveats(known: Known) -> None:
    """Every link that may be chosen carries its words and each caveat that qualifies it."""
    shape = shape_at("sources", ("passages", "x", "restates", 0))
    assert shape is not None
    choices = known.choices(shape)

    assert 6 == len(choices)
    for choice in choices:
        caveats = [caveat.data["title"] for caveat in known.caveats_on(choice.id)]
        shown = [line for line in choice.details if line.startswith("caveat: ")]
        assert "“" in choice.details[0]
        assert len(caveats) == len(shown)
        assert all(title in line for title, line in zip(caveats, shown, strict=True))


def test_typing_finds_by_words_in_any_order(known: Known) -> None:
    """An id means one; words and their beginnings mean all that have them."""
    shape = shape_at("sources", ("publisher",))
    assert shape is not None
    choices = known.choices(shape)

    assert ["actors/quill"] == [one.id for one in matching(choices, "quill")]
    assert ["actors/the-harbour"] == [one.id for one in matching(choices, "harb the")]
    assert (
        []
        == matching(choices, "q")
        == matching(choices, "  ")
        == matching(choices, "zebra")
    )


def test_the_nearest_link_is_that_of_the_words(known: Known) -> None:
    """Words and numbers of a passage put the link that it repeats first."""
    shape = shape_at("sources", ("passages", "x", "restates", 0))
    assert shape is not None
    found = likely(known.choices(shape), "it could not tie them to the Lantern Group")

    assert "claims/quill-first#lantern" == found[0].id
    assert [] == likely(known.choices(shape), "zebra")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x", "http://www.a.example:80/x/#top"),
        ("https://a.example/x?b=1&utm_medium=y", "https://A.EXAMPLE/x?b=1"),
        ("https://a.example/x?b=1&a=2", "https://m.a.example/x?a=2&b=1"),
        ("https://a.example/caf%C3%A9", "https://a.example/café"),
        ("https://a.example/x", "https://web.archive.org/web/2019/https://a.example/x"),
    ],
)
def test_two_addresses_are_one(one: str, other: str) -> None:
    """What does not change the page does not make another address."""
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/y",
        "https://b.example/x",
        "https://a.example/x?id=2",
        "https://a.example:8080/x",
    ],
)
def test_two_addresses_are_two(other: str) -> None:
    """Another path, host, port or query is another page."""
    assert normalised("https://a.example/x") != normalised(other)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "http://[", "https://a.example:99999/x", "//"]
)
def test_hostile_addresses_tell_nothing(url: str) -> None:
    """What is no address is no traceback either."""
    assert "" == day_in(url)
    assert isinstance(host(url), str)
    assert isinstance(last_words(url), str)
    assert isinstance(normalised(url), str)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L’Été à São Paulo", "l-ete-a-sao-paulo"),
        ("العربية", ""),
        ("../..", ""),
        ("Straße 1,960", "strasse-1960"),
    ],
)
def test_names_are_of_plain_letters(text: str, name: str) -> None:
    """Accents fall off; what has no plain letters gives no name."""
    assert name == slug(text)


def test_a_proposed_name_is_free(known: Known, tmp_path: Path) -> None:
    """Where the day does not tell two apart, words of the address do, then a number."""
    data = {
        "publisher": "actors/quill",
        "published": "2024-05-02~",
        "url": "https://q.example/a-b",
    }
    taken: set[str] = set()
    for expected in ("quill-2024-05-02", "quill-2024-05-02-a-b", "quill-2024-05-02-a-b-2"):
        name = proposed("sources", data, taken.__contains__)
        assert f"sources/{expected}" == name
        taken.add(name)
    assert "actors/actor" == proposed("actors", {"name": "العربية"}, taken.__contains__)
