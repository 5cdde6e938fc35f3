"""Records: YAML files in, checked records and problems with places out.

::

    text → walk → yamlfile    any YAML-LD file to JSON (``caveat tree``)
              └─→ tree        a record to data with places, in the stricter profile
"""
