"""Tokens end where Unicode says, and hold together what must not be cut."""

from __future__ import annotations

import pytest

from app.words.folding import fold
from app.words.tokens import is_boundary, token_at, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It removed 1,196 accounts.", ["It", "removed", "1,196", "accounts"]),
        ("2.5 million can’t", ["2.5", "million", "can’t"]),
        ("pro-Maduro, state\u2011backed", ["pro-Maduro", "state\u2011backed"]),
        ("«campaña» del U.S.", ["campaña", "del", "U.S"]),
        ("run—by", ["run", "by"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    """Numbers, contractions and compounds are one token each; dashes divide."""
    assert expected == words(text)


@pytest.mark.parametrize(
    ("text", "folded_edges"),
    [
        ("a 1\u00a0764 b", "a|1 764|b"),
        ("a 1 764 b", "a|1|764|b"),
        ("a re-\nsign b", "a|resign|b"),
        ("it’s 5’s", "it's|5's"),
    ],
)
def test_boundaries_of_a_folded_text(text: str, folded_edges: str) -> None:
    """A space that does not break holds a number together; so does an apostrophe."""
    folded = fold(text)
    starts = [
        at
        for at in range(1, len(folded.text))
        if folded.text[at].isalnum()
        and not folded.text[at - 1].isalnum()
        and is_boundary(text, folded, at)
    ]
    pieces = [
        folded.text[start:end].strip()
        for start, end in zip([0, *starts], [*starts, None], strict=True)
    ]

    assert folded_edges.split("|") == pieces


def test_token_at_an_offset() -> None:
    """A token is told whole, wherever in it one asks, and a sign is itself."""
    text = "x" * 200 + " unable, it said"

    assert "unable" == token_at(text, 203) == token_at(text, 206)
    assert "," == token_at(text, 207)
