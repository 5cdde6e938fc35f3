"""The words that govern others, from ``schemas/lexicon.yaml``, read strictly.

Every key is known, every entry has a kind and an example; anything else ends the program,
because a lexicon that is half read would let cuts pass that nobody looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app import SCHEMAS
from app.errors import LexiconFaulty
from app.records.yamlfile import load

PATH = SCHEMAS / "lexicon.yaml"

_LISTS = (
    *("abbreviations", "openers", "breaks", "complements", "starters"),
    *("auxiliaries", "announcing", "pointers", "sayings", "scarce"),
)
_NO_WORD_BEFORE, _NO_WORD_BEHIND = r"(?<!\w)", r"(?!\w)"
_CONTRACTED = "n't"


class Kind(StrEnum):
    """What a word, or a question mark, does to those in its reach."""

    NEGATION = "negation"
    MODAL = "modal"
    HEDGE = "hedge"
    QUANTIFIER = "quantifier"
    QUESTION = "question"

    @property
    def governs(self) -> bool:
        """Tell whether words mean something else without it; quantifiers are noted."""
        return self is not Kind.QUANTIFIER


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the lexicon, with all its forms in small letters."""

    word: str
    kind: Kind
    forms: tuple[str, ...]
    exceptions: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the lexicon in a text: as it stands there, where, and what it does."""

    text: str
    start: int
    end: int
    kind: Kind

    def moved(self, by: int) -> Cue:
        """Return the same word in a text that holds this one at an offset."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language, and what tells where their reach ends."""

    entries: tuple[Entry, ...]
    abbreviations: frozenset[str]
    openers: frozenset[str]
    breaks: frozenset[str]
    complements: frozenset[str]
    starters: frozenset[str]
    auxiliaries: frozenset[str]
    announcing: frozenset[str]
    pointers: frozenset[str]
    sayings: frozenset[str]
    scarce: frozenset[str]
    pattern: re.Pattern[str]
    kinds: Mapping[str, Kind]

    def cues(self, text: str) -> Iterator[Cue]:
        """Yield the words of the lexicon in a text, from left to right.

        >>> [cue.text for cue in lexicon("en").cues("It wasn’t only able to, it may")]
        ['wasn’t', 'only', 'may']
        """
        plain = plainly(text)
        for found in self.pattern.finditer(plain):
            word = " ".join(found[0].split())
            kind = self.kinds.get(word)
            if kind is None and word.endswith(_CONTRACTED):
                kind = self.kinds[_CONTRACTED]
            if kind is None or _is_month(text, found):
                continue
            yield Cue(text[found.start() : found.end()], *found.span(), kind)


def plainly(text: str) -> str:
    """Return a text in small letters with plain apostrophes, every offset as it was."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower()[0] for char in text)
    return lowered.replace("\u2019", "'")


def _is_month(text: str, found: re.Match[str]) -> bool:
    """“May” inside a sentence, or before a number, is the month."""
    if text[found.start() : found.end()] != "May":
        return False
    before = text[: found.start()].rstrip()
    behind = text[found.end() :].lstrip()
    return bool(before and before[-1] not in '.!?“"') or behind[:1].isdigit()


@cache
def lexicon(lang: str) -> Lexicon:
    """Return the lexicon of a language, by its tag (BCP 47); others have the English one.

    Raises:
        LexiconFaulty: ``schemas/lexicon.yaml`` is not as it must be.
    """
    known = _read(PATH)
    return known.get(lang.partition("-")[0].lower(), known["en"])


def knows(lang: str) -> bool:
    """Tell whether there is a lexicon of a language."""
    return lang.partition("-")[0].lower() in _read(PATH)


@cache
def _read(path: Path) -> dict[str, Lexicon]:
    value, problems = load(path.read_bytes(), str(path))
    if problems:
        raise LexiconFaulty(f"{path.name} cannot be read: {problems[0]}")
    return {lang: parse(lang, data) for lang, data in _mapping(path.name, value).items()}


def parse(lang: str, data: Any) -> Lexicon:
    """Return the lexicon that the data of one language makes.

    Raises:
        LexiconFaulty: a key is missing or unknown, a value of the wrong kind, or a form
            stands twice.
    """
    held = _mapping(lang, data)
    _keys(lang, held, {*_LISTS, "words"}, set())
    entries = tuple(
        _entry(f"{lang}, {word}", word, item)
        for word, item in _mapping(lang, held["words"]).items()
    )
    kinds: dict[str, Kind] = {}
    for entry in entries:
        for form in entry.forms:
            if form in kinds:
                raise LexiconFaulty(f"{lang}: “{form}” stands twice")
            kinds[form] = entry.kind
    passed_over = {phrase for entry in entries for phrase in entry.exceptions}
    lists = {name: frozenset(_texts(f"{lang}, {name}", held[name])) for name in _LISTS}
    return Lexicon(entries, pattern=_pattern(kinds, passed_over), kinds=kinds, **lists)


def _entry(where: str, word: str, data: Any) -> Entry:
    held = _mapping(where, data)
    _keys(where, held, {"kind", "example"}, {"forms", "except"})
    if held["kind"] not in set(Kind) - {Kind.QUESTION}:
        raise LexiconFaulty(f"{where}: {held['kind']!r} is no kind")
    return Entry(
        word=word,
        kind=Kind(held["kind"]),
        forms=(word, *_texts(where, held.get("forms", []))),
        exceptions=tuple(_texts(where, held.get("except", []))),
        example=_texts(where, [held["example"]])[0],
    )


def _pattern(kinds: Mapping[str, Kind], passed_over: set[str]) -> re.Pattern[str]:
    """Find the longest phrase at each place, so that “not only” is not taken for “not”."""
    phrases = {*kinds, *passed_over} - {_CONTRACTED}
    alternatives = [_tree(phrases)]
    if _CONTRACTED in kinds:
        alternatives.insert(0, rf"\w+{_CONTRACTED}")
    joined = "|".join(alternatives)
    return re.compile(f"{_NO_WORD_BEFORE}(?:{joined}){_NO_WORD_BEHIND}")


def _tree(phrases: set[str]) -> str:
    """Write phrases as a tree of their letters, the longer before the shorter.

    One letter is then compared at a time, and not hundreds of phrases at every word.

    >>> _tree({"may", "maybe", "might"})
    'm(?:ay(?:be)?|ight)'
    """
    branches: dict[str, set[str]] = {}
    for phrase in phrases - {""}:
        branches.setdefault(phrase[0], set()).add(phrase[1:])
    written = [
        (r"\s+" if first == " " else re.escape(first)) + _tree(rest)
        for first, rest in sorted(branches.items())
    ]
    if not written:
        return ""
    joined = "|".join(written)
    if "" in phrases:
        return f"(?:{joined})?"
    return joined if len(written) == 1 else f"(?:{joined})"


def _mapping(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise LexiconFaulty(f"{where}: a mapping is due")
    return value


def _keys(where: str, data: Mapping[str, Any], due: set[str], more: set[str]) -> None:
    missing, unknown = due - data.keys(), data.keys() - due - more
    if missing or unknown:
        names = ", ".join(sorted(missing or unknown))
        raise LexiconFaulty(f"{where}: {'missing' if missing else 'unknown'}: {names}")


def _texts(where: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise LexiconFaulty(f"{where}: a list of texts is due")
    return value
