"""Reading of any YAML-LD file: the Basic profile of YAML-LD 1.0.

Each file in ``fixtures/yamlld`` has beside it what must come out: ``.json`` (and
``.all.json`` for the whole stream) or, in ``.error``, the specification's error code.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.yamlfile import MOST_BYTES, error_code, load

CASES = Path(__file__).parents[1] / "fixtures" / "yamlld"
REFUSED = sorted(CASES.glob("*.error"))
READ = sorted(path for path in CASES.glob("*.json") if ".all." not in path.name)
STREAMS = sorted(CASES.glob("*.all.json"))

NESTED = [
    b"[" * 100_000,
    b"- " * 100_000,
    b"? " * 100_000,
    b"{a: " * 65_536,
    b"[&a b, *a, " * 20_000,
    b"a: 1\n---\n" + b"[" * 100_000,
]


@pytest.mark.parametrize("expected", REFUSED, ids=lambda path: path.stem)
def test_refuses(expected: Path) -> None:
    """A file that is no YAML-LD gives no value and the specification's error code."""
    data = expected.with_suffix(".yamlld").read_bytes()
    value, problems = load(data, "x.yamlld")
    assert value is None
    assert expected.read_text("utf-8").strip() == error_code(problems[0])


@pytest.mark.parametrize("expected", READ, ids=lambda path: path.stem)
def test_reads(expected: Path) -> None:
    """A YAML-LD file gives the JSON value of its first document, types included."""
    data = expected.with_suffix(".yamlld").read_bytes()
    value, problems = load(data, "x.yamlld")
    assert [] == problems
    assert json.dumps(json.loads(expected.read_bytes())) == json.dumps(value)


@pytest.mark.parametrize("expected", STREAMS, ids=lambda path: path.stem)
def test_reads_all_documents(expected: Path) -> None:
    """With extractAllScripts, the value is the list of all documents of the stream."""
    data = (CASES / expected.name.replace(".all.json", ".yamlld")).read_bytes()
    assert (json.loads(expected.read_bytes()), []) == load(
        data, "x.yamlld", all_documents=True
    )


def test_all_documents_must_be_good() -> None:
    """With all documents asked for, a fault in a later one is not passed over."""
    data = b"a: 1\n---\n2: b\n---\n---\nc: *n\n"
    value, problems = load(data, "x.yamlld", all_documents=True)
    assert value is None
    assert ["Y13", "Y16", "Y09"] == [problem.code for problem in problems]


def test_anchors_end_with_their_document() -> None:
    """An alias cannot reach into the document before."""
    value, problems = load(b"- &n 1\n---\n- *n\n", "x", all_documents=True)
    assert (None, ["Y09"]) == (value, [problem.code for problem in problems])


def test_one_document_of_a_stream_is_a_list_of_one() -> None:
    """With all documents asked for, even a single one comes in a list."""
    assert ([{"a": 1}], []) == load(b"a: 1\n", "x", all_documents=True)


def test_copies_do_not_share() -> None:
    """What an alias gives can be changed without changing what it repeats."""
    value, _ = load(b"a: &n {b: [1]}\nc: *n\n", "x")
    assert isinstance(value, dict)
    assert value["a"] == value["c"]
    assert value["a"] is not value["c"]


def test_refuses_what_is_too_large() -> None:
    """The size is looked at before anything is decoded."""
    value, problems = load(b"\xff" * (MOST_BYTES + 1), "x")
    assert (None, ["Y05"]) == (value, [problem.code for problem in problems])


def test_refuses_aliases_that_multiply() -> None:
    """Nine lines of nine aliases each would be 387 million values: refused at once."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for letter, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{letter}: &{letter} [{', '.join([f'*{before}'] * 9)}]")
    value, problems = load("\n".join(lines).encode(), "x")
    assert (None, ["Y09"]) == (value, [problem.code for problem in problems])


def test_refuses_aliases_that_pile_up() -> None:
    """Depth made of aliases is bounded like depth made of brackets."""
    lines = ["- &a0 [x]", *(f"- &a{n} [*a{n - 1}]" for n in range(1, 5_000))]
    value, problems = load("\n".join(lines).encode(), "x")
    assert (None, ["Y09"]) == (value, [problem.code for problem in problems])


@pytest.mark.parametrize("data", NESTED, ids=lambda data: repr(data[:12]))
def test_hostile_nesting_is_quick(data: bytes) -> None:
    """Deep nesting stops at the bound: libyaml alone takes 17 s for the brackets."""
    start = time.process_time()
    value, problems = load(data, "x")
    assert value is None
    assert problems
    assert time.process_time() - start < 2


@given(st.binary(max_size=300))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_never_raises_for_bytes(data: bytes) -> None:
    """Whatever the bytes are, there is a value or a problem, never both."""
    value, problems = load(data, "x")
    assert (value is None) == bool(problems)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(_JSON, max_size=3), st.booleans())
@settings(max_examples=300, derandomize=True, deadline=None)
def test_json_is_yaml_ld(value: list[object], ascii_only: bool) -> None:
    """Every JSON document reads as itself (YAML-LD 1.0, 3.1)."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert (value, []) == load(text.encode(), "x")
