"""A knowledge base that was published: in git, built, and with its index of versions."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import ROOT
from app.graph.build import build
from app.history.histories import Histories, bring_up
from app.history.versions import Versions as Index
from app.records.load import load
from app.site.factory import create_app
from tests.repository import Versions
from tests.site.knowledge import Knowledge, read_knowledge

FIRST = "claims/quill-first"
OLD, NEW = "Quill on 300 accounts", "Quill & others on <300> accounts"


@dataclass(frozen=True)
class Published:
    """What is published: the records as a test reads them, the site, the versions."""

    known: Knowledge
    records: tuple[str, ...]
    out: Path
    app: Flask

    @property
    def client(self) -> FlaskClient:
        """A client of its own for each use."""
        return self.app.test_client()

    @property
    def versions(self) -> Index:
        """The index of versions that the site reads."""
        return Histories(self.out).current().versions

    def version(self, record: str) -> str:
        """Return the digits of the version that stands."""
        found = self.versions.current(record)
        assert found is not None
        return found.name


def published(root: Path, out: Path) -> Published:
    """Build what lies in the working tree and bring the index up to its commits."""
    kb = load(root)
    build(kb, out)
    assert not bring_up(out, root)
    return Published(read_knowledge(kb), tuple(kb.published), out, create_app(out))


def flagship(folder: Path) -> Published:
    """Publish the real records, in one commit."""
    repository = Versions(folder / "repository")
    shutil.rmtree(repository.kb)
    shutil.copytree(ROOT / "kb", repository.kb)
    repository.commit()
    return published(repository.kb, folder / "build")


def renamed(folder: Path) -> Published:
    """Publish the records for tests, and then a claim of them under another title."""
    repository = Versions(folder / "repository")
    text = repository.path(FIRST).read_text("utf-8")
    assert f'title: "{OLD}' in text
    repository.change(FIRST, (f'title: "{OLD}', f'title: "{NEW}'))
    repository.commit()
    return published(repository.kb, folder / "build")
