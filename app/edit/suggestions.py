"""What an answer will most likely be: from an address, a copy, and the other answers.

A suggestion is shown to the editor, who takes it or not.  Only what the addresses of other
records tell is taken without asking (:data:`READ_OFF`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.edit.known import Known
from app.edit.questions import Question, place_of
from app.records.addresses import day_in

#: What is taken where nobody is asked: it follows from the address.
READ_OFF = frozenset({"sources.publisher", "sources.published"})


@dataclass(frozen=True, slots=True)
class Found:
    """What is known beforehand: the address, what a copy says of itself, the day."""

    url: str = ""
    title: str = ""
    published: str = ""
    lang: str = ""
    today: str = ""


@dataclass(frozen=True, slots=True)
class _About:
    """A question as a suggestion sees it: the mapping it stands in, and the record."""

    data: Mapping[str, Any]
    whole: Mapping[str, Any]
    known: Known
    found: Found

    def first(self, key: str) -> str:
        """Return the value of a key of the mapping, the first of a list, or nothing."""
        value = self.data.get(key, "")
        return str(value[0] if isinstance(value, list) else value)

    @property
    def source_of_words(self) -> Mapping[str, Any]:
        """The data of the source in which the words stand."""
        source = self.known.kb.records.get(self.first("words").partition("#")[0])
        return {} if source is None else source.data


def suggestion(
    question: Question,
    data: Mapping[str, Any],
    whole: Mapping[str, Any],
    known: Known,
    found: Found,
) -> Any:
    """Return the answer that is likely, or None."""
    make = _LIKELY.get(place_of(question.folder, question.path))
    value = make(_About(data, whole, known, found)) if make else None
    return value or None


def _publisher(about: _About) -> Any:
    return about.known.publisher_at(about.found.url)


def _published(about: _About) -> Any:
    return day_in(about.found.url) or about.found.published


def _lang(about: _About) -> Any:
    publisher = about.data.get("publisher", "")
    return about.found.lang or about.known.language_of(publisher)


def _voice(about: _About) -> Any:
    return "quoted" if about.data.get("text", "")[:1] in ("“", '"', "«") else "own"


def _part(about: _About) -> Any:
    same = about.data.get("text") == about.whole.get("title")
    return "headline" if same else "body"


def _speaker(about: _About) -> Any:
    claim = about.known.claim_of(about.first("restates"))
    return None if claim is None else claim.data["claimants"][0]


def _over(about: _About) -> Any:
    found: dict[str, None] = {}
    for link in about.data.get("restates", ()):
        claim = about.known.claim_of(link)
        found |= dict.fromkeys(() if claim is None else claim.data["about"])
    return list(found)


def _of_words(key: str) -> Callable[[_About], Any]:
    def found(about: _About) -> Any:
        return about.source_of_words.get(key)

    return found


def _by(about: _About) -> Any:
    passage = about.known.passage(about.first("words"))
    if passage is None:
        return None
    speaker = passage.data.get("speaker") or about.source_of_words.get("publisher")
    repeated = map(about.known.claim_of, passage.data.get("restates", ()))
    # A claimant whose words stand there repeats its claim, and does not answer it.
    own = any(claim and speaker in claim.data["claimants"] for claim in repeated)
    return None if own else speaker


def _claimants(about: _About) -> Any:
    publisher = about.source_of_words.get("publisher")
    return [publisher] if publisher else None


def _title_of_claim(about: _About) -> Any:
    who, what = about.first("claimants"), about.first("about")
    return f"{about.known.name(who)} on {about.known.name(what)}" if who and what else None


def _title_of_reaction(about: _About) -> Any:
    who, what = about.first("by"), about.first("to").partition("#")[0]
    if not who or not what:
        return None
    name, answered = about.known.name(who), about.known.name(what)
    return (
        f"{name}: an answer to “{answered}”"
        if " on " in answered
        else f"{name} on {answered}"
    )


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def _editor(about: _About) -> Any:
    handles = list(about.known.editors)
    return f"editors/{handles[0]}" if len(handles) == 1 else None


def _today(about: _About) -> Any:
    return about.found.today


_LIKELY: dict[str, Callable[[_About], Any]] = {
    "sources.publisher": _publisher,
    "sources.published": _published,
    "sources.type": lambda about: "NewsArticle",
    "sources.title": lambda about: about.found.title,
    "sources.lang": _lang,
    "sources.translated_by": _editor,
    "sources.passages.part": _part,
    "sources.passages.voice": _voice,
    "sources.passages.speaker": _speaker,
    "sources.passages.over": _over,
    "sources.passages.seen.read": lambda about: "full",
    "actors.name": lambda about: about.found.title,
    "actors.url": lambda about: _site(about.found.url),
    "actors.role": lambda about: "outlet",
    "reactions.by": _by,
    "reactions.made": _of_words("published"),
    "reactions.title": _title_of_reaction,
    "claims.claimants": _claimants,
    "claims.title": _title_of_claim,
    "claims.asserts.certainty": lambda about: "unhedged",
    "sets.counts.unit": lambda about: "accounts",
    "reviews.judged_by": _editor,
    "reviews.judged": _today,
    "reviews.title": lambda about: about.data.get("finding"),
}
