"""Words and numbers of a text in the form in which they are compared.

What is searched, what is asked and what is marked on a page go through the same function,
so that the three agree: case, accents and kinds of digit make no difference, and a number
is one word however its thousands are parted (``1,196``, ``1.196``, ``1 196``, ``1’196``).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

#: Stands between texts that are indexed together: no phrase reaches over it, and as a
#: character for private use it is never part of what is asked.
BARRIER = "\ue000"

_SPACES = " \u00a0\u2009\u202f"
#: Signs that belong to the letter before them; \w does not hold them.
_SIGNS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711"
    "\u0730-\u074a\u0900-\u0963\u0970-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1"
    "\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200c\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
)
#: Scripts that are written without spaces: each letter counts as a word, and a word of
#: several is looked for as a phrase.
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_NUMBER = (
    # The first digit comes first, which makes the search fast: it is not 0, as in the
    # decimal 0.901, and does not stand within a word or a longer number.
    rf"[1-9١-٩۱-۹](?<!{_LETTER}\d)(?<![{_SIGNS}]\d)(?<!\d[.,'’٬].)\d{{0,2}}"
    rf"(?P<parted>[.,'’٬{_SPACES}])\d{{3}}(?:(?P=parted)\d{{3}})*(?!\d)"
)
_NUMBERS = re.compile(_NUMBER)
_MARKS = re.compile("[‘’“”«»‚„–—…]")
_WORD = rf"[{_UNSPACED}][{_SIGNS}]*|{_LETTER}(?:{_LETTER}|[{_SIGNS}])*"
_WORDS = re.compile(_WORD)
_TOKEN = re.compile(rf"{_NUMBER}|{_WORD}")
#: Letters without a decomposition that are commonly typed as others.
_ALIKE = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ـ": None,
    }
)


class Token(NamedTuple):
    """A word or number: where it stands in the text, and the form that is compared.

    ``groups`` are the groups of a number that spaces part: they may be two numbers.
    """

    start: int
    end: int
    form: str
    groups: tuple[str, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and numbers of a text, in order.

    >>> [token.form for token in tokens("Irán’s 1 196 accounts, 0.9.1 on 2019-01-31")]
    ['iran', 's', '1196', 'accounts', '0', '9', '1', 'on', '2019', '01', '31']
    >>> [token.groups for token in tokens("1 196")]
    [('1', '196')]
    """
    for match in _TOKEN.finditer(text):
        found, start, parted = match[0], match.start(), match["parted"]
        if parted is not None:
            groups = [fold(group) for group in found.split(parted)]
            kept = tuple(groups) if parted in _SPACES else ()
            yield Token(start, match.end(), "".join(groups), kept)
        else:
            yield Token(start, match.end(), fold(found))


def indexed(texts: Iterable[str]) -> str:
    """Return the forms of some texts as they are given to the index.

    >>> indexed(["Más de 1.196", "cuentas"]) == f"mas de 1196 {BARRIER} cuentas"
    True
    """
    alone: list[str] = []
    parts = [_plain(text, alone) for text in texts]
    return f" {BARRIER} ".join((*parts, *alone))


def _plain(text: str, alone: list[str]) -> str:
    """Return the forms of one text; the groups of numbers that spaces part go to *alone*.

    The index itself parts words at whatever is no letter or digit, as :func:`tokens`
    does, so that most texts need no more than their numbers joined.
    """

    def joined(match: re.Match[str]) -> str:
        if match["parted"] in _SPACES:
            alone.extend(match[0].split(match["parted"]))
        return match[0].replace(match["parted"], "")

    plain = _NUMBERS.sub(joined, text)
    if not plain.isascii():
        plain = _MARKS.sub(" ", plain)
    if plain.isascii():
        return plain.lower()
    return " ".join(map(fold, _WORDS.findall(plain)))


def script() -> dict[str, object]:
    """Return how words are read and compared, for a script that does it in a browser.

    ``token`` is the pattern of a word or number in the language of ECMAScript (2018, flag
    ``u``), ``spaces`` are the signs between groups that may be two numbers, and ``folded``
    has each character that :func:`fold` treats otherwise than compatibility decomposition
    (NFKD), small letters and leaving out marks do.
    """
    letter = rf"(?![{_UNSPACED}])[\p{{L}}\p{{N}}]"
    pattern = _TOKEN.pattern.replace(_LETTER, letter).replace("(?P<", "(?<")
    pattern = pattern.replace("(?P=parted)", r"\k<parted>").replace(r"\d", r"\p{Nd}")
    folded = {
        char: _folded.__wrapped__(char)
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Cf"
    }
    kept = {char: form for char, form in folded.items() if form != _plainly(char)}
    return {"token": pattern, "spaces": _SPACES, "folded": kept}


def _plainly(char: str) -> str:
    """Fold a character as a script does that knows nothing of it."""
    return "".join(
        one.lower()
        for one in unicodedata.normalize("NFKD", char)
        if unicodedata.category(one)[0] != "M" and unicodedata.category(one) != "Cf"
    )


def fold(word: str) -> str:
    """Return the form of one word: small letters without accents, plain digits.

    >>> [fold(word) for word in ("Naïve", "STRASSE", "Straße", "ﬁne", "٧٦٤", "Øst")]
    ['naive', 'strasse', 'strasse', 'fine', '764', 'ost']
    """
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=1 << 15)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in unicodedata.normalize("NFKD", plain).translate(_ALIKE)
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )
