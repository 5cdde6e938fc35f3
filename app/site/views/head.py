"""What stands on every page: title, status, citation, the record's own entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.cite import cited as cite
from app.graph.iris import graph
from app.records.kinds import HEADER, KINDS
from app.site.dates import human
from app.site.forge import file_of, forge_of
from app.site.views.claim import Caveat
from app.site.views.values import Ref, Value
from app.site.views.words import Reader, Words


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: in plain text, with the caveats inside it, and in its pieces.

    ``caveats`` are their IRIs, for the data formats; ``words`` what they say, and
    ``title`` the name under which every format cites the page.
    """

    text: str
    iri: str
    caveats: tuple[str, ...]
    title: str
    words: tuple[cite.Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Where the file of a record is edited on the forge, and a problem is reported.

    ``edit`` is None for a place, which has no file.  ``report`` names the edition alone; a
    page, which shows one version, has the address that names this one, too.
    """

    edit: str | None
    report: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page.

    ``upkeep`` is None where ``kb.yaml`` names no repository on a forge that is known.
    """

    id: str
    iri: str
    path: str
    kind: str
    folder: str
    title: str
    lang: str | None
    heading: str
    status: Value | None
    reviewed_by: tuple[Ref, ...]
    note: str | None
    formerly: tuple[Ref, ...]
    citation: Citation
    upkeep: Upkeep | None


@dataclass(frozen=True, slots=True)
class Matter:
    """What a citation tells of the record's own matter, beside its title and caveats.

    ``date`` is that of the matter as the record gives it, ``by`` who published the
    document that the page is about, ``verdict`` the finding of a review and ``tested``
    the words that it examines.  ``own`` says whether the caveats are those of what the
    page is about, and not of its words.
    """

    date: str | None = None
    by: Ref | None = None
    verdict: Value | None = None
    tested: tuple[Words, ...] = ()
    own: bool = True


_PLAIN = Matter()


def head(
    reader: Reader,
    record_id: str,
    caveats: Iterable[Caveat] = (),
    matter: Matter = _PLAIN,
    *,
    qualifier: str = "",
    of: tuple[Ref, ...] = (),
    closure: Iterable[Caveat] | None = None,
) -> Head:
    """Build the head of a record's page.

    Args:
        caveats: every caveat on the links that the page is about; they are cited.
        matter: what else is cited.
        qualifier: what must stand with the name wherever it is a title.
        of: the claims that a caveat belongs to.
        closure: the caveats that a version of the record holds, where these are fewer; the
            citation of a version names no other, so that it holds all that it names.
    """
    iri = reader.base.absolute(record_id)
    entry = reader.base.absolute(graph(record_id))
    ref = reader.ref(iri)
    title = f"{ref.label} ({qualifier})" if qualifier else ref.label
    cited = citation(reader, _with_claims(title, of), iri, caveats, matter)
    return Head(
        id=record_id,
        iri=iri,
        path=ref.path,
        kind=ref.kind,
        folder=record_id.partition("/")[0],
        title=title,
        lang=ref.lang,
        heading=ref.label,
        status=reader.value(entry, "schema:creativeWorkStatus"),
        reviewed_by=reader.refs(entry, "schema:reviewedBy"),
        note=reader.triples.text(iri, "skos:note"),
        formerly=reader.refs(entry, "dct:replaces"),
        citation=_held(cited, closure),
        upkeep=_upkeep(reader, record_id),
    )


def _upkeep(reader: Reader, record_id: str) -> Upkeep | None:
    """Return where a record is kept up; an editor stands in kb.yaml."""
    base = reader.base.iri
    forge = forge_of(reader.triples.iri(base, "dcat:landingPage"))
    if forge is None:
        return None
    edition = reader.triples.text(base, "dct:issued") or ""
    folder = record_id.partition("/")[0]
    file = {"editors": HEADER}.get(folder, record_id if folder in KINDS else "")
    edit = forge.edit(file_of(file)) if file else None
    return Upkeep(edit, forge.report(record_id, edition))


def _held(made: Citation, closure: Iterable[Caveat] | None) -> Citation:
    """Return a citation whose versions name the caveats of the closure alone."""
    return made if closure is None else replace(made, words=tuple(map(limit, closure)))


def _with_claims(title: str, claims: tuple[Ref, ...]) -> str:
    names = ", ".join(ref.label for ref in claims)
    return f"{title} (of: {names})" if names else title


def citation(
    reader: Reader,
    title: str,
    iri: str,
    caveats: Iterable[Caveat] = (),
    matter: Matter = _PLAIN,
) -> Citation:
    """Write a citation: title, date, every caveat in its own words, edition, IRI."""
    base = reader.base.iri
    name = reader.triples.text(base, "dct:title") or ""
    edition = human(reader.triples.text(base, "dct:issued") or "")
    held = tuple(caveats)
    cited = f"{matter.by.label}, “{title}”" if matter.by else title
    if matter.verdict:
        cited += f": {matter.verdict.label}"
    named = cited
    if matter.date:
        cited += f" ({human(matter.date)})"
    # The knowledge base itself is not named twice.
    whole = f"{name}, edition of {edition}" if title != name else f"Edition of {edition}"
    words = "; ".join(f"“{one.text}” ({_whence(one)})" for one in matter.tested)
    examined = [f"It examines: {words}"] if words else []
    sentences = [cited, *examined, *_limits(held, own=matter.own), whole]
    return Citation(
        text=f"{'. '.join(sentences)}. {iri}",
        iri=iri,
        caveats=tuple(one.iri for one in held),
        title=named,
        words=tuple(map(limit, held)),
    )


def limit(caveat: Caveat) -> cite.Caveat:
    """Return a caveat as it is cited: its words, and whose they are."""
    return cite.Caveat(caveat.words.text, _whence(caveat.words))


def _limits(caveats: tuple[Caveat, ...], *, own: bool) -> list[str]:
    """Write the sentence that carries the caveats, where there are any."""
    if not caveats:
        return []
    noun = "caveat" if len(caveats) == 1 else "caveats"
    lead = "With the" if own else "It concerns words that carry the"
    quoted = "; ".join(f"“{one.words.text}” ({_whence(one.words)})" for one in caveats)
    return [f"{lead} {noun}: {quoted}"]


def _whence(words: Words) -> str:
    """Name who published words, and when."""
    publisher = (words.publisher or words.source).label
    return f"{publisher}, {human(words.published)}" if words.published else publisher
