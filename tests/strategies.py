"""Random records, one strategy a kind, made from the JSON Schemas themselves.

What the schemas allow is drawn: every property, list value and form of reference.  Free
text is drawn from all of Unicode that a record may hold, so that whatever is built on
records meets quotes, markup, right-to-left letters and characters beyond the basic plane.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from app import SCHEMAS
from app.graph.context import context
from app.records.kinds import HEADER, KINDS, SLUG
from app.records.record import Record
from app.records.text import invisible
from app.records.tree import read

Schema = dict[str, Any]
Data = dict[str, Any]

#: No time limit on an example, and the same ones in every run of a test on its own.
#: (Hypothesis also draws constants from whatever modules are loaded, so a worker that ran
#: other tests first may draw others: no test may count on what happens to be drawn.)
REPEATABLE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

_MOST = 2
#: Of what nobody sees (Y04) there are marks besides format characters: variation selectors.
_LETTERS = st.characters(
    exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
).filter(lambda char: not invisible(char, ""))
_TRICKY = st.sampled_from(
    ['"', "\\", "'''", "]]>", "<b>&amp;", " #x", "@en", "^^xsd:date", "العربية", "🇻🇪", "é"]
)
_WORD = st.one_of(st.text(_LETTERS, max_size=12), _TRICKY).map(str.split)
_LINE = (
    st.lists(_WORD, min_size=1, max_size=4)
    .map(lambda words: " ".join(part for word in words for part in word))
    .filter(bool)
)
_DATES = st.dates(date(1000, 1, 1))
_DAYS = _DATES.map(str)
_SLUGS = st.from_regex(SLUG, fullmatch=True).filter(lambda slug: len(slug) <= 40)

#: Definitions of common.schema.json whose meaning says more than their pattern does.
_DRAWN: dict[str, st.SearchStrategy[str]] = {
    "line": _LINE,
    "words": _LINE,
    "context_words": _LINE,
    "prose": st.lists(_LINE, min_size=1, max_size=2).map("\n".join),
    "day": _DAYS,
    "edtf": st.one_of(
        _DAYS,
        _DATES.map(lambda day: f"{day:%Y-%m}~"),
        _DATES.map(lambda day: f"{day:%Y}"),
        _DAYS.map(lambda day: f"../{day}"),
        _DAYS.map(lambda day: f"{day}/.."),
        st.tuples(_DAYS, _DAYS).map(lambda days: "/".join(sorted(days))),
    ),
    "url": st.tuples(
        _SLUGS,
        st.text("abcé~/&=;:@,", max_size=6),
        st.sampled_from(["", "?q=%20%C3%A9&x", "?a=b/c?d"]),
        st.sampled_from(["", "#part", "#:~:text=a%2Cb"]),
    ).map(lambda parts: f"https://{parts[0]}.example/{''.join(parts[1:])}"),
    "part_name": _SLUGS.filter(lambda slug: slug != "record"),
}


@cache
def _schema(name: str) -> Schema:
    read_schema: Schema = json.loads((SCHEMAS / name).read_bytes())
    return read_schema


def _resolve(schema: Schema, home: str) -> tuple[Schema, str, str]:
    """Follow references; return the schema, its file and the definition's name."""
    name = ""
    while "$ref" in schema or "allOf" in schema:
        reference = schema.get("$ref") or schema["allOf"][0]["$ref"]
        file, _, pointer = reference.partition("#")
        home, name = file or home, pointer.rpartition("/")[2]
        schema = _schema(home)["definitions"][name]
    return schema, home, name


