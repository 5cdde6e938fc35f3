"""Names of versions stay: the way in which they are made is pinned."""

from __future__ import annotations

import hashlib
import json

import orjson
import pytest
import rfc8785
from hypothesis import given

from app.history.digest import DIGITS, canonical, digest
from app.history.meaning import meaning
from app.records.kinds import KINDS
from tests.strategies import REPEATABLE, record_of


def test_the_canonical_json_names_itself() -> None:
    """Whoever holds the file can tell what it is called, with sha256sum alone."""
    data = canonical("actors/x", {"actors/x": {"status": "reviewed", "name": "É ✓"}})

    assert data == (
        '{"form":1,"id":"actors/x","records":{"actors/x":{"name":"É ✓","status":"reviewed"}}}'
    ).encode()
    assert hashlib.sha256(data).hexdigest() == digest(data)
    assert "PIN" == digest(data)[:DIGITS]
