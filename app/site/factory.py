"""The Flask application: routes, headers, errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, g, redirect, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NothingBuilt
from app.graph.search import Searcher
from app.graph.store import Fixed, Generation, Generations
from app.records.kinds import HEADER
from app.site import formats, pages, search
from app.site.alternates import add_alternates, beside
from app.site.context import shared
from app.site.dates import human
from app.site.faults import read_faults
from app.site.formats import Format
from app.site.pages import Page
from app.site.quotations import QUOTATIONS_PAGE, quotations_page
from app.site.views.lists import list_path
from app.site.views.outcomes import outcome
from app.site.vocabulary import own_term
from app.site.written import Recent, Written, code_digest, tag

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
_MOST_DIGITS = 6
_FOLDER = f"<any({', '.join(pages.LISTED)}):folder>"


def create_app(out: Path, fixed: Fixed | None = None) -> Flask:
    """Make the site over the generations in *out*, or over one alone.

    One alone is shown without the faults that a watcher found in newer records.
    """
    app = Flask(__name__, template_folder="templates", static_folder="static")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["human"] = human
    app.jinja_env.globals["outcome"] = outcome
    app.jinja_env.globals["own_term"] = own_term
    # Whoever adds the pages for proposals says so; a copy for any static host has none.
    app.jinja_env.globals["proposals"] = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    site = Site(out, Path(app.root_path), fixed)
    app.add_url_rule("/", "home", site.home)
    app.add_url_rule("/about", "about", site.about)
    app.add_url_rule("/ns", "ns", site.vocabulary)
    app.add_url_rule("/quotations", "quotations", site.quotations)
    app.add_url_rule("/quotations.<suffix>", "quotations_data", site.quotations)
    app.add_url_rule("/search", "search", site.search)
    app.add_url_rule("/search.<suffix>", "search_data", site.search)
    app.add_url_rule("/<any(kb, about, ns):page>.<suffix>", "data", site.page_data)
    app.add_url_rule(f"/{_FOLDER}", "list", site.listing)
    app.add_url_rule(f"/{_FOLDER}.<suffix>", "list_data", site.listing)
    app.add_url_rule(f"/{_FOLDER}/page/<name>", "list_page", site.list_page)
    app.add_url_rule(f"/{_FOLDER}/<name>", "record", site.record)
    app.register_error_handler(HTTPException, site.error)
    app.register_error_handler(NothingBuilt, site.nothing_built)
    app.before_request(_without_slash)
    app.after_request(_with_headers)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class Unknown(NotFound):
    """No record has the id; *near* are ids spelled nearly like it."""

    def __init__(self, near: list[str]) -> None:
        super().__init__()
        self.near = near


class Site:
    """The routes; each answers from the generation that is current now."""

    def __init__(self, out: Path, root: Path, fixed: Fixed | None) -> None:
        self._generations = fixed or Generations(out)
        self._faults = tuple if fixed else partial(read_faults, out)
        self._searcher = Searcher()
        self._code = code_digest(root.parent)
        self._written = Written()
        self._recent = Recent()

    def home(self) -> BaseResponse:
        """Answer for the knowledge base itself."""
        return self._answer(pages.home, HEADER)

    def about(self) -> BaseResponse:
        """Answer with method, selection rule and editors."""
        return self._answer(pages.about, pages.ABOUT_PAGE)

    def vocabulary(self) -> BaseResponse:
        """Answer with every term and list value."""
        return self._answer(
            pages.vocabulary, pages.VOCABULARY_PAGE, offered=formats.WITHOUT_FILE
        )

    def page_data(self, page: str, suffix: str) -> BaseResponse:
        """Answer for one of the single pages with an explicit suffix."""
        find: dict[str, Callable[[Generation], Page]] = {
            "kb": pages.home,
            "about": pages.about,
            "ns": pages.vocabulary,
        }
        offered = formats.FORMATS if page != "ns" else formats.WITHOUT_FILE
        return self._answer(find[page], page, _by_suffix(suffix), offered)

    def listing(self, folder: str, suffix: str = "") -> BaseResponse:
        """Answer with the first page of the list of a kind; lead to another one."""
        number = request.args.get("page", "1")
        if not _is_number(number):
            abort(404)
        if int(number) == 1:
            return self._listed(folder, 1, suffix)
        if not 1 <= int(number) <= pages.list_pages(self._generations.current(), folder):
            abort(404)
        ending = f".{_by_suffix(suffix).suffix}" if suffix else ""
        return redirect(f"{request.script_root}/{folder}/page/{int(number)}{ending}", 301)

    def list_page(self, folder: str, name: str) -> BaseResponse:
        """Answer with another page of the list of a kind, with or without a suffix."""
        number, dot, suffix = name.partition(".")
        if not _is_number(number) or number[0] == "0" or number == "1":
            abort(404)
        return self._listed(folder, int(number), suffix, dot)

    def _listed(self, folder: str, number: int, suffix: str, dot: str = "") -> BaseResponse:
        def find(now: Generation) -> Page:
            return pages.list_page(now, folder, number) or abort(404)

        chosen = _by_suffix(suffix) if suffix or dot else None
        page_id = list_path(folder, number).removeprefix("/")
        return self._answer(find, page_id, chosen, formats.WITHOUT_FILE)

    def quotations(self, suffix: str = "") -> BaseResponse:
        """Answer with what was checked of the words, in numbers."""
        return self._answer(
            quotations_page,
            QUOTATIONS_PAGE,
            _by_suffix(suffix) if suffix else None,
            formats.SEARCHED,
        )

    def search(self, suffix: str = "") -> BaseResponse:
        """Answer with what was looked for; whatever was typed is an answer."""
        put, number = search.asked(request.args)
        return self._answer(
            lambda now: search.search_page(now, self._searcher, put, number),
            search.SEARCH_PAGE,
            _by_suffix(suffix) if suffix else None,
            formats.SEARCHED,
            search.address(put, number),
        )

    def record(self, folder: str, name: str) -> BaseResponse:
        """Answer for a record, a place or an editor, with or without a suffix."""
        slug, dot, suffix = name.partition(".")
        record_id = f"{folder}/{slug}"
        chosen = _by_suffix(suffix) if dot else None

        def find(now: Generation) -> Page:
            if not pages.is_well_formed(record_id):
                abort(404)
            if not pages.exists(now, record_id):
                if new := pages.moved_to(now, record_id):
                    abort(redirect(f"{request.script_root}/{new}{dot}{suffix}", 301))
                raise Unknown(pages.near(now, record_id))
            return pages.record_page(now, record_id)

        offered = formats.WITHOUT_FILE if folder == pages.PLACES else formats.FORMATS
        return self._answer(find, record_id, chosen, offered)

    def _answer(
        self,
        find: Callable[[Generation], Page],
        page_id: str,
        chosen: Format | None = None,
        offered: tuple[Format, ...] = formats.FORMATS,
        query: str = "",
    ) -> BaseResponse:
        """Write a page in the format of its suffix, or in the one that is accepted."""
        now = self._generations.current()
        faults = self._faults()
        wanted = chosen or formats.negotiate(list(request.accept_mimetypes), offered)
        if wanted not in offered:
            abort(404)
        name = tag(now.name, self._code, wanted.suffix, request.full_path, repr(faults))
        known = parse_etags(request.headers.get("If-None-Match"))
        if known.contains_weak(name) and not known.star_tag:
            # The generation is the same and has answered this URL before.
            response = Response(status=304)
        else:
            body = self._written.body(
                name,
                lambda: self._write(
                    self._recent.page((now.name, page_id, query), lambda: find(now)),
                    page_id,
                    wanted,
                    faults,
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
        self, page: Page, page_id: str, wanted: Format, faults: tuple[dict[str, Any], ...]
    ) -> bytes:
        g.page = page  # An export goes on with it in other formats.
        if wanted is formats.HTML:
            return self._html(page, page_id, faults).encode()
        return page.data(wanted.suffix)

    def _html(self, page: Page, page_id: str, faults: tuple[dict[str, Any], ...]) -> str:
        here = "/" if page_id == HEADER else f"/{page_id}"
        return render_template(
            page.template,
            page=page.view,
            page_id=page.id,
            formats=page.formats,
            **shared(request.path, here, faults),
        )

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
            **shared(request.path, request.path, self._faults()),
        )
        return Response(body, status=503, headers={"Retry-After": "5"})


def _without_slash() -> BaseResponse | None:
    """Send a path that ends in a slash to the one without; only ``/`` has one."""
    path = request.path.strip("/")
    if request.method not in ("GET", "HEAD") or not path or request.path[-1] != "/":
        return None
    query = f"?{request.query_string.decode('ascii', 'replace')}".rstrip("?")
    return redirect(f"{request.script_root}/{quote(path)}{query}", 301)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _by_suffix(suffix: str) -> Format:
    found = formats.BY_SUFFIX.get(suffix)
    return found if found is not None else abort(404)
