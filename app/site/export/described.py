"""What a release says of itself: for DataCite, and to whoever unpacks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from app.cite.cited import Author
from app.cite.datacite import Release
from app.errors import ExportError
from app.history.git import Repository
from app.records.record import KnowledgeBase

_CITATION = "CITATION.cff"
#: So many digits of a commit are in the name of a release.
_DIGITS = 12
#: A line of CITATION.cff is not broken.
_WIDTH = 100_000
_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)/?.*"
)
PROMISE = (
    "A caveat is never separated from its claim: whoever shows a link of a claim shows "
    "every caveat that qualifies it, and a link that was denied or withheld is never "
    "shown as one that was asserted."
)
_README = """{title}
{underline}

{description}

Release {name}: the records of {issued}, commit {commit}.
{edition}Licence: {licence}

{promise}

Files
-----
records.tar.gz     the records (YAML), with all their versions
versions.jsonl.gz  all versions of all records, a row a line
dataset.*.gz       the graph as N-Quads, TriG and JSON-LD, a named graph a record
datacite.json      metadata, as DataCite takes them
SHA256SUMS         checksums: sha256sum -c SHA256SUMS

To serve the records with every version that was ever cited, unpack records.tar.gz and,
with the program installed, run in its folder

    caveat serve --kb kb

No git is needed: versions.jsonl.gz beside the folder kb says what was published when.
"""


@dataclass(frozen=True, slots=True)
class Described:
    """A release: its name, commit and days, the header of the records, and CITATION.cff.

    ``name`` is that of no other release: ``issued``, the day on which records were last
    published, and the commit.  ``edition`` is the day that ``kb.yaml`` gives.
    ``citation`` is CITATION.cff as it belongs to the release, ``cff`` what it says.
    """

    name: str
    commit: str
    issued: date
    edition: date | None
    header: dict[str, Any]
    citation: bytes | None
    cff: dict[str, Any]

    def release(self, files: Sequence[tuple[str, int]]) -> Release:
        """Return what DataCite is told; *files* are names and sizes in bytes."""
        header = self.header
        return Release(
            title=str(header["title"]),
            version=self.name,
            issued=self.issued,
            edition=self.edition,
            authors=tuple(map(_author, self.cff.get("authors", ()))) or (_body(header),),
            publisher=str(header["title"]),
            url=str(header["base"]),
            description=str(header["description"]),
            promise=PROMISE,
            licence=str(self.cff.get("license") or _spdx(str(header["licence"]))),
            licence_url=str(header["licence"]),
            doi=str(self.cff.get("doi", "")),
            subjects=tuple(map(str, self.cff.get("keywords", ()))),
            sizes=tuple(f"{name}: {size:,} bytes" for name, size in files),
            formats=(
                "application/n-quads",
                "application/trig",
                "application/ld+json",
                "application/yaml",
            ),
        )


def described(
    kb: KnowledgeBase, repository: Repository, commit: str, last: str
) -> Described:
    """Describe the release of a commit; *last* is when records were last published.

    CITATION.cff has the name, the day and the commit of the release in place of its own.

    Raises:
        ExportError: ``kb.yaml`` or CITATION.cff cannot be read.
    """
    if kb.header is None:
        raise ExportError("kb.yaml cannot be read, so nothing tells what is released")
    above = repository.prefix.rpartition("/")[0]
    path = "/".join(one for one in (above, _CITATION) if one)
    citation = repository.file(commit, path) if repository.prefix else None
    try:
        cff = yaml.load(citation or b"{}", yaml.BaseLoader)  # noqa: S506  (texts alone)
    except yaml.YAMLError as error:
        raise ExportError(f"{_CITATION} is no YAML: {error}") from error
    if not isinstance(cff, dict):
        raise ExportError(f"{_CITATION} is no map")
    name = f"{last[:10]}-{commit[:_DIGITS]}"
    if citation is not None:
        cff |= {"version": name, "date-released": last[:10], "commit": commit}
        written = yaml.safe_dump(cff, sort_keys=False, allow_unicode=True, width=_WIDTH)
        citation = written.encode()
    edition = str(kb.header.data.get("edition", ""))
    return Described(
        name=name,
        commit=commit,
        issued=date.fromisoformat(last[:10]),
        edition=date.fromisoformat(edition) if edition else None,
        header=dict(kb.header.data),
        citation=citation,
        cff=cff,
    )


def readme(about: Described) -> str:
    """Say what the files are, and what belongs together."""
    header = about.header
    title = " ".join(str(header["title"]).split())
    return _README.format(
        title=title,
        underline="=" * len(title),
        description=header["description"],
        name=about.name,
        issued=about.issued.isoformat(),
        edition=f"Edition of {about.edition.isoformat()}.\n" if about.edition else "",
        commit=about.commit,
        licence=header["licence"],
        promise=PROMISE,
    )


def _author(entry: dict[str, str]) -> Author:
    """Return an author of CITATION.cff: a person has a family name, a body a name."""
    family, given = entry.get("family-names", ""), entry.get("given-names", "")
    name = entry.get("name") or " ".join(one for one in (given, family) if one)
    return Author(name, family, given)


def _body(header: dict[str, Any]) -> Author:
    return Author(f"The editors of {header['title']}")


def _spdx(licence: str) -> str:
    """Return the SPDX identifier of a licence, or its address where that is not known.

    >>> _spdx("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC-BY-SA-4.0'
    """
    found = _CREATIVE_COMMONS.fullmatch(licence)
    return f"CC-{found[1].upper()}-{found[2]}" if found else licence
