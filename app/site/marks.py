"""Where a text has what was looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.graph.question import Term
from app.graph.tokens import Token, tokens

#: The longest note, and what of it stands before the first mark, in characters.
_LONGEST = 280
_BEFORE = 90


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    marked: bool


def runs(text: str, terms: Sequence[Term]) -> tuple[Run, ...]:
    """Part a text into what was looked for and what was not.

    >>> from app.graph.question import question
    >>> [run.text for run in runs("of 1,196 as", question("1196").terms) if run.marked]
    ['1,196']
    """
    found = sorted(span for places in spans(text, terms).values() for span in places)
    parted: list[Run] = []
    last = 0
    for start, end in found:
        if end <= last:
            continue
        start = max(start, last)
        parted.append(Run(text[last:start], False))
        parted.append(Run(text[start:end], True))
        last = end
    parted.append(Run(text[last:], False))
    return tuple(run for run in parted if run.text)


def clipped(text: str, terms: Sequence[Term]) -> str:
    """Return so much of a long text as stands round the first mark."""
    if len(text) <= _LONGEST:
        return text
    begins = [begin for places in spans(text, terms).values() for begin, _ in places]
    start = max(0, min(begins, default=0) - _BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    end = start + _LONGEST
    if end >= len(text):
        return f"…{text[start:]}"
    kept = text[start : text.rfind(" ", start, end)]
    return f"…{kept}…" if start else f"{kept}…"


def spans(text: str, terms: Sequence[Term]) -> dict[Term, list[tuple[int, int]]]:
    """Return where each term stands that the text has."""
    read = list(tokens(text)) if terms else []
    found = {term: list(_places(read, term)) for term in terms}
    return {term: places for term, places in found.items() if places}


def _places(read: list[Token], term: Term) -> Iterator[tuple[int, int]]:
    length = len(term.forms)
    for first in range(len(read) - length + 1):
        window = read[first : first + length]
        if all(map(_is_like, window, term.forms, _beginnings(term))):
            yield window[0].start, window[-1].end
        elif window[0].form in term.groups:
            yield window[0].start, window[0].end


def _beginnings(term: Term) -> list[bool]:
    """Tell of each word of a term whether it may go on."""
    return [False] * (len(term.forms) - 1) + [term.begins]


def _is_like(token: Token, form: str, begins: bool) -> bool:
    if begins and token.form.startswith(form):
        return True
    return token.form == form or form in token.groups
