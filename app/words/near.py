"""The place in a text that is nearest to words that do not stand there.

It is looked for to tell an editor what differs, and never counts as found.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from app.words.differences import of_words
from app.words.folding import caseless, fold
from app.words.held import Held
from app.words.tokens import tokens

#: So many places are compared with the words, those of the rarest phrases first.
_MOST_PLACES = 8
#: Less than this share of the words in order is another text, not an altered one.
_LEAST_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Near:
    """A place in the held text, and what differs there, in words."""

    span: tuple[int, int]
    differences: tuple[str, ...]


def nearest(held: Held, text: str) -> Near | None:
    """Return the place that has most words of *text* in their order, if it has half."""
    needle = caseless(fold(text)).text.strip()
    places = list(tokens(needle))
    quoted = [needle[start:end] for start, end in places]
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    for at in _places(held.caseless.text, needle, places):
        window = _window(held.caseless.text, at, len(needle))
        ours = [held.caseless.text[start:end] for start, end in window]
        blocks = SequenceMatcher(None, ours, quoted, autojunk=False).get_matching_blocks()
        alike = sum(block.size for block in blocks) / max(1, len(quoted))
        if alike > best[0]:
            first = max(0, blocks[0].a - blocks[0].b)
            tail = len(quoted) - (blocks[-2].b + blocks[-2].size)
            last = blocks[-2].a + blocks[-2].size + tail
            best = (alike, window[first:last])
    if best[0] < _LEAST_ALIKE or not best[1]:
        return None
    found = best[1]
    ours = [held.caseless.text[start:end] for start, end in found]
    said = tuple(of_words(ours, quoted)) or ("the punctuation differs",)
    span = held.caseless.start(found[0][0]), held.caseless.end(found[-1][1])
    return Near(span, said)


def _places(text: str, needle: str, places: list[tuple[int, int]]) -> list[int]:
    """Return where the words would begin, by the phrases of them that stand there."""
    for size in (3, 2, 1):
        counted: dict[int, int] = {}
        for number in range(len(places) - size + 1):
            begin, end = places[number][0], places[number + size - 1][1]
            at, seen = text.find(needle[begin:end]), 0
            while at >= 0 and seen < _MOST_PLACES:
                seen += 1
                # Places that differ by a few letters are one: a word is longer or shorter.
                start = max(0, at - begin) // 16
                counted[start] = counted.get(start, 0) + 1
                at = text.find(needle[begin:end], at + 1)
        if counted:
            likely = sorted(counted, key=lambda start: (-counted[start], start))
            return [start * 16 for start in likely[:_MOST_PLACES]]
    return []


def _window(text: str, at: int, length: int) -> list[tuple[int, int]]:
    """Return the words near a place, with room for a few that were left out."""
    room = 24 + length // 2
    begin = max(0, at - room)
    stretch = text[begin : at + length + room]
    return [(begin + start, begin + end) for start, end in tokens(stretch)]
