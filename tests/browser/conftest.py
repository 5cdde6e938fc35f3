"""A real Chromium before the built site, served on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.site.conftest import ROOT, copy_fixtures, make_site

NAMES = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = "CAVEAT_REQUIRE_BROWSER"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the Chromium of this machine; where there is none, say so."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        message = f"no Chromium found: none of {', '.join(NAMES)} is on the PATH"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{message}, and {REQUIRED}=1 asks for one")
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve a site on a free port of this machine; give its origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


#: Makes the address of a page from the name of a knowledge base and a path in it.
Address = Callable[[str, str], str]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Serve both knowledge bases; give what makes addresses in them."""
    folder = tmp_path_factory.mktemp("served")
    roots = {"kb": ROOT / "kb", "fixtures": copy_fixtures(folder / "records")}
    sites = {name: make_site(name, root, folder / name) for name, root in roots.items()}
    with ExitStack() as stack:
        origins = {name: stack.enter_context(serving(sites[name].app)) for name in sites}

        def made(name: str, path: str) -> str:
            folder, star, _ = path.partition("/*")
            if not star:
                return origins[name] + path
            editors = [f"editors/{one}" for one in sites[name].kb.header.data["editors"]]
            first = min(
                key
                for key in (*sites[name].kb.published, *editors)
                if f"/{key}".startswith(f"{folder}/")
            )
            return f"{origins[name]}/{first}"

        yield made
