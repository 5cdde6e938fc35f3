"""What a citer relied on, by kind of record; a caveat is never separated from its claim."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.graph.compile import compile_record
from app.history.backward import ends
from app.history.closure import closure, named, relied_on, surroundings
from app.history.meaning import meaning
from app.history.reduced import Kept, narrowed
from app.records.load import load
from app.records.parts import links
from app.records.record import KnowledgeBase, Record
from tests.repository import WHOLE

KB = Path(__file__).parent.parent.parent / "kb"

CLAIM, CAVEAT, SET = "claims/quill-first", "caveats/quill-first-unable", "sets/quill-first"
BLOG, HARBOUR = "sources/quill-2024-05-02", "sources/harbour-2024-05-04"
TAKEDOWN, SECOND = "takedowns/quill-2024-05", "sets/quill-second"
REACTION, REVIEW = "reactions/harbour-2024-05-04", "reviews/harbour-number"

WORDS = ("located", "similar", "unable")
OF_CLAIM = {CAVEAT: None, CLAIM: None, SET: None, BLOG: WORDS}
SAID = {key: OF_CLAIM[key] for key in (CAVEAT, CLAIM, BLOG)}
LATER = "claims/quill-second"
OF_TAKEDOWN = {
    **OF_CLAIM,
    LATER: None,
    SECOND: None,
    TAKEDOWN: None,
    BLOG: ("correction", *WORDS),
}
OF_BLAME = {**SAID, LATER: None, BLOG: ("correction", *WORDS)}


class Held:
    """Reads records that were loaded from a folder, drafts as if they were published."""

    def __init__(self, root: Path) -> None:
        self.kb: KnowledgeBase = load(root)

    def record(self, record_id: str) -> Record | None:
        """Return a record, or None."""
        return self.kb.records.get(record_id)

    def meaning(self, record_id: str) -> dict[str, Any]:
        """Return what a record means."""
        return meaning(self.kb.records[record_id])

    def holders(self, relation: str, target: str) -> Iterable[str]:
        """Return the records that lead to *target*."""
        for record in self.kb.records.values():
            if (relation, target) in ends(record.id, record.data):
                yield record.id

    def named(self, record_id: str, kept: Kept) -> Iterable[str]:
        """Return the records that one names."""
        record = self.kb.records[record_id]
        return named(record.folder, narrowed(self.meaning(record_id), kept))


@pytest.fixture(scope="module")
def held() -> Held:
    """Return the records for tests."""
    return Held(WHOLE)


@pytest.mark.parametrize(
    ("root", "members"),
    [
        (CLAIM, OF_CLAIM),
        (CAVEAT, OF_CLAIM),
        (SET, OF_CLAIM),
        (TAKEDOWN, OF_TAKEDOWN),
        (HARBOUR, {HARBOUR: None, **SAID}),
        (REACTION, {**OF_TAKEDOWN, REACTION: None, HARBOUR: ("comment",)}),
        (
            REVIEW,
            {
                **OF_TAKEDOWN,
                REACTION: None,
                REVIEW: None,
                HARBOUR: ("comment", "lede*"),
            },
        ),
        ("actors/ada-fenn", {"actors/ada-fenn": None}),
        ("actors/quill", {"actors/quill": None, **SAID}),
        ("actors/lantern-group", {"actors/lantern-group": None, **OF_BLAME}),
    ],
)
def test_members(held: Held, root: str, members: dict[str, Any]) -> None:
    """Each kind brings what the table in the module says."""
    assert members == closure(held, root).members


def test_what_is_not_relied_on(held: Held) -> None:
    """How words were checked, restatements, former ids and the status of others are out."""
    relied = relied_on(held, closure(held, REVIEW))
    whole = relied_on(held, closure(held, HARBOUR))[HARBOUR]["passages"]

    assert not {"seen", "verified"} & whole["lede"].keys()
    assert {"restates", "treatments", "text"} <= whole["lede"].keys()
    assert whole["lede"] == relied[HARBOUR]["passages"]["lede"]  # it is what is examined
    assert {"part", "text", "voice", "lang"} == relied[HARBOUR]["passages"][
        "comment"
    ].keys()
    assert "status" in relied[REVIEW]
    assert not {"status", "reviewed_by", "formerly"} & relied[CLAIM].keys()
    source = relied_on(held, closure(held, BLOG))[BLOG]
    assert not {"copies"} & source.keys()
    assert {"part", "text", "lang", "edits", "voice"} == source["passages"][
        "similar"
    ].keys()


def test_what_is_missing_is_needed(held: Held) -> None:
    """A record that is not there yet decides the content when it comes."""
    records = {key: held.kb.records[key] for key in held.kb.records if key != BLOG}
    without = Held(WHOLE)
    without.kb = KnowledgeBase(held.kb.header, records)
    found = closure(without, CLAIM)

    assert BLOG in found.needs
    assert BLOG not in found.members


def test_a_page_has_names_besides(held: Held) -> None:
    """Actors and takedowns stand there for their names, sources without their passages."""
    shown = surroundings(held, closure(held, CLAIM))

    assert {TAKEDOWN, "actors/quill", SET, BLOG} <= shown.keys()
    assert LATER not in shown
    assert shown[BLOG] == WORDS


def test_a_caveat_is_with_its_claim_in_every_closure() -> None:
    """In the records that ship: no content of a claim or page of one lacks a caveat."""
    held, seen = Held(KB), 0
    qualifying: dict[str, set[str]] = {}
    for key, record in held.kb.records.items():
        for link in record.data.get("qualifies", ()) if record.folder == "caveats" else ():
            qualifying.setdefault(link, set()).add(key)
    for root in held.kb.records:
        found = closure(held, root)
        for members in (found.members, surroundings(held, found)):
            for claim in (key for key in members if key.startswith("claims/")):
                for link in links(held.kb.records[claim]):
                    assert qualifying.get(link.id, set()) <= members.keys()
                    seen += 1
    assert seen > 100


def test_what_a_page_shows_compiles() -> None:
    """Records of which only some passages are left are records still."""
    held = Held(KB)
    for root in list(held.kb.records)[::7]:
        for key, kept in surroundings(held, closure(held, root)).items():
            record = held.kb.records[key]
            data = narrowed(record.data, kept)
            made = Record(key, record.folder, record.path, data, record.places)
            assert compile_record(made).statements > 0
