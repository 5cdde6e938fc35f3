"""How a page is found, written, kept, and what headers say of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Response, abort, g, render_template, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NothingBuilt
from app.graph.store import Fixed, Generation, Generations
from app.history.histories import Histories, History
from app.history.versions import Versions
from app.records.kinds import HEADER
from app.site import formats
from app.site.alternates import add_alternates, beside
from app.site.context import shared
from app.site.corrections import corrected
from app.site.faults import read_faults
from app.site.formats import Format
from app.site.pages import Page
from app.site.written import Recent, Written, code_digest, tag


class Unknown(NotFound):
    """No record has the id; *near* are ids spelled nearly like it."""

    def __init__(self, near: list[str]) -> None:
        super().__init__()
        self.near = near


class Answering:
    """Answers requests from the generation and the history that are current now."""

    def __init__(self, out: Path, root: Path, fixed: Fixed | None) -> None:
        """Serve what stands in *out*, or *fixed* alone, with the program in *root*."""
        self.generations = fixed or Generations(out)
        self.histories = Histories(out)
        self._faults = tuple if fixed else partial(read_faults, out)
        self._code = code_digest(root.parent)
        self._written = Written()
        self._recent = Recent()

    def answer(
        self,
        find: Callable[[Generation], Page],
        page_id: str,
        chosen: Format | None = None,
        offered: tuple[Format, ...] = formats.FORMATS,
        query: str = "",
    ) -> BaseResponse:
        """Write a page in the format of its suffix, or in the one that is accepted."""
        now = self.generations.current()
        faults = self._faults()
        wanted = chosen or formats.negotiate(list(request.accept_mimetypes), offered)
        if wanted not in offered:
            abort(404)
        history = self.histories.current()
        state = (now.name, history.name, self._code)
        name = tag(*state, wanted.suffix, request.full_path, repr(faults))
        if is_known(name):
            # The generation is the same and has answered this URL before.
            response = Response(status=304)
        else:
            key = (now.name, history.name, page_id, query)
            body = self._written.body(
                name,
                lambda: self._write(
                    self._recent.page(
                        key, lambda: corrected(find(now), now, history.chronicle)
                    ),
                    page_id,
                    wanted,
                    faults,
                    history.versions,
                ),
            )
            response = Response(body, content_type=wanted.content_type)
            add_alternates(response, page_id, query, offered, wanted)
        response.set_etag(name)
        response.headers["Cache-Control"] = "no-cache"
        if chosen is None:
            response.vary.add("Accept")
            if wanted is not formats.HTML:
                response.content_location = beside(page_id, wanted, query)
        return response

    def _write(
        self,
        page: Page,
        page_id: str,
        wanted: Format,
        faults: tuple[dict[str, Any], ...],
        versions: Versions,
    ) -> bytes:
        g.page = page  # An export goes on with it in other formats.
        if wanted is formats.HTML:
            return self._html(page, page_id, faults, versions).encode()
        return page.data(wanted.suffix)

    def _html(
        self,
        page: Page,
        page_id: str,
        faults: tuple[dict[str, Any], ...],
        versions: Versions,
    ) -> str:
        here = "/" if page_id == HEADER else f"/{page_id}"
        return render_template(
            page.template,
            page=page.view,
            page_id=page.id,
            ledger=page.ledger,
            corrections=page.corrections,
            formats=page.formats,
            **{
                "version": versions.current(page.id),
                **shared(request.path, here, faults),
                **page.more,
            },
        )

    def document(
        self, content_type: str, write: Callable[[Generation, History], bytes]
    ) -> BaseResponse:
        """Answer with what is written of the generation and the history as they are now."""
        now, history = self.generations.current(), self.histories.current()
        name = tag(now.name, history.name, self._code, request.full_path)
        if is_known(name):
            response = Response(status=304)
        else:
            body = self._written.body(name, lambda: write(now, history))
            response = Response(body, content_type=content_type)
        response.set_etag(name)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def error(self, error: HTTPException) -> BaseResponse:
        """Say what is wrong, with near names where an id is unknown."""
        if error.response is not None or error.code is None or error.code < 400:
            return error.get_response()
        near = error.near if isinstance(error, Unknown) else []
        body = render_template(
            "error.html",
            code=error.code,
            name=error.name,
            near=near,
            said=_said(error),
            **shared(request.path, request.path),
        )
        response = Response(body, status=error.code, content_type=formats.HTML.content_type)
        for name, value in error.get_headers():
            if name.lower() in ("allow", "retry-after"):
                response.headers[name] = value
        return response

    def nothing_built(self, error: NothingBuilt) -> BaseResponse:
        """Say that there is nothing to serve yet, and why if that is known."""
        body = render_template(
            "error.html",
            code=503,
            name="Nothing is built yet",
            near=[],
            said="",
            **shared(request.path, request.path, self._faults()),
        )
        return Response(body, status=503, headers={"Retry-After": "5"})


def is_known(etag: str) -> bool:
    """Tell whether whoever asks has what the tag names (RFC 9110, 13.1.2)."""
    known = parse_etags(request.headers.get("If-None-Match"))
    return known.contains_weak(etag) and not known.star_tag


def _said(error: HTTPException) -> str:
    """Return what a route says of an error, beyond what it is called."""
    said = error.description
    return said if said and said != type(error).description else ""


def by_suffix(suffix: str) -> Format:
    """Return the format of a suffix; there is nothing at one that is unknown."""
    found = formats.BY_SUFFIX.get(suffix)
    return found if found is not None else abort(404)
