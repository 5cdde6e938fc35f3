"""The stamps that a run of checks gives to the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.records.stamps import FOUND, seal
from app.records.writing import replaced
from app.words.cut import Answer
from app.words.stamping import stamped
from app.words.verify import Verdict, findings

_LASTING = (*FOUND, "seal")


def stamp_of(verdict: Verdict, editor: str, day: str) -> dict[str, Any]:
    """Return the stamp of a quotation that was found.

    A stamp that already says the same keeps its editor and day; a reason is kept as long
    as the cut is governed.
    """
    data = verdict.passage.data
    old = data.get("verified", {})
    stamp = findings(verdict)
    stamp["seal"] = seal(data, stamp)
    if all(old.get(key) == stamp.get(key) for key in _LASTING):
        return dict(old)
    stamp |= {"checked_by": editor, "checked": day}
    if (
        verdict.cut is not None
        and verdict.cut.answer is Answer.GOVERNED
        and "reason" in old
    ):
        stamp["reason"] = old["reason"]
    return stamp


def write_stamps(verdicts: Iterable[Verdict], editor: str, day: str) -> Iterator[Verdict]:
    """Stamp what was found, each file written at once; yield what was stamped anew.

    Raises:
        RecordNotWritten: a record could not be stamped without other changes, or its file
            not be written.
    """
    by_path: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.cut is not None:
            by_path.setdefault(verdict.passage.record.path, []).append(verdict)
    for path, found in by_path.items():
        text = before = Path(path).read_bytes().decode("utf-8")
        anew = []
        for verdict in found:
            stamp = stamp_of(verdict, editor, day)
            if stamp != verdict.passage.data.get("verified"):
                text = stamped(text, verdict.passage.name, stamp)
                anew.append(verdict)
        if text != before:
            replaced(Path(path), before.encode("utf-8"), text.encode("utf-8"))
        yield from anew
