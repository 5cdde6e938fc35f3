"""A report of differences for a terminal."""

from __future__ import annotations

from app.history.lines import body, dependence, faults, heading, left_out
from app.history.report import Report, counted
from app.history.sentence import Said, as_text


def as_plain(report: Report) -> str:
    """Return the report as text: a block for each record; nothing in it is a control."""
    names = (Said(report.before.name), " to ", Said(report.after.name), ": ")
    told = counted(report.sections) or "no change in meaning"
    blocks = [f"{as_text(('From ', *names))}{told}."]
    for version in (report.before, report.after):
        lines = [f"{'  ' * depth}{as_text(said)}" for depth, said in faults(version)]
        blocks += ["\n".join(lines)] if lines else []
    blocks += [as_text(said)] if (said := left_out(report)) else []
    for section in report.sections:
        lines = [as_text(heading(section)), f"  {section.change.id}"]
        lines += [
            f"  {'  ' * depth}- {as_text(said)}" for depth, said in body(report, section)
        ]
        if leans := dependence(section):
            lines.append(f"  {as_text(leans)}")
        blocks.append("\n".join(lines))
    if report.pages:
        pages = "\n".join(f"  {page}" for page in report.pages)
        blocks.append(f"Pages touched ({len(report.pages):,}):\n{pages}")
    return "\n\n".join(blocks)
