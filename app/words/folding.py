"""Fold the typography of a text to find words in it, and lead every offset back.

Offsets are code points of the text as it is held (Web Annotation Data Model, 4.2.4),
ends exclusive.  What is folded is folded to *find*, never to show:

* marks that nobody sees: soft hyphens, zero-width and bidirectional marks;
* composition (NFC and NFD), ligatures of Latin letters;
* spaces and line ends of every width, quotation marks, dashes, ellipses;
* hyphens inside words, and those at the end of a line.

Letters of other scripts that look alike are *not* folded: such words are other words.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import regex

#: Default-ignorable format characters (Unicode, DerivedCoreProperties) found in prose.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
HYPHENS = "\\-\u2010\u2011"
#: Dashes that stand between numbers or names as a hyphen does, or between clauses.
SHORT_DASHES = "\u2012\u2013\u2212"
LONG_DASHES = "\u2014\u2015\u2e3a\u2e3b"
SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u02bc\u00b4`"
DOUBLE_QUOTES = '"\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb'
#: Spaces that hold the parts of a number together.
FIXED_SPACES = "\u00a0\u2007\u2009\u202f"
LIGATURES = "\ufb00-\ufb06"

_HIDDEN = re.compile(rf"\u00ad(?<=\w.)[^\S\n]*\n\s*(?=\w)|[{INVISIBLE}]+")
#: Each alternative begins where the first set has found a character, so that the scan
#: for it is one of C; to begin with a space would be to stop at every word.
_STARTS = (
    f"{HYPHENS}{SHORT_DASHES}{LONG_DASHES}{SINGLE_QUOTES}{DOUBLE_QUOTES[1:]}{LIGATURES}.,"
    "\u2026\t-\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)
_TYPOGRAPHY = re.compile(
    rf"""
    [{_STARTS}]
    (?: (?P<joint> (?<=\w[{HYPHENS}]) [^\S\n]* \n \s* (?=\w) )
      | (?P<hyphen> (?<=\w[{HYPHENS}{SHORT_DASHES}]) (?=\w) )
      | (?P<number> (?<=\d[,.]) [^\S\n]* \n \s* (?=\d{{3}}(?!\d)) )
      | (?P<minus> (?<=[{SHORT_DASHES}]) (?=\d) )
      | (?P<dash> (?<=[{LONG_DASHES}{SHORT_DASHES}]) | (?<=-) -+ )
      | (?P<bare> (?<=[\u2010\u2011]) )
      | (?P<ellipsis> (?<=\u2026) | (?<=\.) (?:\s?\.){{2,}} )
      | (?P<double> (?<=[{DOUBLE_QUOTES[1:]}]) )
      | (?P<apostrophe> (?<=\w[{SINGLE_QUOTES}]) (?=\w) )
      | (?P<single> (?<=[{SINGLE_QUOTES}]) )
      | (?P<ligature> (?<=[{LIGATURES}]) )
      | (?P<space> (?<=\s) \s* ) )
    """,
    re.VERBOSE,
)
_SPACES = re.compile(r" (?: +|(?<=\.\.\. )|(?=\.\.\.))")
#: What stands for a hyphen at a line's end where hyphens are kept: it may be none.
JOINT = "\ue000"
_FOLDS = {
    "joint": "",
    "hyphen": "",
    "minus": "-",
    "bare": "-",
    "dash": " - ",
    "ellipsis": "...",
    "double": '"',
    "apostrophe": "'",
    "single": '"',
    "space": " ",
}
_HYPHENS_KEPT = {**_FOLDS, "joint": JOINT, "hyphen": "-"}


#: What is put in the place of a stretch: where it begins and ends, and the new text.
Replacement = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Layer:
    """One pass of replacements: where each stretch begins in the new and the old text.

    ``ends`` has the old end of a stretch that was replaced, and -1 for one that was kept.
    """

    new: array[int]
    old: array[int]
    ends: array[int]

    def start(self, offset: int) -> int:
        """Lead the beginning of something back, past what was deleted before it."""
        stretch = bisect_right(self.new, offset) - 1
        if self.ends[stretch] >= 0:
            return self.old[stretch]
        return self.old[stretch] + offset - self.new[stretch]

    def end(self, offset: int) -> int:
        """Lead the end of something back, before what was deleted after it."""
        if offset == 0:
            return 0
        last = offset - 1
        stretch = bisect_right(self.new, last) - 1
        if self.ends[stretch] >= 0:
            return self.ends[stretch]
        return self.old[stretch] + offset - self.new[stretch]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched, with the way back to the text as it is held."""

    text: str
    layers: tuple[_Layer, ...] = ()

    def start(self, offset: int) -> int:
        """Return where in the held text something begins that begins here at *offset*."""
        for layer in reversed(self.layers):
            offset = layer.start(offset)
        return offset

    def end(self, offset: int) -> int:
        """Return where in the held text something ends that ends here at *offset*."""
        for layer in reversed(self.layers):
            offset = layer.end(offset)
        return offset

    def replaced(self, replacements: Iterable[Replacement]) -> Folded:
        """Replace stretches of the text; they come in order, none over another."""
        pieces: list[str] = []
        new, old, ends = array("q", [0]), array("q", [0]), array("q", [-1])
        done = length = 0
        for begin, end, value in replacements:
            if value == self.text[begin:end]:
                continue
            pieces += (self.text[done:begin], value)
            length += begin - done
            new.extend((length, length + len(value)))
            old.extend((begin, end))
            ends.extend((end, -1))
            length += len(value)
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        return Folded("".join(pieces), (*self.layers, _Layer(new, old, ends)))


