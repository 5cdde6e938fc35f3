"""Bytes to words: encodings, what a page does not show, PDF, and characters as they are."""

from __future__ import annotations

import contextlib
import random
import unicodedata
from pathlib import Path

import fpdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import LimitExceeded, NoText
from app.words import extraction
from app.words.charset import decode
from app.words.copies import Completeness
from app.words.extraction import Extraction, extract
from app.words.fetch import HTML, PDF, TEXT, Document
from app.words.standins import Guard

SPANISH = (
    "El Gobierno dijo que no podía vincular «definitivamente» las cuentas con otro país; "
    "“¿quién?”, preguntó mañana — así es — el señor Núñez, y nadie respondió a ello. "
)
#: Characters that programs like to change: each must come out as it went in.
DELICATE = "e\u0301 a\u00a0b\u202fc cam\u00adpaign a\u200bb x\u200dy \u200frtl ﬁne ½ ² Å \u212b ﷺ ㎏ ｆｕｌｌ “q” ‘q’ ‐ – — … \u0b47\u0b57 \u1100\u1161 🙂 \U0001f1fb\U0001f1ea"


def document(body: bytes, kind: str = HTML, charset: str | None = None) -> Document:
    """Return a document of some bytes."""
    return Document("https://x.org/", kind, charset, body, Completeness.COMPLETE)


def text_of(page: str) -> str:
    """Return the main text of a page in UTF-8."""
    return extract(document(page.encode())).text


def article(inner: str) -> str:
    """Return a page with an article round some markup."""
    filler = "<p>Twitter said that it removed accounts located in Venezuela, and that was all.</p>"
    return f"<!DOCTYPE html><html><body><article>{filler}{inner}{filler}</article></body></html>"


# --- encodings ------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize(
    "header",
    [
        None,
        "utf-8",
        "ISO-8859-1",
        "us-ascii",
        "utf-16",
        "nonsense",
        "x-user-defined",
        "hex",
        "utf-7",
    ],
)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_wrong_header_changes_no_letter(
    encoding: str, header: str | None, times: int
) -> None:
    """Whatever the server says: the bytes decide, and what was wrong is told."""
    found = decode((SPANISH * times).encode(encoding), header)

    assert SPANISH * times == found.text
    assert ("\ufeff" in found.text) is False


@pytest.mark.parametrize(
    "label", ["windows-1252", "iso-8859-1", "latin1", "ISO_8859-1", "ascii"]
)
def test_latin_1_is_windows_1252_on_the_web(label: str) -> None:
    """The quotes and dashes at 80 to 9F are letters, whatever Latin-1 says."""
    found = decode(b"\x93We are unable\x94 \x96 caf\xe9", label)

    assert ("“We are unable” – café", "windows-1252", ()) == (
        found.text,
        found.encoding,
        found.notes,
    )


def test_the_order_of_belief() -> None:
    """A mark over all; the bytes over the header; the header over the document."""
    cyrillic = "Правительство заявило".encode("windows-1251")
    meta = b"<meta charset=koi8-r>"
    said = "<meta charset='windows-1251'>"

    assert "utf-8" == decode(b"\xef\xbb\xbfabc", "windows-1251").encoding
    assert "windows-1251" == decode(meta + cyrillic, "windows-1251", markup=True).encoding
    assert "windows-1251" == decode(said.encode() + cyrillic, None, markup=True).encoding
    assert (
        "windows-1251" == decode(said.encode() + cyrillic, "nonsense", markup=True).encoding
    )
    # A header that is not true to the bytes gives way to the document.
    assert "windows-1251" == decode(said.encode() + cyrillic, "utf-8", markup=True).encoding
    # A declaration in a comment, or in what is no markup, is none.
    assert (
        "koi8-r" != decode(b"<!-- " + meta + b" -->" + cyrillic, None, markup=True).encoding
    )
    assert "koi8-r" != decode(meta + cyrillic, None).encoding


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "windows-1252"),
        ("<META CHARSET = 'windows-1252' />", "windows-1252"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "windows-1252"),
        ('<meta charset="utf-16">', "utf-8"),
    ],
)  # fmt: skip
def test_a_page_says_its_encoding(declaration: str, encoding: str) -> None:
    """In each of the ways that pages have; one that can be read is not UTF-16."""
    found = decode(f"{declaration}<p>ñ”".encode(encoding), None, markup=True)

    assert f"{declaration}<p>ñ”" == found.text
    assert encoding == found.encoding


