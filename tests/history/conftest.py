"""The scripted history: its repository when the script has run, and its versions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.history.replay import update
from app.history.versions import Versions
from tests.history.scripted import Repo, script


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Return the repository when the script has run."""
    made = Repo(tmp_path_factory.mktemp("scripted"))
    script(made)
    return made


@pytest.fixture(scope="module")
def versions(repo: Repo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    """Return the versions after the last step."""
    path = tmp_path_factory.mktemp("index") / "versions.sqlite"
    update(path, repo.kb)
    found = Versions.read(path)
    yield found
    found.close()
