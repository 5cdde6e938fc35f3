"""What stands above a block of text and announces it: “There is no evidence that:”."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from app.words import sentences
from app.words.paragraphs import is_item, is_open

#: So many blocks above a span are looked at; no list of one sentence is longer.
_MOST = 60


def lead_ins(
    text: str, at: int, paragraphs: Sequence[int], abbreviations: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences that announce the block at an offset, the nearest first.

    One announces the block right below it, and all items of a list that begins there;
    an item may announce items of its own.

    >>> text = "It left. No proof that:\\n- it ran A;\\n- it ran B."
    >>> [text[a:b] for a, b in lead_ins(text, 40, (23, 35), ())]
    ['No proof that:']
    """
    place = bisect_right(paragraphs, at)
    edges = [0, *paragraphs[:place], len(text)]
    begin = _begin(text, edges[place])
    for number in range(place - 1, max(-1, place - 1 - _MOST), -1):
        start, end = _begin(text, edges[number]), edges[number + 1]
        block = text[start:end].rstrip()
        if block.endswith(":"):
            end = start + len(block)
            yield sentences.bounds(text, (end - 1, end), paragraphs, abbreviations)
            if not is_item(text, start):
                return
        elif not (is_item(text, start) and is_item(text, begin)) and not is_open(block):
            return
        begin = start


def _begin(text: str, start: int) -> int:
    """Return where a paragraph begins behind what divides it from the one before."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start
