"""Between two versions: what was published does not go, and does not change, unsaid."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.history.compare import compare
from app.history.continuity import check
from app.history.duplicates import normalised
from app.records.load import load
from tests.repository import WHOLE

CLAIM, SET, CAVEAT = "claims/quill-first", "sets/quill-first", "caveats/quill-first-unable"
HARBOUR, REVIEW = "sources/harbour-2024-05-04", "reviews/harbour-number"
REACTION = "reactions/harbour-2024-05-04"


class Edited:
    """A copy of the knowledge base that a test changes, and what is found then."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(WHOLE, root)
        self.before = load(WHOLE)

    def path(self, record: str) -> Path:
        """Return the file of a record."""
        return self.root / f"{record}.yaml"

    def change(self, record: str, old: str, new: str) -> None:
        """Replace a text that must be there."""
        text = self.path(record).read_text("utf-8")
        assert old in text
        self.path(record).write_text(text.replace(old, new, 1), "utf-8")

    def start(self) -> None:
        """Take what is there now for the earlier version."""
        self.before = load(self.root)

    def found(self) -> list[tuple[str, str, int]]:
        """Return code, path in the knowledge base and line of each problem."""
        problems = check(compare(self.before, load(self.root)), self.root)
        return [
            (
                item.code,
                Path(item.place.path).relative_to(self.root).as_posix(),
                item.place.line,
            )
            for item in problems
        ]

    def messages(self) -> str:
        """Return what is said, with what to do."""
        problems = check(compare(self.before, load(self.root)), self.root)
        return "\n".join(f"{item.message} {item.remedy}" for item in problems)


@pytest.fixture
def kb(tmp_path: Path) -> Edited:
    """Return a copy to be changed."""
    return Edited(tmp_path / "kb")


def line_of(path: Path, text: str) -> int:
    """Return the line on which a text first stands."""
    return path.read_text("utf-8").split(text)[0].count("\n") + 1


def test_nothing_is_found_where_nothing_changed(kb: Edited) -> None:
    """The same records twice have no problem."""
    assert [] == kb.found()


# --- H01 ------------------------------------------------------------------------------


def test_h01_a_record_that_is_gone(kb: Edited) -> None:
    """It is told at the place where its file was."""
    kb.path("reactions/harbour-2024-05-04").unlink()

    assert [("H01", "reactions/harbour-2024-05-04.yaml", 1)] == kb.found()


def test_h01_a_rename_without_formerly_says_what_to_write(kb: Edited) -> None:
    """The record that means the same is found, and the line to add is given."""
    kb.path("actors/ada-fenn").rename(kb.path("actors/ada-g-fenn"))

    assert [("H01", "actors/ada-g-fenn.yaml", 1)] == kb.found()
    assert "Add “formerly: [actors/ada-fenn]” to actors/ada-g-fenn." in kb.messages()


def test_a_rename_with_formerly_is_no_fault(kb: Edited) -> None:
    """The old id answers still."""
    kb.path("reactions/harbour-2024-05-04").rename(kb.path("reactions/harbour-2024-05-04"))
    kb.change(
        "reactions/harbour-2024-05-04",
        "status: single-coded",
        "status: single-coded\nformerly: [reactions/harbour-2024-05-04]",
    )

    assert [] == kb.found()


def test_h01_a_former_id_is_kept_for_ever(kb: Edited) -> None:
    """What once led here must go on doing so, also after a second rename."""
    kb.change(CLAIM, "formerly: [claims/quill-bouvet]\n", "")
    assert [("H01", f"{CLAIM}.yaml", 1)] == kb.found()
    assert "“claims/quill-bouvet” led here" in kb.messages()


def test_h01_a_record_that_is_a_draft_again(kb: Edited) -> None:
    """A draft has no page, so its id answers no longer."""
    path = kb.path("reactions/harbour-2024-05-04")
    kb.change("reactions/harbour-2024-05-04", "status: single-coded", "status: draft")

    line = line_of(path, "status:")
    assert [("H01", "reactions/harbour-2024-05-04.yaml", line)] == kb.found()


def test_a_draft_may_go_and_a_broken_file_is_not_gone(kb: Edited) -> None:
    """Nobody could cite a draft; and a file that cannot be read is there."""
    kb.path(REVIEW).unlink()
    kb.path("reactions/harbour-2024-05-04").write_text("broken: [", "utf-8")

    assert [] == kb.found()


# --- H02 ------------------------------------------------------------------------------

_LANTERN = """  lantern:
    relation: operated-by
    party: actors/lantern-group
    mentions: [actors/quill]
    share: all
    hedge: "unable"
    words: sources/quill-2024-05-02#unable
    note: "Neither asserted nor denied."
"""


