"""Where paragraphs end, in texts that are wrapped, not wrapped, or wrapped here and there.

A line end that is taken for the end of a paragraph hides what governs the next line; one
that is not shows a headline with the sentence below it.  So in doubt a line goes on.
"""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\s*[\n\f\u2029]\s*")
#: A text with a longer line is not wrapped, so that most of its line ends are the
#: author's.
_LONGEST_WRAPPED = 120
#: A line so long that does not close goes on in the next: no headline, but a stray wrap.
_LONG = 40
#: A first line that ends in a small word of so few letters is no headline.
_SHORT_WORD = 4

#: Marks that close and open quotations and asides, as parts of classes of characters.
CLOSERS = "\"'\u201d\u2019\u00bb\u203a)\\]"
OPENERS = "\"'\u201c\u2018\u00ab\u2039(\\[\u00bf\u00a1"
#: A line, or what stands before an aside, that has come to an end.
CLOSED = re.compile(rf"[.!?\u2026:;|][{CLOSERS}]*$")
_BULLETS = "\u2022\u2023\u25e6\u25aa\u25cf"
_ITEM = re.compile(rf"(?:[{_BULLETS}*\u2013\u2014\-]|\(?(?:\d{{1,2}}|[a-z]|[ivx]+)[.)])\s")
_OPEN = re.compile(r"[;,](?:\s+(?:and|or|y|o|u|e))?$")


def paragraph_ends(text: str) -> tuple[int, ...]:
    """Return where the paragraphs of a text end, as offsets of what divides them.

    Empty lines divide them always, and so do a colon at the end of a line and the marks
    of a list.  Other line ends do where the text is not wrapped, unless the line breaks
    off: the next begins with a small letter, or it is long and does not close.

    >>> paragraph_ends("A headline\\n\\nThe first line\\nand the second.")
    (10,)
    """
    is_wrapped = max(map(len, text.split("\n"))) <= _LONGEST_WRAPPED
    found: list[int] = []
    begin = 0
    for divider in _LINE_END.finditer(text):
        line = text[begin : divider.start()]
        if (
            _is_blank(divider[0])
            or _begins_item(line, text, divider.end())
            or not (is_wrapped or _goes_on(line, text[divider.end() :][:2], begin))
        ):
            found.append(divider.start())
        begin = divider.end()
    return tuple(found)


def is_item(text: str, start: int = 0) -> bool:
    """Tell whether an item of a list begins there, with the mark of one.

    >>> is_item("- the first"), is_item("(b) the second"), is_item("-ism")
    (True, True, False)
    """
    return _ITEM.match(text, start) is not None


def is_open(block: str) -> bool:
    """Tell whether a block ends as one does that has siblings below: “… by Iran;”.

    >>> is_open("run by Iran;"), is_open("run by Iran, and"), is_open("It ended.")
    (True, True, False)
    """
    return _OPEN.search(block) is not None


def _is_blank(divider: str) -> bool:
    return divider.count("\n") > 1 or "\f" in divider or "\u2029" in divider


def _begins_item(line: str, text: str, start: int) -> bool:
    """Tell whether a list begins, or goes on, behind a line.

    A dash that begins a line may belong to the sentence, so the line before must close,
    or be an item too.
    """
    if line.endswith(":") or text[start : start + 1] in (*_BULLETS,):
        return True
    return is_item(text, start) and (CLOSED.search(line) is not None or is_item(line))


def _goes_on(line: str, following: str, begin: int) -> bool:
    """Tell whether a sentence goes on over the end of a line in a text that is not wrapped.

    The first line of a text is most often its headline, which does not close.
    """
    if following.lstrip(OPENERS.replace("\\", ""))[:1].islower():
        return True
    if len(line) < _LONG or CLOSED.search(line):
        return False
    last = line.split()[-1]
    return begin > 0 or (last.islower() and len(last) <= _SHORT_WORD)
