"""A release: checksums, metadata, the same bytes anywhere, and it serves without git."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import orjson
import pyoxigraph as ox
import pytest
import yaml
from click.testing import CliRunner, Result
from datacite import schema45

from app import ROOT
from app.cli import OK, USAGE, main
from app.errors import IndexUnusable
from app.graph.store import Generations
from app.history.archive import lines
from app.history.histories import INDEX, Histories, bring_up
from app.history.released import RELEASED
from tests.cite.citationfile import faults
from tests.history.scripted import BLOG, FIRST, SECOND, SET, TWENTY, Repo, script

CFF = 'cff-version: 1.2.0\nmessage: "Cite the caveat, too."\ntitle: "Quill"\nauthors:\n  - family-names: Fenn\n    given-names: Ada\nlicense: CC-BY-4.0\nkeywords: [attribution]\n'


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Return a repository with a history, and with how it is cited."""
    made = Repo(tmp_path_factory.mktemp("scripted"))
    script(made)
    # What the script left with faults: a stamp that is void, and a draft on what went.
    blog = made.path(BLOG)
    blog.write_text(
        re.sub(r"(?m)^    verified:\n(?:      .*\n)+", "", blog.read_text("utf-8"))
    )
    made.path("reviews/harbour-number").unlink()
    (made.folder / "CITATION.cff").write_text(CFF, "utf-8")
    made.step("cite")
    return made


@pytest.fixture(scope="module")
def release(repo: Repo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of it."""
    folder = tmp_path_factory.mktemp("releases") / "first"
    assert OK == export(repo.kb, folder).exit_code
    return folder


def name_of(repo: Repo, day: str) -> str:
    """Return what the release of the last commit is called, where records are of a day."""
    return f"{day}-{repo.git('rev-parse', 'HEAD')[:12]}"


@pytest.fixture(scope="module")
def name(repo: Repo) -> str:
    """Return how the release is called."""
    return name_of(repo, repo.date[:10])


@pytest.fixture
def unpacked(release: Path, name: str, tmp_path: Path) -> Path:
    """Return the records of the release, unpacked where no git is."""
    with tarfile.open(release / "records.tar.gz") as archive:
        # As PEP 706 says it for all versions; those before 3.11.4 have no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path)
    return tmp_path / f"caveat-{name}"


def export(root: Path, folder: Path, *more: str) -> Result:
    """Write a release."""
    words = ["export", "--release", str(folder), "--kb", str(root), *more]
    return CliRunner().invoke(main, words)


def digests(folder: Path) -> dict[str, str]:
    """Return the checksum of each file of a folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_the_checksums_are_those_of_the_files(release: Path) -> None:
    """As the tool reads them that everybody has; no file is left out."""
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=release, capture_output=True, text=True, check=False,
    )  # fmt: skip
    files = {path.name for path in release.iterdir() if path.name[0] != "."}

    assert (0, files - {"SHA256SUMS"}) == (
        done.returncode,
        {line.partition(":")[0] for line in done.stdout.splitlines()},
    )
    assert {"records.tar.gz", RELEASED, "dataset.nq.gz", "CITATION.cff"} < files


def test_two_clones_release_the_same_bytes(
    repo: Repo, release: Path, tmp_path: Path
) -> None:
    """In other folders, time zones, locales, hash seeds and with another umask."""
    made = []
    for name, zone, seed, mask in (
        ("a", "Pacific/Apia", "1", 0o077),
        ("b/c", "UTC", "7", 0o002),
    ):
        clone = tmp_path / name
        repo.git("clone", "--quiet", str(repo.folder), str(clone))
        environment = {
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": "C",
            "PYTHONPATH": str(ROOT),
        }
        subprocess.run(
            [sys.executable, "-m", "app", "export", "--release", "out", "--kb", "kb"],
            cwd=clone, env=os.environ | environment, umask=mask, check=True, capture_output=True,
        )  # fmt: skip
        made.append(digests(clone / "out"))

    assert made[0] == made[1] == digests(release)


