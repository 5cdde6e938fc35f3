"""The pages for proposals: asked, checked, shown, and handed to the forge.

Nothing is stored and nobody is known: what was written travels in the form, and the
answer is made from it alone.  So there is nothing that a request forged by another site
could do for a visitor, and the forms carry no token against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from app.edit.propose import asked
from app.edit.propose.answers import answers, as_before, still_blank
from app.edit.propose.form import FormMaker, errors
from app.edit.propose.handover import download, forge, handed, near
from app.edit.propose.judgement import Fault, File, judged, without_void_stamps
from app.edit.propose.known import published
from app.edit.propose.offered import Offered
from app.edit.propose.preview import preview
from app.edit.propose.proposal import proposed
from app.edit.propose.started import Start, meant, started
from app.graph.store import Generation, Generations
from app.records.kinds import KINDS, folder_of, is_record_id
from app.site import limits
from app.site.pages import record_page
from app.site.urls import relative

#: What the site's own pages do not need: a script of ours, which asks us alone.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_KINDS = f"<any({', '.join(asked.NEW)}):folder>"
#: Fields of a form that are no part of its record.
_SLUG, _OUTLET, _ADD, _BLANK, _DO = "slug", "outlet", "add", "blank", "do"


class Proposals:
    """The routes; each answers from the generation that is current now."""

    def __init__(self, out: Path, buckets: limits.Buckets) -> None:
        self._generations = Generations(out)
        self._buckets = buckets
        self._offered: tuple[str, Offered] | None = None

    def blueprint(self) -> Blueprint:
        """Make the blueprint that a site registers."""
        pages = Blueprint(
            "propose", __name__, template_folder="templates", static_folder="static",
            static_url_path="/propose/static",
        )  # fmt: skip
        pages.add_url_rule("/propose", "index", self.index)
        methods = ["GET", "POST"]
        pages.add_url_rule(f"/propose/{_KINDS}", "new", self.new, methods=methods)
        pages.add_url_rule("/propose/correction", "correct", self.correct, methods=methods)
        pages.before_request(self._bounded)
        pages.after_request(_with_policy)
        return pages

    def _bounded(self) -> None:
        """Refuse what is too large or too often, before it is read."""
        if request.endpoint == "propose.static":
            return
        limits.bound(self._buckets)

    def index(self) -> str:
        """Ask what somebody found."""
        return self._index(self._generations.current())

    def _index(self, now: Generation, unknown: str = "") -> str:
        names = self._offers(now)
        return render_template(
            "propose/index.html",
            kinds_of_proposal=tuple(asked.NEW.values()),
            forge=forge(now),
            known=names.names(),
            unknown=unknown,
            **_common({}),
        )

    def new(self, folder: str) -> str | Response:
        """Ask for a new record; judge and show it when it is sent."""
        now = self._generations.current()
        kind = asked.NEW[folder]
        start = started(now, folder, MultiDict(request.args))
        if request.method == "GET":
            return self._page(
                now, kind.folder, kind.title, kind.lead, start.data, start=start
            )
        data = answers(folder, request.form)
        outlet = request.form.get(_OUTLET, "").strip() if folder == "sources" else ""
        if outlet and outlet == data.get("publisher"):
            del data["publisher"]  # the name of an outlet that gets its record beside this
        chosen = request.form.get(_SLUG, "").strip()
        proposals = proposed(now, folder, data, chosen=chosen, outlet=outlet)
        files = judged(now, proposals, fresh=True)
        return self._answer(
            now, kind.folder, kind.title, kind.lead, data, files, start=start
        )

    def correct(self) -> str | Response:
        """Ask what is wrong with a record; show what would change."""
        now = self._generations.current()
        record_id = meant(request.args.get("record", ""))
        if not is_record_id(record_id) or not now.holds(record_id):
            return Response(self._index(now, unknown=record_id), status=404)
        before = published(now, record_id)
        data = dict(before.data) if before is not None else {}
        title = f"A correction of {record_id}"
        lead = "The record stands here as it is. Change what is wrong in it."
        if request.method == "GET":
            return self._page(
                now, folder_of(record_id), title, lead, data, before=record_id
            )
        data = as_before(data, answers(folder_of(record_id), request.form))
        files = judged(now, {record_id: data}, fresh=False)
        void = without_void_stamps(data, files[0])
        if void:
            files = judged(now, {record_id: data}, fresh=False)
        return self._answer(
            now, folder_of(record_id), title, lead, data, files, before=record_id, void=void
        )

    def _answer(
        self,
        now: Generation,
        folder: str,
        title: str,
        lead: str,
        data: Mapping[str, Any],
        files: list[File],
        **more: Any,
    ) -> str | Response:
        added = request.form.get(_ADD, "")
        if added:
            return self._page(now, folder, title, lead, data, added=added, **more)
        right = all(file.is_right for file in files)
        wanted = request.form.get(_DO, "")
        chosen = [file for file in files if wanted == f"download {file.id}"]
        if chosen and right:
            return download(chosen[0])
        return self._page(now, folder, title, lead, data, files=files, **more)

    def _page(
        self,
        now: Generation,
        folder: str,
        title: str,
        lead: str,
        data: Mapping[str, Any],
        *,
        files: list[File] | None = None,
        before: str = "",
        start: Start | None = None,
        added: str = "",
        void: list[str] | None = None,
    ) -> str:
        files, start = files or [], start or Start()
        offered = self._offers(now)
        faults = files[0].faults if files else ()
        blank = still_blank(request.form, request.form.getlist(_BLANK))
        claim, fresh = start.claim, not before
        maker = FormMaker(folder, offered, faults, claim, added, fresh=fresh, blank=blank)
        form = maker.make(data)
        glossary: dict[str, Any] = {}
        right = bool(files) and all(file.is_right for file in files)
        return render_template(
            "propose/form.html",
            title=title,
            lead=lead,
            folder=folder,
            form=form,
            lists={name: offered.ids(found) for name, found in maker.references.items()},
            slug=request.form.get(_SLUG, ""),
            outlet=request.form.get(_OUTLET, "") or _unknown_outlet(faults, data),
            slug_faults=tuple(item for item in faults if item.path == (_SLUG,)),
            right=right,
            errors=errors(form, (item for file in files for item in file.faults)),
            preview=self._preview(now, files, glossary) if right else "",
            limits=_limits(now, before) if before else "",
            before=before,
            void=void or [],
            query=start.query,
            left_out=start.left_out if request.method == "GET" else (),
            asks_outlet=any(fault.asks_outlet for fault in faults),
            **_outcome(now, files, before),
            **_common(glossary),
        )

    def _preview(
        self, now: Generation, files: list[File], glossary: dict[str, Any]
    ) -> Markup:
        """Draw the page of the first file with the template that its kind has."""
        page = preview(now, [file.record for file in files])
        common = _common(glossary)
        own = f"/{page.id}"

        def href(path: str) -> str:
            target, _, fragment = path.partition("#")
            return f"#{fragment or 'preview'}" if target == own else common["href"](path)

        drawn = {**common, "href": href, "here": own, "proposals": False}
        html = render_template(
            page.template,
            page=page.view,
            page_id=page.id,
            ledger=page.ledger,
            formats=(),
            frame="propose/frame.html",
            **drawn,
        )
        # What a template of the site has written is escaped already.
        return Markup(html)  # noqa: S704

    def _offers(self, now: Generation) -> Offered:
        if self._offered is None or self._offered[0] != now.name:
            self._offered = (now.name, Offered(now))
        return self._offered[1]


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _common(glossary: dict[str, Any]) -> dict[str, Any]:
    """Return what every template of the site is given."""
    return {
        "href": partial(relative, request.path),
        "here": request.path,
        "kinds": KINDS,
        "faults": (),
        "glossary": glossary,
        "frozen": None,
        "version": None,
    }


def _unknown_outlet(faults: Iterable[Fault], data: Mapping[str, Any]) -> str:
    """Return what was written for a publisher that has no record, where it is a name."""
    written = str(data.get("publisher", ""))
    asked_for = any(fault.asks_outlet for fault in faults)
    return written if asked_for and "/" not in written else ""


def _outcome(now: Generation, files: list[File], before: str) -> dict[str, Any]:
    """Return what the templates are given of files that were judged."""
    right = all(file.is_right for file in files)
    return {
        "files": files,
        "is_whole": all(file.is_judged_whole for file in files),
        "handed": [handed(now, file, before) for file in files] if right else [],
        "near": [] if before or not files else near(now, files[0].record),
    }


def _limits(now: Generation, record_id: str) -> str:
    """Return how a record is cited: with every caveat on the links that its form shows."""
    citation: str = record_page(now, record_id).view.head.citation.text
    return citation


def register(app: Flask, out: Path, buckets: limits.Buckets) -> None:
    """Add the pages for proposals to a site, and the links that lead there."""
    app.register_blueprint(Proposals(out, buckets).blueprint())
    app.jinja_env.globals["proposals"] = True
