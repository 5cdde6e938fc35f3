"""The list of rules: every code that a problem can carry, with what to do about it.

The first letter tells the stage: ``Y`` the YAML reads, ``S`` one record has the right
shape, ``R`` records agree with each other.  Each rule has a broken record in
``tests/bad/`` and a heading in ``CONTRIBUTING.md``; a test holds the three together.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.problems import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's code, its name in a few words, and what an editor is to do."""

    code: str
    title: str
    remedy: str
    severity: Severity = Severity.ERROR

    def at(self, place: Place, message: str, remedy: str = "") -> Problem:
        """Make the problem that this rule is broken at *place*."""
        return Problem(place, self.code, message, remedy or self.remedy, self.severity)


# Stage Y, reading
NOT_UTF8 = Rule("Y01", "Not UTF-8", "Save the file as UTF-8 without a byte order mark.")
BYTE_ORDER_MARK = Rule("Y02", "Byte order mark", "Save the file as UTF-8 without a byte order mark.")
CARRIAGE_RETURN = Rule("Y03", "Carriage return", "Save the file with LF line ends (git: core.autocrlf=input).")
INVISIBLE = Rule("Y04", "Invisible character", "Delete the character, or write it as an escape in a double-quoted text if the source has it.")
TOO_LARGE = Rule("Y05", "File too large", "A record holds one thing; move what is too much into records of its own.")
TOO_DEEP = Rule("Y06", "Nested too deeply", "Flatten the record; no kind of record needs this depth.")
NOT_YAML = Rule("Y07", "Not YAML", "Mend the line; the caret stands where reading stopped, the cause is there or just before.")
TAG = Rule("Y08", "Tag", "Remove the word with the exclamation mark; types come from the schema.")
ALIAS = Rule("Y09", "Anchor or alias", "Write the value out where it is meant.")
MERGE_KEY = Rule("Y10", "Merge key", "Write the keys out where they are meant.")
DOCUMENTS = Rule("Y11", "Not one document", "One file holds exactly one record: remove the line of dashes and what does not belong.")
DUPLICATE_KEY = Rule("Y12", "Duplicate key", "Keep one of the two; a name is used once in a mapping.")
KEY_NOT_TEXT = Rule("Y13", "Key is not text", "Use a plain word as the key.")
FREE_TEXT = Rule("Y14", "Free text without quotes", "Put the text in double quotes, or in a block after | or >; without them YAML drops everything from “ #”.")
LEADING_ZERO = Rule("Y15", "Leading zero", "Put the number in quotes if the zero matters, or leave the zero out.")
NOT_A_MAPPING = Rule("Y16", "Not a mapping", "A record is a list of lines of the form “key: value”.")
FILE_NAME = Rule("Y17", "File name", "Name the file folder/slug.yaml: small letters, digits and single hyphens, in one of the eight folders.")
UNREADABLE = Rule("Y18", "File cannot be read", "Make it an ordinary file that you may read.")
