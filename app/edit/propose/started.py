"""What a link to a form has filled in: the claim, link or caveat that somebody came from.

Only what is published is taken; of what is not, the form says that it was left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from werkzeug.datastructures import MultiDict

from app.edit.propose import asked
from app.edit.propose.known import Published
from app.graph.store import Generation
from app.problems import printable
from app.records.checks.references import PART_FIELDS
from app.records.kinds import folder_of, is_record_id
from app.records.parts import find
from app.records.shape import Shape, shape_of

#: The parameters that a form takes, and the field of the record that they are for.
_TAKEN: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sources": (("claim", "link", "restates"), ("passages", "", "restates")),
    "caveats": (("claim", "link", "qualifies"), ("qualifies",)),
    "reactions": (("claim", "link", "caveat", "takedown", "to"), ("to",)),
}
_MOST = 20
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Start:
    """How a form begins: its data, the claim whose links it offers, what was left out.

    ``query`` is the part of an address that begins a form in the same way.
    """

    data: dict[str, Any] = field(default_factory=dict)
    claim: str = ""
    left_out: tuple[str, ...] = ()
    query: str = ""


def started(now: Generation, folder: str, query: MultiDict[str, str]) -> Start:
    """Return how the form for a new record of *folder* begins, by the *query* of its link.

    A whole claim where links are due says whose links are offered.
    """
    data = asked.defaults(folder)
    if folder not in _TAKEN:
        name = query.get("name", "").strip()
        return Start(data | ({"name": name} if name else {}))
    names, path = _TAKEN[folder]
    typed = [(name, value.strip()) for name in names for value in query.getlist(name)]
    typed = [pair for pair in dict.fromkeys(typed) if pair[1]][:_MOST]
    others, shape = Published(None, generation=now), _items(folder, path)
    filled = {value: None for _, value in typed if _fits(others, shape, value)}
    claims = [value for _, value in typed if value not in filled and _is_claim(now, value)]
    known = [pair for pair in typed if pair[1] in {*filled, *claims}]
    unknown = dict.fromkeys(value for _, value in typed if value not in {*filled, *claims})
    offered = [*claims, *(value.partition("#")[0] for value in filled)]
    return Start(
        data | (_nested(path, list(filled)) if filled else {}),
        next(iter(offered), ""),
        tuple(printable(value[:_LONGEST]) for value in unknown),
        urlencode(known, safe="/"),
    )


def meant(typed: str) -> str:
    """Return the id of the record that is meant by an id, a path or the address of a page.

    >>> meant("https://caveat.example/claims/x#location"), meant("kb/claims/x.yaml")
    ('claims/x', 'claims/x')
    """
    text = typed.strip()
    path = urlsplit(text).path if "://" in text else text.partition("#")[0]
    return "/".join(path.removesuffix(".yaml").split("/")[-2:])


def _items(folder: str, path: tuple[str, ...]) -> Shape:
    shape = shape_of(folder)
    for step in path:
        shape = shape.below(step) or shape
    return shape.items or shape


def _fits(others: Published, shape: Shape, typed: str) -> bool:
    """Tell whether *typed* names what is published and may stand in a field."""
    record_id, mark, name = typed.partition("#")
    wanted = shape.reference
    if wanted is None or folder_of(record_id) not in wanted.folders:
        return False
    record = others.before(record_id) if is_record_id(record_id) else None
    if record is None or not mark:
        return record is not None and wanted.whole
    fields = PART_FIELDS[shape.definition]
    part = find(record, name, *fields)
    return part is not None and part.field in fields


def _is_claim(now: Generation, typed: str) -> bool:
    return is_record_id(typed) and folder_of(typed) == "claims" and now.holds(typed)


def _nested(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return *value* below the keys of a path."""
    for step in reversed(path):
        value = {step: value}
    found: dict[str, Any] = value
    return found
