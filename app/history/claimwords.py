"""Tell how links of claims, what passages say and numbers changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.history.change import Change, part_id
from app.history.fields import Teller, local, subject
from app.history.labels import label
from app.history.sentence import Name, Said, Sentence
from app.history.side import HELD, OBJECTS, Data
from app.records.parts import POLARITIES
from app.records.shape import Shape, shape_of

_NOTHING: frozenset[str] = frozenset()
_OBJECTS = frozenset(OBJECTS)
_NUMBER = ("value", "unit", "as_printed", "rounding")

Held = tuple[str, Data]


def links_of(data: Data) -> dict[str, Held]:
    """Return the links of a claim by name, each with the key that it stands under."""
    return {
        name: (polarity, link)
        for polarity in POLARITIES
        for name, link in data.get(polarity, {}).items()
    }


def link_changes(tell: Teller, claim: str, old: Data, new: Data) -> Iterator[Change]:
    """Tell the links of a claim that differ: first those that are held otherwise now."""
    before, after = links_of(old), links_of(new)
    changed = [
        name
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    changed.sort(key=lambda name: _polarity(before, name) == _polarity(after, name))
    for name in changed:
        about = part_id(claim, name)
        yield from _link(tell, about, before.get(name), after.get(name))


def _polarity(links: Mapping[str, Held], name: str) -> str:
    return links[name][0] if name in links else ""


def _link(tell: Teller, about: str, old: Held | None, new: Held | None) -> Iterator[Change]:
    if old is None or new is None:
        yield _appeared(tell, about, old, new)
        return
    (was, old_link), (now, new_link) = old, new
    skip = _NOTHING
    if was != now:
        said = tell.after.held(now, new_link)
        before = tell.before.statement(old_link)
        other: Sentence = (
            (": ", *before) if before != tell.after.statement(new_link) else ()
        )
        opening: Sentence = ("The link ", local(about), f" was {HELD[was]}", *other)
        sentence: Sentence = (*opening, " and is now ", *said, ".")
        yield Change(about, "polarity", sentence, HELD[was], HELD[now], (about,))
        skip = frozenset({"certainty"})
    shape = shape_of("claims").properties["asserts"].entries
    if shape is not None:
        for change in _fields(tell, about, shape, old_link, new_link, skip):
            yield _mentioning(change, about)


def _appeared(tell: Teller, about: str, old: Held | None, new: Held | None) -> Change:
    if new is not None:
        sentence: Sentence = ("The link ", local(about), " is new; ")
        said = tell.after.held(*new)
    else:
        sentence = ("The link ", local(about), " is gone; it was ")
        said = tell.before.held(*old) if old is not None else ()
    sentence = (*sentence, *said, ".")
    return Change(about, "link", sentence, _whole(old), _whole(new), (about,))


def _whole(held: Held | None) -> Data | None:
    return None if held is None else {**held[1], "polarity": HELD[held[0]]}


def _mentioning(change: Change, link: str) -> Change:
    links = tuple(sorted({*change.links, link}))
    return Change(
        change.about, change.aspect, change.sentence, change.before, change.after, links
    )


def _fields(
    tell: Teller, about: str, shape: Shape, old: Data, new: Data, skip: frozenset[str]
) -> Iterator[Change]:
    """Tell relation and object together with the other keys of a link."""
    was, now = _object(old), _object(new)
    if was != now:
        sentence: Sentence = (
            *subject(about, "object"), " was ", tell.before.object_of(old),
            " and is now ", tell.after.object_of(new), ".",
        )  # fmt: skip
        yield Change(about, "object", sentence, was, now)
    yield from tell.fields(about, shape, old, new, skip | _OBJECTS)


def _object(link: Data) -> dict[str, str]:
    return {key: link[key] for key in OBJECTS if key in link}


def said_changes(
    tell: Teller, about: str, shape: Shape, old: Data | None, new: Data | None
) -> Iterator[Change]:
    """Tell how what a passage says itself was coded otherwise."""
    if old is not None and new is not None:
        yield from _fields(tell, about, shape, old, new, _NOTHING)
        return
    side, data = (tell.after, new) if new is not None else (tell.before, old or {})
    passage, _, _name = about.partition("#")[2].rpartition(".")
    verb = " is now coded as saying itself: " if new else " is no longer coded as saying: "
    sentence = (Name(passage), verb, *side.statement(data or {}), ".")
    yield Change(about, "says", sentence, old, new)


def number_changes(
    tell: Teller, about: str, shape: Shape, old: Data | None, new: Data | None
) -> Iterator[Change]:
    """Tell a number before and after, then what else is said of it."""
    was = None if old is None else {key: old[key] for key in _NUMBER if key in old}
    now = None if new is None else {key: new[key] for key in _NUMBER if key in new}
    if was != now:
        if old is None:
            said: Sentence = (" is new: ", *number(new or {}))
        elif new is None:
            said = (" is gone; it was ", *number(old))
        else:
            said = (" was ", *number(old), " and is now ", *number(new))
        yield Change(about, "count", ("The number ", local(about), *said, "."), was, now)
    if old is not None and new is not None:
        yield from tell.fields(about, shape, old, new, frozenset(_NUMBER))


def number(count: Data) -> Sentence:
    """Say a number as it is printed, with the integer where that differs.

    >>> number({"as_printed": "about 2,000", "value": 2000, "unit": "accounts"})
    (Said(text='about 2,000'), ' (2,000) accounts')
    """
    value = count.get("value")
    printed = str(count["as_printed"])
    is_printed = value is None or printed in (f"{value:,}", f"{value}")
    plain = "" if is_printed else f" ({value:,})"
    rounding = f" ({label(count['rounding'])})" if "rounding" in count else ""
    return (Said(printed), f"{plain} {count['unit']}{rounding}")
