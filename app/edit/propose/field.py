"""A field of a form, as the templates draw it."""

from __future__ import annotations

from dataclasses import dataclass

from app.edit.propose.judgement import Fault
from app.edit.propose.offered import Choice, LinkOffered


@dataclass(frozen=True, slots=True)
class Field:
    """One field, or a group of fields, as the templates draw it.

    ``kind`` names the macro; ``name`` is the field's in the form, ``path`` its place in
    the record.  ``links`` are offered, ``limited`` are those that its values name.
    ``entries`` are the entries of a map, the last of them empty where it is ``blank``;
    ``first`` and ``more`` are the fields of a group, ``about`` what these are about.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    example: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    links: tuple[LinkOffered, ...] = ()
    limited: tuple[LinkOffered, ...] = ()
    datalist: str = ""
    faults: tuple[Fault, ...] = ()
    first: tuple[Field, ...] = ()
    more: tuple[Field, ...] = ()
    entries: tuple[Field, ...] = ()
    entry: str = ""
    about: str = ""
    open: bool = False
    added: bool = False
    blank: bool = False

    @property
    def value(self) -> str:
        """The only value, or nothing."""
        return self.values[0] if self.values else ""

    @property
    def is_at_fault(self) -> bool:
        """Whether a fault stands here or anywhere within."""
        within = (*self.first, *self.more, *self.entries)
        return bool(self.faults) or any(item.is_at_fault for item in within)

    @property
    def is_filled(self) -> bool:
        """Whether somebody wrote here or anywhere within."""
        within = (*self.first, *self.more, *self.entries)
        return any(self.values) or any(item.is_filled for item in within)
