"""The site with proposals over the records for tests."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.edit.propose import register
from app.graph.build import build
from app.graph.store import Generation, Generations
from app.records.load import load
from app.site.factory import create_app
from app.site.limits import Buckets
from tests.site.conftest import copy_fixtures

REPOSITORY = "https://github.com/some/caveat"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the records for tests; their repository is on a forge that is known."""
    folder = copy_fixtures(tmp_path_factory.mktemp("propose") / "kb")
    header = folder / "kb.yaml"
    text = header.read_text("utf-8")
    header.write_text(re.sub(r"(?m)^repository: .*$", f"repository: {REPOSITORY}", text))
    return folder


@pytest.fixture(scope="session")
def out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which they are built."""
    folder = tmp_path_factory.mktemp("propose-build")
    build(load(root), folder)
    return folder


@pytest.fixture(scope="session")
def generation(out: Path) -> Generation:
    """Give what is built."""
    return Generations(out).current()


class Clock:
    """A clock that stands until it is told to go."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture(scope="session")
def client(out: Path) -> FlaskClient:
    """Give a client of the site with proposals, for whom a minute passes each time."""
    made = create_app(out)
    minutes = itertools.count(step=60)
    register(made, out, Buckets(lambda: float(next(minutes))))
    return made.test_client()
