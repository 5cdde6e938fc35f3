"""Tell the changes of a record or part key by key, as the schemas know the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.history.change import Change, part_id
from app.history.labels import label
from app.history.sentence import Name, Quote, Sentence, differing, joined, shortened
from app.history.side import Data, Side, all_links
from app.records.shape import Shape

#: What a key is called in a sentence, where that is not the key itself.
_CALLED = {
    "about": "sets",
    "adds": "labels that it adds",
    "agent": "one who acted",
    "asked_on": "day of asking",
    "at": "address",
    "authors": "authors",
    "by": "one who reacts",
    "change": "kind of change",
    "closed": "answer whether it was read to its end",
    "documented_in": "sources",
    "does_not_say": "readings that it does not support",
    "earlier": "claim that is revised",
    "formerly": "former ids",
    "in": "copy in which it was seen",
    "interests": "interests",
    "judged": "day of the judgement",
    "judged_by": "judge",
    "lang": "language",
    "looked_on": "day of the last look",
    "made": "date",
    "mentions": "parties mentioned",
    "of": "sets concerned",
    "over": "sets over which the words are used",
    "published": "date",
    "qualifies": "links that it qualifies",
    "read": "extent of reading",
    "removed": "date of removal",
    "restates": "links restated",
    "review_of": "passages reviewed",
    "reviewed_by": "reviewers",
    "text": "words",
    "title": "title",
    "to": "things answered",
    "whom": "one who was asked",
    "words": "passage that it rests on",
    "work": "work republished",
}

#: What is called in the plural though it is one value.
_PLURAL = frozenset({"text", "interests"})
_VERBS = {False: ("is", "was"), True: ("are", "were")}

#: What an entry of a map of named things is called.
_NOUNS = {
    "also_judged": "second judgement",
    "copies": "copy",
    "editors": "editor",
    "edits": "edit",
    "asked": "question to those concerned",
    "questions": "open question",
    "republishes": "republication",
    "revises": "revision",
}

#: Tells the changes of one kind of part: its id, its shape, before, after.
PartTeller = Callable[["Teller", str, Shape, Data | None, Data | None], Iterator[Change]]


class Teller:
    """Tells changes between two sides; parts with a teller of their own go to it."""

    def __init__(
        self, before: Side, after: Side, special: Mapping[str, PartTeller] | None = None
    ) -> None:
        self.before, self.after = before, after
        self._special = special or {}

    def fields(
        self, about: str, shape: Shape, old: Data, new: Data, skip: frozenset[str]
    ) -> Iterator[Change]:
        """Tell each key that differs, in the order of the schema."""
        for key, below in shape.properties.items():
            was, now = old.get(key), new.get(key)
            if key in skip or was == now:
                continue
            if below.entries is not None:
                yield from self.parts(about, key, below.entries, was or {}, now or {})
            elif below.properties:
                yield from self._nested(about, key, below, was or {}, now or {})
            elif below.items is not None:
                yield from self._list(about, key, below, was or [], now or [])
            else:
                yield self._leaf(about, key, below, was, now)

    def parts(
        self, about: str, key: str, shape: Shape, old: Data, new: Data
    ) -> Iterator[Change]:
        """Tell the entries of a map of named things that differ, in order."""
        tell = self._special.get(key)
        # Passages are told as they stand in the record, which is mostly as in the source.
        names = [*new, *(name for name in old if name not in new)]
        for name in names if key == "passages" else sorted(names):
            was, now = old.get(name), new.get(name)
            if was == now:
                continue
            if tell is not None:
                yield from tell(self, part_id(about, name), shape, was, now)
            else:
                yield from self._part(part_id(about, name), key, shape, was, now)

    def summary(self, side: Side, shape: Shape, data: Data) -> Sentence:
        """Say what a part holds: its values one after the other."""
        phrases: list[Sentence] = []
        for key, below in shape.properties.items():
            if key in data and not below.properties and below.entries is None:
                phrases.append((f"{called(key)}: ", *self._said(side, below, data[key])))
        return tuple(piece for phrase in phrases for piece in ("; ", *phrase))[1:]

    def _part(
        self, about: str, key: str, shape: Shape, old: Data | None, new: Data | None
    ) -> Iterator[Change]:
        noun = _NOUNS.get(key, key)
        if old is not None and new is not None:
            yield from self.fields(about, shape, old, new, frozenset())
            return
        side, data = (self.after, new) if new is not None else (self.before, old or {})
        said = self.summary(side, shape, data or {})
        where = " is gone" if new is None else " is new"
        sentence = (f"The {noun} ", local(about), where, *((": ", *said) if said else ()))
        yield Change(about, key, (*sentence, "."), old, new, all_links(_texts(data)))

    def _nested(
        self, about: str, key: str, shape: Shape, old: Data, new: Data
    ) -> Iterator[Change]:
        """Tell a single mapping: its keys are fixed parts, or values of its own."""
        inner = shape.properties
        if any(below.properties for below in inner.values()):
            for name, below in inner.items():
                was, now = old.get(name), new.get(name)
                if was != now:
                    tell = self._special[key]
                    yield from tell(self, part_id(about, name), below, was, now)
            return
        yield from self.fields(about, shape, old, new, frozenset())

    def _list(
        self, about: str, key: str, shape: Shape, old: list[Any], new: list[Any]
    ) -> Iterator[Change]:
        added = [item for item in new if item not in old]
        gone = [item for item in old if item not in new]
        phrases: list[Sentence] = []
        if added:
            said = self.after.value(shape, added)
            verb = "now include " if old else "are now given: "
            phrases.append((verb, *said))
        if gone:
            said = self.before.value(shape, gone)
            verb = "no longer include " if new else "are no longer given; they were "
            phrases.append((verb, *said))
        sentence = (*subject(about, key), " ", *joined(phrases), ".")
        yield Change(about, key, sentence, old, new, all_links([*added, *gone]))

    def _leaf(self, about: str, key: str, shape: Shape, old: Any, new: Any) -> Change:
        what, be, were = subject(about, key), *_VERBS[key in _PLURAL]
        if old is None:
            said = self._said(self.after, shape, new)
            sentence: Sentence = (*what, f" {be} now given: ", *said, ".")
        elif new is None:
            said = self._said(self.before, shape, old)
            sentence = (*what, f" {be} no longer given; before: ", *said, ".")
        elif shape.is_free_text:
            sentence = (*what, *reworded(str(old), str(new), plural=key in _PLURAL))
        else:
            was = self.before.value(shape, old)
            now = self.after.value(shape, new)
            sentence = (*what, f" {were} ", *was, f" and {be} now ", *now, ".")
        return Change(about, key, sentence, old, new, all_links(_texts([old, new])))

    def _said(self, side: Side, shape: Shape, value: Any) -> Sentence:
        if isinstance(value, str) and shape.is_free_text:
            return (Quote(shortened(value)),)
        return side.value(shape, value)


def called(key: str) -> str:
    """Return what a key is called in a sentence.

    >>> called("as_printed")
    'as printed'
    """
    return _CALLED.get(key, key.replace("_", " "))


def local(about: str) -> Name:
    """Return the name of a part inside its record, or the id of a record."""
    return Name(about.partition("#")[2] or about)


def subject(about: str, key: str) -> Sentence:
    """Begin a sentence on a key of a record, or of a part, which is named first."""
    if "#" not in about:
        return (f"The {called(key)}",)
    return (local(about), f": the {called(key)}")


def reworded(old: str, new: str, *, plural: bool = False) -> Sentence:
    """Say how a text reads now: what was put behind it, or both wordings."""
    be, were = _VERBS[plural]
    if new.startswith(f"{old} "):
        return (
            f" now go{'' if plural else 'es'} on: ",
            Quote(shortened(new.removeprefix(old))),
            ".",
        )
    was, now = differing(old, new)
    return (f" {were} ", Quote(was), f" and {be} now ", Quote(now), ".")


def labels(values: list[str]) -> Sentence:
    """Say values of a list."""
    return joined((label(value),) for value in values)


def _texts(value: Any) -> list[str]:
    """Return every text in some data."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
