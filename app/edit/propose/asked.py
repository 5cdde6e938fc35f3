"""What a form asks, and in which order: what matters first, the rest below "More".

That is all a form adds to the schemas, which say what each field is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.records.shape import Shape


@dataclass(frozen=True, slots=True)
class Kind:
    """A form for a new record: its folder, what it is called, what to know before."""

    folder: str
    title: str
    lead: str


NEW: dict[str, Kind] = {
    kind.folder: kind
    for kind in (
        Kind(
            "sources",
            "An article that repeats a claim",
            "One article is one record. Quote the words, say whose they are and which "
            "link they repeat. Judging what became of a caveat can wait: words alone are "
            "a complete contribution.",
        ),
        Kind(
            "reactions",
            "Somebody answered a claim",
            "The words stand in a passage of a source. If the source is not here yet, "
            "propose it first.",
        ),
        Kind(
            "caveats",
            "A caveat that is missing",
            "A caveat is quoted from a passage of a source, and qualifies links of a "
            "claim. It also says what it does not say.",
        ),
        Kind(
            "actors",
            "Somebody who has no record yet",
            "A platform, an outlet, a government, an organisation, a person in public.",
        ),
    )
}
#: By folder; by folder and field for the entries of a map; by field for a group.
_FIRST: dict[str, tuple[str, ...]] = {
    "sources": ("url", "publisher", "title", "published", "lang", "type", "passages"),
    "sources.passages": ("text", "part", "voice", "speaker", "restates", "seen"),
    "sources.treatments": ("fate", "reason", "judged_by", "judged"),
    "?.seen": ("read", "closed", "in"),
    "reactions": ("by", "to", "made", "stance", "words", "title"),
    "caveats": ("qualifies", "words", "title", "dimensions", "does_not_say"),
    "actors": ("name", "role", "also_called"),
}
#: What a source may say for all its judgements; else each of them says it.
SAID_ONCE = ("judged_by", "judged")
#: Written by commands or by a second editor; a correction keeps them as they are.
UNASKED = frozenset({"verified", "also_judged", "formerly", "copies"})
#: Where the name of a field says too little to somebody who meets it alone.
_LABELS = {
    "adds": "Labels that it adds",
    "by": "Who answered",
    "closed": "Read to the end",
    "in": "Where the words were read",
    "lang": "Language",
    "made": "When",
    "numbers": "Numbers",
    "over": "Said about",
    "part": "Part of the source",
    "read": "How much was read",
    "restates": "What it repeats",
    "seen": "How the words were seen",
    "text": "The words",
    "to": "What it answers",
    "url": "Address",
    "words": "Passage with the words",
}
#: Filled in where it is left empty, and with what.
FILLED = {"in": "Leave it empty where it is this source itself.", "status": ""}
_ENTRY = {
    "asked": "question to somebody",
    "asserts": "asserted link",
    "denies": "denied link",
    "republishes": "republished text",
    "revises": "revision",
    "says": "coded link",
    "treatments": "judgement",
    "withholds": "withheld link",
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "sources": {"type": "NewsArticle", "lang": "en"},
    "actors": {"role": "outlet"},
}
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 80
#: So many letters has a word that is hardly ever one to know a passage by.
_SMALL_WORD = 3
_WORDS_OF_NAME = 3
#: Parts of which a source mostly has one.
ONE_OF_A_KIND = frozenset({"headline", "deck", "lede"})


def first(place: str, shape: Shape) -> tuple[str, ...]:
    """Return the keys that are asked first at a place; elsewhere those that are due."""
    one_of = shape.one_of or shape.any_of
    return _FIRST.get(
        place, tuple(k for k in shape.properties if k in {*shape.required, *one_of})
    )


def label(key: str) -> str:
    """Return what a field is called in a form.

    >>> label("does_not_say")
    'Does not say'
    """
    return _LABELS.get(key, key.replace("_", " ").capitalize())


def entry(key: str) -> str:
    """Return what an entry of a map is called.

    >>> entry("passages"), entry("numbers")
    ('passage', 'number')
    """
    return _ENTRY.get(key, key.replace("_", " ").removesuffix("s"))


def defaults(folder: str) -> dict[str, Any]:
    """Return what a new form holds before anybody wrote into it."""
    return dict(_DEFAULTS.get(folder, {}))


def slug(text: str) -> str:
    """Make a name for a file of any text; nothing but a slug can come out.

    >>> slug("../É  Passwd\\n"), slug("///")
    ('e-passwd', '')
    """
    plain = unicodedata.normalize("NFKD", text[: 4 * _LONGEST_SLUG]).lower()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NO_SLUG.sub("-", plain)[:_LONGEST_SLUG].strip("-")


def words_slug(text: str) -> str:
    """Name a passage after its first words that are no small ones.

    >>> words_slug("it was not able to “definitively tie” the accounts")
    'able-definitively-accounts'
    """
    words = [word for word in slug(text).split("-") if len(word) > _SMALL_WORD]
    return "-".join(words[:_WORDS_OF_NAME])


def own_slug(folder: str, data: Mapping[str, Any]) -> str:
    """Name a record by what it says: outlet and day, claim and caveat, name."""
    made = {
        "sources": (_last(data.get("publisher")), data.get("published")),
        "reactions": (_last(data.get("by")), data.get("made")),
        "caveats": (_claim(data.get("qualifies")), data.get("title")),
        "actors": (data.get("name"),),
    }.get(folder, (data.get("title"),))
    return slug("-".join(str(part) for part in made if part))


def _last(reference: Any) -> str:
    return str(reference or "").rpartition("/")[2]


def _claim(links: Any) -> str:
    first_link = links[0] if isinstance(links, list) and links else ""
    return _last(str(first_link).partition("#")[0])
