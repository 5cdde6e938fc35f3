"""The page of the rules: what each derives, how, and a worked example."""

from __future__ import annotations

from dataclasses import dataclass

from app.graph.iris import RULES
from app.graph.rules import example, rules
from app.graph.statements import statement
from app.graph.store import Generation
from app.records.kinds import KINDS
from app.site import formats
from app.site.pages import Page
from app.site.queries import query
from app.site.triples import Triples


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule, the number of facts that it gave here, and its worked example."""

    name: str
    path: str
    title: str
    definition: str
    about: str
    after: tuple[str, ...]
    text: str
    example: str | None
    facts: int


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All rules, in the order in which they are run."""

    rules: tuple[RuleView, ...]
    facts: int


def rules_page(generation: Generation) -> Page:
    """Show every rule with the number of facts that it gave in a generation."""
    counted = {
        row["rule"].value: int(row["n"].value)
        for row in generation.select(query("derived"))
    }
    shown = tuple(
        RuleView(
            name=rule.name,
            path=f"/{RULES}#{rule.name}",
            title=rule.title,
            definition=rule.definition,
            about=KINDS[rule.about].plural,
            after=rule.after,
            text=rule.text,
            example=example(rule.name),
            facts=counted.get(f"{generation.base.iri}{RULES}#{rule.name}", 0),
        )
        for rule in rules()
    )
    view = RulesPage(shown, sum(one.facts for one in shown))
    triples = Triples(map(statement, generation.construct(query(RULES))))
    return Page(RULES, "rules.html", view, triples, offered=formats.WITHOUT_FILE)