def test_the_dumps_hold_the_graph(repo: Repo, release: Path, tmp_path: Path) -> None:
    """Each of them all of it, whichever parser reads it."""
    assert (
        OK
        == CliRunner()
        .invoke(main, ["build", "--kb", str(repo.kb), "--out", str(tmp_path)])
        .exit_code
    )
    store = Generations(tmp_path).current().store
    quads = set(store.quads_for_pattern(None, None, None, None))
    formats = {
        "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
    }

    assert len(quads) > 1_000
    for ending, form in formats.items():
        data = gzip.decompress((release / f"dataset.{ending}.gz").read_bytes())
        assert quads == set(ox.parse(data, form))


def test_the_metadata_are_valid(repo: Repo, release: Path, name: str) -> None:
    """By DataCite's own schema; authors and licence are those of CITATION.cff."""
    found = orjson.loads((release / "datacite.json").read_bytes())

    assert [] == [error.message for error in schema45.validator.iter_errors(found)]
    assert ["Fenn, Ada"] == [one["name"] for one in found["creators"]]
    assert "CC-BY-4.0" == found["rightsList"][0]["rightsIdentifier"]
    assert (name, "2024") == (found["version"], found["publicationYear"])
    assert {"Issued": repo.date[:10], "Other": "2024-07-01"} == {
        one["dateType"]: one["date"] for one in found["dates"]
    }
    assert any("never separated" in one["description"] for one in found["descriptions"])


def test_the_readme_says_what_belongs_together(
    repo: Repo, release: Path, name: str
) -> None:
    """The promise, name, commit and edition, and how it is served."""
    text = (release / "README.txt").read_text("utf-8")

    for said in (
        "never separated",
        f"Release {name}: the records of {repo.date[:10]}, ",
        f"commit {repo.steps[-1].commit}.\nEdition of 2024-07-01.\nLicence: ",
        "caveat serve --kb kb",
    ):
        assert said in text


def test_it_is_cited_by_its_name(repo: Repo, release: Path, name: str) -> None:
    """CITATION.cff has name, day and commit of the release, and is else as it was."""
    text = (release / "CITATION.cff").read_bytes()
    found, was = (yaml.load(one, yaml.BaseLoader) for one in (text, CFF))
    own = {
        "version": name,
        "date-released": repo.date[:10],
        "commit": repo.steps[-1].commit,
    }

    assert [] == list(faults(found))
    assert {**was, **own} == found
    assert list(was) == list(found)[: len(was)]
    assert CFF == (repo.folder / "CITATION.cff").read_text("utf-8")


def test_two_releases_never_share_a_name(tmp_path: Path) -> None:
    """Not in one edition, not on one day, not where no record changed between them."""
    repo = Repo(tmp_path / "repo")
    said = []
    for change in ("records", "records on that day", "no record"):
        if change == "no record":
            repo.wait()
            (repo.folder / "CITATION.cff").write_text(CFF, "utf-8")
        else:
            repo.date = f"2024-07-03T1{len(said)}:00:00Z"
            repo.path(SET).write_text(repo.path(SET).read_text("utf-8") + f"# {change}\n")
        repo.git("add", "--all")
        repo.git("commit", "--quiet", "--message", change)
        done = export(repo.kb, tmp_path / "out")
        name = name_of(repo, "2024-07-03")
        found = orjson.loads((tmp_path / "out" / "datacite.json").read_bytes())

        assert OK == done.exit_code, done.output
        assert f"Release {name} in " in done.output
        assert name == found["version"]
        said.append(name)
    assert 3 == len(set(said))


def test_the_archive_has_the_records_and_all_versions(
    repo: Repo, release: Path, unpacked: Path
) -> None:
    """As they are committed."""
    names = set(repo.git("ls-files", "kb").splitlines())
    there = {
        str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()
    }

    assert there == names | {RELEASED, "README.txt", "CITATION.cff"}
    for name in names:
        assert (unpacked / name).read_bytes() == (repo.folder / name).read_bytes()


def test_a_release_serves_every_version_without_git(
    repo: Repo, unpacked: Path, tmp_path: Path
) -> None:
    """The index is the one that git gives, and answers as it does."""
    (tmp_path / "own").mkdir()
    bring_up(tmp_path / "own", repo.kb)
    done = CliRunner().invoke(main, ["build", "--kb", str(unpacked / "kb")])
    built = unpacked / "build" / INDEX

    assert OK == done.exit_code, done.output
    assert list(lines(tmp_path / "own" / INDEX)) == list(lines(built))
    versions = Histories(unpacked / "build").current().versions
    old = versions.versions_of(SECOND)[0]
    words = ["cited", "-", "--kb", str(unpacked / "kb")]
    asked = CliRunner().invoke(
        main, words, input=f"https://quill.example/{SECOND}/v/{old.name}"
    )
    assert f"It is {TWENTY} now." in asked.output


