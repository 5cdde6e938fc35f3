"""Where citations are answered: files, link sets, the embed and oEmbed.

A part of a record is asked for by its name: ``/claims/x/cite/location.bib`` cites the
link ``claims/x#location``.  A version has the same roads below ``/v/<digits>``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.cite.cited import Cited
from app.errors import UnknownVersion
from app.history.revising import revising
from app.history.sentence import one_line
from app.history.version import Version
from app.records.kinds import folder_of
from app.site import formats, pages
from app.site.answering import Answering, Unknown
from app.site.citing import files
from app.site.citing.box import Box, Standing, box_of
from app.site.citing.embed import Embed, embed_of
from app.site.citing.entry import citing_of, ended_of, part_cited, parts_of
from app.site.citing.house import current_house
from app.site.citing.oembed import answer_for, asked_for
from app.site.citing.signposts import LINKSET, linkset, signposts
from app.site.dates import human
from app.site.headers import FRAMED, POLICY, WITH_SCRIPT
from app.site.pages import Page
from app.site.urls import relative
from app.site.versions.content import FROZEN, version_page
from app.site.versions.history import Shell
from app.site.versions.standing import tombstone

_LINKSET = "linkset.json"
EXTENSION = "caveat.citing"
_JSON = "application/json; charset=utf-8"


class Citing:
    """Answers for citations from what the site serves now."""

    def __init__(self, site: Answering) -> None:
        self._site = site

    def box(self, view: Any, version: Version | None, frozen: Shell | None = None) -> Box:
        """Return the box of a page, or of one that is *frozen*; templates call it."""
        now = self._site.generations.current()
        pinned = self._pinned(version) if frozen is not None else None
        revised = self._revised(version)
        return box_of(view, now, version, Standing(self._ended(version), revised, pinned))

    def file(self, folder: str, name: str, suffix: str, digest: str = "") -> BaseResponse:
        """Answer with the citation of a record, or of one of its versions."""
        return self._file(f"{folder}/{name}", f"cite.{suffix}", digest)

    def part(self, folder: str, name: str, part: str, digest: str = "") -> BaseResponse:
        """Answer with the citation of a part of a record, or of one of its versions."""
        return self._file(f"{folder}/{name}", part, digest, f"cite/{part}")

    def linkset(self, folder: str, name: str, digest: str = "") -> BaseResponse:
        """Answer with the link set of a record, or of one of its versions."""
        page, version = self._page(f"{folder}/{name}", digest, _LINKSET)
        data = self._linkset(page, version, frozen=bool(digest))
        return _conditional(Response(data, content_type=LINKSET))

    def embed(self, name: str, digest: str = "") -> BaseResponse:
        """Answer with the page of a claim that others may frame."""
        page, version = self._page(f"claims/{name}", digest, "embed")
        found = self._embed(page, version, digest)
        href: Callable[[str], str] = lambda path: relative(request.path, path)  # noqa: E731
        body = render_template("embed.html", embed=found, href=href)
        response = Response(body, content_type=formats.HTML.content_type)
        response.headers[POLICY] = FRAMED
        return _conditional(response)

    def oembed(self) -> BaseResponse:
        """Answer as a provider of oEmbed 1.0 does; 501 for what is not JSON."""
        now = self._site.generations.current()
        wanted = asked_for(request.args, (now.base.iri, request.host_url))
        moved = pages.moved_to(now, wanted.record_id) if not wanted.digest else None
        page, version = self._page(moved or wanted.record_id, wanted.digest, "embed")
        answer = answer_for(self._embed(page, version, wanted.digest), wanted)
        return _conditional(Response(answer, content_type=_JSON))

    def answers(self, path: str) -> bool:
        """Tell whether a path is that of a file of a record, which :meth:`data` writes."""
        name = path.rpartition("/")[2]
        return name == _LINKSET or files.asked(name) is not None

    def data(self, page: Page, path: str) -> bytes:
        """Return the bytes of a file of a page that was found; for an export."""
        _, is_frozen, rest = path.partition("/v/")
        digest = rest.partition("/")[0]
        version = self._version(page.id, digest) if digest else self._current(page.id)
        name = path.rpartition("/")[2]
        if name == _LINKSET:
            return self._linkset(page, version, frozen=bool(is_frozen))
        return self._citation(page, version, name)[0].encode()

    def sign(self, response: Response) -> Response:
        """Put the signposts on the page of a record, and let its script run."""
        if response.status_code not in (200, 304):
            return response
        if request.endpoint == "record":
            record_id = request.path.strip("/").partition(".")[0]
            return self.signed(response, record_id, self._current(record_id))
        asked = request.view_args or {}
        if request.endpoint == "version":
            record_id = f"{asked['folder']}/{asked['slug']}"
            version = self._version(record_id, asked["name"].partition(".")[0])
            return self.signed(response, record_id, version, frozen=True)
        return response

    def signed(
        self,
        response: Response,
        record_id: str,
        version: Version | None,
        *,
        frozen: bool = False,
    ) -> Response:
        """Sign the answer for a record, or for one of its versions.

        Data says what it is cited as, and under which licence; the page says all.
        """
        is_page = response.mimetype == formats.HTML.media_type
        if is_page:
            response.headers[POLICY] = WITH_SCRIPT
        house = current_house(self._site.generations.current())
        is_place = record_id.startswith(f"{pages.PLACES}/")
        offered = formats.WITHOUT_FILE if is_place else formats.FORMATS
        offered = FROZEN if frozen else offered
        for one in signposts(record_id, house, version, offered, frozen=frozen):
            if is_page or one.rel in ("cite-as", "license"):
                response.headers.add("Link", one.header)
        return response

    def _file(self, record_id: str, name: str, digest: str, tail: str = "") -> BaseResponse:
        wanted = files.asked(name) or abort(404)
        page, version = self._page(record_id, digest, tail or name)
        text, cited = self._citation(page, version, name)
        response = Response(text, content_type=files.content_type(wanted.format))
        response.headers["Content-Disposition"] = files.disposition(cited, wanted.format)
        return _conditional(response)

    def _citation(
        self, page: Page, version: Version | None, name: str
    ) -> tuple[str, Cited]:
        """Return the text of a file, which is that of a part where its name says so."""
        wanted = files.asked(name) or abort(404)
        cited = self._cited(page, version)
        if wanted.part:
            found = (one for one in parts_of(page.view) if one.name == wanted.part)
            cited = part_cited(cited, next(found, None) or abort(404))
        return wanted.format.write(cited, None), cited

    def _page(self, record_id: str, digest: str, tail: str) -> tuple[Page, Version | None]:
        """Find the page of a record as it stands, or as it stood in a version."""
        now = self._site.generations.current()
        if not pages.is_well_formed(record_id):
            abort(404)
        versions = self._site.histories.current().versions
        if digest:
            version = self._version(record_id, digest)
            return version_page(now, versions, version), version
        if not pages.exists(now, record_id):
            if new := pages.moved_to(now, record_id):
                abort(redirect(f"{request.script_root}/{new}/{tail}", 301))
            grave = tombstone(versions, record_id, versions.standing(record_id))
            raise grave or Unknown(pages.near(now, record_id))
        return pages.record_page(now, record_id), self._current(record_id)

    def _current(self, record_id: str) -> Version | None:
        return self._site.histories.current().versions.current(record_id)

    def _version(self, record_id: str, digest: str) -> Version:
        try:
            return self._site.histories.current().versions.version(record_id, digest)
        except UnknownVersion:
            abort(404)

    def _cited(self, page: Page, version: Version | None) -> Cited:
        house = current_house(self._site.generations.current())
        return citing_of(page.view.head, house, version, self._ended(version))

    def _ended(self, version: Version | None) -> str:
        chronicle = self._site.histories.current().chronicle
        return ended_of(chronicle, version.record) if version is not None else ""

    def _linkset(self, page: Page, version: Version | None, *, frozen: bool) -> bytes:
        house = current_house(self._site.generations.current())
        offered = FROZEN if frozen else page.formats
        return linkset(page.id, house, version, offered, frozen=frozen)

    def _embed(self, page: Page, version: Version | None, digest: str) -> Embed:
        base = self._site.generations.current().base
        frozen = self._pinned(version) if digest else None
        revised = self._revised(version)
        cited = self._cited(page, version)
        return embed_of(page.view, cited, base, frozen, revised) or abort(404)

    def _pinned(self, version: Version | None) -> Version | None:
        """Return a version that says whether it stands; a revert brings one back."""
        if version is None:
            return None
        stands = self._current(version.record)
        is_current = stands is not None and stands.digest == version.digest
        return replace(version, is_current=is_current)

    def _revised(self, version: Version | None) -> str:
        """Say which later claim revises a claim, whether a version knew it or not."""
        if version is None or folder_of(version.record) != "claims":
            return ""
        chronicle = self._site.histories.current().chronicle
        found = revising(chronicle, version, 0)
        if not found:
            return ""
        last = found[-1]
        title = chronicle.report(last).difference.after.title(last.record)
        day = human(last.date[:10])
        return f"Revised ({last.called}) by “{one_line(title)}”, entered {day}."


def _conditional(response: Response) -> BaseResponse:
    """Let whoever has the same bytes keep them; ask again each time."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


def register(app: Flask, site: Answering) -> None:
    """Add the roads of citations, the box of each page, and its signposts."""
    citing = Citing(site)
    folders = f"/<any({', '.join(pages.LISTED)}):folder>/<name>"
    for start, end in ((folders, ""), (f"{folders}/v/<digest>", "_version")):
        app.add_url_rule(f"{start}/cite.<suffix>", f"cite{end}", citing.file)
        app.add_url_rule(f"{start}/cite/<part>", f"cite_part{end}", citing.part)
        app.add_url_rule(f"{start}/{_LINKSET}", f"linkset{end}", citing.linkset)
    app.add_url_rule("/claims/<name>/embed", "embed", citing.embed)
    app.add_url_rule("/claims/<name>/v/<digest>/embed", "embed_version", citing.embed)
    app.add_url_rule("/oembed", "oembed", citing.oembed)
    app.jinja_env.globals["citing"] = citing.box
    app.extensions[EXTENSION] = citing
    app.after_request(citing.sign)
