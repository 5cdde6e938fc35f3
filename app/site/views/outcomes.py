"""What became of caveats, passage by passage, put into a few outcomes to be counted.

The fates are the editors' judgement and stand in the data; an outcome only sorts a
passage under one heading.  A passage that was not judged has an outcome too, so that no
count hides how much of the whole it covers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.site.views.claim import Caveat
from app.site.views.restatements import CaveatFate, Restatement
from app.site.views.values import Ref, Value

_KEPT = frozenset({"retained-verbatim", "retained-paraphrase"})
_CHANGED = frozenset(
    {
        "clipped",
        "set-shifted",
        "set-widened",
        "object-shifted",
        "relation-shifted",
        "time-shifted",
        "strengthened",
        "weakened",
    }
)
_ALONE = {
    "reversed": "reversed",
    "omitted": "left-out",
    "not-applicable": "not-applicable",
    "not-observed": "not-observed",
}

#: Every outcome in the order in which a reader asks for it: name, heading, meaning.
OUTCOMES: tuple[tuple[str, str, str], ...] = (
    ("kept", "Kept", "The passage has the caveat, whole or in other words."),
    (
        "kept-and-changed",
        "Kept, and something changed",
        "The passage has the caveat, and something of what it limits became another.",
    ),
    (
        "changed",
        "Changed",
        "Something of the caveat was cut, or of what it limits became another.",
    ),
    (
        "left-out",
        "Left out",
        "The sentences were read to their end and have nothing of the caveat. "
        "It may stand elsewhere on the page.",
    ),
    ("reversed", "Reversed", "The passage states what the caveat declines to state."),
    (
        "not-observed",
        "Not in the part seen",
        "The caveat is not in the part that was read; nothing is said of the rest.",
    ),
    (
        "not-applicable",
        "Does not apply",
        "The passage does not repeat what the caveat limits.",
    ),
    ("not-judged", "Not judged", "Nobody has judged it yet. This says nothing against it."),
)
#: The outcomes that say what became of a caveat; the others say why nothing is said.
_JUDGED = ("kept", "kept-and-changed", "changed", "left-out", "reversed")


def outcome(fates: Iterable[Value]) -> str:
    """Sort the fates of one judgement under one outcome.

    A passage that leaves a caveat out and changes something besides has left it out.
    """
    names = {fate.name for fate in fates}
    for fate, name in _ALONE.items():
        if fate in names:
            return name
    if names & _KEPT:
        return "kept-and-changed" if names & _CHANGED else "kept"
    return "changed"


def outcome_of(fate: CaveatFate) -> str:
    """Sort a caveat and its treatment in a passage under one outcome."""
    return outcome(fate.treatment.fates) if fate.treatment else "not-judged"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands, in short."""

    path: str
    who: str
    part: Value
    name: str
    published: str | None
    fates: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome, and the passages that have it."""

    name: str
    label: str
    definition: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one caveat: the passages by outcome, and how many were judged.

    ``passages`` counts all to which the caveat applies, ``judged`` those of which it is
    said what became of it, ``sources`` the documents that the judged ones stand in.
    """

    caveat: Caveat
    outcomes: tuple[Outcome, ...]
    passages: int
    judged: int
    sources: int


def tally(caveat: Caveat, found: Iterable[Restatement]) -> Tally:
    """Sort the passages to which *caveat* applies by what became of it."""
    held: dict[str, list[Place]] = {name: [] for name, _, _ in OUTCOMES}
    sources: set[str] = set()
    for item in found:
        for fate in item.fates:
            if fate.caveat.iri == caveat.iri:
                name = outcome_of(fate)
                held[name].append(_place(item, fate))
                if name in _JUDGED:
                    sources.add(item.words.source.iri)
    return Tally(
        caveat=caveat,
        outcomes=tuple(
            Outcome(name, label, definition, tuple(held[name]))
            for name, label, definition in OUTCOMES
            if held[name]
        ),
        passages=sum(map(len, held.values())),
        judged=sum(len(held[name]) for name in _JUDGED),
        sources=len(sources),
    )


def tallies(caveats: Iterable[Caveat], found: Iterable[Restatement]) -> tuple[Tally, ...]:
    """Tally each caveat; those first on which most passages were judged."""
    passages = tuple(found)
    made = [tally(caveat, passages) for caveat in caveats]
    return tuple(sorted(made, key=lambda one: (-one.judged, -one.passages, one.caveat.iri)))


def _place(item: Restatement, fate: CaveatFate) -> Place:
    words = item.words
    holder: Ref = words.publisher or words.source
    return Place(
        path=words.path,
        who=holder.label,
        part=words.part,
        name=words.name,
        published=words.published,
        fates=fate.treatment.fates if fate.treatment else (),
    )
