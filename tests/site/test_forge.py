"""Addresses on the forge, and the links at the foot of a record's page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.graph.build import build
from app.records.load import load
from app.site.factory import create_app
from app.site.forge import LONGEST, forge_of
from tests.repository import Versions
from tests.site.conftest import copy_fixtures
from tests.site.markup import parse
from tests.site.published import FIRST, NEW, OLD, Published, published

TEXT = 'title: "a&b=c #d"\n# é + %41\n'


@pytest.mark.parametrize(
    "repository",
    [None, "", "https://git.example/a/b", "https://github.com", "https://github.com/a",
     "https://github.com.evil.example/a/b", "https://evil.example/github.com/a",
     "https://you@github.com/a/b", "ftp://github.com/a/b", "javascript://github.com/a/b"],
)  # fmt: skip
def test_what_is_no_forge_has_no_addresses(repository: str | None) -> None:
    """Only a repository on the host of a known forge is one."""
    assert forge_of(repository) is None


@pytest.mark.parametrize(
    ("repository", "path", "names"),
    [
        ("https://github.com/a/b", "/a/b/new/main/kb/sources", ("filename", "value")),
        (
            "https://github.a.example/a/b/",
            "/a/b/new/main/kb/sources",
            ("filename", "value"),
        ),
        ("https://gitlab.com/a/b/c.git", "/a/b/c/-/new/main", ("file_name", "content")),
    ],
)
def test_a_new_file_has_path_and_text(
    repository: str, path: str, names: tuple[str, str]
) -> None:
    """Path and text arrive as they were, whatever letters they have."""
    forge = forge_of(repository)
    assert forge is not None
    parts = urlsplit(forge.new("kb/sources/x.yaml", TEXT))
    query = parse_qs(parts.query, strict_parsing=True)
    assert (path, TEXT) == (parts.path, query[names[1]][0])
    assert "kb/sources/x.yaml".endswith(query[names[0]][0])
    assert forge.new_within_bounds("kb/sources/x.yaml", "x" * LONGEST) is None


GITHUB = "https://github.com/a/b"
GITLAB = "https://gitlab.com/a/b"


@pytest.mark.parametrize("repository", [GITHUB, GITLAB])
def test_a_report_names_the_version_that_is_shown(tmp_path: Path, repository: str) -> None:
    """On the page of a record that which stands, on that of a version this one."""
    repo = Versions(tmp_path / "repository")
    repo.change("kb", ("https://quill.example/repository", repository))
    repo.commit()
    repo.change(FIRST, (f'title: "{OLD}', f'title: "{NEW}'))
    repo.commit()
    site = published(repo.kb, tmp_path / "build")
    old, new = (item.name for item in site.versions.versions_of(FIRST))

    assert _read(site, f"/{FIRST}", repository) == f"2024-07-01, version {new}"
    for name in (old, new):
        said = _read(site, f"/{FIRST}/v/{name}", repository)
        assert f"2024-07-01, version {name}" == said
    for unversioned in ("/places/BV", "/editors/first"):
        assert "2024-07-01" == _read(site, unversioned, repository)


def _read(site: Published, path: str, repository: str) -> str:
    """Return the edition and version that a report of a page names."""
    links = parse(site.client.get(path).text).tagged("a")
    (href,) = [one.get("href") or "" for one in links if one.text() == "Report a problem"]
    query = parse_qs(urlsplit(href).query, strict_parsing=True)
    record = re.sub("/v/.*", "", path).strip("/")
    if repository == GITHUB:
        assert [record] == query["record"]
        return query["edition"][0]
    said = dict(re.findall("(?m)^([A-Z][a-z]+): (.*)$", query["issue[description]"][0]))
    assert record == said["Record"]
    assert ("Version" in said) == ("/v/" in path or path == f"/{FIRST}")
    return ", version ".join(filter(None, (said["Edition"], said.get("Version"))))


@pytest.mark.parametrize(
    ("repository", "edit", "report"),
    [
        (
            "https://github.com/a/b",
            "https://github.com/a/b/edit/main/kb/claims/quill-first.yaml",
            {"template": "correction.yml", "record": "claims/quill-first", "edition": "2024-07-01"},
        ),
        (
            "https://gitlab.com/a/b",
            "https://gitlab.com/a/b/-/edit/main/kb/claims/quill-first.yaml",
            {"issue[title]": "Problem in claims/quill-first"},
        ),
        ("https://git.example/a/b", "", {}),
    ],
)  # fmt: skip
def test_a_page_leads_to_its_file_and_to_a_report(
    tmp_path: Path, repository: str, edit: str, report: dict[str, str]
) -> None:
    """At its foot stand the file on the forge and a report with record and edition."""
    root = copy_fixtures(tmp_path / "kb")
    header = root / "kb.yaml"
    header.write_text(
        re.sub(r"(?m)^repository: .*$", f"repository: {repository}", header.read_text())
    )
    build(load(root), tmp_path / "build")
    client = create_app(tmp_path / "build").test_client()
    found = {
        item.text(): item.get("href") or ""
        for item in parse(client.get("/claims/quill-first").text).tagged("a")
    }
    assert edit == found.get("Edit this record", "")
    asked = parse_qs(urlsplit(found.get("Report a problem", "")).query)
    assert report.items() <= {key: values[0] for key, values in asked.items()}.items()
    editor = client.get("/editors/first").text
    assert ("kb/kb.yaml" in editor) == bool(edit)
    place = client.get("/places/BV").text
    assert "Edit this record" not in place and ("Report a problem" in place) == bool(edit)
    assert "/propose" not in client.get("/").text