def asserted(kb: Edited, note: str = "Neither asserted nor denied.") -> None:
    """Turn what the claim withholds into something that it asserts."""
    kb.change(CLAIM, f"withholds:\n{_LANTERN}", "")
    moved = _LANTERN.replace("Neither asserted nor denied.", note)
    kb.change(CLAIM, "asserts:\n", f"asserts:\n{moved}    certainty: unhedged\n")


def test_h02_a_withheld_link_that_is_asserted_now(kb: Edited) -> None:
    """The largest change of all does not pass without a word."""
    asserted(kb)

    line = line_of(kb.path(CLAIM), "  lantern:")
    assert [(code, f"{CLAIM}.yaml", line) for code in ("H02", "H05")] == kb.found()


def test_a_reason_in_the_note_is_enough(kb: Edited) -> None:
    """An editor's own slip is mended with a word on it; that it is large is told still."""
    asserted(kb, "Coded as withheld before; the words assert it.")

    assert ["H05"] == [code for code, _, _ in kb.found()]


def test_a_revision_with_its_reason_is_enough(kb: Edited) -> None:
    """So is a claim that revises the link, if it comes with the change and says why."""
    asserted(kb)
    kb.path("claims/quill-third").write_text(
        kb.path("claims/quill-second")
        .read_text("utf-8")
        .replace("made: 2024-06", "made: 2024-06-20"),
        "utf-8",
    )

    assert ["H05"] == [code for code, _, _ in kb.found()]


def test_h02_a_revision_that_was_there_is_none_of_this_change(kb: Edited) -> None:
    """The one in quill-second was published before; it does not cover a new change."""
    asserted(kb)

    assert ["H02", "H05"] == [code for code, _, _ in kb.found()]


@pytest.mark.parametrize(
    ("record", "old", "new", "at"),
    [
        (CLAIM, "certainty: apparent", "certainty: unhedged", "  location:"),
        (CLAIM, "share: most", "share: all", "  location:"),
        (CLAIM, "relation: located-in", "relation: operated-from", "  location:"),
        (CLAIM, "party: actors/lantern-group", "party: actors/quill", "  lantern:"),
        (CLAIM, "made: 2024-05-02", "made: 2024-05-03", "made:"),
        (SET, "value: 300", "value: 301", "  announced:"),
        (SET, "removed: ../2024-04", "removed: ../2024-03", "removed:"),
        (CAVEAT, ", claims/quill-first#likeness", "", "qualifies:"),
        (CAVEAT, "that there is no tie", "that there is a tie", "does_not_say:"),
    ],
    ids=lambda value: value[-20:],
)
def test_h02_each_thing_that_is_meant(
    kb: Edited, record: str, old: str, new: str, at: str
) -> None:
    """Links, numbers, dates and what a caveat limits are told at their own key."""
    kb.change(record, old, new)

    assert [("H02", f"{record}.yaml", line_of(kb.path(record), at))] == kb.found()


def test_h02_a_link_that_is_gone_and_one_that_is_new(kb: Edited) -> None:
    """A link that goes is told of the record, a new one at its place."""
    kb.change(CLAIM, "  state:\n", "  realm:\n")

    line = line_of(kb.path(CLAIM), "  realm:")
    assert [("H02", f"{CLAIM}.yaml", 1), ("H02", f"{CLAIM}.yaml", line)] == kb.found()


@pytest.mark.parametrize(
    ("record", "old", "new", "at"),
    [
        (HARBOUR, "a supprimé 320 comptes du", "a effacé 320 comptes du", "text:"),
        (HARBOUR, "part: lede", "part: body", "part: body"),
        (
            HARBOUR,
            "voice: paraphrased\n    speaker: actors/quill",
            "voice: own",
            "voice: own",
        ),
        (HARBOUR, ", sets/quill-second]", "]", "    over:"),
        (HARBOUR, 'adds: ["comptes du Lantern Group"]', 'adds: ["Group"]', "adds:"),
        (HARBOUR, "rounding: exact", "rounding: roughly", "      total:"),
        (HARBOUR, "relation: operated-by", "relation: linked-to", "      tie:"),
        (HARBOUR, "published: 2024-05-04", "published: 2024-05-05", "published:"),
        (REACTION, "stance: highlights-caveat", "stance: criticises", "stance:"),
    ],
    ids=lambda value: value[-20:],
)
def test_h02_words_and_answers_that_were_published(
    kb: Edited, record: str, old: str, new: str, at: str
) -> None:
    """A judged passage is not made another one without a word on it."""
    kb.change(record, old, new)

    assert ("H02", f"{record}.yaml", line_of(kb.path(record), at)) in kb.found()


def test_h02_a_passage_that_is_gone_or_has_another_name(kb: Edited) -> None:
    """Who cited its address would come to nothing."""
    kb.change(HARBOUR, "  comment:\n", "  caption:\n")

    assert [
        ("H02", f"{HARBOUR}.yaml", line_of(kb.path(HARBOUR), "passages:"))
    ] == kb.found()
    assert "“comment” was published and is gone" in kb.messages()


