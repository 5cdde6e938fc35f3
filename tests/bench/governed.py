"""List what the check for governed cuts says of recorded quotations.

``python -m tests.bench.governed [TEXT SOURCE]`` takes every passage of the knowledge base
with the words that are recorded beside it (prefix and suffix) as its sentence; with a text
and the id of a source, the passages of that source in the text too.  Every alarm is
printed with its sentence: whether it is false is for a person to judge.

Two made series follow.  *Clauses*: each stretch of four words or more between two commas
(or an end of the sentence) is quoted by itself.  *Behind*: what stands behind each
governing word is quoted without it; all of these should be governed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from app import ROOT
from app.records.load import load
from app.records.parts import passages
from app.words.cut import Answer, cut
from app.words.held import Held
from app.words.lexicon import lexicon
from app.words.match import match
from app.words.quotation import Quotation, quotation_of

_FEWEST = 4
_PUNCTUATION = ",.;:!?”)"

#: A name, a quotation, and the text in which it stands.
Pair = tuple[str, Quotation, Held]


def beside(quotation: Quotation) -> Held:
    """Return the words of a quotation between those that are recorded beside them."""
    gap = "" if quotation.suffix[:1] in _PUNCTUATION else " "
    return Held(f"{quotation.prefix} {quotation.text}{gap}{quotation.suffix}".strip())


def alarms(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield each governed cut, then how many there are of how many."""
    looked = governed = with_context = 0
    for name, quotation, held in pairs:
        found = match(held, quotation)
        if not found.answer.is_found:
            yield f"{name}: {found.answer}"
            continue
        around = cut(held, found.spans, quotation.lang)
        looked += 1
        with_context += around.answer is not Answer.WHOLE
        if around.answer is Answer.GOVERNED:
            governed += 1
            words = ", ".join(f"“{text}”" for text, _ in around.governing)
            yield f"{name}: {words} in: {held.text[slice(*around.sentence)]}"
    yield f"{looked} quotations, {with_context} with words outside, {governed} governed"


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the stretches between commas and ends of sentences begin and end."""
    for found in re.finditer(r"(?:[^,.;:!?\n]|[,.:](?=\S))+", text):
        if len(found[0].split()) >= _FEWEST:
            lead = len(found[0]) - len(found[0].lstrip())
            yield found.start() + lead, found.start() + len(found[0].rstrip())


def clauses(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Quote each clause of some texts by itself."""
    for name, quotation, held in pairs:
        for start, end in stretches(held.text):
            yield name, Quotation(held.text[start:end], lang=quotation.lang), held


def behind(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Quote what stands behind each governing word, to the end of the words."""
    for name, quotation, held in pairs:
        for cue in lexicon(quotation.lang).cues(held.text):
            rest = held.text[cue.end :].strip()
            if cue.kind.governs and len(rest.split()) >= _FEWEST:
                yield name, Quotation(rest, lang=quotation.lang), held


def main(text: str = "", source: str = "") -> None:
    """Print the alarms."""
    records = load(ROOT / "kb").records
    recorded = [
        (passage.id, quotation_of(passage.data, record.data["lang"]))
        for key, record in sorted(records.items())
        if record.folder == "sources"
        for passage in passages(record)
    ]
    runs = [[(name, quotation, beside(quotation)) for name, quotation in recorded]]
    if text:
        held = Held(Path(text).read_text("utf-8"))
        runs.append([(n, q, held) for n, q in recorded if n.startswith(f"{source}#")])
        whole = [("the whole text", Quotation(""), held)]
        runs.append(list(clauses(whole)))
    runs += [list(clauses(runs[0])), list(behind(runs[0]))]
    for run in runs:
        for line in alarms(run):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
