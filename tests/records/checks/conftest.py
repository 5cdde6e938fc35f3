"""What the tests of checks share: the small knowledge base with something changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.records.load import load

WHOLE = Path(__file__).parents[2] / "fixtures" / "kb"

#: Takes a file and pairs of old and new text; returns “code message” of all problems.
Changed = Callable[..., list[str]]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Return a function that changes a file and tells what is wrong then.

    Changes add up over calls.  A file that is not there is made of the first text.
    """
    root = tmp_path / "kb"
    shutil.copytree(WHOLE, root)

    def change(name: str, *texts: str) -> list[str]:
        path = root / f"{name}.yaml"
        if not path.exists():
            path.write_text(texts[0], "utf-8")
        else:
            content = path.read_text("utf-8")
            for old, new in zip(texts[::2], texts[1::2], strict=True):
                assert old in content, f"{name} does not hold {old!r}"
                content = content.replace(old, new)
            path.write_text(content, "utf-8")
        return [f"{problem.code} {problem.message}" for problem in load(root).problems]

    return change
