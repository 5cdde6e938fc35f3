"""How long the ledger of a claim takes, cold, with 200 restatements and 6 caveats.

``python -m tests.bench.bench_ledger`` prints the median and the least of twenty answers in
milliseconds, and both as ratios to the page of an empty list, which is all overhead.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.graph.build import build
from app.records.load import load
from app.site.factory import create_app
from tests.bench.ledgered import CLAIM, write

_TIMES = 20


def main() -> None:
    """Build the made claim, ask for its ledger, print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root / "kb")
        build(load(root / "kb"), root / "build")
        client = create_app(root / "build").test_client()
        floor = _times(client.get, "/reviews")
        for path in (f"/{CLAIM}/ledger", f"/{CLAIM}/ledger.json", f"/{CLAIM}"):
            times = _times(client.get, path)
            ratios = statistics.median(times) / statistics.median(floor)
            sys.stdout.write(
                f"{path:24} median {statistics.median(times):6.1f} ms, "
                f"least {min(times):6.1f} ms, {ratios:5.1f} times an empty list\n"
            )


def _times(get: Callable[[str], Any], path: str) -> list[float]:
    """Ask for a page under addresses that nobody asked for before."""
    times = []
    for number in range(_TIMES):
        begun = time.perf_counter()
        answer = get(f"{path}?from={1000 + number}")
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200
    return times


if __name__ == "__main__":
    main()
