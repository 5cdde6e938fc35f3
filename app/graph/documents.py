"""What is searched of each kind of record.

A document takes words from other records: a claim is found by the words of the source
that it quotes and by the caveats on its links, a source by the relations of the links that
it repeats.  Each record that was looked at is noted, so that a change of it makes the
document anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from app.graph.gather import POLARITIES, Data, Document, Gathering
from app.records.record import Record


class Documents:
    """Makes documents of the records of a knowledge base."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self._records = records
        self._caveats: dict[str, list[str]] = defaultdict(list)
        for record in records.values():
            if record.folder == "caveats":
                for claim in claims_qualified(record):
                    self._caveats[claim].append(record.id)

    def make(self, record_id: str) -> Document:
        """Make the document of a record."""
        record = self._records[record_id]
        into = Gathering(self._records, record_id)
        into.facet("kind", record.folder)
        _KINDS[record.folder](into, record.data)
        for caveat in self._caveats.get(record_id, ()):
            _limit(into, into.look(caveat))
        return into.finished()


def claims_qualified(caveat: Record) -> set[str]:
    """Return the ids of the claims whose links a caveat qualifies."""
    return {link.partition("#")[0] for link in caveat.data["qualifies"]}


def _limit(into: Gathering, caveat: Data) -> None:
    """Add a caveat to the claim that it qualifies."""
    source, _, name = caveat["words"].partition("#")
    passage = into.look(source).get("passages", {}).get(name, {})
    texts = (passage.get("text"), passage.get("translation"))
    into.say("caveats", caveat["title"], *texts, *caveat.get("does_not_say", ()))


def _takedown(into: Gathering, data: Data) -> None:
    into.say("title", data["title"])
    into.say("notes", data.get("note"))
    into.actor(data["agent"])
    into.dated(data["disclosed"])
    for open_question in data.get("questions", {}).values():
        into.say("notes", open_question["title"], open_question.get("note"))


def _set(into: Gathering, data: Data) -> None:
    into.say("title", data["title"], *data.get("also_called", ()))
    into.say("notes", data.get("note"))
    into.counts(data.get("counts", {}))
    takedown = into.look(data["disclosed_in"]) if "disclosed_in" in data else {}
    into.actor(takedown.get("agent"))
    into.dated(data.get("removed", takedown.get("disclosed")))


def _claim(into: Gathering, data: Data) -> None:
    into.say("title", data["title"])
    into.say("notes", data.get("note"))
    into.actors(data["claimants"])
    into.actor(data.get("speaker"))
    into.dated(data.get("made"))
    for polarity in POLARITIES:
        for link in data.get(polarity, {}).values():
            into.link(polarity, link)
            into.say("words", link.get("unnamed"), link.get("hedge"))
            into.say("notes", link.get("note"))
            if "words" in link:
                into.words(link["words"])
    for revision in data.get("revises", {}).values():
        into.say("notes", revision.get("reason"))
        if "words" in revision:
            into.words(revision["words"])


def _caveat(into: Gathering, data: Data) -> None:
    into.say("title", data["title"])
    into.say("caveats", *data.get("does_not_say", ()))
    into.say("notes", data.get("note"))
    into.words(data["words"])
    for reference in data["qualifies"]:
        into.link_of(reference)
        claim = into.look(reference.partition("#")[0])
        into.actors(claim.get("claimants", ()))
    into.dated(into.look(data["words"].partition("#")[0]).get("published"))


def _source(into: Gathering, data: Data) -> None:
    into.say("title", data["title"], data.get("translation"))
    into.say("names", data.get("byline"))
    into.say("notes", data.get("note"))
    into.actor(data["publisher"])
    into.actors(data.get("authors", ()))
    into.dated(data.get("published"))
    into.facet("language", data["lang"])
    for passage in data.get("passages", {}).values():
        into.facet("language", passage.get("lang", data["lang"]))
        _passage(into, passage)
    for part in (*data.get("copies", {}).values(), *data.get("republishes", {}).values()):
        into.say("notes", part.get("note"))


def _passage(into: Gathering, passage: Data) -> None:
    into.say("words", passage["text"], passage.get("translation"))
    into.say("words", *passage.get("adds", ()))
    into.say("notes", passage.get("note"))
    into.actor(passage.get("speaker"))
    into.counts(passage.get("numbers", {}))
    for reference in passage.get("restates", ()):
        into.link_of(reference)
    for said in passage.get("says", {}).values():
        into.say("words", said.get("unnamed"))
        into.say("notes", said.get("note"))
    for treatment in passage.get("treatments", {}).values():
        for judged in (treatment, *treatment.get("also_judged", {}).values()):
            into.say("notes", judged["reason"])
            for fate in judged["fate"]:
                into.facet("fate", fate)


def _reaction(into: Gathering, data: Data) -> None:
    into.say("title", data["title"])
    into.say("notes", data.get("note"))
    into.actor(data["by"])
    into.words(data["words"])
    into.dated(data.get("made"))


def _review(into: Gathering, data: Data) -> None:
    into.say("title", data["title"])
    into.say("words", data["finding"])
    into.say("notes", data["rationale"], data.get("note"))
    into.dated(data["judged"])
    for reference in data["review_of"]:
        if reference.startswith("sources/"):
            into.words(reference)
    for asked in data.get("asked", {}).values():
        into.say("notes", asked.get("note"))


def _actor(into: Gathering, data: Data) -> None:
    into.say("title", data["name"], *data.get("also_called", ()))
    into.say("notes", data.get("note"))


_KINDS: dict[str, Callable[[Gathering, Data], None]] = {
    "takedowns": _takedown,
    "sets": _set,
    "claims": _claim,
    "caveats": _caveat,
    "sources": _source,
    "reactions": _reaction,
    "reviews": _review,
    "actors": _actor,
}
