"""A site over a knowledge base that lived through the scripted history, step by step."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from app.graph.build import build
from app.history.histories import bring_up
from app.records.load import load
from app.site.factory import create_app
from tests.history.scripted import Repo


class Lived:
    """A repository with its site, which is brought up when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.repo = Repo(folder / "repo")
        self.out = folder / "build"

    def client(self) -> FlaskClient:
        """Build what the repository holds now, and return a client of the site over it."""
        build(load(self.repo.kb), self.out)
        bring_up(self.out, self.repo.kb)
        return create_app(self.out).test_client()
