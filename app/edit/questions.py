"""Which questions matter of a new record, in which order, and what an answer is.

Few are asked: what the schema requires, and what makes a record useful.  What else may be
said stands as comments in the file (:mod:`app.edit.writer`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.problems import Problem
from app.records import languages, schema, tree
from app.records.dates import bounds
from app.records.places import Path
from app.records.shape import Shape, shape_at, shape_of
from app.rules import FREE_TEXT, NO_DATE, NO_LANGUAGE, NOT_A_MAPPING, WRONG_TYPE

#: What is asked, by the place it has: the folder, then the keys on the way without the
#: names that editors give.
ASKED: dict[str, tuple[str, ...]] = {
    "actors": ("name", "role", "url"),
    "takedowns": ("agent", "disclosed", "documented_in", "title"),
    "sets": ("title", "disclosed_in", "documented_in", "removed", "counts"),
    "sets.counts": ("as_printed", "value", "unit", "rounding", "words"),
    "claims": (
        *("claimants", "speaker", "made", "medium", "about"),
        *("asserts", "denies", "withholds", "title"),
    ),
    "claims.asserts": (
        *("words", "relation", "party", "place", "unnamed", "certainty", "hedge"),
    ),
    "claims.denies": ("words", "relation", "party", "place", "unnamed"),
    "claims.withholds": ("words", "relation", "party", "place", "unnamed"),
    "caveats": ("words", "qualifies", "dimensions", "does_not_say", "title"),
    "sources": (
        # The address comes first of all: much is read off it.
        *("publisher", "published", "type", "title", "lang"),
        *("translation", "passages", "translated_by"),
    ),
    "sources.passages": (
        *("text", "translation", "part", "voice", "restates", "speaker", "over", "seen"),
    ),
    "sources.passages.seen": ("in", "read", "closed"),
    "reactions": ("words", "by", "made", "to", "stance", "title"),
    "reviews": (
        *("review_of", "finding", "verdict", "rationale", "evidence"),
        *("judged_by", "judged", "title"),
    ),
}

#: Kinds of part that a record is of little use without; the others are offered.
_WANTED_PARTS = frozenset({"sources.passages"})
_SAID_WEAKLY = frozenset({"apparent", "possible"})
#: Asked in some cases only, and needed in those.
_REQUIRED_WHEN_DUE = frozenset(
    {"sources.translated_by", "sources.passages.speaker", "claims.asserts.hedge"}
)
#: What is filled in where it is left out, and with what.
_FILLED_IN = {"sources.passages.seen.in": "Enter: in this source, or the copy just taken."}
ENGLISH = "en"
#: What a record is refused for at its beginning, where a part has other form.
_NO_PART = frozenset({NOT_A_MAPPING.code, FREE_TEXT.code})
_YES_OR_NO = {"yes": True, "y": True, "no": False, "n": False}


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the path of its answer in the record, and what the schema says of it.

    ``in_list``: it is about one item of the list at that path.
    """

    folder: str
    path: tuple[str, ...]
    shape: Shape
    is_required: bool
    in_list: bool = False

    @property
    def key(self) -> str:
        """The key that is asked for."""
        return self.path[-1]

    @property
    def says(self) -> str:
        """What is asked for, in a sentence or two."""
        filled = _FILLED_IN.get(place_of(self.folder, self.path), "")
        return " ".join([*self.shape.description.split(), filled]).strip()

    @property
    def option(self) -> str:
        """The option that answers it: of a part, that of the whole part."""
        return option_of(self.path[0])

    @property
    def is_list(self) -> bool:
        """Tell whether there may be more than one answer."""
        return self.shape.type == "array"


def option_of(key: str) -> str:
    """Return the option for a key.

    >>> option_of("does_not_say")
    '--does-not-say'
    """
    return f"--{key.replace('_', '-')}"


def place_of(folder: str, path: tuple[str, ...]) -> str:
    """Return the place of a path: without the names that editors give to parts.

    >>> place_of("sources", ("passages", "lede", "seen"))
    'sources.passages.seen'
    """
    named: list[str] = [folder]
    shape: Shape | None = shape_of(folder)
    for step in path:
        if shape is not None and not holds_parts(shape):
            named.append(step)
        shape = shape.below(step) if shape is not None else None
    return ".".join(named)


def holds_parts(shape: Shape) -> bool:
    """Tell whether a mapping holds parts by name: names of an editor's, or of a list."""
    if shape.entries is not None:
        return True
    below = shape.properties.values()
    return bool(below) and all(one.type == "object" for one in below)


