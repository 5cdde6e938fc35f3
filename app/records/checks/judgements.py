"""Judgements of what became of a caveat in a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.problems import Problem
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import Part, treatments
from app.records.record import Record
from app.rules import EXCLUDING_FATES, NO_JUDGE, NOT_CLOSED, NOT_CONCERNED

#: A fate that stands alone: nothing was judged, or there was nothing to judge.
_ALONE = ("not-applicable", "not-observed")
#: What is left out is not kept.
_KEPT = ("retained-verbatim", "retained-paraphrase")


def omitted_is_closed(record: Record, _others: Others) -> Iterator[Problem]:
    """Only of sentences that were read to their end can be said what they left out."""
    for treatment in treatments(record):
        closed = treatment.passage.data["seen"].get("closed", False)
        fate = treatment.data["fate"]
        if "omitted" in fate and not closed:
            place = record.places.value((*treatment.path, "fate", fate.index("omitted")))
            message = f"“seen” of {quoted(treatment.passage.name)} has no “closed: true”"
            yield NOT_CLOSED.at(place, f"“omitted” is said, and {message}")


def judge_and_day(record: Record, _others: Others) -> Iterator[Problem]:
    """Every judgement says whose it is and of which day, or the source does for all."""
    for treatment in treatments(record):
        missing = [
            key for key in ("judged_by", "judged") if treatment.judgement(key) is None
        ]
        if missing:
            place = record.places.value((*treatment.path, "fate"))
            names = " and ".join(missing)
            message = f"neither the treatment nor the source has {names}"
            yield NO_JUDGE.at(place, message)


def fates_agree(record: Record, _others: Others) -> Iterator[Problem]:
    """What is kept is not left out, and what was not judged has no fate beside that."""
    for treatment in treatments(record):
        fate = treatment.data["fate"]
        pair = _excluding(fate)
        if pair is not None:
            place = record.places.value((*treatment.path, "fate", fate.index(pair[1])))
            message = f"“{pair[0]}” and “{pair[1]}” cannot both hold"
            yield EXCLUDING_FATES.at(place, message)


def _excluding(fate: list[str]) -> tuple[str, str] | None:
    """Return two fates that exclude each other, in their order."""
    for number, second in enumerate(fate):
        for first in fate[:number]:
            both = {first, second}
            if both & set(_ALONE) or ("omitted" in both and both & set(_KEPT)):
                return first, second
    return None


def caveat_concerns(record: Record, others: Others) -> Iterator[Problem]:
    """A caveat is judged in a passage that repeats something of its sets.

    Its sets are those of the claims whose links it qualifies; the passage's are those of
    the claims that it restates and those that it uses the words over.  A set and what it
    is part of count as one.
    """
    for treatment in treatments(record):
        caveat = others.record(treatment.caveat)
        if caveat is None or treatment.is_second:
            continue
        here = _sets_of(treatment.passage, others)
        its = _about(caveat.data["qualifies"], others)
        if its and not _overlap(here, its, others):
            place = record.places.key(treatment.path)
            message = f"{quoted(caveat.id)} qualifies nothing that the passage repeats"
            yield NOT_CONCERNED.at(place, message)


def _sets_of(passage: Part, others: Others) -> set[str]:
    restated = _about(passage.data.get("restates", ()), others)
    return restated | set(passage.data.get("over", ()))


def _about(links: Iterable[str], others: Others) -> set[str]:
    return {item for claim in others.records(links) for item in claim.data["about"]}


def _overlap(here: set[str], its: set[str], others: Others) -> bool:
    return bool(
        here & its or here & _with_wholes(its, others) or _with_wholes(here, others) & its
    )


def _with_wholes(sets: set[str], others: Others) -> set[str]:
    """Add the sets that the given ones are part of."""
    found = set(sets)
    todo = list(sets)
    while todo:
        record = others.record(todo.pop())
        whole = None if record is None else record.data.get("part_of")
        if whole is not None and whole not in found:
            found.add(whole)
            todo.append(whole)
    return found
