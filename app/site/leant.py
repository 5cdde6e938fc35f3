"""What the page of a record leans on, and of which sets of accounts it speaks in that.

It leans on what its own statements name, and in turn: of a passage that is examined on what
it repeats, of a claim on its sets, of a link on its caveats, on the words of both, and on
whatever claim revises it; and on what a version of it holds that others claim of it.
A passage that uses words over some sets leans on what they were said of only for these,
and a correction of other accounts does not touch it.  Sets have accounts in common where
one is part of the other, was split from it or is counted in it; of two parts of a third
the records do not say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.graph.context import context
from app.graph.iris import FACT_MARK
from app.graph.statements import Statement
from app.graph.store import Generation
from app.history.leaning import Scopes, widen
from app.history.version import Merged, Moved
from app.history.versions import Versions
from app.records.kinds import KINDS, folder_of
from app.site.pages import Page

#: Kinds of record in which nobody repeats, limits or examines anything.
LEANT_ON = frozenset(KINDS) - {"actors"}
#: How a link leads to whom it names.
_NAMES = ("cav:object", "cav:objectNotAsserted", "schema:mentions")


class Leant:
    """What a page leans on, each id with the sets for which alone; none: for all."""

    def __init__(self, page: Page, generation: Generation, versions: Versions) -> None:
        self._generation, self._versions = generation, versions
        self._wholes: dict[str, frozenset[str]] = {}
        self._scopes: dict[str, frozenset[str]] = {}
        self._revising = set[str]()
        self._gather(page)
        self._parts: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._scopes):
            self._parts[one.partition("#")[0]].append(one)

    @property
    def records(self) -> list[str]:
        """The ids of the records whose changes may concern it, sorted.

        They are those that are leant on, wholly or in part, and all that revise them: a
        revision may once have been of other sets.
        """
        return sorted(self._parts.keys() | self._revising)

    def hit(self, corrects: Scopes) -> Scopes:
        """Return what of it is corrected, itself, a part of it or the whole of it.

        Each stands with the sets of which alone that is told; none: of all.
        """
        found: dict[str, frozenset[str]] = {}
        for key, of in corrects.items():
            whole = key.partition("#")[0]
            named = (key, whole) if "#" in key else self._parts.get(key, ())
            for one in named:
                if one in self._scopes and self._concerns(of, self._scopes[one]):
                    widen(found, one, of)
        return found

    def _gather(self, page: Page) -> None:
        iri = self._generation.base.absolute(page.id)
        parts = f"{iri}#"
        own = [
            one
            for one in page.triples.all
            if one.subject == iri or one.subject.startswith(parts)
        ]
        self._take(own)
        if folder_of(page.id) in ("reviews", "reactions"):
            for passage in [one for one in self._scopes if one.startswith("sources/")]:
                self._take(self._said(passage))
        for one in own if folder_of(page.id) in LEANT_ON else ():
            if "#" in one.subject:
                widen(self._scopes, self._id(one.subject))
        for item in list(self._around()):
            widen(self._scopes, item)
        for link, scope in self._claimed(page.id, own):
            limits = (self._record(said) for said in self._to("cito:qualifies", link))
            for item in (link, *limits):
                widen(self._scopes, item, scope)

        for words, scope in list(self._quoted()):
            widen(self._scopes, words, scope)

    def _quoted(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the words of the links and caveats that are leant on."""
        for item, scope in self._scopes.items():
            is_limit = folder_of(item) == "caveats"
            for said in self._said(item) if is_limit or "#" in item else ():
                if said.iri and said.predicate == _term("cav:words"):
                    yield self._id(said.iri), scope

    def _claimed(
        self, page_id: str, own: Iterable[Statement]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the links that a version of the page holds, though others say them.

        They are those of the claims about a set, or about the sets of a takedown, and
        those that name an actor; each stands with the sets for which it is said there.
        """
        folder = folder_of(page_id)
        sets = {page_id} if folder == "sets" else set()
        if folder == "sets":
            wholes = {_term("schema:isPartOf"), _term("cav:over")}
            named = (one for one in own if one.iri and one.predicate in wholes)
            sets |= {self._id(one.iri) for one in named if one.iri}
        if folder == "takedowns":
            sets = {self._record(one) for one in self._to("cav:disclosedIn", page_id)}
        for item in sorted(sets):
            for claim in map(self._record, self._to("schema:about", item)):
                links = (self._id(one.iri) for one in self._said(claim) if one.iri)
                yield from ((one, frozenset({item})) for one in links if f"{claim}#" in one)
        for name in _NAMES if folder == "actors" else ():
            for said in self._to(name, page_id):
                if folder_of(self._id(said.subject)) == "claims":
                    yield self._id(said.subject), frozenset()

    def _take(self, statements: Iterable[Statement]) -> None:
        """Take in what statements lead to, with the sets over which they say it."""
        statements = list(statements)
        over, about = _term("cav:over"), _term("schema:observationAbout")
        sets: dict[str, set[str]] = defaultdict(set)
        seen: dict[str, set[str]] = defaultdict(set)
        for one in statements:
            if one.iri is not None and one.predicate in (over, about):
                (sets if one.predicate == over else seen)[one.subject].add(one.iri)
        for subject, things in seen.items():  # a fact is of what it is about
            own = [sets[item] or {item} & self._sets(item) for item in things]
            sets[subject] = set().union(*own) if all(own) else set()
        for one in statements:
            target = self._id(one.iri) if one.iri is not None else ""
            if folder_of(target) in LEANT_ON and FACT_MARK not in target:
                scope = frozenset(map(self._id, sets[one.subject]))
                widen(self._scopes, target, scope)

    def _sets(self, iri: str) -> set[str]:
        return {iri} if folder_of(self._id(iri)) == "sets" else set()

    def _around(self) -> Iterator[str]:
        """Yield the sets of claims, the caveats on links, and who revises either."""
        for one, scope in self._scopes.items():
            if folder_of(one) != "claims":
                continue
            whole = one.partition("#")[0]
            about = (self._id(said.iri) for said in self._said(whole) if said.iri)
            yield from (item for item in about if folder_of(item) == "sets")
            yield from (self._record(said) for said in self._to("cito:qualifies", one))
            for link in {one, whole}:
                for said in self._to("prov:entity", link):
                    self._revising.add(self._record(said))
                    if self._concerns(self._over(said.subject), scope):
                        yield self._record(said)

    def _concerns(self, of: frozenset[str], over: frozenset[str]) -> bool:
        """Tell whether sets have accounts in common as far as is known; none are all."""
        if not of or not over:
            return True
        for named in of:
            one = self._now(named)
            if one is None or any(one in self._whole(other) for other in over):
                return True
            if self._whole(one) & over:
                return True
        return False

    def _now(self, set_id: str) -> str | None:
        """Return the id that a set has now, or None where there is none any more."""
        if not self._generation.holds(set_id):
            standing = self._versions.standing(set_id)
            set_id = standing.to if isinstance(standing, Moved | Merged) else ""
        return set_id if set_id and self._generation.holds(set_id) else None

    def _whole(self, set_id: str) -> frozenset[str]:
        """Return a set, and those that it is part of, was split from or is counted in."""
        known = self._wholes.get(set_id)
        if known is None:
            found, due = {set_id}, [set_id]
            while due:
                more = self._wider(due.pop()) - found
                found |= more
                due += more
            known = self._wholes[set_id] = frozenset(found)
        return known

    def _wider(self, set_id: str) -> set[str]:
        wider = {_term("schema:isPartOf"), _term("prov:wasDerivedFrom")}
        said = self._said(set_id)
        named = {self._id(one.iri) for one in said if one.iri and one.predicate in wider}
        counted = {self._record(one) for one in self._to("cav:over", set_id)}
        return {one for one in named | counted if folder_of(one) == "sets"}

    def _over(self, iri: str) -> frozenset[str]:
        said = self._generation.statements.of(iri)
        over = _term("cav:over")
        return frozenset(
            self._id(one.iri) for one in said if one.iri and one.predicate == over
        )

    def _said(self, item: str) -> tuple[Statement, ...]:
        return self._generation.statements.of(self._generation.base.absolute(item))

    def _to(self, name: str, item: str) -> tuple[Statement, ...]:
        iri = self._generation.base.absolute(item)
        return self._generation.statements.to(_term(name), iri)

    def _record(self, said: Statement) -> str:
        return self._id(said.subject).partition("#")[0]

    def _id(self, iri: str) -> str:
        return self._generation.base.id_of(iri) or ""


def _term(name: str) -> str:
    return context().expand(name)
