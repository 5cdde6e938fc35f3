"""Reading of records: the stricter profile, and the place of every value."""

from __future__ import annotations

import pickle
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.problems import Place
from app.records.scalars import JSON
from app.records.tree import MOST_BYTES, Tree, read
from app.records.yamlfile import load

CLAIM = """\
# a claim
title: "Twitter on 764 accounts - “located in Venezuela” 😀"
claimants: [actors/twitter]
made: 2019-01-31  # day of the post
medium: blog-post
about:
  - sets/twitter-2019-01-venezuela-764
asserts:
  location: {relation: located-in, "place": places/VE, words: sources/blog#located}
  like-ira:
    relation: similar-to
    unnamed: |
      accounts potentially of
      the Internet Research Agency
    mentions: []
counts:
  announced: {value: 764, as_printed: "0764", closed: true, note: null}
"""


def codes(text: str | bytes) -> list[str]:
    """Return the codes of the problems of a file, in their order."""
    data = text if isinstance(text, bytes) else text.encode()
    return [problem.code for problem in read(data, "x.yaml").problems]


def places(text: str) -> list[tuple[int, int, str]]:
    """Return line, column and code of the problems of a file."""
    problems = read(text.encode(), "x.yaml").problems
    return [(p.place.line, p.place.column, p.code) for p in problems]


# --- refusals -------------------------------------------------------------------------


QUOTES = (
    ('title: "A b\nlang: en\nnotes:\n  a: {text: "q w"}\nnote: "n"\n', 1, 8),
    ('title: "A b"\nnotes:\n  a:\n    text: "q w\n    x: y\nnote: "n"\n', 4, 11),
    ('title: "A b"\nnotes:\n  a: {text: "q w, x: y}\n  b: {text: "q"}\n', 3, 13),
    ('title: "A b"\nnotes:\n  a: {text: "q w, x: y}\nlang: en\n', 3, 13),
    ('title: "A b"\nnote: "n\nlang: en\n', 2, 7),
    ("title: 'A b\nnote: 'n'\nlang: en\n", 1, 8),
)


@pytest.mark.parametrize(("text", "line", "column"), QUOTES)
def test_a_missing_quote_is_told_where_it_was_opened(
    text: str, line: int, column: int
) -> None:
    """The caret stands at the opening quote, however much the text has swallowed."""
    (problem,) = read(text.encode(), "x.yaml").problems

    assert ("Y07", line, column) == (
        problem.code,
        problem.place.line,
        problem.place.column,
    )
    assert problem.message.startswith("the quote opened")
    assert "is not closed" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('type:NewsArticle\ntitle: "x"\n', 1, 5),
        ('type:NewsArticle  # a\ntitle: "x"\n', 1, 5),
        ('title: "x"\ntype:NewsArticle\nlang: en\n', 2, 5),
        ('a:\n  part: lede\n  voice:own\n  text: "x"\n', 3, 8),
    ],
)
def test_a_space_missing_after_a_colon_is_one_fault(
    text: str, line: int, column: int
) -> None:
    """“key:value” is told at its colon, and what follows from it is not told."""
    (problem,) = read(text.encode(), "x.yaml").problems

    assert ("Y07", line, column, "a space is missing after the colon") == (
        problem.code,
        problem.place.line,
        problem.place.column,
        problem.message,
    )


def test_what_an_open_bracket_swallows_is_no_second_fault() -> None:
    """Of a list that is not closed only the bracket is told; faults above it stay."""
    text = "a: two words\nmade: [2019-01-31\nmedium: blog-post\nabout: [x]\n"

    assert [(1, 4, "Y14"), (2, 7, "Y07")] == places(text)


def test_curly_quotes_are_told_apart() -> None:
    """Quotes of a word processor are no quotes to YAML, and the message says so."""
    (problem,) = read("title: “two words”\n".encode(), "x.yaml").problems

    assert "Y14" == problem.code
    assert "curly (“); YAML needs straight ones" in problem.message


