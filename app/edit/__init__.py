"""Edit: records made and kept by people at a keyboard.

::

    order                     the keys of a record, in the order of its schema
"""
