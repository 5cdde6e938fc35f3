"""Links that open a page at quoted words (URL Fragment Text Directives, WICG).

A browser that does not know them opens the page as ever.  Words are found at their own
bounds and without regard to case; what an editor put in is not on the page, so the first
and the last words of the source's own are named and the rest lies between.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from app.words.quotation import Quotation

_DIRECTIVE = ":~:"
#: So many words are named at each end of a long quotation.
_NAMED = 6


@lru_cache(maxsize=1 << 12)
def text_fragment(address: str, quotation: Quotation) -> str:
    """Return *address* with a text directive for the words of *quotation*.

    >>> text_fragment("https://a.example/x", Quotation("764 accounts - and more, here"))
    'https://a.example/x#:~:text=764%20accounts%20%2D%20and%20more%2C%20here'
    >>> text_fragment("https://a.example/x#part", Quotation("no", prefix="it said"))
    'https://a.example/x#part:~:text=it%20said-,no'
    """
    pieces = [piece.text.split() for piece in quotation.pieces if piece.text.split()]
    if not pieces:
        return address
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1 and len(first) <= 2 * _NAMED:
        terms = [" ".join(first)]
    else:
        terms = [" ".join(first[:_NAMED]), " ".join(last[-_NAMED:])]
    parts = [_encoded(term) for term in terms]
    if quotation.prefix:
        parts.insert(0, f"{_encoded(quotation.prefix)}-")
    if quotation.suffix:
        parts.append(f"-{_encoded(quotation.suffix)}")
    before = address.partition(_DIRECTIVE)[0]
    mark = "" if "#" in before else "#"
    return f"{before}{mark}{_DIRECTIVE}text={','.join(parts)}"


def _encoded(term: str) -> str:
    """Encode a term; dash, comma and ampersand have a meaning of their own there."""
    return quote(term, safe="").replace("-", "%2D")
