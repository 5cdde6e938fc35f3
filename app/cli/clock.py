"""The one place where the program asks what time it is.

A test gives its own clock: ``CliRunner().invoke(main, [...], obj=lambda: some_time)``.
"""

from __future__ import annotations

from datetime import UTC, datetime

import click


def now() -> datetime:
    """Return the time, in UTC; under a test the time that it set."""
    clock = click.get_current_context().obj
    time: datetime = clock() if callable(clock) else datetime.now(UTC)
    return time.astimezone(UTC)
