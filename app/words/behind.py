"""Which words behind a span govern it: predicates, tags, conditions, and denials.

See :mod:`app.words.reach`, which reads what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.words.lexicon import Cue, Kind, Lexicon
from app.words.segments import ASIDE, HARD, Segment, Sentence

#: A segment of so few words at the end of a sentence speaks of all of it: “, it appears”.
_TAG = 6
#: A predicate behind an aside has its negation among so many of its first words.
_PREDICATE = 4
#: So many segments from the words a predicate may begin, behind one aside or two.
_FARTHEST = 4
#: A denial of what was said has its word among so many: “; this was later denied”.
_DENIAL = 6
#: An aside that denies without saying what begins so near: “(later denied)”.
_BARE = 2
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)]"
_OPENING = re.compile(r"[\u201c\u2018\u00ab\u00bf]|(?<!\w)[\"']")


def governing_behind(right: str, cues: Sequence[Cue], lexicon: Lexicon) -> list[Cue]:
    """Return those *cues* of *right*, all that stands behind a span, which govern it."""
    sentence = Sentence(right, cues, lexicon)
    if not sentence.every:
        return []
    hard = HARD.search(sentence.text)
    parts = sentence.segments(0, hard.start() if hard else len(right))
    chosen = sentence.within(parts[0])
    if chosen:
        opened = _first_opener(sentence, parts[0])
        chosen = [cue for cue in chosen if cue.start < opened]
    if len(parts) > 2 and not sentence.first(parts[0])[1]:
        for part in parts[2:_FARTHEST]:
            chosen += _predicate(sentence, part)
    if len(parts) > 1:
        chosen += _condition(sentence, parts)
        chosen += [] if hard else _tag(sentence, parts[-1])
    chosen += _denials(sentence, parts, hard.end() if hard else None)
    chosen += _in_asides(sentence, parts[0])
    return sorted(dict.fromkeys(chosen), key=lambda cue: cue.start)


def question(right: str) -> Cue | None:
    """Return the mark that makes a question of the words before it, if there is one.

    A question that only begins behind the words is not theirs.

    >>> question(" from Havana?”").kind, question(", he asked. “Why?”")
    (<Kind.QUESTION: 'question'>, None)
    """
    asked = right.rstrip().rstrip(_CLOSERS)
    if not asked.endswith("?") or _OPENING.search(asked):
        return None
    return Cue("?", len(asked) - 1, len(asked), Kind.QUESTION)


def _first_opener(sentence: Sentence, part: Segment) -> int:
    """Return where the first clause of its own begins in a segment, or its end."""
    for start, word in sentence.placed(part):
        if sentence.begins_clause(word):
            return start
    return part[1]


def _predicate(sentence: Sentence, part: Segment) -> list[Cue]:
    """Return what governs from behind an aside: “The accounts, it said, could not be …”."""
    words = sentence.placed(part)[:_PREDICATE]
    if not words or sentence.begins_clause(words[0][1]):
        return []
    end = words[-1][0] + len(words[-1][1])
    return [cue for cue in sentence.within(part) if cue.start < end]


def _condition(sentence: Sentence, parts: Sequence[Segment]) -> Iterator[Cue]:
    """Yield what makes all before it depend on something: “, if RT is right”."""
    for part in {parts[1], parts[-1]}:
        for cue in sentence.within(part):
            if (
                cue.kind is Kind.HEDGE
                and cue.start == sentence.first(part)[0]
                and sentence.first(part)[1] in sentence.lexicon.openers
            ):
                yield cue


def _tag(sentence: Sentence, part: Segment) -> list[Cue]:
    words = sentence.words(part)
    if 0 < len(words) <= _TAG and not sentence.begins_clause(words[0]):
        return sentence.within(part)
    return []


def _denials(
    sentence: Sentence, parts: Sequence[Segment], hard: int | None
) -> Iterator[Cue]:
    """Yield what denies the words from behind: “; this is untrue”, “, which it denies”."""
    if len(parts) > 1 and not sentence.first(parts[0])[1]:
        yield from _pointing(sentence, parts[1])
    if hard is not None:
        following = HARD.search(sentence.text, hard)
        end = following.start() if following else len(sentence.text)
        yield from _pointing(sentence, sentence.segments(hard, end)[0])


def _pointing(sentence: Sentence, part: Segment, *, raw: bool = False) -> Iterator[Cue]:
    """Yield the negations of a clause that points at what was said before it."""
    words = sentence.placed(part, raw=raw)
    if words and words[0][1] in sentence.lexicon.breaks:
        words = words[1:]
    if not words:
        return
    said = f"{' '.join(word for _, word in words)} "
    end = words[:_DENIAL][-1][0]
    if words[-1][1] in sentence.lexicon.pointers:
        # “; the ministry denied this”
        end = words[-1][0]
    elif not any(said.startswith(f"{word} ") for word in sentence.lexicon.pointers):
        return
    for cue in sentence.all_within(part):
        if cue.kind is Kind.NEGATION and cue.start <= end:
            yield cue


def _in_asides(sentence: Sentence, part: Segment) -> Iterator[Cue]:
    """Yield what denies the words in parentheses behind them: “(this was denied)”."""
    for aside in ASIDE.finditer(sentence.raw, *part):
        inner = (aside.start() + 1, aside.end() - 1)
        yield from _pointing(sentence, inner, raw=True)
        words = sentence.placed(inner, raw=True)[:_BARE]
        if words and not sentence.first((part[0], aside.start()))[1]:
            end = words[-1][0]
            yield from (cue for cue in sentence.all_within(inner) if cue.start <= end)
