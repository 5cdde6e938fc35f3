"""Ids that no record answers to any more: withdrawn, or gone without a word."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.exceptions import Gone as GoneStatus

from app.history.version import Gone, Standing, Version, Withdrawn
from app.history.versions import Versions
from app.records.kinds import KINDS, folder_of
from app.site import formats
from app.site.pages import Page
from app.site.triples import Triples
from app.site.versions.content import caveats_in, relied_on, title_of


@dataclass(frozen=True, slots=True)
class GonePage:
    """What is told in the place of a record: why it went, and what it said last.

    ``ended`` is the day on which it went, in UTC; empty where that is not committed.
    """

    id: str
    title: str
    kind: str
    state: str
    ended: str
    reason: str
    caveats: tuple[tuple[str, str], ...]
    last: Version | None


class Tombstone(GoneStatus):
    """An id was published once, and no record answers to it now."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page


def tombstone(
    versions: Versions, record_id: str, answer: Standing | None
) -> Tombstone | None:
    """Return what stands in a record's place, or None where one answers or never did."""
    if not isinstance(answer, Withdrawn | Gone):
        return None
    last = answer.last
    view = GonePage(
        id=record_id,
        title=title_of(versions, last) if last is not None else record_id,
        kind=KINDS[folder_of(record_id)].singular,
        state="withdrawn" if isinstance(answer, Withdrawn) else "gone",
        ended=last.until[:10] if last is not None else "",
        reason=answer.reason if isinstance(answer, Withdrawn) else "",
        caveats=tuple(caveats_in(relied_on(versions, last))) if last is not None else (),
        last=last,
    )
    return Tombstone(Page(record_id, "gone.html", view, Triples(()), None, (formats.HTML,)))