def test_one_broken_letter_does_not_turn_a_text_over() -> None:
    """UTF-8 with a broken byte stays UTF-8, and the break is told and seen."""
    data = SPANISH.encode() + b"\xe9 fin"
    found = decode(data, "utf-8")

    assert f"{SPANISH}\ufffd fin" == found.text
    assert ("1 of the characters are broken and stand as “\ufffd”",) == found.notes


def test_what_was_wrong_is_told() -> None:
    """A header that is not true is named, and so is the encoding."""
    found = extract(document(f"<meta charset=latin1><p>{SPANISH}".encode(), HTML, "cp1252"))

    assert "utf-8" == found.encoding
    assert (
        "the server says cp1252; the bytes are UTF-8",
        "the document says latin1; the bytes are UTF-8",
    ) == found.notes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Правительство заявило, что не может определённо связать эти учётные записи. ", "windows-1251"),
     ("Правительство заявило, что не может определённо связать эти учётные записи. ", "koi8-r"),
     ("政府は、これらのアカウントを結びつけることができないと述べた。", "shift_jis"),
     ("政府表示，无法明确将这些账户联系起来。", "gb18030")],
)  # fmt: skip
def test_an_encoding_that_nobody_names_is_guessed(text: str, encoding: str) -> None:
    """From enough text; from a few letters windows-1252, as browsers do."""
    assert text * 4 == decode((text * 4).encode(encoding)).text


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "utf-16", "shift_jis", "big5", "iso-2022-jp"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_some_text(data: bytes, header: str | None) -> None:
    """No bytes make decoding fail; the text can be held as UTF-8; twice gives the same."""
    found = decode(data, header, markup=True)

    assert found == decode(data, header, markup=True)
    assert found.text == found.text.encode("utf-8").decode("utf-8")


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@settings(deadline=None)
def test_utf8_is_never_anything_else(text: str) -> None:
    """A text in UTF-8 comes out as it is, without a header and with a wrong one."""
    if "\0" in text or text.startswith("\ufeff"):
        return
    assert text == decode(text.encode(), "iso-8859-1").text or text.isascii()
    assert text == decode(text.encode(), None).text


# --- plain text -----------------------------------------------------------------------


def test_plain_text_is_held_as_it_is() -> None:
    """Line ends, spaces and normal forms are the document's."""
    text = f"one\r\ntwo\r  three\t\n\n{DELICATE}\n<p>no markup</p>"

    assert Extraction(text, "plain-text", "1", "utf-8") == extract(
        document(text.encode(), TEXT)
    )


# --- pages ----------------------------------------------------------------------------

HIDDEN = """
<div hidden>HID</div>
<div hidden="until-found">HID</div>
<p style="display:none">HID</p>
<p style="color:red; DISPLAY : NONE !important">HID</p>
<p style="visibility:hidden">HID</p>
<p style="opacity:0">HID</p>
<p style="opacity: 0.00;">HID</p>
<p style="font-size:0px">HID</p>
<p style="position:absolute; left:-9999px">HID</p>
<p style="text-indent:-1000em">HID</p>
<p style="position:absolute; clip: rect(0 0 0 0)">HID</p>
<p style="clip:rect(1px, 1px, 1px, 1px)">HID</p>
<p class="a sr-only b">HID</p>
<p>Shown<span class="visually-hidden">HID</span></p>
<span style="display:none"><b>HID</b></span>
<template><p>HID</p></template>
<noscript><p>HID</p></noscript>
<script>var words = "HID";</script>
<style>.x::before { content: "HID"; }</style>
<textarea>HID</textarea>
<dialog><p>HID</p></dialog>
<svg><text>HID</text></svg>
<iframe>HID</iframe>
<!-- HID -->
<![CDATA[ HID ]]>
<input type="hidden" value="HID">
<img alt="HID" src="x">
<p title="HID">Shown</p>
<datalist><option>HID</option></datalist>
""".strip().splitlines()


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_a_page_does_not_show_is_not_taken_in(markup: str) -> None:
    """Hidden by an attribute, a style, a class or what it is; what follows stays."""
    found = text_of(
        article(f"{markup.replace('HID', 'Hidden words of some length. ')} and so on")
    )

    assert "Hidden" not in found
    assert "and so on" in found


