"""The text of a copy, made ready once for all quotations that are looked for in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.words.folding import Folded, caseless, fold
from app.words.paragraphs import paragraph_ends


@dataclass(frozen=True)
class Held:
    """A held text; what searching needs of it is made when first asked for, and kept."""

    text: str

    @cached_property
    def folded(self) -> Folded:
        """The text with its typography folded."""
        return fold(self.text)

    @cached_property
    def caseless(self) -> Folded:
        """The text with typography and case folded."""
        return caseless(self.folded)

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """Where paragraphs end: offsets of the first character between two of them."""
        return paragraph_ends(self.text)