def test_refuses_all_in_one_run() -> None:
    """One reading tells every fault that does not end the reading."""
    text = (
        "\ufeffa: &x 1\r\nb: *x\nc: !!str 1\n<<: {d: 1}\n? [e]\n: f\n~: 1\n"
        "a: 2\ng: two words\nh: 0764\ni: y\u200bz\n---\nj: 1\n"
    )
    assert [
        (1, 1, "Y02"),
        (1, 8, "Y03"),
        (1, 4, "Y09"),
        (2, 4, "Y09"),
        (3, 4, "Y08"),
        (4, 1, "Y10"),
        (5, 3, "Y13"),
        (7, 1, "Y13"),
        (8, 1, "Y12"),
        (9, 4, "Y14"),
        (10, 4, "Y15"),
        (11, 5, "Y04"),
        (12, 1, "Y11"),
    ] == sorted(places(text), key=lambda row: (row[0], row[2]))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("a: x".encode("utf-16"), "UTF-16"),
        ("a: x".encode("utf-16-be"), "UTF-16"),
        ("a: x".encode("utf-32"), "UTF-32"),
        ("a: é".encode("latin-1"), "0xE9"),
    ],
)
def test_names_the_wrong_encoding(data: bytes, name: str) -> None:
    """What is not UTF-8 is told by name, or by the byte that breaks it."""
    (problem,) = read(data, "x.yaml").problems
    assert "Y01" == problem.code
    assert name in problem.message


def test_refuses_size_before_decoding() -> None:
    """A file over the bound is not decoded; one at the bound is read."""
    assert ["Y05"] == codes(b"\xff" * (MOST_BYTES + 1))
    filler = b'a: "' + b"x" * (MOST_BYTES - 6) + b'"\n'
    assert MOST_BYTES == len(filler)
    assert [] == codes(filler)


def test_depth() -> None:
    """Sixteen mappings inside each other are read, seventeen are not."""
    assert [] == codes("{a: " * 16 + "1" + "}" * 16)
    assert [(1, 65, "Y06")] == places("{a: " * 17 + "1" + "}" * 17)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Free #Venezuela now", ["Y14"]),
        ("Free #Venezuela", ["Y14"]),
        ("Free\t#Venezuela", ["Y14"]),
        ("Free   #Venezuela", ["Y14"]),
        ("[Free, Free #Venezuela\n  ]", ["Y14"]),
        ("two words", ["Y14"]),
        ("two\n  lines", ["Y14"]),
        ("no\u00a0break", ["Y14"]),
        ('"Free #Venezuela now"', []),
        ("'two words'  #comment", []),
        ("|\n  Free #Venezuela now", []),
        ("2019-01-31  # day of the post", []),
        ("2019-01-31 #day", []),
        ("764 #counted", []),
        ("true #yes", []),
        ("body # part", []),
        ("sources/blog#located #where", []),
        ("https://example.org/a?b=c&d=e#f", []),
        ("[a, b]  # list", []),
    ],
)
def test_free_text_needs_quotes(value: str, expected: list[str]) -> None:
    """A plain scalar is one word; a hash that cuts a word off text is refused."""
    assert expected == codes(f"a: {value}\n")


def test_tells_what_a_hash_cuts_off() -> None:
    """The message shows what would be lost."""
    (problem,) = read(b"title: Free #Venezuela now\n", "x.yaml").problems
    assert Place("x.yaml", 1, 8) == problem.place
    assert "“ #Venezuela now”" in problem.message


@pytest.mark.parametrize("number", ["0764", "00", "-01", "+07"])
def test_refuses_leading_zeros(number: str) -> None:
    """Readers take 0764 for 764 or for 500; in quotes it is text."""
    assert ["Y15"] == codes(f"a: {number}\n")
    assert [] == codes(f'a: "{number}"\n')


@pytest.mark.parametrize(
    "char", ["\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff"]
)
def test_refuses_characters_that_deceive(char: str) -> None:
    """Controls, line separators and overrides: neither as they are nor by an escape."""
    escape = f'a: "x\\u{ord(char):04X}y"\n'
    assert [(1, 4, "Y04")] == places(escape)
    assert [(1, 6, "Y04")] == places(f'a: "x{char}y"\n')
    assert [(1, 3, "Y04")] == places(f"# {char}\na: 1\n")


@pytest.mark.parametrize("char", ["\u200d", "\u200c", "\u00ad", "\u200f", "\ue000"])
def test_allows_joiners_by_escape_only(char: str) -> None:
    """A quotation may hold them, but then the file shows that it does."""
    tree = read(f'a: "x\\u{ord(char):04X}y"\n'.encode(), "x.yaml")
    assert ({"a": f"x{char}y"}, ()) == (tree.data, tree.problems)
    assert ["Y04"] == codes(f'a: "x{char}y"\n')


