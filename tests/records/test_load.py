"""Loading a knowledge base: all files are found, read and checked, or are a problem."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import CaveatError, KnowledgeBaseMissing, NotInKnowledgeBase
from app.problems import Problem
from app.records import reading
from app.records.load import load
from app.records.record import KnowledgeBase

WHOLE = Path(__file__).parent.parent / "fixtures" / "kb"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the small knowledge base, called kb in the current directory."""
    shutil.copytree(WHOLE, tmp_path / "kb")
    monkeypatch.chdir(tmp_path)
    return Path("kb")


def rows(kb: KnowledgeBase) -> list[tuple[str, str]]:
    """Return path and code of each problem."""
    return [(problem.place.path, problem.code) for problem in kb.problems]


# --- what does not belong -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("claims/x.yml", "Y17"),
        ("claims/x.txt", "Y17"),
        ("claims/X.yaml", "Y17"),
        ("claims/x_y.yaml", "Y17"),
        ("claims/x--y.yaml", "Y17"),
        ("claims/-x.yaml", "Y17"),
        ("claims/é.yaml", "Y17"),
        ("claims/x.yaml~", "Y17"),
        ("claims/.yaml.yaml", ""),
        ("claim/x.yaml", "Y17"),
        ("x.yaml", "Y17"),
        ("kb.yml", "Y17"),
        ("claims/inner/x.yaml", "Y17"),
        ("claims/x.yaml/y.yaml", "Y17"),
        (".hidden/x.yaml", ""),
        ("_templates/claim.yaml", ""),
        ("claims/README.md", ""),
        ("claims/.x.yaml.swp", ""),
    ],
)
def test_nothing_is_passed_over_in_silence(root: Path, name: str, code: str) -> None:
    """A file in the wrong place or of a wrong name is a problem; few names are ignored."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("title: x\n")
    found = load(root)
    assert ([code] if code else []) == [problem.code for problem in found.problems]
    if code:
        place = found.problems[0].place
        assert Path(place.path) in (path, path.parent)
        assert (1, 1) == (place.line, place.column)
        assert found.problems == load(root, [path]).problems


def test_a_wrong_folder_is_told_the_right_one(root: Path) -> None:
    """A folder whose name is nearly right is told which one is meant."""
    (root / "claims").rename(root / "claim")
    messages = [p.message for p in load(root).problems if p.code == "Y17"]
    assert [
        "only kb.yaml and the eight folders stand here. Did you mean “claims”?"
    ] == messages


def test_a_name_that_is_not_utf8_can_be_printed(root: Path) -> None:
    """A file name of broken bytes is a problem whose path is text."""
    Path(os.fsdecode(os.fsencode(root) + b"/claims/\xff.yaml")).write_text("a: b\n")
    problems = load(root).problems
    assert [("kb/claims/\ufffd.yaml", "Y17")] == [(p.place.path, p.code) for p in problems]
    str(problems[0]).encode("utf-8")


def make_fifo(path: Path) -> None:
    """Make a file that opening would wait at."""
    os.mkfifo(path)


def make_link_to_nothing(path: Path) -> None:
    """Make a link to a file that is not there."""
    path.symlink_to("gone.yaml")


def make_loop(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path.name)


def make_link_outwards(path: Path) -> None:
    """Make a link to a file outside the knowledge base."""
    outside = Path("outside.yaml")
    outside.write_text('name: "Secret"\n')
    path.symlink_to(outside.resolve())


def make_link_to_device(path: Path) -> None:
    """Make a link to a file without end."""
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    "make",
    [make_fifo, make_link_to_nothing, make_loop, make_link_outwards, make_link_to_device],
)
def test_only_ordinary_files_are_opened(root: Path, make: Callable[[Path], None]) -> None:
    """What is no ordinary file in the knowledge base is a problem, and not opened."""
    make(root / "actors" / "strange.yaml")
    assert [("kb/actors/strange.yaml", "Y18")] == rows(load(root))


def test_a_folder_that_leads_out_is_refused(root: Path, tmp_path: Path) -> None:
    """A folder that is a link to somewhere else is a problem; its files are not read."""
    shutil.move(root / "reviews", tmp_path / "elsewhere")
    (root / "reviews").symlink_to(tmp_path / "elsewhere")
    assert [("kb/reviews", "Y18")] == rows(load(root))


def test_a_link_inside_is_read(root: Path) -> None:
    """A link from one record to another in the knowledge base is followed."""
    (root / "actors" / "harbour.yaml").symlink_to("the-harbour.yaml")
    found = load(root)
    assert [] == rows(found)
    assert found.records["actors/harbour"].data == found.records["actors/the-harbour"].data


def test_a_file_that_may_not_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses a file, that is a problem of that file only."""
    real = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "quill.yaml":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    problems = load(root).problems
    assert ["the file cannot be read: Permission denied"] == [p.message for p in problems]


