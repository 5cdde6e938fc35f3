"""The languages that words may be in: their tags, and what else they are called.

Of BCP 47 (RFC 5646, 2.2) a tag here has a language and, where it matters, a country.  A
language has two letters where ISO 639-1 has it, else the three of ISO 639-2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from app import SCHEMAS
from app.records.placecodes import place_codes
from app.records.suggest import near


@cache
def languages() -> Mapping[str, tuple[str, ...]]:
    """Return the names, and other codes, of each language of ``schemas/languages.json``.

    >>> languages()["es"]
    ('Spanish', 'Castilian', 'spa')
    """
    held = json.loads((SCHEMAS / "languages.json").read_bytes())
    return {code: tuple(names) for code, names in held.items()}


def fault_of(tag: str) -> str:
    """Say what is wrong with a well-formed tag, or nothing.

    >>> fault_of("pt-BR"), fault_of("spa")
    ('', 'there is no language with the tag “spa”. Did you mean “es”?')
    """
    code, _, country = tag.partition("-")
    if code not in languages():
        return f"there is no language with the tag “{code}”{_stop(meant(tag))}"
    if country and country not in place_codes():
        return f"there is no country with the code “{country}”"
    return ""


def _stop(guess: str) -> str:
    return f".{guess}" if guess else ""


def meant(text: str) -> str:
    """Return “Did you mean …?” for what was to be the tag of a language, or nothing.

    It is taken for a name, for another code, or for a tag in other letters.

    >>> meant("English"), meant("PT_br"), meant("own")
    (' Did you mean “en”?', ' Did you mean “pt-BR”?', '')
    """
    code, _, country = text.strip().lower().replace("_", "-").partition("-")
    found = code if code in languages() else _by_name().get(code, "")
    if not found:
        guess = near(code, [name for name in _by_name() if len(name) > _CODE])
        found = _by_name().get(guess.partition("“")[2].partition("”")[0], "")
    if not found:
        return ""
    tag = f"{found}-{country.upper()}" if len(country) == len("BR") else found
    return f" Did you mean “{tag}”?" if tag != text else ""


_CODE = len("spa")


@cache
def _by_name() -> Mapping[str, str]:
    return {name.lower(): code for code, names in languages().items() for name in names}