def test_names_the_line_of_the_first_key() -> None:
    """The second of two equal keys is the fault, and its value is left out."""
    tree = read(b"a: 1\nb: {c: 1,\n    c: {d: 2}}\ne: [3]\n", "x.yaml")
    (problem,) = tree.problems
    assert Place("x.yaml", 3, 5) == problem.place
    assert problem.message.endswith("in line 2")
    assert {"a": 1, "b": {"c": 1}, "e": [3]} == tree.data
    assert Place("x.yaml", 4, 5) == tree.places.value(("e", 0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [b\nc: d\n", (1, 4)),
        ('a: "b\nc: d\n', (1, 4)),
        ("a: b\nword\nc: d\n", (2, 1)),
        ("a: b: c\n", (1, 5)),
        ("é: @x\n", (1, 4)),
        ("a:\n\tb: 1\n", (2, 1)),
        ('😀: "b" c\n', (1, 8)),
    ],
)
def test_tells_where_yaml_breaks(text: str, expected: tuple[int, int]) -> None:
    """A syntax fault is told where it begins, in code points, and nothing is read."""
    tree = read(text.encode(), "x.yaml")
    assert expected in [
        (p.place.line, p.place.column) for p in tree.problems if p.code == "Y07"
    ]
    assert tree.data is None


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "%YAML 1.2\n---\n...\n"])
def test_refuses_empty_files(text: str) -> None:
    """A file without a record is refused, whatever it is empty of."""
    assert codes(text) in (["Y11"], ["Y16"])


@pytest.mark.parametrize("text", ["- a\n", "a\n", "[]\n", "null\n", '"a: 1"\n'])
def test_refuses_what_is_no_mapping(text: str) -> None:
    """A record is a mapping."""
    tree = read(text.encode(), "x.yaml")
    assert (None, ["Y16"]) == (tree.data, [p.code for p in tree.problems])


def test_too_many_problems_end_the_reading() -> None:
    """After a hundred faults the last one says that the rest is not read."""
    problems = read(b"a: 1\n" * 5_000, "x.yaml").problems
    assert 100 == len(problems)
    assert "not read" in problems[-1].message
    problems = read(b"# \x01\n" * 5_000, "x.yaml").problems
    assert 101 == len(problems)
    assert "not looked at" in problems[-1].message


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"- " * 100_000,
        b"? " * 100_000,
        b"{a: {a: " * 32_000,
        b"a:\n" + b"- x  # y\n" * 28_000,
        b"".join(b"k%d: 1\n" % number for number in range(25_000)),
        b"\x01\n" * 131_000,
        b'"' + b"\\u202E" * 40_000 + b'": 1',
    ],
    ids=lambda data: repr(data[:10]),
)
def test_hostile_files_are_quick(data: bytes) -> None:
    """No file within the size bound holds up a check."""
    start = time.process_time()
    assert isinstance(read(data, "x.yaml"), Tree)
    assert time.process_time() - start < 2


# --- what is read ---------------------------------------------------------------------


def test_reads_a_record() -> None:
    """Only null, true, false and plain integers are typed; all else is text."""
    tree = read(CLAIM.encode(), "kb/claims/x.yaml")
    assert () == tree.problems
    assert tree.data is not None
    assert "2019-01-31" == tree.data["made"]
    assert {
        "value": 764,
        "as_printed": "0764",
        "closed": True,
        "note": None,
    } == tree.data["counts"]["announced"]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("null", None),
        ("true", True),
        ("0", 0),
        ("-12", -12),
        ("~", "~"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("True", "True"),
        ("1.10", "1.10"),
        ("12:30:45", "12:30:45"),
        ("2019-01-31", "2019-01-31"),
        ("1_196", "1_196"),
        ("1,196", "1,196"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("1090781234567890123", "1090781234567890123"),
        ('"764"', "764"),
        ("'true'", "true"),
    ],
)
def test_types(word: str, value: JSON) -> None:
    """A word is what it says; nothing is guessed."""
    assert {"a": value} == read(f"a: {word}\n".encode(), "x.yaml").data


