"""Whether the addresses of sources still answer, asked one after the other and politely.

An address is gone only where its server says so (404, 410).  Whoever refuses a program
(403, 429), is down today, takes too long or sends too much may well answer a reader.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.errors import AddressRefused, AnswerUnusable, LimitExceeded
from app.records.record import Record
from app.words.fetch import exchanged
from app.words.network import Limits, Network

#: What one address may take.
LIMITS = Limits(most_bytes=4 * 1024 * 1024, seconds=30.0, silence=15.0, redirects=5)
#: Seconds between two requests to one host.
PAUSE = 2.0
_GONE = {404, 410}
#: (done, total): addresses that were asked.
Progress = Callable[[int, int], None]


class State(StrEnum):
    """What asking for an address came to."""

    ANSWERS = "answers"
    GONE = "gone"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Link:
    """An address of a source, and whether a copy is recorded that outlasts it."""

    source: str
    url: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking for a link came to, and why where it does not answer."""

    link: Link
    state: State
    why: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether the words can be read nowhere any more."""
        return self.state is State.GONE and not self.link.is_kept


def source_links(records: Mapping[str, Record]) -> list[Link]:
    """Return the address of every source that has one, in the order of ids."""
    return [
        Link(key, record.data["url"], "archived" in record.data or "copies" in record.data)
        for key, record in sorted(records.items())
        if record.folder == "sources" and "url" in record.data
    ]


def ask_all(
    links: Sequence[Link],
    network: Network,
    progress: Progress,
    *,
    pause: float = PAUSE,
    sleep: Callable[[float], None] = time.sleep,
    allow_private: bool = False,
) -> Iterator[Asked]:
    """Ask for each address once, one at a time, with a *pause* between those of a host."""
    last: dict[str, float] = {}
    for done, link in enumerate(links, 1):
        host = urlsplit(link.url).netloc.lower()
        wait = last.get(host, -pause) + pause - network.seconds()
        if host in last and wait > 0:
            sleep(wait)
        yield _ask(link, network, allow_private)
        last[host] = network.seconds()
        progress(done, len(links))


def _ask(link: Link, network: Network, allow_private: bool) -> Asked:
    try:
        exchanges = exchanged(link.url, network, allow_private=allow_private, bounds=LIMITS)
    except (AddressRefused, AnswerUnusable, LimitExceeded) as error:
        return Asked(link, State.UNCLEAR, str(error))
    status = exchanges[-1].answer.status
    if status in _GONE:
        return Asked(link, State.GONE, f"the server answers {status}")
    if status >= 400:
        return Asked(link, State.UNCLEAR, f"the server answers {status}")
    return Asked(link, State.ANSWERS)
