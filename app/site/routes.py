"""The routes of the site: what is asked for, found, written, and said of it in headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app.graph.iris import RULES
from app.graph.search import Searcher
from app.graph.store import Fixed, Generation
from app.records.kinds import HEADER
from app.site import formats, pages, search, tables
from app.site.answering import Answering, Unknown, by_suffix
from app.site.headers import POLICY, WITH_SCRIPT
from app.site.ledger import LEDGER
from app.site.pages import Page
from app.site.questions import QUESTIONS, question_page, questions, questions_page
from app.site.quotations import QUOTATIONS_PAGE, quotations_page
from app.site.rules import rules_page
from app.site.views.lists import list_path
from app.site.withheld import WITHHELD_PAGE, withheld_page

_MOST_DIGITS = 6


class Site(Answering):
    """The routes; each answers from the generation that is current now."""

    def __init__(self, out: Path, root: Path, fixed: Fixed | None) -> None:
        super().__init__(out, root, fixed)
        self._searcher = Searcher()

    def home(self) -> BaseResponse:
        """Answer for the knowledge base itself."""
        return self.answer(pages.home, HEADER)

    def about(self) -> BaseResponse:
        """Answer with method, selection rule and editors."""
        return self.answer(pages.about, pages.ABOUT_PAGE)

    def vocabulary(self) -> BaseResponse:
        """Answer with every term and list value."""
        return self.answer(
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
        return self.answer(find[page], page, by_suffix(suffix), offered)

    def listing(self, folder: str, suffix: str = "") -> BaseResponse:
        """Answer with the first page of the list of a kind; lead to another one."""
        number = request.args.get("page", "1")
        if not _is_number(number):
            abort(404)
        if int(number) == 1:
            return self._listed(folder, 1, suffix)
        if not 1 <= int(number) <= pages.list_pages(self.generations.current(), folder):
            abort(404)
        ending = f".{by_suffix(suffix).suffix}" if suffix else ""
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

        chosen = by_suffix(suffix) if suffix or dot else None
        page_id = list_path(folder, number).removeprefix("/")
        return self.answer(find, page_id, chosen, formats.WITHOUT_FILE)

    def quotations(self, suffix: str = "") -> BaseResponse:
        """Answer with what was checked of the words, in numbers."""
        return self.answer(
            quotations_page,
            QUOTATIONS_PAGE,
            by_suffix(suffix) if suffix else None,
            formats.SEARCHED,
        )

    def rules(self, suffix: str = "") -> BaseResponse:
        """Answer with the rules by which facts are derived."""
        chosen = by_suffix(suffix) if suffix else None
        return self.answer(rules_page, RULES, chosen, formats.WITHOUT_FILE)

    def withheld(self, suffix: str = "") -> BaseResponse:
        """Answer with what nobody would attribute."""
        chosen = by_suffix(suffix) if suffix else None
        return self.answer(withheld_page, WITHHELD_PAGE, chosen, formats.WITHOUT_FILE)

    def questions(self, suffix: str = "") -> BaseResponse:
        """Answer with all questions."""
        chosen = by_suffix(suffix) if suffix else None
        return self.answer(questions_page, QUESTIONS, chosen, formats.SEARCHED)

    def question(self, name: str) -> BaseResponse:
        """Answer a question, with or without a suffix."""
        slug, dot, suffix = name.partition(".")
        if slug not in questions():
            abort(404)
        return self.answer(
            lambda now: question_page(now, slug),
            f"{QUESTIONS}/{slug}",
            by_suffix(suffix) if dot else None,
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
        response = self.answer(
            find,
            f"{claim_id}/{LEDGER}",
            by_suffix(suffix) if suffix else None,
            formats.TABLES,
            f"?{query}".rstrip("?"),
        )
        if response.mimetype == formats.HTML.media_type:
            response.headers[POLICY] = WITH_SCRIPT
        return response

    def search(self, suffix: str = "") -> BaseResponse:
        """Answer with what was looked for; whatever was typed is an answer."""
        put, number = search.asked(request.args)
        return self.answer(
            lambda now: search.search_page(now, self._searcher, put, number),
            search.SEARCH_PAGE,
            by_suffix(suffix) if suffix else None,
            formats.SEARCHED,
            search.address(put, number),
        )

    def record(self, folder: str, name: str) -> BaseResponse:
        """Answer for a record, a place or an editor, with or without a suffix."""
        slug, dot, suffix = name.partition(".")
        record_id = f"{folder}/{slug}"
        chosen = by_suffix(suffix) if dot else None

        def find(now: Generation) -> Page:
            if not pages.is_well_formed(record_id):
                abort(404)
            if not pages.exists(now, record_id):
                if new := pages.moved_to(now, record_id):
                    abort(redirect(f"{request.script_root}/{new}{dot}{suffix}", 301))
                raise Unknown(pages.near(now, record_id))
            return pages.record_page(now, record_id)

        offered = formats.WITHOUT_FILE if folder == pages.PLACES else formats.FORMATS
        return self.answer(find, record_id, chosen, offered)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
