"""Caveat: who said which accounts belong to whom, in which words, with which caveats.

The pipeline, read from left to right, is also the only direction of imports::

    problems, errors < records < words < graph < history < cite < site < edit < cli

``records`` reads YAML into records and problems, ``words`` looks for quotations in the
texts of copies, ``graph`` compiles records to RDF and builds generations of the store,
``history`` reads records as they were and tells what changed in meaning, ``site`` renders
the graph as pages and data, ``edit`` makes records, puts their keys in order and tells of
changes.
"""

from pathlib import Path

__version__ = "0.1.0"

#: The repository: the package runs from a clone (editable install), beside these folders.
ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas"
