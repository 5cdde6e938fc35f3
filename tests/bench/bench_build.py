"""Measure builds, side by side in one run: ``python -m tests.bench.bench_build [N]``.

Each figure is taken in a process of its own, so that none inherits memory or caches of
another.  The *floor* is what no design that reads YAML and keeps Oxigraph can go below:
libyaml's ``compose`` of the same files over all cores, and Oxigraph's bulk load of the
same statements from N-Quads that lie ready.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from app import ROOT
from tests.bench.made import write

Figures = dict[str, float]
_CHANGED = "claims/c1a.yaml"


@dataclass(frozen=True)
class Measured:
    """What a measure printed, how long its process took, and its largest process."""

    figures: Figures
    seconds: float
    megabytes: float


def run(command: list[str]) -> Measured:
    """Run a command and take its figures."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        printed, said = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command} ended badly: {said.decode()}")
    figures = json.loads(printed) if printed.startswith(b"{") else {}
    return Measured(figures, seconds, usage.ru_maxrss / 1024)


class Clock:
    """Times the parts of a measure."""

    def __init__(self) -> None:
        self.figures: Figures = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note how long the part *name* took."""
        now = time.perf_counter()
        self.figures[name] = now - self._last
        self._last = now


def _files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.yaml"))


def _compose(paths: list[Path]) -> int:
    return sum(1 for path in paths if yaml.compose(path.read_bytes(), yaml.CSafeLoader))


def floor(root: Path, out: Path) -> Figures:
    """Compose all files over the cores, then load ready statements."""
    paths = _files(root)
    clock = Clock()
    cores = os.cpu_count() or 1
    with multiprocessing.Pool(cores) as pool:
        pool.map(_compose, [paths[start::cores] for start in range(cores)])
    clock.lap("compose")
    store = ox.Store(str(out / "floor"))
    store.bulk_load(path=str(out / "all.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    clock.lap("load")
    return clock.figures


def cold(root: Path, out: Path) -> Figures:
    """Check and build from nothing, as ``caveat build`` does."""
    clock = Clock()
    from app.graph.build import build
    from app.records.load import load

    kb = load(root)
    assert not kb.problems, kb.problems[:3]
    clock.lap("check")
    built = build(kb, out / "build")
    clock.lap("build")
    return {**clock.figures, "statements": built.statements}


def statements(_root: Path, out: Path) -> Figures:
    """Write the statements of the build as N-Quads, for the floor."""
    from app.graph.store import Generations

    Generations(out / "build").current().store.dump(
        str(out / "all.nq"), format=ox.RdfFormat.N_QUADS
    )
    return {}


def one_change(root: Path, out: Path) -> Figures:
    """Save one record, and go on until it is served."""
    from app.cli.watch import refresh
    from app.graph.store import Generations

    generations = Generations(out / "build")
    before = generations.current().name
    path = root / _CHANGED
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('note: "', 'note: "Seen. '), encoding="utf-8")
    clock = Clock()
    refresh(root, out / "build")
    clock.lap("refresh")
    assert generations.current().name != before
    clock.lap("taken up")
    return clock.figures


def plain_rdflib(root: Path, out: Path) -> Figures:
    """Convert with PyYAML and rdflib as one would by hand, and load into Oxigraph."""
    import rdflib

    from app.graph.context import context

    clock = Clock()
    base = "https://caveat.example/"
    dataset = rdflib.Dataset()
    for path in _files(root):
        data = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        record = base + str(path.relative_to(root).with_suffix(""))
        graph = dataset.graph(rdflib.URIRef(f"{record}#record"))
        for triple in _triples(rdflib, rdflib.URIRef(record), data, context().terms):
            graph.add(triple)
    clock.lap("convert")
    dataset.serialize(str(out / "plain.nq"), format="nquads")
    clock.lap("write")
    store = ox.Store(str(out / "plain"))
    store.bulk_load(path=str(out / "plain.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    clock.lap("load")
    return {**clock.figures, "statements": len(store)}


def _triples(
    rdflib: Any, node: Any, data: dict[str, Any], terms: dict[str, Any]
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the statements of a node and its parts, in the plainest way."""
    for key, value in data.items():
        term = terms[key]
        field = rdflib.RDF.type if key == "type" else rdflib.URIRef(term.iri)
        if isinstance(value, dict):
            parts = value if term.container else {key: value}
            for name, part in parts.items():
                child = rdflib.URIRef(f"{node}{'.' if '#' in node else '#'}{name}")
                yield node, field, child
                yield child, rdflib.RDF.type, rdflib.URIRef(f"cav:{key}")
                yield from _triples(rdflib, child, part, terms)
            continue
        for item in value if isinstance(value, list) else [value]:
            if term.type in ("@id", "@vocab"):
                yield node, field, rdflib.URIRef(f"https://caveat.example/{item}")
            else:
                yield node, field, rdflib.Literal(item, lang=term.language)


MEASURES: dict[str, Callable[[Path, Path], Figures]] = {
    item.__name__: item for item in (floor, cold, statements, one_change, plain_rdflib)
}


def measure(name: str, root: Path, out: Path) -> Measured:
    """Take one measure in a process of its own."""
    return run([sys.executable, "-m", __spec__.name, name, str(root), str(out)])


def check(root: Path, *paths: Path) -> Measured:
    """Run ``caveat check`` as an editor does."""
    chosen = [str(path) for path in paths]
    return run([sys.executable, "-m", "app", "check", "--kb", str(root), *chosen])


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parts(measured: Measured) -> str:
    times = {k: v for k, v in measured.figures.items() if k != "statements"}
    parts = ", ".join(f"{name} {value:.2f} s" for name, value in times.items())
    return f"{sum(times.values()):.2f} s ({parts}); {measured.megabytes:,.0f} MB"


def compare(number: int, folder: Path) -> None:
    """Measure and print everything for *number* records."""
    root, out = folder / "kb", folder / "out"
    out.mkdir(parents=True)
    written = write(root, number)
    ours = measure("cold", root, out)
    measure("statements", root, out)
    least = measure("floor", root, out)
    plain = measure("plain_rdflib", root, out)
    say(
        f"{written:,} records, {ours.figures['statements']:,.0f} statements; seed: the number of each case"
    )
    say(f"cold build    {_parts(ours)}")
    say(f"floor         {_parts(least)}")
    say(f"plain rdflib  {_parts(plain)}")
    mine, lowest, other = (
        sum(value for key, value in item.figures.items() if key != "statements")
        for item in (ours, least, plain)
    )
    say(f"cold build / floor: {mine / lowest:.2f} (budget: at most 1.5)")
    memory = ours.megabytes / plain.megabytes
    say(f"plain rdflib / cold build: {other / mine:.2f} (budget: at least 2)")
    say(f"memory, cold build / plain rdflib: {memory:.2f} (budget: at most 0.1)")
    say(f"one change    {_parts(measure('one_change', root, out))} (budget: under 1 s)")


def main() -> None:
    """Take a measure, or all of them."""
    if len(sys.argv) == 4:
        name, root, out = sys.argv[1:]
        say(json.dumps(MEASURES[name](Path(root), Path(out))))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        compare(number, Path(folder))
        root = Path(folder) / "two-thousand"
        write(root, 2_000)
        whole, one = check(root), check(root, root / _CHANGED)
        say(f"caveat check, 2,000 records: {whole.seconds:.2f} s (budget: under 2 s)")
        say(f"caveat check, one file:      {one.seconds:.2f} s (budget: under 0.5 s)")


if __name__ == "__main__":
    main()
