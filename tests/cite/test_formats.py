"""The one table of formats: each writes the same promise, and the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app import ROOT
from app.cite.formats import BY_SUFFIX, FORMATS, Format
from tests.cite.examples import EXAMPLE, LONG, SEEN, SIMILAR, UNABLE, with_texts

#: Writes the example in every format, in a process of its own.
PROGRAM = (
    "import sys\n"
    "from app.cite.formats import FORMATS\n"
    "from tests.cite.examples import EXAMPLE, SEEN\n"
    "for one in FORMATS: sys.stdout.buffer.write(one.write(EXAMPLE, SEEN).encode())\n"
)

every_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)


def test_the_suffixes_are_those_of_the_design() -> None:
    """Addresses that were published answer for ever."""
    assert ["csl.json", "bib", "biblatex.bib", "ris", "wiki.txt", "txt"] == list(BY_SUFFIX)
    assert len(FORMATS) == len(BY_SUFFIX)


@every_format
def test_every_format_carries_version_day_address_and_caveats(form: Format) -> None:
    """Verbatim, in each of them."""
    text = form.write(EXAMPLE, None)

    for expected in (UNABLE, SIMILAR, "0123456789ab of 2026-11-25", EXAMPLE.url):
        assert expected in text


@every_format
def test_a_citation_ends_its_last_line(form: Format) -> None:
    """Files of citations can be put behind each other."""
    assert form.write(EXAMPLE, SEEN).endswith("\n")


@every_format
def test_a_title_and_a_caveat_of_5000_characters_are_whole(form: Format) -> None:
    """Nothing is shortened or broken into lines."""
    assert 5000 == len(LONG)
    assert 2 <= form.write(with_texts(LONG, LONG), None).count(LONG)


def test_the_same_citation_has_the_same_bytes_everywhere() -> None:
    """Not the hash seed, the time zone nor the locale changes one."""
    found = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Tokyo", "C.UTF-8")):
        changed = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, **changed, "PYTHONPATH": str(ROOT)},
        )
        found.add(run.stdout)

    assert {"".join(one.write(EXAMPLE, SEEN) for one in FORMATS).encode()} == found
