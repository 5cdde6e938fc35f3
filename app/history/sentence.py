"""Sentences that hold other people's words, kept apart from our own until they are shown.

A sentence is a sequence of pieces.  Plain text is the program's own; what comes out of a
record stands in a piece that says what it is, so that each way of showing it (a terminal,
Markdown, a page) can make it harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.problems import printable


@dataclass(frozen=True, slots=True)
class Quote:
    """Text of a record that stands between quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Text of a record that stands in the sentence as it is: a name, a date, a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """The id of a record or part."""

    id: str


Piece = str | Quote | Said | Name
Sentence = tuple[Piece, ...]

#: So many characters of a text are told; of a longer one the part that differs.
MOST = 240
_AROUND = 4
_STOPS = (".", "!", "?", "…")


def joined(items: Iterable[Sequence[Piece]], last: str = "and") -> Sentence:
    """Join phrases as a sentence does: a, b and c."""
    phrases = [tuple(item) for item in items]
    found: list[Piece] = []
    for number, phrase in enumerate(phrases):
        if number:
            found.append(f" {last} " if number == len(phrases) - 1 else ", ")
        found += phrase
    return tuple(found)


def as_text(sentence: Sequence[Piece]) -> str:
    """Show a sentence in a terminal: nothing in it can move the cursor or end the line."""
    return "".join(_plain(piece) for piece in finished(sentence))


def finished(sentence: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out a full stop behind words that end in one.

    >>> finished(("So: ", Quote("It is."), "."))
    ('So: ', Quote(text='It is.'))
    """
    if (
        len(sentence) < 2
        or sentence[-1] != "."
        or not isinstance(sentence[-2], Quote | Said)
    ):
        return sentence
    return sentence[:-1] if sentence[-2].text.rstrip("”").endswith(_STOPS) else sentence


def marked(text: str) -> str:
    """Put a quotation between marks, unless it stands between its own.

    >>> marked("unable"), marked("“unable”"), marked("“a” and “b”")
    ('“unable”', '“unable”', '““a” and “b””')
    """
    is_marked = text[:1] == "“" and text[-1:] == "”" and text.count("“") == 1
    return text if is_marked else f"“{text}”"


def _plain(piece: Piece) -> str:
    if isinstance(piece, Quote):
        return marked(one_line(piece.text))
    if isinstance(piece, Name):
        return one_line(piece.id)
    return piece if isinstance(piece, str) else one_line(piece.text)


def one_line(text: str) -> str:
    r"""Return *text* on one line, with what nobody sees made visible.

    >>> one_line("a\n  b\x1b")
    'a b<U+001B>'
    """
    return printable(" ".join(text.split()))


def differing(before: str, after: str) -> tuple[str, str]:
    """Return two texts, or of long ones only what differs, with a few words around.

    >>> differing("a b c", "a b d")
    ('a b c', 'a b d')
    """
    if max(len(before), len(after)) <= MOST:
        return before, after
    old, new = before.split(), after.split()
    start = _common(old, new)
    end = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    return _middle(old, start, end), _middle(new, start, end)


def shortened(text: str) -> str:
    """Return *text*, cut at a word where it is long."""
    text = " ".join(text.split())
    return (
        text if len(text) <= MOST else f"{text[:MOST].rpartition(' ')[0] or text[:MOST]} …"
    )


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """Return with how many equal words two texts begin."""
    pairs = zip(first, second, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other),
        min(len(first), len(second)),
    )


def _middle(words: Sequence[str], start: int, end: int) -> str:
    first = max(0, start - _AROUND)
    last = min(len(words), len(words) - end + _AROUND)
    middle = shortened(" ".join(words[first:last]))
    before = "… " if first else ""
    after = " …" if last < len(words) and not middle.endswith("…") else ""
    return f"{before}{middle}{after}"
