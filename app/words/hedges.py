"""Whether links are coded as weakly as their words, and no weaker.

Words that hold a hedge need a link whose certainty is below “unhedged”, that quotes the
hedge, or that a caveat qualifies; and a link that is coded as weak needs words that hold
something weak.  What is found is for an editor to look at, and no fault: a hedge in the
words may belong to another part of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.problems import Place
from app.records.parts import Part, find, parts
from app.records.record import KnowledgeBase, Record
from app.words.lexicon import Kind, lexicon

_WEAK = ("apparent", "possible")
_HEDGES = (Kind.HEDGE, Kind.MODAL)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A link to look at: its place and name, and why."""

    place: Place
    link: str
    message: str


def hedge_findings(kb: KnowledgeBase) -> Iterator[Finding]:
    """Yield the links of the chosen records that differ in strength from their words."""
    qualified = {
        link
        for record in kb.records.values()
        if record.folder == "caveats"
        for link in record.data["qualifies"]
    }
    chosen = kb.records.keys() if kb.chosen is None else kb.chosen & kb.records.keys()
    for key in sorted(chosen):
        record = kb.records[key]
        if record.folder == "claims":
            for link in parts(record, "asserts"):
                yield from _of_link(link, _words_of(link, kb), qualified)


def _words_of(link: Part, kb: KnowledgeBase) -> Part | None:
    source_id, _, name = link.data["words"].partition("#")
    source = kb.records.get(source_id)
    return None if source is None else find(source, name, "passages")


def _of_link(link: Part, words: Part | None, qualified: set[str]) -> Iterator[Finding]:
    if words is None or "text" not in words.data:
        return
    lang = words.data.get("lang", _language(words.record))
    held = [
        cue.text for cue in lexicon(lang).cues(words.data["text"]) if cue.kind in _HEDGES
    ]
    certainty = link.data.get("certainty", "unhedged")
    is_weak = certainty in _WEAK or "hedge" in link.data
    place = link.record.places.key(link.path)
    if held and not is_weak and link.id not in qualified:
        message = f"the words hold “{held[0]}”, and the link has neither hedge nor caveat"
        yield Finding(place, link.id, message)
    elif certainty in _WEAK and not held:
        message = f"the certainty is “{certainty}”, and the words hold no known hedge"
        yield Finding(place, link.id, message)


def _language(source: Record) -> str:
    return str(source.data["lang"])
