"""What somebody looks for, read from whatever they typed.

Nothing typed is an error: words, "phrases" and beginnings* are understood, all else only
parts them.  A question has bounds, so that none costs more than another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.graph.gather import FACETS
from app.graph.tokens import Token, tokens

MOST_LETTERS = 200
MOST_TERMS = 16
MOST_VALUES = 20
_VALUE_LETTERS = 80
#: A beginning of one letter would match a large part of all words.
_LEAST_BEGINNING = 2

_QUOTES = re.compile("[“”„‟«»＂]")
_QUOTED = re.compile(r'"([^"]*)"(\*?)')
#: Joiners stand within words of several scripts; all else of the kind is invisible.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found one after the other; of the last perhaps only the beginning.

    ``groups`` are those of a number that was typed with spaces: it may be several.
    ``typed`` is what the term was read from.
    """

    forms: tuple[str, ...]
    begins: bool = False
    groups: tuple[str, ...] = ()
    typed: str = ""

    @property
    def expression(self) -> str:
        """The term in the language of FTS5: every word is quoted, so none is syntax.

        >>> Term(("unable", "to")).expression
        '"unable to"'
        >>> Term(("1196",), groups=("1", "196")).expression
        '("1196" OR ("1" AND "196"))'
        """
        words = _quoted(" ".join(self.forms)) + (" *" if self.begins else "")
        if not self.groups:
            return words
        return f"({words} OR ({' AND '.join(map(_quoted, self.groups))}))"


@dataclass(frozen=True, slots=True)
class Question:
    """The words that are looked for, as typed and as read, and the values of facets.

    ``cut`` tells whether more was typed than is looked for.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed and no facet chosen."""
        return not self.text and not self.chosen

    @property
    def expression(self) -> str:
        """All terms in the language of FTS5."""
        return " AND ".join(term.expression for term in self.terms)

    def widened(self) -> Question | None:
        """Return the question with the last word as a beginning, if that is another."""
        if not self.terms:
            return None
        last = self.terms[-1]
        if last.begins or len(last.forms[-1]) < _LEAST_BEGINNING:
            return None
        wider = replace(last, begins=True, groups=())
        return replace(self, terms=(*self.terms[:-1], wider))

    def without_facets(self) -> Question:
        """Return the words alone."""
        return replace(self, chosen={})

    def toggled(self, name: str, value: str) -> Question:
        """Return the question with a value of a facet added, or taken away."""
        held = self.chosen.get(name, ())
        now = tuple(item for item in held if item != value)
        if now == held:
            now = (*held, value)
        return replace(self, chosen=_ordered({**self.chosen, name: now}))

    def asking(self, text: str) -> Question:
        """Return the question with other words."""
        return question(text, self.chosen)

    def shorter(self) -> Iterator[Question]:
        """Yield the question without each of its terms in turn."""
        for left_out in self.terms if len(self.terms) > 1 else ():
            kept = (term.typed for term in self.terms if term is not left_out)
            yield self.asking(" ".join(kept))


def question(text: str, chosen: Mapping[str, Iterable[str]] | None = None) -> Question:
    """Read what was typed, and the values of facets that were chosen.

    >>> [term.forms for term in question('“unable to” 1,196 -Maduro* AND (').terms]
    [('unable', 'to'), ('1196',), ('maduro',), ('and',)]
    """
    whole = cleaned(text)
    kept = whole[:MOST_LETTERS].strip()
    terms = tuple(_terms(kept))
    values = {
        name: [cleaned(value)[:_VALUE_LETTERS] for value in values]
        for name, values in (chosen or {}).items()
        if name in FACETS
    }
    cut = len(whole) > MOST_LETTERS or len(terms) > MOST_TERMS
    return Question(kept, terms[:MOST_TERMS], _ordered(values), cut)


def cleaned(text: str) -> str:
    """Return *text* without what cannot be seen, and with single spaces.

    >>> cleaned(" a\\x00b\\u202e  c ")
    'a b c'
    """
    seen = (char if _is_seen(char) else " " for char in text[: 20 * MOST_LETTERS])
    return " ".join("".join(seen).split())


def _is_seen(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] != "C"


def _ordered(chosen: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the values of facets in one order, each once; none where there is none."""
    found = {name: sorted(set(chosen.get(name, ())) - {""}) for name in FACETS}
    return {name: tuple(values[:MOST_VALUES]) for name, values in found.items() if values}


def _terms(text: str) -> Iterator[Term]:
    """Yield the terms of a text; a quote that is not closed is none."""
    text = _QUOTES.sub('"', text)
    last = 0
    for match in _QUOTED.finditer(text):
        yield from _bare(text[last : match.start()])
        forms = tuple(token.form for token in tokens(match[1]) if token.form)
        if forms:
            begins = bool(match[2]) and len(forms[-1]) >= _LEAST_BEGINNING
            yield Term(forms, begins, typed=match[0])
        last = match.end()
    yield from _bare(text[last:])


def _bare(text: str) -> Iterator[Term]:
    """Yield the terms of a text without quotes: what no space parts belongs together."""
    run: list[Token] = []
    for token in tokens(text):
        if run and _is_parted(text[run[-1].end : token.start]):
            yield from _term(run, text)
            run = []
        run.append(token)
    yield from _term(run, text)


def _is_parted(between: str) -> bool:
    return "*" in between or any(char.isspace() for char in between)


def _term(run: list[Token], text: str) -> Iterator[Term]:
    forms = tuple(token.form for token in run if token.form)
    if not forms:
        return
    begins = text[run[-1].end :].startswith("*") and len(forms[-1]) >= _LEAST_BEGINNING
    typed = text[run[0].start : run[-1].end] + "*" * begins
    yield Term(forms, begins, run[0].groups if len(run) == 1 else (), typed)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
