"""Proposals: forms that write a record, judge it, and hand it to the forge.

The site knows nothing of them.  Whoever serves it for editors makes it here; a copy for a
static host is made by :mod:`app.site` alone and has no such pages.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.edit.propose.routes import register
from app.site import cited
from app.site.factory import create_app
from app.site.limits import Buckets

#: How many proxies stand before the server and add the address before them.
PROXIES = "CAVEAT_PROXIES"


def site_with_proposals(out: Path) -> Flask:
    """Make the site over the generations in *out*, with all pages that need a server."""
    app = create_app(out)
    cited.register(app, out, Buckets(time.monotonic))
    register(app, out, Buckets(time.monotonic))
    proxies = os.environ.get(PROXIES, "0")
    if proxies.isdecimal() and int(proxies):
        # Werkzeug's own way to put a middleware round an application.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=int(proxies))  # type: ignore[method-assign]
    return app
