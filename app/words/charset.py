"""Bytes to text: who is believed about an encoding, and in which order.

1. a byte order mark, or a zero in every other byte: UTF-16;
2. UTF-8, if the bytes are UTF-8 and not all ASCII: text in another encoding is practically
   never UTF-8 by chance, while many servers call all that they send ISO-8859-1;
3. what the server says (header), then what the document says (``<meta>``, XML), where the
   bytes agree;
4. what the bytes look like; in the end windows-1252, as the WHATWG has it.

Names mean what they mean on the web (WHATWG Encoding, 4.2): ISO-8859-1 is windows-1252.
The text is not changed in any way: no normalisation, no new line ends.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import charset_normalizer
import webencodings

#: Looked at for a declaration; browsers look at 1,024 bytes and then wait for more.
_HEAD = 4096
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w:.+-]{1,40})", re.I)
_XML = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w:.+-]{1,40})", re.I)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF16 = {"utf-16-le", "utf-16-be"}
_WESTERN = "windows-1252"
#: What the bytes 80 to 9F are in windows-1252; five have no letter and stay as they are.
C1 = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte)
    for byte in range(0x80, 0xA0)
}
#: Of so many letters beyond ASCII one may be broken, and it still is UTF-8.
_ONE_BROKEN_IN = 10
#: What an unnamed encoding may be.  Those that differ from windows-1252 in a few letters
#: (windows-1250, 1254, 1257 …) cannot be told from it by a few letters, so they are out.
_GUESSED = [
    *("windows-1251", "koi8_r", "windows-1253", "windows-1255", "windows-1256"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp949", _WESTERN),
]
_ENOUGH_TO_GUESS = 40


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding in which it was read, and what a reader should know of that."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, header: str | None = None, *, markup: bool = False) -> Decoded:
    """Return bytes as text; with *markup* a declaration in them is looked for.

    >>> decode("señores".encode("latin-1"), "iso-8859-1")
    Decoded(text='señores', encoding='windows-1252', notes=())
    >>> decode("señores".encode(), "iso-8859-1").notes
    ('the server says iso-8859-1; the bytes are UTF-8',)
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text, broken = _read(data[len(mark) :], encoding)
            return Decoded(text, encoding, _lost(broken))
    said = list(_said(data, header, markup))
    wide = _wide(data)
    if wide is not None:
        text, broken = _read(data, wide)
        return Decoded(text, wide, (*_against(said, wide), *_lost(broken)))
    utf8, broken = _read(data, "utf-8")
    beyond = sum(1 for char in utf8 if char > "\x7f") - broken
    if beyond > broken * _ONE_BROKEN_IN:
        return Decoded(utf8, "utf-8", (*_against(said, "utf-8"), *_lost(broken)))
    for _, _, encoding in said:
        text, broken = _read(data, encoding)
        if not broken:
            return Decoded(text, encoding, _against(said, encoding))
    encoding = "utf-8" if data.isascii() else _guess(data)
    text, broken = _read(data, encoding)
    return Decoded(text, encoding, (*_against(said, encoding), *_lost(broken)))


def _said(data: bytes, header: str | None, markup: bool) -> Iterator[tuple[str, str, str]]:
    """Yield who names an encoding, what it is called there, and which it is."""
    if header and (found := _codec(header)) and (found not in _UTF16 or b"\0" in data):
        yield "server", header, found
    if not markup:
        return
    head = _COMMENT.sub(b"", data[:_HEAD])
    for pattern in (_XML, _META):
        for label in pattern.findall(head)[:1]:
            called = label.decode("ascii", "replace")
            found = _codec(called)
            if found:
                # What was read as ASCII so far is not UTF-16 (WHATWG HTML, 13.2.3.2).
                yield "document", called, "utf-8" if found in _UTF16 else found


def _codec(label: str) -> str | None:
    """Return the encoding that a name means on the web; None for one that it has not."""
    found = webencodings.lookup(label)
    if found is None or found.name in ("replacement", "x-user-defined"):
        return None
    wide = {"utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
    return wide.get(found.name, found.name)


def _read(data: bytes, encoding: str) -> tuple[str, int]:
    """Return bytes as text, and how often they were not in the encoding."""
    if encoding == _WESTERN:
        return data.decode("latin-1").translate(C1), 0
    known = webencodings.lookup(encoding)
    codec = known.codec_info.name if known is not None else encoding
    try:
        return data.decode(codec), 0
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    before = data.decode(codec, "ignore").count("\ufffd")
    return text, text.count("\ufffd") - before


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zeros of its many ASCII characters."""
    half = max(1, len(data) // 2)
    even, odd = data[::2].count(b"\0") / half, data[1::2].count(b"\0") / half
    if max(even, odd) < 0.3 or min(even, odd) > 0.1:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(data: bytes) -> str:
    """Return the encoding that bytes look like; a few bytes look like any."""
    beyond = sum(1 for byte in data if byte > 0x7F)
    if beyond < _ENOUGH_TO_GUESS:
        return _WESTERN
    best = charset_normalizer.from_bytes(data, cp_isolation=_GUESSED).best()
    found = None if best is None else _codec(best.encoding.replace("_", "-"))
    return found or _WESTERN


def _against(said: list[tuple[str, str, str]], encoding: str) -> tuple[str, ...]:
    """Say who named another encoding than the one in which the bytes were read."""
    shown = "UTF-8" if encoding == "utf-8" else encoding
    return tuple(
        f"the {who} says {label}; the bytes are {shown}"
        for who, label, named in said
        if named != encoding
    )


def _lost(broken: int) -> tuple[str, ...]:
    if not broken:
        return ()
    return (f"{broken} of the characters are broken and stand as “\ufffd”",)
