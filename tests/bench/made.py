"""A made-up knowledge base of any size, the same for the same number.

Records come in cases of twenty: a takedown, two sets, two claims, two caveats, the source
that holds the claimant's words, ten that repeat them, a reaction and a review; actors are
shared.  They pass the checks, and are as long and as deep as those of ``kb/``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_CASE = 20
_ACTORS = 40
_WORDS = [
    "accounts",
    "network",
    "removed",
    "engaged",
    "influence",
    "campaign",
    "coordinated",
    "platform",
    "said",
    "report",
    "according",
    "state",
    "linked",
    "operation",
    "located",
    "activity",
    "policy",
    "content",
    "spread",
    "election",
    "political",
    "government",
    "behaviour",
    "manipulation",
    "disclosed",
    "archive",
    "public",
    "researchers",
    "identified",
    "thousands",
    "posts",
    "pages",
    "groups",
    "foreign",
    "domestic",
    "audience",
]
_FATES = ("retained-paraphrase", "clipped", "omitted", "strengthened", "set-widened")

HEADER = """\
title: "A made knowledge base"
description: "Records for measuring."
base: https://caveat.example/
licence: https://creativecommons.org/licenses/by/4.0/
edition: 2026-11-23
selection_rule: "Made by a program."
method: "Drawn with a seed."
editors:
  founding: {name: "Founding editors", interests: "None."}
