"""What is cited in tests: one example, the real claims, and texts of every kind."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from app import ROOT
from app.cite.cited import Author, Caveat, Cited
from app.records.load import load
from app.records.record import KnowledgeBase

DAY = date(2026, 11, 25)
SEEN = date(2026, 12, 1)
UNABLE = (
    "We are unable to definitively tie the accounts located in Venezuela to information "
    "operations of a foreign government against another country."
)
SIMILAR = "the behavior we uncovered is similar to that utilized by potential Russian IRA accounts"
EXAMPLE = Cited(
    id="claims/twitter-venezuela-764",
    kind="Attribution claim",
    title="Twitter on 764 accounts located in Venezuela",
    caveats=(
        Caveat(UNABLE, "Twitter, 31 January 2019"),
        Caveat(SIMILAR, "Twitter, 31 January 2019"),
    ),
    withheld=False,
    version="0123456789ab",
    version_date=DAY,
    url="https://kb.example/claims/twitter-venezuela-764/v/0123456789ab",
    authors=(Author("The Caveat editors"),),
    container="Caveat",
    publisher="Caveat",
    licence="https://creativecommons.org/licenses/by/4.0/",
    language="en",
)
#: Five thousand characters, and not one that any format writes in another way.
LONG = ("five thousand characters " * 200).strip() + "."
#: Characters that mean something in one of the formats, or turn the direction of text.
MARKS = (
    "\\{}&%#_~^$\"'`|[]=<>@*-,;:()?!/“”‘’–\u200f\u202a\u202b\u202c\u202e\u2066\u2067\u2069"
)
BREAKS = " \t\n\r\v\f\x1c\x85\u00a0\u2028\u2029"
WHOLE = (
    "ER  - ",
    "\r\nER  - \r\nTY  - BOOK",
    "}},\n title = {other",
    "}}{{cite web|title=other}}",
    "[[File:x.png]]",
    "<ref>x</ref>",
    "<nowiki>",
    "''bold''",
    "~~~~",
    "https://elsewhere.example/x",
    '</span><span class="nocase">',
    "<i>x</i>",
    "---",
)
#: A text as a person or an attacker may write it, with letters somewhere in it.
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(WHOLE),
        st.text(st.sampled_from(MARKS + BREAKS), min_size=1, max_size=6),
        st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), max_size=8),
    ),
    max_size=6,
).map(lambda parts: "a" + "".join(parts) + "z")


def with_texts(title: str, *words: str, **changes: Any) -> Cited:
    """Return the example with another title and other caveats."""
    caveats = tuple(Caveat(one, "somebody & others") for one in words)
    return replace(EXAMPLE, title=title, caveats=caveats, **changes)


CITED = st.builds(with_texts, TEXTS, TEXTS, TEXTS, container=TEXTS, kind=TEXTS)


@cache
def knowledge_base() -> KnowledgeBase:
    """Return the real records."""
    return load(ROOT / "kb")


def words_of(passage: str) -> str:
    """Return the words of a passage of a source."""
    source, _, name = passage.partition("#")
    text: str = knowledge_base().records[source].data["passages"][name]["text"]
    return text


def real_claims() -> list[Cited]:
    """Return every real claim as it is cited, with all caveats on its links."""
    records = knowledge_base().records
    found = []
    for record_id in sorted(one for one in records if one.startswith("claims/")):
        caveats = [
            Caveat(words_of(record.data["words"]))
            for key, record in sorted(records.items())
            if key.startswith("caveats/")
            and any(on.startswith(f"{record_id}#") for on in record.data["qualifies"])
        ]
        digest = hashlib.sha256(record_id.encode()).hexdigest()[:12]
        found.append(
            replace(
                EXAMPLE,
                id=record_id,
                title=records[record_id].data["title"],
                caveats=tuple(caveats),
                version=digest,
                url=f"https://kb.example/{record_id}/v/{digest}",
            )
        )
    return found
