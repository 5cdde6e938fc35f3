"""A made claim with many restatements and caveats, to measure its ledger and to look at it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.bench.made import HEADER

CLAIM = "claims/spread"
_OUTLETS = 60
_FATES = (
    "retained-paraphrase",
    "clipped",
    "omitted",
    "strengthened",
    "reversed",
    "",
)
_WORDS = ["the", "network", "of", "accounts", "that", "was", "removed", "is", "tied", "to"]


def records(restatements: int, caveats: int, seed: int = 6) -> Iterator[tuple[str, str]]:
    """Yield the ids and files of a knowledge base with one claim."""
    draw = random.Random(seed)
    for number in range(_OUTLETS):
        role = "platform" if number == 0 else "outlet"
        yield (
            f"actors/a{number}",
            f'name: "Outlet {number}"\nstatus: single-coded\nrole: {role}\n',
        )
    yield (
        "takedowns/t",
        'title: "A takedown"\nstatus: single-coded\nagent: actors/a0\n'
        "disclosed: 2019-01-31\ndocumented_in: [sources/origin]\n",
    )
    yield (
        "sets/s",
        'title: "A set"\nstatus: single-coded\ndisclosed_in: takedowns/t\ncounts:\n'
        "  announced:\n    value: 764\n    unit: accounts\n"
        '    as_printed: "764"\n    rounding: exact\n    words: sources/origin#claim\n',
    )
    yield (
        CLAIM,
        'title: "A claim that spread"\nstatus: single-coded\nclaimants: [actors/a0]\n'
        "made: 2019-01-31\nmedium: blog-post\nabout: [sets/s]\nasserts:\n"
        "  campaign:\n    relation: part-of-campaign\n"
        '    unnamed: "a campaign"\n    certainty: apparent\n    hedge: "appear to be"\n'
        "    words: sources/origin#claim\n",
    )
    yield "sources/origin", _origin(caveats)
    for number in range(caveats):
        yield (
            f"caveats/c{number}",
            f'title: "Caveat {number}"\nstatus: single-coded\n'
            f"qualifies: [{CLAIM}#campaign]\ndimensions: [how-strong]\n"
            f"words: sources/origin#caveat-{number}\n"
            'does_not_say: ["that there is no tie"]\n',
        )
    for number in range(restatements):
        yield f"sources/r{number}", _repeated(number, caveats, draw)


def _origin(caveats: int) -> str:
    names = ("claim", *(f"caveat-{number}" for number in range(caveats)))
    passages = "".join(
        f"  {name}:\n    part: body\n"
        f'    text: "These 764 accounts appear to be a campaign, {name}"\n'
        "    voice: own\n    seen: {in: sources/origin#text, read: full}\n"
        for name in names
    )
    return (
        'type: BlogPosting\ntitle: "The post"\nstatus: single-coded\n'
        "publisher: actors/a0\npublished: 2019-01-31\nlang: en\n"
        "url: https://blog.example/\ncopies:\n"
        f"  text: {{taken: 2026-11-23, media_type: text/plain}}\npassages:\n{passages}"
    )


def _repeated(number: int, caveats: int, draw: random.Random) -> str:
    days = round(draw.expovariate(0.6) ** 3)
    year, day = divmod(days, 330)
    month, day = divmod(day, 30)
    published = f"{2019 + year}-{month + 2:02}-{min(day + 1, 28):02}"
    judged = [(item, fate) for item in range(caveats) if (fate := draw.choice(_FATES))]
    treatments = "".join(
        f'      caveats/c{item}:\n        fate: [{fate}]\n        reason: "Read so."\n'
        for item, fate in judged
    )
    text = " ".join(draw.choices(_WORDS, k=draw.randrange(8, 20)))
    part = draw.choice(("headline", "lede", "body", "body"))
    return (
        f'type: NewsArticle\ntitle: "Article {number}"\nstatus: single-coded\n'
        f"publisher: actors/a{draw.randrange(1, _OUTLETS)}\npublished: {published}\n"
        f"lang: {draw.choice(('en', 'en', 'es', 'pt'))}\n"
        f"url: https://news.example/{number}\njudged_by: editors/founding\n"
        "judged: 2026-11-23\npassages:\n  told:\n"
        f'    part: {part}\n    text: "{text} {number}"\n    voice: own\n'
        f"    seen: {{in: sources/r{number}, read: full, closed: true}}\n"
        f"    restates: [{CLAIM}#campaign]\n    over: [sets/s]\n"
        + (f"    treatments:\n{treatments}" if treatments else "")
    )


def write(root: Path, restatements: int = 200, caveats: int = 6) -> None:
    """Write the knowledge base into *root*, which is made."""
    root.mkdir(parents=True)
    (root / "kb.yaml").write_text(HEADER, "utf-8")
    for record_id, text in records(restatements, caveats):
        path = root / f"{record_id}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
