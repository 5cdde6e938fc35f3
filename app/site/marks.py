"""Where a text has what was looked for, and which text of a record shows it best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.graph.question import Question, Term
from app.graph.store import Generation
from app.graph.tokens import Token, tokens
from app.records.kinds import folder_of
from app.site.queries import with_nodes

#: The longest note, and what of it stands before the first mark, in characters.
_LONGEST = 280
_BEFORE = 90


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of a record that shows best why it was found.

    ``part`` is the IRI of a passage, and empty where the text is on the record as a
    whole; ``note`` is an editor's text, and empty where the words of the passage show it.
    """

    part: str
    note: str


def runs(text: str, terms: Sequence[Term]) -> tuple[Run, ...]:
    """Part a text into what was looked for and what was not.

    >>> from app.graph.question import question
    >>> [run.text for run in runs("of 1,196 as", question("1196").terms) if run.marked]
    ['1,196']
    """
    found = sorted(span for spans in _spans(text, terms).values() for span in spans)
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
    spans = [span for spans in _spans(text, terms).values() for span in spans]
    start = max(0, min((begin for begin, _ in spans), default=0) - _BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    end = start + _LONGEST
    if end >= len(text):
        return f"…{text[start:]}"
    kept = text[start : text.rfind(" ", start, end)]
    return f"…{kept}…" if start else f"{kept}…"


def pieces(
    generation: Generation, ids: Iterable[str], question: Question
) -> dict[str, Piece]:
    """Choose for each record the text that has most of what was looked for.

    Words come before notes on them; where a fate was chosen, passages with that fate come
    first.  A record that was found by its title or names alone has none, but a caveat and
    a reaction always have their words.
    """
    texts = _texts(generation, ids)
    fates = set(question.chosen.get("fate", ()))
    fitting = {part for _, part, rank, text in texts if rank == _FATE and text in fates}
    best: dict[str, tuple[tuple[int, bool, int], Piece]] = {}
    own: dict[str, str] = {}
    for record_id, part, rank, text in texts:
        if rank == _FATE:
            continue
        if rank == _WORDS and folder_of(record_id) in _OF_WORDS:
            own[record_id] = part
        score = (len(_spans(text, question.terms)), part in fitting, -rank)
        if any(score[:2]) and (record_id not in best or score > best[record_id][0]):
            best[record_id] = score, Piece(part, text if rank == _NOTE else "")
    found = {record_id: piece for record_id, (_, piece) in best.items()}
    for record_id, part in own.items():
        piece = found.get(record_id, Piece("", ""))
        found[record_id] = Piece(piece.part or part, piece.note)
    return found


def _texts(generation: Generation, ids: Iterable[str]) -> list[tuple[str, str, int, str]]:
    """Return the texts of records: id, IRI of the passage, what it is, the text."""
    base = generation.base
    rows = generation.select(with_nodes("pieces", nodes=map(base.absolute, ids)))
    return sorted(
        (
            base.id_of(row["record"].value) or "",
            row["part"].value if row["part"] is not None else "",
            _RANK[row["as"].value],
            row["text"].value,
        )
        for row in rows
    )


#: The kinds of record that are words of somebody.
_OF_WORDS = ("caveats", "reactions")
_WORDS, _LABEL, _NOTE, _FATE = range(4)
_RANK = {"words": _WORDS, "label": _LABEL, "note": _NOTE, "fate": _FATE}


def _spans(text: str, terms: Sequence[Term]) -> dict[Term, list[tuple[int, int]]]:
    """Return where each term stands that the text has."""
    read = list(tokens(text)) if terms else []
    found = {term: list(_places(read, term)) for term in terms}
    return {term: spans for term, spans in found.items() if spans}


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
