"""Records as they were: a knowledge base at a revision of git, and what changed since.

::

    git → revision → compare → continuity     two commits, side by side
    git → walk ─┐
    closure → digest → replay → index         all commits, into an index of versions
                                 └→ versions  what it is asked; archive: it as lines
                                     └→ contents    what each says, and how two differ
                                     └→ chronicle   what happened, thing after thing

What became of what a document cites is asked by ``mentions → cited``; ``released`` is the
index that a release carries where no git keeps the records.
"""
