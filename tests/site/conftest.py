"""The site over real records, built once a session, and the crawl of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import SCHEMAS
from app.graph.build import build
from app.graph.store import Generation, Generations
from app.problems import Severity
from app.records.load import load
from app.records.record import KnowledgeBase
from app.site.factory import create_app
from tests.history.scripted import script
from tests.site.answers import Crawl, crawl
from tests.site.knowledge import Knowledge, read_knowledge
from tests.site.lived import Lived

TOLD: pytest.StashKey[list[str]] = pytest.StashKey()
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """A knowledge base, where it is built, and the site over it."""

    name: str
    kb: KnowledgeBase
    known: Knowledge
    out: Path
    app: Flask

    @property
    def client(self) -> FlaskClient:
        """A client of its own for each use."""
        return self.app.test_client()

    @property
    def fresh(self) -> FlaskClient:
        """A client of a site that has written no page yet, so that each is written anew."""
        return create_app(self.out).test_client()

    @property
    def generation(self) -> Generation:
        """The generation that the site serves."""
        return Generations(self.out).current()


def copy_fixtures(root: Path) -> Path:
    """Write the knowledge base for tests, with the records added here, to *root*."""
    shutil.copytree(ROOT / "tests" / "fixtures" / "kb", root)
    shutil.copytree(Path(__file__).with_name("records"), root, dirs_exist_ok=True)
    header = root / "kb.yaml"
    text = header.read_text("utf-8")
    # What lies under the base is the site's own; the repository is not.
    header.write_text(re.sub(r"(?m)^(repository: https://)", r"\1git.", text), "utf-8")
    return root


def make_site(name: str, root: Path, out: Path) -> Site:
    """Read and build a knowledge base that has no faults; make the site over it."""
    kb = load(root)
    assert [] == [item for item in kb.problems if item.severity is Severity.ERROR]
    build(kb, out)
    return Site(name, kb, read_knowledge(kb), out, create_app(out))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Return a site that lived through the scripted history, up to its end."""
    made = Lived(tmp_path_factory.mktemp("lived"))
    script(made.repo)
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one knowledge base in one process: it is crawled once there."""
    for item in items:
        name = getattr(item, "callspec", None) and item.callspec.params.get("site")
        if name:
            item.add_marker(pytest.mark.xdist_group(f"site-{name}"))


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Give what adds a line to the summary of the run: how much was looked at."""
    return pytestconfig.stash.setdefault(TOLD, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show what the tests of the site looked at."""
    for line in config.stash.get(TOLD, []):
        terminalreporter.write_line(f"site: {line}")


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """Give the site over a knowledge base by its name; each is built once."""

    @cache
    def made(name: str) -> Site:
        folder = tmp_path_factory.mktemp(name)
        root = ROOT / "kb" if name == "kb" else copy_fixtures(folder / "kb")
        return make_site(name, root, folder / "build")

    return made


@pytest.fixture(scope="session", params=["fixtures", "kb"])
def site(request: pytest.FixtureRequest, sites: Callable[[str], Site]) -> Site:
    """Give the site over each knowledge base in turn."""
    return sites(request.param)


@pytest.fixture(scope="session")
def crawled(site: Site) -> Crawl:
    """Give every answer that can be reached from the first page.

    The places that ship with the program have the same pages in every knowledge base;
    those that no record names are crawled in one of them only.
    """
    return crawl(site.client, not_crawled(site))


def not_crawled(site: Site) -> set[str]:
    """Return the paths of the places that no record names; none in the first one."""
    if site.name == "kb":
        return set()
    records = " ".join(repr(item.data) for item in site.kb.records.values())
    places = (SCHEMAS / "places.ttl").read_text("utf-8")
    found = set(re.findall(r"<(places/[A-Z0-9]+)>", places))
    return {f"/{place}" for place in found if f"{place}'" not in records}
