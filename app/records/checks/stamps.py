"""Stamps of verified words, and the marks that editors put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.problems import Problem
from app.records.explain import quoted
from app.records.others import Others
from app.records.parts import Part, passages
from app.records.record import Record
from app.records.stamps import copies_seen, seal
from app.rules import EDIT_NOT_IN_WORDS, GOVERNED, STAMP_VOID


def edits_in_words(record: Record, _others: Others) -> Iterator[Problem]:
    """Whatever is marked as an editor's stands in the words, as often as it is marked."""
    if record.folder != "sources":
        return
    for passage in passages(record):
        edits = passage.data.get("edits", {})
        marked = Counter(edit["inserted"] for edit in edits.values())
        for name, edit in edits.items():
            times, marks = passage.data["text"].count(edit["inserted"]), marked
            if times == marks[edit["inserted"]]:
                continue
            what = quoted(edit["inserted"])
            message = f"{what} stands {times} times in the words and is marked "
            if not times:
                message = f"{what} does not stand in the words, and is marked "
            place = record.places.value((*passage.path, "edits", name, "inserted"))
            count = marks[edit["inserted"]]
            yield EDIT_NOT_IN_WORDS.at(place, f"{message}{count} time{'s' * (count > 1)}")


def stamps_hold(record: Record, others: Others) -> Iterator[Problem]:
    """A stamp fits the words that it stands under, and a copy in which they were seen."""
    for passage in _stamped(record):
        stamp = passage.data["verified"]
        path = (*passage.path, "verified")
        if stamp["seal"] != seal(passage.data, stamp):
            message = "the words, the hash or an answer were changed after the check"
            yield STAMP_VOID.at(record.places.value((*path, "seal")), message)
        elif others.record(passage.data["seen"]["in"].partition("#")[0]) is not None:
            hashes = {sha256 for _, sha256 in copies_seen(passage, others.record)}
            if stamp["sha256"] not in hashes:
                where = quoted(passage.data["seen"]["in"])
                message = f"no copy of {where}, where the words were seen, has this hash"
                yield STAMP_VOID.at(record.places.value((*path, "sha256")), message)


def governed_has_reason(record: Record, _others: Others) -> Iterator[Problem]:
    """Words that others outside govern say why they may stand so."""
    for passage in _stamped(record):
        stamp = passage.data["verified"]
        if stamp["cut"] == "governed" and "reason" not in stamp:
            place = record.places.value((*passage.path, "verified", "cut"))
            message = "a word outside governs these, and no reason is given"
            yield GOVERNED.at(place, message)


def _stamped(record: Record) -> Iterator[Part]:
    if record.folder == "sources":
        yield from (item for item in passages(record) if "verified" in item.data)
