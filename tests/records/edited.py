"""The knowledge base for tests, changed and checked: records are withdrawn in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from app.problems import Problem
from app.records.load import load
from app.records.withdrawn import without

WHOLE = Path(__file__).parent.parent / "fixtures" / "kb"
FIRST, SECOND = "claims/quill-first", "claims/quill-second"
CAVEAT, SET, OTHER_SET = (
    "caveats/quill-first-unable",
    "sets/quill-first",
    "sets/quill-second",
)
HARBOUR, BLOG = "sources/harbour-2024-05-04", "sources/quill-2024-05-02"
REACTION, REVIEW = "reactions/harbour-2024-05-04", "reviews/harbour-number"
TAKEDOWN, LANTERN = "takedowns/quill-2024-05", "actors/lantern-group"


class Edited:
    """A copy of the knowledge base for tests that is changed and checked."""

    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(WHOLE, root))

    def path(self, record: str) -> Path:
        """Return the file of a record."""
        return self.root / f"{record}.yaml"

    def change(self, record: str, old: str, new: str) -> None:
        """Replace a text, which must be there."""
        text = self.path(record).read_text("utf-8")
        assert old in text
        self.path(record).write_text(text.replace(old, new), "utf-8")

    def set_status(self, record: str, status: str) -> None:
        """Give a record another status, with a note."""
        text = self.path(record).read_text("utf-8")
        text = re.sub(r"(?m)^(reviewed_by|note): .*\n", "", text)
        text = re.sub(r"(?m)^status: .*$", f"status: {status}", text)
        self.path(record).write_text(f'{text}note: "Not what it said."\n', "utf-8")

    def withdraw(self, *records: str) -> None:
        """Withdraw records, each with a note."""
        for record in records:
            self.set_status(record, "withdrawn")

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong now."""
        return load(self.root).problems

    def told(self) -> list[str]:
        """Return record, line, column, code and severity of every problem."""
        return [
            f"{Path(one.place.path).relative_to(self.root).with_suffix('')}:"
            f"{one.place.line}:{one.place.column} {one.code} {one.severity}"
            for one in self.problems()
        ]

    def published(self, record: str) -> dict[str, Any]:
        """Return the data of a record as it is published."""
        kb = load(self.root)
        return without(kb.published[record], kb.is_withdrawn).data
