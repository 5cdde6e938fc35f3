"""Decode a file and find the characters that a reader of it could not see.

Both readings of a record start here: bytes become text, and what YAML 1.1 and YAML 1.2
read differently in it is put out of the C parser's sight.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable

from app.problems import Place, Problem
from app.rules import CARRIAGE_RETURN, INVISIBLE, NOT_UTF8

BOM = "\ufeff"
#: Quotes of many languages that YAML takes for letters.
_CURLY = frozenset("“”„‟‘‚«»")

#: So many lines with invisible characters are told one by one.
MOST_LINES = 100

#: Not in any file: controls but tab and line feed, format characters, separators that
#: end a line, private use, fillers that print nothing, noncharacters.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f"
    r"\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0"
    r"\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)

#: Not even by an escape: it would still reach the pages.  Joiners, the soft hyphen and
#: directional marks may be part of a quotation; overrides and isolates never are.
_NEVER = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

#: What the C parser refuses, or takes for a line break as YAML 1.1 does.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")

#: Two surrogates written as escapes, after an even number of backslashes.
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)

_FIRST_STAND_IN = 0x10F000

_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, path: str) -> str | Problem:
    """Return the text of *data*, or that it is not UTF-8 (YAML-LD 1.0, 4.1).

    A byte order mark is left in front; callers differ about it.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, path)
    if "\0" in text[:2]:
        return NOT_UTF8.at(Place(path), "the file is UTF-16 or UTF-32, not UTF-8")
    return text


def _not_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    """Say which encoding it is, where a mark tells, or which byte is broken."""
    for mark, name in _ENCODINGS:
        if data.startswith(mark):
            return NOT_UTF8.at(Place(path), f"the file is {name}, not UTF-8")
    before = unify_line_ends(data[: error.start].decode("utf-8"))
    return NOT_UTF8.at(
        place_of(before, len(before), path),
        f"byte 0x{data[error.start]:02X} is not UTF-8 ({error.reason})",
    )


def place_of(text: str, index: int, path: str) -> Place:
    """Return the place of the character at *index*; lines end with a line feed."""
    line = text.count("\n", 0, index) + 1
    return Place(path, line, index - text.rfind("\n", 0, index))


def unify_line_ends(text: str) -> str:
    r"""Return *text* with every line end that YAML knows as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def carriage_returns(text: str, path: str) -> list[Problem]:
    """Return the problem that lines end in carriage returns, at the first of them."""
    count = text.count("\r")
    if not count:
        return []
    place = place_of(text, text.index("\r"), path)
    more = f", and {count - 1} more follow" if count > 1 else ""
    return [CARRIAGE_RETURN.at(place, f"the line ends in a carriage return{more}")]


def named(char: str) -> str:
    """Name a character that cannot be shown.

    >>> named("\\u202e")
    'U+202E (right-to-left override)'
    """
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X} ({name})" if name else f"U+{ord(char):04X}"


def invisible(text: str, path: str) -> list[Problem]:
    """Return one problem for each line that holds characters nobody can see.

    A file of nothing else is not told line by line: after the most, one says so.
    """
    if not _UNSEEN.search(text):
        return []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = _UNSEEN.search(line)
        if found:
            column = found.start() + 1
            message = f"the line holds the invisible character {named(found.group())}"
            if len(problems) == MOST_LINES - 1:
                message += "; what comes after this line is not looked at for more"
            problems.append(INVISIBLE.at(Place(path, number, column), message))
            if len(problems) == MOST_LINES:
                break
    return problems


def never_seen(text: str, shown: Callable[[str], str]) -> str:
    """Return *text* with what a file may only hold as an escape made visible."""
    return _UNSEEN.sub(lambda found: shown(found.group()), text)


def control(text: str, path: str) -> list[Problem]:
    """Return the problem that *text* holds a C0 control (YAML 1.2.2, 5.1: never)."""
    found = _CONTROL.search(text)
    if not found:
        return []
    message = f"the control character {named(found.group())} is not allowed in YAML"
    return [INVISIBLE.at(place_of(text, found.start(), path), message)]


def curly(text: str) -> str:
    """Return what is wrong with quotes that a word processor made, or nothing.

    >>> curly("two words")
    ''
    """
    if text[:1] not in _CURLY:
        return ""
    return f"the quotes round the text are curly ({text[0]}); YAML needs straight ones"


def never_allowed(value: str) -> str:
    """Return the first character of *value* that may not even come by an escape."""
    found = _NEVER.search(value)
    return found.group() if found else ""


#: Gives back what a scalar holds; the second argument is its style ("" if plain).
Restore = Callable[[str, str | None], str]


def shield(text: str) -> tuple[str, Restore | None]:
    """Put stand-ins for what the C parser cannot read; return the way back, if needed.

    PyYAML's parser is YAML 1.1: U+0085, U+2028 and U+2029 end a line there, and C1
    controls are refused; in YAML 1.2.2 (5.1, 5.4) they are characters like others.  Nor
    does it know that JSON escapes an emoji as two surrogates.  A stand-in is one
    character for one, so that places stay right.
    """
    unreadable = sorted(set(_UNREADABLE.findall(text)))
    paired = "\\u" in text and _PAIR.search(text) is not None
    if not unreadable and not paired:
        return text, None
    free = (code for code in range(_FIRST_STAND_IN, 0x10FFFE) if chr(code) not in text)
    backslash = chr(next(free))
    there = {ord(char): code for char, code in zip(unreadable, free, strict=False)}
    back = {code: char for char, code in there.items()}
    text = _PAIR.sub(rf"\1{backslash}u\2{backslash}u\3", text)
    pair = re.compile(f"{backslash}u(.{{4}}){backslash}u(.{{4}})")

    def restore(value: str, style: str | None) -> str:
        if style == '"':
            value = pair.sub(_from_surrogates, value)
        return value.replace(backslash, "\\").translate(back)

    return text.translate(there), restore


def _from_surrogates(pair: re.Match[str]) -> str:
    high, low = int(pair.group(1), 16), int(pair.group(2), 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