def _values(schema: Schema, home: str) -> st.SearchStrategy[Any]:
    """Return a strategy for the values that *schema*, of the file *home*, allows."""
    schema, home, name = _resolve(schema, home)
    if name in _DRAWN:
        return _DRAWN[name]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema["type"]
    if kind == "object":
        return _objects(schema, home)
    if kind == "array":
        items = _values(schema["items"], home)
        return st.lists(items, min_size=1, max_size=_MOST, unique=True)
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(schema["minimum"], schema["maximum"])
    if "pattern" in schema and "\\S" not in schema["pattern"]:
        pattern = schema["pattern"].removeprefix("^").removesuffix("$")
        return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) < 99)
    return _LINE.filter(lambda text: len(text) <= schema.get("maxLength", 4000))


def _objects(
    schema: Schema, home: str, *, everything: bool = False
) -> st.SearchStrategy[Data]:
    if "properties" not in schema:
        names = _values(schema["propertyNames"], home)
        parts = _values(schema["additionalProperties"], home)
        return st.dictionaries(names, parts, min_size=1, max_size=_MOST)
    fields = {key: _values(value, home) for key, value in schema["properties"].items()}
    required = set(schema.get("required", ()))
    one_of = _alternatives(schema.get("oneOf"))
    any_of = _alternatives(schema.get("anyOf"))
    least = int(schema.get("minProperties", 0))

    @st.composite
    def objects(draw: st.DrawFn) -> Data:
        chosen = required | {draw(st.sampled_from(one_of))} if one_of else set(required)
        if any_of:
            chosen.add(draw(st.sampled_from(any_of)))
        free = sorted(set(fields) - chosen - set(one_of))
        if everything:
            chosen |= set(free)
        elif free:
            chosen |= draw(st.sets(st.sampled_from(free), min_size=least))
        data = {key: draw(fields[key]) for key in fields if key in chosen}
        if data.get("status") == "reviewed" and "reviewed_by" not in data:
            data["reviewed_by"] = draw(fields["reviewed_by"])
        return data

    return objects()


def _alternatives(options: list[Schema] | None) -> list[str]:
    """Return the properties of which one must be there."""
    return [option["required"][0] for option in options or ()]


def _distinct(data: Data, taken: frozenset[str] = frozenset({"record"})) -> Data:
    """Rename parts so that all names of one node differ, as the checks ask."""
    used = set(taken)
    named = dict(data)
    for key, value in data.items():
        if not isinstance(value, dict):
            continue
        if context().terms[key].container is None:
            used.add(key)
    for key, value in data.items():
        if not isinstance(value, dict):
            continue
        if context().terms[key].container is None:
            named[key] = _distinct(value, frozenset())
            continue
        named[key] = {}
        for name, part in value.items():
            fresh = next(one for one in _variants(name) if _last(one) not in used)
            used.add(_last(fresh))
            named[key][fresh] = _distinct(part, frozenset())
    return named


def _variants(name: str) -> Iterator[str]:
    yield name
    for number in range(2, 1_000):
        yield f"{name}-{number}"


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def data_of(folder: str, *, everything: bool = False) -> st.SearchStrategy[Data]:
    """Return a strategy for the data of records of a kind, or of ``kb.yaml``.

    With *everything* each property is there that may stand beside the others.
    """
    home = f"{folder}.schema.json"
    schema, home, _ = _resolve(_schema(home), home)
    return _objects(schema, home, everything=everything).map(_distinct)


def records(folder: str, *, everything: bool = False) -> st.SearchStrategy[Record]:
    """Return a strategy for records of a kind; the header's folder is ``kb``."""
    slugs = st.just("") if folder == HEADER else _SLUGS.map(lambda slug: f"/{slug}")
    return st.tuples(slugs, data_of(folder, everything=everything)).map(
        lambda drawn: record(f"{folder}{drawn[0]}", drawn[1])
    )


def record(record_id: str, data: Data) -> Record:
    """Make a record that stands in no file."""
    path = f"{record_id}.yaml"
    folder = record_id.partition("/")[0]
    return Record(record_id, folder, path, data, read(b"{}\n", path).places)


#: The eight kinds, and the header.
FOLDERS = (*KINDS, HEADER)
