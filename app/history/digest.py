"""The name of a version: a digest over the canonical JSON of what a citer relied on.

The canonical JSON (RFC 8785) *is* the frozen file of the version: whoever holds it can
tell without this program that it is what was cited, as its SHA-256 begins with the name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

#: How the JSON is made; another way of making it gives other names to the same content,
#: and names that were printed must stay.  So whoever changes it keeps the old one too.
FORM = 1
#: Git names by SHA-1, or by SHA-256 where a repository was made so.
_SHA256_DIGITS = 64
#: So many hexadecimal digits of the digest stand in an address.
DIGITS = 12


def canonical(root: str, relied_on: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the canonical JSON of the version of *root* that has these members."""
    return joined(root, {key: member(data) for key, data in relied_on.items()})


def member(data: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a member, as it stands in that of a version."""
    return rfc8785.dumps(dict(data))


def joined(root: str, members: Mapping[str, bytes]) -> bytes:
    """Return the canonical JSON of a version, of whose members that is known already.

    Neighbouring versions share most of theirs.  Ids are ASCII, so that they are in the
    order of RFC 8785 (3.2.3) where they are sorted.

    >>> joined("actors/x", {"actors/x": b"{}"})
    b'{"form":1,"id":"actors/x","records":{"actors/x":{}}}'
    """
    held = b",".join(
        b'"%b":%b' % (key.encode("ascii"), members[key]) for key in sorted(members)
    )
    return b'{"form":%d,"id":"%b","records":{%b}}' % (FORM, root.encode("ascii"), held)


def digest(data: bytes) -> str:
    """Return the SHA-256 of a canonical JSON, 64 hexadecimal digits.

    >>> digest(canonical("actors/x", {"actors/x": {"name": "X"}}))[:DIGITS]
    'aa205e2bf7a7'
    """
    return hashlib.sha256(data).hexdigest()


def blob_name(data: bytes, known: str = "") -> str:
    """Return the name that git gives to a file, by the algorithm of a *known* name.

    >>> blob_name(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    algorithm = "sha256" if len(known) == _SHA256_DIGITS else "sha1"
    made = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    made.update(data)
    return made.hexdigest()
