"""What changed since a day, as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.history.scripted import CAVEAT, FIRST, FOURTH
from tests.site.answers import ask
from tests.site.lived import Lived


@pytest.fixture(scope="module")
def client(lived: Lived) -> FlaskClient:
    """Return a client of the site at the end."""
    return lived.client()


def step(lived: Lived, name: str) -> str:
    """Return the date of a step."""
    return next(one.date for one in lived.repo.steps if one.name == name)


def changes(client: FlaskClient, since: str) -> list[dict[str, Any]]:
    """Return all changes since a day."""
    found: list[dict[str, Any]] = []
    path: str | None = f"/changes?since={since}"
    while path is not None:
        told = ask(client, path).json
        found += told["changes"]
        path = told["next"] and told["next"].partition("example")[2]
    assert told["total"] == len(found)
    return found


def test_they_are_told_oldest_first_from_the_day_on(
    lived: Lived, client: FlaskClient
) -> None:
    """The day itself is in; a moment in another zone is the same moment."""
    date = step(lived, "caveat")
    found = changes(client, date[:10])
    dates = [one["date"] for one in found]

    assert date == dates[0]
    assert dates == sorted(dates)
    assert found == changes(client, date)
    assert found == changes(client, f"{date[:11]}14:00:00%2B02:00")
    assert found == changes(client, f"{date[:11]}14:00:00+02:00")
    assert found[0] not in changes(client, f"{date[:11]}12:00:01Z")


def test_a_change_is_told_whole(lived: Lived, client: FlaskClient) -> None:
    """Record, kind, reason, digests, words, and the caveats of what is named."""
    date = step(lived, "caveat")
    found = {one["record"]: one for one in changes(client, date) if one["date"] == date}
    claim = found[FIRST]

    assert ("caveats", "caveat", True) == (
        claim["kind"],
        claim["reason"],
        claim["correction"],
    )
    assert len(claim["before"]) == len(claim["after"]) == 64
    assert claim["path"] == f"/{FIRST}/v/{claim['after'][:12]}"
    assert "Caveat changed: Unable to tie them" in str(claim["told"])
    assert [CAVEAT] == [one["id"] for one in claim["caveats"]]
    assert f"{FIRST}#lantern" in claim["caveats"][0]["links"]


def test_what_was_withdrawn_has_no_digest_after(lived: Lived, client: FlaskClient) -> None:
    """And says why it went."""
    last = [one for one in changes(client, "") if one["record"] == FOURTH][-1]

    assert ("withdrawn", None) == (last["kind"], last["after"])
    assert "The statement was not Quill's." == last["reason"]


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=2024-13-01",
        "since=2024",
        "since=9999-12-31T23:59:59-23:00",
        "page=0",
        "page=x",
    ],
)
def test_what_is_no_day_is_refused_in_a_sentence(client: FlaskClient, query: str) -> None:
    """With what would have been one."""
    found = ask(client, f"/changes?{query}")

    assert 400 == found.status
    assert found.json["error"].endswith(".")
