"""Stamps looked into again: a build that has the copies says what it reproduced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.problems import Problem
from app.records.record import KnowledgeBase
from app.rules import STAMP_VOID
from app.words.verify import Progress, State, Texts, Verdict, verify


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What became of the stamps of the published records.

    ``reproduced`` are the ids of passages whose words were found again as stamped;
    ``skipped`` is the number of stamps whose copy is not held here; ``problems`` are the
    stamps that say something else than the copy.
    """

    reproduced: frozenset[str] = frozenset()
    skipped: int = 0
    problems: tuple[Problem, ...] = ()


def reproduce(
    kb: KnowledgeBase, texts: Texts, *, progress: Progress | None = None
) -> Reproduction:
    """Look for the words of every stamped passage of the published records again."""
    published = kb.published.keys()
    verdicts = [
        verdict
        for verdict in verify(kb, texts, stamped=True, progress=progress)
        if verdict.passage.record.id in published
    ]
    return Reproduction(
        frozenset(one.passage.id for one in verdicts if one.state is State.REPRODUCED),
        sum(1 for one in verdicts if one.skipped),
        tuple(problem for verdict in verdicts for problem in _problems(verdict)),
    )


def _problems(verdict: Verdict) -> Iterator[Problem]:
    path = (*verdict.passage.path, "verified")
    for fault in verdict.faults:
        yield STAMP_VOID.at(verdict.passage.record.places.key(path), fault)