@pytest.mark.parametrize(
    "markup",
    ['<p style="opacity:0.5">WORDS</p>', '<p style="display:block">WORDS</p>',
     '<p style="left:-1px">WORDS</p>', '<p aria-hidden="true">WORDS</p>',
     '<p class="hidden-gem">WORDS</p>', "<details><p>WORDS</p></details>",
     "<dialog open><p>WORDS</p></dialog>", '<p style="font-size:10px">WORDS</p>',
     "<blockquote><p>WORDS</p></blockquote>", "<p><a href='/x'>WORDS</a></p>",
     "<ul><li>WORDS</li></ul>", "<table><tr><td>WORDS</td><td>x</td></tr></table>"],
)  # fmt: skip
def test_what_a_page_shows_is_taken_in(markup: str) -> None:
    """What looks like hidden and is not, quotations, links, lists and tables."""
    words = "We are unable to definitively tie the accounts."

    assert words in text_of(article(markup.replace("WORDS", words)))


def test_every_character_comes_out_as_it_is() -> None:
    """Normal forms, spaces, soft hyphens, marks of direction, ligatures: all kept."""
    assert DELICATE in text_of(article(f"<p>{DELICATE}</p>"))
    assert DELICATE != unicodedata.normalize("NFC", DELICATE)


def test_a_paragraph_is_one_line() -> None:
    """Line ends of the source are white space; ``<br>`` and ``<pre>`` keep theirs."""
    found = text_of(
        article(
            "<p>It is unable\n  to tie the <i>accounts</i>\n<b>to</b>\nChile.</p>\n"
            "<ul>\n<li>the first\nbatch;</li>\n<li>the second\n</li>\n</ul>\n"
            "<p>One verse<br>\nand <i>the\nnext</i>.</p>\n"
            "<pre>a <b>code\nof</b>\nthree lines</pre>\n"
        )
    )

    assert [
        "It is unable to tie the accounts to Chile.",
        *("- the first batch;", "- the second"),
        *("One verse", "and the next."),
        *("a code", "of", "three lines"),
    ] == [line.strip() for line in found.splitlines()[1:-1]]


def test_references_are_characters() -> None:
    """Named and numbered; of 80 to 9F those of windows-1252, as browsers have it."""
    found = text_of(
        article(
            "<p>caf&eacute; &#8220;a&#x201d; &#150; &#146;s cam&shy;paign&nbsp;e&#769; &lt;b&gt;</p>"
        )
    )

    assert "café “a” – ’s cam\u00adpaign\u00a0e\u0301 <b>" in found


