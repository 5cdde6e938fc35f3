r"""BibTeX and biblatex.

The styles that come with classic BibTeX (``plain.bst`` and its kin) know no ``url``, so the
address stands at the end of ``note`` too, which they print last.  It is not in
``howpublished``: pandoc takes that for the publisher and prints it beside ``url``, while no
style of CSL that was tried here prints a note.  A style of BibTeX that prints both ``url``
and ``note`` (``plainnat``, ``plainurl``) still prints the address twice: an entry cannot
tell which fields a style knows, and an address that is lost is worse.

Titles and corporate names stand in double braces: no style changes their case, and no name
is split.  Braces in a text are written as ``\{`` only where they are balanced, because
BibTeX counts them whether or not a backslash stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app.cite import cited as texts
from app.cite.cited import Author, Cited
from app.cite.lines import line

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "`": r"\`{}",
}
_TABLE = str.maketrans(_ESCAPES)
_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
#: Two of these that touch are another character in TeX: a dash, a quotation mark.
_LIGATURE = re.compile(r"(?<=(['\-,]))(?=\1)")
#: What babel, which biblatex asks for words and hyphens, calls a language.
_BABEL = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
}


def escaped(text: str) -> str:
    r"""Return *text* as TeX prints it, in one line.

    >>> escaped("R&D {100 %} -- a_b}")
    'R\\&D \\{100 \\%\\} -{}- a\\_b\\textbraceright{}'
    """
    plain = line(text)
    if "{" not in plain and "}" not in plain:  # as nearly all are
        return _LIGATURE.sub("{}", plain.translate(_TABLE))
    braces = dict(_balanced(plain))
    written = (braces.get(at, _BRACES.get(one, one)) for at, one in enumerate(plain))
    parts = [part if len(part) > 1 else _ESCAPES.get(part, part) for part in written]
    return _LIGATURE.sub("{}", "".join(parts))


def _balanced(text: str) -> Iterable[tuple[int, str]]:
    """Return the places of the braces that have a partner, and how they are written."""
    opened: list[int] = []
    for at, one in enumerate(text):
        if one == "{":
            opened.append(at)
        elif one == "}" and opened:
            yield opened.pop(), r"\{"
            yield at, r"\}"


def bibtex(cited: Cited, accessed: date | None = None) -> str:
    """Return an entry for classic BibTeX.

    Its styles know no date of access, which stands in words too; pandoc and reference
    managers read ``urldate`` here as well.
    """
    seen = f", accessed {accessed.isoformat()}" if accessed else ""
    fields = [
        *_shared(cited, f" \\url{{{cited.address}}}{seen}"),
        ("howpublished", f"{{{_whole(cited)}}}"),
        ("url", f"{{{cited.address}}}"),
    ]
    if accessed is not None:
        fields.append(("urldate", f"{{{accessed.isoformat()}}}"))
    if cited.version_date is not None:
        day = cited.version_date
        fields += [("year", str(day.year)), ("month", _month(day))]
        fields.append(("day", str(day.day)))
    return _entry("misc", cited, fields)


def biblatex(cited: Cited, accessed: date | None = None) -> str:
    """Return an entry for biblatex (its manual, 2.1.1 and 2.2.2)."""
    fields = [
        *_shared(cited),
        ("type", f"{{{escaped(cited.kind)}}}"),
        ("organization", f"{{{{{escaped(cited.container)}}}}}"),
        ("url", f"{{{cited.address}}}"),
    ]
    if cited.house:
        fields.append(("publisher", f"{{{{{escaped(cited.house)}}}}}"))
    if cited.version_date is not None:
        fields.append(("date", f"{{{cited.version_date.isoformat()}}}"))
    if accessed is not None:
        fields.append(("urldate", f"{{{accessed.isoformat()}}}"))
    language = _BABEL.get(cited.language.partition("-")[0])
    if language:
        fields.append(("langid", f"{{{language}}}"))
    return _entry("online", cited, fields)


def _shared(cited: Cited, where: str = "") -> list[tuple[str, str]]:
    """Return the fields of both; *where* is TeX that ends the note."""
    note = escaped(" ".join(texts.note(cited))) + where
    return [
        ("author", f"{{{' and '.join(map(_author, cited.authors))}}}"),
        ("title", f"{{{{{_protected(escaped(texts.title(cited)))}}}}}"),
        ("note", f"{{{note}}}"),
    ]


def _protected(text: str) -> str:
    """Keep a command away from the second brace, where BibTeX takes it for an accent.

    What stands with an accent is put in another case by styles.
    """
    return f"{{}}{text}" if text.startswith("\\") else text


def _author(author: Author) -> str:
    if not author.family:
        return f"{{{escaped(author.name)}}}"
    family, given = escaped(author.family), escaped(author.given)
    return f"{{{family}}}, {{{given}}}" if given else f"{{{family}}}"


def _month(day: date) -> str:
    """Return the macro that every style of BibTeX has for a month: ``jan`` to ``dec``."""
    return "janfebmaraprmayjunjulaugsepoctnovdec"[3 * day.month - 3 :][:3]


def _whole(cited: Cited) -> str:
    """Return what kind of thing it is, and in what it stands."""
    house = f", {escaped(cited.house)}" if cited.house else ""
    return f"{escaped(cited.kind)} in {escaped(cited.container)}{house}"


def _entry(kind: str, cited: Cited, fields: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  {name} = {value},\n" for name, value in fields)
    return f"@{kind}{{{cited.key},\n{lines}}}\n"
