"""The routes of feeds, and of changes since a day as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice

import orjson
from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.graph.store import Generation
from app.history.chronicle import Chronicle, News
from app.history.histories import History
from app.history.version import Merged, Moved
from app.records.kinds import HEADER, KINDS
from app.site import formats
from app.site.answering import Answering
from app.site.feeds.atom import MEDIA_TYPE, Feed, write
from app.site.feeds.choice import (
    PER_PAGE,
    Taken,
    corrections,
    feed_path,
    of_record,
    taken,
)
from app.site.feeds.entries import entries, title_of
from app.site.triples import Triples

_KIND = f"<any({', '.join(KINDS)}):folder>"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_JSON = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
#: Of a feed that has nothing and belongs to a knowledge base without a date.
_NEVER = "1970-01-01T00:00:00Z"
#: What a feed chooses: its title, the path of its page in HTML, and its news.
Chosen = tuple[str, str, Iterable[News]]


def register(app: Flask, site: Answering) -> None:
    """Add the routes to a site."""
    feeds = Feeds(site)
    for stem, choose in (("feed", feeds.all_news), ("corrections", feeds.put_right)):
        answer = partial(feeds.feed, choose, f"/{stem}")
        app.add_url_rule(f"/{stem}.atom", stem, answer)
        app.add_url_rule(f"/{stem}/page/<number>.atom", f"{stem}_page", answer)
    entry = f"/{_KIND}/<slug>/feed"
    app.add_url_rule(f"{entry}.atom", "entry_feed", feeds.entry)
    app.add_url_rule(f"{entry}/page/<number>.atom", "entry_feed_page", feeds.entry)
    app.add_url_rule("/changes", "changes", feeds.changes)


class Feeds:
    """Answers with what happened, from the history that is current now."""

    def __init__(self, site: Answering) -> None:
        self._site = site

    def all_news(self, _generation: Generation, chronicle: Chronicle) -> Chosen:
        """Choose all changes of meaning."""
        return "All changes of meaning", "/", chronicle.at_home()

    def put_right(self, _generation: Generation, chronicle: Chronicle) -> Chosen:
        """Choose the corrections."""
        return "Corrections", "/", corrections(chronicle)

    def entry(self, folder: str, slug: str, number: str = "1") -> BaseResponse:
        """Answer with the feed of a record, or of all that is an actor's."""
        record_id = f"{folder}/{slug}"
        standing = self._site.histories.current().versions.standing(record_id)
        if isinstance(standing, Moved | Merged):
            stem = f"{request.script_root}/{standing.to}/feed"
            return redirect(feed_path(stem, 1), 301)
        if standing is None and not self._site.generations.current().holds(record_id):
            abort(404)

        def choose(generation: Generation, chronicle: Chronicle) -> Chosen:
            title = f"Changes: {title_of(generation, chronicle, record_id)}"
            return title, f"/{record_id}", of_record(generation, chronicle, record_id)

        return self.feed(choose, f"/{record_id}/feed", number)

    def feed(
        self,
        choose: Callable[[Generation, Chronicle], Chosen],
        stem: str,
        number: str = "1",
    ) -> BaseResponse:
        """Answer with a page of a feed."""
        if _NUMBER.fullmatch(number) is None or request.path.endswith("/page/1.atom"):
            abort(404)

        def body(now: Generation, history: History) -> bytes:
            title, about, news = choose(now, history.chronicle)
            found = taken(news, int(number))
            if not found.items and number != "1":
                abort(404)
            return _written(
                now, history.chronicle, (title, about, stem), int(number), found
            )

        return self._site.document(MEDIA_TYPE, body)

    def changes(self) -> BaseResponse:
        """Answer with what happened since a day or moment, oldest first, as JSON."""
        number = request.args.get("page", "1")
        try:
            since = moment(request.args.get("since", ""))
        except ValueError:
            return _refused(
                "“since” is a day (2026-11-25) or a moment (2026-11-25T12:00:00Z) "
                "from which on changes are told."
            )
        if _NUMBER.fullmatch(number) is None:
            return _refused("“page” is a number from 1 on.")

        def body(now: Generation, history: History) -> bytes:
            return _changes(now, history.chronicle, since, int(number))

        response = self._site.document(formats.JSON.content_type, body)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def moment(text: str) -> str:
    """Return a day or moment as one in UTC; nothing for nothing, which is from the first.

    Raises:
        ValueError: it is neither.

    >>> moment("2026-11-25"), moment("2026-11-25T13:00:00+01:00")
    ('2026-11-25T00:00:00Z', '2026-11-25T12:00:00Z')
    """
    if not text:
        return ""
    if len(text) == len("2026-11-25"):
        return f"{date.fromisoformat(text).isoformat()}T00:00:00Z"
    # What is not escaped in a query arrives as a space.
    found = datetime.fromisoformat(text.replace(" ", "+"))
    try:
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} is outside of all calendars") from error
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refused(sentence: str) -> BaseResponse:
    body = orjson.dumps({"error": sentence}, option=_JSON)
    return Response(body, status=400, content_type=formats.JSON.content_type)


def _written(
    now: Generation,
    chronicle: Chronicle,
    named: tuple[str, str, str],
    number: int,
    found: Taken,
) -> bytes:
    title, about, stem = named
    base = now.base.iri
    said = Triples(now.statements.of(base))
    name = said.text(base, "dct:title") or now.base.host
    issued = said.text(base, "dct:issued")
    feed = Feed(
        title=f"{name}: {title}",
        path=feed_path(stem, 1),
        own=feed_path(stem, number),
        about=about,
        previous=feed_path(stem, number - 1) if number > 1 else None,
        next=feed_path(stem, number + 1) if found.more else None,
        updated=f"{issued}T00:00:00Z" if issued and len(issued) == 10 else _NEVER,
        author=f"The editors of {name}",
        licence=said.iri(base, "dct:license") or "",
        entries=entries(now, chronicle, found.items),
    )
    return write(feed, now.base)


def _changes(now: Generation, chronicle: Chronicle, since: str, number: int) -> bytes:
    start = PER_PAGE * (number - 1)
    news = list(chronicle.news(since))[::-1]
    found = list(islice(news, start, start + PER_PAGE))
    is_last = start + PER_PAGE >= len(news)
    query = f"since={since}&page={number + 1}" if since else f"page={number + 1}"
    told = {
        "about": now.base.absolute(HEADER),
        "since": since or None,
        "total": len(news),
        "next": None if is_last else f"{now.base.iri}changes?{query}",
        "changes": entries(now, chronicle, found),
    }
    return orjson.dumps(told, option=_JSON)
