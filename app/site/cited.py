"""What became of what a document cites, asked on the site: ``/cited``.

A document is pasted, uploaded or sent as the body of a request; it is answered for and
forgotten.  Nothing is stored, so there is nothing that a request forged by another site
could do for a visitor.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import UnsupportedMediaType

from app.graph.store import Generations
from app.history.cited import IN_ORDER, Answer, Citations, State
from app.history.histories import Histories, History
from app.history.mentions import Mention, Mentions, mentions, text_of
from app.site import formats, limits
from app.site.context import shared

CITED_PAGE = "cited"
#: Bytes of a document: the page of an article has some hundred thousand as HTML.
MOST_BYTES = 2**20
#: Places in it; ``caveat cited`` takes more.
MOST_PLACES = 200
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_TEXTS = ("text/plain", "text/markdown", "text/html", "application/xhtml+xml")
#: Fields of the form.
_TEXT, _FILE = "text", "file"

#: How a state is told to a reader.
SAID = {
    State.CURRENT: "still says what was cited",
    State.CHANGED: "changed since",
    State.CORRECTED: "corrected since",
    State.WITHDRAWN: "withdrawn",
    State.MOVED: "has another address now",
    State.MERGED: "was made one with another entry",
    State.GONE: "removed without a word",
    State.UNVERSIONED: "cited without a version",
    State.UNKNOWN_VERSION: "never had this version",
    State.UNKNOWN: "no entry ever had this address",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, and the places in the document that it is for."""

    answer: Answer
    places: tuple[Mention, ...]

    @property
    def said(self) -> str:
        """What became of it, for a reader."""
        return SAID[self.answer.state]


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers for a document, in the order in which it first cites.

    ``is_text`` is false of a file that cannot be read as text.
    """

    entries: tuple[Entry, ...]
    is_cut: bool = False
    is_text: bool = True

    @property
    def standing(self) -> int:
        """How many of them need nothing done."""
        return sum(entry.answer.state in IN_ORDER for entry in self.entries)


def register(app: Flask, out: Path, buckets: limits.Buckets) -> None:
    """Add the page to a site over *out*, and the links that lead there.

    A copy for a host of files has none: there is nobody to answer.
    """
    page = Cited(out, buckets)
    app.jinja_env.globals["answers_cited"] = True
    app.add_url_rule(f"/{CITED_PAGE}", CITED_PAGE, page.ask)
    app.add_url_rule(f"/{CITED_PAGE}", "check_cited", page.answer, methods=["POST"])


class Cited:
    """The form, and what answers it."""

    def __init__(self, out: Path, buckets: limits.Buckets) -> None:
        self._generations = Generations(out)
        self._histories = Histories(out)
        self._buckets = buckets
        self._held: tuple[str, Citations] | None = None

    def ask(self) -> Response:
        """Show the form."""
        return self._page(None)

    def answer(self) -> Response:
        """Answer for the document that was sent."""
        limits.bound(self._buckets, MOST_BYTES)
        is_form = request.mimetype in _FORMS
        if not is_form and request.mimetype not in _TEXTS:
            raise UnsupportedMediaType(f"A document is one of {', '.join(_TEXTS)}.")
        document = _sent() if is_form else request.get_data()
        # Who sends a document as it is takes anything, and reads it by a program.
        offered = (formats.HTML, formats.JSON) if is_form else (formats.JSON, formats.HTML)
        accepted = list(request.accept_mimetypes) or [("*/*", 1.0)]
        wanted = formats.negotiate(accepted, offered)
        text = document if isinstance(document, str) else text_of(document)
        found = Mentions(()) if text is None else self._mentions(text)
        citations = self._citations(self._histories.current())
        answers = [(one, citations.answer(one)) for one in found.found]
        if wanted is formats.JSON:
            return _as_json(answers, found.is_cut, status=415 if text is None else 200)
        return self._page(Checked(_entries(answers), found.is_cut, text is not None))

    def _mentions(self, text: str) -> Mentions:
        """Find the addresses below the base, and below the host that was asked."""
        base = self._generations.current().base.iri
        return mentions(text, (base, request.url_root), MOST_PLACES)

    def _citations(self, history: History) -> Citations:
        if self._held is None or self._held[0] != history.name:
            self._held = (history.name, Citations(history.chronicle))
        return self._held[1]

    def _page(self, checked: Checked | None) -> Response:
        here = f"/{CITED_PAGE}"
        body = render_template(
            "cited.html",
            checked=checked,
            base=self._generations.current().base.iri,
            most_kb=MOST_BYTES // 1024,
            most=MOST_PLACES,
            **shared(request.path, here),
        )
        status = 415 if checked is not None and not checked.is_text else 200
        response = Response(body, status, content_type=formats.HTML.content_type)
        response.headers["Cache-Control"] = "no-cache" if checked is None else "no-store"
        return response


def _sent() -> str | bytes:
    """Return what a form holds: the file where one was chosen, else the text."""
    file = request.files.get(_FILE)
    if file is not None and file.filename:
        return bytes(file.read())
    return request.form.get(_TEXT, "")


def _entries(answers: list[tuple[Mention, Answer]]) -> tuple[Entry, ...]:
    """Put the places of one answer together."""
    places: dict[tuple[str, str], list[Mention]] = {}
    found: dict[tuple[str, str], Answer] = {}
    for mention, answer in answers:
        key = answer.record, answer.version
        places.setdefault(key, []).append(mention)
        found[key] = answer
    return tuple(Entry(found[key], tuple(places[key])) for key in found)


def _as_json(
    answers: list[tuple[Mention, Answer]], is_cut: bool, *, status: int
) -> Response:
    rows = [{**asdict(mention), **answer.as_data()} for mention, answer in answers]
    body = orjson.dumps(
        {"cited": rows, "cut": is_cut},
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )
    response = Response(body, status, content_type=formats.JSON.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response
