"""What was written anew in a text that was there before: its sentences that are new.

The rule by which a text is taken apart is plain, and in doubt it does not: two sentences
that stay together are told together.  The pieces of a text, one behind the other, are the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from itertools import pairwise

from app.words.lexicon import lexicon
from app.words.sentences import ends

#: What ends a sentence in scripts that write no spaces, if no closing mark follows.
_WIDE_END = re.compile(r"[。！？｡]+(?![。！？｡」』”’）】])")
_PARAGRAPH = re.compile(r"\n\s*\n\s*")
_SPACE = re.compile(r"\s*")
_MARKS = "\"'“‘«‹([¿¡-–—「『（【"
#: Inside of these a sentence is not ended.
_OPENING, _CLOSING = "“«([「『（【", "”»)]」』）】"
#: Beside those of the lexicon, and of those that stand before numbers (no sentence begins
#: with one here); to take a word for an abbreviation only joins two sentences.  “E.UU” is
#: what is seen of “EE.UU.”.
_ABBREVIATIONS = frozenset(
    {"al", "ca", "cf", "cit", "e.uu", "ed", "eds", "ej", "ibid", "op", "pp", "vol", "vols"}
)


def written(old: str, new: str) -> str:
    """Return what of *new* was written for it, of which *old* was there before.

    These are the sentences that came to it, in their order, and those that took the place
    of others.  Where sentences were only taken away or moved, or where none came and one
    stands there that nobody would take for that before, it is the whole text.

    >>> written("It is old.", "It is old. Two were counted twice.")
    'Two were counted twice.'
    """
    came, gone = _came(old, new), _came(new, old)
    before = [_plain(one) for one in gone]
    if len(came) <= len(gone) and not all(
        get_close_matches(_plain(one), before, 1) for one in came
    ):
        return new
    return "".join(came).strip() or new


def says_more(old: str, new: str) -> bool:
    """Tell whether anything stands in *new* that did not stand in *old*.

    >>> says_more("It is old. It is long.", "It is old.")
    False
    """
    return bool(_came(old, new))


def pieces(text: str) -> tuple[str, ...]:
    """Return the sentences of a text with the spaces behind them.

    >>> pieces("See no. 3 of the U.S. report. It left.")
    ('See no. 3 of the U.S. report. ', 'It left.')
    """
    cuts = sorted({0, len(text), *_cuts(text)})
    return tuple(text[start:end] for start, end in pairwise(cuts))


def _came(old: str, new: str) -> list[str]:
    """Return the pieces of *new* that do not stand in *old*, in their order."""
    parts = pieces(new)
    before, after = [_plain(one) for one in pieces(old)], [_plain(one) for one in parts]
    known = set(before)
    return [
        parts[number]
        for kind, _, _, first, last in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes()
        if kind in ("insert", "replace")
        for number in range(first, last)
        if after[number] not in known
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cuts(text: str) -> Iterator[int]:
    """Yield where sentences begin, behind the spaces."""
    begin = 0
    for paragraph in (*_PARAGRAPH.finditer(text), None):
        end = paragraph.start() if paragraph is not None else len(text)
        found = {*ends(text, begin, end, _abbreviations())}
        found |= {one.end() for one in _WIDE_END.finditer(text, begin, end)}
        for at in sorted(found):
            space = _SPACE.match(text, at)
            start = space.end() if space is not None else at
            if _begins(text[start:]) and _is_closed(text[begin:at]):
                yield start
        if paragraph is not None:
            begin = paragraph.end()
            yield begin


def _begins(text: str) -> bool:
    """Tell whether a sentence may begin so: a number may belong to a word before it."""
    first = text.lstrip(_MARKS)[:1]
    return first.isalpha() and not first.islower()


def _is_closed(text: str) -> bool:
    """Tell whether no quotation and no aside is open at the end of a text."""
    return text.count('"') % 2 == 0 and all(
        text.count(opening) == text.count(closing)
        for opening, closing in zip(_OPENING, _CLOSING, strict=True)
    )


@cache
def _abbreviations() -> frozenset[str]:
    return _ABBREVIATIONS.union(*(lexicon(lang).abbreviations for lang in ("en", "es")))