def test_a_large_file_is_not_read(root: Path) -> None:
    """Of a file of a gigabyte no byte is read; its true size is told."""
    with (root / "claims" / "large.yaml").open("wb") as file:
        file.truncate(1 << 30)
    messages = [problem.message for problem in load(root).problems]
    assert ["the file has 1,073,741,824 bytes; 262,144 are the most"] == messages


# --- the header -----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["nowhere", "kb/claims", "kb/kb.yaml"])
def test_what_is_no_knowledge_base(root: Path, path: str) -> None:
    """A folder without kb.yaml is an error of the program, not of a record."""
    with pytest.raises(KnowledgeBaseMissing, match=path):
        load(Path(path))


def test_a_broken_header_hides_no_other_fault(root: Path) -> None:
    """With a broken kb.yaml the other records are checked; editors are not doubted."""
    (root / "kb.yaml").write_text("title: 3\n")
    (root / "actors" / "quill.yaml").write_text("name: 3\n")
    found = load(root)
    assert found.header is None
    assert {"kb/kb.yaml", "kb/actors/quill.yaml"} == {path for path, _ in rows(found)}


# --- stages ---------------------------------------------------------------------------


def test_a_broken_record_is_not_missing(root: Path) -> None:
    """What refers to a record that is there but broken is not blamed for it."""
    (root / "actors" / "quill.yaml").write_text("name: [\n")
    found = load(root)
    assert [("kb/actors/quill.yaml", "Y07")] == rows(found)
    assert "actors/quill" not in found.records


def test_a_record_has_the_faults_of_one_stage(root: Path) -> None:
    """A record that does not read is not checked further; the others are."""
    (root / "actors" / "quill.yaml").write_text("name: *x\nrole: plat\n")
    (root / "actors" / "the-harbour.yaml").write_text(
        'name: "H"\nstatus: x\nrole: outlet\n'
    )
    assert [
        ("kb/actors/quill.yaml", "Y09"),
        ("kb/actors/the-harbour.yaml", "S04"),
    ] == rows(load(root))


def test_all_faults_are_sorted_and_found_again(root: Path) -> None:
    """The same files give the same problems in the same order."""
    for folder in ("actors", "sets"):
        (root / folder / "zz.yaml").write_text("name: 3\n")
    problems = load(root).problems
    assert tuple(sorted(problems)) == problems
    assert problems == load(root).problems


# --- paths ----------------------------------------------------------------------------


def test_paths_are_as_typed(root: Path, tmp_path: Path) -> None:
    """Problems stand at paths relative to where the person is, or else as given."""
    (root / "kb.yaml").write_text("title: 3\n")
    for given, shown in [
        (Path("kb"), "kb/kb.yaml"),
        (tmp_path / "kb", "kb/kb.yaml"),
        (Path("../") / tmp_path.name / "kb", "kb/kb.yaml"),
    ]:
        assert {shown} == {path for path, _ in rows(load(given))}
    os.chdir(root)
    assert {"kb.yaml"} == {path for path, _ in rows(load(Path()))}
    os.chdir("claims")
    assert {"../kb.yaml"} == {path for path, _ in rows(load(Path("..")))}


