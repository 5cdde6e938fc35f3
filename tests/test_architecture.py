"""The house: imports go one way, files and functions stay small."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"

#: From the bottom up; a module may import from its own layer and from those below.
LAYERS = (
    ("problems", "errors"),
    ("rules",),
    ("records",),
    ("words",),
    ("graph",),
    ("history",),
    ("cite",),
    ("site",),
    ("edit",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MOST_LINES = 300
MOST_FUNCTION_LINES = 45

FILES = sorted(APP.rglob("*.py"))
MODULES = [path for path in FILES if path.parent != APP or path.stem in RANK]


def layer(module: str) -> str:
    """Return the layer of a module: ``graph`` for ``app.graph.build``."""
    return module.split(".")[1] if module.count(".") else ""


def is_module(name: str) -> bool:
    """Tell whether a dotted name is a module or package of the program."""
    path = APP.parent / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imported(path: Path) -> list[str]:
    """Return the modules of the program that a file imports, wherever it does."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.append(inner if is_module(inner) else node.module)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name for name in found if name.startswith("app.") and layer(name) in RANK]


def against_the_stream(path: Path, names: list[str]) -> list[str]:
    """Return those imports of a file that lead to a higher layer."""
    own = path.relative_to(APP).parts[0].removesuffix(".py")
    return [name for name in names if RANK[layer(name)] > RANK[own]]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_go_one_way(path: Path) -> None:
    """No module imports from a layer above its own."""
    assert [] == against_the_stream(path, imported(path))


def test_an_import_against_the_stream_is_found() -> None:
    """The rule can fail: records importing the site is found."""
    path = APP / "records" / "planted.py"

    assert ["app.site.pages"] == against_the_stream(path, ["app.site.pages", "app.rules"])


def test_every_folder_has_a_layer() -> None:
    """A new folder or module at the top must take its place in the order."""
    beside = {"__init__", "__main__"}
    tops = {path.relative_to(APP).parts[0].removesuffix(".py") for path in FILES}

    assert set() == tops - set(RANK) - beside


def test_no_module_is_imported_in_a_circle() -> None:
    """The modules of the program form no circle, lazy imports included."""
    graph = {
        ".".join(("app", *path.relative_to(APP).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): set(imported(path))
        for path in FILES
    }
    # The command group imports its commands, which import its options.
    graph["app.cli"] = set()
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())

    assert set(graph) <= done


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_files_and_functions_are_small(path: Path) -> None:
    """A file is read at one sitting, a function at one glance."""
    text = path.read_text("utf-8")
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    ]

    assert len(text.splitlines()) <= MOST_LINES
    assert [] == long


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_no_name_says_nothing(path: Path) -> None:
    """A module is named for what it makes."""
    assert path.stem not in {"utils", "util", "helpers", "common", "misc", "manager"}
