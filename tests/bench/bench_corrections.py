"""How long a page takes, cold, that leans on what was corrected again and again.

``python -m tests.bench.bench_corrections [corrections]`` makes a history in which a claim,
the caveats on it and its set are corrected in turn (100 times unless told otherwise), and
prints milliseconds of the first answer of a site for the page of a source that repeats a
link of it and for that of the claim, and of one later answer, whose notes are known; all as
ratios to the same page where nothing was ever corrected.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.graph.build import build
from app.history.histories import bring_up
from app.records.load import load
from app.site.factory import create_app
from tests.bench.imported import commit, put
from tests.bench.ledgered import CLAIM, records
from tests.bench.made import HEADER

_TIMES = 5
_SOURCE = "sources/r0"
#: What is changed in turn: the record, the text, and what stands there then.
_TURNS = (
    (CLAIM, "certainty: apparent", "certainty: possible"),
    ("caveats/c0", "that there is no tie", "that there is a tie"),
    ("sets/s", 'as_printed: "764"', 'as_printed: "some 764"'),
    ("caveats/c1", 'title: "Caveat 1"', 'title: "The caveat 1"'),
)


def main() -> None:
    """Make both histories, ask for their pages, print."""
    number = int(sys.argv[1]) if sys.argv[1:] else 100
    with tempfile.TemporaryDirectory() as folder:
        floor, made = Path(folder) / "floor", Path(folder) / "made"
        for root, corrections in ((floor, 0), (made, number)):
            root.mkdir()
            put(root, history(corrections))
            build(load(root / "kb"), root / "build")
            bring_up(root / "build", root / "kb")
        for path in (f"/{_SOURCE}", f"/{CLAIM}"):
            (least, _), (cold, warm) = (
                _times(one / "build", path) for one in (floor, made)
            )
            sys.stdout.write(
                f"{path:20} {number} corrections: {cold:7.1f} ms cold, {warm:7.1f} ms then; "
                f"{cold / least:5.1f} and {warm / least:5.1f} times the {least:.1f} ms of a "
                "page without any\n"
            )


def history(corrections: int) -> Iterator[str]:
    """Yield a commit with all files, and one for each correction."""
    files = {"kb": HEADER, **dict(records(3, 6))}
    yield commit(0, {f"kb/{key}.yaml": text for key, text in files.items()})
    for number in range(corrections):
        record, old, new = _TURNS[number % len(_TURNS)]
        text = files[record]
        assert (old in text) != (new in text)
        back = (new, old) if new in text else (old, new)
        files[record] = text.replace(*back)
        yield commit(number + 1, {f"kb/{record}.yaml": files[record]})


def _times(out: Path, path: str) -> tuple[float, float]:
    """Return the medians of the first answers of sites, and of answers after them."""
    found: list[list[float]] = [[], []]
    for _ in range(_TIMES):
        site = create_app(out)
        for name in site.jinja_env.list_templates(["html"]):
            site.jinja_env.get_template(name)
        client = site.test_client()
        client.get("/reviews")  # opens the store and the index
        for times, address in zip(found, (path, f"{path}?again"), strict=True):
            begun = time.perf_counter()
            answer = client.get(address)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200
    return statistics.median(found[0]), statistics.median(found[1])


if __name__ == "__main__":
    main()
