"""Words that were published stay as they were, unless their passage says why (``H02``).

What was judged, copied and cited is a passage as it stood.  More may be coded of it at any
time: another link that it repeats, another number.  What it had is not taken away unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.history.noted import reasoned, unreasoned
from app.history.side import Data
from app.problems import Problem
from app.records.explain import quoted
from app.records.places import Path
from app.records.record import Record

#: What a published source says of itself.
_SOURCE = ("title", "publisher", "published", "republishes")
#: What makes a passage these words of this voice at this place.
_WORDS = ("text", "part", "voice", "speaker", "removal")
#: What was coded of a passage: lists, and parts by name.
_LISTS = ("restates", "over", "adds")
_PARTS = ("numbers", "says")
#: What may change of a part without its meaning.
_BESIDE = frozenset({"note"})


def words_kept(old: Data, new: Data, record: Record) -> Iterator[Problem]:
    """Yield what a later version of a published source changes without a reason."""
    if reasoned(old, new):
        return
    for key in _SOURCE:
        if key in old and old[key] != new.get(key):
            yield unreasoned(record, _at(new, (), key), _differs(key))
    passages = new.get("passages", {})
    for name, was in old.get("passages", {}).items():
        now = passages.get(name)
        if now is None:
            message = f"the passage {quoted(name)} was published and is gone"
            yield unreasoned(record, ("passages",) if passages else (), message)
        elif not reasoned(was, now):
            yield from _passage(record, ("passages", name), was, now)


def _passage(record: Record, path: Path, was: Data, now: Data) -> Iterator[Problem]:
    for key in _WORDS:
        if key in was and was[key] != now.get(key):
            yield unreasoned(record, _at(now, path, key), _differs(key, path))
    for key in _LISTS:
        lost = [item for item in was.get(key, ()) if item not in now.get(key, ())]
        for item in lost:
            message = f"{quoted(item)} was published under “{key}” and is gone"
            yield unreasoned(record, _at(now, path, key), message)
    for key in _PARTS:
        for name, part in was.get(key, {}).items():
            later = now.get(key, {}).get(name)
            if later is None:
                message = f"{quoted(name)} was published under “{key}” and is gone"
                yield unreasoned(record, _at(now, path, key), message)
            elif _meant(part) != _meant(later) and not reasoned(part, later):
                yield unreasoned(record, (*path, key, name), _differs(name, path))


def _at(now: Data, path: Path, key: str) -> Path:
    """Return the place of a key, or of what should hold it."""
    return (*path, key) if key in now else path


def _differs(key: str, path: Path = ()) -> str:
    where = f" of {quoted(str(path[-1]))}" if path else ""
    return f"“{key}”{where} differs from what was published"


def _meant(part: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in part.items() if key not in _BESIDE}
