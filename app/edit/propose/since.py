"""What a proposal changes of what is published, as ``caveat check --since`` judges it.

Two versions are compared as two revisions are: what is served, and the same with what is
proposed.  Both hold only the records that such a comparison can name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.edit.propose.known import Published
from app.history.compare import compare
from app.history.continuity import check
from app.history.lines import body, dependence
from app.history.report import Report, report
from app.history.sentence import as_text
from app.problems import Problem
from app.records.addresses import normalised
from app.records.kinds import KINDS, folder_of
from app.records.record import KnowledgeBase, Record
from app.records.shape import leaves
from app.site.forge import FOLDER

#: What two records of one thing have in common at least, by folder.
_TELLING = {"claims": "about", "takedowns": "agent", "reactions": "words"}
_ADDRESSES = ("url", "archived")
#: Records of which others show more than a name: links, and the words that limit them.
_SHOWN = frozenset({"claims", "caveats"})


@dataclass(frozen=True, slots=True)
class Versions:
    """What is published and what would be, of the same neighbourhood."""

    before: KnowledgeBase
    after: KnowledgeBase

    def problems(self) -> tuple[Problem, ...]:
        """Return what the proposal breaks of the rules between two versions (``H``)."""
        return check(compare(self.before, self.after), Path(FOLDER))

    def report(self) -> Report:
        """Return what ``caveat diff`` would report."""
        return report(self.before, self.after, ("what is published", "what is proposed"))


@dataclass(frozen=True, slots=True)
class Told:
    """A report as a page shows it: lines by depth, what leans on it, pages touched."""

    lines: tuple[tuple[int, str], ...]
    leaning: str
    pages: tuple[str, ...]


def versions(others: Published, proposed: Mapping[str, Record]) -> Versions:
    """Return the two versions round *proposed* records, which have the right shape."""
    ids = {*proposed, *_around(others, proposed)}
    before = {
        key: record for key in sorted(ids) if (record := others.before(key)) is not None
    }
    return Versions(
        KnowledgeBase(others.header, before),
        KnowledgeBase(others.header, before | dict(proposed)),
    )


def told(compared: Versions) -> Told:
    """Tell what changes in meaning, in the sentences of ``caveat diff``."""
    found = compared.report()
    lines = [
        (depth, as_text(sentence))
        for section in found.sections
        for depth, sentence in body(found, section)
    ]
    leaning = " ".join(as_text(dependence(section)) for section in found.sections)
    return Told(tuple(lines), leaning.strip(), found.pages)


def _around(others: Published, proposed: Mapping[str, Record]) -> set[str]:
    """Return the ids of the records that a comparison of *proposed* ones can name.

    Those are what they refer to now and before, what refers to them, what may be the same
    thing, and of each claim among these the parties and every caveat with its words.
    """
    versions = [
        record
        for key, new in proposed.items()
        for record in (others.before(key), new)
        if record is not None
    ]
    near = set(_references(versions))
    for record in versions:
        near |= {*others.mentioning(record.id), *_alike(others, record)}
    claims = {key for key in near | {*proposed} if folder_of(key) == "claims"}
    shown = near | {key for claim in claims for key in others.mentioning(claim, "caveats")}
    described = filter(None, map(others.before, _of(shown, _SHOWN)))
    return shown | set(_references(described))


def _of(ids: Iterable[str], folders: frozenset[str]) -> Iterator[str]:
    return (key for key in ids if folder_of(key) in folders)


def _references(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        for leaf in leaves(record.folder, record.data):
            if leaf.shape.reference is not None and folder_of(str(leaf.value)) in KINDS:
                yield str(leaf.value).partition("#")[0]


def _alike(others: Published, record: Record) -> Iterator[str]:
    """Yield what has in its file the host or the reference that a duplicate has too."""
    data = record.data
    hosts = {normalised(data[key]).partition("/")[0] for key in _ADDRESSES if key in data}
    telling = data.get(_TELLING.get(record.folder, ""), ())
    for held in {*hosts, *([telling] if isinstance(telling, str) else telling)} - {""}:
        yield from others.mentioning(held, record.folder)


#: The key that a sentence on a whole record begins with; its place is there no longer.
_BEGINS = re.compile("“([a-z_]+)” differs")


def key_told(problem: Problem) -> str:
    """Return the key of the whole record that a problem is about, or nothing."""
    found = _BEGINS.match(problem.message)
    return found[1] if found else ""
