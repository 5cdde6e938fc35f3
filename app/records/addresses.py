"""Web addresses of sources: which two are one, and what an address tells.

What is read off an address (a day, a name) is a suggestion to an editor, never a fact.
"""

from __future__ import annotations

import datetime
import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

#: What is added to an address to follow readers, and says nothing of the page.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|ocid|cmpid|ref_src|smid"
)
_CAPTURE = re.compile(
    r"https?://web\.archive\.org(?::\d+)?/web/\d{1,14}(?:[a-z]{2}_)?/(.+)", re.DOTALL
)
_TELEPHONES = re.compile(r"^(?:m|mobile|amp)\.(?=.*\.)")
_PORTS = {"http": 80, "https": 443}
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(\d\d?)\2(\d\d?)(?!\d)")
_ENDING = re.compile(r"\.(?:html?|php|aspx?|pdf|shtml)$", re.IGNORECASE)
#: The same page for telephones: a parameter, or a segment of the path.
_FOR_TELEPHONES = (("m", "1"), ("amp", "1"), ("amp", ""))
_AMP = re.compile("/amp/", re.IGNORECASE)


def normalised(url: str) -> str:
    """Return what two addresses have in common that lead to one page.

    Left out are the scheme, ``www.`` and what names a page for telephones, a port that is
    the scheme's own, the fragment, a slash at the end, what follows readers, and the
    archive in front of a capture; parameters are sorted.

    >>> normalised("HTTP://www.Example.org:80/a/?utm_source=x&b=1#c")
    'example.org/a?b=1'
    >>> normalised("https://web.archive.org/web/2019id_/https://example.org/a")
    'example.org/a'
    """
    held = _CAPTURE.fullmatch(url.strip())
    if held is not None:
        url = held[1] if "://" in held[1] else f"http://{held[1]}"
    parts = _split(url.strip())
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    pairs = [pair for pair in pairs if pair not in _FOR_TELEPHONES]
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower())]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    own = _TELEPHONES.sub("", host(url))
    path = _AMP.sub("/", f"{unquote(parts.path).rstrip('/')}/").rstrip("/")
    return f"{own}{_port(url)}{path}{query}"


def host(url: str) -> str:
    """Return the host of an address in small letters, without ``www.``; "" if none.

    >>> host("https://www.Example.org:8080/a")
    'example.org'
    """
    return (_split(url).hostname or "").rstrip(".").removeprefix("www.")


def _split(url: str) -> SplitResult:
    """Return the parts of an address, all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _port(url: str) -> str:
    parts = _split(url)
    try:
        port = parts.port
    except ValueError:
        return ""
    return "" if port in (None, _PORTS.get(parts.scheme)) else f":{port}"


def day_in(url: str) -> str:
    """Return the day that stands in the path of an address, or nothing.

    >>> day_in("https://gull.example/2019/02/01/twitter"), day_in("https://x.example/20190230")
    ('2019-02-01', '')
    """
    for year, _, month, day in _DAY.findall(_split(url).path):
        try:
            return datetime.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""


def last_words(url: str) -> str:
    """Return the last part of the path that has letters, without its ending.

    >>> last_words("https://gull.example/2019/02/01/Twitter-removes.html")
    'Twitter-removes'
    """
    parts = [unquote(part) for part in _split(url).path.split("/")]
    named = [_ENDING.sub("", part) for part in parts if re.search(r"[^\W\d_]", part)]
    return named[-1] if named else ""
