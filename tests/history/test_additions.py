"""What was written anew in a text, whatever its sentences look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.history.additions import pieces, says_more, written


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One sentence without an end", 1),
        ("The U.S. Senate said so. It left.", 2),
        ("See no. 3 and No. 4 of it. It left.", 2),
        ("Smith et al. Report on it. It left.", 2),
        ("It has 418 accounts. 416 are listed. It left.", 2),
        ("Cf. Smith, p. 3, vol. 2. It left.", 2),
        ("It is of 2.5 million. It left.", 2),
        ("J. Smith wrote it. It left.", 2),
        ("He said “It is. It was.” and left. She came.", 2),
        ("He said “No.” She left.", 2),
        ("It reads “unable to tie.” It left.", 2),
        ('He said "It is. It was." and left. She came.', 2),
        ("It is open “so. It never closes. It left.", 1),
        ("It is (so. It was.) and so on. It left.", 2),
        ("A line\nand the next. It left.", 2),
        ("A heading\n\nA text. It left.", 3),
        ("El Sr. Pérez habló. ¿Quién? Él. EE.UU. Negó todo.", 4),
        ("Véase p. ej. El País. «Lo dijo. Luego calló.» Salió.", 3),
        ("甲は乙である。丙は丁である。", 2),
        ("「甲である。乙である。」と言った。丙は丁である。", 2),
        ("他说：“是。不是。”然后走了。她来了！真的？", 3),
        ("A. b. c", 1),
    ],
)
def test_how_a_text_is_taken_apart(text: str, count: int) -> None:
    """In doubt it is not; nothing of it is lost."""
    assert count == len(pieces(text)), pieces(text)
    assert text == "".join(pieces(text))


@given(st.text(alphabet=".!?…。“”«»()\"' \n\tAaÑñ3、語「」\u2029", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    """Of any text."""
    assert text == "".join(pieces(text))
    assert all(pieces(text))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "It is new. All of it.", "It is new. All of it."),
        ("It is old.", "It is old. It is new.", "It is new."),
        ("It is old.", "It is new. It is old.", "It is new."),
        ("It is old.", "One more. It is old. Another.", "One more. Another."),
        ("Read no. 3.", "Read no. 3. See no. 4 of it.", "See no. 4 of it."),
        ("He said “No.” It left.", "He said “No.” It came. It left.", "It came."),
        ("Del Sr. Pérez. Es viejo.", "Del Sr. Pérez. ¡Es nuevo! Es viejo.", "¡Es nuevo!"),
        ("甲は乙である。", "甲は乙である。丙は丁である。", "丙は丁である。"),
        ("It is\nold.", "It is old.\nIt is new.", "It is new."),
    ],
)
def test_what_came_is_told(old: str, new: str, told: str) -> None:
    """Alone, in its order."""
    assert told == written(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is old. It is long.", "It is old."),
        ("It is old. It is long.", "It is long. It is old."),
        ("It is old.", "It is old."),
        ("It is old.", "It is  old."),
        ("It is old. The table has them all.", "It is old. Nobody counted before 2019."),
        ("It is old. It is long. So it is.", "It is old. Nobody counted before 2019."),
    ],
)
def test_in_doubt_the_whole_is_told(old: str, new: str) -> None:
    """Where sentences are gone or moved, or one is another beyond recognition."""
    assert new == written(old, new)


def test_a_sentence_that_is_reworded_is_told() -> None:
    """Where it can be known for the one before; beside one that came, all that is new."""
    old = "It is old. The page was read in a copy of 2019. So it is."
    new = "It is old. The page was read in a copy of 2020. So it is."

    assert "The page was read in a copy of 2020." == written(old, new)
    assert "The page was read in a copy of 2020. It left." == written(
        old, f"{new} It left."
    )


def test_to_take_away_says_nothing() -> None:
    """Nor to move; another word does."""
    assert not says_more("It is old. It is long.", "It is long.")
    assert not says_more("It is old. It is long.", "It is long. It is old.")
    assert says_more("It is old.", "It was old.")
    assert says_more("", "It is new.")
