"""The item in CSL-JSON has the variables of CSL 1.0.2, and no text in it is markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import citeproc
from hypothesis import given

from app.cite import csl
from app.cite.cited import Author, Cited
from tests.cite.examples import CITED, EXAMPLE, SEEN, UNABLE, with_texts
from tests.strategies import REPEATABLE

#: The schema of the CSL project, as the processor brings it.
SCHEMA = Path(citeproc.SCHEMA_PATH).parent
DATES = {"issued", "accessed"}


def terms(name: str) -> set[str]:
    """Return the values that a file of the schema lists."""
    text = (SCHEMA / name).read_text("utf-8")
    return set(re.findall(r'^\s*[|=]?\s*"([A-Za-z_-]+)"', text, re.MULTILINE))


def test_the_item_has_only_variables_of_csl() -> None:
    """A key that is no variable of CSL 1.0.2 would be refused by its schema of data."""
    item = csl.item(replace(EXAMPLE, publisher="A press"), SEEN)

    assert item["type"] in terms("csl-types.rnc")
    assert set() == set(item) - terms("csl-variables.rnc") - {"id", "type"}


def test_the_schema_is_read() -> None:
    """What is looked up lists what it should, and not everything."""
    assert {"title", "container-title", "issued"} <= terms("csl-variables.rnc")
    assert not {"webpage", "caveat"} & terms("csl-variables.rnc")


def test_dates_are_parts_and_other_values_texts() -> None:
    """The forms that CSL-JSON gives to dates, names and texts."""
    item = csl.item(EXAMPLE, SEEN)

    assert {"date-parts": [[2026, 11, 25]]} == item["issued"]
    assert {"date-parts": [[2026, 12, 1]]} == item["accessed"]
    assert [{"literal": "The Caveat editors"}] == item["author"]
    rest = {key: value for key, value in item.items() if key not in {*DATES, "author"}}
    assert all(isinstance(value, str) for value in rest.values())


def test_a_name_in_parts_is_one_in_parts() -> None:
    """An editor who gives family and given name is sorted by the family."""
    cited = replace(EXAMPLE, authors=(Author("Ana Díaz", "Díaz", "Ana"), Author("X", "X")))

    assert [{"family": "Díaz", "given": "Ana"}, {"family": "X"}] == csl.item(cited)[
        "author"
    ]


def test_nothing_is_said_that_is_not_known() -> None:
    """No day, no publisher of its own, no access: no such keys."""
    item = csl.item(replace(EXAMPLE, version_date=None))

    assert not {"issued", "accessed", "publisher"} & set(item)


def test_the_title_has_no_short_form() -> None:
    """A style that prints the short title would leave out the caveats."""
    assert not {"title-short", "shortTitle"} & set(csl.item(EXAMPLE))


def test_the_title_keeps_its_letters_in_every_style() -> None:
    """The whole of it stands outside any change of case."""
    title = csl.item(EXAMPLE)["title"]

    assert title.startswith('<span class="nocase">')
    assert title.endswith("</span>")
    assert UNABLE in title


def test_tags_in_a_text_are_text() -> None:
    """A "<" before a letter is kept from being read as a tag; others are left alone."""
    title = csl.item(with_texts("a <i>b</i> < c <3"))["title"]

    assert "a <\u2060i>b<\u2060/i> < c <3" in title


@given(CITED)
@REPEATABLE
def test_any_text_makes_one_item_without_a_tag_of_its_own(cited: Cited) -> None:
    """The document is JSON with one item; the only tag is the one round the title."""
    document = csl.document(cited)
    (item,) = json.loads(document)

    assert document == csl.document(cited)
    inside = item["title"].removeprefix('<span class="nocase">').removesuffix("</span>")
    for text in (inside, item["note"], item["genre"], item["container-title"]):
        assert re.search("<[A-Za-z/]", text) is None