def questions(
    folder: str, path: tuple[str, ...], data: Mapping[str, Any], whole: Mapping[str, Any]
) -> Iterator[Question]:
    """Yield what is to be asked of a mapping of a record, one after the other.

    *data* is that mapping and *whole* the record, each as far as it has been answered:
    both are looked at anew for every question.
    """
    shape = shape_at(folder, path) or shape_of(folder)
    for key in ASKED.get(place_of(folder, path), shape.properties):
        if key in shape.one_of:
            # One of them: each is asked until one is answered, the last must be.
            if not any(other in data for other in shape.one_of):
                is_last = key == shape.one_of[-1]
                yield Question(folder, (*path, key), shape.properties[key], is_last)
        elif _is_due(key, data, whole):
            place = place_of(folder, (*path, key))
            required = key in shape.required or place in _REQUIRED_WHEN_DUE
            required = required and place not in _FILLED_IN
            yield Question(folder, (*path, key), shape.properties[key], required)


def _is_due(key: str, data: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Tell whether a question has sense after the answers before it."""
    if key == "speaker" and "voice" in data:
        return bool(data["voice"] != "own")
    if key == "translated_by":
        held = (whole, *whole.get("passages", {}).values())
        return any("translation" in one for one in held)
    if key == "translation":
        return str(whole.get("lang", ENGLISH)).partition("-")[0] != ENGLISH
    if key == "hedge":
        return data.get("certainty") in _SAID_WEAKLY
    if key == "over":
        return "restates" in data
    if key == "documented_in":
        return "disclosed_in" not in data
    return True


def value_of(shape: Shape, typed: str) -> Any:
    """Return the value that somebody means who typed a text; what is none stays text.

    >>> value_of(Shape(type="integer"), "1,196"), value_of(Shape(type="boolean"), "yes")
    (1196, True)
    """
    text = typed.strip()
    if shape.type == "integer":
        digits = text.replace(",", "")
        return int(digits) if digits.isascii() and digits.isdigit() else text
    if shape.type == "boolean":
        return {**_YES_OR_NO, "true": True, "false": False}.get(text.lower(), text)
    return text


def answers_yes_or_no(typed: str) -> bool:
    """Tell whether a text answers another question than one for a name.

    >>> answers_yes_or_no("Y"), answers_yes_or_no("yesterday")
    (True, False)
    """
    return typed.strip().lower() in _YES_OR_NO


def fault_of(folder: str, path: Path, value: Any, *, at_key: bool = False) -> str:
    """Return what is wrong with one answer by itself, or nothing.

    With *at_key* only what is wrong with the name that *path* ends in.

    The same sentences as ``caveat check`` prints: of the schema, the calendar, languages.
    """
    data: Any = value
    for step in reversed(path):
        data = {step: data}
    for fault in schema.faults(folder, data):
        if at_key and not (fault.at_key and fault.path == tuple(path)):
            continue
        if fault.path[: len(path)] == tuple(path):
            return f"{fault.rule.code} {fault.message}"
    shape = shape_at(folder, path)
    if shape is not None and shape.definition == "edtf":
        span = bounds(value)
        if span.fault:
            return f"{NO_DATE.code} {span.fault}"
    if shape is not None and shape.definition == "language":
        unknown = languages.fault_of(value)
        return f"{NO_LANGUAGE.code} {unknown}" if unknown else ""
    return ""


def part_of(text: str) -> tuple[str, dict[str, Any]] | Problem:
    """Return name and data of a part that an option gives as YAML: ``name: {key: value}``.

    It is read as a record is, and refused for the same reasons.
    """
    read = tree.read(text.encode("utf-8", "surrogateescape"), "option")
    if read.problems:
        first = read.problems[0]
        begins = first.place.line == first.place.column == 1
        if not (begins and first.code in _NO_PART):
            return first
    data = read.data or {}
    name, value = next(iter(data.items()), ("", None))
    if len(data) != 1 or not isinstance(value, dict):
        place = read.places.value(())
        message = "a part is written as 'NAME: {key: value, key: value}'"
        return WRONG_TYPE.at(place, message)
    return name, value


def is_wanted(folder: str, path: tuple[str, ...]) -> bool:
    """Tell whether a first part of this kind is asked for without asking whether."""
    return place_of(folder, path) in _WANTED_PARTS
