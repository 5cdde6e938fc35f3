"""Progress of long work: a bar on a terminal, plain lines elsewhere, nothing if short."""

import io
import sys

import pytest

from app.cli.progress import shown


class Terminal(io.StringIO):
    """A standard error stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def work(total: int) -> None:
    """Do *total* steps of nothing and tell of each."""
    with shown("Checking") as progress:
        for done in range(1, total + 1):
            progress(done, total)


def test_lines_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A log gets ten lines, the last of which tells that all is done."""
    work(1_000)

    lines = capsys.readouterr().err.splitlines()
    assert 10 == len(lines)
    assert "Checking: 100 of 1000" == lines[0]
    assert "Checking: 1000 of 1000" == lines[-1]


def test_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets one bar that comes to its end and ends its line."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    work(1_000)

    assert "Checking" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\n")


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_short_work_shows_nothing(
    stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is over before anybody would look is not told of."""
    written = stream()
    monkeypatch.setattr(sys, "stderr", written)

    work(100)

    assert "" == written.getvalue()
