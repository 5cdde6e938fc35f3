"""References: what they name exists, is of the right kind and is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.problems import Problem
from app.records.explain import kind_names, listed, quoted
from app.records.kinds import KINDS, folder_of
from app.records.others import Others
from app.records.parts import (
    POLARITIES,
    find,
    is_unpublished,
    is_withdrawn,
    named_fields,
    names,
    parts,
)
from app.records.placecodes import place_codes
from app.records.record import Record
from app.records.shape import EDITORS, PLACES, Leaf, Reference, leaves
from app.records.suggest import near
from app.records.withdrawn import FORMER, Lean, leans
from app.rules import (
    DRAFT,
    FORMER_ID,
    ITSELF,
    NO_EDITOR,
    NO_PART,
    NO_PLACE,
    NO_RECORD,
    SAME_NAME,
    WITHDRAWN,
    WRONG_PART,
)

#: Which fields hold the parts that a shared definition of a reference means.
PART_FIELDS: Mapping[str, tuple[str, ...]] = {
    "link": POLARITIES,
    "claim_or_link": POLARITIES,
    "reacted_to": POLARITIES,
    "passage": ("passages",),
    "evidence": ("passages",),
    "reviewed": ("passages",),
    "source_or_copy": ("copies",),
}

#: So many editors fit into a sentence.
_FEW = 5


def references(record: Record, others: Others) -> Iterator[Problem]:
    """Every reference names what exists, of the right kind, and no draft.

    What is withdrawn is the matter of :func:`withdrawn`.
    """
    for leaf in leaves(record.folder, record.data):
        wanted = leaf.shape.reference
        if wanted is None or leaf.shape.definition == FORMER:
            continue
        if EDITORS in wanted.folders:
            yield from _editor(record, leaf, others)
        elif PLACES in wanted.folders:
            yield from _place(record, leaf)
        else:
            yield from _record(record, leaf, wanted, others)


def _editor(record: Record, leaf: Leaf, others: Others) -> Iterator[Problem]:
    handle = leaf.value.partition("/")[2]
    if others.editors is not None and handle not in others.editors:
        guess = near(handle, others.editors)
        if not guess and len(others.editors) <= _FEW:
            guess = f" The editors are {listed(tuple(others.editors), 'and')}"
        message = f"kb.yaml has no editor {quoted(handle)}.{guess}"
        yield NO_EDITOR.at(record.places.value(leaf.path), message)


def _place(record: Record, leaf: Leaf) -> Iterator[Problem]:
    code = leaf.value.partition("/")[2]
    if code not in place_codes():
        message = f"there is no place with the code {quoted(code)}"
        yield NO_PLACE.at(record.places.value(leaf.path), message)


def _record(
    record: Record, leaf: Leaf, wanted: Reference, others: Others
) -> Iterator[Problem]:
    place = (record.places.key if leaf.is_key else record.places.value)(leaf.path)
    target_id, _, name = leaf.value.partition("#")
    if not others.exists(target_id):
        guess = others.guess(target_id)
        message = f"there is no record {quoted(target_id)}{'.' if guess else ''}{guess}"
        yield NO_RECORD.at(place, message)
        return
    target = others.record(target_id)
    if target is None:
        return  # its own faults are reported where it stands
    if is_unpublished(target) and not is_withdrawn(target) and not is_unpublished(record):
        yield DRAFT.at(place, f"{quoted(target_id)} is a draft, and this is published")
    if not name:
        return
    fields = PART_FIELDS[leaf.shape.definition]
    part = find(target, name, *fields)
    if part is None:
        known = [item.name for item in parts(target, *named_fields(target.folder))]
        what = f"no part {quoted(name)}.{near(name, known)}" if known else "no parts"
        yield NO_PART.at(place, f"{quoted(target_id)} has {what}")
    elif part.field not in fields:
        message = f"{quoted(name)} stands under “{part.field}” of {quoted(target_id)}"
        means = f"here stands {kind_names(wanted)}, under {' or '.join(fields)}"
        yield WRONG_PART.at(place, f"{message}; {means}")


def withdrawn(record: Record, others: Others) -> Iterator[Problem]:
    """What is published is something without what is withdrawn, and is read again."""
    if is_unpublished(record):
        return

    def gone(record_id: str) -> bool:
        target = others.record(record_id)
        return target is not None and is_withdrawn(target)

    for lean in leans(record, gone):
        yield _withdrawn(record, lean)


def _withdrawn(record: Record, lean: Lean) -> Problem:
    leaf = lean.leaf
    place = (record.places.key if leaf.is_key else record.places.value)(leaf.path)
    target = quoted(leaf.value.partition("#")[0])
    if lean.gone is None:
        message = f"{target} is withdrawn, and this is nothing without it"
        return DRAFT.at(place, message, "Withdraw this record as well, or name another.")
    step = lean.gone[-1]
    what = "it is" if isinstance(step, int) or leaf.is_key else f"{quoted(step)} is"
    return WITHDRAWN.at(
        place, f"{target} is withdrawn; {what} left out of what is published"
    )


#: Relations that nothing has to itself, by folder: the field, and the map it stands in.
_NOT_TO_ITSELF = {
    "claims": (("revises", "earlier"),),
    "sources": (("republishes", "work"),),
    "sets": (("", "part_of"), ("", "split_from")),
}


def not_itself(record: Record, _others: Others) -> Iterator[Problem]:
    """A claim does not revise itself, a source does not republish itself."""
    for field, key in _NOT_TO_ITSELF.get(record.folder, ()):
        holders = (
            [(part.path, part.data) for part in parts(record, field)]
            if field
            else [((), record.data)]
        )
        for path, data in holders:
            if str(data.get(key, "")).partition("#")[0] == record.id:
                place = record.places.value((*path, key))
                yield ITSELF.at(place, f"“{key}” names the record itself")


def former_ids(record: Record, others: Others) -> Iterator[Problem]:
    """An id that a record had before belongs to no other record."""
    for number, former in enumerate(record.data.get("formerly", ())):
        place = record.places.value(("formerly", number))
        if others.exists(former):
            yield FORMER_ID.at(place, f"{quoted(former)} is a record")
            continue
        for other in others.formerly(former):
            if other.id != record.id:
                message = f"{quoted(former)} is also a former id of {other.id}"
                yield FORMER_ID.at(place, message)


def part_names(record: Record, _others: Others) -> Iterator[Problem]:
    """The parts of a record share one space of names, whatever key they stand under."""
    if folder_of(record.id) not in KINDS:
        return  # the editors in kb.yaml are named apart from it
    first: dict[str, str] = {}
    for name, path in names(record):
        field = str(path[-2]) if len(path) > 1 else str(path[-1])
        if name in first:
            message = f"“{record.id}#{name}” is already a part under “{first[name]}”"
            yield SAME_NAME.at(record.places.key(path), message)
        first.setdefault(name, field)
