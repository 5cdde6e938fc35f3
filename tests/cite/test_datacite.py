"""The metadata of a release have the shape that DataCite asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from datacite import schema45

from app.cite.cited import Author
from app.cite.datacite import Release, metadata

RELEASE = Release(
    title="Caveat",
    version="2026-11-25",
    issued=date(2026, 11, 25),
    authors=(Author("The Caveat editors"), Author("Ana Díaz", "Díaz", "Ana")),
    publisher="Caveat",
    url="https://kb.example/releases/2026-11-25",
    description="Who said which accounts belong to whom.",
    promise="A caveat is never separated from its claim.",
    licence="CC-BY-4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
)
WHOLE = replace(
    RELEASE,
    edition=date(2026, 11, 20),
    doi="10.5555/caveat.2",
    concept="10.5555/caveat",
    previous="https://kb.example/releases/2026-10-01",
    subjects=("attribution",),
    sizes=("1 MiB",),
    formats=("application/n-triples",),
)


def test_a_release_is_valid_with_and_without_a_doi() -> None:
    """By DataCite's own schema; a DOI is registered later, or never."""
    for release in (RELEASE, WHOLE):
        errors = schema45.validator.iter_errors(metadata(release))
        assert [] == [error.message for error in errors]


def test_the_edition_stands_beside_the_day() -> None:
    """It is no day of issue; without one nothing is said of it."""
    issued = {"date": "2026-11-25", "dateType": "Issued"}
    edition = {
        "date": "2026-11-20",
        "dateType": "Other",
        "dateInformation": "Edition of the records",
    }

    assert [issued] == metadata(RELEASE)["dates"]
    assert [issued, edition] == metadata(WHOLE)["dates"]


def test_the_schema_can_refuse() -> None:
    """What the test rests on does find a fault."""
    broken = {**metadata(RELEASE), "publicationYear": "last year"}

    assert [] != list(schema45.validator.iter_errors(broken))


def test_versions_lead_to_each_other() -> None:
    """The release before, and all of them together."""
    assert metadata(WHOLE)["relatedIdentifiers"] == [
        {
            "relatedIdentifier": "10.5555/caveat",
            "relatedIdentifierType": "DOI",
            "relationType": "IsVersionOf",
        },
        {
            "relatedIdentifier": "https://kb.example/releases/2026-10-01",
            "relatedIdentifierType": "URL",
            "relationType": "IsNewVersionOf",
        },
    ]


def test_the_promise_stands_in_the_metadata() -> None:
    """Whoever finds the dumps there is told what belongs together."""
    texts = [one["description"] for one in metadata(RELEASE)["descriptions"]]

    assert "A caveat is never separated from its claim." in texts


def test_bodies_and_persons_are_told_apart() -> None:
    """By the parts of a name that were given."""
    assert metadata(RELEASE)["creators"] == [
        {"name": "The Caveat editors", "nameType": "Organizational"},
        {
            "name": "Díaz, Ana",
            "nameType": "Personal",
            "givenName": "Ana",
            "familyName": "Díaz",
        },
    ]


def test_what_is_not_known_is_not_said() -> None:
    """No empty lists."""
    assert not {"doi", "relatedIdentifiers", "sizes", "formats", "subjects"} & set(
        metadata(RELEASE)
    )