def test_a_record_knows_its_file(root: Path, tmp_path: Path) -> None:
    """The path of a record can be opened from the current directory."""
    for record in load(tmp_path / "kb").records.values():
        assert Path(record.path).is_file()


@pytest.mark.parametrize("path", ["outside.yaml", "kb/../outside.yaml", ".", "/"])
def test_a_path_outside_is_an_error(root: Path, path: str) -> None:
    """A path outside the knowledge base was not meant: the program says so."""
    Path("outside.yaml").write_text("a: b\n")
    with pytest.raises(NotInKnowledgeBase, match="is not in the knowledge base"):
        load(root, [Path(path)])


def test_a_path_that_does_not_exist(root: Path) -> None:
    """A path to nothing is an error of the drawn tree."""
    with pytest.raises(CaveatError, match="no file or folder"):
        load(root, [root / "claims" / "gone.yaml"])


def test_one_file_reads_only_what_it_needs(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checking one file reads it, what its checks ask for, and kb.yaml."""
    opened = []
    real = reading.read

    def note(found: reading.Found) -> reading.Outcome:
        opened.append(found.path.as_posix())
        return real(found)

    monkeypatch.setattr(reading, "read", note)
    monkeypatch.setattr("app.records.load.read", note)
    monkeypatch.setattr("app.records.selection.read", note)
    found = load(root, [root / "takedowns" / "quill-2024-05.yaml"])
    assert () == found.problems
    assert [
        "kb/actors/quill.yaml",
        "kb/kb.yaml",
        "kb/sources/quill-2024-05-02.yaml",
        "kb/takedowns/quill-2024-05.yaml",
    ] == sorted(opened)
    assert ["actors/quill", "sources/quill-2024-05-02", "takedowns/quill-2024-05"] == list(
        found.records
    )


def test_other_files_are_not_reported(root: Path) -> None:
    """With paths, only the problems of those files are found."""
    (root / "actors" / "quill.yaml").write_text("name: 3\n")
    (root / "sets" / "zz.yaml").write_text("title: 3\n")
    (root / "stray.txt").write_text("x")
    assert [] == rows(load(root, [root / "takedowns"]))
    assert {"kb/sets/zz.yaml"} == {p for p, _ in rows(load(root, [root / "sets"]))}
    assert {"kb/stray.txt"} == {p for p, _ in rows(load(root, [root / "stray.txt"]))}
    assert load(root).problems == load(root, [root]).problems
    assert load(root).problems == load(root, sorted(root.iterdir())).problems


# --- many files -----------------------------------------------------------------------


def test_several_processes_find_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading in parallel gives the same records, places and problems."""
    for number in range(30):
        text = (root / "actors" / "ada-fenn.yaml").read_text()
        path = root / "actors" / f"copy-{number}.yaml"
        path.write_text(text.replace("role", "rol") if number % 7 == 0 else text)
    alone = load(root)
    monkeypatch.setattr(reading, "_WORTH_A_POOL", 2)
    monkeypatch.setattr(reading, "_CHUNK", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together = load(root)
    assert 10 == len(alone.problems)
    assert alone.problems == together.problems
    assert [record.data for record in alone.records.values()] == [
        record.data for record in together.records.values()
    ]
    for key, record in alone.records.items():
        for name in record.data:
            assert record.places.value((name,)) == together.records[key].places.value(
                (name,)
            )


def test_progress_only_grows_and_ends(root: Path) -> None:
    """Progress is told in steps that never go back, up to the whole."""
    told: list[tuple[int, int]] = []
    load(root, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert {15} == {total for _done, total in told}
    assert (15, 15) == told[-1]


def test_problems_can_be_handed_on(root: Path) -> None:
    """Every problem of a bad knowledge base is a plain value with a remedy."""
    (root / "claims" / "zz.yaml").write_text("title: 3\n")
    for problem in load(root).problems:
        assert isinstance(problem, Problem)
        assert problem.remedy
        assert not problem.message.endswith(".")
