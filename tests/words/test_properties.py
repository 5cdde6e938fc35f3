"""What holds of any text: spans are found at their places, changed words are not exact."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from app.words.folding import caseless, fold
from app.words.held import Held
from app.words.match import Answer, match
from app.words.quotation import Edit, Quotation
from app.words.tokens import is_boundary, tokens

#: Characters that folding looks at, among letters, digits and marks of all scripts.
SIGNS = "\u00ad\u200b\u200f\u202e\u2018\u2019\u201c\u201d'\"-\u2010\u2013\u2014\u2026.,\ufb01\u0301\u00a0\u202f \n"
TEXTS = st.text(
    st.one_of(
        st.sampled_from(SIGNS),
        st.sampled_from("abcdeXYZ019 "),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=80,
).map(lambda text: f"{text} a")
PLAIN_WORDS = st.text(st.sampled_from("abcdefgéñüABC0123456789"), min_size=1, max_size=8)
WORDS = st.text(st.sampled_from("abcdefgéñüABC'-0123456789"), min_size=1, max_size=8)


@given(TEXTS)
def test_folding_leads_every_offset_back(text: str) -> None:
    """Offsets lead back in order, inside the text, and a character never to nothing."""
    for folded in (fold(text), caseless(fold(text))):
        starts = [folded.start(offset) for offset in range(len(folded.text))]
        ends = [folded.end(offset) for offset in range(1, len(folded.text) + 1)]

        assert starts == sorted(starts)
        assert ends == sorted(ends)
        assert all(
            0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True)
        )


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded has nothing left to fold but what hyphens were folded away between."""
    once = fold(text).text

    assert fold(fold(once).text).text == fold(once).text


@given(TEXTS, st.data())
def test_a_span_at_token_boundaries_is_found_at_its_place(
    text: str, data: st.DataObject
) -> None:
    """Whatever span of whatever text: exact at its place, or ambiguous with it among all."""
    held = Held(text)
    folded = held.folded
    edges = [at for at in range(len(folded.text) + 1) if is_boundary(text, folded, at)]
    starts = [at for at in edges[:-1] if folded.text[at].isalnum()]
    if not starts:
        return
    start = data.draw(st.sampled_from(starts))
    ends = [at for at in edges if at > start and folded.text[at - 1] != " "]
    end = data.draw(st.sampled_from(ends))
    span = folded.start(start), folded.end(end)
    quote = text[slice(*span)]
    found = match(held, Quotation(quote))

    if found.answer is Answer.AMBIGUOUS:
        assert span in found.spans
    else:
        assert (Answer.EXACT, (span,)) == (found.answer, found.spans)


@given(st.lists(WORDS, min_size=2, max_size=20), st.data())
def test_a_changed_word_is_not_found(chosen: list[str], data: st.DataObject) -> None:
    """A text holds its own words with one of them changed nowhere, and never as exact."""
    text = " ".join(chosen)
    places = list(tokens(text))
    assume(places)
    start, end = data.draw(st.sampled_from(places))
    changed = text[:start] + data.draw(PLAIN_WORDS) + text[end:]
    assume(changed != text)
    found = match(Held(text), Quotation(changed))

    assert found.answer is not Answer.EXACT
    assert found.answer is Answer.CASE or not found.answer.is_found


@given(st.lists(WORDS, min_size=3, max_size=12, unique=True), st.data())
def test_an_ellipsis_stands_for_what_was_left_out(
    chosen: list[str], data: st.DataObject
) -> None:
    """Two stretches with a marked ellipsis between them are found in order, or nowhere else."""
    chosen = [f"{word}x{number}" for number, word in enumerate(chosen)]
    first = data.draw(st.integers(1, len(chosen) - 2))
    second = data.draw(st.integers(first + 1, len(chosen) - 1))
    text = " ".join(chosen)
    edits = (Edit("left-out", "ellipsis", "[…]"),)
    one, other = " ".join(chosen[:first]), " ".join(chosen[second:])
    found = match(Held(text), Quotation(f"{one} […] {other}", edits=edits))
    turned = match(Held(text), Quotation(f"{other} […] {one}", edits=edits))

    assert (Answer.EDITED, (0, len(text))) == (found.answer, found.span)
    assert not turned.answer.is_found
