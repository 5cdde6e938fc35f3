"""The list of a kind as it was on a day."""

from __future__ import annotations

from dataclasses import dataclass

from app.history.versions import Versions
from app.records.kinds import KINDS
from app.site import formats
from app.site.pages import Page
from app.site.triples import Triples
from app.site.versions.content import caveats_in, relied_on, title_of


@dataclass(frozen=True, slots=True)
class Then:
    """A record as it was: its title and version, and the caveats that were on it."""

    id: str
    title: str
    version: str
    date: str
    caveats: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListThen:
    """The records of a kind that were published at the end of a day."""

    kind: str
    title: str
    day: str
    items: tuple[Then, ...]


def listed_then(versions: Versions, folder: str, day: str) -> Page:
    """List the records of a kind as they were at the end of a day in UTC."""
    items = []
    for record_id in versions.listing(day):
        found = versions.at(record_id, day)
        if record_id.startswith(f"{folder}/") and found is not None:
            caveats = tuple(caveats_in(relied_on(versions, found)))
            title = title_of(versions, found)
            items.append(Then(record_id, title, found.name, found.date, caveats))
    view = ListThen(folder, KINDS[folder].plural, day, tuple(items))
    return Page(folder, "asof.html", view, Triples(()), None, formats.SEARCHED)
