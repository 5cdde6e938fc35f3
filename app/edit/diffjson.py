"""A report of differences for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from app.history.change import Change
from app.history.report import Report, Section, Version
from app.history.sentence import as_text


def as_json(report: Report) -> str:
    """Return the report as one JSON object, keys in the order in which they are told."""
    told = {
        "before": _version(report.before),
        "after": _version(report.after),
        "changed": bool(report.sections),
        "records": [_record(report, section) for section in report.sections],
        "not_compared": list(report.difference.not_compared),
        "pages": list(report.pages),
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def _version(version: Version) -> dict[str, Any]:
    errors = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "message": problem.message,
        }
        for problem in version.errors
    ]
    return {"name": version.name, "errors": errors}


def _record(report: Report, section: Section) -> dict[str, Any]:
    change = section.change
    return {
        "id": change.id,
        "was": change.was or None,
        "kind": section.kind,
        "title": section.title,
        "draft": section.is_draft,
        "event": str(change.event),
        "changes": [_change(report, item) for item in change.changes],
        "dependents": [asdict(item) for item in section.dependents],
    }


def _change(report: Report, change: Change) -> dict[str, Any]:
    return {
        "about": change.about,
        "aspect": change.aspect,
        "text": as_text(change.sentence),
        "before": change.before,
        "after": change.after,
        "links": [
            {"id": link, "caveats": [asdict(item) for item in report.limits(link)]}
            for link in change.links
        ],
    }
