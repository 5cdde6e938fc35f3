"""What is cited of a page: the record, or one of its links or passages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.cite import cited as texts
from app.cite.cited import Cited
from app.history.chronicle import Chronicle
from app.history.standings import State
from app.history.version import Version
from app.site.citing.house import House
from app.site.views.claim import Caveat, Link
from app.site.views.head import Head, limit
from app.site.views.sources import Passage
from app.site.views.words import Words

_LANGUAGE = "en"
_ENDED: Mapping[str, str] = {State.WITHDRAWN: "withdrawn", State.GONE: "taken out"}
#: How the claim holds a link, as the name of the link says it.
_HELD = {"asserted": "Asserted", "denied": "Denied", "withheld": "Withheld"}


def citing_of(
    head: Head, house: House, version: Version | None = None, ended: str = ""
) -> Cited:
    """Return what is cited of the page with that *head*.

    Args:
        head: that of the page of the record, or of one of its versions.
        house: the knowledge base that the page is in.
        version: the version that the page shows.  Without one the address is that of the
            record itself, and the citation says that there is no version.
        ended: what became of the record since, and when: :func:`ended_of`.
    """
    return Cited(
        id=head.id,
        kind=head.kind or head.folder.removesuffix("s").capitalize(),
        title=head.citation.title,
        caveats=head.citation.words,
        withheld=False,
        version=version.name if version else "",
        version_date=_day(version.date) if version else None,
        url=f"{head.iri}/v/{version.name}" if version else head.iri,
        authors=house.authors,
        container=house.title,
        publisher=house.title,
        licence=house.licence,
        language=head.lang or _LANGUAGE,
        ended=ended,
    )


def ended_of(chronicle: Chronicle, record_id: str) -> str:
    """Say that a record was taken back, and on which day (in UTC); nothing of others."""
    last = next(iter(chronicle.of(record_id)), None)
    if last is None or last.after is not None or last.kind not in _ENDED:
        return ""
    return f"{_ENDED[last.kind]} on {last.date[:10]}"


def _day(moment: str) -> date | None:
    """Return the day of a moment in UTC; what is not committed has none."""
    return date.fromisoformat(moment[:10]) if moment else None


@dataclass(frozen=True, slots=True)
class Part:
    """A link or a passage of a page: its name there, what it says, and its caveats."""

    name: str
    title: str
    withheld: bool
    quote: str | None
    caveats: tuple[texts.Caveat, ...]


def parts_of(view: Any) -> Iterator[Part]:
    """Yield the links of the page of a claim, the passages of that of a source."""
    if hasattr(view, "claim") and hasattr(view, "medium"):
        own = {one.iri for one in view.claim.caveats}
        yield from (_link(one, own) for one in view.claim.links)
    elif hasattr(view, "passages") and hasattr(view, "publisher"):
        yield from map(_passage, view.passages)


def part_cited(cited: Cited, part: Part) -> Cited:
    """Return what is cited where only a part of the record is."""
    return replace(
        cited,
        caveats=part.caveats,
        withheld=part.withheld,
        fragment=part.name,
        fragment_title=part.title,
        quote=part.quote,
    )


def _link(link: Link, own: Collection[str]) -> Part:
    """Return a link with the caveats of its claim that limit it, or what lies beside it."""
    beside = (one for one in link.elsewhere if one.iri in own)
    named = link.object or link.object_not_asserted
    said = f"{_HELD[link.polarity]}: {link.relation.label} {named.text if named else ''}"
    return Part(
        name=link.path.partition("#")[2],
        title=said,
        withheld=link.polarity != "asserted",
        quote=link.words.text if link.words else None,
        caveats=_limits((*link.caveats, *beside)),
    )


def _passage(passage: Passage) -> Part:
    item = passage.restatement
    beside = [one for link in item.restates for one in (*link.caveats, *link.elsewhere)]
    caveats = (*(fate.caveat for fate in item.fates), *beside)
    return Part(
        name=item.words.name,
        title=_where(item.words),
        withheld=False,
        quote=item.words.text,
        caveats=tuple(dict.fromkeys((*passage.limits, *_limits(caveats)))),
    )


def _where(words: Words) -> str:
    """Say in which part of a document words stand, and whose they are."""
    speaker = (
        f", {words.voice.label.lower()}: {words.speaker.label}" if words.speaker else ""
    )
    return f"{words.part.label}{speaker}"


def _limits(caveats: Iterable[Caveat]) -> tuple[texts.Caveat, ...]:
    return tuple(map(limit, {one.iri: one for one in caveats}.values()))
