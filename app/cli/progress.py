"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

#: Without a terminal a line is printed each time this share of the work is done.
_LINES = 10
#: Work of fewer steps is over before anybody would look.
_WORTH_SHOWING = 200


@contextmanager
def shown(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function ``(done, total)`` that shows how far the work has come."""
    progress = _Bar(label) if sys.stderr.isatty() else _Lines(label)
    try:
        yield progress
    finally:
        progress.close()


class _Bar:
    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: click._termui_impl.ProgressBar[int] | None = None
        self._done = 0

    def __call__(self, done: int, total: int) -> None:
        if total < _WORTH_SHOWING:
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar.render_progress()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()


class _Lines:
    def __init__(self, label: str) -> None:
        self._label = label
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        if total < _WORTH_SHOWING:
            return
        step = done * _LINES // total
        if step > self._told:
            self._told = step
            click.echo(f"{self._label}: {done} of {total}", err=True)

    def close(self) -> None:
        """Print nothing: the last line has told that all is done."""
