"""What is proposed together: a new record, and the outlet that has none yet."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from app.edit.propose import asked
from app.graph.store import Generation
from app.records.kinds import is_record_id


def proposed(
    now: Generation,
    folder: str,
    written: Mapping[str, Any],
    *,
    chosen: str = "",
    outlet: str = "",
) -> dict[str, dict[str, Any]]:
    """Return the records that a form makes, by id; the one that was asked for is first.

    Args:
        now: what is published; no made name is one that is taken there.
        folder: the kind of the record.
        written: what somebody wrote into the form.
        chosen: the name of the file, where somebody chose it.
        outlet: the name of an outlet that has no record yet.
    """
    data = deepcopy(dict(written))
    named = asked.slug(outlet)
    if named:
        data.setdefault("publisher", f"actors/{named}")
    record_id = f"{folder}/{chosen or _free(now, folder, data)}"
    data.setdefault("status", "single-coded")
    for passage in data.get("passages", {}).values():
        passage.setdefault("seen", {}).setdefault("in", record_id)
    return {record_id: data} | (_beside(now, data, outlet) if named else {})


def _free(now: Generation, folder: str, data: Mapping[str, Any]) -> str:
    """Name a record by what it says, with a number where that is taken."""
    made = asked.own_slug(folder, data) or "new"
    name, number = made, 1
    while now.holds(f"{folder}/{name}"):
        number += 1
        name = f"{made}-{number}"
    return name


def _beside(
    now: Generation, data: Mapping[str, Any], outlet: str
) -> dict[str, dict[str, Any]]:
    """Return the record of an outlet, unless there is one."""
    record_id = str(data["publisher"])
    if not is_record_id(record_id) or now.holds(record_id):
        return {}
    return {record_id: {"name": outlet, "status": "single-coded", "role": "outlet"}}
