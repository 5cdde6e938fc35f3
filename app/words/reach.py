"""Which words before a span govern it: how far a negation, modal or hedge reaches.

A reading without a grammar, and so with two kinds of error.  Where it is in doubt a word
governs, because a governed cut is shown with its sentence for an editor to judge; that
it does not is said only for clauses that begin or end in between.  Commas and dashes
divide a sentence into segments; semicolons end every reach, and so do colons, unless
what stands before announces what follows.  Asides in parentheses are stepped over.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from app.words.lexicon import Cue, Kind, Lexicon
from app.words.segments import HARD, Segment, Sentence

#: A segment of so few words at the beginning of a sentence speaks of all of it.
_ADVERB = 3
#: So few words before a colon, a governing one first, are a label: “Not true: …”.
_LABEL = 2


def governing_before(
    left: str, cues: Sequence[Cue], span: str, lexicon: Lexicon
) -> list[Cue]:
    """Return those *cues* of *left*, all that stands before a span, which govern it."""
    sentence = Sentence(left, cues, lexicon, behind=span)
    if not sentence.cues:
        return []
    hard = list(HARD.finditer(sentence.text))
    parts = sentence.segments(hard[-1].end() if hard else 0, len(left))
    found = [*_near(sentence, parts, span), *_over_asides(sentence, parts, span)]
    colon = max((at.start() for at in hard if at[0] == ":"), default=None)
    if colon is not None and _announces(sentence, colon, span):
        lead = [cue for cue in cues if cue.end <= colon]
        found += governing_before(left[:colon], lead, "", lexicon)
    return sorted(dict.fromkeys(found), key=lambda cue: cue.start)


def _near(sentence: Sentence, parts: Sequence[Segment], span: str) -> list[Cue]:
    """Return what governs from the segment at the span, or from what that goes on with."""
    near = len(parts) - 1
    reached = [near]
    if sentence.first_word(parts[near], span) in sentence.lexicon.complements:
        # “We are unable, at this time, to …”: asides are stepped over, up to a word that
        # governs, or that the complement may belong to.
        for number in range(near - 1, -1, -1):
            reached.append(number)
            if sentence.within(parts[number]) or sentence.has_saying(parts[number]):
                break
    chosen = [
        cue
        for number in reached
        for cue in sentence.within(parts[number])
        if not sentence.breaks_off(cue.end, parts[number][1])
    ]
    if 0 not in reached:
        chosen += _of_the_sentence(sentence, parts[0])
    return chosen


def _over_asides(sentence: Sentence, parts: Sequence[Segment], span: str) -> list[Cue]:
    """Return what governs over an aside, as its own segment is not complete.

    “It was not, he said, run by …” breaks off before the aside; in “It is not true that
    after the vote, accounts were …” the clause has not come to its subject.
    """
    near = len(parts) - 1
    if sentence.begins_clause(sentence.first_word(parts[near], span)):
        return []
    return [
        cue
        for number, part in enumerate(parts[:near])
        for cue in sentence.within(part)
        if (number < near - 1 and _is_broken_off(sentence, cue, part))
        or _is_opened(sentence, cue, part)
    ]


def _is_broken_off(sentence: Sentence, cue: Cue, part: Segment) -> bool:
    """Tell whether a segment ends with a word, or with an auxiliary behind it."""
    return sentence.lexicon.auxiliaries.issuperset(sentence.words((cue.end, part[1])))


def _is_opened(sentence: Sentence, cue: Cue, part: Segment) -> bool:
    """Tell whether a complement begins behind a word and has only its introduction."""
    words = sentence.words((cue.end, part[1]))
    lexicon = sentence.lexicon
    return any(
        word in lexicon.complements and (following == "" or following in lexicon.starters)
        for word, following in itertools.pairwise([*words, ""])
    )


def _of_the_sentence(sentence: Sentence, part: Segment) -> list[Cue]:
    """Return what speaks of the whole sentence: “Apparently, …”, “If it did, …”."""
    found = sentence.within(part)
    if not found or len(sentence.words(part)) <= _ADVERB:
        return found
    begin = sentence.first(part)[0]
    return [cue for cue in found if cue.start == begin and cue.kind is Kind.HEDGE]


def _announces(sentence: Sentence, colon: int, span: str) -> bool:
    """Tell whether what stands before a colon speaks of what stands behind it.

    “There is no evidence that: …”, “False: …” and “He denied the following: …” do; “This
    is false: …” speaks of what was said before.
    """
    lexicon = sentence.lexicon
    begin = max((at.end() for at in HARD.finditer(sentence.text, 0, colon)), default=0)
    lead = sentence.words((begin, colon))
    following = sentence.first_word((colon + 1, len(sentence.text)), span)
    return bool(lead) and (
        (len(lead) <= _LABEL and sentence.governs_at(sentence.first((begin, colon))[0]))
        or lead[-1] in lexicon.complements
        or following in lexicon.complements
        or not lexicon.announcing.isdisjoint(lead)
    )
