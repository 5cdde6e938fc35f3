r"""Addresses of entries in a document: text, Markdown or HTML, read as one text.

An address stands whole in the value of an attribute or in text, so markup is not parsed:
``href``, visible text, ``[text](address)`` and ``<address>`` are found alike, and nothing
in a document can be nested too deep.  (``html.parser`` of Python 3.11 takes 16 s for
200 kB of ``<!--``, and four times that for twice as much.)  Slashes may be written as
percent-encoded (an address inside another one), as a reference of HTML, or as JSON does
(``\/``).  The host is looked for, and the rest read from there, so that the time grows with
the length alone.
"""

from __future__ import annotations

import codecs
import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.problems import printable
from app.records.kinds import KINDS

#: Characters of a path that are read; no address of an entry has more.
LONGEST = 600
#: Between two addresses of one link: the end of a start tag, or the brackets of Markdown.
_LONGEST_TAG = 400
_SAME_LINK = re.compile(r"[^<>]*>\s*|\]\(<?")
_LINE_END = re.compile(r"\r\n?|\n")
_SLASH = r"(?:/|\\/|%2[Ff]|&#[xX]0{0,4}2[Ff];|&#0{0,4}47;|&sol;)"
_COLON = r"(?::|%3[Aa]|&#[xX]0{0,4}3[Aa];|&#0{0,4}58;|&colon;)"
#: What a path is written with, or stands for it; the loop ends the expression, so that
#: nothing is tried twice.
_PATH = (
    rf"((?:[A-Za-z0-9._~:%#-]|\\/|/|&#[xX]0{{0,4}}2[FfDd3];|&#0{{0,4}}(?:47|35);"
    rf"|&sol;|&num;){{1,{LONGEST}}})"
)
_BEFORE = re.compile(rf"(?:[Hh][Tt][Tt][Pp][Ss]?{_COLON})?{_SLASH}{{2}}\Z")
_LONGEST_BEFORE = len("https&#x00003a;&#x00002f;&#x00002f;")
#: What makes a host the end of another one, or of a mail address.
_WITHIN = re.compile(r"[\w.@-]\Z")
_STOPS = ".,:;!?*_~-%#"
#: The first bytes of files that are no text though they hold some.
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An address of an entry in a document, and what it names.

    ``url`` is the address as it stands there; line and column count from 1, columns in
    code points.  ``version`` is what stands behind ``/v/``, empty where nothing does.
    """

    url: str
    line: int
    column: int
    record: str
    version: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The addresses that were found, in their order; ``is_cut`` if there are more."""

    found: tuple[Mention, ...]
    is_cut: bool = False


def text_of(data: bytes) -> str | None:
    """Return the text of a document: UTF-8, or what its byte order mark says.

    Bytes that are none become U+FFFD, for an article is no less cited because of one.
    None is a document that is no text: a PDF, an archive such as .docx, or any with NUL.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data or data.startswith(_NO_TEXT):
        return None
    return data.decode("utf-8", "replace")


def mentions(text: str, bases: Iterable[str], most: int) -> Mentions:
    """Find the addresses of entries below any of *bases* (IRIs), at most so many places.

    A place that repeats the one before it as the visible text of one link is left out.
    """
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    found: list[Mention] = []
    last, end = None, 0
    for start, stop, kind, path in _addresses(text, bases):
        named = _named(kind, path)
        if named is None:
            continue
        url = text[start:stop].rstrip(_STOPS)
        if named != last or not _is_same_link(text, end, start):
            if len(found) == most:
                return Mentions(tuple(found), is_cut=True)
            line = bisect_right(lines, start)
            column = start - lines[line - 1] + 1
            found.append(Mention(url, line, column, *named))
        last, end = named, start + len(url)
    return Mentions(tuple(found))


def _is_same_link(text: str, end: int, start: int) -> bool:
    """Tell whether an address follows another one as the text of one link."""
    is_near = start - end <= _LONGEST_TAG
    return is_near and _SAME_LINK.fullmatch(text, end, start) is not None


def _expression(bases: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds host, kind and path below one of the bases, from the host on."""
    wholes = sorted({found for base in bases if (found := _below(base))})
    kinds = "|".join(KINDS)
    if not wholes:
        return None
    return re.compile(f"(?:{'|'.join(wholes)}){_SLASH}({kinds}){_SLASH}{_PATH}")


def _below(base: str) -> str:
    """Return what finds host, port and path of a base; nothing where it is no address."""
    try:
        parts = urlsplit(base)
        number = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    host = re.escape(parts.netloc.rpartition("@")[2].removesuffix(f":{number}"))
    own = number in (None, 80, 443)
    port = f"(?:{_COLON}(?:80|443))?" if own else f"{_COLON}{number}"
    path = "".join(f"{_SLASH}{re.escape(one)}" for one in parts.path.split("/") if one)
    return f"(?i:{host}){port}{path}"


def _addresses(text: str, bases: Iterable[str]) -> Iterator[tuple[int, int, str, str]]:
    """Yield where addresses begin and end, the kind that they name, and the path below."""
    expression = _expression(bases)
    for match in expression.finditer(text) if expression is not None else ():
        start = match.start()
        before = text[max(0, start - _LONGEST_BEFORE) : start]
        scheme = _BEFORE.search(before)
        if scheme is not None:
            start -= len(scheme[0])
        elif _WITHIN.search(before):
            continue
        yield start, match.end(), match[1], match[2]


def _named(kind: str, path: str) -> tuple[str, str, str] | None:
    """Return record, version and fragment that a path below a kind names; None of a list.

    What no name has, such as a control or a mark that turns the line, is made visible.

    >>> _named("claims", "x/v/0123456789ab.ttl#lede.total.")
    ('claims/x', '0123456789ab', 'lede.total')
    >>> _named("claims", "x%2Fv%2F0123456789ab%23part"), _named("claims", "page/2")
    (('claims/x', '0123456789ab', 'part'), None)
    """
    plain = unquote(html.unescape(path)).replace("\\/", "/")
    whole, _, fragment = plain.partition("#")
    first, *rest = whole.rstrip(_STOPS + "/").split("/")
    slug = first.partition(".")[0]
    if not slug or (slug == "page" and rest):
        return None
    version = rest[1] if rest[:1] == ["v"] and len(rest) > 1 else ""
    fragment = fragment.partition(":~:")[0].rstrip(_STOPS)
    version = version.partition(".")[0].lower()
    return printable(f"{kind}/{slug}"), printable(version), printable(fragment)
