"""Names of versions stay: the way in which they are made is pinned."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import rfc8785

from app.history.digest import DIGITS, canonical, digest
from app.history.replay import update
from app.history.versions import Versions
from tests.repository import WHOLE, change

#: Whoever changes one of these breaks addresses that are in print.
NAMES = {
    "actors/ada-fenn": "0e8034842924",
    "caveats/quill-first-unable": "6392edc15b76",
    "claims/quill-first": "59409296a9be",
    "claims/quill-second": "b7cde67d822f",
    "reactions/harbour-2024-05-04": "9dfb92d20181",
    "sets/quill-first": "a1463fd9d32f",
    "sources/harbour-2024-05-04": "f94dadb9294c",
    "takedowns/quill-2024-05": "27bb123a32a7",
}


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[Versions]:
    """Return the versions of the knowledge base for tests, its review published too."""
    kb = tmp_path / "kb"
    shutil.copytree(WHOLE, kb)
    change(kb, "reviews/harbour-number", ("status: draft", "status: single-coded"))
    update(tmp_path / "versions.sqlite", kb)
    found = Versions.read(tmp_path / "versions.sqlite")
    yield found
    found.close()


def test_the_canonical_json_names_itself() -> None:
    """Whoever holds the file can tell what it is called, with sha256sum alone."""
    data = canonical("actors/x", {"actors/x": {"status": "reviewed", "name": "É ✓"}})

    assert (
        data
        == (
            '{"form":1,"id":"actors/x","records":{"actors/x":{"name":"É ✓","status":"reviewed"}}}'
        ).encode()
    )
    assert hashlib.sha256(data).hexdigest() == digest(data)
    assert "bec91edc4d6a" == digest(data)[:DIGITS]


def test_names_in_print_stay(versions: Versions) -> None:
    """The same records have the same names in every version of the program."""
    found = {record: versions.versions_of(record)[-1].name for record in NAMES}

    assert found == NAMES


@pytest.mark.parametrize("record", [*NAMES, "reviews/harbour-number"])
def test_a_frozen_file_says_what_it_is_of(versions: Versions, record: str) -> None:
    """It is JSON with the id, and begins to be read by it."""
    data = json.loads(versions.canonical(versions.versions_of(record)[-1]))

    assert {"form", "id", "records"} == data.keys()
    assert record == data["id"]
    assert record in data["records"]


def test_members_joined_are_the_whole_in_canonical_form() -> None:
    """RFC 8785 over the whole gives the same bytes, whatever the order of members."""
    members = {
        "sources/b": {"title": "“É” \u2028 \U0001f600", "z": 1, "a": [True, None, 1.5]},
        "sources/a-1": {"é": {}, "\U0001f600": "", "ﬀ": "\x00"},
        "actors/x": {},
    }
    whole = rfc8785.dumps({"form": 1, "id": "actors/x", "records": members})

    assert whole == canonical("actors/x", members)
