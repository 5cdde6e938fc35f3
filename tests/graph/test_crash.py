"""What a kill or a full disk leaves, two builds at once, and readers while builds go by."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from app import ROOT
from app.errors import BuildError, BuildLocked
from app.graph import build as building
from app.graph.store import Generations, pointed
from app.records.record import KnowledgeBase
from tests.graph.conftest import Out, answer, names
from tests.graph.steps import CHANGED, KILLS, edited, rebased, step

#: The points at which the pointer names the new generation already.
POINTED = ("after-pointer", "before-prune", "mid-prune")
POINTS = ["mid-fill", *KILLS, "mid-pointer", "mid-prune"]
#: Amending a copy and filling afresh are different ways to be half done.
FROM_NOTHING = ["rebased-mid-fill", "rebased-after-fill", "rebased-after-settle"]


def killed(root: Path, out: Path, point: str) -> None:
    """Run a build that is killed at *point*, and see that it was."""
    command = step("kill", root, out, point)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert -signal.SIGKILL == done.returncode, done.stderr


@pytest.mark.parametrize("point", [*POINTS, *FROM_NOTHING])
def test_kill_leaves_a_generation_that_answers(
    kb: KnowledgeBase, root: Path, out: Out, point: str
) -> None:
    """Old or new, what the pointer names is whole; the next build leaves no remains."""
    out.build(kb)
    served, before = out.build(edited(kb, "Before")), out.dump()
    killed(root, out.path, point)
    if point in POINTED:
        assert served.name != pointed(out.path)
    else:
        assert (served.name, before) == (pointed(out.path), out.dump())
    assert len(kb.published) + 1 == answer(out.current())

    following = out.build(edited(kb, "After"))
    assert following.name == pointed(out.path)
    assert len(kb.published) + 1 == answer(out.current())
    # The pointer, the new generation and the one before it.
    assert 3 == len(names(out.path)), names(out.path)
    assert not list(out.path.glob("*.partial"))


@pytest.mark.parametrize("point", ["mid-fill", "after-settle", "mid-prune"])
def test_build_of_what_is_served_clears_the_remains_of_a_kill(
    kb: KnowledgeBase, root: Path, out: Out, point: str
) -> None:
    """An editor who takes the change back has nothing lying about either."""
    out.build(edited(kb, "Before"))
    served = out.build(kb)
    killed(root, out.path, point)
    assert served.name == out.build(kb).name == pointed(out.path)
    assert len(kb.published) + 1 == answer(out.current())
    assert not list(out.path.glob("*.partial"))


def test_first_build_may_be_killed(kb: KnowledgeBase, root: Path, out: Out) -> None:
    """Where nothing was built, nothing is served, and the next build starts over."""
    killed(root, out.path, "mid-fill")
    assert pointed(out.path) is None
    built = out.build(kb)
    assert {built.name, "current"} == names(out.path)
    assert len(kb.published) + 1 == answer(out.current())


def test_killed_build_is_finished_by_the_next(
    kb: KnowledgeBase, root: Path, out: Out
) -> None:
    """The generation that was all written only lacked its name in the pointer."""
    out.build(kb)
    killed(root, out.path, "after-settle")
    built = out.build(edited(kb))
    assert built.name == pointed(out.path)
    assert out.dump() == sorted(set(out.dump()))
    title = "SELECT ?t { $this <http://purl.org/dc/terms/title> ?t }"
    rows = out.current().select(title, CHANGED)
    assert ["Another title"] == [row["t"].value for row in rows]


@pytest.mark.parametrize("step", ["fill_store", "write_index", "settle", "point"])
@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        sqlite3.OperationalError("database or disk is full"),
    ],
    ids=["system", "sqlite"],
)
def test_full_disk_leaves_the_old_generation_served(
    kb: KnowledgeBase,
    out: Out,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: Exception,
) -> None:
    """Whatever step the disk refuses, the pointer stays and the next build succeeds."""

    def refused(*_: object) -> None:
        raise error

    served, before = out.build(kb), out.dump()
    with monkeypatch.context() as patched:
        patched.setattr(building, step, refused)
        with pytest.raises(BuildError, match=r"No space left|disk is full"):
            out.build(edited(kb))
    assert (served.name, before) == (pointed(out.path), out.dump())
    following = out.build(edited(kb))
    assert {following.name, served.name, "current"} == names(out.path)


@pytest.mark.parametrize("limit", [0, 2_000, 60_000])
def test_files_that_cannot_grow_leave_the_old_generation_served(
    kb: KnowledgeBase, root: Path, out: Out, limit: int
) -> None:
    """A real refusal by the system, in Oxigraph's files and in SQLite's."""
    served = out.build(kb)
    command = step("disk", root, out.path, str(limit))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("BuildError: the build could not be finished: ")
    assert served.name == pointed(out.path)
    assert len(kb.published) + 1 == answer(out.current())


def test_second_build_at_once_is_refused(kb: KnowledgeBase, root: Path, out: Out) -> None:
    """Whoever comes second is told so, and hurts nobody; then the lock is free."""
    first = out.build(kb)
    command = step("wait", root, out.path, "")
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert "locked\n" == other.stdout.readline()
        with pytest.raises(BuildLocked) as raised:
            out.build(edited(kb, "Mine"))
        message = f"another build is at work in {out.path}; wait for it to end"
        assert message == str(raised.value)
        assert first.name == pointed(out.path)
        other.communicate("\n")
        assert 0 == other.returncode
    assert first.name != pointed(out.path)
    assert len(kb.published) + 1 == answer(out.current())
    assert out.build(edited(kb, "Mine")).name == pointed(out.path)


def test_lock_is_free_when_its_holder_was_killed(
    kb: KnowledgeBase, root: Path, out: Out
) -> None:
    """The kernel takes the lock from a dead process."""
    out.build(kb)
    command = step("wait", root, out.path, "")
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert "locked\n" == other.stdout.readline()
        other.kill()
    assert out.build(rebased(kb)).name == pointed(out.path)


def test_readers_see_no_error_while_builds_go_by(
    kb: KnowledgeBase, root: Path, out: Out
) -> None:
    """Each reading is of one whole generation; the last is of the last build."""
    out.build(kb)
    generations, ended = Generations(out.path), threading.Event()
    answers: list[set[tuple[int, int]]] = [set(), set()]
    errors: list[BaseException] = []

    def read(seen: set[tuple[int, int]]) -> None:
        try:
            while not ended.is_set():
                now = generations.current()
                seen.add((answer(now), now.count("claims")))
        except BaseException as error:
            errors.append(error)
            raise

    readers = [threading.Thread(target=read, args=(seen,)) for seen in answers]
    for reader in readers:
        reader.start()
    try:
        for number in range(10):
            last = out.build(edited(kb, f"Number {number}"))
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    assert [] == errors
    claims = [key for key in kb.published if key.startswith("claims/")]
    whole = (len(kb.published) + 1, len(claims))
    assert [{whole}, {whole}] == answers
    assert last.name == generations.current().name