def fold(text: str) -> Folded:
    """Fold the typography of *text*; its letters keep their case.

    >>> fold("“We\\u00a0are un\\u00adable”").text
    '"We are unable"'
    >>> folded = fold("a state-\\nbacked ﬁlm")
    >>> folded.text, folded.start(7), folded.end(13)
    ('a statebacked film', 9, 15)
    """
    return _typography(_composed(shown(text)), _FOLDS)


def with_hyphens(text: str) -> str:
    """Fold *text* and keep its hyphens; one at the end of a line becomes ``JOINT``."""
    return _typography(_composed(shown(text)), _HYPHENS_KEPT).text


def caseless(folded: Folded) -> Folded:
    """Fold the case of a folded text too (Unicode, full case folding)."""
    lowered = folded.text.casefold()
    if len(lowered) == len(folded.text):
        return Folded(lowered, folded.layers)
    longer = "".join(char for char in set(folded.text) if len(char.casefold()) != 1)
    spread = folded.replaced(
        (found.start(), found.end(), found[0].casefold())
        for found in re.finditer(f"[{re.escape(longer)}]", folded.text)
    )
    return Folded(spread.text.casefold(), spread.layers)


def shown(text: str) -> Folded:
    """Take out of *text* what nobody sees."""
    return Folded(text).replaced((*found.span(), "") for found in _HIDDEN.finditer(text))


def _composed(folded: Folded) -> Folded:
    """Bring a text to NFC, cluster by cluster, for composition never reaches further."""
    if unicodedata.is_normalized("NFC", folded.text):
        return folded
    return folded.replaced(
        (found.start(), found.end(), unicodedata.normalize("NFC", found[0]))
        for found in regex.finditer(r"\X", folded.text)
    )


def _typography(folded: Folded, folds: dict[str, str]) -> Folded:
    once = folded.replaced(
        (found.start(), found.end(), _sign(found, folds))
        for found in _TYPOGRAPHY.finditer(folded.text)
    )
    return once.replaced(
        (found.start(), found.end(), _space(once.text, found))
        for found in _SPACES.finditer(once.text)
    )


def _sign(found: re.Match[str], folds: dict[str, str]) -> str:
    """Return what stands for a sign, by the alternative that found it."""
    kind = found.lastgroup or ""
    if kind == "ligature":
        return unicodedata.normalize("NFKC", found[0])
    if kind == "number":
        return found[0][0]
    return folds[kind]


def _space(text: str, found: re.Match[str]) -> str:
    """An ellipsis has no space beside it; elsewhere several are one."""
    beside = text.startswith("...", found.end()) or text.endswith("...", 0, found.start())
    return "" if beside else " "
