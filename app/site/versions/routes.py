"""The routes of versions: pages, frozen data, history, time map, and how old ids answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NoReturn

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from app.errors import UnknownVersion
from app.history.version import Gone, Merged, Moved, Version, Withdrawn
from app.history.versions import Versions
from app.records.kinds import KINDS
from app.site import formats, pages
from app.site.answering import Answering, is_known
from app.site.headers import FRAMED, POLICY
from app.site.versions.asof import listed_then
from app.site.versions.content import FROZEN, frozen
from app.site.versions.history import history_page, shown
from app.site.versions.memento import (
    LINK_FORMAT,
    TIME_MAP,
    asked_moment,
    chosen,
    dated,
    http_date,
    time_map,
)
from app.site.versions.standing import Tombstone, tombstone

_KIND = f"<any({', '.join(KINDS)}):folder>"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Frozen data may be kept for ever: it is named by what it says.
_FOR_EVER = "public, max-age=31536000, immutable"
_CUT = (
    "This copy of the site was built without the history of its records, so versions are "
    "not here. “git fetch --unshallow” in its clone brings them."
)
_EXAMPLE = "Mon, 23 Nov 2026 20:48:37 GMT"
_FROZEN = {item.suffix: item for item in FROZEN}


def register(app: Flask, site: Answering) -> None:
    """Add the routes to a site."""
    routes = Routes(site)
    entry = f"/{_KIND}/<slug>"
    app.add_url_rule(f"{entry}/v/<name>", "version", routes.version)
    app.add_url_rule(f"{entry}/history", "history", routes.history)
    data = partial(routes.history, data=True)
    app.add_url_rule(f"{entry}/history.json", "history_data", data)
    app.add_url_rule(f"{entry}/{TIME_MAP}", "timemap", routes.timemap)
    app.before_request(routes.before)
    app.after_request(routes.after)
    app.register_error_handler(Tombstone, routes.gone)


class Routes:
    """Answers from the history that is current now."""

    def __init__(self, site: Answering) -> None:
        self._site = site

    @property
    def _versions(self) -> Versions:
        return self._site.histories.current().versions

    def version(self, folder: str, slug: str, name: str) -> BaseResponse:
        """Answer with a version: its page, or its frozen data with a suffix."""
        digits, dot, suffix = name.partition(".")
        version = self._version(f"{folder}/{slug}", digits)
        if version.name != digits and version.digest != digits:
            abort(404)
        if dot:
            return self._frozen(version, suffix)
        if digits != version.name:
            return redirect(f"{request.script_root}/{version.record}/v/{version.name}", 301)
        return self._site.answer(
            lambda now: shown(now, self._site.histories.current().chronicle, version),
            f"{version.record}/v/{version.name}",
            formats.HTML,
            (formats.HTML,),
        )

    def _nothing(self, said: str = "") -> NoReturn:
        """Answer 404; where a clone without its history was built, say that."""
        is_cut = not self._site.histories.current().name
        abort(404, description=_CUT if is_cut else said or None)

    def _version(self, record_id: str, digits: str) -> Version:
        if re.fullmatch("[0-9a-f]{12,64}", digits) is None:
            abort(404)
        try:
            return self._versions.version(record_id, digits)
        except UnknownVersion:
            known = f" /{record_id}/history lists those it has."
            is_known = bool(self._versions.versions_of(record_id))
            self._nothing(
                f"{record_id} has no version {digits}.{known if is_known else ''}"
            )

    def _frozen(self, version: Version, suffix: str) -> BaseResponse:
        wanted = _FROZEN.get(suffix) or abort(404)
        etag = f"{version.digest}.{suffix}"
        if is_known(etag):
            response = Response(status=304)
        else:
            now = self._site.generations.current()
            body = frozen(now, self._versions, version, wanted)
            response = Response(body, content_type=wanted.content_type)
        response.set_etag(etag)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = _FOR_EVER if version.date else "no-cache"
        if version.date:
            response.headers["Memento-Datetime"] = http_date(version.date)
        for link in _links(version.record):
            response.headers.add("Link", link)
        return response

    def history(self, folder: str, slug: str, *, data: bool = False) -> BaseResponse:
        """Answer with all versions of an id, and two of them side by side."""
        record_id = f"{folder}/{slug}"
        if not self._versions.versions_of(record_id):
            self._lead_on(record_id, "/history")
            self._nothing()
        query = request.query_string.decode("ascii", "replace")

        def find(_now: object) -> pages.Page:
            try:
                return history_page(
                    self._site.histories.current().chronicle, record_id, request.args
                )
            except UnknownVersion as error:
                raise BadRequest(f"{error}.") from error

        chosen_format = formats.JSON if data else None
        page_id = f"{record_id}/history"
        query = f"?{query}".rstrip("?")
        return self._site.answer(find, page_id, chosen_format, formats.SEARCHED, query)

    def timemap(self, folder: str, slug: str) -> BaseResponse:
        """Answer with the time map of a record that was published."""
        record_id = f"{folder}/{slug}"
        found = dated(self._versions.versions_of(record_id))
        if not found:
            self._lead_on(record_id, "/timemap")
            abort(404)
        response = Response(time_map(_site(), record_id, found), content_type=LINK_FORMAT)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def before(self) -> BaseResponse | None:
        """Answer for an earlier moment, or for an id that no record has any more."""
        asked = request.view_args or {}
        if request.endpoint == "list" and "asof" in request.args:
            return self._list(asked["folder"])
        if "asof" in request.args and (then := _below(asked)) is not None:
            return self._as_of(*then)
        if request.endpoint in ("ledger", "ledger_data", "embed"):
            self._lead_on(f"claims/{asked['name']}", f"/{request.path.rpartition('/')[2]}")
        if request.endpoint != "record" or asked.get("folder") not in KINDS:
            return None
        slug, dot, suffix = asked["name"].partition(".")
        record_id = f"{asked['folder']}/{slug}"
        if not dot and "Accept-Datetime" in request.headers:
            return self._gate(record_id)
        self._lead_on(record_id, f"{dot}{suffix}")
        return None

    def _lead_on(self, record_id: str, ending: str) -> None:
        """Send on to where a record moved; tell where it was withdrawn."""
        answer = self._versions.standing(record_id)
        if isinstance(answer, Moved | Merged):
            target = f"{request.script_root}/{answer.to}{ending}"
            response = redirect(target, 301)
            if isinstance(answer, Merged) and answer.note:
                text = f"{record_id} was made one with {answer.to}: {answer.note}\n"
                response = Response(text, 301, {"Location": target}, mimetype="text/plain")
            abort(response)
        grave = tombstone(self._versions, record_id, answer)
        if grave is not None:
            raise grave

    def _as_of(self, record_id: str, tail: str) -> BaseResponse:
        """Lead to what an entry, or what lies below it, was on a day."""
        day = _day()
        ids = (record_id, *self._versions.former_ids(record_id))
        stood = (self._versions.at(one, day) for one in ids)
        found = next((one for one in stood if one is not None), None)
        if found is None:
            standing = self._versions.standing(record_id)
            last = standing.last if isinstance(standing, Withdrawn | Gone) else None
            if last is not None and last.until and last.until[:10] <= day:
                self._lead_on(record_id, "")
            first = next(iter(dated(self._versions.versions_of(record_id))), None)
            since = f" It was first published on {first.date[:10]}." if first else ""
            self._nothing(f"{record_id} was not published on {day}.{since}")
        return redirect(f"{request.script_root}/{found.record}/v/{found.name}{tail}", 302)

    def _list(self, folder: str) -> BaseResponse:
        if folder not in KINDS:
            raise BadRequest(f"{folder.capitalize()} have no versions.")
        day = _day()
        return self._site.answer(
            lambda _now: listed_then(self._versions, folder, day),
            folder,
            None,
            formats.SEARCHED,
            f"?asof={day}",
        )

    def _gate(self, record_id: str) -> BaseResponse | None:
        """Choose a memento by ``Accept-Datetime`` (RFC 7089, 4.1.1)."""
        found = dated(self._versions.versions_of(record_id))
        moment = asked_moment(request.headers["Accept-Datetime"])
        if moment is None:
            raise BadRequest(f"Accept-Datetime names no moment, as in {_EXAMPLE}.")
        if not found:
            return None
        version = chosen(found, moment)
        offered = (formats.HTML, *FROZEN)
        wanted = formats.negotiate(list(request.accept_mimetypes), offered)
        named = any(item[0] == "text/html" for item in request.accept_mimetypes)
        if wanted is formats.HTML and not named:
            wanted = formats.JSON  # whoever takes anything gets a memento
        ending = "" if wanted is formats.HTML else f".{wanted.suffix}"
        target = f"{request.script_root}/{record_id}/v/{version.name}{ending}"
        response = redirect(target, 302)
        response.vary.update(("Accept-Datetime", "Accept"))
        return response

    def after(self, response: Response) -> Response:
        """Name the time map of an entry, and that it is its own time gate."""
        asked = request.view_args or {}
        if request.endpoint == "record" and asked.get("folder") in KINDS:
            record_id = f"{asked['folder']}/{asked['name'].partition('.')[0]}"
            if response.status_code < 400 and self._versions.versions_of(record_id):
                response.vary.add("Accept-Datetime")
                for link in _links(record_id):
                    response.headers.add("Link", link)
        return response

    def gone(self, grave: Tombstone) -> BaseResponse:
        """Show a tombstone, in a frame too: who embedded a claim shows that it went."""
        is_framed = request.endpoint == "embed"
        page = replace(grave.page, template="embed_gone.html") if is_framed else grave.page
        page_id = f"{page.id}/embed" if is_framed else page.id
        response = self._site.answer(lambda _now: page, page_id, formats.HTML)
        if is_framed:
            response.headers[POLICY] = FRAMED
        response.status_code = 410 if response.status_code == 200 else response.status_code
        return response


def _below(asked: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the record that is asked for by some address, and what is below it."""
    folder, name = asked.get("folder", "claims"), asked.get("name", "")
    if folder not in KINDS:
        return None
    if request.endpoint == "record":
        slug, dot, suffix = name.partition(".")
        return f"{folder}/{slug}", f"{dot}{suffix}"
    tails = {"cite": "/cite.{suffix}", "cite_part": "/cite/{part}", "embed": "/embed"}
    tail = tails.get(request.endpoint or "")
    return None if tail is None else (f"{folder}/{name}", tail.format(**asked))


def _day() -> str:
    day = request.args.get("asof", "")
    try:
        date.fromisoformat(day)
    except ValueError:
        day = ""
    if _DAY.fullmatch(day) is None:
        raise BadRequest("asof takes a day, as in asof=2026-11-24.")
    return day


def _site() -> str:
    return request.url_root


def _links(record_id: str) -> tuple[str, ...]:
    entry = f"{_site()}{record_id}"
    return (
        f'<{entry}>; rel="original timegate"',
        f'<{entry}/{TIME_MAP}>; rel="timemap"; type="{LINK_FORMAT}"',
    )
