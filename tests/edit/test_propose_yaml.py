"""What a proposal writes reads back as the same data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.edit.writer import bare
from app.records.kinds import KINDS
from app.records.load import load
from app.records.schema import check
from app.records.tree import read
from tests.site.conftest import ROOT
from tests.strategies import REPEATABLE, records


@pytest.mark.parametrize("folder", KINDS)
def test_every_record_reads_back(folder: str) -> None:
    """Whatever the schemas allow is written so that it reads back, without a fault."""

    @settings(REPEATABLE, max_examples=8)
    @given(records(folder))
    def reads_back(record) -> None:
        tree = read(bare(folder, record.data).encode(), "x.yaml")
        assert record.data == tree.data
        # A variation selector is a letter to the strategies, and refused in any form.
        assert [] == [item for item in tree.problems if item.code != "Y04"]
        assert [] == check(folder, tree)

    reads_back()


@REPEATABLE
@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_reads_back(text: str, name: str) -> None:
    """No text ends its line or its quotes, in whatever field it stands."""
    data = {
        "title": text,
        "publisher": text,
        "published": text,
        "authors": [text],
        "passages": {"x": {"text": text, "adds": [text, name], "seen": {"in": text}}},
    }
    tree = read(bare("sources", data).encode("utf-8", "surrogatepass"), "x.yaml")
    assert data == tree.data or tree.problems


@pytest.mark.parametrize(
    "text",
    ["2019", "0764", "1e3", "true", "null", "~", "a: b", "a #b", "- a", "[a]", "x:", "",
     "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'a'", '"a"', "a\nb", "---", "..."],
)  # fmt: skip
def test_a_word_that_yaml_takes_otherwise_is_quoted(text: str) -> None:
    """What is no plain word of YAML stands in quotes, also where text stands plain."""
    tree = read(bare("sources", {"published": text}).encode(), "x.yaml")
    assert ({"published": text}, ()) == (tree.data, tree.problems)


def test_the_real_records_keep_their_order_and_data() -> None:
    """Every record of the knowledge base is written with the data that it has."""
    for record in load(ROOT / "kb").records.values():
        written = read(bare(record.folder, record.data).encode(), record.path)
        assert (record.data, ()) == (written.data, written.problems), record.id
