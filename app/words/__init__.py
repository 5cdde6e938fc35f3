"""Words: every quotation against the text of a copy that is held.

::

    folding → tokens → match → near     where a quotation stands, and what differs
    capture, about                     a copy, and what it says of itself
    lexicon, sentences → cut            what was cut off, and whether it governs the span
    quotations, copies → verify         which quotation is looked for in which text
    stamp, stamping                     what was found, written into the record

What is checked are *the words*: that they stand in the source, whole and in order, and
with what around them.  Nothing here says that what they claim is so.
"""
