"""CITATION.cff says of the whole what ``kb.yaml`` and the program say of it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from app import ROOT, __version__
from tests.cite.citationfile import faults


@pytest.fixture(scope="module")
def cff() -> dict[str, Any]:
    """Return the file, its dates as texts."""
    text = (ROOT / "CITATION.cff").read_bytes()
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return found


@pytest.fixture(scope="module")
def header() -> dict[str, Any]:
    """Return ``kb.yaml``, its dates as texts."""
    found: dict[str, Any] = yaml.load(
        (ROOT / "kb" / "kb.yaml").read_bytes(), yaml.BaseLoader
    )
    return found


def test_the_file_has_the_keys_of_the_format(cff: dict[str, Any]) -> None:
    """All that are required, and none that the format does not know."""
    assert [] == list(faults(cff))
    assert "dataset" == cff["type"]
    assert all(one["name"] for one in cff["authors"])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cff-version", "1.1.0"),
        ("date-released", "2026"),
        ("edition", "2026-11-25"),
        ("title", ""),
        ("authors", [{"affiliation": "Quill"}]),
        ("type", "article"),
    ],
)
def test_a_fault_is_found(cff: dict[str, Any], key: str, value: Any) -> None:
    """What the tests rest on can refuse."""
    assert 1 == len(list(faults({**cff, key: value})))


def test_it_is_the_version_and_the_edition_that_is_served(
    cff: dict[str, Any], header: dict[str, Any]
) -> None:
    """Whoever raises one of them is told of the other."""
    assert __version__ == cff["version"]
    assert header["edition"] == cff["date-released"]


def test_title_and_licence_are_those_of_the_knowledge_base(
    cff: dict[str, Any], header: dict[str, Any]
) -> None:
    """The licence is an identifier of SPDX here, and its address there."""
    assert cff["title"].startswith(f"{header['title']}: ")
    assert header["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert cff["license"] == "CC-BY-4.0"


def test_whoever_cites_is_told_of_the_caveat(cff: dict[str, Any]) -> None:
    """The message is what a forge shows beside the citation."""
    assert "caveat" in cff["message"]
