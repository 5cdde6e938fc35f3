"""Edit: records made and put in order for people at a keyboard.

::

    questions ─→ answers ─→ draft ─→ writer    what is asked, checked and written
        ↑ suggestions ← known                  what the records tell beforehand
    names                                      what a new record is called
    order                                      keys as the schema has them

Nothing here talks to anybody: :mod:`app.cli` asks and prints.
"""