@pytest.mark.parametrize(
    ("path", "key", "value", "plain"),
    [
        ((), (2, 1), (2, 1), False),
        (("title",), (2, 1), (2, 8), False),
        (("claimants", 0), (3, 13), (3, 13), True),
        (("made",), (4, 1), (4, 7), True),
        (("about",), (6, 1), (7, 3), False),
        (("about", 0), (7, 5), (7, 5), True),
        (("asserts", "location", "place"), (9, 36), (9, 45), True),
        (("asserts", "like-ira", "unnamed"), (12, 5), (12, 14), False),
        (("asserts", "like-ira", "mentions"), (15, 5), (15, 15), False),
        (("counts", "announced", "as_printed"), (17, 27), (17, 39), False),
        (("counts", "announced", "missing"), (17, 3), (17, 14), False),
        (("nowhere", 7, "at", "all"), (2, 1), (2, 1), False),
    ],
)
def test_places(
    path: tuple[str | int, ...],
    key: tuple[int, int],
    value: tuple[int, int],
    plain: bool,
) -> None:
    """Every part has a place; what is missing has that of the part it misses from."""
    tree = read(CLAIM.encode(), "x.yaml")
    assert Place("x.yaml", *key) == tree.places.key(path)
    assert Place("x.yaml", *value) == tree.places.value(path)
    assert plain == tree.is_plain(path)


def test_columns_count_code_points() -> None:
    """Neither bytes nor UTF-16 units nor widths: é and an emoji are one column each."""
    places = read('{"é😀": "😀", "b": [c]}\n'.encode(), "x").places
    assert Place("x", 1, 13) == places.key(("b",))
    assert Place("x", 1, 19) == places.value(("b", 0))


def test_trees_go_between_processes() -> None:
    """A tree survives pickling, places included."""
    tree = read(CLAIM.encode(), "x.yaml")
    again = pickle.loads(pickle.dumps(tree))
    assert tree == again
    assert tree.places.value(("made",)) == again.places.value(("made",))


# --- whatever comes -------------------------------------------------------------------


def check(data: bytes) -> None:
    """Read *data* both ways; hold that every problem has a place inside the file."""
    tree = read(data, "x")
    value, faults = load(data, "x")
    assert (value is None) == bool(faults)
    text = data.decode("utf-8", "replace")
    lines = [line + "\n" for line in re.split(r"\r\n|\r|\n", text)]
    for problem in (*tree.problems, *faults):
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1])
    assert tree.data is not None or tree.problems
    if tree.data is not None:
        walk(tree, tree.data, ())


def walk(tree: Tree, value: Any, path: tuple[str | int, ...]) -> None:
    """Ask for the place of every part; that of a key is before that of its value."""
    assert tree.places.key(path) <= tree.places.value(path)
    parts: Any = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for part, inner in parts:
        assert tree.places.key(path) <= tree.places.key((*path, part))
        walk(tree, inner, (*path, part))


@given(st.binary(max_size=400))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_any_bytes(data: bytes) -> None:
    """Nothing is raised for bytes."""
    check(data)


_SCRAPS = st.sampled_from(
    [
        *(
            "a: ",
            "b: ",
            "- ",
            "? ",
            ": ",
            "\n",
            "\n  ",
            "\n    ",
            "[",
            "]",
            "{",
            "}",
            ", ",
        ),
        *('"', "'", "|\n", ">-\n", "#", " # ", "&x ", "*x", "!t ", "!!int ", "<<", "~"),
        *("---\n", "...\n", "%TAG ! x\n", "\r\n", "\r", "\t", "\ufeff", "\x00", "\x85"),
        *(
            "\u2028",
            "\u202e",
            "\\u202E",
            "\\ud83d\\ude00",
            "é",
            "😀",
            "0764",
            "1",
            "x y",
        ),
    ]
)


@given(st.lists(_SCRAPS | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=600, derandomize=True, deadline=None)
def test_any_text(text: str) -> None:
    """Nothing is raised for text made of YAML's own signs."""
    check(text.encode("utf-8", "replace"))


@given(st.data())
@settings(max_examples=300, derandomize=True, deadline=None)
def test_a_damaged_record(data: st.DataObject) -> None:
    """A good record with a piece cut out and another put in is read or refused."""
    start = data.draw(st.integers(0, len(CLAIM)))
    end = min(len(CLAIM), start + data.draw(st.integers(0, 12)))
    piece = data.draw(_SCRAPS | st.text(max_size=4))
    check((CLAIM[:start] + piece + CLAIM[end:]).encode("utf-8", "replace"))
