"""Edit: records made, mended and put in order, and what a change means, told.

::

    questions ─→ answers ─→ draft ─→ writer    what is asked, checked and written
        ↑ suggestions ← known                  what the records tell beforehand
    names                                      what a new record is called
    order                                      keys as the schema has them
    mend                                       what is mechanical, mended
    diff ─→ difftext, diffmarkdown, diffjson   a change as people and programs read it
    propose                                    the same as forms in a browser

Nothing else here talks to anybody: :mod:`app.cli` asks and prints.
"""
