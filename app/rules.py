"""The list of rules: every code that a problem can carry, with what to do about it.

The first letter tells the stage: ``Y`` the YAML reads, ``S`` one record has the right
shape, ``R`` records agree with each other, ``H`` they agree with their history.  Each rule has a broken record in
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

# S: the shape of one record
UNKNOWN_KEY = Rule("S01", "Unknown key", "Use one of the keys of this kind of record, or put what you have to say in “note”.")
MISSING_KEY = Rule("S02", "Missing key", "Add the key.")
WRONG_TYPE = Rule("S03", "Wrong kind of value", "Write the value in the form that the key asks for.")
NOT_IN_LIST = Rule("S04", "Value not in the list", "Use one of the values of the list; the page /ns explains them, and schema.org those of a source's “type”.")
MALFORMED_REFERENCE = Rule("S05", "Malformed reference", "Refer by path without the ending: folder/name, or folder/name#part.")
MALFORMED_VALUE = Rule("S06", "Malformed value", "Write the value in the form of the example.")
TOO_MANY_WORDS = Rule("S07", "Quotation too long", "Quote only what carries the meaning, or make two passages of it.")
TEXT_FORM = Rule("S08", "Text too long, too short or broken", "Shorten the text, or write it on one line without spaces at its ends.")
EMPTY = Rule("S09", "Empty list or mapping", "Fill it, or delete the key.")
DUPLICATE_ITEM = Rule("S10", "Duplicate item", "Name each thing once.")
ONE_OF = Rule("S11", "Not exactly one object", "Keep one: “party” for somebody named, “place” for a place, “unnamed” where the words name nobody.")
NO_REVIEWER = Rule("S12", "Reviewed by nobody", "Add reviewed_by, or set the status back to single-coded.")
SAYS_NOTHING = Rule("S13", "None of the keys of which one is due", "Of a claim, add what its words assert, deny or withhold; of a set, where it was disclosed or is described.")
PART_NAME = Rule("S14", "Malformed name", "Name it with small letters, digits and single hyphens: foreign-government.")
NUMBER_RANGE = Rule("S15", "Number out of range", "Correct the number.")

# R: agreement between records, and meaning
NO_RECORD = Rule("R01", "No such record", "Correct the reference, or add the record.")
NO_PART = Rule("R02", "No such part", "Correct the name after #, or add the part to that record.")
WRONG_PART = Rule("R03", "Wrong kind of part", "Refer to a part of the kind that the key asks for.")
DRAFT = Rule("R04", "Refers to what is not published", "Finish the other record, or make this one a draft too.")
NO_PLACE = Rule("R05", "No such place", "Use a country code of ISO 3166-1 (VE) or a region of UN M49 (419) that schemas/places.ttl lists.")
NO_EDITOR = Rule("R06", "No such editor", "Correct the handle, or add the editor to kb.yaml.")
ITSELF = Rule("R07", "Refers to itself", "Name the other record that is meant.")
FORMER_ID = Rule("R08", "Former id in use", "An id never changes its meaning: remove it from “formerly”, or rename the other record.")
SAME_NAME = Rule("R09", "Two parts of one name", "Rename one of them; the address of a part is the record and its name, without the key it stands under.")
NOT_CLOSED = Rule("R10", "Omitted, but not read to its end", "Read the sentences to their end and set “closed: true” under “seen”, or judge otherwise.")
NO_JUDGE = Rule("R11", "Judgement without judge or day", "Add judged_by and judged, here or once for all at the top of the source.")
EXCLUDING_FATES = Rule("R12", "Fates that exclude each other", "Keep one of the two.")
NOT_CONCERNED = Rule("R13", "Caveat does not concern the passage", "Name the links or sets that the passage repeats (“restates”, “over”), or delete the treatment.")
NAME_NOT_IN_WORDS = Rule("R14", "Name not in the words", "Use “unnamed”, point “words” at the passage that holds the name, or add the name to also_called of the actor.")
NO_HEDGE = Rule("R15", "Weak link without its words", "Quote the hedge under “hedge”, or add a caveat that qualifies the link.")
HEDGE_NOT_IN_WORDS = Rule("R16", "Hedge not in the words", "Quote the hedge as the passage has it.")
SPEAKER = Rule("R17", "Speaker missing or not due", "Name the speaker of quoted and paraphrased words; words of voice “own” have none.")
NOT_HIS_WORDS = Rule("R18", "Words of somebody else", "Point “words” at a passage in which the one who reacts is the speaker.")
NO_TRANSLATOR = Rule("R19", "Translation without translator", "Add translated_by at the top of the source.")
NO_TRANSLATION = Rule("R20", "No translation", "Add “translation” with the words in English.", Severity.WARNING)
NAME_IN_TITLE = Rule("R21", "Title names who is not blamed", "Take the name out of the title: the claim denies or withholds it, and a title stands without its caveat.")
SUM = Rule("R22", "Numbers do not add up", "Correct the number or the sets, or say in “rounding” what the source says.")
NO_DATE = Rule("R23", "Not a date", "Write 2019-01-31, 2019-01, \"2019\" (a year alone in quotes), ../2018-11, 2018-11/.., 2019-01~ (about) or 2019-01? (uncertain).")
REVERSED = Rule("R24", "Interval ends before it begins", "Write the earlier date first.")
REVISED_LATER = Rule("R25", "Revised before it was said", "Correct one of the dates, or which claim revises which.")
ANSWER_TOO_EARLY = Rule("R26", "Answered before it was said", "Correct one of the dates, or what the reaction answers.")
SOURCE_TOO_OLD = Rule("R27", "Source older than what it restates", "Correct one of the dates; give the source the day of the version that was read.")
JUDGED_TOO_EARLY = Rule("R28", "Judged before it was published", "Correct one of the dates.")
EDITION_TOO_OLD = Rule("R29", "Judged after the edition", "Give kb.yaml the day of the new edition before it is published.", Severity.WARNING)
COPIED_TOO_EARLY = Rule("R30", "Copied before it was published", "Correct one of the dates.")
ASKED_TOO_EARLY = Rule("R31", "Asked before it was published", "Correct one of the dates.")
OWN_REVIEW = Rule("R32", "Reviewed by its own coder", "Let another editor check the record, or set the status back to single-coded.")
SAME_ACTOR = Rule("R33", "Two actors, one identity", "Merge the records and keep the other id under “formerly”, or correct the item or address.", Severity.WARNING)
EDIT_NOT_IN_WORDS = Rule("R34", "Edit not in the words", "Write under “inserted” the characters that you put in, as they stand in “text”, once for each time; or delete the edit.")
STAMP_VOID = Rule("R35", "Stamp void", "Run “caveat verify --write” on the file where the copy is held, or delete “verified”.")
GOVERNED = Rule("R36", "Governed cut without a reason", "Quote the governing words too, or say under “reason” why the words may stand without them.")
NOT_AS_PRINTED = Rule("R37", "Number not as printed", "Correct “value” or “as_printed”: one is the number, the other its digits as the source has them.")
FATE_BELIED = Rule("R38", "Fate that the words belie", "Set the caveat's words beside the passage and judge again: put in other words is retained-paraphrase, in part is clipped.")
FATE_DOUBTFUL = Rule("R39", "Fate that the words make doubtful", "Set the caveat's words beside the passage; if the judgement holds, its reason should say why.", Severity.WARNING)
QUOTED_AS_OWN = Rule("R40", "Quotation of voice own", "If somebody else is quoted, write “voice: quoted” and name the speaker.", Severity.WARNING)
NO_LANGUAGE = Rule("R41", "No such language", "Write the tag of the language: en, es, pt; a country may follow, as in pt-BR.")
NUMBER_NOT_IN_WORDS = Rule("R42", "Number not in the words", "Write under “as_printed” the number as it stands in “text” (or in “prefix” or “suffix”); if it stands in another passage, put it there.")
OWN_ANSWER = Rule("R43", "Answer to one's own claim", "Name under “by” who answered; words that repeat the claim are no answer to it. If the claimant took it back or mended it, add a claim that “revises” it.", Severity.WARNING)
WITHDRAWN = Rule("R44", "Refers to what is withdrawn", "Nothing is due at once: the page tells of the withdrawal. Read this record again, and take the reference out if it should say so no more.", Severity.WARNING)

# H: agreement with an earlier version (caveat check --since)
ID_GONE = Rule("H01", "Id gone", "An id answers for ever: bring the record back, or name the id under “formerly” of the record that takes its place.")
UNREASONED = Rule("H02", "Changed without a reason", "Leave the record as it was and add a claim that “revises” it, with kind and reason; if it was your own slip, say so in “note” of what you changed.")
JUDGED_AGAIN = Rule("H03", "Judged otherwise without a new day", "Give “judged” the day of the new judgement, and “reason” what it rests on.")
NEAR_DUPLICATE = Rule("H04", "Near-duplicate", "Make one record of the two; if they are two things, give what tells them apart: the address of each, or where each was said.")
HELD_OTHERWISE = Rule("H05", "Held otherwise than published", "Set the link beside the words again: asserted, denied and withheld are the claimant's own. If the claimant speaks otherwise now, a new claim “revises” this one.", Severity.WARNING)

#: Every rule, in the order of the list above.
RULES: tuple[Rule, ...] = tuple(
    value for value in tuple(globals().values()) if isinstance(value, Rule)
)
