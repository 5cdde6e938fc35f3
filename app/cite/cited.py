"""What is cited: a version of a record, or of a part of one, with its caveats.

The texts that every format shares are made here, so that no format can leave a caveat out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from app.cite.lines import line

#: Stays as it is in an address (RFC 3986), but for what ends one in a wiki text or TeX.
_IN_ADDRESS = ":/?#@!$&()*+,;=%~"
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9.-]+")
_TURNED = str.maketrans("“”", "‘’")
_NOT_ASSERTED = "a link that was denied or withheld"


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for the entry: an editor, or the editors as a body.

    Never the claimant, and never whom a claim names.  ``family`` and ``given`` are there
    only where somebody gave the parts of the name; a name is not split by guess.
    """

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Caveat:
    """A caveat in its own words, and whose words they are (“Twitter, 31 January 2019”)."""

    words: str
    whence: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A version of a record, or of one of its parts, as it is cited.

    ``kind`` says what it is in a word or two (“Claim”).  ``caveats`` are all that qualify
    what is cited.  ``withheld`` says that it is a link which its claimant denied or would
    not state.  ``version`` is the digest in the versioned ``url``, ``version_date`` the
    day of that version where it is known; ``url`` ends before any ``#``.  What was never
    published has no version: it is empty then, and ``url`` that of the record.
    ``ended`` says what became of it since, and on which day (“withdrawn on 2026-11-26”).
    ``container`` is the title of the knowledge base, ``licence`` an IRI, ``language`` a tag
    (BCP 47) for the title.  ``fragment`` names a part, ``quote`` holds words of it.
    """

    id: str
    kind: str
    title: str
    caveats: tuple[Caveat, ...]
    withheld: bool
    version: str
    version_date: date | None
    url: str
    authors: tuple[Author, ...]
    container: str
    publisher: str
    licence: str
    language: str
    fragment: str | None = None
    fragment_title: str | None = None
    quote: str | None = None
    ended: str = ""

    @property
    def key(self) -> str:
        """The key of the entry in a reference manager; it names record and version."""
        part = f".{self.fragment}" if self.fragment else ""
        return _NOT_IN_KEY.sub("-", f"{self.id}{part}-{self.version}").rstrip("-")

    @property
    def address(self) -> str:
        """The versioned URL, down to the part that is cited."""
        whole = f"{self.url}#{self.fragment}" if self.fragment else self.url
        return quote(whole, safe=_IN_ADDRESS)

    @property
    def house(self) -> str:
        """The publisher, where it is another than the knowledge base; else nothing."""
        return "" if self.publisher == self.container else line(self.publisher)


def name(cited: Cited) -> str:
    """Return the name of what is cited, with the part after a colon."""
    if not cited.fragment_title:
        return line(cited.title)
    return f"{line(cited.title)}: {line(cited.fragment_title)}"


def title(cited: Cited, *, within_quotes: bool = False) -> str:
    """Return the title under which it is cited: name, version, day, every caveat.

    Args:
        within_quotes: whether the title itself will stand between quotation marks.  Those
            round a caveat, and those in the name, are then single ones; the words of a
            caveat stay as they are.
    """
    opening, closing = "‘’" if within_quotes else "“”"
    words = "; ".join(f"{opening}{one}{closing}" for one in _words(cited))
    remarks = [f"{_NOT_ASSERTED};"] if cited.withheld else []
    remarks.append(", ".join(filter(None, (_versioned(cited), line(cited.ended)))))
    if words:
        remarks[-1] += f", with the {_noun(cited)} {words}"
    named = name(cited).translate(_TURNED) if within_quotes else name(cited)
    return f"{named} ({' '.join(remarks)})"


def version(cited: Cited) -> str:
    """Return the version and its day: “0123456789ab of 2026-11-25”."""
    if cited.version_date is None:
        return cited.version
    return f"{cited.version} of {cited.version_date.isoformat()}"


def note(cited: Cited) -> tuple[str, ...]:
    """Return the note, one line or two: the version; the caveats and whose they are."""
    said = f"{_versioned(cited).capitalize()}."
    if cited.ended:
        said += f" It was {line(cited.ended)}."
    if cited.withheld:
        said += f" It is {_NOT_ASSERTED}."
    if not cited.caveats:
        return (said,)
    sources = {line(one.words): line(one.whence) for one in reversed(cited.caveats)}
    words = "; ".join(
        f"“{one}” ({sources[one]})" if sources[one] else f"“{one}”" for one in _words(cited)
    )
    return (said, f"With the {_noun(cited)} {words}.")


def _versioned(cited: Cited) -> str:
    return f"version {version(cited)}" if cited.version else "no version"


def _words(cited: Cited) -> list[str]:
    """Return the words of the caveats; a sentence that two caveats quote stands once."""
    return list(dict.fromkeys(line(one.words) for one in cited.caveats))


def _noun(cited: Cited) -> str:
    return "caveat" if len(_words(cited)) == 1 else "caveats"
