"""A quotation as a record has it: the words, what stands beside them, an editor's edits.

What an editor put into the words is marked up under ``edits:``, never guessed from
characters: sources print brackets and ellipses of their own.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

BRACKET, ELLIPSIS = "bracket", "ellipsis"


@dataclass(frozen=True, slots=True)
class Edit:
    """What an editor put into the words: its name, kind, the characters put in, why."""

    name: str
    kind: str
    inserted: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source's own words, and the edits right before and behind it.

    ``joins`` and ``joined`` say that the edit before, or behind, touches the letters of
    the piece, as in “[T]witter”.
    """

    text: str
    before: tuple[Edit, ...] = ()
    behind: tuple[Edit, ...] = ()
    joins: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words to be found in a text, with a few words before and after where needed."""

    text: str
    prefix: str = ""
    suffix: str = ""
    edits: tuple[Edit, ...] = ()
    lang: str = "en"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words without what an editor put in, in their order.

        Each edit stands where its characters do; several with the same characters stand
        at their occurrences in order.  An edit that is not in the words is passed over
        (``caveat check`` reports it, rule R34).
        """
        placed = self._placed()
        edges = [(0, 0), *((at, at + len(edit.inserted)) for at, edit in placed)]
        edges.append((len(self.text), len(self.text)))
        stretches = [
            self.text[before[1] : behind[0]] for before, behind in itertools.pairwise(edges)
        ]
        found: list[Piece] = []
        before: tuple[Edit, ...] = ()
        for number, stretch in enumerate(stretches):
            if stretch.strip():
                found.append(_piece(stretch, before, number < len(placed)))
                before = ()
            if number < len(placed):
                before = (*before, placed[number][1])
        return tuple(
            replace(piece, behind=follower.before if follower else before)
            for piece, follower in zip(found, [*found[1:], None], strict=True)
        )

    def _placed(self) -> list[tuple[int, Edit]]:
        """Return where each edit stands, from left to right, none over another."""
        places: list[tuple[int, Edit]] = []
        after: dict[str, int] = {}
        for edit in self.edits:
            start = self.text.find(edit.inserted, after.get(edit.inserted, 0))
            if start >= 0:
                after[edit.inserted] = start + len(edit.inserted)
                places.append((start, edit))
        places.sort(key=lambda place: place[0])
        kept: list[tuple[int, Edit]] = []
        for start, edit in places:
            if not kept or start >= kept[-1][0] + len(kept[-1][1].inserted):
                kept.append((start, edit))
        return kept


def _piece(stretch: str, before: tuple[Edit, ...], is_followed: bool) -> Piece:
    return Piece(
        stretch.strip(),
        before,
        joins=bool(before) and not stretch[0].isspace(),
        joined=is_followed and not stretch[-1].isspace(),
    )


def quotation_of(passage: Mapping[str, Any], lang: str) -> Quotation:
    """Return the quotation that the data of a passage holds; *lang* is its source's."""
    return Quotation(
        text=passage["text"],
        prefix=passage.get("prefix", ""),
        suffix=passage.get("suffix", ""),
        edits=tuple(
            Edit(name, data["kind"], data["inserted"], data["reason"])
            for name, data in passage.get("edits", {}).items()
        ),
        lang=passage.get("lang", lang),
    )