def test_a_note_in_the_passage_is_reason_enough(kb: Edited) -> None:
    """Words that were copied wrongly are mended with a word on it."""
    kb.change(HARBOUR, "a supprimé 320 comptes du", "a effacé 320 comptes du")
    kb.change(HARBOUR, "The first sentence.", "“Effacé” was copied wrongly before.")

    assert [] == kb.found()


def test_more_is_coded_of_a_passage_at_any_time(kb: Edited) -> None:
    """Words alone are a complete contribution; what somebody adds later needs no reason."""
    kb.change(
        HARBOUR,
        "restates: [claims/quill-first#lantern]",
        "restates: [claims/quill-first#lantern, claims/quill-first#location]",
    )
    kb.change(HARBOUR, "    lang: en\n", "    lang: en\n    over: [sets/quill-first]\n")

    assert [] == kb.found()


def test_what_is_said_beside_the_meaning_changes_freely(kb: Edited) -> None:
    """Titles, notes, other names and stamps need no reason; nor do drafts."""
    kb.change(CLAIM, "Quill on 300 accounts on Bouvet", "Quill on accounts on Bouvet")
    kb.change(SET, "Bouvet (May 2024)", "Bouvet, May")
    kb.change(REVIEW, "verdict: imprecise", "verdict: incorrect")

    assert [] == kb.found()


# --- H03 ------------------------------------------------------------------------------


def test_h03_a_fate_that_changed_on_its_day(kb: Edited) -> None:
    """The same day, or an earlier one, is not enough; a later one is."""
    kb.change(HARBOUR, "fate: [omitted]", "fate: [clipped]")
    kb.change(HARBOUR, "The sentence ends before the limit.", "Half of the limit is there.")
    line = line_of(kb.path(HARBOUR), "fate: [clipped]")
    assert [("H03", f"{HARBOUR}.yaml", line)] == kb.found()
    assert "its day is still 2024-06-21" in kb.messages()

    kb.change(HARBOUR, "judged: 2024-06-21", "judged: 2024-06-20")
    assert "its day is before 2024-06-21" in kb.messages()

    kb.change(HARBOUR, "        judged: 2024-06-20", "        judged: 2024-06-23")
    assert [] == kb.found()


def test_h03_another_fate_for_the_old_reason(kb: Edited) -> None:
    """A new day alone does not make the reason for “omitted” one for “clipped”."""
    kb.change(HARBOUR, "fate: [omitted]", "fate: [clipped]")
    kb.change(HARBOUR, "        judged: 2024-06-21", "        judged: 2024-06-23")

    line = line_of(kb.path(HARBOUR), "The sentence ends before the limit.")
    assert [("H03", f"{HARBOUR}.yaml", line)] == kb.found()
    assert "its reason is still that of the one before" in kb.messages()


def test_h03_a_second_judgement_counts_alike(kb: Edited) -> None:
    """What another editor judged is dated by its own day."""
    kb.change(HARBOUR, "fate: [not-observed]", "fate: [weakened]")
    kb.change(HARBOUR, "The limit may stand elsewhere.", "“Say” is less than they said.")

    assert ["H03"] == [code for code, _, _ in kb.found()]
    assert "by “second”" in kb.messages()


def test_the_day_for_all_counts_for_each(kb: Edited) -> None:
    """A judgement without a day of its own has that of the source."""
    own = "        judged_by: editors/first\n        judged: 2024-06-21\n"
    kb.change(HARBOUR, own, "")
    kb.start()
    kb.change(HARBOUR, "fate: [omitted]", "fate: [clipped]")
    kb.change(HARBOUR, "The sentence ends before the limit.", "Half of the limit is there.")
    assert "its day is still 2024-06-20" in kb.messages()

    kb.change(HARBOUR, "judged: 2024-06-20", "judged: 2024-06-30")
    assert [] == kb.found()


def test_h03_a_judgement_that_is_taken_back(kb: Edited) -> None:
    """It does not go without a word in the passage."""
    text = kb.path(HARBOUR).read_text("utf-8")
    start, end = (
        text.index("    treatments:"),
        text.index('    note: "The first sentence."'),
    )
    kb.path(HARBOUR).write_text(text[:start] + text[end:], "utf-8")
    line = line_of(kb.path(HARBOUR), "  lede:")
    assert [("H03", f"{HARBOUR}.yaml", line)] == kb.found()

    kb.change(HARBOUR, "The first sentence.", "No longer judged: it was read too short.")
    assert [] == kb.found()


