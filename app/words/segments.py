"""A stretch of a sentence, read as segments between commas and dashes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from app.words.lexicon import Cue, Kind, Lexicon, plainly

#: What ends a clause for good.
HARD = re.compile(r"[;:](?!\d)")
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SOFT = re.compile(r",(?!\d)|\s[-\u2013\u2014]+(?=\s)|\u2014")
_WORD = re.compile(r"[\w']+")
#: An aside of so few words is read with the sentence: “were (not) run by …”.
_READ = 2
#: A verb of saying stands so near behind its “few”: “Few of the experts say”.
_NEAR = 5

#: A stretch between two commas or dashes, by its offsets.
Segment = tuple[int, int]


class Sentence:
    """What stands on one side of a span, with asides blanked out at their places.

    ``raw`` is the text as it stands; ``text`` has spaces for asides.  ``cues`` are those
    that govern and stand outside of asides, ``every`` has those inside too; *behind* are
    the words that follow.
    """

    def __init__(
        self, raw: str, cues: Sequence[Cue], lexicon: Lexicon, behind: str = ""
    ) -> None:
        self.raw = raw
        self.lexicon = lexicon
        self.text = ASIDE.sub(_blanked, raw)
        self._plain = plainly(self.text)
        self.every = [cue for cue in self._scarce(cues, behind) if cue.kind.governs]
        self.cues = [cue for cue in self.every if not self.text[cue.start].isspace()]

    def _scarce(self, cues: Sequence[Cue], behind: str) -> list[Cue]:
        """Take “few” for a negation where a verb of saying follows: “Few experts say”."""
        found = []
        for cue in cues:
            if plainly(cue.text) in self.lexicon.scarce:
                words = _WORD.findall(f"{self._plain[cue.end :]} {plainly(behind)}")
                if not self.lexicon.sayings.isdisjoint(words[:_NEAR]):
                    found.append(replace(cue, kind=Kind.NEGATION))
                    continue
            found.append(cue)
        return found

    def segments(self, start: int, end: int) -> list[Segment]:
        """Return the segments between two offsets, one at least."""
        found: list[Segment] = []
        for comma in _SOFT.finditer(self.text, start, end):
            found.append((start, comma.start()))
            start = comma.end()
        return [*found, (start, end)]

    def within(self, part: Segment) -> list[Cue]:
        """Return the words that govern in a segment, asides left out."""
        return [cue for cue in self.cues if part[0] <= cue.start < part[1]]

    def all_within(self, part: Segment) -> list[Cue]:
        """Return the words that govern in a segment or in an aside."""
        return [cue for cue in self.every if part[0] <= cue.start < part[1]]

    def placed(self, part: Segment, *, raw: bool = False) -> list[tuple[int, str]]:
        """Return the words of a segment, in small letters, and where they begin."""
        text = plainly(self.raw) if raw else self._plain
        return [(found.start(), found[0]) for found in _WORD.finditer(text, *part)]

    def words(self, part: Segment) -> list[str]:
        """Return the words of a segment, in small letters."""
        return [word for _, word in self.placed(part)]

    def first(self, part: Segment) -> tuple[int, str]:
        """Return where the first word of a segment begins, and the word; or its end."""
        found = _WORD.search(self._plain, *part)
        return (found.start(), found[0]) if found else (part[1], "")

    def governs_at(self, offset: int) -> bool:
        """Tell whether a word that governs begins at an offset."""
        return any(cue.start == offset for cue in self.cues)

    def first_word(self, part: Segment, span: str) -> str:
        """Return the first word of a segment, or of the span that follows it."""
        found = _WORD.search(plainly(span))
        return self.first(part)[1] or (found[0] if found else "")

    def begins_clause(self, word: str) -> bool:
        """Tell whether a clause of its own begins with a word."""
        return word in self.lexicon.openers or word in self.lexicon.breaks

    def breaks_off(self, start: int, end: int) -> bool:
        """Tell whether another clause begins between two offsets."""
        place = bisect_left(self._breaks, start)
        return place < len(self._breaks) and self._breaks[place] < end

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the words begin with which another clause begins."""
        breaks = self.lexicon.breaks
        return [at for at, word in self.placed((0, len(self._plain))) if word in breaks]

    def has_saying(self, part: Segment) -> bool:
        """Tell whether a verb of saying stands in a segment."""
        return not self.lexicon.sayings.isdisjoint(self.words(part))


def _blanked(aside: re.Match[str]) -> str:
    if len(_WORD.findall(aside[0])) <= _READ:
        return aside[0]
    return " " * len(aside[0])
