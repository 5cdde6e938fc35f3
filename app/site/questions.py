"""Questions that this knowledge base promises to answer, each with its present answer.

A question is a query in ``schemas/questions/``, which anybody can run on the public data.
What an answer names is fetched like every other page, so that a link never stands in an
answer without its caveats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from app import SCHEMAS
from app.graph.context import context
from app.graph.headed import Headed, read_headed
from app.graph.iris import VOCABULARY
from app.graph.store import Generation
from app.records.kinds import folder_of
from app.site import formats
from app.site.dates import human
from app.site.fetch import fetch_found
from app.site.pages import Page
from app.site.triples import Triples
from app.site.views.claim import POLARITIES, Caveat, caveat, caveats_on
from app.site.views.words import Reader
from app.site.vocabulary import own_term

QUESTIONS = "questions"
#: A date or a span of dates (EDTF), and no plain number.
_DATE = re.compile(r"(?:\.\.)?/?\d{4}-[0-9./~?%-]+")
_FOLDER = SCHEMAS / QUESTIONS
#: Rows of an answer that are shown; the query gives all.
MOST_ROWS = 300
#: Where a query binds no name of a record, a column is called after its variable.
_HEADS = {
    "notJudged": "not judged",
    "notSeen": "not in the part seen",
    "byTwoEditors": "judged by two editors",
    "lookedFor": "last looked for",
    "then": "and then",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an answer: what it says, where it leads, in which language it is."""

    text: str
    path: str
    lang: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the number of rows of its answer."""

    number: int
    name: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """All questions, with how much there is to each."""

    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question with its answer, and the caveats on every link that the answer touches."""

    number: int
    name: str
    title: str
    definition: str
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Answered(Page):
    """An answer before it is written; the query is one of its formats."""

    def data(self, suffix: str) -> bytes:
        """Write it as JSON, or give the query itself."""
        if suffix == formats.SPARQL.suffix:
            return f"{context().sparql}\n{self.view.query}".encode()
        return Page.data(self, suffix)


@cache
def questions() -> Mapping[str, Headed]:
    """Return the questions by name, in their order."""
    found = map(read_headed, _FOLDER.glob("*.rq"))
    ordered = sorted(found, key=lambda one: int(one.fields["number"]))
    return {one.name: one for one in ordered}


def questions_page(generation: Generation) -> Page:
    """Show all questions with the number of rows of each answer."""
    view = QuestionsPage(
        tuple(
            Asked(
                number=int(one.fields["number"]),
                name=name,
                title=one.title,
                rows=sum(1 for _ in _answers(generation, one)),
            )
            for name, one in questions().items()
        )
    )
    return Page(QUESTIONS, "questions.html", view, Triples(()), offered=formats.SEARCHED)


def question_page(generation: Generation, name: str) -> Answered:
    """Answer a question that there is."""
    asked = questions()[name]
    found = _answers(generation, asked)
    columns = [variable.value for variable in found.variables]
    rows = sorted((tuple(row) for row in found), key=lambda row: [str(one) for one in row])
    shown = rows[:MOST_ROWS]
    reader = _reader(generation, {term for row in shown for term in row})
    view = QuestionPage(
        number=int(asked.fields["number"]),
        name=name,
        title=asked.title,
        definition=asked.definition,
        query=asked.text,
        columns=tuple(_HEADS.get(one, one) for one in columns),
        rows=tuple(tuple(_cell(reader, term) for term in row) for row in shown),
        total=len(rows),
        caveats=_caveats(reader),
    )
    return Answered(
        f"{QUESTIONS}/{name}", "question.html", view, Triples(()), offered=formats.ANSWERS
    )


def _answers(generation: Generation, asked: Headed) -> ox.QuerySolutions:
    return generation.solutions(context().sparql + asked.text)


def _reader(generation: Generation, terms: Iterable[object]) -> Reader:
    """Fetch what an answer names, closed under the promise."""
    ids, passages, named = set(), set(), set()
    for term in terms:
        if not isinstance(term, ox.NamedNode):
            continue
        found = generation.base.id_of(term.value)
        if found is None:
            continue
        if folder_of(found) == "sources" and "#" in found:
            passages.add(term.value)
        elif folder_of(found) in ("claims", "caveats"):
            ids.add(found)
        else:
            named.add(term.value)
    return Reader(fetch_found(generation, ids, passages, named), generation.base)


def _cell(reader: Reader, term: object) -> Cell:
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(VOCABULARY):
            value = own_term(term.value.removeprefix(VOCABULARY))
            return Cell(value.label, value.path, "")
        if reader.triples.literal(term.value, "schema:text"):
            words = reader.words(term.value)
            who = (words.publisher or words.source).label
            return Cell(f"{who}: “{words.text}”", words.path, words.lang)
        ref = reader.ref(term.value)
        return Cell(ref.label, ref.path, ref.lang or "")
    if isinstance(term, ox.Literal):
        text = human(term.value) if _DATE.fullmatch(term.value) else term.value
        return Cell(text, "", term.language or "")
    return Cell("", "", "")


def _caveats(reader: Reader) -> tuple[Caveat, ...]:
    """Return every caveat on the links that the fetched pages hold."""
    triples = reader.triples
    links = {
        link
        for claim in triples.typed("cav:AttributionClaim")
        for link in triples.iris(claim, *POLARITIES.values())
    }
    found = {one.iri: one for one in caveats_on(reader, links)}
    for iri in triples.typed("cav:Caveat"):
        found.setdefault(iri, caveat(reader, iri))
    return tuple(found[iri] for iri in sorted(found))
