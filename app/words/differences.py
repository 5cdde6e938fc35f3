"""What differs between words as quoted and as held, in words for an editor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from app.words.folding import (
    DOUBLE_QUOTES,
    HYPHENS,
    INVISIBLE,
    JOINT,
    LIGATURES,
    LONG_DASHES,
    SHORT_DASHES,
    SINGLE_QUOTES,
    fold,
    shown,
    with_hyphens,
)

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_DASHES = re.compile(f"[{HYPHENS}{SHORT_DASHES}{LONG_DASHES}]")
_SPACES = re.compile(r"\s+")
_QUOTES = re.compile(f"[{SINGLE_QUOTES}{DOUBLE_QUOTES}]")
_LIGATURES = re.compile(f"[{LIGATURES}]")
_ELLIPSES = re.compile(r"\u2026|\.(?:\s?\.){2,}")
_FOLDED = re.compile(rf"[{HYPHENS}{SHORT_DASHES}]")

#: What can differ in typography alone, by its name.
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("marks that nobody sees", _INVISIBLE),
    ("dashes", _DASHES),
    ("spaces or line ends", _SPACES),
    ("quotation marks", _QUOTES),
    ("ligatures", _LIGATURES),
    ("ellipses", _ELLIPSES),
)


def named(held: str, quoted: str) -> Iterator[str]:
    """Name what differs between words that are the same but for typography and case.

    >>> list(named("“We are", '"we are'))
    ['case', 'quotation marks']
    """
    if held == quoted:
        return
    if fold(held).text.strip() != fold(quoted).text.strip():
        yield "case"
    told = False
    for name, pattern in _CLASSES:
        if pattern.findall(held) != pattern.findall(quoted):
            told = True
            yield name
    composed = [unicodedata.normalize("NFC", shown(text).text) for text in (held, quoted)]
    if not told and composed[0] == composed[1]:
        yield "composition of letters (NFC, NFD)"


def hyphens_agree(held: str, quoted: str) -> bool:
    """Tell whether words have the same hyphens; those at a line's end may be missing.

    >>> hyphens_agree("infor-\\nmation", "information"), hyphens_agree("re-sign", "resign")
    (True, False)
    """
    if held == quoted or not (_FOLDED.search(held) or _FOLDED.search(quoted)):
        return True
    ours, theirs = (with_hyphens(text).strip().casefold() for text in (held, quoted))
    at = 0
    for char in ours:
        other = theirs[at : at + 1]
        if char == other or {char, other} == {JOINT, "-"}:
            at += 1
        elif other == JOINT and theirs[at + 1 : at + 2] == char:
            at += 2
        elif char != JOINT:
            return False
    return not theirs[at:].strip(JOINT)


def of_words(held: Sequence[str], quoted: Sequence[str]) -> Iterator[str]:
    """Say which words differ; letters that look alike and are others are named.

    >>> list(of_words(["unable", "to", "tie"], ["unable", "to", "conclusively", "tie"]))
    ['“conclusively” is added']
    """
    same = SequenceMatcher(None, held, quoted, autojunk=False)
    for kind, begin, end, first, last in same.get_opcodes():
        ours, theirs = " ".join(held[begin:end]), " ".join(quoted[first:last])
        if kind == "delete":
            yield f"“{ours}” is left out"
        elif kind == "insert":
            yield f"“{theirs}” is added"
        elif kind == "replace":
            look = next(_lookalikes(ours, theirs), "")
            yield f"“{theirs}” stands for “{ours}”{look}"


def _lookalikes(ours: str, theirs: str) -> Iterator[str]:
    """Name the first letter that is one of another script."""
    if len(ours) != len(theirs):
        return
    for one, other in zip(ours, theirs, strict=True):
        if one != other and _script(one) != _script(other):
            yield f": {_name(other)} for {_name(one)}"


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"