@given(
    st.text(
        st.characters(
            codec="utf-8",
            exclude_categories=["Cc", "Cs"],
            exclude_characters="<>&\u2028\u2029",
        ),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_words_come_out_as_they_are(words: str) -> None:
    """Any text in a paragraph is found in the main text, spaces in the way of HTML."""
    kept = " ".join(words.split(" ")).strip(" ")
    while "  " in kept:
        kept = kept.replace("  ", " ")
    found = text_of(article(f"<p>Before {kept} after</p>"))

    assert f"Before {kept} after".replace("  ", " ") in found


def test_stand_ins_never_meet_their_own_kind() -> None:
    """A document that has the letters which serve as stand-ins keeps them too."""
    text = "\U00014400 a\u00a0b \U00014401"
    guard = Guard.of(text)

    assert "\u00a0" not in guard.replaced(text)
    assert text == guard.put_back(guard.replaced(text))


def test_the_headline_is_in_the_text_once() -> None:
    """Also where it stands outside of what is taken for the article."""
    page = f"<body><header><h1>Pro-Maduro accounts</h1></header>{article('')}</body>"

    assert 1 == text_of(page).count("Pro-Maduro accounts")
    assert 1 == text_of(article("<h1>Pro-Maduro <i>accounts</i></h1>")).count(
        "Pro-Maduro accounts"
    )


def test_the_same_bytes_give_the_same_text() -> None:
    """Repetition in a page, and a second run, change nothing."""
    repeated = "<p>We are unable to definitively tie the accounts.</p>" * 5
    first = text_of(article(repeated))

    assert first == text_of(article(repeated))
    assert 5 == first.count("definitively")
    assert "trafilatura" == extract(document(article("").encode())).extractor


@pytest.mark.parametrize(
    "page",
    [
        "",
        " ",
        "<html></html>",
        "<title>x</title>",
        "<!-- x -->",
        "\0\0",
        "<p hidden>x</p>",
        "<p>&nbsp;</p>",
    ],
)
def test_a_page_without_text_is_told(page: str) -> None:
    """Nothing is held where there is nothing to read."""
    with pytest.raises(NoText):
        text_of(page)


def test_what_is_no_text_is_not_held_as_one() -> None:
    """Bytes of an image or archive decode to something; nobody wrote it."""
    noise = random.Random(764).randbytes(20_000)
    with pytest.raises(NoText, match="full of control characters"):
        extract(document(noise, "text/plain"))
    kept = extract(document(b"One slip\x07 is kept. " + b"More text. " * 30, "text/plain"))

    assert "One slip\x07" in kept.text


@pytest.mark.parametrize(
    "page",
    ["<div>" * 20_000 + "words", "<p " + "a=1 " * 20_000 + ">words", "<p>&amp;" * 2000,
     f'<p style="opacity:{"0" * 50_000}x">words</p>', "<meta " * 20_000, "<table><tr><td>" * 500,
     f'<p style="{"left:" * 20_000}">words</p>', "<!--" * 20_000, "<?xml " * 20_000],
)  # fmt: skip
def test_a_hostile_page_ends(page: str) -> None:
    """Deep, long or broken markup gives some text or none, and no error of the program."""
    with contextlib.suppress(NoText):
        assert text_of(page).strip()


# --- PDF ------------------------------------------------------------------------------


def pdf(*pages: str, password: str | None = None) -> bytes:
    """Return a PDF with these pages."""
    made = fpdf.FPDF()
    for words in pages:
        made.add_page()
        made.set_font("helvetica", size=12)
        if words:
            made.multi_cell(0, 8, words)
    if password is not None:
        made.set_encryption(owner_password="owner", user_password=password)
    return bytes(made.output())


def test_the_text_of_a_pdf() -> None:
    """Page after page, with the name and version of what read it."""
    found = extract(document(pdf("We are unable to tie the accounts.", "Page two."), PDF))

    assert "We are unable to tie the accounts.\n\nPage two.\n" == found.text
    assert ("pypdf", None, ()) == (found.extractor, found.encoding, found.notes)


def test_pages_without_text_are_counted() -> None:
    """A page that may be a picture is told; where all are, there is no text."""
    assert ("1 of 2 pages have no text",) == extract(document(pdf("Words.", ""), PDF)).notes
    with pytest.raises(NoText, match="may be a scan"):
        extract(document(pdf("", ""), PDF))


def test_a_locked_pdf() -> None:
    """One with a password is told; one that anybody may open is read."""
    with pytest.raises(NoText, match="locked with a password"):
        extract(document(pdf("Words.", password="secret"), PDF))
    assert "Words." in extract(document(pdf("Words.", password=""), PDF)).text


@pytest.mark.parametrize("size", [0, 8, 100, 500])
def test_a_damaged_pdf(size: int) -> None:
    """The beginning of a PDF is told as damaged, whatever the library makes of it."""
    with pytest.raises(NoText, match="damaged"):
        extract(document(pdf("Words.")[:size], PDF))


def test_a_pdf_with_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a number of pages nothing is read."""
    monkeypatch.setattr(extraction, "_MOST_PAGES", 1)
    with pytest.raises(LimitExceeded, match="more than 1 pages"):
        extract(document(pdf("a", "b"), PDF))


def test_this_file_is_utf8(request: pytest.FixtureRequest) -> None:
    """The delicate characters are in this file as they are meant."""
    assert "ﬁne" in Path(request.node.path).read_text("utf-8")
