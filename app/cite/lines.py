"""Text in one line, as every format of a citation wants it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: What opens a stretch of another direction, and what closes it (UAX 9, 2.1 to 2.5).
_EMBEDDINGS, _POP = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
#: Control characters, and halves of characters that cannot be written in UTF-8.
_NOT_TEXT = ("Cc", "Cs")


@lru_cache(maxsize=1 << 12)
def line(text: str) -> str:
    r"""Return *text* in one line: white space is one space, no control characters.

    A stretch of another direction that *text* opens ends with it, so that words of others
    cannot turn round the version and the caveats behind them.

    >>> line("two\r\nlines\x00 and a  gap")
    'two lines and a gap'
    >>> line("a\u202eb") == "a\u202eb\u202c"
    True
    """
    if text.isprintable():  # nothing in it turns or ends a line
        return " ".join(text.split())
    kept = "".join(one for one in text if one.isspace() or _is_text(one))
    folded = " ".join(kept.split())
    return folded + "".join(_unclosed(folded))


def _is_text(one: str) -> bool:
    return unicodedata.category(one) not in _NOT_TEXT


def _unclosed(text: str) -> list[str]:
    """Return what closes the stretches that *text* leaves open, the inmost first."""
    closing: list[str] = []
    for one in text:
        if one in _EMBEDDINGS:
            closing.append(_POP)
        elif one in _ISOLATES:
            closing.append(_POP_ISOLATE)
        elif one == _POP and closing and closing[-1] == _POP:
            closing.pop()
        elif one == _POP_ISOLATE and _POP_ISOLATE in closing:
            while closing.pop() != _POP_ISOLATE:
                pass
    return closing[::-1]
