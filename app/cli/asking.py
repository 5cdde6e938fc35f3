"""Ask the questions of a new record at a terminal, and show faults beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import click

from app.cli.choosing import Choosing, agreed, named
from app.edit.draft import part_name
from app.edit.known import Choice, Known
from app.edit.questions import (
    Question,
    answers_yes_or_no,
    fault_of,
    holds_parts,
    is_wanted,
    place_of,
    questions,
    value_of,
)
from app.edit.suggestions import Found, suggestion
from app.problems import printable

MANUAL = (
    "Enter takes what stands in [brackets]; ? explains a question, - leaves it out. Of a\n"
    "record type the id or part of its name. Ctrl-C ends: nothing is written, and\n"
    "what you answered is printed."
)
_HELP, _NOTHING = "?", "-"

#: Is shown a passage with its words, and tells whether they are to be kept.
Look = Callable[[dict[str, Any]], bool]
#: Is given the name of an actor without a record; returns the record to be made of it.
MakeActor = Callable[[str], Choice | None]


@dataclass(slots=True)
class Asking:
    """A conversation about one record; ``made`` are records to be made besides."""

    known: Known
    found: Found
    look: Look = lambda _passage: True
    make_actor: MakeActor = lambda _typed: None
    made: list[Choice] = field(default_factory=list)
    _choosing: Choosing = field(default_factory=Choosing)

    def fill(
        self,
        folder: str,
        path: tuple[str, ...],
        data: dict[str, Any],
        whole: dict[str, Any],
    ) -> None:
        """Ask what is missing in a mapping of a record, and put the answers into it."""
        asked: set[str] = set(data)
        while True:
            due = questions(folder, path, data, whole)
            question = next((one for one in due if one.key not in asked), None)
            if question is None:
                return
            asked.add(question.key)
            self.answer(question, data, whole)

    def answer(
        self, question: Question, data: dict[str, Any], whole: dict[str, Any]
    ) -> None:
        """Ask one question, and put the answer into the mapping it belongs to."""
        if holds_parts(question.shape):
            self._parts(question, data, whole)
            return
        if question.shape.type == "object":
            inner = data.setdefault(question.key, {})
            self.fill(question.folder, question.path, inner, whole)
            if not inner:
                del data[question.key]
            return
        given = data.pop(question.key, None)
        try:
            self._value(question, given, data, whole)
        except (click.Abort, KeyboardInterrupt):
            if given is not None:
                data.setdefault(question.key, given)
            raise

    def _value(
        self,
        question: Question,
        given: Any,
        data: dict[str, Any],
        whole: dict[str, Any],
    ) -> None:
        """Ask for a value or list of them; *given* is the answer before, if any."""
        before = given
        if before is None:
            before = suggestion(question, data, whole, self.known, self.found)
        click.echo(f"\n{printable(question.says)}")
        self._choosing = Choosing()
        if question.key == "restates":
            self._choosing.offer(self._choices(_inner(question)), data.get("text", ""))
        if question.is_list:
            self._list(question, before, data)
            return
        value = self._one(question, before)
        while _is_verbatim(question) and not self.look({**data, question.key: value}):
            value = self._one(question, value)
        if value is not None:
            data[question.key] = value

    def _parts(
        self, question: Question, data: dict[str, Any], whole: dict[str, Any]
    ) -> None:
        """Ask for parts until no more are wanted."""
        parts = data.setdefault(question.key, {})
        wanted = is_wanted(question.folder, question.path) and not parts
        click.echo(f"\n{question.key}: {printable(question.says)}")
        while agreed(f"Add {'another' if parts else 'one'}?", default=wanted):
            wanted = False
            part: dict[str, Any] = {}
            name = "" if question.shape.entries else self._basis(question, parts)
            path = (*question.path, name or "new")
            try:
                self.fill(question.folder, path, part, whole)
                named = name or self._part_name(question, part, parts)
            except (click.Abort, KeyboardInterrupt):
                if part:
                    parts[name or part_name(question.key, part, list(parts))] = part
                raise
            parts[named] = part
        if not parts:
            del data[question.key]

    def _basis(self, question: Question, parts: dict[str, Any]) -> str:
        free = [name for name in question.shape.properties if name not in parts]
        if not free:
            raise click.UsageError(f"there is nothing more to add to {question.key}")
        return str(click.prompt("Which", type=click.Choice(free), default=free[0]))

    def _part_name(
        self, question: Question, part: dict[str, Any], parts: dict[str, Any]
    ) -> str:
        """Ask for the name of a part; it is the end of its address, and stays for ever."""
        proposed = part_name(question.key, part, list(parts))
        while True:
            name = str(click.prompt("Its name, which stays", default=proposed)).strip()
            fault = fault_of(question.folder, (*question.path, name), part, at_key=True)
            if name in parts:
                fault = f"there is one called “{name}” already"
            if answers_yes_or_no(name) and name != proposed:
                fault = f"“{name}” would be the name; Enter takes the one in [brackets]"
            if not fault:
                return name
            _tell(fault)

    def _list(
        self, question: Question, before: list[Any] | None, data: dict[str, Any]
    ) -> None:
        """Ask for one value after the other, and put each into *data* at once."""
        if before:
            click.echo(printable(f"  Likely: {', '.join(map(str, before))}"))
            if agreed("  Take that?", default=True):
                data[question.key] = list(before)
                return
        while True:
            values = data.get(question.key, [])
            required = question.is_required and not values
            value = self._one(replace(_inner(question), is_required=required), None)
            if value is None:
                return
            if value in values:
                _tell("it is in the list already")
            else:
                data[question.key] = [*values, value]
                click.echo("  One more, or Enter.")

    def _one(self, question: Question, before: Any) -> Any:
        """Ask until there is an answer without a fault; None leaves the question out."""
        label = question.key.replace("_", " ")
        yes_or_no = ("yes", "no") if question.shape.type == "boolean" else ()
        if options := question.shape.options or yes_or_no:
            label = f"{label} ({', '.join(options)})"
        default = "" if before is None else _typed(before)
        while True:
            typed = click.prompt(label, default=default, show_default=bool(default))
            typed = str(typed).strip()
            if typed == _HELP:
                self._explain(question)
            elif typed in ("", _NOTHING):
                if not question.is_required:
                    return None
                _tell("this is needed")
            else:
                value = self._understood(question, typed)
                if value is not None:
                    return value

    def _understood(self, question: Question, typed: str) -> Any:
        """Return the value that was meant, or None after saying why there is none."""
        shape = question.shape
        if shape.reference is not None:
            return self._reference(question, typed)
        begun = [option for option in shape.options if option.startswith(typed)]
        value = value_of(shape, begun[0] if len(begun) == 1 else typed)
        tried = [value] if question.in_list else value
        fault = fault_of(question.folder, question.path, tried)
        if fault:
            _tell(fault)
            return None
        if shape.is_free_text and answers_yes_or_no(typed):
            meant = agreed(f"  Is “{typed}” the text itself?", default=False)
            return value if meant else None
        return value

    def _reference(self, question: Question, typed: str) -> str | None:
        choices = self._choices(question)
        found = self._choosing.chosen(choices, typed)
        if found is None and not self._choosing.has_shown:
            folders = question.shape.reference.folders if question.shape.reference else ()
            _tell(named(choices, typed, folders[0])[1])
            if question.shape.definition == "actor":
                made = self.make_actor(typed)
                self.made += [made] if made else []
                return made.id if made else None
        return found

    def _choices(self, question: Question) -> list[Choice]:
        actors = question.shape.definition == "actor"
        return [*self.known.choices(question.shape), *(self.made if actors else ())]

    def _explain(self, question: Question) -> None:
        shape = question.shape
        if shape.example is not None:
            click.echo(printable(f"  For example: {_typed(shape.example)}"))
        if shape.options:
            click.echo(f"  One of {', '.join(shape.options)}; its beginning is enough.")
        if shape.reference is not None:
            self._choosing.show(self._choices(question))


def _inner(question: Question) -> Question:
    """Return the question for one item of a list."""
    shape = question.shape.items or question.shape
    return replace(question, shape=shape, in_list=True)


def _is_verbatim(question: Question) -> bool:
    """Tell whether the answer is to stand in the source, word for word."""
    return place_of(question.folder, question.path) == "sources.passages.text"


def _typed(value: Any) -> str:
    """Return a value as somebody would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _tell(fault: str) -> None:
    click.echo(printable(f"  ! {fault}"))
