"""A report of differences as Markdown for a pull request (GitHub Flavored Markdown).

What a record says cannot become markup.  CommonMark lets every punctuation character be
escaped; but a forge looks through the finished text once more, for mentions, numbers of
issues, addresses, hashes of commits, names of emoji and mathematics, and an escape does not
stop it.  It leaves code alone.  So a text in which it would find something stands as code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.history.lines import Line, body, dependence, faults, heading, left_out
from app.history.report import Report, Section, counted
from app.history.sentence import Name, Piece, Quote, Said, finished, marked, one_line

#: A comment on GitHub has at most 65,536 characters; bytes are counted, never fewer.
_MOST = 58_000
_MOST_PAGES = 300

_ESCAPED = re.compile(r"[\\`*_\[\]|~]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
#: What GitHub or GitLab makes links, pictures or formulas of in finished text.
_ACTED_ON = re.compile(
    r"[@$]|[#!%&^~:]\w|\w!\d|://|\b(?:www\.|mailto:|xmpp:|gh-\d)|\b[0-9a-f]{7,64}\b",
    re.IGNORECASE,
)
_TICKS = re.compile(r"`+")


def as_markdown(report: Report) -> str:
    """Return the report as Markdown.

    Where it is too long for a comment, whole records are left out at the end: a link is
    never there without its caveats.
    """
    opening = _opening(report)
    pages = _pages(report)
    room = _MOST - _size(opening) - _size(pages)
    told: list[str] = []
    for section in report.sections:
        block = _section(report, section)
        room -= _size(block) + 1
        if room < 0:
            break
        told.append(block)
    rest = len(report.sections) - len(told)
    more = f"\n{rest:,} more records changed; `caveat diff` tells all of them.\n"
    return "\n".join(
        [opening, *told, *([more] if rest else []), *([pages] if pages else [])]
    )


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def shown(pieces: Sequence[Piece]) -> str:
    """Return a sentence as Markdown of one line.

    >>> shown(("by ", Said("a_b <i>"), ": ", Quote("ask @me")))
    'by a\\\\_b &lt;i&gt;: “`ask @me`”'
    """
    return "".join(_piece(piece) for piece in finished(pieces))


def _piece(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Name):
        return code(piece.id)
    text = _harmless(piece.text)
    return marked(text) if isinstance(piece, Quote) else text


def _harmless(text: str) -> str:
    line = one_line(text)
    if _ACTED_ON.search(line):
        return code(line)
    escaped = _ESCAPED.sub(lambda found: f"\\{found.group()}", line)
    return "".join(_ENTITIES.get(char, char) for char in escaped)


def code(text: str) -> str:
    """Return *text* as a code span (CommonMark 0.31, 6.1): more ticks than it holds.

    >>> code("a`b")
    '``a`b``'
    """
    line = one_line(text)
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(line)), default=0))
    pad = " " if line[:1] == "`" or line[-1:] == "`" or not line.strip() else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def _opening(report: Report) -> str:
    names = (Said(report.before.name), " to ", Said(report.after.name), ": ")
    told = counted(report.sections) or "**no change in meaning**"
    lines = ["## Changes in meaning", "", f"From {shown(names)}{told}.", ""]
    for version in (report.before, report.after):
        lines += [*_items(list(faults(version))), ""] if version.errors else []
    if said := left_out(report):
        lines += [shown(said), ""]
    return "\n".join(lines)


def _section(report: Report, section: Section) -> str:
    lines = [f"### {shown(heading(section))}", "", code(section.change.id), ""]
    lines += _items(list(body(report, section)))
    if leans := dependence(section):
        lines += ["", shown(leans)]
    return "\n".join([*lines, ""])


def _items(lines: Sequence[Line]) -> list[str]:
    return [f"{'  ' * depth}* {shown(said)}" for depth, said in lines]


def _pages(report: Report) -> str:
    if not report.pages:
        return ""
    number = len(report.pages)
    listed = [f"* {code(page)}" for page in report.pages[:_MOST_PAGES]]
    if number > _MOST_PAGES:
        listed.append(f"* and {number - _MOST_PAGES:,} more")
    summary = f"<details><summary>Pages touched: {number:,}</summary>"
    return "\n".join([summary, "", *listed, "", "</details>", ""])
