"""The routes of the site: what is asked for, found, written, and said of it in headers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Response, abort, g, redirect, render_template, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NothingBuilt
from app.graph.iris import RULES
from app.graph.search import Searcher
from app.graph.store import Fixed, Generation, Generations
from app.records.kinds import HEADER
from app.site import formats, pages, search, tables
from app.site.alternates import add_alternates, beside
from app.site.context import shared
from app.site.faults import read_faults
from app.site.formats import Format
from app.site.headers import POLICY, WITH_SCRIPT
from app.site.ledger import LEDGER
from app.site.pages import Page
from app.site.questions import QUESTIONS, question_page, questions, questions_page
from app.site.quotations import QUOTATIONS_PAGE, quotations_page
from app.site.rules import rules_page
from app.site.views.lists import list_path
from app.site.withheld import WITHHELD_PAGE, withheld_page
from app.site.written import Recent, Written, code_digest, tag

_MOST_DIGITS = 6


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

    def rules(self, suffix: str = "") -> BaseResponse:
        """Answer with the rules by which facts are derived."""
        chosen = _by_suffix(suffix) if suffix else None
        return self._answer(rules_page, RULES, chosen, formats.WITHOUT_FILE)

    def withheld(self, suffix: str = "") -> BaseResponse:
        """Answer with what nobody would attribute."""
        chosen = _by_suffix(suffix) if suffix else None
        return self._answer(withheld_page, WITHHELD_PAGE, chosen, formats.WITHOUT_FILE)

    def questions(self, suffix: str = "") -> BaseResponse:
        """Answer with all questions."""
        chosen = _by_suffix(suffix) if suffix else None
        return self._answer(questions_page, QUESTIONS, chosen, formats.SEARCHED)

    def question(self, name: str) -> BaseResponse:
        """Answer a question, with or without a suffix."""
        slug, dot, suffix = name.partition(".")
        if slug not in questions():
            abort(404)
        return self._answer(
            lambda now: question_page(now, slug),
            f"{QUESTIONS}/{slug}",
            _by_suffix(suffix) if dot else None,
            formats.ANSWERS,
        )

    def ledger(self, name: str, suffix: str = "") -> BaseResponse:
        """Answer with the ledger of a claim; whatever is asked of it is an answer."""
        claim_id = f"claims/{name}"

        def find(now: Generation) -> Page:
            if not pages.is_well_formed(claim_id):
                abort(404)
            if not pages.exists(now, claim_id):
                if new := pages.moved_to(now, claim_id):
                    ending = f".{suffix}" if suffix else ""
                    target = f"{request.script_root}/{new}/{LEDGER}{ending}"
                    abort(redirect(target, 301))
                raise Unknown(pages.near(now, claim_id))
            return tables.ledger_page(now, claim_id, request.args)

        query = request.query_string.decode("ascii", "replace")
        response = self._answer(
            find,
            f"{claim_id}/{LEDGER}",
            _by_suffix(suffix) if suffix else None,
            formats.TABLES,
            f"?{query}".rstrip("?"),
        )
        if response.mimetype == formats.HTML.media_type:
            response.headers[POLICY] = WITH_SCRIPT
        return response

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
            ledger=page.ledger,
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


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _by_suffix(suffix: str) -> Format:
    found = formats.BY_SUFFIX.get(suffix)
    return found if found is not None else abort(404)
