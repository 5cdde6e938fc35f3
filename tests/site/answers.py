"""What the site answers, parsed once, and the crawl that collects it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pyoxigraph as ox
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from tests.site.markup import Element, parse

HOST = "http://localhost"

RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


@dataclass(frozen=True)
class Answer:
    """One answer: the URL that was asked (path and query), status, headers, bytes."""

    url: str
    status: int
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        """The path that was asked, without the suffix of an explicit HTML page."""
        return urlsplit(self.url).path.removesuffix(".html")

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def is_html(self) -> bool:
        """Whether the answer is a page."""
        return self.media_type == "text/html"

    @property
    def is_rdf(self) -> bool:
        """Whether the answer is a graph."""
        return self.media_type in RDF

    @cached_property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @cached_property
    def page(self) -> Element:
        """The body as a tree of elements."""
        return parse(self.text)

    @cached_property
    def words(self) -> str:
        """The text of the page without its citation."""
        return self.page.text(without="cite")

    @cached_property
    def ids(self) -> list[str]:
        """Every ``id`` on the page, in order."""
        return [value for item in self.page.all() if (value := item.get("id"))]

    @cached_property
    def targets(self) -> frozenset[str]:
        """Everything on the site that the page links to, as path and fragment."""
        return frozenset(
            link.removeprefix(HOST)
            for link in references(self)
            if link.startswith(f"{HOST}/")
        )

    @cached_property
    def blocks(self) -> dict[str, list[str]]:
        """For each page of the site the texts of the blocks that link to it.

        A block is the largest element around a link that has no title of a page or of a
        section in it and is not the citation.
        """
        found: dict[str, list[str]] = {}
        for item in self.page.tagged("a"):
            block = item
            while block.parent is not None and not block.parent.is_section:
                block = block.parent
            if "cite" not in block.classes and item.get("href") is not None:
                target = urljoin(f"{HOST}{self.url}", item.get("href"))
                found.setdefault(target.removeprefix(HOST), []).append(block.text())
        return found

    @cached_property
    def triples(self) -> frozenset[ox.Triple]:
        """The body as a graph, read by another parser than wrote Turtle and JSON-LD."""
        found = ox.parse(self.body, format=RDF[self.media_type])
        return frozenset(quad.triple for quad in found)

    @cached_property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @cached_property
    def alternates(self) -> dict[str, str]:
        """The other formats that ``Link`` names: absolute URL by media type."""
        return {
            kind: urljoin(f"{HOST}{self.url}", target)
            for value in self.headers.getlist("Link")
            for target, rel, kind in _LINK.findall(value)
            if rel == "alternate"
        }


def references(answer: Answer, *, nofollow: bool = False) -> list[str]:
    """Return every link of a page, or those not to be followed, absolute, with fragment."""
    return [
        urljoin(f"{HOST}{answer.url}", value)
        for item in answer.page.all()
        if not nofollow or "nofollow" in (item.get("rel") or "")
        for name in ("href", "src")
        if (value := item.get(name)) is not None
    ]


def ask(client: FlaskClient, url: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a URL; a header is named with underscores: ``If_None_Match``."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    with client.open(url, method=method, headers=named) as found:
        return Answer(url, found.status_code, found.headers, found.data)


@dataclass(frozen=True)
class Crawl:
    """Every answer by its URL, and every link from a page to a page of the site."""

    answers: dict[str, Answer]
    links: tuple[tuple[str, str], ...]

    @property
    def pages(self) -> list[Answer]:
        """The answers that are pages."""
        return [item for item in self.answers.values() if item.is_html]

    @property
    def graphs(self) -> list[Answer]:
        """The answers that are graphs."""
        return [item for item in self.answers.values() if item.is_rdf]


def crawl(client: FlaskClient, passed_by: Collection[str] = ()) -> Crawl:
    """Follow every link of every page, and every other format that a page offers.

    Paths in *passed_by* are not asked for, nor are links that say so: the values of the
    facets of a search combine without end.
    """
    waiting = deque(["/"])
    known = {"/", *passed_by}
    answers: dict[str, Answer] = {}
    links: list[tuple[str, str]] = []
    while waiting:
        url = waiting.popleft()
        answer = answers[url] = ask(client, url)
        if not answer.is_html:
            continue
        found = [link for link in references(answer) if link.startswith(f"{HOST}/")]
        passed = set(references(answer, nofollow=True))
        links += [(url, link.removeprefix(HOST)) for link in found]
        for link in (*found, *answer.alternates.values()):
            target = urldefrag(link).url.removeprefix(HOST)
            if target not in known and link not in passed:
                known.add(target)
                waiting.append(target)
    return Crawl(answers, tuple(links))