"""


class _Case:
    """The records of one case."""

    def __init__(self, number: int, draw: random.Random) -> None:
        self.n = number
        self.draw = draw
        self.day = f"2019-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        self.sizes = (draw.randrange(20, 3000), draw.randrange(20, 3000))
        self.place = draw.choice(("VE", "RU", "IR", "US", "CN", "BR"))

    def words(self, least: int, most: int) -> str:
        """Return some words, quoted."""
        number = self.draw.randrange(least, most)
        return f'"{" ".join(self.draw.choices(_WORDS, k=number)).capitalize()}"'

    def actor(self) -> str:
        return f"actors/a{self.draw.randrange(_ACTORS)}"

    def records(self) -> Iterator[tuple[str, str]]:
        """Yield ids and files."""
        n, day = self.n, self.day
        yield (
            f"takedowns/t{n}",
            f'title: "Takedown {n}"\nstatus: single-coded\nagent: actors/a0\n'
            f"disclosed: {day}\ndocumented_in: [sources/o{n}]\n"
            f"note: {self.words(10, 30)}\n",
        )
        for side, size in zip("ab", self.sizes, strict=True):
            yield f"sets/s{n}{side}", self._set(side, size)
            yield f"claims/c{n}{side}", self._claim(side)
            yield f"caveats/v{n}{side}", self._caveat(side)
        yield f"sources/o{n}", self._origin()
        for number in range(10):
            yield f"sources/r{n}-{number}", self._repeated()
        yield (
            f"reactions/x{n}",
            f'title: "Reaction {n}"\nstatus: single-coded\nby: actors/a1\n'
            f"made: {day}\nto: [claims/c{n}a]\nstance: disputes\n"
            f"words: sources/r{n}-0#lede\nnote: {self.words(5, 20)}\n",
        )
        yield (
            f"reviews/w{n}",
            f'title: "Review {n}"\nstatus: single-coded\nreview_of: [sources/r{n}-1#lede]\n'
            f'finding: "That all were one"\nverdict: imprecise\n'
            f"rationale: {self.words(30, 80)}\nevidence: [sources/o{n}#claim-a]\n"
            "judged_by: editors/founding\njudged: 2026-11-23\n",
        )

    def _set(self, side: str, size: int) -> str:
        n = self.n
        return (
            f'title: "Set {n}{side}"\nstatus: single-coded\ndisclosed_in: takedowns/t{n}\n'
            f'also_called: ["Set {side} of {n}"]\ncounts:\n'
            f"  announced:\n    value: {size}\n    unit: accounts\n"
            f'    as_printed: "{size:,}"\n    rounding: exact\n'
            f"    words: sources/o{n}#claim-{side}\n"
            f"  listed:\n    value: {size + 3}\n    unit: accounts\n"
            f'    as_printed: "{size + 3:,}"\n    rounding: exact\n'
            f"note: {self.words(5, 20)}\n"
        )

    def _claim(self, side: str) -> str:
        n = self.n
        return (
            f'title: "Claim {n}{side}"\nstatus: single-coded\nclaimants: [actors/a0]\n'
            f"made: {self.day}\nmedium: blog-post\nabout: [sets/s{n}{side}]\nasserts:\n"
            f"  location:\n    relation: located-in\n    place: places/{self.place}\n"
            f"    certainty: unhedged\n    words: sources/o{n}#claim-{side}\n"
            f"  campaign:\n    relation: part-of-campaign\n    unnamed: {self.words(4, 9)}\n"
            '    certainty: apparent\n    hedge: "appear to be"\n'
            f"    words: sources/o{n}#claim-{side}\nwithholds:\n"
            f"  state:\n    relation: operated-by\n    unnamed: {self.words(4, 9)}\n"
            f"    words: sources/o{n}#caveat-{side}\nnote: {self.words(8, 25)}\n"
        )

    def _caveat(self, side: str) -> str:
        n = self.n
        return (
            f'title: "Caveat {n}{side}"\nstatus: single-coded\n'
            f"qualifies: [claims/c{n}{side}#state, claims/c{n}{side}#campaign]\n"
            f"dimensions: [how-strong, which-object]\nwords: sources/o{n}#caveat-{side}\n"
            f"does_not_say:\n  - {self.words(4, 9)}\n  - {self.words(4, 9)}\n"
        )

    def _origin(self) -> str:
        passages = "".join(
            f"  {kind}-{side}:\n    part: body\n"
            f'    text: {self.words(12, 35)[:-1]} appear to be one"\n'
            f"    voice: own\n    seen: {{in: sources/o{self.n}#text, read: full}}\n"
            for kind in ("claim", "caveat")
            for side in "ab"
        )
        return (
            f"type: BlogPosting\ntitle: {self.words(5, 12)}\nstatus: single-coded\n"
            f"publisher: actors/a0\npublished: {self.day}\nlang: en\n"
            f"url: https://blog.example/{self.n}\ncopies:\n"
            f"  text: {{taken: 2026-11-23, media_type: text/plain}}\n"
            f"passages:\n{passages}"
        )

    def _repeated(self) -> str:
        n, total = self.n, sum(self.sizes)
        here = f"sources/o{n}"
        passages = "".join(
            f'  {part}:\n    part: {part}\n    text: {self.words(8, 30)[:-1]} {total:,}"\n'
            f"    voice: quoted\n    speaker: actors/a1\n"
            f"    seen: {{in: {here}, read: full, closed: true}}\n"
            f"    restates: [claims/c{n}a#campaign]\n    over: [sets/s{n}a, sets/s{n}b]\n"
            f"    numbers:\n      total:\n        value: {total}\n        unit: accounts\n"
            f'        as_printed: "{total:,}"\n        rounding: unsaid\n'
            f"        of: [sets/s{n}a, sets/s{n}b]\n"
            "    treatments:\n"
            f"      caveats/v{n}a:\n        fate: [{self.draw.choice(_FATES)}]\n"
            f"        reason: {self.words(8, 25)}\n"
            for part in ("headline", "lede")
        )
        return (
            f"type: NewsArticle\ntitle: {self.words(5, 12)}\nstatus: single-coded\n"
            f"publisher: {self.actor()}\npublished: {self.day}\nlang: en\n"
            f"url: https://news.example/{n}/{self.draw.randrange(10**6)}\n"
            "judged_by: editors/founding\njudged: 2026-11-23\n"
            f"passages:\n{passages}"
        )


def records(number: int) -> Iterator[tuple[str, str]]:
    """Yield *number* records, rounded up to whole cases, as ids and files."""
    for actor in range(_ACTORS):
        role = "platform" if actor == 0 else "outlet"
        yield (
            f"actors/a{actor}",
            f'name: "Actor {actor}"\nstatus: single-coded\nrole: {role}\n',
        )
    for case in range(-(-(number - _ACTORS) // _CASE)):
        yield from _Case(case, random.Random(case)).records()


def write(root: Path, number: int) -> int:
    """Write the knowledge base to *root*; return how many records it has."""
    root.mkdir(parents=True)
    (root / "kb.yaml").write_text(HEADER, encoding="utf-8")
    written = 0
    for record_id, text in records(number):
        path = root / f"{record_id}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written += 1
    return written
