"""The main text of a document: HTML, plain text and PDF, with its own characters.

The same bytes give the same text with the same extractor; name and version are kept with
each copy (:class:`app.words.copies.Manifest`).  Blocks stand on lines of their own.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib.metadata import version

import pypdf
import pypdf.errors
import trafilatura

from app.errors import LimitExceeded, NoText
from app.words.charset import decode
from app.words.copies import PLAIN
from app.words.fetch import HTML, PDF, Document
from app.words.markup import headline, parsed

_MOST_PAGES = 2000


@dataclass(frozen=True, slots=True)
class Extraction:
    """A text, what made it, in which encoding its bytes were read, and what to know."""

    text: str
    extractor: str
    version: str
    encoding: str | None
    notes: tuple[str, ...] = ()


#: Characters that no text has, and the share of them that a slip may leave in one.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_MOST_CONTROLS = 0.01


def extract(document: Document) -> Extraction:
    """Return the main text of a document.

    Raises:
        NoText: there is none: an empty page, a scan, a file that is damaged or locked.
        LimitExceeded: the PDF has too many pages, or unpacks to too much.
    """
    if document.media_type == PDF:
        return _pdf(document.body)
    found = decode(document.body, document.charset, markup=document.media_type == HTML)
    if document.media_type == HTML:
        text = _html(found.text)
        named = ("trafilatura", version("trafilatura"))
    else:
        text = found.text
        named = (PLAIN, "1")
    if not text.strip():
        raise NoText(f"no text was found in what is {document.media_type}")
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise NoText(
            f"what is given as {document.media_type} is no text: it is full of control "
            "characters, as an image or archive would be"
        )
    return Extraction(text, *named, found.encoding, found.notes)


def _html(page: str) -> str:
    """Return the main text of a page, with its headline in front if that is not in it."""
    tree, guard = parsed(page)
    head = headline(tree)
    found = trafilatura.extract(tree, include_comments=False, favor_recall=True) or ""
    if head and head not in " ".join(found.split()):
        found = f"{head}\n{found}"
    lines = (guard.put_back(line).rstrip(" \t") for line in found.split("\n"))
    kept = [line for line in lines if line.strip()]
    return "".join(f"{line}\n" for line in kept)


def _pdf(data: bytes) -> Extraction:
    """Return the text of a PDF, page after page, with an empty line between pages."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoText("the PDF is locked with a password")
        if len(reader.pages) > _MOST_PAGES:
            raise LimitExceeded(f"the PDF has more than {_MOST_PAGES:,} pages")
        pages = [page.extract_text() for page in reader.pages]
    except pypdf.errors.LimitReachedError as error:
        raise LimitExceeded(f"the PDF unpacks to too much: {error}") from error
    except _PDF_FAULTS as error:
        raise NoText(f"the PDF is damaged: {type(error).__name__}: {error}") from error
    # Fonts of some PDF files have no letters for some signs, but halves of surrogates.
    text = "\n\n".join(pages).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    empty = sum(1 for page in pages if not page.strip())
    if empty == len(pages):
        raise NoText("no page of the PDF has text; it may be a scan")
    notes = (f"{empty} of {len(pages)} pages have no text",) if empty else ()
    return Extraction(f"{text}\n", "pypdf", pypdf.__version__, None, notes)


#: What pypdf raises for files that are not as they should be, as found by damaging some.
_PDF_FAULTS = (
    pypdf.errors.PyPdfError,
    pypdf.errors.DependencyError,
    pypdf.errors.DeprecationError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
