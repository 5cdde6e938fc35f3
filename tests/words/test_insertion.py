"""A copy is written into a record by putting lines in; all else stays to the byte."""

from __future__ import annotations

import pytest

from app.errors import RecordNotWritten
from app.records import tree
from app.records.record import Record
from app.words.copies import PLAIN, Completeness, Manifest
from app.words.insertion import block, keys, with_copy

HASH, OTHER = "a" * 64, "b" * 64
COPY = {"taken": "2019-02-01", "sha256": HASH, "media_type": "text/html"}

HEAD = """\
# A comment at the top.
type: Article   # and one behind
title: "A title: with # in it"
status: single-coded
publisher: actors/x
lang: en
url: https://x.org/
"""
COPIES = """\
copies:   # here
    # of a friend
    first:
        at: https://y.org/
        note: >-
            Folded
            text.
"""
TAIL = """\

# Now the words.
passages:
  lede: {part: lede, text: "Some words", voice: own, seen: {in: sources/x, read: full}}
"""


def record(text: str) -> Record:
    """Return a source as it is read."""
    read = tree.read(text.encode(), "kb/sources/x.yaml")
    assert read.data is not None
    return Record("sources/x", "sources", "kb/sources/x.yaml", read.data, read.places)


def put(text: str, name: str = "held", copy: dict[str, str] = COPY) -> str:
    """Return a source with a copy put in."""
    return with_copy(record(text), text.encode(), name, copy).decode()


def added(before: str, after: str) -> str:
    """Return the lines that were put in, in one place; all others must be the same."""
    old, new = before.splitlines(), after.splitlines()
    start = next((n for n, line in enumerate(old) if line != new[n]), len(old))
    number = len(new) - len(old)
    assert old == new[:start] + new[start + number :]
    return "\n".join(new[start : start + number])


LINES = (
    "  held:\n    taken: 2019-02-01\n    sha256: " + HASH + "\n    media_type: text/html"
)


def test_a_source_without_copies_gets_them_before_its_words() -> None:
    """Above the comment that belongs to the words; every other line stays."""
    after = put(HEAD + TAIL)

    assert f"copies:\n{LINES}" == added(HEAD + TAIL, after)
    assert f"{HEAD}copies:\n{LINES}\n{TAIL}" == after


@pytest.mark.parametrize("text", [HEAD, HEAD.rstrip("\n"), HEAD + "# end\n"])
def test_a_source_that_ends_gets_them_at_its_end(text: str) -> None:
    """Also where the last line has no end."""
    assert f"copies:\n{LINES}" == added(text, put(text))


def test_another_copy_is_put_below_the_first() -> None:
    """With the indentation that is there."""
    after = put(HEAD + COPIES + TAIL)

    assert added(HEAD + COPIES + TAIL, after).startswith(
        f"    held:\n      taken: 2019-02-01\n      sha256: {HASH}"
    )
    assert after.index("text.\n    held:") < after.index("# Now the words")


def test_a_copy_that_is_there_gets_what_it_lacks() -> None:
    """Among its keys in their order; what it says of itself stays."""
    copy = {"at": "https://z.org/", **COPY, "warc": f"{{sha256: {OTHER}}}"}
    after = put(HEAD + COPIES + TAIL, "first", copy)

    lines = [
        "taken: 2019-02-01",
        f"sha256: {HASH}",
        "media_type: text/html",
        f"warc: {{sha256: {OTHER}}}",
    ]
    assert "\n".join(f"        {line}" for line in lines) == added(
        HEAD + COPIES + TAIL, after
    )
    assert "at: https://y.org/\n        taken" in after


def test_a_copy_that_says_all_already_is_let_alone() -> None:
    """Nothing is written twice."""
    once = put(HEAD + TAIL)

    assert once == put(once)


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        (put(HEAD + TAIL, "held", {**COPY, "sha256": OTHER}), "held", "has another text"),
        (HEAD + TAIL, "lede", "“lede” is a part under “passages” already"),
        (HEAD + "copies: {first: {at: https://y.org/}}\n" + TAIL, "held", "by hand:\ncopies:\n  held:"),
        (HEAD + "copies:\n  held: {at: https://y.org/}\n" + TAIL, "held", "by hand"),
        (HEAD + TAIL, "Held Copy", "it would be wrong"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_in_is_told(text: str, name: str, says: str) -> None:
    """Another text, a name in use, braces, a name that is none: nothing is written."""
    with pytest.raises(RecordNotWritten, match=says):
        put(text, name)


def test_the_keys_are_those_of_the_manifest() -> None:
    """What is known is written, what is not is left out; it reads as it was meant."""
    shown = "https://web.archive.org/web/20190201030405/https://x.org/"
    whole = Manifest(
        "sources/x", "https://x.org/", shown, "text/html", "utf-8", "2019-02-01T03:04:05Z",
        "2026-11-25T12:00:00Z", "trafilatura", "2.3.1", Completeness.COMPLETE,
        text_sha256=HASH, warc_sha256=OTHER,
    )  # fmt: skip
    bare = Manifest(
        "sources/x", None, None, "text/plain", "utf-8", None,
        "2026-11-25T12:00:00Z", PLAIN, "1", Completeness.UNKNOWN, text_sha256=HASH,
    )  # fmt: skip

    read = tree.read((HEAD + block("held", keys(whole)) + TAIL).encode(), "x.yaml")
    assert () == read.problems
    assert read.data is not None
    assert {
        "at": shown,
        "taken": "2019-02-01",
        "sha256": HASH,
        "media_type": "text/html",
        "extraction": {"name": "trafilatura", "version": "2.3.1"},
        "warc": {"sha256": OTHER},
    } == read.data["copies"]["held"]
    assert {"sha256": HASH, "media_type": "text/plain"} == keys(bare)
