"""Records in the making: what was answered, how they are named, what the copy says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from app.cli.asking import Asking
from app.cli.capturing import Page
from app.cli.choosing import agreed
from app.edit.draft import Draft, completed, treatments_due
from app.edit.known import Choice, Known
from app.edit.names import proposed
from app.edit.questions import answers_yes_or_no
from app.edit.suggestions import Found
from app.errors import RecordExists
from app.problems import printable
from app.records.explain import quoted
from app.records.files import ENDING
from app.records.kinds import folder_of, is_record_id


@dataclass(slots=True)
class Making:
    """Records in the making: what was answered of each, by id or, yet unnamed, folder."""

    root: Path
    known: Known
    found: Found
    page: Page
    asks: bool
    remarks: dict[str, Sequence[str]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: The conversation; in it an unknown actor can be made a record too.
    asking: Asking = field(init=False)

    def __post_init__(self) -> None:
        self.asking = Asking(self.known, self.found, self._look, self._make_actor)

    def is_taken(self, record_id: str) -> bool:
        """Tell whether a name is in use, or stands for another record since."""
        there = os.path.lexists(self.path(record_id)) or record_id in self.answers
        return there or bool(self.known.others.formerly(record_id))

    def path(self, record_id: str) -> Path:
        """Return where the file of a record goes."""
        return self.root / f"{record_id}{ENDING}"

    def drafts(self) -> list[Draft]:
        """Return the records as they would be written now."""
        return [self._draft(record_id) for record_id in self.answers]

    def _draft(self, record_id: str) -> Draft:
        data = dict(self.answers[record_id])
        remarks: dict[str, Sequence[str]] = {}
        if folder_of(record_id) == "sources":
            data |= {"copies": self.page.copies} if self.page.copies else {}
            remarks = {**self.remarks, **treatments_due(data, self.known)}
        whole = completed(record_id, data, self.page.copy)
        return Draft(record_id, whole, self.path(record_id), remarks)

    def _make_actor(self, typed: str) -> Choice | None:
        question = f"  Make a record of the actor “{printable(typed)}” too?"
        if not self.asks or not agreed(question, default=False):
            return None
        data: dict[str, Any] = {}
        about = replace(self.found, title=typed)
        try:
            Asking(self.known, about).fill("actors", (), data, data)
            record_id = self.named("actors", data, "")
        except (click.Abort, KeyboardInterrupt):
            self.answers[proposed("actors", data, self.is_taken)] = data
            raise
        self.answers[record_id] = data
        return Choice(record_id, str(data["name"]))

    def _look(self, passage: dict[str, Any]) -> bool:
        """Look for the words of a passage in the copy; tell whether to keep them."""
        said = looked(self.page, passage)
        if not said:
            return True
        click.echo(printable(f"  The words in the copy: {said}."))
        if not said.startswith(("missing", "altered")):
            return True
        return agreed("  Keep them all the same?", default=False)

    def named(self, folder: str, data: dict[str, Any], wanted: str) -> str:
        """Return the id of a new record: what was wanted, or asked for, or proposed.

        Raises:
            RecordExists: the name that was wanted is taken.
        """
        likely = proposed(folder, data, self.is_taken)
        while True:
            name = wanted
            if not wanted and self.asks:
                label = "\nName of the record, which stays"
                name = click.prompt(label, default=likely.partition("/")[2]).strip()
            record_id = f"{folder}/{name.removeprefix(f'{folder}/')}" if name else likely
            fault = ""
            if not wanted and answers_yes_or_no(name) and record_id != likely:
                fault = f"“{name}” would be the name; Enter takes the one in [brackets]"
            elif not is_record_id(record_id):
                what = f"Y17 the name {quoted(name)} is not of"
                fault = f"{what} small letters, digits and single hyphens"
            elif self.is_taken(record_id):
                fault = f"{self.path(record_id)} is there already; nothing was written"
            if not fault:
                return record_id
            if wanted or not self.asks:
                free = is_record_id(record_id)
                raise RecordExists(fault) if free else click.UsageError(fault)
            click.echo(f"  ! {printable(fault)}")


def looked(page: Page, passage: dict[str, Any]) -> str:
    """Say how the words of a passage stand in the copy; "" where there is none."""
    if not page.text:
        return ""
    from app.words.held import Held
    from app.words.match import match
    from app.words.quotation import quotation_of

    answer = match(Held(page.text), quotation_of(passage, page.lang or "en"))
    return "; ".join((str(answer.answer), *answer.differences))


def print_unwritten(making: Making) -> None:
    """Print what was answered, so that it is not lost with the files."""
    answered = {one: _pruned(data) for one, data in making.answers.items()}
    making.answers = {one: data for one, data in answered.items() if data}
    told = making.drafts()
    said = " What was answered, to be saved under the path above it:" if told else ""
    click.echo(f"\nNothing was written.{said}", err=True)
    for draft in told:
        click.echo(f"\n# {printable(str(draft.path))}\n{draft.text}")


def _pruned(value: Any) -> Any:
    """Return what was answered without questions that were begun and not answered."""
    if not isinstance(value, dict):
        return value
    held = {key: _pruned(item) for key, item in value.items()}
    return {key: item for key, item in held.items() if item not in ({}, [])}
