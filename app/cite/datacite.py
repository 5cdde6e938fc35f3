"""A release of the whole knowledge base, as DataCite takes it (Metadata Schema 4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cite.cited import Author

_SCHEMA = "http://datacite.org/schema/kernel-4"


@dataclass(frozen=True, slots=True)
class Release:
    """A release: what DataCite asks for, and what leads to the releases beside it.

    ``issued`` is the day of the newest records in it, ``edition`` that which the editors
    give to the edition that it belongs to.
    ``licence`` is an identifier of SPDX, ``licence_url`` its IRI.  ``concept`` is the
    address or DOI of all releases together, ``previous`` that of the one before; each may
    be empty.  ``doi`` is empty until one is registered.  ``promise`` says what whoever
    uses the data must keep with it.  ``sizes`` and ``formats`` are those of the dumps.
    """

    title: str
    version: str
    issued: date
    authors: tuple[Author, ...]
    publisher: str
    url: str
    description: str
    promise: str
    licence: str
    licence_url: str
    language: str = "en"
    edition: date | None = None
    doi: str = ""
    concept: str = ""
    previous: str = ""
    subjects: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


def metadata(release: Release) -> dict[str, Any]:
    """Return the attributes of a DOI for *release*, ready for DataCite's REST API."""
    found: dict[str, Any] = {
        "schemaVersion": _SCHEMA,
        "doi": release.doi,
        "url": release.url,
        "types": {"resourceType": "Knowledge base", "resourceTypeGeneral": "Dataset"},
        "titles": [{"title": release.title, "lang": release.language}],
        "creators": [_creator(one) for one in release.authors],
        "publisher": {"name": release.publisher},
        "publicationYear": str(release.issued.year),
        "dates": _dates(release),
        "version": release.version,
        "language": release.language,
        "subjects": [{"subject": one} for one in release.subjects],
        "rightsList": [_rights(release)],
        "descriptions": [
            _description(release.description, "Abstract", release.language),
            _description(release.promise, "Other", release.language),
        ],
        "relatedIdentifiers": [
            _related(identifier, relation)
            for identifier, relation in (
                (release.concept, "IsVersionOf"),
                (release.previous, "IsNewVersionOf"),
            )
            if identifier
        ],
        "sizes": list(release.sizes),
        "formats": list(release.formats),
    }
    return {key: value for key, value in found.items() if value}


def _dates(release: Release) -> list[dict[str, str]]:
    found = [{"date": release.issued.isoformat(), "dateType": "Issued"}]
    if release.edition is not None:
        edition = {"date": release.edition.isoformat(), "dateType": "Other"}
        found.append(edition | {"dateInformation": "Edition of the records"})
    return found


def _creator(author: Author) -> dict[str, str]:
    if not author.family:
        return {"name": author.name, "nameType": "Organizational"}
    parts = {"givenName": author.given, "familyName": author.family}
    named = ", ".join(one for one in (author.family, author.given) if one)
    held = {key: value for key, value in parts.items() if value}
    return {"name": named, "nameType": "Personal", **held}


def _rights(release: Release) -> dict[str, str]:
    return {
        "rightsIdentifier": release.licence,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
        "rightsUri": release.licence_url,
    }


def _description(text: str, kind: str, language: str) -> dict[str, str]:
    return {"description": text, "descriptionType": kind, "lang": language}


def _related(identifier: str, relation: str) -> dict[str, str]:
    kind = "DOI" if identifier.startswith("10.") else "URL"
    return {
        "relatedIdentifier": identifier,
        "relatedIdentifierType": kind,
        "relationType": relation,
    }
