"""How much and how often somebody may ask: bounds in size, a bucket of tokens an address.

The buckets live in the process, so each worker has its own, and the oldest are forgotten.
Behind a proxy all requests come from one address, unless ``CAVEAT_PROXIES`` says how many
proxies add the address before them to ``X-Forwarded-For``.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections.abc import Callable

from cachetools import LRUCache
from flask import request
from werkzeug.exceptions import (
    LengthRequired,
    RequestEntityTooLarge,
    TooManyRequests,
)

#: Bytes of a request; a record has a few thousand, and at most 262,144 as a file.
MOST_BYTES = 128 * 1024
#: Requests at once, and how many a second come back.
BURST = 60
PER_SECOND = 1.0
_ADDRESSES = 4_096
_HOME = 64


class Buckets:
    """A bucket of tokens for each address, within bounds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take a clock in seconds that never goes back."""
        self._clock = clock
        self._held: LRUCache[str, tuple[float, float]] = LRUCache(_ADDRESSES)
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Take a token; return 0, or in how many seconds the next one is there."""
        key = _home(address)
        now = self._clock()
        with self._lock:
            tokens, before = self._held.get(key, (float(BURST), now))
            tokens = min(float(BURST), tokens + (now - before) * PER_SECOND)
            taken = tokens >= 1
            self._held[key] = (tokens - taken, now)
        return 0 if taken else max(1, math.ceil((1 - tokens) / PER_SECOND))


def bound(buckets: Buckets, most: int = MOST_BYTES) -> None:
    """Refuse the request at hand if it is too large or comes too often, before it is read.

    Raises:
        RequestEntityTooLarge: it has, or may turn out to have, more than *most* bytes.
        LengthRequired: it does not say how large it is.
        TooManyRequests: its address has no token left.
    """
    request.max_content_length = most
    request.max_form_memory_size = most
    if len(request.query_string) > MOST_BYTES // 16:
        raise RequestEntityTooLarge
    if request.method == "POST" and request.content_length is None:
        # Browsers tell how long a form is; seen: a chunked one passes by the bound.
        raise LengthRequired
    wait = buckets.wait(request.remote_addr or "")
    if wait:
        raise TooManyRequests(retry_after=wait)


def _home(address: str) -> str:
    """Return what one visitor has: an address, or in IPv6 the network of a home.

    >>> _home("2001:db8::1:2") == _home("2001:db8::3"), _home("no address")
    (True, 'no address')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _HOME), strict=False))
