"""The site after each step of the scripted history."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.graph.build import build
from app.history.histories import Histories, bring_up
from app.history.versions import Versions
from app.records.load import load
from app.site.factory import create_app
from tests.history.scripted import Repo, script


@dataclass(frozen=True)
class Stage:
    """The site as it was served after a step."""

    name: str
    client: FlaskClient
    versions: Versions


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, ...]:
    """Build and serve every step of the history, each beside its own index.

    The step that leaves a file unreadable is not built, as ``caveat build`` would not: the
    site goes on with the generation before, and with the versions up to it.  Other faults,
    such as a stamp that a reformatting voided, are no matter here.
    """
    folder = tmp_path_factory.mktemp("stages")
    repo = Repo(folder / "repo")
    script(repo)
    found: list[Stage] = []
    out = folder / "out"
    for step in repo.steps:
        repo.git("checkout", "--quiet", step.commit)
        here = folder / step.name
        if out.exists():
            shutil.copytree(out, here)
        here.mkdir(exist_ok=True)
        kb = load(repo.kb)
        assert "" == bring_up(here, repo.kb)
        if not any(item.code.startswith("Y") for item in kb.problems):
            build(kb, here)
        out = here
        client = create_app(here).test_client()
        found.append(Stage(step.name, client, Histories(here).current().versions))
    return tuple(found)


@pytest.fixture(scope="session")
def last(stages: tuple[Stage, ...]) -> Stage:
    """Return the site after the last step."""
    return stages[-1]


def path_of(folder: Path, record: str) -> Path:
    """Return the file of a record."""
    return folder / f"{record}.yaml"
