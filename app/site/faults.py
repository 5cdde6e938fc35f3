"""Faults that ``caveat serve --reload`` found, to be shown above every page.

The watcher writes them beside the generations; a site that finds none shows none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = "faults.json"


def write_faults(out: Path, rows: str) -> None:
    """Replace the list of faults in one step; *rows* is a JSON array."""
    fresh = out / f"{FILE}.new"
    fresh.write_text(rows, "utf-8")
    fresh.replace(out / FILE)


def read_faults(out: Path) -> tuple[dict[str, Any], ...]:
    """Return the faults that stand now; none where no watcher is at work."""
    try:
        rows = json.loads((out / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return ()
    return tuple(rows)


def clear_faults(out: Path) -> None:
    """Forget the faults of an earlier watcher."""
    (out / FILE).unlink(missing_ok=True)
