"""How long the index of versions takes: of a long history first, of one commit after.

``python -m tests.bench.bench_versions [commits] [records]`` makes a repository with
``git fast-import`` (10,000 commits over 2,000 records unless told otherwise), each commit
of which changes one record, and prints seconds beside a floor: what git and the reading of
the same files take alone.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.history.git import Repository
from app.history.replay import update
from app.history.versions import Versions
from app.history.walk import publications
from app.records.reading import collector_paused, read
from tests.bench.imported import commit, put
from tests.bench.made import HEADER, records


def main() -> None:
    """Make the history, index it, add one commit, index that."""
    commits, number = (*(int(word) for word in sys.argv[1:3]), 10_000, 2_000)[:2]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        history = _History(number)
        put(root, history.stream(commits))
        kb, index = root / "kb", root / "versions.sqlite"
        floor = _seconds(lambda: _floor(kb))
        first = _seconds(lambda: update(index, kb))
        put(root, history.more())
        one = _seconds(lambda: update(index, kb))
        again = _seconds(lambda: update(index, kb))
        versions = Versions.read(index)
        total = sum(1 for _ in versions.all_versions())
        sys.stdout.write(
            f"{commits:,} commits over {len(versions.ids()):,} records: {first:.1f} s, "
            f"{first / floor:.1f} times the floor of {floor:.1f} s; one commit more "
            f"{one:.3f} s, none {again:.3f} s; {total:,} versions in "
            f"{index.stat().st_size / 1e6:.0f} MB; {len(versions.unread())} unread\n"
        )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _floor(kb: Path) -> None:
    """Walk the history and read its files, and do no more with them."""
    repository = Repository(kb)
    with collector_paused():
        for item in publications(repository, repository.line(repository.commit("HEAD"))):
            for file in item.files:
                if file.found is not None:
                    read(file.found)


class _History:
    """Records that are changed one after another, in their titles or words."""

    def __init__(self, number: int) -> None:
        self.files = dict(records(number))
        self.ids = sorted(self.files)
        self.draw = random.Random(7)
        self.mark = 0

    def stream(self, commits: int) -> Iterator[str]:
        """Yield the first commit, which has all files, and then changes of one each."""
        whole = {"kb": HEADER, **self.files}
        yield self._commit({f"kb/{key}.yaml": text for key, text in whole.items()})
        for _ in range(commits - 1):
            yield self._change()

    def more(self) -> Iterator[str]:
        """Yield one commit on top of what was put in before."""
        yield self._change(is_on_top=True)

    def _change(self, *, is_on_top: bool = False) -> str:
        record_id = self.draw.choice(self.ids)
        key = "name" if record_id.startswith("actors/") else "title"
        if record_id.startswith("sources/o"):
            key = self.draw.choice(("title", "text"))  # words on which claims lean
        head, mark, rest = self.files[record_id].partition(f'{key}: "')
        word, _, tail = rest.partition(" ")
        word = f"{word.rstrip('0123456789')}{self.mark}"
        self.files[record_id] = f"{head}{mark}{word} {tail}"
        files = {f"kb/{record_id}.yaml": self.files[record_id]}
        return self._commit(files, is_on_top=is_on_top)

    def _commit(self, files: dict[str, str], *, is_on_top: bool = False) -> str:
        self.mark += 1
        return commit(self.mark, files, is_on_top=is_on_top)


if __name__ == "__main__":
    main()
