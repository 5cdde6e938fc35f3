"""Every quotation of a knowledge base against the texts of its copies.

A quotation that could not be looked for is *skipped*, with the reason; a skip is never a
pass.  Each text is made ready once.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.problems import Place
from app.records.parts import Part, passages
from app.records.record import KnowledgeBase, Record
from app.records.stamps import copies_seen, found, seal
from app.words.cut import Answer as CutAnswer
from app.words.cut import Cut, cut
from app.words.held import Held
from app.words.match import FOUND, Answer, Match, match
from app.words.quotation import quotation_of
from app.words.sentences import rest_of_sentence

#: Gives the text with a hash, or None where it is not held.
Texts = Callable[[str], str | None]
#: Is told how many of how many quotations are done.
Progress = Callable[[int, int], None]

NO_COPY_NAMED = "no copy with a hash is recorded"
NO_COPY_HELD = "the text of the copy is not held here"


class State(StrEnum):
    """What can be said of a quotation, from the strongest to the least."""

    REPRODUCED = "reproduced"
    FOUND = "found, not stamped"
    CHECKED = "checked, no copy held here"
    READ = "read, no copy held"
    FAULTY = "not in order"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one quotation.

    ``copy`` and ``sha256`` name the copy that was looked in; ``skipped`` is the reason
    why there was none.  ``faults`` are what an editor must mend.
    """

    passage: Part
    match: Match
    cut: Cut | None = None
    held: Held | None = None
    copy: str = ""
    sha256: str = ""
    skipped: str = ""
    faults: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where the words stand in the record."""
        return self.passage.record.places.value((*self.passage.path, "text"))

    @property
    def state(self) -> State:
        """What can be said of the quotation."""
        if self.faults:
            return State.FAULTY
        stamped = "verified" in self.passage.data
        if self.skipped:
            return State.CHECKED if stamped else State.READ
        return State.REPRODUCED if stamped else State.FOUND


def verify(
    kb: KnowledgeBase,
    texts: Texts,
    *,
    stamped: bool = False,
    progress: Progress | None = None,
) -> list[Verdict]:
    """Look for every quotation of the chosen records; return what was found, in order.

    With *stamped* only those that carry a stamp are looked for.
    """
    chosen = kb.records.keys() if kb.chosen is None else kb.chosen & kb.records.keys()
    sought = [
        (passage, list(copies_seen(passage, kb.records.get)))
        for key in sorted(chosen)
        for passage in _passages(kb.records[key])
        if not stamped or "verified" in passage.data
    ]
    # Those of one text follow each other, so that one text at a time is ready.
    sought.sort(key=lambda item: [sha256 for _, sha256 in item[1]])
    ready = _Ready(texts)
    found = []
    for done, (passage, copies) in enumerate(sought, 1):
        found.append(_verdict(passage, copies, ready))
        if progress is not None:
            progress(done, len(sought))
    return sorted(found, key=lambda verdict: verdict.place)


def _passages(record: Record) -> Iterator[Part]:
    if record.folder == "sources":
        yield from passages(record)


class _Ready:
    """The texts that were asked for last, made ready."""

    most = 8

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._held: dict[str, Held | None] = {}

    def held(self, sha256: str) -> Held | None:
        """Return the text with a hash, or None where it is not held."""
        if sha256 not in self._held:
            if len(self._held) >= self.most:
                self._held.pop(next(iter(self._held)))
            text = self._texts(sha256)
            self._held[sha256] = None if text is None else Held(text)
        return self._held[sha256]


def _verdict(passage: Part, copies: Sequence[tuple[str, str]], ready: _Ready) -> Verdict:
    """Look in each copy that is held until the words are found; report the best."""
    quotation = quotation_of(passage.data, passage.record.data["lang"])
    best: Verdict | None = None
    named = False
    for copy, sha256 in copies:
        named = True
        held = ready.held(sha256)
        if held is None:
            continue
        found = match(held, quotation)
        if best is None or _rank(found) < _rank(best.match):
            around = (
                cut(held, found.spans, quotation.lang) if found.answer in FOUND else None
            )
            best = Verdict(passage, found, around, held, copy, sha256)
        if found.answer in FOUND[:1]:
            break
    if best is None:
        reason = NO_COPY_HELD if named else NO_COPY_NAMED
        best = Verdict(passage, Match(Answer.NO_COPY), skipped=reason)
    return _with_faults(best, {sha256 for _, sha256 in copies})


def _rank(found: Match) -> int:
    return list(Answer).index(found.answer)


def _with_faults(verdict: Verdict, recorded: Container[str]) -> Verdict:
    faults = tuple(_faults(verdict, recorded))
    values = {name: getattr(verdict, name) for name in Verdict.__slots__}
    return Verdict(**{**values, "faults": faults}) if faults else verdict


def _faults(verdict: Verdict, recorded: Container[str]) -> Iterator[str]:
    """Say what an editor must mend; *recorded* are the hashes of the copies that count."""
    data = verdict.passage.data
    stamp = data.get("verified")
    if not verdict.skipped and verdict.cut is None:
        yield f"the words are {verdict.match.answer}"
    if (
        verdict.cut is not None
        and verdict.cut.answer is CutAnswer.GOVERNED
        and "reason" not in (stamp or {})
    ):
        yield "the cut is governed, and the record gives no reason"
    if stamp is not None:
        if stamp["seal"] != seal(data, stamp):
            yield "the stamp is void: something was changed after the check"
        elif stamp["sha256"] not in recorded:
            yield "the stamp is void: no copy where the words were seen has its hash"
        elif verdict.cut is not None and findings(verdict) != found(stamp):
            yield "the stamp says something else than what is found now"


def findings(verdict: Verdict) -> dict[str, Any]:
    """Return what a stamp says of a quotation that was found (``verified``)."""
    span = verdict.match.span
    if span is None or verdict.cut is None or verdict.held is None:
        raise ValueError("nothing was found that could be stamped")
    before, behind = rest_of_sentence(
        verdict.held.text,
        span,
        verdict.cut.sentence,
        verdict.cut.places,
    )
    told = {
        "match": f"{verdict.match.answer}-match",
        "cut": str(verdict.cut.answer),
        "sha256": verdict.sha256,
        "start": span[0],
        "end": span[1],
    }
    return told | {
        key: text for key, text in (("prefix", before), ("suffix", behind)) if text
    }
