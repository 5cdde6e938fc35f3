"""What changed between two versions of a record, in words.

A link that is named stands there with every caveat on it, as in every report.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.history.lines import told_of
from app.history.report import reported
from app.history.sentence import as_text
from app.history.version import Version
from app.history.versions import Versions


@dataclass(frozen=True, slots=True)
class Told:
    """What changed in one record: its id, what happened to it, and lines by depth."""

    id: str
    heading: str
    lines: tuple[tuple[int, str], ...]


def told(versions: Versions, before: Version, after: Version) -> tuple[Told, ...]:
    """Tell what differs in meaning between two versions; nothing where they are equal."""
    if before.digest == after.digest:
        return ()
    report = reported(versions.difference(before, after), (before.name, after.name))
    found = []
    for section in report.sections:
        opening, lines = told_of(report, section, before.record, after.record)
        text = tuple((depth, as_text(line)) for depth, line in lines)
        found.append(Told(section.change.id, as_text(opening), text))
    return tuple(found)
