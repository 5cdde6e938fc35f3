"""The search of a copy of the site: what a script looks through, and what it shows.

The texts are those that the served site searches, taken from the index of the generation
as they are compared.  What is shown of a record is its card, written by the template of
the served search: a script puts cards on a page and never writes one, so none can show a
link without its caveats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import pyoxigraph as ox
from flask import Flask, render_template

from app.graph.context import context
from app.graph.gather import CALLED, COLUMNS
from app.graph.question import MOST_LETTERS, MOST_TERMS, Question
from app.graph.search import KINDS_IN_ORDER, WEIGHTS
from app.graph.store import Generation
from app.graph.tokens import script, tokens
from app.site.context import shared
from app.site.fetch import fetch_found
from app.site.pieces import Piece, pieces
from app.site.views.cards import card
from app.site.views.words import Reader

#: A script fetches so many cards at once: two files for a page of results, at best.
CARDS_A_FILE = 20
_PATH = "/search"
#: Stands between texts, where no phrase reaches over it.
_BARRIER = "|"

#: Id, texts by column, and the words of each passage by its name.
Row = tuple[str, tuple[str, ...], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Cards:
    """Some records: what is searched of them, their cards, and the terms on the cards.

    A record has a card by itself (under ``""``), a source one more for each passage.
    """

    rows: list[Row] = field(default_factory=list)
    cards: dict[str, dict[str, str]] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)


def document_ids(generation: Generation) -> list[str]:
    """Return the ids of all that is searched, the newest first."""
    rows = generation.index.execute("SELECT id FROM document ORDER BY day DESC, id")
    return [row[0] for row in rows]


def cards(app: Flask, generation: Generation, ids: Sequence[str]) -> Cards:
    """Write the cards of some records."""
    passages = {record_id: _passages(generation, record_id) for record_id in ids}
    own = pieces(generation, ids, Question())
    parts = {piece.part for piece in own.values() if piece.part}
    parts |= {part for named in passages.values() for part in named}
    reader = Reader(fetch_found(generation, ids, parts, ()), generation.base)
    made = Cards()
    values = {**shared(_PATH, _PATH), "glossary": made.terms}
    # The macros are made once for all cards: that takes as long as to write one.
    macros: Any = app.jinja_env.get_template("_hit.html").make_module(values)
    for record_id in ids:
        wanted = {"": own.get(record_id)}
        wanted |= {_name(part): Piece(part, "") for part in passages[record_id]}
        made.cards[record_id] = {
            name: str(macros.hit(card(reader, record_id, piece, Question())))
            for name, piece in wanted.items()
        }
        words = {_name(part): _compared(text) for part, text in passages[record_id].items()}
        made.rows.append((record_id, _texts(generation, record_id), words))
    return made


def _passages(generation: Generation, record_id: str) -> dict[str, str]:
    """Return the words and translations of a source's own passages, by IRI."""
    if not record_id.startswith("sources/"):
        return {}
    source = generation.base.absolute(record_id)
    found = {}
    for passage in _values(generation, source, "schema:hasPart"):
        texts = [
            text
            for name in ("schema:text", "cav:translation")
            for text in _values(generation, passage, name)
        ]
        if texts:
            found[passage] = f" {_BARRIER} ".join(texts)
    return found


def _values(generation: Generation, subject: str, name: str) -> list[str]:
    quads = generation.store.quads_for_pattern(
        ox.NamedNode(subject), ox.NamedNode(context().expand(name)), None, None
    )
    return sorted(
        quad.object.value
        for quad in quads
        if isinstance(quad.object, ox.NamedNode | ox.Literal)
    )


def _name(part: str) -> str:
    return part.partition("#")[2]


def _texts(generation: Generation, record_id: str) -> tuple[str, ...]:
    row = generation.index.execute(
        f"SELECT {', '.join(f'search.{name}' for name in COLUMNS)}"  # noqa: S608
        " FROM document JOIN search ON search.rowid = document.number WHERE id = ?",
        (record_id,),
    ).fetchone()
    return tuple(map(_compared, row))


def _compared(text: str) -> str:
    """Return the words of a text as they are compared, with a barrier between texts."""
    parts = text.replace("\ue000", _BARRIER).split(_BARRIER)
    words = (" ".join(token.form for token in tokens(part)) for part in parts)
    return f" {_BARRIER} ".join(filter(None, words))


def card_file(made: Cards) -> bytes:
    """Write cards, and what explains the terms on them."""
    terms = {
        name: (value.label, value.definition, value.path)
        for name, value in made.terms.items()
    }
    return _json({"cards": made.cards, "terms": terms})


def index_file(rows: Sequence[Row]) -> bytes:
    """Write what a script looks through, in the order of the cards."""
    order = {"called": len(CALLED), "kinds": KINDS_IN_ORDER, "weights": WEIGHTS}
    return _json({"cards_a_file": CARDS_A_FILE, **order, "records": rows})


def letters_file() -> bytes:
    """Write how words and numbers are read and compared."""
    bounds = {"most_letters": MOST_LETTERS, "most_terms": MOST_TERMS}
    return _json({**script(), **bounds})


def search_page(app: Flask, total: int) -> str:
    """Write the page that the script fills."""
    with app.test_request_context(_PATH):
        values = shared(_PATH, _PATH)
        return render_template("search_files.html", total=total, **values)


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
