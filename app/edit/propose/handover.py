"""Hand a file over: to the forge by an address, or to its writer by download."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from flask import Response

from app.edit.propose.judgement import File
from app.edit.propose.known import Published, published
from app.edit.propose.since import Told, told, versions
from app.graph.store import Generation
from app.records.kinds import HEADER
from app.records.record import Record
from app.site.forge import Forge, forge_of


@dataclass(frozen=True, slots=True)
class Handed:
    """A file and how it goes to the forge.

    ``new`` and ``edit`` are addresses there, None where there is none or where it would
    be too long; ``changes`` are the lines that a correction changes, ``told``
    is what it changes in meaning.
    """

    file: File
    forge: Forge | None
    new: str | None
    edit: str | None
    changes: str
    told: Told | None
    is_same: bool


def forge(now: Generation) -> Forge | None:
    """Return the forge that kb.yaml names, if it is a known one."""
    header = published(now, HEADER)
    return forge_of(header.data.get("repository") if header is not None else None)


def handed(now: Generation, file: File, before: str) -> Handed:
    """Return how a file goes to the forge; *before* is the id that it corrects."""
    place = forge(now)
    old = (now.source(before) or b"").decode() if before else ""
    changes = difflib.unified_diff(
        old.splitlines(), file.text.splitlines(), "as it is", "corrected", lineterm=""
    )
    return Handed(
        file=file,
        forge=place,
        new=place.new_within_bounds(file.path, file.text) if place and not before else None,
        edit=place.edit(file.path) if place and before else None,
        changes="\n".join(changes) if before else "",
        told=_told(now, file.record) if before else None,
        is_same=bool(before) and old == file.text,
    )


def _told(now: Generation, record: Record) -> Told:
    proposed = {record.id: record}
    others = Published(published(now, HEADER), generation=now, proposed=proposed)
    return told(versions(others, proposed))


def near(now: Generation, record: Record) -> list[str]:
    """Return the sources of the same outlet and day; one address is a fault (H04)."""
    if record.folder != "sources":
        return []
    others = Published(None, generation=now)
    data = record.data
    found = {
        one.id
        for one in others.sources_at("publisher", str(data.get("publisher", "")))
        if data.get("published") and one.data.get("published") == data["published"]
    }
    return sorted(found - {record.id})


def download(file: File) -> Response:
    """Answer with a file; its name is a slug, so nothing else can be in the header."""
    response = Response(file.text, content_type="application/yaml")
    name = f"{file.id.partition('/')[2]}.yaml"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
