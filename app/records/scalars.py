"""What an unquoted word means: the core schema of YAML 1.2.

PyYAML resolves YAML 1.1 (``NO`` is false, ``0764`` is 500, a date is a date); YAML-LD
1.0 (4.5, scalar value types) asks for the core schema of YAML 1.2.2 (10.3), so words
are resolved here.
"""

from __future__ import annotations

import re
import sys
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

_PREFIX = "tag:yaml.org,2002:"
STR, INT, FLOAT, BOOL, NULL, MAP, SEQ = (
    _PREFIX + name for name in ("str", "int", "float", "bool", "null", "map", "seq")
)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_JSON = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

#: Every word that is not text begins with one of these (or is empty).
_FIRST = frozenset("-+.0123456789~nNtTfF")

#: No number that JSON readers agree on is longer.
_LONGEST_INT = 400
_LARGEST = sys.float_info.max
_EXACT = 2**53


class NoValueError(ValueError):
    """A scalar has no value in JSON, or not the one that its tag promises."""


def resolve(text: str) -> JSON:
    """Return the value of the plain scalar *text* (YAML 1.2.2, 10.3.2).

    Raises NoValueError for what JSON cannot hold: infinity, not-a-number, a number out
    of range (YAML-LD 1.0, 4.5).

    >>> [resolve(word) for word in ("NO", "0764", "0o14", "1.2e3", "2019-01-31")]
    ['NO', 764, 12, 1200, '2019-01-31']
    """
    if text and text[0] not in _FIRST:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text) or _NO_JSON.fullmatch(text):
        return _number(text)
    return text


def is_text(text: str) -> bool:
    """Return whether the plain scalar *text* is a string in the core schema."""
    if text and text[0] not in _FIRST:
        return True
    try:
        return isinstance(resolve(text), str)
    except NoValueError:
        return False


def tagged(tag: str, text: str) -> JSON:
    """Return the value of a scalar whose tag is one of the core schema's.

    Raises NoValueError where the text is no such value.

    >>> tagged(STR, "12"), tagged(FLOAT, "12.5")
    ('12', 12.5)
    """
    if tag == STR:
        return text
    value = resolve(text)
    allowed: dict[str, tuple[type, ...]] = {
        INT: (int,),
        FLOAT: (int, float),
        BOOL: (bool,),
        NULL: (type(None),),
    }
    fits = isinstance(value, allowed.get(tag, ())) and (
        tag == BOOL or not isinstance(value, bool)
    )
    if not fits:
        raise NoValueError(f"is not what the tag {tag.removeprefix(_PREFIX)} promises")
    return value


def _integer(text: str) -> int:
    if len(text) <= _LONGEST_INT:
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        value = int(text, base)
        if abs(value) <= _LARGEST:
            return value
    raise NoValueError("is too large for a JSON number")


def _number(text: str) -> int | float:
    """A number without a fraction is printed without one, as ECMAScript does."""
    if _NO_JSON.fullmatch(text):
        raise NoValueError("is no JSON number")
    value = float(text)
    if abs(value) > _LARGEST:
        raise NoValueError("is too large for a JSON number")
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
