"""Measure verification: ``python -m tests.bench.bench_verify [QUOTATIONS COPIES]``.

Made texts, from a fixed seed; each quotation is a span of a copy, one in fifty is altered.
The *floor* is what a check of substrings costs: finding the same words in the same texts
with ``str.find``, which knows neither tokens nor what was cut off.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from app.words.cut import cut
from app.words.held import Held
from app.words.match import match
from app.words.quotation import Quotation
from app.words.tokens import tokens

_WORDS = [
    "accounts",
    "were",
    "removed",
    "by",
    "the",
    "company",
    "it",
    "said",
    "not",
    "may",
    "appear",
    "to",
    "be",
    "engaged",
    "in",
    "a",
    "state-backed",
    "campaign",
    "1,196",
    "764",
    "“unable”",
    "tie",
    "government",
    "Venezuela",
    "which",
    "researchers’",
    "report",
    "and",
    "of",
    "foreign",
    "audiences",
    "domestic",
    "network",
    "platform",
    "told",
    "that",
]
_ALTERED = 50


def text(chance: random.Random, words: int = 1_000) -> str:
    """Make a text of so many words, with sentences, paragraphs and line ends."""
    made = []
    for number in range(words):
        end = ". " if number % 17 == 16 else "\n\n" if number % 101 == 100 else " "
        made.append(chance.choice(_WORDS) + str(chance.choice(["", "", number])) + end)
    return "".join(made).strip()


def made(chance: random.Random, held: str) -> Quotation:
    """Quote some words of a text."""
    at = chance.randrange(len(held) - 400)
    places = list(tokens(held[at : at + 400]))
    first = chance.randrange(1, len(places) - 14)
    start, end = places[first][0], places[first + chance.randrange(3, 12)][1]
    words = held[at + start : at + end]
    return Quotation(words if chance.randrange(_ALTERED) else words.replace("e", "a", 1))


def main(quotations: int = 10_000, copies: int = 1_000) -> None:
    """Print the seconds of each part, and the ratio to the floor."""
    chance = random.Random(4)
    texts = [text(chance) for _ in range(copies)]
    sought = [[made(chance, held) for _ in range(quotations // copies)] for held in texts]
    start = time.process_time()
    found = sum(
        held.find(item.text) >= 0
        for held, row in zip(texts, sought, strict=True)
        for item in row
    )
    floor = time.process_time() - start
    start = time.process_time()
    for held in texts:
        _ = Held(held).folded
    folding = time.process_time() - start
    start = time.process_time()
    answers: Counter[str] = Counter()
    for held, row in zip(texts, sought, strict=True):
        ready = Held(held)
        for item in row:
            answer = match(ready, item)
            if answer.answer.is_found:
                cut(ready, answer.spans)
            answers[str(answer.answer)] += 1
    whole = time.process_time() - start
    size = sum(map(len, texts))
    told = ", ".join(f"{key} {answers[key]:,}" for key in sorted(answers))
    say(f"{quotations:,} quotations, {copies:,} copies, {size:,} characters, one core:")
    say(f"substrings (floor)  {floor:7.2f} s  {found:,} found")
    say(f"folding the copies  {folding:7.2f} s  {folding / size * 1e6:.2f} s a million")
    say(f"verifying, in all   {whole:7.2f} s  {whole / folding:.1f} times the folding")
    say(f"answers: {told}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
