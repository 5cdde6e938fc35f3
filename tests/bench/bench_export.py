"""Measure exports, side by side in one run: ``python -m tests.bench.bench_export [N]``.

Each figure is taken in a process of its own.  The *floor* is what no export of these
bytes can go below: writing files of the same sizes to the same disk.  *html* is what a
crawl of the served site costs that takes the pages alone, in one process.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.bench_build import Clock, Figures, Measured, run, say
from tests.bench.made import write


def built(root: Path, work: Path) -> Figures:
    """Check and build, as every export does first."""
    from app.graph.build import build
    from app.records.load import load

    clock = Clock()
    build(load(root), work / "build")
    clock.lap("seconds")
    return clock.figures


def exported(_root: Path, work: Path) -> Figures:
    """Write the site as files, with all cores."""
    from app.site.export.write import export

    clock = Clock()
    made = export(work / "build", work / "site", lambda *_: None)
    clock.lap("seconds")
    return {**clock.figures, "files": made.files, "bytes": made.bytes}


def html(_root: Path, work: Path) -> Figures:
    """Ask the site for every page in HTML, in one process."""
    from app.graph.store import Generations
    from app.site.export.addresses import addresses
    from app.site.factory import create_app

    out = work / "build"
    client = create_app(out).test_client()
    paths = [group[0] for group in addresses(Generations(out).current())]
    clock = Clock()
    for path in paths:
        assert client.get(path).status_code == 200
    clock.lap("seconds")
    return {**clock.figures, "pages": len(paths)}


def floor(_root: Path, work: Path) -> Figures:
    """Write files of the same sizes."""
    sizes = {
        path.relative_to(work / "site"): path.stat().st_size
        for path in (work / "site").rglob("*")
        if path.is_file()
    }
    clock = Clock()
    for name, size in sizes.items():
        target = work / "floor" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(size))
    clock.lap("seconds")
    return clock.figures


MEASURES: dict[str, Callable[[Path, Path], Figures]] = {
    item.__name__: item for item in (built, exported, html, floor)
}


def main() -> None:
    """Print the figures of each measure, and what they are to each other."""
    if len(sys.argv) == 4:
        name, root, work = sys.argv[1], *map(Path, sys.argv[2:])
        say(json.dumps(MEASURES[name](root, work)))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        records = write(work / "kb", number)
        found: dict[str, Measured] = {}
        for name in MEASURES:
            command = [sys.executable, "-m", __spec__.name, name]
            found[name] = run([*command, str(work / "kb"), str(work)])
            say(f"{name:9} {found[name].seconds:7.1f} s  {found[name].figures}")
    seconds = {name: found[name].figures["seconds"] for name in found}
    made = found["exported"].figures
    say(
        f"{records:,} records, {int(made['files']):,} files, {made['bytes'] / 2**20:,.0f} MiB"
    )
    for name in ("built", "html", "floor"):
        say(f"export / {name}: {seconds['exported'] / seconds[name]:.2f}")
    say(f"largest process: {found['exported'].megabytes:.0f} MB")


if __name__ == "__main__":
    main()
