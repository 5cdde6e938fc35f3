"""A reference in RIS: one, whole, each value in its line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import rispy
from hypothesis import given

from app.cite.cited import Author, Cited, note, title
from app.cite.lines import line
from app.cite.ris import ris
from tests.cite.examples import CITED, EXAMPLE, SEEN
from tests.strategies import REPEATABLE

LINE = re.compile(r"[A-Z][A-Z0-9]  - [^\r\n]*\r\n")


def read(text: str) -> dict[str, Any]:
    """Return the one reference that an independent parser finds."""
    (reference,) = rispy.loads(text)
    found: dict[str, Any] = reference
    return found


def test_a_reference_is_read_back() -> None:
    """An independent parser finds the fields under the names that it gives them."""
    found = read(ris(replace(EXAMPLE, publisher="A press"), SEEN))

    assert "ELEC" == found["type_of_reference"]
    assert ["The Caveat editors"] == found["authors"]
    assert title(EXAMPLE) == found["title"]
    assert list(note(EXAMPLE)) == found["notes"]
    assert "2026" == found["year"]
    assert "2026/11/25/" == found["date"]
    assert "2026/12/01/" == found["access_date"]
    assert "0123456789ab" == found["edition"]
    assert [EXAMPLE.url] == found["urls"]
    assert "A press" == found["publisher"]


def test_it_begins_with_its_type_and_ends_with_its_end() -> None:
    """The first and the last line are those that RIS prescribes."""
    lines = ris(EXAMPLE).split("\r\n")

    assert "TY  - ELEC" == lines[0]
    assert ["ER  - ", ""] == lines[-2:]


def test_a_name_in_parts_has_its_comma() -> None:
    """Family name first."""
    authors = (Author("Ana Díaz", "Díaz", "Ana"), Author("X", "X"))

    assert ["Díaz, Ana", "X"] == read(ris(replace(EXAMPLE, authors=authors)))["authors"]


def test_a_day_that_is_not_known_is_left_out() -> None:
    """No empty line stands for it."""
    assert not {"year", "date"} & set(read(ris(replace(EXAMPLE, version_date=None))))


@given(CITED)
@REPEATABLE
def test_any_text_stays_in_its_line(cited: Cited) -> None:
    """No text begins another tag or another reference, and none is lost."""
    text = ris(cited)
    found = read(text)

    assert text == "".join(LINE.findall(text))
    assert title(cited) == found["title"]
    assert list(note(cited)) == found["notes"]
    assert line(cited.container) == found["secondary_title"]
