"""Faults of the program or its surroundings, never of a record.

::

    CaveatError                what the command line prints as one sentence
    ├── KnowledgeBaseMissing   the folder named is not a knowledge base
    ├── NotInKnowledgeBase     a file to be checked is not in the knowledge base
    ├── BuildError             a build could not be finished; the old one still stands
    │   ├── BuildLocked        another build is at work
    │   └── StatementsLost     the store holds fewer statements than were compiled
    ├── NothingBuilt           a page was asked for before any build
    ├── AddressUnusable        the server cannot listen where it was told to
    ├── UnknownRecord          no record has that id
    ├── LexiconFaulty          schemas/lexicon.yaml is not as it must be
    ├── RuleError              a rule in schemas/rules is not as it must be
    ├── ExtraMissing           a command needs packages that are not installed
    ├── CopiesError            what is held of sources outside the repository
    │   ├── CopiesUnusable     the folder of copies cannot be read or written
    │   └── CopyDamaged        what is held under a hash does not have that hash
    ├── CaptureError           no copy of a source could be had
    │   ├── AddressRefused     the address is none that may be fetched
    │   ├── LimitExceeded      the answer is too large, too slow or too far away
    │   ├── AnswerUnusable     there is no answer, or it cannot be used
    │   └── NoText             nothing to read was found in the document
    ├── ExportError            a copy of the site could not be written; the old one stays
    ├── RecordNotWritten       a record could not be changed; it is as it was
    │   └── RecordExists       a record was to be made under a name that is taken
    └── HistoryError           no earlier version of the records can be had
        ├── GitMissing         the command git is not there, or cannot be run
        ├── NotARepository     the knowledge base is not kept in git
        ├── GitFailed          git refused, or the repository is damaged
        ├── UnknownRevision    no commit has the name that was given
        │   └── RevisionNotFetched   a shallow clone lacks it
        ├── NothingThen        there was no knowledge base at that revision
        ├── HistoryCut         the clone is shallow, so versions would be missing
        ├── IndexUnusable      the index of versions is of another program, or damaged
        └── UnknownVersion     no version has the digest that was asked for

A fault in a record is a value: :class:`app.problems.Problem`.
"""


class CaveatError(Exception):
    """The root of the tree; its text is a sentence for the person at the keyboard."""


class KnowledgeBaseMissing(CaveatError):
    """The folder named is not a knowledge base: it holds no ``kb.yaml``."""


class NotInKnowledgeBase(CaveatError):
    """A path that was to be checked is no file or folder of the knowledge base."""


class BuildError(CaveatError):
    """A build could not be finished; the generation before it is still served."""


class BuildLocked(BuildError):
    """Another build holds the lock on the build folder."""


class StatementsLost(BuildError):
    """The store holds other statements than were compiled (a term the parser dropped)."""


class NothingBuilt(CaveatError):
    """There is no finished generation to serve."""


class UnknownRecord(CaveatError):
    """No published record has the id that was asked for."""


class AddressUnusable(CaveatError):
    """The server cannot listen on the address and port that were named."""


class RuleError(CaveatError):
    """A file in ``schemas/rules`` is no rule, or names what it may not."""


class LexiconFaulty(CaveatError):
    """The lexicon of governing words has an unknown key, or lacks one."""


class ExtraMissing(CaveatError):
    """A command needs packages of an extra that was not installed."""


class CopiesError(CaveatError):
    """Something is wrong with the copies held outside the repository."""


class CopiesUnusable(CopiesError):
    """The folder of copies cannot be read or written."""


class CopyDamaged(CopiesError):
    """What is held under a hash does not have that hash; it is never served."""


class CaptureError(CaveatError):
    """No copy of a source could be had."""


class AddressRefused(CaptureError):
    """The address, or one that it led to, is none that may be fetched."""


class LimitExceeded(CaptureError):
    """A bound in size, time or redirects was reached."""


class AnswerUnusable(CaptureError):
    """No answer came, or one that breaks off, cannot be read or is no document."""


class NoText(CaptureError):
    """A document came, and no text was found in it."""


class ExportError(CaveatError):
    """A copy of the site could not be written; the one before it is as it was."""


class RecordNotWritten(CaveatError):
    """A record could not be changed without touching more than was meant."""


class RecordExists(RecordNotWritten):
    """Something of the name that a new record was to have is there already."""


class HistoryError(CaveatError):
    """No earlier version of the records can be had."""


class GitMissing(HistoryError):
    """The command ``git`` is not there, or the system does not let it run."""


class NotARepository(HistoryError):
    """The knowledge base lies in no git repository."""


class GitFailed(HistoryError):
    """Git refused to answer, or an object of the repository is missing."""


class UnknownRevision(HistoryError):
    """No commit, or more than one, has the name that was given."""


class RevisionNotFetched(UnknownRevision):
    """The clone is shallow and does not hold the commit; a fetch brings it."""


class NothingThen(HistoryError):
    """At the revision there was no knowledge base in this folder."""


class HistoryCut(HistoryError):
    """The clone is shallow, and the versions before its cut would be missing."""


class IndexUnusable(HistoryError):
    """An index of versions was written by another program, or is damaged."""


class UnknownVersion(HistoryError):
    """No version has the digest that was asked for, or more than one has."""
