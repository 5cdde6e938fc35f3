"""Addresses of entries are found however they are written, and nothing hostile costs much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.history.mentions import Mention, mentions, text_of

BASE = "https://caveat.example/"
X = "https://caveat.example/claims/x/v/0123456789ab"


def found(text: str, *bases: str, most: int = 100) -> list[Mention]:
    """Return what is found below the bases."""
    return list(mentions(text, bases or (BASE,), most).found)


def named(text: str, *bases: str) -> list[tuple[str, str, str]]:
    """Return record, version and fragment of each address."""
    return [(one.record, one.version, one.fragment) for one in found(text, *bases)]


@pytest.mark.parametrize(
    "text",
    [
        X,
        f"As it says ({X}).",
        f"“{X}”, and so on",
        f"[words]({X})",
        f"[words][1]\n\n[1]: {X} 'A title'",
        f"<{X}>",
        f"**{X}**",
        f"<a href='{X}'>words</a>",
        f"<a href={X}>words",
        f"<a\n href=\"{X}\" title='<!-- >'>words</a>",
        f"{X}.ttl",
        f"{X}.jsonld!",
        f"{X}/",
        f"{X}?utm_source=x&y=z",
        f"{X}#:~:text=unable",
        X.replace("https", "http"),
        X.replace("https://caveat", "HTTPS://Caveat"),
        X.replace("example/", "example:443/"),
        X.removeprefix("https:"),
        X.removeprefix("https://"),
        X.replace("ab", "AB"),
        f"https://web.archive.example/web/2027id_/{X}",
        "https://away.example/?to=https%3A%2F%2Fcaveat.example%2Fclaims%2Fx%2Fv%2F0123456789ab&b=1",
        X.replace("x/v/", "x%2Fv%2f"),
        X.replace("/", "&#x2F;"),
        X.replace("/", "&#47;").replace(":", "&colon;"),
        X.replace("/", r"\/").join('""'),
    ],
)
def test_one_address_however_it_is_written(text: str) -> None:
    """In text, Markdown and HTML, plain, encoded, or inside another address."""
    assert [("claims/x", "0123456789ab", "")] == named(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://caveat.example/claims/x", ("claims/x", "", "")),
        ("https://caveat.example/claims/x.", ("claims/x", "", "")),
        ("https://caveat.example/claims/x/ledger", ("claims/x", "", "")),
        ("https://caveat.example/claims/x/cite.csl.json", ("claims/x", "", "")),
        ("https://caveat.example/claims/x#a.b.", ("claims/x", "", "a.b")),
        (f"{X}#part,", ("claims/x", "0123456789ab", "part")),
        (f"{X}%23part", ("claims/x", "0123456789ab", "part")),
        ("https://caveat.example/claims/x/v/0123", ("claims/x", "0123", "")),
        ("https://caveat.example/claims/x/v/latest", ("claims/x", "latest", "")),
    ],
)
def test_what_an_address_names(text: str, expected: tuple[str, str, str]) -> None:
    """The full stop behind it ends the sentence; an unknown version is told by its name."""
    assert [expected] == named(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://caveat.example/",
        "https://caveat.example/claims",
        "https://caveat.example/claims/",
        "https://caveat.example/claims/page/2",
        "https://caveat.example/about",
        "https://caveat.example:8000/claims/x",
        "https://caveat.example.org/claims/x",
        "https://notcaveat.example/claims/x",
        "www.caveat.example/claims/x",
        "claims@caveat.example/claims/x",
        "claims/x/v/0123456789ab",
    ],
)
def test_what_is_no_address_of_an_entry(text: str) -> None:
    """Lists, other hosts and other ports are none."""
    assert [] == named(text)


def test_other_bases() -> None:
    """A base may have a port and a path; a name that is no address finds nothing."""
    text = f"http://127.0.0.1:8000/kb/claims/y#z and {X}"

    assert [("claims/y", "", "z")] == named(text, "http://127.0.0.1:8000/kb/")
    assert 2 == len(named(text, "http://127.0.0.1:8000/kb", BASE))
    assert [] == named(text, "no address", "")


def test_the_place_of_an_address() -> None:
    """Line and column count from 1, in code points, whatever ends the lines."""
    text = f"é\r\n😀 {X}\r\rand {X}#a"

    assert [(2, 3), (4, 5)] == [(one.line, one.column) for one in found(text)]
    assert [X, f"{X}#a"] == [one.url for one in found(text)]


def test_the_text_of_a_link_is_no_second_place() -> None:
    """Where it is the address itself; where it is another one both are told."""
    html = f'<a href="{X}" rel="cite">{X}</a> <a href="{X}">\n{X}#other</a>'

    assert [1, 1, 2] == [one.line for one in found(html)]
    assert ["", "", "other"] == [one.fragment for one in found(html)]
    assert 1 == len(found(f"[{X}]({X})"))
    assert 2 == len(found(f"{X} {X}"))


def test_no_more_are_found_than_asked_for() -> None:
    """And it is said that there are more."""
    many = mentions(f"{X} " * 100_000, [BASE], 500)

    assert (500, True) == (len(many.found), many.is_cut)
    assert not mentions(f"{X} " * 500, [BASE], 500).is_cut


def test_bytes_that_are_no_text() -> None:
    """Broken UTF-8 is read, what its mark says as well; other files are refused."""
    assert [(1, 3)] == [
        (one.line, one.column) for one in found(text_of(b"\xff " + X.encode()) or "")
    ]
    for encoding in ("utf-8-sig", "utf-16"):
        assert text_of(X.encode(encoding)) == X
    for data in (b"PK\x03\x04x", b"%PDF-1.7", X.encode() + b"\0"):
        assert text_of(data) is None


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a href='",
        "<div>",
        "&#x2F;",
        "%2F",
        "](",
        "https://",
        "caveat.example",
        "caveat.example/claims/",
        f"{X}<",
        f"{X}\n" + " " * 390,
        f"https://caveat.example/claims/{'a' * 700} ",
        "\r",
        "\0\ufffd",
    ],
)
def test_ten_megabytes_of_anything_are_read(piece: str) -> None:
    """Whatever repeats in it; with an expression that backtracks this would never end."""
    size = 10 * 2**20
    text = (piece * (size // len(piece) + 1))[:size]
    many = mentions(text, [BASE], 1_000)

    assert len(many.found) <= 1_000
    assert many.is_cut == ("/claims/" in piece or X in piece)
    assert all(len(one.url) < 700 for one in many.found)


@given(st.text(st.sampled_from(list(X + '<>"#%&;\\ \n[]()')), max_size=200))
def test_an_address_is_found_whatever_stands_before_it(before: str) -> None:
    """And each place leads to the text that stands there."""
    text = f"{before} \n{X} "
    places = found(text)
    lines = text.split("\n")

    assert ("claims/x", "0123456789ab") in [(one.record, one.version) for one in places]
    for one in places:
        assert lines[one.line - 1][one.column - 1 :].startswith(one.url)
