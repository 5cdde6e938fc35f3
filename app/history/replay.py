"""Bring an index of versions up to date: publications are put into it one by one.

Of a publication only those records are looked at that it changed, and those whose content
they decide.  Each blob is read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from app.errors import GitMissing, HistoryCut, NotARepository, UnknownRevision
from app.history.backward import ends
from app.history.closure import Closure, closure, surroundings
from app.history.digest import digest, joined
from app.history.git import Commit, Repository
from app.history.index import Index, packed, unpacked
from app.history.published import FORMERLY, Published
from app.history.reasons import Kind, revisions, told
from app.history.sentence import one_line
from app.history.side import Data
from app.history.standings import Answer, State, answers
from app.history.walk import Publication, publications, uncommitted
from app.records.kinds import HEADER
from app.records.load import Progress
from app.records.reading import collector_paused


def update(
    path: Path, root: Path, revision: str | None = "HEAD", progress: Progress | None = None
) -> None:
    """Bring the index in *path* to a revision of the knowledge base *root*.

    Where it holds a first-parent ancestor, only the commits since are read; else it is
    made anew.  What the folder holds uncommitted comes last, where *revision* is ``HEAD``.
    Where there is no git, or *revision* is None, what the index had (from a release) stays
    before it.

    Raises:
        HistoryCut: the clone is shallow and the index does not reach to its cut.
        UnknownRevision: no commit has the name *revision*.
        GitFailed: git refuses, or an object is missing.
        IndexUnusable: the file is none of this program's.
    """
    index = Index.open(path)
    try:
        with collector_paused(), index.changing():
            index.roll_back()
            commits, repository = _due(index, root, revision) if revision else ([], None)
            replay = Replay(index)
            if repository is not None:
                for done, item in enumerate(publications(repository, commits), 1):
                    replay.publish(item)
                    if progress is not None:
                        progress(done, len(commits))
            if commits:
                index.insert("meta", [("commit", commits[-1].hash)])
            hashes = replay.published.hashes()
            last = uncommitted(root, hashes) if revision in ("HEAD", None) else None
            if last is not None:
                with index.aside(replay.next):
                    replay.publish(last)
    finally:
        index.close()


def _due(index: Index, root: Path, revision: str) -> tuple[list[Commit], Repository | None]:
    """Return the commits that the index lacks; one of another line is emptied."""
    try:
        repository = Repository(root)
    except (GitMissing, NotARepository):
        return [], None
    try:
        head = repository.commit(revision)
    except UnknownRevision:
        if revision != "HEAD":
            raise
        return [], None  # nothing is committed yet
    known = index.meta("commit")
    if known and repository.has(known):
        since = repository.line(head, known)
        if head == known or (since and since[0].parent == known):
            return since, repository
    if repository.is_shallow:
        raise HistoryCut(
            "this clone is shallow, and the versions before its cut would be missing; "
            "“git fetch --unshallow” brings the whole history"
        )
    index.clear()
    return repository.line(head), repository


class Replay:
    """Puts publications into an index, in their order."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.published = Published(index)
        last = index.one("SELECT ifnull(max(at), 0) FROM publication")
        #: The number of the next publication.
        self.next = 1 + int(last[0]) if last is not None else 1

    def publish(self, publication: Publication) -> None:
        """Put what a publication changed into the index."""
        subject = one_line(publication.subject)
        row = (self.next, publication.commit, publication.date, subject)
        self._index.insert("publication", [row])
        changed: dict[str, tuple[Data, Data]] = {}
        touched, names = set[str](), set[str]()
        for file in publication.files:
            old = self.published.meaning(file.id)
            if not self.published.take(file, self.next) or file.id == HEADER:
                continue
            new = self.published.meaning(file.id)
            self.published.refer(file.id)
            changed[file.id] = old, new
            for data in (old, new):
                touched.update((file.id, *(end for _, end in ends(file.id, data))))
                names.update((file.id, *data.get(FORMERLY, ())))
        first = self._stand(names, changed, subject)
        revised: dict[str, Data] = {}
        for old, new in changed.values():
            revised |= revisions(old, new)
        for root in sorted(touched | self.published.needing(touched)):
            self._version(root, first.get(root), revised.get(root), subject)
        self.next += 1

    def _stand(
        self, names: set[str], changed: Mapping[str, tuple[Data, Data]], subject: str
    ) -> dict[str, Kind]:
        """Note how ids answer now; return of which kind the first versions are, by id."""
        held = names | {item for name in names for item in self.published.former(name)}
        known = {name: standing_of(self._index, name) for name in held}
        before = {name: answer for name, answer in known.items() if answer is not None}
        now = answers(self.published, names, before, changed)
        rows = [
            (name, self.next, answer.state, answer.target, answer.reason or subject)
            for name, answer in now.items()
        ]
        self._index.insert("standing", rows)
        first = {
            name: Kind.RESTORED if self._last(name) else Kind.ADDED
            for name, answer in now.items()
            if answer.state is State.LIVE
        }
        for name, answer in now.items():
            if name not in before or answer.target not in changed:
                continue  # an id from before the history
            if answer.state is State.MERGED:
                first[answer.target] = Kind.MERGED
            elif answer.state is State.MOVED and first.get(answer.target) is Kind.ADDED:
                first[answer.target] = Kind.RENAMED
        return first

    def _version(
        self, root: str, first: Kind | None, revision: Data | None, subject: str
    ) -> None:
        """Note a record's content where it is another than before."""
        self._index.execute("DELETE FROM need WHERE record = ?", root)
        if not self.published.is_published(root):
            return
        found = closure(self.published, root)
        self._index.insert("need", ((root, item) for item in sorted(found.needs)))
        held = {
            key: self.published.member(key, kept, is_root=key == root)
            for key, kept in found.members.items()
        }
        members = {key: one.data for key, one in held.items()}
        data = joined(root, {key: one.canonical for key, one in held.items()})
        name, last = digest(data), self._last(root)
        if last is not None and last[0] == name and first in (None, Kind.MERGED):
            return
        before = orjson.loads(unpacked(last[1]))["records"] if last is not None else {}
        gone = sorted(before.keys() - members.keys())
        ended = next(filter(None, map(self.published.withdrawal, gone)), "")
        said = told(root, (before, members), first, revision, subject, ended)
        row = (root, self.next, name, said.kind, one_line(said.reason))
        self._index.insert("version", [row])
        if not self._index.one("SELECT 1 FROM content WHERE digest = ?", name):
            files = packed(orjson.dumps(self._files(found)))
            self._index.insert("content", [(name, self.next, root, packed(data), files)])

    def _last(self, root: str) -> tuple[Any, ...] | None:
        """Return digest and canonical JSON of the last version of a record, packed."""
        return self._index.one(
            "SELECT version.digest, canonical FROM version JOIN content USING (digest) "
            "WHERE version.record = ? ORDER BY version.at DESC LIMIT 1",
            root,
        )

    def _files(self, found: Closure) -> dict[str, Any]:
        """Return from which files a content can be shown: closure and surroundings."""
        shown = surroundings(self.published, found)
        return {
            "closure": found.members,
            "header": self.published.blob(HEADER),
            "shown": {key: [self.published.blob(key), kept] for key, kept in shown.items()},
        }


def standing_of(index: Index, record_id: str) -> Answer | None:
    """Return how an id answers after the last publication, or None where it never did."""
    found = index.one(
        "SELECT state, target, reason FROM standing WHERE record = ? "
        "ORDER BY at DESC LIMIT 1",
        record_id,
    )
    return None if found is None else Answer(State(found[0]), *found[1:])
