"""Words: who speaks them, in which language, and which names a title may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.problems import Problem
from app.records.checks.phrases import first_held, names_of
from app.records.explain import quoted
from app.records.languages import fault_of
from app.records.others import Others
from app.records.parts import UNASSERTED, Part, parts, passages
from app.records.record import Record
from app.rules import (
    NAME_IN_TITLE,
    NO_LANGUAGE,
    NO_TRANSLATION,
    NO_TRANSLATOR,
    NOT_HIS_WORDS,
    OWN_ANSWER,
    QUOTED_AS_OWN,
    SPEAKER,
)

_MARKS = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_QUOTATION = re.compile(rf"[{_MARKS}][^{_MARKS}]+[{_MARKS}][.,;:!?]?")


def speakers(record: Record, _others: Others) -> Iterator[Problem]:
    """Words that a source quotes or paraphrases have a speaker; its own have none."""
    if record.folder != "sources":
        return
    for passage in passages(record):
        voice = passage.data["voice"]
        if voice == "own" and "speaker" in passage.data:
            place = record.places.key((*passage.path, "speaker"))
            yield SPEAKER.at(place, "the voice is “own”, and a speaker is named")
        elif voice != "own" and "speaker" not in passage.data:
            place = record.places.value((*passage.path, "voice"))
            yield SPEAKER.at(place, f"the voice is “{voice}”, and no speaker is named")


def quoted_as_own(record: Record, _others: Others) -> Iterator[Problem]:
    """Words that stand wholly in quotation marks are mostly those of somebody else."""
    if record.folder != "sources":
        return
    for passage in passages(record):
        if passage.data["voice"] == "own" and _QUOTATION.fullmatch(passage.data["text"]):
            place = record.places.value((*passage.path, "voice"))
            message = "the voice is “own”, and all words stand in quotation marks"
            yield QUOTED_AS_OWN.at(place, message)


def own_words(record: Record, others: Others) -> Iterator[Problem]:
    """The words of a reaction are spoken by the one who reacts."""
    if record.folder != "reactions":
        return
    passage = others.passage(record.data["words"])
    if passage is None:
        return
    by = record.data["by"]
    if by not in _spoken_by(passage):
        message = f"{quoted(passage.id)} holds no words of {quoted(by)}"
        yield NOT_HIS_WORDS.at(record.places.value(("words",)), message)


def own_answers(record: Record, others: Others) -> Iterator[Problem]:
    """Whoever made a claim seldom answers it; mostly its repetition was taken for that."""
    if record.folder != "reactions":
        return
    by = record.data["by"]
    for number, answered in enumerate(record.data["to"]):
        target = others.record(answered.partition("#")[0])
        links = () if target is None else target.data.get("qualifies", ())
        limited = [others.record(link.partition("#")[0]) for link in links]
        if any(by in one.data.get("claimants", ()) for one in (target, *limited) if one):
            message = f"{quoted(by)} made the claim that it answers here"
            yield OWN_ANSWER.at(record.places.value(("to", number)), message)


def _spoken_by(passage: Part) -> set[str]:
    if passage.data["voice"] != "own":
        return {passage.data.get("speaker", "")}
    source = passage.record.data
    return {source["publisher"], *source.get("authors", ())}


def languages(record: Record, _others: Others) -> Iterator[Problem]:
    """The tag of a language means one."""
    if record.folder != "sources":
        return
    for path, data in _worded(record):
        if "lang" in data and (fault := fault_of(data["lang"])):
            yield NO_LANGUAGE.at(record.places.value((*path, "lang")), fault)


def translators(record: Record, _others: Others) -> Iterator[Problem]:
    """A translation says whose it is: once for the whole source."""
    if record.folder != "sources" or "translated_by" in record.data:
        return
    for path, data in _worded(record):
        if "translation" in data:
            place = record.places.key((*path, "translation"))
            yield NO_TRANSLATOR.at(place, "the source has no translated_by")


def translations(record: Record, _others: Others) -> Iterator[Problem]:
    """Words in another language have their English beside them."""
    if record.folder != "sources":
        return
    for path, data in _worded(record):
        language = data.get("lang", record.data["lang"])
        if fault_of(language):
            continue  # what is no language needs none beside it; its own problem says so
        if language.partition("-")[0] != "en" and "translation" not in data:
            place = record.places.value((*path, "text" if path else "title"))
            yield NO_TRANSLATION.at(place, f"the language of the words is {language}")


def _worded(source: Record) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield what holds words of a source: the source (its title), its passages."""
    yield (), source.data
    for passage in passages(source):
        yield passage.path, passage.data


def titles(record: Record, others: Others) -> Iterator[Problem]:
    """A title names nobody who stands only in links that are denied or withheld.

    A title is read without the caveat (the promise, clause 3).  Who makes the claim, who
    reacts, and who also stands in an asserted link may be named.
    """
    unblamed: dict[str, str] = {}
    named = {record.data.get("by", "")}
    for claim in _claims(record, others):
        named |= {*claim.data["claimants"], claim.data.get("speaker", "")}
        named |= {actor for link in parts(claim, "asserts") for actor in _actors(link)}
        for link in parts(claim, *UNASSERTED):
            unblamed.update(dict.fromkeys(_actors(link), link.id))
    for actor_id, link_id in unblamed.items():
        actor = others.record(actor_id)
        if actor is None or actor_id in named:
            continue
        name = first_held(record.data["title"], names_of(actor))
        if name is not None:
            message = f"the title names {quoted(name)}, known only from {link_id}"
            place = record.places.value(("title",))
            yield NAME_IN_TITLE.at(place, f"{message}, which is not asserted")


def _claims(record: Record, others: Others) -> Iterator[Record]:
    """Yield the claims that a claim, caveat or reaction is about."""
    if record.folder == "claims":
        yield record
    elif record.folder == "caveats":
        yield from others.records(record.data["qualifies"])
    elif record.folder == "reactions":
        for target in others.records(record.data["to"]):
            yield from _claims(target, others)


def _actors(link: Part) -> set[str]:
    party = link.data.get("party")
    return {*link.data.get("mentions", ()), *([party] if party else [])}
