"""Entries for BibTeX and biblatex: one entry, whole, whatever the words are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
from bibtexparser.model import Entry
from hypothesis import given

from app.cite.cited import Author, Cited, note, title
from app.cite.tex import biblatex, bibtex, escaped
from tests.cite.examples import CITED, EXAMPLE, SEEN, SIMILAR, TEXTS, UNABLE, with_texts
from tests.strategies import REPEATABLE

Write = Callable[[Cited, date | None], str]
both = pytest.mark.parametrize("write", [bibtex, biblatex])


def read(text: str) -> Entry:
    """Return the one entry that an independent parser finds, and that nothing else is."""
    library = bibtexparser.parse_string(text)
    assert [] == library.failed_blocks
    assert 1 == len(library.blocks)
    return library.entries[0]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D 5% #1 a_b $2", r"R\&D 5\% \#1 a\_b \$2"),
        ("a\\b ~ ^", r"a\textbackslash{}b \textasciitilde{} \textasciicircum{}"),
        ("{a{b}}", r"\{a\{b\}\}"),
        ("}a{", r"\textbraceright{}a\textbraceleft{}"),
        ("-- --- '' ,,", "-{}- -{}-{}- '{}' ,{},"),
        ("<a> `b`", r"\textless{}a\textgreater{} \`{}b\`{}"),
        ('"it\'s"', '"it\'s"'),
        ("a\n\nb", "a b"),
    ],
)
def test_what_tex_reads_otherwise_is_escaped(text: str, written: str) -> None:
    """Each character that is not itself in TeX, and each pair that becomes another."""
    assert written == escaped(text)


def test_the_entry_for_bibtex() -> None:
    """The fields that its styles print: the address ends the note, and is there alone."""
    entry = read(bibtex(EXAMPLE, SEEN))

    assert ("misc", EXAMPLE.key) == (entry.entry_type, entry.key)
    assert ("2026", "nov", "25") == (entry["year"], entry["month"], entry["day"])
    assert "{The Caveat editors}" == entry["author"]
    assert "Attribution claim in Caveat" == entry["howpublished"]
    assert entry["note"].endswith(rf". \url{{{EXAMPLE.url}}}, accessed 2026-12-01")
    assert (EXAMPLE.url, "2026-12-01") == (entry["url"], entry["urldate"])


#: What ``plain.bst`` prints of an entry of the type ``misc``; it passes over the rest.
PLAIN = {"author", "title", "howpublished", "month", "year", "note"}


def test_a_style_that_knows_no_url_prints_the_address_once() -> None:
    """Of the fields that it prints exactly one has the address, also that of a part."""
    part = replace(EXAMPLE, fragment="foreign-government", fragment_title="Withheld")
    for cited in (EXAMPLE, part):
        entry = read(bibtex(cited, None))
        printed = " ".join(entry[name] for name in sorted(PLAIN))
        assert 1 == printed.count(rf"\url{{{cited.address}}}")
        assert 1 == printed.count("https://")


def test_an_address_in_a_note_ends_where_it_ends() -> None:
    """What TeX takes for a comment or a parameter is escaped in it, and braces are gone."""
    entry = read(bibtex(replace(EXAMPLE, url="https://kb.example/a{b}%c\\d"), None))
    (found,) = re.findall(r"\\url\{([^{}]*)\}$", entry["note"])
    assert found == entry["url"]
    assert not set(found) & set("{}\\ ")


def test_the_entry_for_biblatex() -> None:
    """Dates, organisation and language are fields there."""
    entry = read(biblatex(replace(EXAMPLE, publisher="A press"), SEEN))

    assert ("online", EXAMPLE.key) == (entry.entry_type, entry.key)
    assert ("2026-11-25", "2026-12-01") == (entry["date"], entry["urldate"])
    assert "{Caveat}" == entry["organization"]
    assert "{A press}" == entry["publisher"]
    assert "english" == entry["langid"]


@both
def test_title_and_note_carry_version_and_caveats(write: Write) -> None:
    """And the title stands in braces of its own, so that no style changes a letter."""
    entry = read(write(EXAMPLE, None))

    assert entry["title"].startswith("{Twitter on 764")
    for text in (entry["title"], entry["note"]):
        assert "ersion 0123456789ab of 2026-11-25" in text
        assert UNABLE in text
        assert SIMILAR in text


@both
def test_names_in_parts_and_names_of_bodies(write: Write) -> None:
    """The word “and” in the name of a body does not make two of it."""
    authors = (Author("This and That"), Author("Ana Díaz", "Díaz", "Ana"))
    entry = read(write(replace(EXAMPLE, authors=authors), None))

    assert "{This and That} and {Díaz}, {Ana}" == entry["author"]


@both
def test_an_accent_at_the_beginning_is_none(write: Write) -> None:
    """A command right behind the second brace would be an accented letter to BibTeX."""
    assert "{{}\\$5 million" in read(write(with_texts("$5 million"), None))["title"]


@both
def test_a_day_that_is_not_known_is_left_out(write: Write) -> None:
    """No empty field."""
    entry = read(write(replace(EXAMPLE, version_date=None), None))

    assert not {"date", "year", "month", "day"} & set(entry.fields_dict)


@both
@given(cited=CITED)
@REPEATABLE
def test_any_text_makes_one_entry(write: Write, cited: Cited) -> None:
    """No text ends its field, comments out what follows or begins another entry."""
    entry = read(write(cited, SEEN))

    assert entry["title"].endswith(f"{escaped(title(cited))}}}")
    said = escaped(" ".join(note(cited)))
    more = rf" \url{{{cited.address}}}, accessed 2026-12-01" if write is bibtex else ""
    assert f"{said}{more}" == entry["note"]


@given(TEXTS)
@REPEATABLE
def test_braces_always_balance(text: str) -> None:
    """BibTeX counts braces, and does not care for a backslash before them."""
    depth = 0
    for one in escaped(text):
        depth += {"{": 1, "}": -1}.get(one, 0)
        assert depth >= 0
    assert 0 == depth
