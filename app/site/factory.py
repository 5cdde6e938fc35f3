"""The Flask application: routes, headers, errors."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from flask import Flask, redirect, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NothingBuilt
from app.graph.store import Fixed
from app.site import pages
from app.site.citing import routes as citing
from app.site.dates import human
from app.site.feeds import routes as feeds
from app.site.headers import with_headers
from app.site.ledger import drawn_columns, pictures
from app.site.routes import Site
from app.site.versions import routes as versions
from app.site.views.ledger import DIMENSIONS
from app.site.views.outcomes import outcome
from app.site.vocabulary import own_term

_FOLDER = f"<any({', '.join(pages.LISTED)}):folder>"


def create_app(out: Path, fixed: Fixed | None = None) -> Flask:
    """Make the site over the generations in *out*, or over one alone.

    One alone is shown without the faults that a watcher found in newer records.
    """
    app = Flask(__name__, template_folder="templates", static_folder="static")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["human"] = human
    app.jinja_env.globals.update(outcome=outcome, own_term=own_term, pictures=pictures)
    app.jinja_env.globals["dimensions"] = DIMENSIONS
    app.jinja_env.globals["drawn_columns"] = drawn_columns
    # Whoever adds the pages that need a server says so; a copy for a static host has none.
    app.jinja_env.globals.update(proposals=False, answers_cited=False)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    site = Site(out, Path(app.root_path), fixed)
    _add_pages(app, site)
    versions.register(app, site)
    feeds.register(app, site)
    citing.register(app, site)
    app.register_error_handler(HTTPException, site.error)
    app.register_error_handler(NothingBuilt, site.nothing_built)
    app.before_request(_without_slash)
    app.after_request(with_headers)
    return app


def _add_pages(app: Flask, site: Site) -> None:
    """Add the pages of today; those of versions are added beside."""
    app.add_url_rule("/", "home", site.home)
    app.add_url_rule("/about", "about", site.about)
    app.add_url_rule("/ns", "ns", site.vocabulary)
    app.add_url_rule("/quotations", "quotations", site.quotations)
    app.add_url_rule("/quotations.<suffix>", "quotations_data", site.quotations)
    app.add_url_rule("/search", "search", site.search)
    app.add_url_rule("/search.<suffix>", "search_data", site.search)
    app.add_url_rule("/<any(kb, about, ns):page>.<suffix>", "data", site.page_data)
    app.add_url_rule("/withheld", "withheld", site.withheld)
    app.add_url_rule("/withheld.<suffix>", "withheld_data", site.withheld)
    app.add_url_rule("/questions", "questions", site.questions)
    app.add_url_rule("/questions.<suffix>", "questions_data", site.questions)
    app.add_url_rule("/questions/<name>", "question", site.question)
    app.add_url_rule("/rules", "rules", site.rules)
    app.add_url_rule("/rules.<suffix>", "rules_data", site.rules)
    app.add_url_rule("/claims/<name>/ledger", "ledger", site.ledger)
    app.add_url_rule("/claims/<name>/ledger.<suffix>", "ledger_data", site.ledger)
    app.add_url_rule(f"/{_FOLDER}", "list", site.listing)
    app.add_url_rule(f"/{_FOLDER}.<suffix>", "list_data", site.listing)
    app.add_url_rule(f"/{_FOLDER}/page/<name>", "list_page", site.list_page)
    app.add_url_rule(f"/{_FOLDER}/<name>", "record", site.record)


def _without_slash() -> BaseResponse | None:
    """Send a path that ends in a slash to the one without; only ``/`` has one."""
    path = request.path.strip("/")
    if request.method not in ("GET", "HEAD") or not path or request.path[-1] != "/":
        return None
    query = f"?{request.query_string.decode('ascii', 'replace')}".rstrip("?")
    return redirect(f"{request.script_root}/{quote(path)}{query}", 301)
