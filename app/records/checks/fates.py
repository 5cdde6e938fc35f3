"""What is judged of a caveat's words, held against the words of the passage.

The words that limit are the hedges of the links that a caveat qualifies, where it has the
words of the link, and what its title has of its words.  A text that holds half of a
caveat's words holds the caveat, whatever its title says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.problems import Problem
from app.records.checks.wording import Words, has_run, longest_run, words_of
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import Part, Treatment, find, treatments
from app.records.record import Record
from app.rules import FATE_BELIED, FATE_DOUBTFUL, Rule

#: The rule that a fate breaks and why; None where nothing speaks against it.
_Finding = tuple[Rule, str] | None

#: Shorter words stand in every sentence: “to”, “the”, “its”.
_LONG = 4
#: So many words in a row are not the same by chance.
_MANY = 6


@dataclass(frozen=True, slots=True)
class _Limits:
    """The words of a caveat: all of them, and the phrases of them that limit."""

    title: str
    words: Words
    phrases: tuple[Words, ...]

    @property
    def telling(self) -> set[str]:
        """The words without which nothing of the limit is there."""
        return {word for run in self.phrases or (self.words,) for word in _long(run)}


def _long(run: Words) -> Words:
    return tuple(word for word in run if len(word) >= _LONG)


def fates_in_words(record: Record, others: Others) -> Iterator[Problem]:
    """What is kept verbatim stands in the passage, and what is omitted does not.

    Words in another language than the caveat's are not compared.
    """
    told: dict[tuple[str, str, str], _Finding] = {}
    for treatment in treatments(record):
        for name in _LOOKS.keys() & set(treatment.data["fate"]):
            asked = (treatment.passage.name, treatment.caveat, name)
            if asked not in told:
                told[asked] = _found(treatment, name, others)
            if (found := told[asked]) is not None:
                yield _at(treatment, name, *found)


def _found(treatment: Treatment, name: str, others: Others) -> _Finding:
    """Say what in the passage speaks against a fate, or nothing."""
    caveat = others.record(treatment.caveat)
    words = None if caveat is None else others.passage(caveat.data["words"])
    if caveat is None or words is None or _language(words) != _language(treatment.passage):
        return None
    limits = _limits(caveat, words, others)
    here = words_of(treatment.passage.data["text"])
    return _LOOKS[name](limits, here) if limits.words else None


def _language(passage: Part) -> str:
    tag = passage.data.get("lang", passage.record.data["lang"])
    return str(tag).partition("-")[0]


def _limits(caveat: Record, passage: Part, others: Others) -> _Limits:
    title = caveat.data["title"]
    words = words_of(passage.data["text"])
    run = longest_run(words_of(title), words)
    phrases = [run] if len(run) > 1 else []
    for reference in caveat.data["qualifies"]:
        claim_id, _, name = reference.partition("#")
        claim = others.record(claim_id)
        link = None if claim is None else find(claim, name)
        if link is not None and link.data.get("words") == passage.id:
            phrases.append(words_of(link.data.get("hedge", "")))
    telling = tuple(dict.fromkeys(phrase for phrase in phrases if _long(phrase)))
    return _Limits(title, words, telling)


def _kept(limits: _Limits, here: Words) -> _Finding:
    """Say what speaks against words that are called kept, or nothing."""
    run = longest_run(limits.words, here)
    if 2 * len(run) >= len(limits.words):
        return None
    if any(has_run(here, phrase) for phrase in limits.phrases):
        return None
    if limits.telling and not limits.telling & set(here):
        return FATE_BELIED, f"no word of {quoted(limits.title)} stands in the passage"
    if limits.phrases or len(run) < _LONG:
        return FATE_DOUBTFUL, f"the passage does not hold {quoted(limits.title)}"
    return None


def _left_out(limits: _Limits, here: Words) -> _Finding:
    """Say what speaks against words that are called left out, or nothing."""
    run = longest_run(limits.words, here)
    held = [one for one in limits.phrases if len(one) > 1 and has_run(here, one)]
    is_limit = any(has_run(run, phrase) for phrase in held)
    if run == limits.words or (is_limit and len(run) >= _MANY):
        return FATE_BELIED, f"the passage holds {quoted(' '.join(run))}"
    if held or (not limits.phrases and 2 * len(run) >= len(limits.words)):
        shown = max([*held, run], key=len)
        return FATE_DOUBTFUL, f"the passage holds {quoted(' '.join(shown))}"
    return None


_LOOKS = {"retained-verbatim": _kept, "omitted": _left_out}


def _at(treatment: Treatment, name: str, rule: Rule, why: str) -> Problem:
    fate = treatment.data["fate"].index(name)
    place = treatment.passage.record.places.value((*treatment.path, "fate", fate))
    return rule.at(place, f"“{name}” is said, and {why}")
