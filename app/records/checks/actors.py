"""Actors: one record for one actor."""

from __future__ import annotations

from collections.abc import Iterator

from app.problems import Problem
from app.records.explain import quoted
from app.records.others import Others
from app.records.record import Record
from app.rules import SAME_ACTOR


def identities(record: Record, others: Others) -> Iterator[Problem]:
    """No two actors have the same Wikidata item or the same address."""
    if record.folder != "actors":
        return
    for key in ("wikidata", "url"):
        value = record.data.get(key)
        if value is None:
            continue
        same = [
            other.id for other in others.actors_with(key, value) if other.id != record.id
        ]
        if same:
            message = f"{quoted(value)} is also that of {min(same)}"
            yield SAME_ACTOR.at(record.places.value((key,)), message)