def test_h03_a_finding_that_changed_on_its_day(kb: Edited) -> None:
    """A published review is judged anew on a new day."""
    kb.change(REVIEW, "status: draft", "status: single-coded")
    kb.start()
    kb.change(REVIEW, "verdict: imprecise", "verdict: incorrect")
    line = line_of(kb.path(REVIEW), "judged:")
    assert [("H03", f"{REVIEW}.yaml", line)] == kb.found()

    kb.change(REVIEW, "judged: 2024-06-20", "judged: 2024-06-21")
    assert [] == kb.found()


# --- H04 ------------------------------------------------------------------------------


def copied(kb: Edited, record: str, name: str, *pairs: tuple[str, str]) -> Path:
    """Write a record that is like another but for some texts."""
    text = kb.path(record).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    kb.path(name).write_text(text, "utf-8")
    return kb.path(name)


def test_h04_the_same_address(kb: Edited) -> None:
    """An address that leads to the same page is told, whatever trackers added to it."""
    url = "https://quill.example/blog/removed"
    other = "http://www.quill.example/blog/removed/?utm_source=feed#top"
    archived = "archived: https://archive.example/quill.example/blog/removed\n"
    path = copied(
        kb, "sources/quill-2024-05-02", "sources/quill-copy", (url, other), (archived, "")
    )

    assert [("H04", "sources/quill-copy.yaml", line_of(path, "url:"))] == kb.found()
    assert "“sources/quill-2024-05-02” has the same address" in kb.messages()


@pytest.mark.parametrize(
    ("record", "key", "different"),
    [
        ("claims/quill-second", "claimants:", ("medium: statement", "medium: report")),
        (
            "takedowns/quill-2024-05",
            "agent:",
            ("disclosed: 2024-05-02", "disclosed: 2024-05-03"),
        ),
        ("reactions/harbour-2024-05-04", "by:", ("made: 2024-05-04", "made: 2024-05-05")),
    ],
)
def test_h04_the_same_actor_day_and_sets(
    kb: Edited, record: str, key: str, different: tuple[str, str]
) -> None:
    """Two records of one thing are told; two that differ in day or place are two."""
    path = copied(kb, record, f"{record}-again")
    assert [("H04", f"{record}-again.yaml", line_of(path, key))] == kb.found()

    copied(kb, record, f"{record}-again", different)
    assert [] == kb.found()


def test_pairs_that_were_there_before_are_left_alone(kb: Edited) -> None:
    """Only what the change brings is looked at."""
    copied(kb, "takedowns/quill-2024-05", "takedowns/quill-again")
    kb.start()
    kb.change("takedowns/quill-again", "Quill discloses two sets", "Quill discloses")

    assert [] == kb.found()


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://a.example/x", "http://www.A.example:80/x/", True),
        ("https://a.example/y/x", "https://a.example/amp/y/x", True),
        ("https://a.example/x", "https://a.example/x/amp/?m=1", True),
        ("https://a.example/x", "https://a.example/x?m=12", False),
        ("https://a.example/amplify", "https://a.example/lify", False),
        ("https://a.example/x?b=2&a=1", "https://m.a.example/x?a=1&b=2&fbclid=3", True),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/?id=1", "https://a.example/?id=2", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://\u2100.example/", "https://\u2100.example/", True),
    ],
)
def test_addresses_are_compared_by_where_they_lead(
    one: str, other: str, is_same: bool
) -> None:
    """What makes no other page of an address is left out, and nothing else."""
    assert is_same == (normalised(one) == normalised(other))


# --- all ------------------------------------------------------------------------------


def test_a_broken_earlier_version_blames_nobody(kb: Edited) -> None:
    """What could not be read before is not compared."""
    good = kb.path(CLAIM).read_text("utf-8")
    kb.path(CLAIM).write_text("broken: [", "utf-8")
    kb.start()
    kb.path(CLAIM).write_text(good, "utf-8")

    assert [] == kb.found()


# --- withdrawn ------------------------------------------------------------------------


def test_a_record_is_withdrawn_with_a_reason(kb: Edited) -> None:
    """Its file stays and answers; a note says why it is withdrawn."""
    kb.change(REVIEW, "status: draft", "status: single-coded")
    kb.start()
    kb.change(REVIEW, "status: single-coded", "status: withdrawn")
    place = kb.path(REVIEW)
    line = line_of(place, "status: withdrawn")

    assert [("H02", f"{REVIEW}.yaml", line)] == kb.found()
    assert "Say in “note” why the record is withdrawn" in kb.messages()
    kb.change(REVIEW, 'note: "Not finished."', 'note: "The number was misread."')
    assert [] == kb.found()


def test_h01_a_tombstone_is_not_taken_away(kb: Edited) -> None:
    """What was withdrawn keeps its file, so that its id answers."""
    kb.change(REVIEW, "status: draft", "status: withdrawn")
    kb.start()
    kb.path(REVIEW).unlink()

    assert ["H01"] == [code for code, _, _ in kb.found()]
