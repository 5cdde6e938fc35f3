"""EDTF dates to the days that they allow."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.dates import Bounds, bounds, day


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "unknown",
        "June 2024",
        "2019-02-30",
        "2019-02-29",
        "2019-02-29~",
        "2019-13",
        "2019-00",
        "2019-01-00",
        "2019-1-1",
        "2019-01-31 ",
        "2019-01-31\n",
        "٢٠١٩-01",
        "0000",
        "-0044",
        "2019-0X",
        "2019-X1",
        "y1000000000",
        "Y-1000000000",
        "Y17E8",
        "1E999999999",
        "Y1E999999999S1",
        "99999999999999999999",
        "2018/2019/2020",
        "..",
        "/",
        "../..",
        "/..",
        "[2019-01-01,2019-02-01]",
        "{2019,2020}",
        "2019-01-31T10:00:00Z",
        "2019-02-30/2019-03",
        "2019-01/2019-02-30",
        "9" * 1_000_000,
        "2019/" * 100_000,
        "~" * 60,
        "X" * 60,
    ],
    ids=lambda text: text[:24],
)
def test_refuses_what_is_no_date(text: str) -> None:
    """A text that is no date gives a fault in a sentence, quickly, and no days."""
    started = time.perf_counter()
    found = bounds(text)
    assert time.perf_counter() - started < 2
    assert (None, None) == (found.earliest, found.latest)
    assert found.fault and len(found.fault) < 120


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019-01-31", "2019-01-31", "2019-01-31"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-01~", "2019-01-01", "2019-01-31"),
        ("2019~", "2019-01-01", "2019-12-31"),
        ("2019-01-31~", "2019-01-31", "2019-01-31"),
        ("2019?", "2019-01-01", "2019-12-31"),
        ("2019-06%", "2019-06-01", "2019-06-30"),
        ("2018-11/2019-01", "2018-11-01", "2019-01-31"),
        ("2018-11-05/2018-11-07", "2018-11-05", "2018-11-07"),
        ("2018-12~/2019?", "2018-12-01", "2019-12-31"),
        ("../2018-11", None, "2018-11-30"),
        ("/2018-11", None, "2018-11-30"),
        ("2018-11/..", "2018-11-01", None),
        ("2018-11/", "2018-11-01", None),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2019-XX", "2019-01-01", "2019-12-31"),
        ("2019-02-XX", "2019-02-01", "2019-02-28"),
        ("2019-22", "2019-06-01", "2019-08-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_bounds_are_those_of_the_period_stated(
    text: str, earliest: str | None, latest: str | None
) -> None:
    """Day, month, year, interval, open interval; “about” and “uncertain” widen nothing."""
    first = date.fromisoformat(earliest) if earliest else None
    last = date.fromisoformat(latest) if latest else None
    assert Bounds(first, last) == bounds(text)


def test_a_reversed_interval_is_no_fault_of_the_date() -> None:
    """An interval that ends before it begins is read; a rule of its own refuses it."""
    assert bounds("2019-02/2018-01").is_reversed
    assert not bounds("2018-12-31/2018").is_reversed
    assert not bounds("2018-11/..").is_reversed
    assert not Bounds().is_reversed


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(
    st.text(max_size=30)
    | st.text("0123456789X~?%-./YES[]{},", max_size=30)
    | st.dates().map(lambda drawn: f"{drawn:%Y}-{drawn.month:02}~")
)
def test_never_raises(text: str) -> None:
    """Whatever is asked, a date is bounds or a fault, never both."""
    found = bounds(text)
    assert bool(found.fault) != (found.earliest is not None or found.latest is not None)


@settings(derandomize=True, database=None, max_examples=200)
@given(st.dates())
def test_a_day_is_itself(drawn: date) -> None:
    """Every day of the calendar is its own first and last day."""
    assert Bounds(drawn, drawn) == bounds(drawn.isoformat())
    assert drawn == day(drawn.isoformat())


def test_loading_does_not_wait_for_large_libraries() -> None:
    """Neither rdflib nor Flask nor the EDTF library is imported to load records."""
    code = (
        "import sys, app.records.load\n"
        "print(*({'rdflib', 'flask', 'edtf', 'pyoxigraph'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "\n" == done.stdout