def test_what_is_changed_in_an_unpacked_release_is_one_more_version(unpacked: Path) -> None:
    """Beside those of the release; and it is taken back with the change."""
    out = unpacked / "build"
    out.mkdir()
    path = unpacked / "kb" / f"{SET}.yaml"
    was = path.read_text("utf-8")
    bring_up(out, unpacked / "kb")
    before = list(lines(out / INDEX))
    path.write_text(was.replace("Five went.", "Six went."), "utf-8")
    bring_up(out, unpacked / "kb")
    found = Histories(out).current().versions.versions_of(FIRST)

    assert ("", True) == (found[-1].date, found[-1].is_current)
    path.write_text(was, "utf-8")
    bring_up(out, unpacked / "kb")
    assert before == list(lines(out / INDEX))


def test_a_release_unpacked_inside_of_a_clone_has_its_own_versions(
    repo: Repo, unpacked: Path, tmp_path: Path
) -> None:
    """A repository around it that does not hold the records says nothing of them."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "x").write_text("x")
    for words in (
        ["add", "x"],
        ["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    (unpacked / "build").mkdir()
    bring_up(unpacked / "build", unpacked / "kb")

    assert len(Histories(unpacked / "build").current().versions.versions_of(FIRST)) == 5


def test_the_next_release_is_taken_up(unpacked: Path, tmp_path: Path) -> None:
    """Where its files replace those of the one before."""
    later = Repo(tmp_path / "later")
    later.step("another history")
    assert OK == export(later.kb, tmp_path / "next").exit_code
    out = unpacked / "build"
    out.mkdir()
    bring_up(out, unpacked / "kb")
    (unpacked / RELEASED).write_bytes((tmp_path / "next" / RELEASED).read_bytes())
    bring_up(out, unpacked / "kb")

    assert later.steps[-1].commit == Histories(out).current().versions.commit


@pytest.mark.parametrize(
    "damage",
    [b"", b"no gzip", gzip.compress(b"[1]\n", mtime=0), gzip.compress(b"{", mtime=0)],
)
def test_a_damaged_index_is_told(unpacked: Path, damage: bytes) -> None:
    """By its name; the records are not served as if they had no past."""
    (unpacked / RELEASED).write_bytes(damage)
    (unpacked / "build").mkdir()

    with pytest.raises(IndexUnusable, match=RELEASED):
        bring_up(unpacked / "build", unpacked / "kb")
    assert not (unpacked / "build" / INDEX).exists()


def test_a_half_index_is_told(release: Path, unpacked: Path) -> None:
    """A download that broke off."""
    whole = (release / RELEASED).read_bytes()
    (unpacked / RELEASED).write_bytes(whole[: len(whole) // 2])
    (unpacked / "build").mkdir()

    with pytest.raises(IndexUnusable, match="unpacked"):
        bring_up(unpacked / "build", unpacked / "kb")


@pytest.mark.parametrize(
    ("record", "text"), [("kb/README.md", "# Other"), (f"kb/{SET}.yaml", "\n# A comment\n")]
)
def test_what_is_not_committed_is_not_released(
    repo: Repo, tmp_path: Path, record: str, text: str
) -> None:
    """Nothing is written, and the files are named."""
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", str(repo.folder), str(clone))
    with (clone / record).open("a") as file:
        file.write(text)
    done = export(clone / "kb", tmp_path / "out")

    assert USAGE == done.exit_code
    assert f"not committed: {record}." in done.output
    assert not (tmp_path / "out").exists()


def test_a_shallow_clone_releases_nothing(repo: Repo, tmp_path: Path) -> None:
    """Its versions would be missing for ever."""
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.folder}", str(clone))
    done = export(clone / "kb", tmp_path / "out")

    assert USAGE == done.exit_code
    assert "git fetch --unshallow" in done.output
    assert not (tmp_path / "out").exists()


def test_without_git_nothing_is_released(unpacked: Path, tmp_path: Path) -> None:
    """A release of a release could not say what was published when."""
    done = export(unpacked / "kb", tmp_path / "out")

    assert USAGE == done.exit_code
    assert "in no git repository" in done.output
