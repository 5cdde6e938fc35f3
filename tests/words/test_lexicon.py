"""The lexicon is read strictly, and each entry is found in its example."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml

from app.errors import LexiconFaulty
from app.words.lexicon import PATH, Entry, Kind, knows, lexicon, parse

DATA = yaml.load(PATH.read_text("utf-8"), Loader=yaml.BaseLoader)
ENTRIES = [(lang, entry) for lang in ("en", "es") for entry in lexicon(lang).entries]


@pytest.mark.parametrize(
    ("lang", "entry"), ENTRIES, ids=lambda item: getattr(item, "word", item)
)
def test_an_example_holds_its_entry(lang: str, entry: Entry) -> None:
    """Each entry is found in its own example, with its kind."""
    found = lexicon(lang).cues(entry.example)
    plain = [(cue.text.casefold().replace("’", "'"), cue.kind) for cue in found]

    assert any(
        kind is entry.kind
        and any(text == form or text.endswith("n't") for form in entry.forms)
        for text, kind in plain
    )


@pytest.mark.parametrize(
    ("lang", "text", "cues"),
    [
        ("en", "It is not only here, but cannot be", ["cannot"]),
        ("en", "no doubt; no evidence", ["no"]),
        ("en", "In May they may", ["may"]),
        ("en", "May they come?", ["May"]),
        ("en", "nothing, nobody, none", ["nothing", "nobody", "none"]),
        ("en", "cannoth annot", []),
        ("en", "it is consistent\nwith that", ["consistent\nwith"]),
        ("es", "Sin embargo no hay ninguna", ["no", "ninguna"]),
        ("fr", "ce n'est pas not", ["not"]),
    ],
)
def test_cues_of_a_text(lang: str, text: str, cues: list[str]) -> None:
    """Whole phrases are found as they stand; phrases that are none are passed over."""
    governing = [cue for cue in lexicon(lang).cues(text) if cue.kind.governs]

    assert cues == [cue.text for cue in governing]
    assert cues == [text[cue.start : cue.end] for cue in governing]


def test_quantifiers_do_not_govern() -> None:
    """They are noted; negations, modals, hedges and question marks govern."""
    assert [True, True, True, False, True] == [kind.governs for kind in Kind]


def test_other_languages_are_read_with_the_english_lexicon() -> None:
    """Which is told apart from having one."""
    assert lexicon("fr") is lexicon("en")
    assert [True, True, False] == [knows("en-GB"), knows("es-VE"), knows("fr")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("openers"), "missing: openers"),
        (lambda data: data.update(more=[]), "unknown: more"),
        (lambda data: data["words"]["never"].pop("example"), "missing: example"),
        (lambda data: data["words"]["never"].update(knd="x"), "unknown: knd"),
        (
            lambda data: data["words"]["never"].update(kind="negaton"),
            "'negaton' is no kind",
        ),
        (lambda data: data["words"]["never"].update(forms="none"), "a list of texts"),
        (lambda data: data["words"]["never"].update(forms=["none"]), "“none” stands twice"),
        (lambda data: data.update(words={}), "a mapping is due"),
    ],
)
def test_a_faulty_lexicon_is_refused(change: Any, message: str) -> None:
    """A key too many, too few, or a value of the wrong kind ends the program."""
    data = deepcopy(DATA["en"])
    change(data)

    with pytest.raises(LexiconFaulty, match=message):
        parse("en", data)
