"""Choose one of many things at a terminal by typing part of a name or a number."""

from __future__ import annotations

from collections.abc import Sequence

import click

from app.edit.known import Choice, likely, matching
from app.edit.questions import value_of
from app.problems import printable
from app.records.shape import Shape
from app.records.suggest import near, near_id

#: So many choices are shown at once; who types more of the name sees the rest.
_MOST_SHOWN = 12
_BOOLEAN = Shape(type="boolean")


def agreed(question: str, *, default: bool) -> bool:
    """Ask a question until it is answered with yes or no; Enter is the default."""
    yes_or_no, enter = ("Y/n", "yes") if default else ("y/N", "no")
    while True:
        label = f"{question} [{yes_or_no}]"
        typed = str(click.prompt(label, default="", show_default=False)).strip()
        answer = value_of(_BOOLEAN, typed) if typed else default
        if isinstance(answer, bool):
            return answer
        click.echo(f"  ! y or n is the answer here; Enter means {enter}")


class Choosing:
    """What was shown can be chosen by its number, which it keeps for one question."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._shown: list[Choice] = []
        self._numbers: dict[str, int] = {}

    @property
    def has_shown(self) -> bool:
        """Tell whether there is anything to choose from."""
        return bool(self._shown)

    def offer(self, choices: Sequence[Choice], text: str) -> None:
        """Show the choices that share most with a text."""
        nearest = likely(choices, text)
        self._shown = []
        if nearest:
            click.echo("  Nearest to these words:")
            self.show(nearest)

    def show(self, choices: Sequence[Choice]) -> None:
        """Show choices with numbers, each with all that is to be said of it."""
        self._shown = sorted(choices[:_MOST_SHOWN], key=self._number)
        for choice in self._shown:
            number = self._number(choice)
            click.echo(printable(f"  {number}  {choice.id}: {choice.label}"))
            for detail in choice.details:
                click.echo(printable(f"       {detail}"))
        if len(choices) > _MOST_SHOWN:
            click.echo(
                f"  … and {len(choices) - _MOST_SHOWN:,} more; type more of the name."
            )

    def _number(self, choice: Choice) -> int:
        """Return the number of a choice: that under which it was first shown."""
        return self._numbers.setdefault(choice.id, len(self._numbers) + 1)

    def chosen(self, choices: Sequence[Choice], typed: str) -> str | None:
        """Return the id of what was meant; None after showing what may be.

        Part of a name that fits one thing only is shown, to be confirmed.
        """
        numbered = {str(number): one for one, number in self._numbers.items()}
        if typed in numbered:
            return numbered[typed]
        found = matching(choices, typed)
        if len(found) == 1 and typed in (found[0].id, found[0].id.partition("/")[2]):
            return found[0].id
        self.show(found)
        if len(found) == 1 and agreed("  Is it this?", default=True):
            return found[0].id
        if len(found) > 1:
            click.echo("  Type a number, or more of the name.")
        return None


def named(choices: Sequence[Choice], typed: str, folder: str) -> tuple[str | None, str]:
    """Return the id that an option names, or why it names none.

    An id may stand without its folder; part of a name is not enough for a script.
    """
    found = matching(choices, typed)
    exact = [one.id for one in found if typed in (one.id, one.id.partition("/")[2])]
    if len(exact) == 1:
        return exact[0], ""
    ids = [choice.id for choice in choices]
    whole = typed if "/" in typed else f"{folder}/{typed}"
    hint = near(typed, ids) if "#" in typed else near_id(whole, ids)
    if found and not hint:
        hint = f" Is it one of {', '.join(one.id for one in found[:3])}?"
    return None, f"R01 nothing has the id “{typed}”.{hint}".rstrip(".")
